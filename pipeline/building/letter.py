"""One letter, before all are made: an order and a recipient's key go in, its pages and words come out.

It is made as a build makes it, into the preview's store, which takes what a build has made; nothing is published.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.building.order import Order
from pipeline.building.preview import pages_of
from pipeline.building.previewing import previewing
from pipeline.building.recipients import not_made, unsound, with_recipients
from pipeline.building.staff import Staff
from pipeline.errors import MeetingError, UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.findings import Finding, Place
from pipeline.package import gather, stamp_fonts
from pipeline.plan import plan
from pipeline.plan.preview import needed
from pipeline.preview.results import Previewed
from pipeline.tasks import Output, Task
from pipeline.tasks.previewing import draw, read_words


def build_letter(order: Order, key: str, staff: Staff, on_event: OnEvent, cancellation: Cancellation) -> Previewed:
    """Makes the letter to a recipient of the list. UsageError for a key that nobody there has; MeetingError, with why,
    for a letter that can't be made."""
    packages, listed = with_recipients(gather(order.folder, (), order.settings, environment=order.environment))
    found = [(package, each) for package in packages for each in package.recipients() if each.key == key]
    if not found:
        nobody = Finding("letter-to-nobody", Place(str(packages[0].meeting.file)), {"key": key})
        raise UsageError(nobody, *unsound(listed))
    package, recipient = found[0]
    package = replace(package, meeting=replace(package.meeting, recipients=(recipient,)))
    offices = staff.office_settings(package.house.root, package.house.settings.model_dump())
    tasks = plan([package], {package.language: stamp_fonts(package.house, package.language, offices.fonts)})
    letter = next(task for task in tasks if task.together and task.recipient == key)
    known_as = Output(letter.name)
    pages, words = f"pages of {letter.name}", f"words of {letter.name}"
    wanted = [
        *needed(tasks, [letter.name]),
        Task(pages, "picture", draw, ".zip", {"document": known_as}),
        Task(words, "picture", read_words, ".words", {"document": known_as}),
    ]
    with previewing(order, package.house, offices, staff, on_event, cancellation) as (make, _):
        done = make(wanted)
        if done.failed:
            raise MeetingError(*not_made([package], [letter], done.failed))
        shown = pages_of(done.made[pages], done.made[words], order.out, f"to-{key}")
    title = recipient.person or recipient.organisation or recipient.state or key
    return Previewed("letter", package.language, "", title, shown, ())
