"""What a table is: rows of cells, counted as spreadsheets count them; and what all kinds of files have in common."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from pipeline.findings import Reason, Value
from pipeline.officefile.limits import Limits, PackageError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ROWS = 100_000
"""Recipients of one list."""
MOST_COLUMNS = 200
_ROWS = MOST_ROWS + 1_000
"""With those above the heading."""

LIMITS = Limits(part=3 << 26, xml=1 << 28, nodes=8_000_000, attributes=16_000_000)
"""Of a list's file: 100,000 rows of 30 columns, which are read one by one and make no tree."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell that has no value that can be used: a code of the catalogue."""

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)


Cell: TypeAlias = "str | date | Fault"
"""Words, empty where there is nothing; a day; or why there is neither."""


class Merge(NamedTuple):
    """Cells that are one, by their rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something and is seen."""

    number: int
    cells: list[Cell]
    """From the first column on."""


@dataclass(slots=True)
class Table:
    """What is seen of one sheet."""

    sheet: str
    """Empty for a text, which has none."""
    rows: list[Row] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    """Those that hold something."""
    hidden_columns: set[int] = field(default_factory=set)
    """Those that hold something, once the table is finished."""
    merges: list[Merge] = field(default_factory=list)
    choices: set[str] = field(default_factory=set)
    """The sheets, in small letters, that cells take their choices from: no list of anybody."""

    def add(self, number: int, cells: Sequence[Cell], *, hidden: bool = False) -> None:
        """A row, where it holds anything. Raises PackageError beyond what a list may have."""
        if not any(cells):
            return
        if hidden:
            self.hidden_rows.append(number)
            return
        if len(self.rows) >= _ROWS:
            raise PackageError("too-large", "", Reason("unsound-rows", {"most": f"{MOST_ROWS:,}"}))
        self.rows.append(Row(number, list(cells)))

    def finish(self) -> Table:
        """The table, each cell of a merged one with its value, and what hidden columns hold left out."""
        numbers = [row.number for row in self.rows]
        left = len(self.rows) * 4 + MOST_COLUMNS
        for each in self.merges:
            rows = self.rows[bisect_left(numbers, each.top) : bisect_right(numbers, each.bottom)]
            right = min(each.right, MOST_COLUMNS)
            left -= len(rows) * (right - each.left + 1)
            if left < 0:
                raise PackageError("too-large", "", Reason("unsound-merged"))
            if not rows or rows[0].number != each.top:
                continue
            value = rows[0].cells[each.left - 1] if each.left <= len(rows[0].cells) else ""
            for row in rows if value else ():
                row.cells.extend([""] * (right - len(row.cells)))
                row.cells[each.left - 1 : right] = [value] * (right - each.left + 1)
        hidden = [each - 1 for each in self.hidden_columns if each <= MOST_COLUMNS]
        seen: set[int] = set()
        for row in self.rows if hidden else ():
            for column in hidden:
                if column < len(row.cells) and row.cells[column]:
                    row.cells[column] = ""
                    seen.add(column + 1)
        self.hidden_columns = seen
        return self


@dataclass(frozen=True, slots=True)
class Book:
    """A list's file."""

    sheets: tuple[str, ...]
    """Those that are seen, in order."""
    read: Callable[[int], Table]
    """The table of one of them, by its place. Raises PackageError beyond the limits."""
    hidden: tuple[str, ...] = ()
    """The sheets that are not."""
    encoding: str = ""
    """Of a text that is not in UTF-8: what it was taken for."""


