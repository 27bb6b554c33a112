"""Beneath the stages, workbooks that people open in Excel: rows go in, an ``.xlsx`` of always the same bytes comes out.

Whatever a list says is written as text: a cell that begins with ``=`` is no formula, neither now nor once somebody has
edited it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_SIGNS_OF_FORMULAS = "=+-@\t\r"


class Workbook:
    """One that is being written. Its sheets are those of XlsxWriter."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = self.format(bold=True, text_wrap=True, bg_color="#DDE4EC", bottom=1)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **own: Any) -> Any:
        return self.book.add_format({**FONT, **own})

    def sheet(self, name: str, frozen: int = 0) -> Any:
        """A sheet with one row of headings, which stays in sight with the first ``frozen`` columns; printed across."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=_MARGIN, right=_MARGIN)
        sheet.set_footer("&C&P / &N")
        return sheet

    def put(self, sheet: Any, row: int, column: int, words: str, **own: Any) -> None:
        """Writes words as text, whatever they begin with; rows and columns are counted from 0."""
        if words.startswith(tuple(_SIGNS_OF_FORMULAS)):
            own["quote_prefix"] = True
        sheet.write_string(row, column, words[:_LONGEST], self._of(own))

    def put_day(self, sheet: Any, row: int, column: int, day: date, **own: Any) -> None:
        """Writes a day, which stays one."""
        sheet.write_datetime(row, column, day, self._of({"num_format": "yyyy-mm-dd", "align": "left", **own}))

    def _of(self, own: dict[str, Any]) -> Any:
        key = tuple(sorted(own.items()))
        if key not in self._formats:
            self._formats[key] = self.format(**own)
        return self._formats[key]


_A4, _MARGIN = 9, 0.4
"""The size of the sheet (ECMA-376-1, 18.3.1.63), and what stays free at its sides, in inches."""
_LONGEST = 32_767
"""Characters of a cell (Excel's specifications and limits)."""


@contextmanager
def workbook(target: Path, created: datetime, title: str, *, long: bool = False) -> Iterator[Workbook]:
    """A workbook that is written to ``target`` at the end, with the moment that it says it was made at. The cells of a
    ``long`` one are put in their order, each row to the disk before the next: in memory each takes a hundred bytes."""
    import xlsxwriter  # noqa: PLC0415 - for those who write one

    way = {"constant_memory": True, "tmpdir": str(target.parent)} if long else {"in_memory": True}
    options = {**way, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(target), options) as book:
        book.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        yield Workbook(book)
