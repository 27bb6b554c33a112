"""Faint words of a Word document: its package goes in, runs come out whose colour is near that behind them.

A run's colour and shading are its own, or its styles', or its table's by where it stands there (ECMA-376-1, 17.7.6); a
theme rules over the colour that is written beside it (17.3.2.6). Automatic colours are never faint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from pipeline.findings import Place
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local, select, tags, value
from pipeline.preflight.contrast.colours import WHITE, drawn, is_faint, is_hex, lighter, named, theme_of
from pipeline.preflight.document import short

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARKERS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The colours of highlighting (17.18.40)."""
_LOOK = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400
}  # fmt: skip
"""The bits of a table's look (17.4.55), where it is not said by names."""
_Place: TypeAlias = "tuple[bool, bool, bool, bool, int, int]"
"""Of a cell: whether it is in the first or last row, and column; and its row and column from 0."""
_AUTOMATIC = "auto"
_UNSURE = "unsure"


def faint(package: Package) -> Iterator[tuple[Place, str]]:
    """The runs, each with the first words of its paragraph."""
    root = package.xml(package.main)
    reading = _Reading(package, root)
    for run in select(root, "w:r"):
        words = "".join(each.text or "" for each in select(run, "w:t"))
        if any(map(str.isalnum, words)) and is_faint(reading.colour(run), reading.behind(run)):
            paragraph = next(run.iterancestors(*_PARAGRAPH), run)
            yield Place(paragraph=short("".join(each.text or "" for each in select(paragraph, "w:t")))), words.strip()


class _Reading:
    """What a document, its styles and its theme say of colours."""

    def __init__(self, package: Package, root: Element) -> None:
        self._theme = theme_of(package, package.main)
        self._styles: dict[str, Element] = {}
        self._usual: dict[str, str] = {}
        for name in package.related(package.main, "styles")[:1]:
            for style in select(package.xml(name), "w:style"):
                of = value(style, "w:styleId") or ""
                self._styles[of] = style
                if value(style, "w:default") in {"1", "true"}:
                    self._usual[value(style, "w:type") or ""] = of
        self._root = root
        self._known: dict[tuple[str, str], str | None] = {}
        self._places: dict[Element, dict[Element, _Place]] = {}

    @cached_property
    def _paper(self) -> str | None:
        """White, where nothing lies behind the words."""
        behind = (each for each in select(self._root, "wp:anchor") if attribute(each, "behindDoc") in {"1", "true"})
        covered = next(behind, None) is not None or next(iter(select(self._root, "w:background")), None) is not None
        return None if covered else WHITE

    # --- of words ----------------------------------------------------------------------------------

    def colour(self, run: Element) -> str | None:
        """Of a run's words; None for what is automatic, or drawn with an effect."""
        own = _child(run, "rPr")
        if own is not None and any(local(each.tag) in _EFFECTS for each in own):
            return None
        paragraph = next(run.iterancestors(*_PARAGRAPH), None)
        said = (
            self._colour_in(own)
            or self._of_style(_style(own, "rStyle"), "colour")
            or self._of_style(self._paragraph_style(paragraph), "colour")
            or self._of_table(run, "colour")
        )
        return said if is_hex(said) else None

    def _colour_in(self, properties: Element | None) -> str | None:
        mark = _child(properties, "color")
        return None if mark is None else self._themed(mark, "themeColor", "themeTint", "themeShade", "val")

    def _themed(self, mark: Element, name: str, tint: str, shade: str, plain: str) -> str:
        """The colour that an element says by a theme, or plainly."""
        themed = named(self._theme, attribute(mark, name) or "")
        if themed is not None:
            for attribute_of, light in ((tint, 1.0), (shade, 0.0)):
                said = attribute(mark, attribute_of)
                if said and len(said) <= 2 and all(sign in "0123456789abcdefABCDEF" for sign in said):
                    part = int(said, 16) / 255
                    themed = lighter(themed, lambda own, part=part, light=light: own * part + light * (1 - part))  # type: ignore[misc]
            return themed
        said = (attribute(mark, plain) or _AUTOMATIC).upper()
        return said if is_hex(said) else _AUTOMATIC

    # --- of what is behind them ----------------------------------------------------------------------

    def behind(self, run: Element) -> str | None:
        """The colour behind a run; None where that is not sure."""
        own = _child(run, "rPr")
        marker = _child(own, "highlight")
        if marker is not None and attribute(marker, "val") != "none":
            return _MARKERS.get(attribute(marker, "val") or "")
        paragraph = next(run.iterancestors(*_PARAGRAPH), None)
        style = self._paragraph_style(paragraph)
        said = (
            self._shade_in(own)
            or self._of_style(_style(own, "rStyle"), "shade of words")
            or self._of_style(style, "shade of words")
            or self._shade_in(_child(paragraph, "pPr"))
            or self._of_style(style, "shade")
            or self._around(run)
        )
        return said if is_hex(said) else None

    def _around(self, run: Element) -> str | None:
        """Of the cells and boxes that a run stands in, from the inside out, and of the paper."""
        for holder in run.iterancestors(*_CELL, *_BOX):
            if holder.tag in _CELL:
                said = self._shade_in(_child(holder, "tcPr")) or self._of_cell(holder, "shade")
            else:
                said = self._of_box(holder) or _UNSURE
            if said:
                return said
        return self._paper

    def _of_box(self, box: Element) -> str | None:
        """A box that has no colour of its own may lie on anything."""
        shape = next(box.iterancestors(*_SHAPE), None)
        properties = _child(shape, "spPr")
        fill = _child(properties, "solidFill")
        return None if fill is None else drawn(fill, self._theme)

    def _shade_in(self, properties: Element | None) -> str | None:
        mark = _child(properties, "shd")
        if mark is None:
            return None
        pattern = attribute(mark, "val") or "clear"
        if pattern == "solid":
            return self._themed(mark, "themeColor", "themeTint", "themeShade", "color")
        if pattern not in {"clear", "nil"}:
            return _UNSURE
        fill = self._themed(mark, "themeFill", "themeFillTint", "themeFillShade", "fill")
        return None if fill == _AUTOMATIC else fill

    # --- of styles -----------------------------------------------------------------------------------

    def _paragraph_style(self, paragraph: Element | None) -> str:
        return _style(_child(paragraph, "pPr"), "pStyle") or self._usual.get("paragraph", "")

    def _of_style(self, name: str, what: str) -> str | None:
        """What a style says, or those that it is based on."""
        if (name, what) not in self._known:
            said = (self._said(style, what) for style in self._chain(name))
            self._known[name, what] = next(filter(None, said), None)
        return self._known[name, what]

    def _chain(self, name: str) -> Iterator[Element]:
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = _style(self._styles[name], "basedOn")

    def _said(self, style: Element, what: str) -> str | None:
        match what:
            case "colour":
                return self._colour_in(_child(style, "rPr"))
            case "shade of words":
                return self._shade_in(_child(style, "rPr"))
            case "shade of cells":
                return self._shade_in(_child(style, "tcPr"))
            case _:
                return self._shade_in(_child(style, "pPr"))

    # --- of tables -----------------------------------------------------------------------------------

    def _of_table(self, run: Element, what: str) -> str | None:
        cell = next(run.iterancestors(*_CELL), None)
        return None if cell is None else self._of_cell(cell, what)

    def _of_cell(self, cell: Element, what: str) -> str | None:
        """What a table's style says of a cell, by where it stands."""
        table = next(cell.iterancestors(*_TABLE), None)
        properties = _child(table, "tblPr")
        name = _style(properties, "tblStyle")
        if name and name not in self._styles:
            return _UNSURE
        for style in self._chain(name or self._usual.get("table", "")):
            for condition in self._conditions(cell, table, properties):
                for each in style:
                    if local(each.tag) == "tblStylePr" and attribute(each, "type") == condition:
                        of = "colour" if what == "colour" else "shade of cells"
                        if said := self._said(each, of):
                            return said
            if said := self._said(style, "colour" if what == "colour" else "shade of cells"):
                return said
        return None

    def _conditions(self, cell: Element, table: Element | None, properties: Element | None) -> list[str]:
        if table is None:
            return []
        if table not in self._places:
            self._places[table] = _places(table)
        place = self._places[table].get(cell)
        return [] if place is None else list(_parts(place, _look(properties)))