def column_name(column: int) -> str:
    """What a spreadsheet calls a column, counted from 1.

    >>> column_name(1), column_name(26), column_name(27), column_name(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(65 + letter) + name
    return name


def open_elsewhere(path: Path) -> Path | None:
    """What Excel or LibreOffice leave beside a file as long as they have it open; None where nothing is.

    Excel takes the place of the first two signs of a name of more than eight for its own (“~$cipients.xlsx”).
    """
    names = {f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#"}
    return next((each for each in sorted(path.parent.iterdir()) if each.name in names), None)


def number_in_words(said: str) -> str:
    """A number as a person typed it.

    >>> [number_in_words(said) for said in ("1202", "1202.0", "4.1227316E10", "0.30000000000000004", "x")]
    ['1202', '1202', '41227316000', '0.3', 'x']
    """
    if said.isdigit():
        return said
    try:
        number = float(said)
    except ValueError:
        return said
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


_FIRST, _BEFORE_MARCH = datetime(1899, 12, 30), 61


def day_of(serial: float, *, since_1904: bool) -> Cell:
    """The day, or the moment in figures, that Excel's number stands for; it has a 29 February 1900 that never was.

    >>> day_of(45463, since_1904=False), day_of(45463.5, since_1904=False), day_of(0.5, since_1904=False)
    (datetime.date(2024, 6, 20), '2024-06-20 12:00', '12:00')
    """
    if since_1904:
        return Fault("cell-date-1904")
    if not 0 <= serial < 2_958_466:
        return Fault("cell-no-date")
    moment = _FIRST + timedelta(minutes=round((serial + (serial < _BEFORE_MARCH)) * 1440))
    if serial < 1:
        return f"{moment:%H:%M}"
    return moment.date() if serial == int(serial) else f"{moment:%Y-%m-%d %H:%M}"


def is_date_format(code: str) -> bool:
    """Whether a number's format (ECMA-376-1, 18.8.31) shows a day or a time.

    >>> [is_date_format(code) for code in ("dd/mm/yyyy", '[$-40C]d mmmm', "0.00", '0 "days"', "General", "[h]:mm")]
    [True, True, False, False, False, True]
    """
    return not set("dmyhs").isdisjoint(_bare(code))


def _bare(code: str) -> str:
    """A format without what is quoted, escaped or in brackets, but for the brackets of hours."""
    found, quoted, bracket = [], False, ""
    signs = iter(code.casefold().replace("general", ""))
    for sign in signs:
        if sign == '"' and not bracket:
            quoted = not quoted
        elif sign in "\\_*" and not quoted:
            next(signs, "")
        elif sign == "[" and not quoted:
            bracket = sign
        elif sign == "]" and bracket:
            found += [bracket[1:]] if set(bracket[1:]) <= set("hms") else []
            bracket = ""
        elif bracket:
            bracket += sign
        elif not quoted:
            found.append(sign)
    return "".join(found)


def zeros(code: str) -> int:
    """How many figures a format shows at least, where it is one for codes, as of a post office; else none.

    >>> zeros("00000"), zeros("0"), zeros("0.00")
    (5, 0, 0)
    """
    return len(code) if len(code) > 1 and set(code) == {"0"} else 0


def shown_number(said: str, code: str, *, since_1904: bool) -> Cell:
    """A number as its format shows it, as far as lists need: days, and codes with zeros before them."""
    if is_date_format(code):
        try:
            return day_of(float(said), since_1904=since_1904)
        except ValueError:
            return said
    words = number_in_words(said)
    return words.zfill(zeros(code)) if words.isdigit() else words


def put(cells: list[Cell], column: int, value: Cell) -> None:
    """Puts a value at a column, counted from 1. Raises PackageError beyond the columns that a list may have."""
    if not value:
        return
    if column > MOST_COLUMNS:
        raise PackageError("too-large", "", Reason("unsound-columns", {"most": MOST_COLUMNS}))
    cells.extend([""] * (column - len(cells)))
    cells[column - 1] = value


def elements(data: bytes, *tags: str, events: Sequence[Literal["start", "end"]] = ("end",)) -> Iterator[_Element]:
    """The elements of these tags, one by one, each forgotten at its end."""
    from lxml import etree  # noqa: PLC0415 - a list as text does without

    try:
        for event, element in etree.iterparse(
            BytesIO(data), events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
        ):
            yield element
            if event == "end" and (parent := element.getparent()) is not None:
                parent.remove(element)
    except etree.XMLSyntaxError as error:
        raise PackageError("damaged", "", Reason("unsound-no-xml", {"words": error.msg})) from None
