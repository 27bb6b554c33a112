"""A part of a Word document and a number of pages go in; where a field counts the document's pages, the number stands.

Of a document that holds many letters such a field would say the pages of all of them.
"""

from __future__ import annotations

import re
from unicodedata import bidirectional

from lxml import etree

from pipeline.merge.part import W

_COUNTS = re.compile(r"\s*NUMPAGES(?:\s+\\\*\s*(?:MERGEFORMAT|CHARFORMAT|Arabic))*\s*", re.IGNORECASE)
"""A field that counts pages, set in plain figures (ECMA-376-1, 17.16.5.43)."""
_PIECES = (f"{W}fldChar", f"{W}instrText", f"{W}t")


def with_count(root: etree._Element, pages: int, *, right_to_left: bool) -> bool:
    """Lets fields that count pages say ``pages``, in the form that they begin in, as LibreOffice does; whether there is
    one.

    Left are those of a form that Word does not write, and in text that runs ``right_to_left`` those beside words of the
    other direction: a number takes the direction of the word before it, a field none (UAX #9).
    """
    found = False
    for paragraph in root.iter(f"{W}p"):
        if right_to_left and any(
            bidirectional(sign) == "L" for text in paragraph.iter(f"{W}t") for sign in text.text or ""
        ):
            continue
        for simple in paragraph.findall(f".//{W}fldSimple"):
            if _COUNTS.fullmatch(simple.get(f"{W}instr", "")):
                _say(simple.findall(f"{W}r"), str(pages))
                for run in list(simple):
                    simple.addprevious(run)
                _remove(simple)
                found = True
        for field in _fields(paragraph):
            if _COUNTS.fullmatch("".join(field.code)):
                _say([field.frame[0], *field.shown], str(pages))
                for run in field.frame[1:]:
                    _remove(run)
                found = True
    return found


class _Field:
    """The runs of a field (17.16.18)."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self.frame: list[etree._Element] = []
        """Those that are not shown."""
        self.shown: list[etree._Element] = []
        self.begun = False
        """Whether what it shows has begun."""


def _fields(paragraph: etree._Element) -> list[_Field]:
    """Those in which no other field is, and whose runs have one piece each."""
    ended: list[_Field] = []
    field: _Field | None = None
    for run in list(paragraph.iter(f"{W}r")):
        pieces = [each for each in run if each.tag in _PIECES]
        kind = pieces[0].get(f"{W}fldCharType") if pieces and pieces[0].tag == f"{W}fldChar" else None
        if kind == "begin":
            field = _Field()
        if field is None:
            continue
        if len(pieces) > 1:
            field = None
        elif kind == "separate":
            field.begun = True
            field.frame.append(run)
        elif kind == "end":
            field.frame.append(run)
            ended.append(field)
            field = None
        elif field.begun:
            field.shown.append(run)
        else:
            field.frame.append(run)
            field.code += [each.text or "" for each in pieces if each.tag == f"{W}instrText"]
    return ended


def _say(runs: list[etree._Element], words: str) -> None:
    """Lets the first of these runs say the words, and the others nothing."""
    for number, run in enumerate(runs):
        for child in list(run):
            if child.tag != f"{W}rPr":
                run.remove(child)
        if number:
            _remove(run)
        else:
            etree.SubElement(run, f"{W}t").text = words


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)
