"""Stage 1, load: a list of recipients goes in, checked recipients come out, and every row that is none, with its cell.

What is wrong with the file as a whole stops the list; what is wrong with a row stops that row, and no other. No row is
left out without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Unfit
from pipeline.load import CheckedHouse
from pipeline.load.recipients.columns import Columns, columns_of, find_heading
from pipeline.load.recipients.rows import Reader
from pipeline.load.recipients.together import keyed, told_of_all, without_clashes
from pipeline.load.recipients.words import Vocabulary, vocabulary
from pipeline.model import Meeting, Recipient
from pipeline.officefile.limits import PackageError
from pipeline.tables import Book, Cell, Fault, Table, column_name, open_book
from pipeline.tables.kinds import MOST_ROWS


@dataclass(frozen=True, slots=True)
class RecipientList:
    """A list as it was read."""

    recipients: tuple[Recipient, ...]
    """Of the rows that nothing is wrong with, in their order."""
    problems: tuple[Finding, ...] = ()
    """What is wrong with the others, each with its cell."""
    notes: tuple[Finding, ...] = ()
    """What a person should look at: how columns were read, what was left out, who may be there twice."""
    headings: tuple[str, ...] = ()
    """Of the columns, as they are."""
    rows: Mapping[int, tuple[str | date, ...]] = field(default_factory=dict)
    """The cells of each row that something is wrong with, or of each where all are asked for, by its number."""
    sheet: str = ""

    @property
    def left_out(self) -> tuple[Finding, ...]:
        """What of the list no letter was made of, or nothing to send it with, or none that shows all of it."""
        return tuple(each for each in self.notes if each.code in _OF_WHAT_IS_LEFT_OUT)


_OF_WHAT_IS_LEFT_OUT = {
    "list-hidden-rows", "list-hidden-columns", "list-hidden-sheets", "list-other-sheets", "list-columns-unnamed",
    "recipients-without-email", "recipient-signs",
}  # fmt: skip


def load_recipients(
    meeting: Meeting,
    house: CheckedHouse,
    unfit: Callable[[Recipient], Unfit | None] = lambda _recipient: None,
    *,
    name_of: Callable[[Recipient], str] = lambda recipient: recipient.key,
    lacking: Callable[[str], str] = lambda _words: "",
    every_row: bool = False,
) -> RecipientList:
    """The recipients that a meeting lists; none where it has no list. ``unfit`` says what else is wrong with one, as
    that a salutation can't be chosen; ``name_of`` is the name that their letter's file has, without its ending;
    ``lacking`` gives the signs of words that no font has.

    Raises MeetingError for what is wrong with the file as a whole: one that is locked, open in another program, empty,
    has two equal headings, or has more rows than a list can have.
    """
    path = meeting.recipients_file
    if path is None:
        return RecipientList(())
    book = open_book(path)
    words = vocabulary(house.root / "templates", meeting.languages, house.settings.recipients.headings)
    table, heading, unread = _found(book, path, words)
    place = Place(str(path), sheet=table.sheet)
    columns, problems = columns_of(table, heading, words, place)
    rows, table.rows = table.rows[columns.data :], table.rows[: columns.data]
    if not problems and not rows:
        problems.append(Finding("recipients-none", place))
    if len(rows) > MOST_ROWS:
        problems.append(Finding("list-rows", place, {"rows": len(rows), "most": MOST_ROWS}))
    reader = Reader(meeting, house, words, columns, place, rows, lacking)
    problems += reader.lacking()
    if problems:
        raise MeetingError(*problems)
    read = [each for row in rows if (each := reader.recipient(row)) is not None]
    for each in read:
        if (wrong := unfit(each)) is not None:
            reader.report(wrong.at(reader.spot(each.row, _FIELD.get(wrong.code, ""))), each.row)
    sound = [each for each in read if each.row not in reader.bad]
    recipients = keyed(sound, meeting, reader.report, reader.spot)
    recipients = without_clashes(recipients, name_of, reader.report, reader.spot)
    return RecipientList(
        recipients,
        tuple(problem for _, problem in sorted(reader.problems, key=itemgetter(0))),
        (
            *_left_out(book, table, path, columns, unread),
            *dict.fromkeys(reader.notes),
            *told_of_all(recipients, meeting, reader.spot),
            *_unsent(recipients, meeting, place),
        ),
        tuple(columns.words.get(column, "") for column in range(max(columns.words, default=-1) + 1)),
        {row.number: tuple(map(_seen, row.cells)) for row in rows if every_row or row.number in reader.bad},
        table.sheet,
    )


_FIELD = {"recipient-rank": "rank", "recipient-salutation": "gender"}
"""Whose cell is told."""


def _seen(cell: Cell) -> str | date:
    return "" if isinstance(cell, Fault) else cell


def _found(book: Book, path: Path, known: Vocabulary) -> tuple[Table, int, list[str]]:
    """The first sheet with a heading, the place of that, and the sheets that were not read."""
    empty = True
    try:
        for number in range(len(book.sheets)):
            table = book.read(number)
            empty = empty and not table.rows
            if (heading := find_heading(table, known)) is not None:
                others = [each for each in book.sheets[number + 1 :] if each.casefold() not in table.choices]
                return table, heading, others
    except PackageError as error:
        code = "list-too-large" if error.fault == "too-large" else "list-damaged"
        raise MeetingError(Finding(code, Place(str(path)), {"why": error.what})) from None
    raise MeetingError(Finding("recipients-none" if empty else "list-no-heading", Place(str(path))))


def _left_out(book: Book, table: Table, path: Path, columns: Columns, unread: list[str]) -> Iterator[Finding]:
    """What was not read, and how the rest was."""
    place = Place(str(path), sheet=table.sheet)
    yield Finding("list-columns", place, {"row": table.rows[columns.heading].number, "columns": columns.told()})
    if book.encoding:
        yield Finding("list-not-utf-8", place, {"encoding": book.encoding})
    if hidden := tuple(each for each in book.hidden if each.casefold() not in table.choices):
        yield Finding("list-hidden-sheets", Place(str(path)), {"sheets": hidden})
    if unread:
        yield Finding("list-other-sheets", Place(str(path)), {"sheet": table.sheet, "sheets": tuple(unread)})
    if table.hidden_columns:
        yield Finding("list-hidden-columns", place, {"columns": tuple(map(column_name, sorted(table.hidden_columns)))})
    if table.hidden_rows:
        count = len(table.hidden_rows)
        yield Finding("list-hidden-rows", place, {"count": count, "rows": tuple(_ranges(table.hidden_rows))})
    if columns.unnamed:
        names = tuple(column_name(each + 1) for each in columns.unnamed)
        yield Finding("list-columns-unnamed", place, {"columns": names})


def _unsent(recipients: tuple[Recipient, ...], meeting: Meeting, place: Place) -> Iterator[Finding]:
    """Those for whom no draft of a message is made, where drafts are asked for."""
    rows = [each.row for each in recipients if not each.email] if meeting.messages else []
    if rows:
        yield Finding("recipients-without-email", place, {"count": len(rows), "rows": tuple(_ranges(rows))})


_SHOWN = 20


def _ranges(numbers: list[int]) -> Iterator[str]:
    """Numbers, those that follow one another together; no more than twenty.

    >>> list(_ranges([3, 5, 6, 7, 9]))
    ['3', '5–7', '9']
    """
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    for first, last in spans[:_SHOWN]:
        yield str(first) if first == last else f"{first}–{last}"
    if len(spans) > _SHOWN:
        yield "…"