def _places(table: Element) -> dict[Element, _Place]:
    """Where each cell of a table stands."""
    rows = [each for each in table if each.tag in _ROW]
    found: dict[Element, _Place] = {}
    for down, row in enumerate(rows):
        cells = [each for each in row if each.tag in _CELL]
        found |= {
            cell: (down == 0, down == len(rows) - 1, across == 0, across == len(cells) - 1, down, across)
            for across, cell in enumerate(cells)
        }
    return found


def _look(properties: Element | None) -> Mapping[str, bool]:
    look = _child(properties, "tblLook")
    bits = attribute(look, "val") or ""
    known = int(bits, 16) if bits and all(sign in "0123456789abcdefABCDEF" for sign in bits) else 0
    said = {name: attribute(look, name) for name in _LOOK}
    return {
        name: own in {"1", "true", "on"} if own is not None else bool(known & _LOOK[name]) for name, own in said.items()
    }


def _parts(place: _Place, look: Mapping[str, bool]) -> Iterator[str]:
    """The parts of a table that a cell stands in, those that rule over others first (17.7.6.6)."""
    first_row, last_row, first_column, last_column, down, across = place
    if look["firstColumn"] and first_column:
        yield "firstCol"
    if look["lastColumn"] and last_column:
        yield "lastCol"
    if look["firstRow"] and first_row:
        yield "firstRow"
    if look["lastRow"] and last_row:
        yield "lastRow"
    if not look["noHBand"]:
        yield f"band{(down - look['firstRow']) % 2 + 1}Horz"
    if not look["noVBand"]:
        yield f"band{(across - look['firstColumn']) % 2 + 1}Vert"
    yield "wholeTable"


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else next((each for each in element if local(each.tag) == name), None)


def _style(properties: Element | None, name: str) -> str:
    return attribute(_child(properties, name), "val") or ""


_PARAGRAPH, _TABLE, _ROW, _CELL = tags("w:p"), tags("w:tbl"), tags("w:tr"), tags("w:tc")
_BOX, _SHAPE = tags("w:txbxContent"), tags("wps:wsp")
_EFFECTS = {"vanish", "webHidden", "textFill", "glow", "textOutline", "shadow", "emboss", "imprint", "outline"}
"""Of words that are not seen, or that are drawn with more than a colour."""
