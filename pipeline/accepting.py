"""Findings that a person accepts: what was found and a meeting go in, what is open and what is accepted come out.

An acceptance is an entry of ``meeting.toml``::

    [[accepted]]
    code = "untagged"
    place = { file = "meetings/siem-reap-2024/enclosures/04.pdf" }
    of = "0123456789abcdef"
    reason = "The author can't give us another."
    by = "N. N."
    on = 2024-04-22

``of`` is a hash of what the finding is about: where that changes, the acceptance lapses, and both are told. What is
unsafe, or breaks what goes out, can't be accepted.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.errors import MeetingError, UsageError
from pipeline.files import digest, write_whole
from pipeline.findings import Finding, Place, Value
from pipeline.findings.accepted import place_key
from pipeline.findings.groups import Group
from pipeline.findings.visible import visible
from pipeline.load import load_house, load_meeting
from pipeline.model import Accepted, Meeting


@dataclass(frozen=True, slots=True)
class Settled:
    """Findings, with what a person has said of them; those of each kind in the order in which they were found."""

    open: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, Accepted], ...]
    lapsed: tuple[Finding, ...]
    """That an acceptance no longer holds."""


def settled(findings: Iterable[Finding], meeting: Meeting, root: Path) -> Settled:
    """What of ``findings`` is accepted in a meeting of the house in ``root``, and what is not."""
    known = {(each.code, place_key(each.place)): (number, each) for number, each in enumerate(meeting.accepted)}
    open_: list[Finding] = []
    accepted: list[tuple[Finding, Accepted]] = []
    lapsed: dict[int, Finding] = {}
    for finding in findings:
        about = about_file(finding, meeting.folder, root)
        number, entry = known.get((about.code, place_key(about.place)), (0, None))
        if entry is not None and about.of == entry.of and about.acceptable:
            accepted.append((finding, entry))
            continue
        open_.append(finding)
        if entry is not None:
            place = Place(str(meeting.file), key=("accepted", number))
            values: dict[str, Value] = {
                "code": entry.code,
                "where": str(entry.place),
                "by": entry.by,
                "on": entry.on.isoformat(),
            }
            lapsed[number] = Finding("acceptance-lapsed", place, values)
    return Settled(tuple(open_), tuple(accepted), tuple(lapsed[number] for number in sorted(lapsed)))


def accept(findings: Sequence[Finding], meeting: Meeting, root: Path, *, reason: str, by: str, on: date) -> None:
    """Adds an entry for each finding to the end of ``meeting.toml``, of which all else stays as it is, byte for byte.

    UsageError for a finding that can't be accepted and for words that are none; MeetingError where an entry can't be
    added at the end, because the list is written in one line. The file then stands as it stood.
    """
    problems = [Finding("not-acceptable", each.place, {"code": each.code}) for each in findings if not each.acceptable]
    for name, words in (("--reason", reason), ("--by", by)):
        if not words.strip() or visible(words) != words:
            problems.append(Finding("acceptance-words", Place(name)))
    if problems:
        raise UsageError(*problems)
    about = [about_file(each, meeting.folder, root) for each in findings]
    before = meeting.file.read_bytes()
    end = "\r\n" if b"\r\n" in before else "\n"
    entries = [_written(each, reason, by, on) for each in dict.fromkeys(about)]
    whole = before.decode("utf-8-sig")
    added = "".join(end + end.join(lines) + end for lines in entries)
    added = added if not whole or whole.endswith("\n") else end + added
    try:
        tomllib.loads(whole + added)
    except tomllib.TOMLDecodeError:
        raise MeetingError(Finding("acceptance-list", Place(str(meeting.file), key=("accepted",)))) from None
    write_whole(meeting.file, before + added.encode())


def accept_number(folder: Path, told: Iterable[Group], number: int, *, reason: str, by: str, on: date) -> None:
    """Accepts what has that number among what is told of the meeting in ``folder``, in all of its places.

    Raises as :func:`accept`, and UsageError for a number that nothing has.
    """
    house = load_house(folder)
    meeting = load_meeting(folder, house.settings.fallback)
    chosen = [each for group in told if group.number == number for each in group.findings]
    if not chosen:
        raise UsageError(Finding("acceptance-number", Place(f"--accept {number}"), {"number": number}))
    accept(chosen, meeting, house.root, reason=reason, by=by, on=on)


def as_data(meeting: Meeting, root: Path) -> tuple[dict[str, Any], ...]:
    """The entries of a meeting for those who have not its files, each with the hash of its file's content."""
    return tuple(
        {
            "code": each.code,
            "place": each.place.as_json(),
            "about": about_file(Finding(each.code, each.place), meeting.folder, root).about,
            "of": each.of,
            **each.as_json(),
        }
        for each in meeting.accepted
    )


def about_file(finding: Finding, folder: Path, root: Path) -> Finding:
    """The finding as it is the same on every machine, with the content of the file of the meeting that it is of."""
    path = root / finding.place.file
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    about = ""
    # What settings and templates are about is in the values: they change for many reasons.
    if path.is_relative_to(folder) and path.suffix.lower() != ".toml" and path.is_file():
        about = digest(path)
    return Finding(finding.code, replace(finding.place, file=file), finding.values, about)


def _written(finding: Finding, reason: str, by: str, on: date) -> list[str]:
    place: Mapping[str, Any] = replace(finding.place, line=None, page=None).as_json()
    inline = ", ".join(f"{name} = {_toml(value)}" for name, value in place.items())
    return [
        "[[accepted]]",
        f"code = {_toml(finding.code)}",
        f"place = {{ {inline} }}",
        f"of = {_toml(finding.of)}",
        f"reason = {_toml(reason)}",
        f"by = {_toml(by)}",
        f"on = {on.isoformat()}",
    ]


def _toml(value: object) -> str:
    """A string, a whole number, or a list of them; TOML escapes a string as JSON does, and U+007F too (1.0, String)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
