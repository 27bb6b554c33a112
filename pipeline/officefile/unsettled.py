"""What of a Word document would print otherwise than it reads: a part's XML goes in, problems in words come out.

A change that nobody has accepted or rejected prints with the words that it strikes out. A field of the clock or of the
file prints what holds for the conversion, not for the document.
"""

from __future__ import annotations

import re

Fault = tuple[str, str]
"""What is wrong, and how to mend it."""

CHANGED = "It has changes that were neither accepted nor rejected."
CHANGES: Fault = (CHANGED, "In Word: Review, Accept All Changes (or Reject All Changes); save.")
FIELDS: Fault = (
    "It has a field that shows the day or the time of the conversion, or the name or the folder of the file.",
    "Put the words themselves in the place of the field: in Word, click on it and press Ctrl+Shift+F9.",
)

WORD_PARTS = re.compile(r"word/(?:document|[^/]*header[^/]*|[^/]*footer[^/]*|footnotes|endnotes)\.xml")
"""The parts of a Word document that are printed."""

MOVING = re.compile(rb"\x13\s*(?:DATE|TIME|FILENAME)\b", re.IGNORECASE)
"""An instruction that begins so moves (ECMA-376-1, 17.16.5), where U+0013 opens a field (MS-DOC, 2.8.25)."""

_CHANGES = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|rPrChange|pPrChange)[\s/>]")
"""ECMA-376-1, 17.13.5: changes of words, of a table's cells, and of the look of words and paragraphs."""
FIELD = re.compile(
    rb"<w:fldChar\b[^>]*\bw:fldCharType=\"(\w+)\"|<w:instrText\b[^>]*>([^<]*)|<w:fldSimple\b[^>]*\bw:instr=\"([^\"]*)\""
)
"""A mark of a field, a piece of its instruction, or a whole instruction (ECMA-376-1, 17.16.18, 17.16.23, 17.16.19)."""


def faults(part: bytes) -> list[Fault]:
    """What is not settled in a part of a Word document, given its XML.

    >>> faults(b'<w:p><w:fldSimple w:instr=" PAGE "/></w:p>')
    []
    >>> [what for what, mend in faults(b'<w:p><w:del w:id="1"/></w:p>')]
    ['It has changes that were neither accepted nor rejected.']
    """
    found = [CHANGES] if _CHANGES.search(part) else []
    return [*found, FIELDS] if MOVING.search(_instructions(part)) else found


def _instructions(part: bytes) -> bytes:
    """The instructions of all fields, each in one piece: Word spreads them over runs (17.16.18, 17.16.23)."""
    marks = {b"": b"", b"begin": b"\x13"}
    found = FIELD.findall(part)
    return b"".join(
        b"\x13%b\x14" % whole if whole else piece + marks.get(kind, b"\x14") for kind, piece, whole in found
    )
