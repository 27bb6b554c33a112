"""What the documents of packages show once they are made: packages go in, what was found of them comes out.

They are made as a build makes them, into the store of its output, so that a build after that finds them there; nothing
is published. What only tells of them (reports, pictures, calendars) and the letters to recipients are left to a build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.building.guess import remember_inputs
from pipeline.building.office import OfficeSettings
from pipeline.building.order import Order, alone
from pipeline.building.previewing import tools_of
from pipeline.building.staff import Staff
from pipeline.errors import CancelledError, PapersError, UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.executor.known import known
from pipeline.executor.run import run
from pipeline.findings import Finding
from pipeline.folders import STATE
from pipeline.package import Package, stamp_fonts
from pipeline.plan import plan
from pipeline.store import Made, Store
from pipeline.tasks import Stage, Task

_LEFT: frozenset[Stage] = frozenset({"picture", "report", "letters", "calendar", "message", "link"})
"""The stages that a build alone needs, but for what others of its tasks need of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of documents, in files by their whole paths."""

    errors: tuple[PapersError, ...]
    """What can't be made, and why."""
    told: tuple[Finding, ...]


def look(
    order: Order,
    staff: Staff,
    packages: Sequence[Package],
    offices: OfficeSettings,
    on_event: OnEvent,
    cancellation: Cancellation,
) -> Seen:
    """Makes the documents of packages, and what can be made of them; with what stopped the rest of it.

    Where another build of the same output is under way, what the last one found is told, as far as it holds.
    """
    try:
        tasks = worth_looking_at(_planned(packages, offices))
    except PapersError as error:
        return Seen((error,), ())
    tools = tools_of(packages[0].house, offices)
    errors: tuple[PapersError, ...] = ()
    try:
        with (
            alone(order.out),
            staff.at_work(offices, offices.fonts.digest, tools, order.environment, order.out / STATE) as (
                executor,
                offices_done,
            ),
            Store(order.out / STATE) as store,
        ):
            remember_inputs(
                order.out, [packages[0].meeting.file, *(file.path for task in tasks for file in task.files)]
            )
            try:
                done = run(
                    tasks, store, tools, executor,
                    on_event=on_event, cancellation=cancellation, offices_done=offices_done,
                )  # fmt: skip
                return Seen((), _told(packages, done.made))
            except CancelledError:
                raise
            except PapersError as error:
                errors = (error,)
    except UsageError:
        pass
    return Seen(errors, _told(packages, known(tasks, Store(order.out / STATE), tools)))


def told_last(packages: Sequence[Package], offices: OfficeSettings) -> tuple[Finding, ...]:
    """What the last build found, as far as its documents are still the same."""
    house, slug = packages[0].house, packages[0].meeting.slug
    store = Store(house.root / "build" / slug / STATE)
    if not store.folder.is_dir():
        return ()
    return _told(packages, known(_planned(packages, offices), store, tools_of(packages[0].house, offices)))


def _planned(packages: Sequence[Package], offices: OfficeSettings) -> list[Task]:
    fonts = {each.language: stamp_fonts(each.house, each.language, offices.fonts) for each in packages}
    return plan(packages, fonts)


def worth_looking_at(tasks: Sequence[Task]) -> list[Task]:
    """Those that have something to tell, and those that they need."""
    needed: set[str] = set()
    wanted: list[Task] = []
    for task in reversed(tasks):
        if task.name in needed or (task.stage not in _LEFT and not task.recipient):
            needed.update(task.needs)
            wanted.append(task)
    return wanted[::-1]


def _told(packages: Sequence[Package], made: Mapping[str, Made]) -> tuple[Finding, ...]:
    root = packages[0].house.root
    told = (finding for each in made.values() for finding in each.result.remarks)
    return tuple(dict.fromkeys(each.at(str(root / each.place.file)) for each in told))
