"""Faint words of a workbook: its package goes in, cells come out whose colour is near that of their fill.

A cell's font and fill are those of its format, as numbers in the table of formats (ECMA-376-1, 18.8.45, 18.8.21); a
font without a colour is black, a cell without a fill is as white as the paper. What rules and table styles colour is
not known, so that nothing is told of the cells of a sheet that has any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.findings import Place
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local, select, value
from pipeline.preflight.contrast.colours import WHITE, is_faint, is_hex, lighter, theme_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""The colours of a theme in the order that spreadsheets number them (18.8.3)."""


def faint(package: Package) -> Iterator[Place]:
    """The cells with words or figures of such a format, in sheets that nothing else colours."""
    pairs = _formats(package)
    unread = {number for number, (words, behind) in enumerate(pairs) if is_faint(words, behind)}
    if not unread:
        return
    targets = {each.id: each.target for each in package.relationships(package.main) if not each.external}
    for sheet in select(package.xml(package.main), "x:sheet"):
        part = package.find(targets.get(value(sheet, "r:id") or "", ""))
        if part is None or attribute(sheet, "state") in {"hidden", "veryHidden"}:
            continue
        root = package.xml(part)
        if any(True for _ in select(root, "x:conditionalFormatting", "x:tablePart")):
            continue
        for cell in select(root, "x:c"):
            number = attribute(cell, "s") or "0"
            if number.isdigit() and int(number) in unread and any(local(each.tag) in {"v", "is"} for each in cell):
                yield Place(sheet=attribute(sheet, "name") or "", cell=attribute(cell, "r") or "")


def _formats(package: Package) -> Sequence[tuple[str | None, str | None]]:
    """Of each format of cells: the colour of its words, and that behind them; None for what is not surely known."""
    for part in package.related(package.main, "styles")[:1]:
        root, theme = package.xml(part), theme_of(package, package.main)
        fonts = [_of_font(each, theme) for each in _below(root, "fonts")]
        fills = [_of_fill(each, theme) for each in _below(root, "fills")]
        return [
            (_at(fonts, attribute(each, "fontId")), _at(fills, attribute(each, "fillId")))
            for each in _below(root, "cellXfs")
        ]
    return ()


def _below(root: Element, name: str) -> list[Element]:
    return [each for holder in select(root, f"x:{name}") for each in holder]


def _at(known: Sequence[str | None], number: str | None) -> str | None:
    place = int(number) if number and number.isdigit() else 0
    return known[place] if place < len(known) else None


def _of_font(font: Element, theme: Mapping[str, str]) -> str | None:
    return next((_colour(each, theme) for each in font if local(each.tag) == "color"), None)


def _of_fill(fill: Element, theme: Mapping[str, str]) -> str | None:
    """White for none; of a pattern, only the plain one is surely known."""
    for pattern in select(fill, "x:patternFill"):
        kind = attribute(pattern, "patternType") or "none"
        if kind == "none":
            return WHITE
        fore = next((each for each in pattern if local(each.tag) == "fgColor"), None)
        return _colour(fore, theme) if kind == "solid" and fore is not None else None
    return None


def _colour(said: Element, theme: Mapping[str, str]) -> str | None:
    number, tint = attribute(said, "theme"), attribute(said, "tint")
    if number is not None and number.isdigit() and int(number) < len(_THEME):
        colour = theme.get(_THEME[int(number)])
        shift = float(tint) if tint else 0.0
        if colour is None or not shift:
            return colour
        return lighter(colour, lambda own: own * (1 + shift) if shift < 0 else own * (1 - shift) + shift)
    rgb = attribute(said, "rgb") or ""
    plain = rgb[2:] if len(rgb) == 8 else rgb
    return plain.upper() if is_hex(plain) else None
