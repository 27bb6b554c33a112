"""Which column of a list is what: the rows of a table go in, its heading and the place of each field come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.findings import Finding, Place, Value
from pipeline.folding import bare, folded
from pipeline.load.recipients.words import Vocabulary
from pipeline.tables import Cell, Row, Table, column_name

_LOOKED_AT = 50
"""Rows among which the heading is."""
_LONGEST = 500
"""Characters of a heading."""
_SAMPLE = 200
"""Rows that tell what a column of titles has."""
_ADDRESS = {"address", "postcode", "city"}
_NAMES = {"person", "given", "family"}
FREE = "extra."
"""Before the name of a free column, where the settings name one."""
LEFT_OUT = "-"
"""For a column that the settings leave out."""


@dataclass(slots=True)
class Columns:
    """The columns of a list, counted from 0."""

    heading: int
    """The place of the heading's row in the table."""
    data: int
    """The place of the first row below it."""
    fields: dict[str, int] = field(default_factory=dict)
    address: list[list[int]] = field(default_factory=list)
    """The columns of each line: a town's code and its name stand on one."""
    free: dict[str, int] = field(default_factory=dict)
    """By the name that templates use."""
    unnamed: list[int] = field(default_factory=list)
    """Those that hold something and have no heading."""
    words: dict[int, str] = field(default_factory=dict)
    """The heading of each."""

    def told(self) -> tuple[str, ...]:
        """Each column and what it was taken for: ``A “Pays” → state``."""
        taken = {column: name for name, column in self.fields.items()}
        taken |= {column: "address" for line in self.address for column in line}
        taken |= {column: f"recipient.extra.{name}" for name, column in self.free.items()}
        return tuple(f"{column_name(each + 1)} “{self.words[each]}” → {taken[each]}" for each in sorted(taken))


def find_heading(table: Table, known: Vocabulary) -> int | None:
    """The place of the row with most headings that are known; None where there is none beside another cell."""
    best, most = None, 0
    for place, row in enumerate(table.rows[:_LOOKED_AT]):
        words = {words for cell in row.cells if (words := _heading(cell))}
        found = {means for each in words if (means := known.heading(each))}
        if len(words) > 1 and len(found) > most:
            best, most = place, len(found)
    return best


def columns_of(table: Table, heading: int, known: Vocabulary, place: Place) -> tuple[Columns, list[Finding]]:
    """The columns, with what is wrong with their headings."""
    taker = _Taker(table, heading, known, place)
    headings = table.rows[heading].cells
    for column in range(max(len(row.cells) for row in table.rows)):
        taker.take(column, _heading(headings[column]) if column < len(headings) else "")
    return taker.columns(), taker.problems


class _Taker:
    """Takes one column after the other for what its heading says."""

    def __init__(self, table: Table, heading: int, known: Vocabulary, place: Place) -> None:
        self._table, self._known, self._place = table, known, place
        self._row = row = table.rows[heading].number
        last = max((each.bottom for each in table.merges if each.top <= row <= each.bottom), default=row)
        below = heading + 1
        while below < len(table.rows) and table.rows[below].number <= last:
            below += 1
        self._found = Columns(heading, below)
        self._seen: dict[str, int] = {}
        self._countries: list[int] = []
        self.problems: list[Finding] = []

    def take(self, column: int, words: str) -> None:
        found = self._found
        if not words:
            found.unnamed += [column] if self._holds(column) else []
            return
        found.words[column] = words
        means = self._known.heading(words)
        before = self._seen.setdefault(folded(words) or words, column)
        # one heading over the lines of an address is theirs
        if before != column and not (means in _ADDRESS and self._is_across(column)):
            self._wrong("list-heading-twice", column, heading=words, other=self._name(before))
            return
        if means == "title":
            means = _title(self._table, found.data, column, self._known)
        if means in _NAMES and _has_figures(self._table, found.data, column):
            means = None  # “Nombre” is a name in Spanish, and in French how many
        if means in _ADDRESS:
            _add_line(found, column, means, self._known)
        elif means == "country":
            self._countries.append(column)
        elif means is None or means.startswith(FREE):
            _add_free(found, column, (means or "").removeprefix(FREE) or words)
        elif means in found.fields:
            other = self._name(found.fields[means])
            self._wrong("list-heading-same", column, heading=words, field=means, other=other)
        elif means != LEFT_OUT:
            found.fields[means] = column

    def columns(self) -> Columns:
        """All of them: a country is the State, or the address's last line where there is a State besides; a name of
        which there is one part is the whole name."""
        found = self._found
        for column in self._countries:
            if "state" in found.fields:
                found.address.append([column])
            else:
                found.fields["state"] = column
        parts = found.fields.keys() & {"given", "family"}
        if len(parts) == 1 and "person" not in found.fields:
            found.fields["person"] = found.fields.pop(parts.pop())
        return found

    def _holds(self, column: int) -> bool:
        rows = self._table.rows[self._found.data :]
        return any(column < len(row.cells) and row.cells[column] for row in rows)

    def _is_across(self, column: int) -> bool:
        return any(
            each.top <= self._row <= each.bottom and each.left <= column + 1 <= each.right and each.right > each.left
            for each in self._table.merges
        )

    def _name(self, column: int) -> str:
        return f"{column_name(column + 1)}{self._row}"

    def _wrong(self, code: str, column: int, /, **values: Value) -> None:
        place = Place(self._place.file, sheet=self._place.sheet, cell=self._name(column))
        self.problems.append(Finding(code, place, values))


def _heading(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and len(cell) < _LONGEST else ""


def _add_line(found: Columns, column: int, means: str, known: Vocabulary) -> None:
    """A column of the address, on a line of its own but for a town's code and name."""
    if means in {"postcode", "city"} and found.address and found.address[-1][-1] == column - 1:
        before = known.meaning("headings", found.words[column - 1])
        if {means, before} == {"postcode", "city"}:
            found.address[-1].append(column)
            return
    found.address.append([column])


def _add_free(found: Columns, column: int, words: str) -> None:
    name = _name(words) or f"column_{column_name(column + 1).lower()}"
    while name in found.free:
        name = f"{name}_{column_name(column + 1).lower()}"
    found.free[name] = column


def _name(words: str) -> str:
    """A heading as templates write it.

    >>> _name("Nombre de places"), _name("2nd choice"), _name("座位")
    ('nombre_de_places', 'x_2nd_choice', '')
    """
    name = "_".join(re.findall("[a-z0-9]+", bare(words)))[:60]
    if not re.search("[a-z]", name) or len(re.findall(r"[^\W_]", words)) > 2 * len(name.replace("_", "")):
        return ""
    return f"x_{name}" if name[0].isdigit() else name


def _title(table: Table, below: int, column: int, known: Vocabulary) -> str:
    """What a column headed “Title” has: Mr and Ms in most cells, ranks, or what somebody does."""
    cells = _sample(table.rows[below : below + _SAMPLE], column)
    if sum(known.meaning("genders", each) is not None for each in cells) * 2 > len(cells):
        return "gender"
    return "rank" if cells and all(known.meaning("ranks", each) for each in cells) else "function"


def _has_figures(table: Table, below: int, column: int) -> bool:
    """Whether a column has figures and nothing else."""
    cells = _sample(table.rows[below : below + _SAMPLE], column)
    return bool(cells) and all(each.strip().isdecimal() for each in cells)


def _sample(rows: Iterable[Row], column: int) -> list[str]:
    cells = (row.cells[column] for row in rows if column < len(row.cells))
    return [cell for cell in cells if isinstance(cell, str) and cell.strip()]
