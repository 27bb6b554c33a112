"""A workbook goes in, what its sheets show comes out: cells with their words or figures, and what is drawn.

Source: ECMA-376-1, 18 (SpreadsheetML). A figure is printed by its format, which is not worked out here: it must stand
on the pages in one of the ways that formats know. Hidden sheets, rows and columns, and what lies outside of a print
area, are not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from pipeline.completeness.shown import Block, Graphic, Shown
from pipeline.completeness.source import child, descendants, relations, tree
from pipeline.completeness.word import chart_titles
from pipeline.findings import Place
from pipeline.numbering import column_number
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PRINT_AREA = "_xlnm.Print_Area"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_AREA = re.compile(r"\$?([A-Z]{1,3})?\$?([0-9]{1,7})?(?::\$?([A-Z]{1,3})?\$?([0-9]{1,7})?)?$")
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')
_LANGUAGE = re.compile(r"\[\$[^\[\]]*\]")
_OTHER_LANGUAGE = re.compile(r"\[\$[^\]]*-(?!\w*09\])")
"""A language that is not English, whose number ends in 09 (MS-LCID, 2.2)."""
_DATE = re.compile("[ymdhs]", re.IGNORECASE)
_MOST = 2**20
_MONTHS = "January February March April May June July August September October November December".split()
"""As an office that is told no other language writes them."""


@dataclass(frozen=True, slots=True)
class Area:
    """Cells, by the numbers of their columns and rows from 1, the last included."""

    left: int
    top: int
    right: int
    bottom: int

    def has(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom


def read_sheets(package: Package) -> Shown:
    """What the workbook shows."""
    root = tree(package, package.main)
    if root is None:
        return Shown()
    named = relations(package, package.main)
    words = _shared(package)
    formats = _formats(package)
    areas = print_areas(root)
    old_days = attribute(child(root, "workbookPr"), "date1904") in {"1", "true"}
    blocks: list[Block] = []
    graphics: list[Graphic] = []
    for number, sheet in enumerate(descendants(root, "sheet")):
        if attribute(sheet, "state") in {"hidden", "veryHidden"}:
            continue
        part = named.get(attribute(sheet, "id") or "", "")
        inner = tree(package, part)
        if inner is None:
            continue
        name = attribute(sheet, "name") or ""
        blocks += _cells(inner, name, areas.get(number, ()), words, formats, old_days=old_days)
        for drawing in package.related(part, "drawing"):
            _drawn(package, drawing, name, graphics, blocks)
    return Shown(tuple(blocks), tuple(graphics), counted=False)


def print_areas(workbook: Element) -> dict[int, Sequence[Area]]:
    """The areas that are printed of each sheet that says so, by the sheet's place from 0 (18.2.5)."""
    found: dict[int, Sequence[Area]] = {}
    for each in descendants(workbook, "definedName"):
        place = attribute(each, "localSheetId")
        if attribute(each, "name") == _PRINT_AREA and place is not None and place.isdecimal():
            named = [_area(piece.rpartition("!")[2]) for piece in (each.text or "").split(",")]
            if all(named):
                found[int(place)] = [area for area in named if area]
    return found


def _area(words: str) -> Area | None:
    match = _AREA.match(words)
    if match is None or not any(match.groups()):
        return None
    left, top, right, bottom = match.groups()
    right, bottom = (right, bottom) if right or bottom else (left, top)
    return Area(
        column_number(left) if left else 1,
        int(top) if top else 1,
        column_number(right) if right else _MOST,
        int(bottom) if bottom else 2 * _MOST,
    )


