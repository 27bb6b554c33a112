"""What a document would bring in from elsewhere is taken out of a copy: a file goes in, the copy and findings come out.

An office follows links by itself: to pictures, texts, cells and objects, on the disk and in the network. What a person
follows (links to pages of the web, to a place in the file, to an enclosure beside it) stays. A document that reaches
for nothing has no copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.officefile.clean.reach import LONGEST, What


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What came of looking through a document."""

    data: bytes | None = None
    """The copy; None where nothing had to be taken out."""
    findings: tuple[Finding, ...] = ()


def clean(source: Path, *, hidden_sheets: bool = False) -> Cleaned:
    """Looks through the file that an office is to read, for it to print ``hidden_sheets`` too or none.

    MeetingError where it can't be looked through.
    """
    if source.suffix.lower() == ".txt":
        return Cleaned()  # printed as it stands, whatever it says
    with source.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        from pipeline.officefile.clean.packages import clean_package  # noqa: PLC0415 - a text needs none of it

        data, findings = clean_package(source, hidden_sheets=hidden_sheets)
        return Cleaned(data, findings)
    if head.startswith(b"{\\rt"):
        from pipeline.officefile.clean.richtext import clean_rich_text as look  # noqa: PLC0415
    elif head == _COMPOUND:
        from pipeline.officefile.clean.oldword import clean_old_word as look  # noqa: PLC0415
    else:
        return Cleaned()
    data, found = look(source.read_bytes())
    return Cleaned(data, tuple(told(source, found))) if found else Cleaned()


_COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1")
"""MS-CFB, 2.2."""


def told(source: Path, found: list[tuple[What, str]]) -> Iterator[Finding]:
    """A finding for each thing that was taken out."""
    yield from (finding(what, address, Place(str(source))) for what, address in dict.fromkeys(found))


def finding(what: What, address: str, place: Place) -> Finding:
    """Tells of one thing that was taken out."""
    values = {"address": address if len(address) <= LONGEST else address[: LONGEST - 1] + "…"}
    match what:
        case "picture":
            return Finding("outside-picture", place, values)
        case "text":
            return Finding("outside-text", place, values)
        case "object":
            return Finding("outside-object", place, values)
        case "data":
            return Finding("outside-data", place, values)
        case "sheet":
            return Finding("hidden-sheet-kept-in", replace(place, sheet=address))
        case "shown-sheet":
            return Finding("hidden-sheet-printed", replace(place, sheet=address))
        case "macros":
            return Finding("macros-left-behind", replace(place, part=""))
        case "other" | "value":
            return Finding("outside-other", place, values)
