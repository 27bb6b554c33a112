"""The recipients of what is built: packages go in, they come out with those whose letters can be made, and what is
wrong with the others is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.building.publish import Listed
from pipeline.errors import ConverterError, PapersError
from pipeline.executor.run import Done
from pipeline.findings import Finding, Place
from pipeline.model import Recipient
from pipeline.package import Package, phrases_of
from pipeline.tasks import Task

if TYPE_CHECKING:
    from pipeline.load.recipients import RecipientList


def with_recipients(
    packages: Sequence[Package], lacking: Callable[[str], str] = lambda _words: ""
) -> tuple[list[Package], RecipientList | None]:
    """The packages of a meeting with its recipients, and their list as it was read, where it has one. Raises
    MeetingError for a list that is wrong as a whole. ``lacking`` gives the signs of words that no font has."""
    first = packages[0]
    if first.meeting.recipients_file is None or first.draft:
        return list(packages), None
    from pipeline.recipients import read_recipients  # noqa: PLC0415 - few meetings have any

    found = read_recipients(first.house, first.meeting, lambda language: phrases_of(first.house, language), lacking)
    meeting = replace(first.meeting, recipients=found.recipients)
    return [replace(package, meeting=meeting) for package in packages], found


def unsound(listed: RecipientList | None) -> tuple[Finding, ...]:
    """What is wrong with rows of a list."""
    return listed.problems if listed else ()


def left_out(listed: RecipientList | None) -> tuple[Finding, ...]:
    """What of a list made no letter."""
    return listed.left_out if listed else ()


def to_mend(listed: RecipientList | None, packages: Sequence[Package], out: Path) -> Path | None:
    """The workbook of the rows that no letter was made for, beside what was; None where there are none."""
    if listed is None:
        return None
    from pipeline.recipients import MARKED, mark  # noqa: PLC0415 - few meetings have any

    return mark(listed, packages[0].meeting, out / MARKED)


def without_unfit(
    tasks: Sequence[Task], done: Done, unsettled: Callable[[Iterable[Finding]], Iterable[Finding]]
) -> Done:
    """What was done, without the letters that must not go out as they are, nor what they were bound in and attached
    to: ``unsettled`` says what nobody has accepted of what is told of one."""
    failed = dict(done.failed)
    for task in tasks:
        told = done.made[task.name].result.remarks if task.together and task.name in done.made else ()
        if errors := [each for each in unsettled(told) if each.severity == "error"]:
            failed[task.name] = ConverterError(*errors)
    unfit = set(failed)
    for task in tasks:
        if not unfit.isdisjoint(task.needs):
            unfit.add(task.name)
    made = {name: each for name, each in done.made.items() if name not in unfit}
    return replace(done, made=made, failed=failed)


def not_made(
    packages: Sequence[Package], tasks: Sequence[Task], failed: Mapping[str, PapersError]
) -> Iterator[Finding]:
    """What to tell of letters, and of what is made of them, that could not be made: whose, by the row of the list, and
    why."""
    meeting = packages[0].meeting
    rows = {each.key: each.row for each in meeting.recipients}
    for task in tasks:
        if task.name in failed:
            key = _whose(task)
            place = Place(str(meeting.recipients_file), line=rows.get(key))
            if task.together:
                yield Finding("letter-not-made", place, {"key": key})
            else:
                role = task.published[0].role if task.published else "bundle"  # of which it is the list of enclosures
                yield Finding("recipient-file-not-made", place, {"key": key, "role": role})
            yield from failed[task.name].findings


def _whose(task: Task) -> str:
    """The key of the recipient whose task it is."""
    return task.recipient or (task.published[0].recipient if task.published else "") or ""


def dispatch(
    packages: Sequence[Package],
    tasks: Sequence[Task],
    failed: Mapping[str, PapersError],
    unsound: Sequence[Finding],
    folder: Path,
    outputs: Sequence[Mapping[str, Any]],
) -> Iterator[Listed]:
    """The dispatch list, for people and for programs, written to ``folder``: who gets which of the ``outputs``, those
    of languages that were not built now among them; and which rows are ``unsound``, so that nobody does."""
    first = packages[0]
    if not first.meeting.recipients and not unsound:
        return
    from pipeline.findings.words import say  # noqa: PLC0415
    from pipeline.workbooks.marked import in_a_cell  # noqa: PLC0415
    from pipeline.workbooks.sent import Sent, in_order, write_dispatch, write_dispatch_json  # noqa: PLC0415

    letters, bundles = (
        {entry["recipient"]: entry for entry in outputs if entry["role"] == role and entry["recipient"]}
        for role in ("letter", "bundle")
    )
    none = {"path": "", "sha256": ""}
    why = {_whose(task): str(failed[task.name]) for task in reversed(tasks) if task.name in failed}
    planned = {_whose(task) for task in tasks}

    def problem(each: Recipient, entry: Mapping[str, Any]) -> str:
        if each.key in planned:
            return why.get(each.key, "")
        told = say(Finding("letter-of-before" if entry else "letter-of-another-language", Place("")))
        return "" if entry and not entry.get("stale") else f"{told.what} {told.mend}"

    sent = in_order(
        (
            Sent(
                each,
                entry["path"],
                entry["pages"],
                entry["sha256"],
                bundle=bundles.get(each.key, none)["path"],
                bundle_sha256=bundles.get(each.key, none)["sha256"],
                problem=problem(each, entry),
            )
            if (entry := letters.get(each.key)) is not None
            else Sent(each, problem=problem(each, {}))
            for each in first.meeting.recipients
        ),
        first.house.style,
        first.house.language,
    )
    rows: dict[int, str] = {}
    for each in unsound:
        rows[each.place.row] = "\n".join(filter(None, (rows.get(each.place.row), in_a_cell(each))))
    workbook, listed = folder / "dispatch.xlsx", folder / "dispatch.list"
    write_dispatch(sent, workbook, first.created, first.house.language, rows)
    write_dispatch_json(sent, listed, rows)
    yield Listed("dispatch", "dispatch.xlsx", workbook)
    yield Listed("dispatch", "dispatch.json", listed)
