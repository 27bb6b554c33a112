"""A list of recipients with what is wrong in it: its bad rows and their findings go in, a workbook with the bad cells
marked comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pipeline.findings import Finding
from pipeline.findings.words import say
from pipeline.workbooks import workbook

_ROW, _WRONG = 8, 60
"""Widths, in characters."""
_WIDEST = 30
_BAD, _ODD = "#F8CBAD", "#FFF2CC"


def write_marked(
    target: Path,
    headings: Sequence[str],
    rows: Mapping[int, Sequence[str]],
    findings: Sequence[Finding],
    created: datetime,
) -> None:
    """Writes each bad row with its number, as the list counts, and with what is wrong with it; below the list's own
    headings. Cells are red where a letter can't be made."""
    of_row: dict[int, list[Finding]] = defaultdict(list)
    for each in findings:
        if figures := each.place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
            of_row[int(figures)].append(each)
    with workbook(target, created, "Recipients to mend") as book:
        sheet = book.sheet("To mend", 2)
        for column, words in enumerate(("Row", "What is wrong", *headings)):
            sheet.write_string(0, column, words, book.head)
        left = book.format(align="left")
        widths = [_ROW, _WRONG, *(max(10, len(each) + 2) for each in headings)]
        for line, number in enumerate(sorted(rows.keys() & of_row.keys()), start=1):
            sheet.write_number(line, 0, number, left)
            book.put(sheet, line, 1, "\n".join(map(_told, of_row[number])), text_wrap=True)
            marked = {_column(each.place.cell): each for each in of_row[number]}
            for column, words in enumerate(rows[number]):
                if column in marked:
                    colour = _BAD if marked[column].severity == "error" else _ODD
                    book.put(sheet, line, column + 2, words, bg_color=colour, text_wrap=True)
                elif words:
                    book.put(sheet, line, column + 2, words)
                if column + 2 < len(widths):
                    widths[column + 2] = min(_WIDEST, max(widths[column + 2], len(words) + 2))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)


def _told(finding: Finding) -> str:
    told = say(finding)
    return f"{finding.place.cell}: {told.what} {told.mend}".rstrip()


def _column(cell: str) -> int:
    """The column of a cell, counted from 0.

    >>> _column("A3"), _column("AB12")
    (0, 27)
    """
    column = 0
    for letter in cell.rstrip("0123456789"):
        column = 26 * column + ord(letter) - 64
    return column - 1
