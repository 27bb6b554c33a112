"""What of a document would print otherwise than it reads: its facts go in, errors come out.

A page is to show what the file says, whenever and wherever it is converted. So what LibreOffice fills in anew (the day,
the time, the file's name or folder), and changes that nobody has accepted or rejected, are found before it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.officefile.records import Fact, Facts

_MOVING: Mapping[tuple[str, str], str] = {
    ("ooxml", "sheet"): "moving-excel", ("ooxml", "slides"): "moving-powerpoint", ("odf", "text"): "moving-writer",
    ("odf", "sheet"): "moving-calc", ("odf", "slides"): "moving-impress",
}  # fmt: skip
"""By family and application; all others are Word's."""


def unsettled(source: Path, facts: Facts) -> list[Finding]:
    """What is not settled in a document: each kind once, at its first place."""
    family, application = facts.format.family, facts.format.application
    changes = "changes-writer" if family == "odf" else "changes"
    return _first(Place(str(source)), facts.found, changes, _MOVING.get((family, application), "moving"))


def unsettled_in_word(part: Place, found: Iterable[Fact]) -> list[Finding]:
    """What is not settled in a part of a Word document."""
    return _first(part, tuple(found), "changes", "moving")


def _first(within: Place, found: tuple[Fact, ...], changes: str, moving: str) -> list[Finding]:
    told = []
    for what, code in (("change", changes), ("moving", moving)):
        places = [each.place for each in found if each.what == what]
        if places:
            told.append(
                Finding(
                    code,
                    replace(places[0], file=within.file, part=within.part or places[0].part),
                    {"count": len(dict.fromkeys(places))},
                )
            )
    return told
