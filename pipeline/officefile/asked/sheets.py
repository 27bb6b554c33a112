"""Fonts in an Excel workbook: its package goes in, the families by a cell's format come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import NAMES, select, value

if TYPE_CHECKING:
    from lxml import etree


def families(package: Package, sheets: Iterable[etree._Element], formats: Iterable[int]) -> Iterator[str]:
    """The families of the formats that cells with words have (ECMA-376-1, 18.8), and of words within cells."""
    fonts: list[str] = []
    by_format: list[int] = []
    for part in package.related(package.main, "styles")[:1]:
        for each in package.xml(part):
            if NAMES[each.tag] == "x:fonts":
                fonts = [next((value(said, "val") or "" for said in select(font, "x:name")), "") for font in each]
            elif NAMES[each.tag] == "x:cellXfs":
                by_format = [_number(value(said, "fontId")) for said in each]
    for number in formats:
        if number < len(by_format) and by_format[number] < len(fonts):
            yield fonts[by_format[number]]
    strings = (package.xml(part) for part in package.related(package.main, "sharedStrings"))
    for root in (*sheets, *strings):
        yield from (value(font, "val") or "" for font in select(root, "x:rFont"))


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < _LONGEST else 0


_LONGEST = 10
