"""The whole way of a package, in order: packages go in, the list of the tasks that make them comes out.

This is the file to read first; each subject has a file of its own. Nothing is done here: the tasks
(:mod:`pipeline.tasks`) are data, and :mod:`pipeline.executor` does what is stale of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import TemplateError
from pipeline.package import Package
from pipeline.plan import bundle, calendar, counts, enclosures, letter, pictures, preflight, report
from pipeline.plan.scope import Scope
from pipeline.tasks import Task


def plan(packages: Sequence[Package], stamp_fonts: Mapping[str, Sequence[Path]]) -> list[Task]:
    """The tasks of these packages, each after those that it needs. ``stamp_fonts`` has those of the stamps by language.

    Raises TemplateError for templates that ask for each other's pages.
    """
    _no_circles(packages)
    scopes = [Scope(package, stamp_fonts[package.language]) for package in packages]
    tasks = _together(scopes, _of_one)
    for task in preflight.together(scopes):  # what all languages say is held against each other
        tasks[task.name] = replace(task, languages=frozenset(scope.language for scope in scopes))
    for task in preflight.concordances(scopes):  # and shown side by side, where the meeting asks for it
        tasks[task.name] = task
    return counts.in_order(tasks.values())


def plan_papers(packages: Sequence[Package]) -> list[Task]:
    """The first of these tasks, which make each document by itself: for who looks at some, and binds and tells nothing.

    Raises what :func:`plan` raises.
    """
    _no_circles(packages)
    return counts.in_order(_together([Scope(package, ()) for package in packages], _papers).values())


def _no_circles(packages: Sequence[Package]) -> None:
    if asked_in_circles := counts.circles(packages):
        raise TemplateError(*asked_in_circles)


def _together(scopes: Sequence[Scope], of_one: Callable[[Scope], Iterator[Task]]) -> dict[str, Task]:
    tasks: dict[str, Task] = {}
    for scope in scopes:
        for task in of_one(scope):
            # Instruments share their enclosures, and so do languages that have none of their own.
            known = tasks.setdefault(task.name, task)
            more = tuple(each for each in task.published if each not in known.published)
            languages = known.languages | {scope.language}
            tasks[task.name] = replace(known, published=known.published + more, languages=languages)
    return tasks


def _papers(scope: Scope) -> Iterator[Task]:
    """The documents that go out under one instrument in one language."""
    yield from pictures.settled(scope)  # the pictures that papers place
    yield letter.merged(scope)  # 3 merge: the letter and the enclosures that are templates get their words
    yield from enclosures.merged(scope)
    yield from enclosures.converted(scope)  # 4 convert: each document becomes a PDF
    yield from enclosures.attached(scope)  # or stays a file, in the bundle
    yield letter.converted(scope)
    yield from enclosures.slip_sheets(scope)  # so does the sheet before each enclosure
    yield from bundle.index(scope)  # 5 bundle: the list of enclosures, once the pages of all are known


def _of_one(scope: Scope) -> Iterator[Task]:
    """What goes out under one instrument in one language."""
    yield from _papers(scope)
    yield from enclosures.set_on_paper(scope)  # each enclosure on sheets of one size
    if not scope.draft:
        yield letter.linked(scope)  # the letter that travels alone points at the enclosures' files
    yield bundle.bound(scope)  # all in one numbered PDF, audited
    if not scope.draft:
        yield from calendar.made(scope)  # its days and moments, for calendars
    if scope.signed is not None:
        from pipeline.plan import signed  # noqa: PLC0415 - few letters are

        yield from signed.copies(scope, scope.signed)  # once more, with the scan of the letter in its place
    if scope.meeting.recipients and not scope.draft:
        from pipeline.plan import recipients  # noqa: PLC0415 - few packages have any

        yield from recipients.letters(scope)  # one to each recipient, its own words in it
    yield from preflight.read(scope)  # what a reader reads of each document
    yield preflight.looked_through(scope)  # and what of it could embarrass the office
    yield from report.pictures(scope)  # each part's first page, while the offices convert others
    yield report.told(scope)  # what was kept, changed and removed of each part
