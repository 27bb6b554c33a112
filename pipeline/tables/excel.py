"""An Excel workbook's tables (ECMA-376-1, 18.3): its path goes in, its sheets and their rows come out.

Rows are read one by one, and no tree is made of a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import Reason
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import NAMES, local, select, value
from pipeline.tables.kinds import LIMITS, MOST_COLUMNS, Book, Cell, Fault, Merge, Table, elements, put, shown_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_BUILT_IN: Mapping[int, str] = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), "d"),
    **dict.fromkeys((*range(18, 22), 45, 46, 47), "h"),
}
"""The formats of days and times that have no code in the file (18.8.30)."""
_TRUE = {"1", "true"}
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r"(?<!')'((?:[^']|'')+)'!|(?<![\w.])([^\W\d][\w.]*)!")


def open_excel(path: Path) -> Book:
    """The workbook. Raises PackageError."""
    with Package(path, LIMITS) as package:
        if package.format.family != "ooxml" or package.format.application != "sheet":
            raise PackageError("damaged", "", Reason("unsound-no-workbook"))
        main = package.main
        book = package.xml(main)
        targets = {each.id: each.target for each in package.relationships(main) if not each.external}
        since_1904 = any(value(each, "date1904") in _TRUE for each in select(book, "x:workbookPr"))
        formats = _formats([package.xml(part) for part in package.related(main, "styles")])
        strings = [_Strings(package.read(part)) for part in package.related(main, "sharedStrings")]
        seen: dict[str, bytes] = {}
        hidden: list[str] = []
        for sheet in select(book, "x:sheet"):
            name, part = value(sheet, "name") or "", package.find(targets.get(value(sheet, "r:id") or "", ""))
            if part is None or package.content_type(part).find("worksheet") < 0:
                continue  # a sheet of a chart
            if (value(sheet, "state") or "visible") == "visible":
                seen[name] = package.read(part)
            else:
                hidden.append(name)
    shared = strings[0] if strings else _Strings(b"")
    names = tuple(seen)

    def read(place: int) -> Table:
        sheet = _Sheet(names[place], shared.all(), formats, since_1904=since_1904)
        return sheet.read(seen.pop(names[place]))  # a large one, which nobody reads again

    return Book(names, read, tuple(hidden))


def _formats(styles: Sequence[_Element]) -> list[str]:
    """The format of each style of a cell, by its number."""
    codes = dict(_BUILT_IN)
    for each in styles:
        for code in select(each, "x:numFmt"):
            codes[_number(code.get("numFmtId"))] = code.get("formatCode") or ""
    cells = (xf for each in styles for group in select(each, "x:cellXfs") for xf in group)
    return [codes.get(_number(xf.get("numFmtId")), "") for xf in cells]


class _Strings:
    """The words that cells share, read when they are first asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._read: list[str] | None = None

    def all(self) -> list[str]:
        if self._read is None:
            self._read = list(map(_words, elements(self._data, "{*}si"))) if self._data else []
            self._data = b""
        return self._read


def _words(string: _Element) -> str:
    """The words of a string; what is between them to be read aloud (18.4.6) is not of them."""
    if len(string) == 1 and local(string[0].tag) == "t":
        words = string[0].text or ""
    else:
        texts = (
            part if local(part.tag) == "t" else part.find("{*}t") for part in string if local(part.tag) in {"t", "r"}
        )
        words = "".join(text.text or "" for text in texts if text is not None)
    # 22.9.2.19: signs that XML can't have, and line ends that it would change
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), words) if "_x" in words else words


