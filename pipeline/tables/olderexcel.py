"""An older Excel workbook's tables (MS-XLS): its path goes in, its sheets and their rows come out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlrd

from pipeline.findings import Reason
from pipeline.officefile.compound import MAGIC
from pipeline.officefile.limits import PackageError
from pipeline.tables.kinds import Book, Cell, Fault, Merge, Table, put, shown_number

_LARGEST = 1 << 26
"""In bytes: 65,536 rows, the most that such a sheet has, of 30 columns."""


def open_older(path: Path) -> Book:
    """The workbook. Raises PackageError."""
    if path.stat().st_size > _LARGEST:
        raise PackageError("too-large", "", Reason("unsound-bytes", {"most": f"{_LARGEST:,}"}))
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise PackageError("no-package", "", Reason("unsound-no-workbook"))
    try:
        # with its formats, which tell what is hidden; its log goes nowhere
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise PackageError("locked", "", Reason("unsound-locked")) from None
        raise PackageError("no-package", "", Reason("unsound-says", {"words": str(error)})) from None
    except Exception as error:
        raise PackageError("damaged", "", Reason("unsound-says", {"words": str(error)})) from None
    names: Sequence[str] = book.sheet_names()
    visible = [number for number in range(len(names)) if book._sheet_visibility[number] == 0]

    def read(place: int) -> Table:
        try:
            return _table(book, book.sheet_by_index(visible[place]))
        except PackageError:
            raise
        except Exception as error:
            raise PackageError("damaged", "", Reason("unsound-says", {"words": str(error)})) from None

    hidden = tuple(name for number, name in enumerate(names) if number not in visible)
    return Book(tuple(names[number] for number in visible), read, hidden)


def _table(book: Any, sheet: Any) -> Table:
    table = Table(sheet.name)
    table.merges += [
        Merge(top + 1, left + 1, bottom, right)
        for top, bottom, left, right in sheet.merged_cells
        if bottom > top and right > left
    ]
    table.hidden_columns.update(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden)
    for row in range(sheet.nrows):
        cells: list[Cell] = []
        for column, cell in enumerate(sheet.row(row), start=1):
            put(cells, column, _value(book, cell))
        info = sheet.rowinfo_map.get(row)
        table.add(row + 1, cells, hidden=bool(info and info.hidden))
    return table.finish()


def _value(book: Any, cell: Any) -> Cell:
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return shown_number(repr(cell.value), code, since_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return Fault("list-cell-error", {"error": xlrd.error_text_from_code.get(cell.value, "#")})
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case _:
            return ""
