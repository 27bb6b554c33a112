"""An element of a document goes in; what it says, paragraph by paragraph, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lxml import etree

from pipeline.merge.part import W

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORDS = (f"{W}t", f"{W}tab", f"{W}br")


@dataclass(frozen=True, slots=True)
class Said:
    """What elements say."""

    lines: tuple[str, ...]
    """What can be read, a paragraph a line."""
    kept: tuple[bool, ...]
    """Of each line, whether its paragraph is to stay on the page of the next."""
    paragraphs: int
    """How many there are, as LibreOffice may count them."""


def said(element: etree._Element, keeps: Callable[[etree._Element], bool]) -> Said:
    """What an element says; ``keeps`` tells of a paragraph whether it is to stay on the page of the next."""
    lines = _lines(element)
    count = sum(3 if each.tag == f"{W}tc" else 1 for each in element.iter(f"{W}p", f"{W}tc"))
    return Said(tuple(map(_line, lines.values())), tuple(map(keeps, lines)), count)


def together(several: Iterable[Said]) -> Said:
    """What elements say that follow each other."""
    lines: list[str] = []
    kept: list[bool] = []
    paragraphs = 0
    for each in several:
        lines += each.lines
        kept += each.kept
        paragraphs += each.paragraphs
    return Said(tuple(lines), tuple(kept), paragraphs)


def text_of(element: etree._Element) -> str:
    """All that is in an element, without what parts it."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def words_of(element: etree._Element) -> str:
    """What can be read in an element, a paragraph a line."""
    return "\n".join(map(_line, _lines(element).values()))


def _line(pieces: list[str]) -> str:
    return "".join(pieces).replace("\n", " ")


def _lines(element: etree._Element) -> dict[etree._Element, list[str]]:
    """The words of each paragraph, each once: a box is in its paragraph, and once more for older programs (ECMA-376-3,
    10.2.1)."""
    lines: dict[etree._Element, list[str]] = {}
    again = {each for fallback in element.iter(_FALLBACK) for each in fallback.iter(*_WORDS)}
    for node in element.iter(*_WORDS):
        if node not in again and (paragraph := next(node.iterancestors(f"{W}p"), None)) is not None:
            lines.setdefault(paragraph, []).append(node.text or " ")
    return lines
