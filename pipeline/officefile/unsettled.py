"""What of a document would print otherwise than it reads: its facts go in, problems in words come out.

A page is to show what the file says, whenever and wherever it is converted. So what LibreOffice fills in anew (the day,
the time, the file's name or folder), and changes that nobody has accepted or rejected, are found before it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.officefile.records import Fact, Facts, counted

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""

_CHANGED = "It has changes that were neither accepted nor rejected."
_FIELDS = "It has a field that shows the day or the time of the conversion, or the name or the folder of the file."
_SHEET = (
    "It has a formula, a header or a footer that shows the day or the time of the conversion, a number drawn by chance,"
    " or the name or the folder of the file."
)
_SLIDE = "It has a field that shows the day or the time of the conversion."

_CHANGES: Mapping[str, Fault] = {
    "ooxml": (_CHANGED, "In Word: Review, Accept All Changes (or Reject All Changes); save."),
    "odf": (_CHANGED, "In LibreOffice: Edit, Track Changes, Accept All (or Reject All); save."),
}
_MOVING: Mapping[tuple[str, str], Fault] = {
    ("ooxml", "text"): (
        _FIELDS,
        "Put the words themselves in the place of the field: in Word, click on it and press Ctrl+Shift+F9.",
    ),
    ("ooxml", "sheet"): (
        _SHEET,
        "In Excel: copy the cell and paste its value (Paste Special, Values); "
        "for a header or a footer: Page Layout, Print Titles, Header/Footer.",
    ),
    ("ooxml", "slides"): (
        _SLIDE,
        "In PowerPoint: Insert, Date & Time, Fixed; in a box of text, type the words themselves.",
    ),
    ("odf", "text"): (_FIELDS, "In LibreOffice Writer: double-click on the field and choose the fixed one; save."),
    ("odf", "sheet"): (
        _SHEET,
        "In LibreOffice Calc: Data, Calculate, Formula to Value; for a header or a footer: Format, Page Style.",
    ),
    ("odf", "slides"): (
        _SLIDE,
        "In LibreOffice Impress: Insert, Header and Footer, Fixed; in a box of text, type the words themselves.",
    ),
}
"""By family and application; old documents and rich texts are Word's."""


def faults(facts: Facts) -> list[Fault]:
    """What is not settled in a document, each with where it stands."""
    family, application = facts.format.family, facts.format.application
    said = family if family == "odf" else "ooxml"
    return _faults(facts.found, _CHANGES[said], _MOVING.get((said, application), _MOVING["ooxml", "text"]))


def faults_of_word(found: Iterable[Fact]) -> list[Fault]:
    """What is not settled in a part of a Word document."""
    return _faults(tuple(found), _CHANGES["ooxml"], _MOVING["ooxml", "text"])


def _faults(found: tuple[Fact, ...], change: Fault, moving: Fault) -> list[Fault]:
    told = [(change, [each for each in found if each.what == "change"])]
    told += [(moving, [each for each in found if each.what == "moving"])]
    return [(_with_spots(what, facts), mend) for (what, mend), facts in told if facts]


def _with_spots(what: str, found: Iterable[Fact]) -> str:
    spots = counted(found)
    return f"{what.removesuffix('.')} ({spots})." if spots else what
