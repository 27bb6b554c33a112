"""One enclosure, as soon as it is there: an order and a position go in, its first page and what is told of it come out.

It is made as a build makes it, into the preview's store, which takes what a build has made; nothing is published.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.accepting import settled
from pipeline.building.order import Order
from pipeline.building.previewing import previewing
from pipeline.building.staff import Staff
from pipeline.errors import UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.findings.grading import graded
from pipeline.package import gather, stamp_fonts
from pipeline.plan import plan
from pipeline.plan.preview import needed
from pipeline.plan.scope import Scope
from pipeline.preview.results import Enclosed
from pipeline.tasks import Output, Task
from pipeline.tasks.previewing import SIZES, draw_first


def build_enclosed(
    order: Order, position: int, staff: Staff, on_event: OnEvent, cancellation: Cancellation
) -> Enclosed:
    """Makes the enclosure at a position, from 1, in the one language of the order. UsageError for one that the meeting
    has not, or does not print; else what a build raises."""
    package = gather(order.folder, order.languages, order.settings, environment=order.environment)[0]
    house, meeting = package.house, package.meeting
    offices = staff.office_settings(house.root, house.settings.model_dump())
    font = stamp_fonts(house, package.language, offices.fonts)
    scope = Scope(package, font)
    part = next((each for each in scope.parts if each.enclosure and each.enclosure.position == position), None)
    if part is None or part.enclosure is None:
        known = tuple(each.number for each in meeting.printed)
        raise UsageError(
            Finding("preview-no-part", Place(str(meeting.file)), {"name": str(position), "near": known[:1]})
        )
    made = scope.name_of("convert", part.enclosure)
    tasks = _of_it(plan([package], {package.language: font}), made)
    picture = Task(f"first page of {made}", "picture", draw_first, ".png", {"document": Output(made, part.known_as)})
    with previewing(order, house, offices, staff, on_event, cancellation) as (make, _):
        done = make([*tasks, picture])
        drawn = done.made[picture.name]
        shown = order.out / f"first-{position}-{package.language}.png"
        write_whole(shown, drawn.path.read_bytes())
    told = [
        each.at(str(house.root / each.place.file)) for task in tasks for each in done.made[task.name].result.remarks
    ]
    found = settled(graded(dict.fromkeys(told), house.grades), meeting, house.root).open
    ((width, height),) = drawn.result.facts[SIZES]
    return Enclosed(shown, width, height, drawn.result.pages, tuple(each for each in found if each.kind != "kept"))


def _of_it(tasks: Sequence[Task], name: str) -> list[Task]:
    """What makes it, and what looks through it alone."""
    wanted = {task.name for task in needed(tasks, [name])}
    for task in tasks:
        if task.stage == "read" and task.needs and wanted.issuperset(task.needs):
            wanted.add(task.name)
    return [task for task in tasks if task.name in wanted]
