"""A list of recipients with what is wrong in it: its bad rows and their findings go in, a workbook with the bad cells
marked comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from pipeline.findings import Finding
from pipeline.findings.words import Words, say
from pipeline.workbooks import workbook

_ROW, _WRONG = 6, 50
"""Widths, in characters."""
_WIDEST = 24
_BAD, _ODD = "#F8CBAD", "#FFF2CC"


def write_marked(
    target: Path,
    headings: Sequence[str],
    rows: Mapping[int, Sequence[str | date]],
    findings: Sequence[Finding],
    created: datetime,
) -> None:
    """Writes each bad row with its number, as the list counts, and with what is wrong with it; below the list's own
    headings. Cells are red where a letter can't be made."""
    of_row: dict[int, list[Finding]] = defaultdict(list)
    for each in findings:
        if each.place.row:
            of_row[each.place.row].append(each)
    with workbook(target, created, "Recipients to mend") as book:
        sheet = book.sheet("To mend", 2)
        for column, words in enumerate(("Row", "What is wrong", *headings)):
            sheet.write_string(0, column, words, book.head)
        left = book.format(align="left")
        widths = [_ROW, _WRONG, *(max(10, len(each) + 2) for each in headings)]
        for line, number in enumerate(sorted(rows.keys() & of_row.keys()), start=1):
            sheet.write_number(line, 0, number, left)
            book.put(sheet, line, 1, "\n".join(map(in_a_cell, of_row[number])), text_wrap=True)
            marked = {each.place.column: each for each in of_row[number]}
            for column, words in enumerate(map(str, rows[number])):
                if column in marked:
                    colour = _BAD if marked[column].severity == "error" else _ODD
                    book.put(sheet, line, column + 2, words, bg_color=colour, text_wrap=True)
                elif words:
                    book.put(sheet, line, column + 2, words, text_wrap=True)
                if column + 2 < len(widths):
                    widths[column + 2] = min(_WIDEST, max(widths[column + 2], len(words) + 2))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)


def write_whole_list(
    target: Path,
    headings: Sequence[str],
    rows: Mapping[int, Sequence[str | date]],
    findings: Sequence[Finding],
    created: datetime,
    words: Words,
) -> None:
    """Writes all rows below the list's own headings, to be put right and given back: what is wrong with a cell is its
    remark, in the reader's ``words``. Days stay days."""
    of_cell: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for each in findings:
        if each.place.row:
            of_cell[each.place.row, each.place.column].append(each)
    with workbook(target, created, "Recipients") as book:
        sheet = book.sheet("Recipients")
        widths = [max(10, len(each) + 2) for each in headings]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, book.head)
        for line, number in enumerate(sorted(rows), start=1):
            for column in range(max(len(rows[number]), len(headings))):
                cell = rows[number][column] if column < len(rows[number]) else ""
                told = of_cell.get((number, column), [])
                colour = {"bg_color": _BAD if any(each.severity == "error" for each in told) else _ODD} if told else {}
                if isinstance(cell, date):
                    book.put_day(sheet, line, column, cell, **colour)
                elif cell or told:
                    book.put(sheet, line, column, cell, text_wrap=True, **colour)
                if told:
                    remark = "\n".join(f"{one.what} {one.mend}".strip() for one in (say(each, words) for each in told))
                    sheet.write_comment(line, column, remark, {"x_scale": 2, "font_size": 10})
                if column < len(widths):
                    widths[column] = min(_WIDEST, max(widths[column], len(str(cell)) + 2))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)


def in_a_cell(finding: Finding) -> str:
    """What is wrong with a row, and with which cell of it."""
    told = say(finding)
    return f"{finding.place.cell}: {told.what} {told.mend}".rstrip()
