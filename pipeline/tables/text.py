"""A list as text: the path of a CSV or TSV file goes in, its one table comes out.

Offices' programs write such files in many ways: in UTF-8 or Windows-1252, with commas, semicolons or tabs. Rows are
counted as spreadsheets do, a row whose cell has several lines as one.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason
from pipeline.officefile.limits import PackageError
from pipeline.officefile.plaintext import decoded
from pipeline.tables.kinds import Book, Cell, Table, put

_LARGEST = 1 << 26
"""In bytes: 100,000 rows of some 600."""
_SEPARATORS = ",;\t|"
_LOOKED_AT = 60
"""Rows by which the separator is told."""
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""What Excel takes the separator from."""
_RUNS = re.compile(r"[^\x00-\x7f]{3}")
"""Western words have no three letters with accents in a row."""


def open_text(path: Path) -> Book:
    """The table, which has no name. Raises PackageError for what is no text."""
    written = read_text(path)

    def read(_place: int) -> Table:
        table = Table("")
        for number, row in enumerate(written.rows(), start=written.first):
            cells: list[Cell] = []
            for column, value in enumerate(row, start=1):
                put(cells, column, value)
            table.add(number, cells)
        return table

    return Book(("",), read, encoding=written.encoding)


@dataclass(frozen=True, slots=True)
class Written:
    """A table as it lies in a plain file."""

    rows: Callable[[], Iterator[list[str]]]
    """Its rows; MeetingError for what breaks its own quotation."""
    first: int
    """The number of the first."""
    encoding: str
    """What it was taken to be encoded in, where that is not Unicode."""
    separator: str


def read_text(path: Path) -> Written:
    """The table in a file. PackageError for what is too large, MeetingError for what is in no known encoding."""
    if path.stat().st_size > _LARGEST:
        raise PackageError("too-large", "", Reason("unsound-bytes", {"most": f"{_LARGEST:,}"}))
    words, encoding = _decoded(path)
    said = _SAID.match(words)
    first = words.count("\n", 0, said.end()) if said else 0
    if said:
        words = words[said.end() :]
    separator = said[1] if said else "\t" if path.suffix.lower() == ".tsv" else _separator(words, path)
    return Written(partial(_rows, words, separator, path), first + 1, encoding, separator)


def rewritten(path: Path, row: int, cells: Mapping[int, str]) -> bytes:
    """The file with other words in cells of a row, by their columns from 0: its rows are written anew, with its own
    separator and ends of lines, in its own encoding as far as that has the words."""
    data, written = path.read_bytes(), read_text(path)
    rows = list(written.rows())
    place = row - written.first
    if not 0 <= place < len(rows):
        raise MeetingError(Finding("list-row-gone", Place(str(path)), {"row": row}))
    for column, words in cells.items():
        rows[place] += [""] * (column + 1 - len(rows[place]))
        rows[place][column] = words
    words, _ = _decoded(path)
    end = "\r\n" if "\r\n" in words else "\n"
    out = StringIO(newline="")
    if said := _SAID.match(words):
        out.write(said[0])
    csv.writer(out, delimiter=written.separator, lineterminator=end).writerows(rows)
    if written.encoding:
        try:
            return out.getvalue().encode("cp1252")
        except UnicodeEncodeError:
            return out.getvalue().encode("utf-8-sig")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return out.getvalue().encode("utf-16")
    return out.getvalue().encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")


def _decoded(path: Path) -> tuple[str, str]:
    """The words, and what they were taken to be encoded in where that is not Unicode."""
    data = path.read_bytes()
    try:
        return decoded(data), ""
    except UnicodeDecodeError:
        words = data.decode("cp1252", "replace")
    # Cyrillic, Greek or Arabic in its own encoding would be read as rubbish
    if len(_RUNS.findall(words)) > len(words) // 2000 + 1 or not {"\0", "\ufffd"}.isdisjoint(words):
        raise MeetingError(Finding("list-encoding", Place(str(path))))
    return words, "Windows-1252"


def _rows(words: str, separator: str, path: Path) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(words, newline=""), delimiter=separator, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        code = "list-cell-large" if "limit" in str(error) else "list-quotation"
        raise MeetingError(Finding(code, Place(str(path), line=reader.line_num))) from None


def _separator(words: str, path: Path) -> str:
    """The one that parts the rows into most cells, and most of them into as many as each other."""

    def fit(separator: str) -> float:
        try:
            counts = Counter(map(len, islice(_rows(words, separator, path), _LOOKED_AT)))
        except MeetingError:
            return 0
        return max((rows * cells for cells, rows in counts.items() if cells > 1), default=0) / max(1, counts.total())

    return max(_SEPARATORS, key=fit)
