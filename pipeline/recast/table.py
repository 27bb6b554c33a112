"""A table that lies in a plain file (.csv, .tsv) goes in; a text with the table comes out, cell for cell as typed.

RFC 4180 has commas; offices' programs write what their country's settings say: semicolons, tabs, Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.officefile.plaintext import spaced
from pipeline.recast import About, Recast
from pipeline.recast.text import Cell, Text
from pipeline.tables.text import Written, read_text

_MOST_CELLS, _MOST_COLUMNS = 60_000, 200
_TOGETHER = 1_000
"""Rows that are one table: an office takes far longer over one that is longer."""
_NARROW, _WIDE = 4, 40
"""Letters by which a column is given its share of the width, at least and at most."""
_ROOM = 95
"""Letters that a line of an upright page has room for; a table with longer ones lies."""
_NUMBER = re.compile(r"[-+−(]?(?=[\s.,'’٫٬]*\d)[\d\s.,'’٫٬]*%?\)?")


def from_table(source: Path, about: About) -> Recast:
    """The text. MeetingError for a table that is too large for paper, or has no cell."""
    written = read_text(source)
    findings = (Finding("read-as-windows", Place(str(source))),) if written.encoding else ()
    rows = _rows(source, written)
    columns = max(map(len, rows))
    widths = [min(_WIDE, max(_NARROW, *(len(row[at]) for row in rows if at < len(row)))) for at in range(columns)]
    numbers = [_mostly_numbers([row[at] for row in rows[1:] if at < len(row)]) for at in range(columns)]
    heads = int(len(rows) > 1 and not any(map(_NUMBER.fullmatch, rows[0])))
    text = Text(about.language, about.title or source.stem, lying=sum(widths) + 2 * columns > _ROOM)

    def cell(words: str, at: int, *, head: bool) -> Cell:
        style = "Head" if head else "Number" if numbers[at] else "Cell"
        content = "".join(text.paragraph(spaced(line), line, style) for line in words.splitlines())
        return Cell(content or text.paragraph("", "", style), head=head)

    made = [[cell(words, at, head=number < heads) for at, words in enumerate(row)] for number, row in enumerate(rows)]
    starts = range(heads, len(made), _TOGETHER)
    tables = [text.table([*made[:heads], *made[at : at + _TOGETHER]], heads, widths) for at in starts]
    return Recast(text.packed("".join(tables)), ".odt", findings)


def _rows(source: Path, written: Written) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    for row in written.rows():
        cells += len(row)
        if cells > _MOST_CELLS or len(row) > _MOST_COLUMNS:
            why = Reason("unsound-cells", {"most": f"{_MOST_CELLS:,}", "columns": _MOST_COLUMNS})
            raise _wrong(source, "too-large", kind=Reason("kind-excel"), ending=".xlsx", why=why)
        rows.append(row)
    while rows and not any(map(str.strip, rows[-1])):
        rows.pop()
    if not any(rows):
        raise _wrong(source, "file-empty")
    return rows


def _wrong(source: Path, code: str, **values: Value) -> MeetingError:
    return MeetingError(Finding(code, Place(str(source)), values))


def _mostly_numbers(cells: Sequence[str]) -> bool:
    full = [cell for cell in cells if cell.strip()]
    return bool(full) and sum(_NUMBER.fullmatch(cell.strip()) is not None for cell in full) * 5 >= len(full) * 4