def _cells(
    sheet: Element,
    name: str,
    areas: Sequence[Area],
    words: Sequence[str],
    formats: Sequence[str],
    *,
    old_days: bool,
) -> Iterator[Block]:
    hidden = _hidden_columns(sheet)
    row_number = 0
    for row in descendants(sheet, "row"):
        said = row.get("r")
        row_number = int(said) if said and said.isdecimal() else row_number + 1
        if row.get("hidden") in {"1", "true"} or row.get("zeroHeight") in {"1", "true"}:
            continue
        column = 0
        for cell in row:
            at = _CELL.fullmatch(cell.get("r") or "")
            column = column_number(at[1]) if at else column + 1
            if any(first <= column <= last for first, last in hidden):
                continue
            if areas and not any(area.has(column, row_number) for area in areas):
                continue
            shown = _value(cell, words)
            if shown is None:
                continue
            place = Place(sheet=name, cell=cell.get("r") or "")
            style = cell.get("s") or "0"
            form = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else ""
            if (cell.get("t") or "n") != "n":
                if _shows_words(form):
                    yield Block(shown, place)
            else:
                plain = dict.fromkeys(_readings(shown, form, old_days=old_days))
                readings = tuple(dict.fromkeys(words for each in plain for words in (_in_groups(each), each)))
                if readings:
                    yield Block(shown, place, readings=readings)


def _hidden_columns(sheet: Element) -> list[tuple[int, int]]:
    found = []
    for each in descendants(sheet, "col"):
        if each.get("hidden") in {"1", "true"}:
            found.append((int(each.get("min") or 1), int(each.get("max") or _MOST)))
    return found


def _value(cell: Element, words: Sequence[str]) -> str | None:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inline = child(cell, "is")
        return "".join(each.text or "" for each in descendants(inline, "t")) if inline is not None else None
    value = child(cell, "v")
    if value is None or not value.text:
        return None
    if kind == "s":
        number = value.text.strip()
        return words[int(number)] if number.isdecimal() and int(number) < len(words) else None
    if kind == "b":
        return "TRUE" if value.text == "1" else "FALSE"
    return value.text


def _shared(package: Package) -> list[str]:
    """The words that cells share (18.4)."""
    for name in package.related(package.main, "sharedStrings"):
        root = tree(package, name)
        if root is not None:
            return [
                "".join(text.text or "" for text in descendants(each, "t") if not _is_reading(text))
                for each in root
                if local(each.tag) == "si"
            ]
    return []


def _is_reading(text: Element) -> bool:
    """Whether words say how others are read (18.4.6): they are not printed."""
    above = text.getparent()
    return above is not None and local(above.tag) == "rPh"


