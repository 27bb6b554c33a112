"""A list to fill in: its columns and rows as examples go in, a workbook that offers words in its cells comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.workbooks import workbook

_LAST = 100_000
"""The last row, counted from 0, that offers words: a list has no more."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list."""

    heading: str
    width: int
    """In characters."""
    choices: tuple[str, ...] = ()
    """What its cells offer; anything where there is none."""
    strict: bool = False
    """Whether they take nothing else without asking."""


def write_blank(
    target: Path,
    columns: Sequence[Column],
    examples: Sequence[Sequence[str]],
    created: datetime,
    *,
    right_to_left: bool = False,
) -> None:
    """Writes the list. What its cells offer lies on a sheet of its own, which is hidden."""
    with workbook(target, created, "Recipients") as book:
        sheet, offered = book.sheet("Recipients"), book.book.add_worksheet("Choices")
        offered.hide()
        # So that Excel makes no number of a code, and no day of a fraction.
        as_text = book.format(num_format="@", text_wrap=True)
        if right_to_left:
            sheet.right_to_left()
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, as_text)
            sheet.write_string(0, place, column.heading, book.head)
            for row, words in enumerate(column.choices):
                book.put(offered, row, place, words)
            if column.choices:
                letter = chr(ord("A") + place)
                validation = {
                    "validate": "list",
                    "source": f"=Choices!${letter}$1:${letter}${len(column.choices)}",
                    "error_type": "warning" if column.strict else "information",
                }
                sheet.data_validation(1, place, _LAST, place, validation)
        for row, cells in enumerate(examples, start=1):
            for place, words in enumerate(cells):
                if words:
                    book.put(sheet, row, place, words, num_format="@", text_wrap=True)