class _Sheet:
    def __init__(self, name: str, strings: Sequence[str], formats: Sequence[str], *, since_1904: bool) -> None:
        self._table = Table(name)
        self._strings, self._formats, self._since_1904 = strings, formats, since_1904
        self._columns: dict[str, int] = {}
        self._last = 0
        self._none_seen = False

    def read(self, data: bytes) -> Table:
        kinds: dict[str, Callable[[_Element], None]] = {
            "row": self._row, "col": self._column, "mergeCell": self._merge, "sheetFormatPr": self._unless_said,
            "formula1": self._choice, "f": self._choice,
        }  # fmt: skip
        # x14 has the choices that another sheet gives in an xm:f; formulas of cells are seen with their rows
        for each in elements(data, "{*}row", "{*}col", "{*}mergeCell", "{*}sheetFormatPr", "{*}formula1"):
            kinds[local(each.tag)](each)
        return self._table.finish()

    def _unless_said(self, said: _Element) -> None:
        self._none_seen = said.get("zeroHeight") in _TRUE

    def _choice(self, formula: _Element) -> None:
        for quoted, plain in _QUOTED.findall("".join(map(str, formula.itertext()))):
            self._table.choices.add((quoted.replace("''", "'") or plain).casefold())

    def _column(self, column: _Element) -> None:
        if column.get("hidden") in _TRUE or column.get("width") == "0":
            first, last = _number(column.get("min")), _number(column.get("max"))
            self._table.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def _merge(self, merged: _Element) -> None:
        corners = _REFERENCE.findall(merged.get("ref") or "")
        if len(corners) == 2:
            (left, top), (right, bottom) = corners
            self._table.merges.append(Merge(int(top), self._at(left), int(bottom), self._at(right)))

    def _at(self, letters: str) -> int:
        column = self._columns.get(letters)
        if column is None:
            column = 0
            for letter in letters:
                column = 26 * column + ord(letter) - 64
            self._columns[letters] = column
        return column

    def _row(self, row: _Element) -> None:
        self._last = _number(row.get("r")) or self._last + 1
        strings, columns, figures = self._strings, self._columns, len(str(self._last))
        cells: list[Cell] = []
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = (columns.get(reference[:-figures]) or self._named(reference)) if reference else column + 1
            if not len(cell):
                continue
            if cell.get("t") == "s":  # most cells of most lists
                try:
                    found: Cell = strings[int(cell[0].text or "")]
                except (ValueError, IndexError):
                    raise PackageError("damaged", "", Reason("unsound-text-missing")) from None
            else:
                found = self._value(cell)
            if column == len(cells) + 1 <= MOST_COLUMNS:
                cells.append(found)
            else:
                put(cells, column, found)
        said = row.get("hidden")
        hidden = said in _TRUE or row.get("ht") == "0" or (self._none_seen and said is None)
        self._table.add(self._last, cells, hidden=hidden)

    def _named(self, reference: str) -> int:
        return self._at(reference.rstrip("0123456789"))

    def _value(self, cell: _Element) -> Cell:
        kind, said, formula = cell.get("t"), None, False
        for part in cell:
            name = NAMES[part.tag]
            if name == "x:v":
                said = part.text or ""
            elif name == "x:is":
                said = _words(part)
            elif name == "x:f":
                formula = True
        if said is None or (formula and not said and kind in {None, "n"}):
            return Fault("cell-formula") if formula else ""
        if kind is None or kind == "n":
            style = _number(cell.get("s"))
            code = self._formats[style] if style < len(self._formats) else ""
            return shown_number(said, code, since_1904=self._since_1904) if said else ""
        return _OTHERS.get(kind, _plain)(said)


def _plain(said: str) -> Cell:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), said) if "_x" in said else said


def _day(said: str) -> Cell:
    """A moment in ISO 8601 (18.18.11)."""
    try:
        day = date.fromisoformat(said[:10])
    except ValueError:
        return said
    clock = said[11:16]
    return day if clock in {"", "00:00"} else f"{day} {clock}"


_OTHERS: Mapping[str, Callable[[str], Cell]] = {
    "b": lambda said: "TRUE" if said in _TRUE else "FALSE",
    "e": lambda said: Fault("list-cell-error", {"error": said[:20]}),
    "d": _day,
    "inlineStr": lambda said: said,  # whose words are read as those of a shared one
}
"""By the kind of a cell (18.18.11)."""


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else 0