_BUILT_IN: Mapping[int, str] = {
    0: "", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??",
    **dict.fromkeys((*range(14, 18), *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((*range(18, 22), *range(45, 48)), "hh:mm:ss"), 22: "yyyy-mm-dd hh:mm",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""18.8.30."""


def _formats(package: Package) -> list[str]:
    """The format of each style of cells."""
    for name in package.related(package.main, "styles"):
        root = tree(package, name)
        if root is None:
            continue
        own = {each.get("numFmtId"): each.get("formatCode") or "" for each in descendants(root, "numFmt")}
        styles = child(root, "cellXfs")
        numbers = [each.get("numFmtId") or "0" for each in styles] if styles is not None else []
        return [
            own[number] if number in own else _BUILT_IN.get(int(number) if number.isdecimal() else 0, "?")
            for number in numbers
        ]
    return []


def _shows_words(form: str) -> bool:
    """Whether a format shows the words of a cell: one of four sections may show nothing, or other words."""
    sections = form.split(";")
    return len(sections) < 4 or "@" in sections[3]


def _readings(value: str, form: str, *, old_days: bool) -> Iterator[str]:
    """What a figure may be printed as; nothing where a format shows none of it."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return
    if not number.is_finite():
        return
    sections = form.split(";")
    section = sections[0]
    if len(sections) > 1 and number < 0:
        section = sections[1]
    if len(sections) > 2 and number == 0:
        section = sections[2]
    bare = _WORDS.sub("", section)
    if form == "?" or "?" in bare or "E" in bare.upper().replace("GENERAL", ""):
        return  # fractions, powers, and formats that only a program knows
    if form and not re.search("[0#@]|general", bare, re.IGNORECASE):
        if _DATE.search(bare):
            yield from _days(number, section, old_days=old_days)
        return
    places = min(30, len(re.sub(r"[^0#?]", "", bare.partition(".")[2])) if "." in bare else 0)
    scale = number * 100 ** bare.count("%")
    if trailing := re.search(r"[0#](,+)(?![0#,])", bare):
        scale = scale / 1000 ** len(trailing[1])
    if not form or "general" in bare.lower() or "@" in bare:
        for figures in range(11, 0, -1):
            yield _figures(f"{float(number):.{figures}g}")
        for figures in range(10, -1, -1):
            yield _figures(f"{number:.{figures}f}")
        return
    yield _figures(f"{scale:.{places}f}")
    optional = re.sub(r"[^0#?]", "", bare.partition(".")[2])
    if "#" in optional:
        yield _figures(f"{scale:.{places}f}".rstrip("0").rstrip("."))


def _figures(words: str) -> str:
    """A figure without its sign, its groups unmarked."""
    return words.lstrip("-").replace(".", " ")


def _in_groups(figure: str) -> str:
    """A figure with its thousands apart.

    >>> _in_groups("1234567 89"), _in_groups("123")
    ('1 234 567 89', '123')
    """
    whole, point, part = figure.partition(" ")
    first = len(whole) % 3 or 3
    return " ".join([whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]) + point + part


def _days(number: Decimal, form: str, *, old_days: bool) -> Iterator[str]:
    """What a day or a time is printed as; where a format has names of other languages, one of its figures."""
    first = date(1904, 1, 1) if old_days else date(1899, 12, 30)
    try:
        day = first + timedelta(days=int(number))
    except OverflowError:
        return
    seconds = round((number % 1) * 86400)
    hour = seconds // 3600
    of_twelve = "am/pm" in form.lower()
    values = {
        "y": day.year,
        "m": day.month,
        "d": day.day,
        "h": (hour - 1) % 12 + 1 if of_twelve else hour,
        "s": seconds % 60,
    }
    pieces = [piece.lower() for piece in re.findall(r"y+|m+|d+|h+|s+", re.sub("(?i)am/pm", "", form), re.IGNORECASE)]
    shown: list[str] = []
    for number_of, piece in enumerate(pieces):
        beside = {pieces[at][0] for at in (number_of - 1, number_of + 1) if 0 <= at < len(pieces)}
        value = seconds // 60 % 60 if piece[0] == "m" and beside & {"h", "s"} else values[piece[0]]
        if piece in {"mmm", "mmmm"}:
            shown.append(_MONTHS[value - 1][: 3 if piece == "mmm" else None])
        elif piece[0] in "md" and len(piece) > 2:
            shown.append("?")
        else:
            shown.append(f"{value % 100:02}" if piece in {"y", "yy"} else f"{value:0{min(len(piece), 2)}}")
    if "?" not in shown and not _OTHER_LANGUAGE.search(form) and "[" not in _LANGUAGE.sub("", form):
        yield " ".join(shown)
        return
    yield from (figure for figure in shown if figure.isdecimal())
    yield from (str(day.day), str(day.year), f"{hour:02}", str(int(number * 24)))


def _drawn(package: Package, part: str, sheet: str, graphics: list[Graphic], blocks: list[Block]) -> None:
    root = tree(package, part)
    if root is None:
        return
    named = relations(package, part)
    place = Place(sheet=sheet)
    for each in descendants(root, "pic", "graphicFrame", "sp"):
        about = next(descendants(each, "cNvPr"), None)
        if attribute(about, "hidden") in {"1", "true"}:
            continue
        name = attribute(about, "descr") or attribute(about, "name") or ""
        if local(each.tag) == "pic":
            graphics.append(Graphic("picture", name, place))
        elif local(each.tag) == "sp":
            for paragraph in descendants(each, "p"):
                words = "".join(text.text or "" for text in descendants(paragraph, "t"))
                if words.strip():
                    blocks.append(Block(words, place))
        elif (chart := next(descendants(each, "chart"), None)) is not None:
            graphics.append(Graphic("chart", name, place))
            inner = tree(package, named.get(attribute(chart, "id") or "", ""))
            if inner is not None:
                blocks += [Block(words, place) for words in chart_titles(inner)]
