"""An OpenDocument spreadsheet's tables (ODF 1.3-3, 9): its path goes in, its sheets and their rows come out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.findings import Reason
from pipeline.officefile.limits import PackageError
from pipeline.officefile.opendocument import own_words
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import NAMES, tags, value
from pipeline.tables.kinds import LIMITS, MOST_COLUMNS, Book, Cell, Fault, Merge, Table, elements, number_in_words, put

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHOICE = tags("table:content-validation")
_QUOTED = re.compile(r"(?:(?<!')'((?:[^']|'')+)'|(?<!\w)([^\W\d]\w*))\.")
_ERROR = re.compile(r"#(?:N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!)|Err:\d+")


def open_opendocument(path: Path) -> Book:
    """The spreadsheet. Raises PackageError."""
    with Package(path, LIMITS) as package:
        if package.format.family != "odf" or package.format.application != "sheet":
            raise PackageError("damaged", "", Reason("unsound-no-spreadsheet"))
        data = package.read(package.main)
    sheets, hidden = _sheets(data)
    seen = [number for number in range(len(sheets)) if number not in hidden]
    read = _Reader(data, sheets)
    return Book(
        tuple(sheets[number] for number in seen),
        lambda place: read.table(seen[place]),
        tuple(sheets[number] for number in sorted(hidden)),
    )


def _sheets(data: bytes) -> tuple[list[str], set[int]]:
    """The names of the sheets, and which are hidden: their style says so, and stands before them."""
    unseen: set[str] = set()
    sheets: list[str] = []
    hidden: set[int] = set()
    for each in elements(data, *_STYLE, *_TABLE, *_ROW):  # rows are looked at to be forgotten
        name = NAMES[each.tag]
        if name == "style:style" and any(value(inner, "table:display") == "false" for inner in each):
            unseen.add(value(each, "style:name") or "")
        elif name == "table:table" and not _within(each):
            hidden.update([len(sheets)] if (value(each, "table:style-name") or "") in unseen else ())
            sheets.append(value(each, "table:name") or "")
    return sheets, hidden


def _within(table: _Element) -> bool:
    """Whether a table lies in a cell of another."""
    return any(True for _ in table.iterancestors(*_CELLS))


class _Reader:
    def __init__(self, data: bytes, sheets: list[str]) -> None:
        self._data, self._sheets = data, sheets

    def table(self, wanted: int) -> Table:
        """One of the tables, in a reading of its own."""
        table, place = Table(self._sheets[wanted]), 0
        row = column = 1
        for each in elements(self._data, *_ROW, *_COLUMN, *_TABLE, *_CHOICE):
            name = NAMES[each.tag]
            if name == "table:content-validation":
                for quoted, plain in _QUOTED.findall(value(each, "table:condition") or ""):
                    table.choices.add((quoted.replace("''", "'") or plain).casefold())
            elif _within(each):
                continue
            elif name == "table:table":
                place, row, column = place + 1, 1, 1
            elif place > wanted:
                break
            elif place < wanted:
                continue
            elif name == "table:table-column":
                times = _times(each, "table:number-columns-repeated")
                if value(each, "table:visibility") in _HIDDEN:
                    table.hidden_columns.update(range(column, min(column + times, MOST_COLUMNS + 1)))
                column += times
            else:
                row += self._row(table, each, row)
        return table.finish()

    def _row(self, table: Table, row: _Element, number: int) -> int:
        """Adds a row, as often as it is there; how often that is."""
        cells: list[Cell] = []
        column = 1
        for cell in row:
            name = NAMES[cell.tag]
            if name not in {"table:table-cell", "table:covered-table-cell"}:
                continue
            times = _times(cell, "table:number-columns-repeated")
            found = _value(cell) if len(cell) or value(cell, "table:formula") else ""
            if found and name == "table:table-cell":
                for each in range(times):
                    put(cells, column + each, found)
            across, down = (_times(cell, f"table:number-{way}-spanned") for way in ("columns", "rows"))
            if across > 1 or down > 1:
                table.merges.append(Merge(number, column, number + down - 1, column + across - 1))
            column += times
        times = _times(row, "table:number-rows-repeated")
        hidden = value(row, "table:visibility") in _HIDDEN
        if any(cells):
            for each in range(times):
                table.add(number + each, cells, hidden=hidden)
        return times


def _value(cell: _Element) -> Cell:
    kind = value(cell, "office:value-type") or value(cell, "calcext:value-type")
    words = "\n".join(own_words(each) for each in cell if NAMES[each.tag] == "text:p")
    if kind is None:
        return Fault("cell-formula") if value(cell, "table:formula") and not words else words
    if kind == "date":
        said = value(cell, "office:date-value") or ""
        try:
            day = date.fromisoformat(said[:10])
        except ValueError:
            return Fault("cell-no-date")
        return day if said[11:16] in {"", "00:00"} else f"{day} {said[11:16]}"
    if kind == "error" or (value(cell, "table:formula") and _ERROR.fullmatch(words)):
        return Fault("list-cell-error", {"error": words[:20]})
    if kind == "float":
        # a code of a post office is shown with its zeros
        return words if words.isdigit() else number_in_words(value(cell, "office:value") or words)
    return words or value(cell, "office:string-value") or ""


_STYLE, _TABLE = tags("style:style"), tags("table:table")
_ROW, _COLUMN = tags("table:table-row"), tags("table:table-column")
_CELLS = tags("table:table-cell", "table:covered-table-cell")
_HIDDEN = {"collapse", "filter"}


def _times(element: _Element, key: str) -> int:
    said = value(element, key) or "1"
    return max(1, min(int(said), 1 << 20)) if said.isascii() and said.isdigit() and len(said) < 9 else 1
