"""Marks hold words together in lines that run from right to left: paragraphs go in, and are changed in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import bidirectional

from lxml import etree

from pipeline.held import LEFT, held
from pipeline.merge.part import W

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")


def hold_together(root: etree._Element) -> None:
    """Puts marks around what keeps its order, in every paragraph below ``root`` that runs from right to left."""
    for paragraph in root.iter(f"{W}p"):
        nodes = [node for node in paragraph.iter(*_SPACED) if next(node.iterancestors(f"{W}p")) is paragraph]
        text = "".join(map(_text, nodes))
        if (marks := held(text)) and (_RIGHT_TO_LEFT.search(text) or _turned(paragraph)):
            _mark(nodes, marks)


def keep_order(root: etree._Element) -> None:
    """Puts marks around the words of a letterhead that are in no script from right to left, where the figures, signs
    and fields at their ends would leave them for the other side of a line that is (“12 Quay Street”, “Page 1 of 2”).

    Words in placeholders are in the letter's language, and are looked at when they are there.
    """
    for paragraph in root.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if "{{" in text or _RIGHT_TO_LEFT.search(text):
            continue
        for stretch in _stretches(paragraph):
            words = "".join(piece.words for piece in stretch)
            if not any(bidirectional(sign) == "L" for sign in words):
                continue
            if stretch[0].field or bidirectional(words.lstrip()[0]) != "L":
                _put(stretch[0].first, before=True)
            if stretch[-1].field or bidirectional(words.rstrip()[-1]) not in {"L", "EN"}:
                _put(stretch[-1].last, before=False)


@dataclass(slots=True)
class _Piece:
    """Words, or a field (17.16.18), whose words are not known yet."""

    first: etree._Element
    last: etree._Element
    words: str = ""

    @property
    def field(self) -> bool:
        return self.first.tag != f"{W}t"


def _stretches(paragraph: etree._Element) -> Iterator[list[_Piece]]:
    """What stands between tabs and the ends of lines: each turns the way of its paragraph anew (UAX #9, L1)."""
    stretch: list[_Piece] = []
    begun: list[etree._Element] = []
    for node in paragraph.iter(*_SPACED, f"{W}fldChar", f"{W}fldSimple"):
        kind = node.get(f"{W}fldCharType")
        inside = bool(begun) or next(node.iterancestors(f"{W}fldSimple"), None) is not None
        if next(node.iterancestors(f"{W}p")) is not paragraph or (inside and kind is None):
            continue
        if kind == "begin":
            begun.append(node)
        elif kind == "end" and len(begun) == 1:
            stretch.append(_Piece(begun.pop(), node))
        elif kind == "end":
            del begun[-1:]
        elif node.tag == f"{W}fldSimple":
            stretch.append(_Piece(node, node))
        elif node.tag == f"{W}t":
            stretch += [_Piece(node, node, node.text)] if node.text and node.text.strip() else []
        elif kind is None and stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _put(node: etree._Element, *, before: bool) -> None:
    """A mark that the line runs from left to right there."""
    if node.tag == f"{W}t":
        node.text = f"{LEFT}{node.text}" if before else f"{node.text}{LEFT}"
        node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return
    run = node if node.tag == f"{W}fldSimple" else next(node.iterancestors(f"{W}r"))
    mark = etree.Element(f"{W}r")
    etree.SubElement(mark, f"{W}t").text = LEFT
    if before:
        run.addprevious(mark)
    else:
        run.addnext(mark)


_SPACED = tuple(f"{W}{name}" for name in ("t", "tab", "ptab", "br"))


def _text(node: etree._Element) -> str:
    return node.text or "" if node.tag == f"{W}t" else "\t"


def _turned(paragraph: etree._Element) -> bool:
    """Whether the paragraph itself says that it runs from right to left (ECMA-376-1, 17.3.1.6)."""
    bidi = paragraph.find(f"{W}pPr/{W}bidi")
    return bidi is not None and bidi.get(f"{W}val", "1") not in {"0", "false", "off"}


def _mark(nodes: list[etree._Element], marks: list[tuple[int, str]]) -> None:
    end = sum(len(_text(node)) for node in nodes)
    waiting = list(marks)
    for node in reversed(nodes):
        words = _text(node)
        end -= len(words)
        changed = words
        # What begins a stretch stands in the text that it begins, what ends it in the text that it ends.
        while waiting and (waiting[-1][0] > end or (waiting[-1][0] == end and waiting[-1][1] == LEFT)):
            place, mark = waiting.pop()
            changed = changed[: place - end] + mark + changed[place - end :]
        if changed != words:
            node.text = changed
