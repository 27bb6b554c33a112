"""Findings go in, what is said once of several places comes out, numbered in the order in which it was found."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.findings import Finding

_BY_COLUMN = frozenset({"cell-cut-off", "cell-too-narrow"})
"""What is mended once for all cells of a column."""
_COLUMN = re.compile("[A-Z]*")
_INSTEAD = "file-instead"
"""What is told of a file that is enclosed for languages that have none; its name is its place."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that differ in their places alone, or in the cells of one column."""

    number: int
    """From 1; the same as long as the same things are found."""
    findings: tuple[Finding, ...]
    """One for each file and place in it: a file that several languages enclose is named once, as in the first."""

    @property
    def first(self) -> Finding:
        return self.findings[0]


def groups(findings: Iterable[Finding], apart: Collection[Finding] = ()) -> tuple[Group, ...]:
    """The findings, those that say the same together, at the place of the first; those of ``apart``, which a person has
    accepted, with none that is not.

    >>> from pipeline.findings import Place
    >>> found = [Finding(code, Place(file)) for code, file in (("untagged", "a"), ("repaired", "a"), ("untagged", "b"))]
    >>> [(each.number, [str(finding.place) for finding in each.findings]) for each in groups(found)]
    [(1, ['a', 'b']), (2, ['a'])]
    """
    found: dict[str, dict[str, Finding]] = {}
    for finding in _of_all_languages(findings):
        data = finding.as_data()
        said = json.dumps([finding.code, _told(finding, data["values"]), finding in apart], sort_keys=True)
        place = {**data["place"], "title": "", "language": ""}
        if finding.code != _INSTEAD:
            place["enclosure"] = ""
        found.setdefault(said, {}).setdefault(json.dumps(place, sort_keys=True), finding)
    return tuple(Group(number, tuple(each.values())) for number, each in enumerate(found.values(), start=1))


def _told(finding: Finding, values: dict[str, Any]) -> object:
    """What is the same of findings that are told together."""
    if finding.code == _INSTEAD:
        return {name: value for name, value in values.items() if name != "name"}
    return _column(finding) or values


def _column(finding: Finding) -> list[str] | None:
    """The file, the sheet and the letters of the column that a finding is mended in."""
    place = finding.place
    if finding.code not in _BY_COLUMN or (letters := _COLUMN.match(place.cell)) is None:
        return None
    return [place.file, place.sheet, letters[0]]


def _of_all_languages(findings: Iterable[Finding]) -> Iterable[Finding]:
    """The findings, with one of a file that is enclosed in place of those that several languages lack."""
    found: dict[object, Finding] = {}
    for finding in findings:
        if finding.code != _INSTEAD:
            found[finding] = finding
            continue
        own = finding.values
        key = (finding.place, own["language"])
        languages = [each for told in (found.get(key), finding) if told for each in _languages(told)]
        one = Finding(finding.code, finding.place, {**own, "languages": tuple(dict.fromkeys(languages))})
        found[key] = finding if one == finding else one
    return found.values()


def _languages(finding: Finding) -> tuple[str, ...]:
    told = finding.values["languages"]
    return tuple(map(str, told)) if isinstance(told, tuple) else ()
