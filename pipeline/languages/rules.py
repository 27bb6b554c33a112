"""What stages ask of a language: a checked table goes in, its rules for dates, numbers, lists and sorting come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from pipeline.languages.patterns import span
from pipeline.languages.rbnf import Form, Rules, form, read_rules
from pipeline.languages.schema import DatesTable, ElisionRow, ListsTable, NumbersTable, SortingTable
from pipeline.text import parse


@dataclass(frozen=True, slots=True)
class DateStyle:
    """What houses print differently; :func:`pipeline.localise.dates.style_for` changes it."""

    dash: str
    """Between two numbers: ``18–20``."""
    wide_dash: str
    """Between ends of several words: ``30 мая — 2 июня``. ``_`` is a space that does not break."""
    year: str = "{year}"
    """The year of a date: Russian ``{year} года`` or ``{year} г.``."""
    digits: str = "latn"
    """The digits, by their CLDR name: 0123456789 or ٠١٢٣٤٥٦٧٨٩."""
    clock: str = "usual"
    """Times of day as the language has them, or, with ``digits``, as ``15:30``."""
    calendar: str = "usual"
    """Years as the language counts them, or, with ``common``, as everybody does."""


@dataclass(frozen=True, slots=True)
class Era:
    """What years are counted in."""

    since: date
    first: int
    words: str
    one: str = ""

    def year(self, of: int) -> str:
        """A year of the common era, in figures, with ``_`` for spaces that do not break."""
        number = of - self.since.year + self.first
        return self.one if self.one and number == 1 else self.words.replace("{year}", str(number))


@dataclass(frozen=True, slots=True)
class TimeRow:
    """What times of some hours are said with."""

    hours: range
    words: str
    whole: bool = False

    def holds(self, hour: int, minute: int) -> bool:
        return hour in self.hours and not (self.whole and minute)


@dataclass(frozen=True, slots=True)
class DateRules:
    """How one language sets its dates: see :class:`pipeline.languages.schema.DatesTable`.

    A range says only once what both its days share: ``{first}`` is then ``18``, ``30 mai`` or the whole day. Where
    the year comes first, it is ``{last}`` that is shortened.
    """

    day: str
    day_month: str
    whole: str
    weekday: str
    prose: str
    on: str
    times: str
    moment: str
    on_times: str
    moments: str
    zone: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    time: tuple[TimeRow, ...]
    at: tuple[TimeRow, ...]
    style: DateStyle
    elisions: tuple[tuple[re.Pattern[str], str], ...] = ()
    """Words before a number, that are found by its figures too, and what is put in their place."""
    first_of_month: str = "1"
    """How the first day of a month is printed; may carry marks."""
    year_first: bool = False
    mark: str = ""
    """What follows the dash of a range, for its direction."""
    eras: tuple[Era, ...] = ()
    """From the oldest; none where years are those of the common era."""

    def year_of(self, day: date) -> str:
        """The year of a day in the era that the day is in; before all of them, as it is."""
        era = next((each for each in reversed(self.eras) if each.since <= day), None)
        return era.year(day.year) if era else str(day.year)

    def time_words(self, hour: int, minute: int) -> str:
        """A time of day, with ``_`` for spaces that do not break."""
        for row in self.time:
            if hour in row.hours and not (row.whole and minute):
                break
        twelve = (hour - 1) % 12 + 1
        return row.words.format(hour=hour, hour12=twelve, hour2=f"{hour:02}", minute=f"{minute:02}", minute1=minute)

    def elided(self, words: str) -> str:
        """The words of a date, with those before a number as they are before that one."""
        for found, put in self.elisions:
            words = found.sub(put, words)
        return words

    def at_words(self, hour: int) -> str:
        """The words before a time that depend on its hour."""
        return next((each.words for each in self.at if each.holds(hour, 0)), "")


def _before(row: ElisionRow) -> re.Pattern[str]:
    words, numbers = re.escape(row.words.replace("_", "\u00a0")), "|".join(map(re.escape, row.numbers))
    return re.compile(rf"(?<!\w){words}(?=(?:{numbers})(?![0-9]|[.:][0-9]))")


def date_rules(table: DatesTable) -> DateRules:
    """The rules of a table from which nothing is left out."""
    own = {each.name: getattr(table, each.name, None) for each in fields(DateRules)}
    given: dict[str, Any] = {name: value for name, value in own.items() if value is not None}
    style = {each.name: getattr(table, each.name, None) for each in fields(DateStyle)}
    return DateRules(
        **given
        | {
            "months": tuple(table.months or ()),
            "weekdays": tuple(table.weekdays or ()),
            "time": tuple(TimeRow(span(each.hours), each.words, each.whole) for each in table.time or ()),
            "at": tuple(TimeRow(span(each.hours), each.words) for each in table.at or ()),
            "elisions": tuple((_before(each), each.put.replace("_", "\u00a0")) for each in table.elisions or ()),
            "eras": tuple(Era(each.since, each.first, each.words, each.one or "") for each in table.eras or ()),
            "style": DateStyle(**{name: value for name, value in style.items() if value is not None}),
            "first_of_month": parse(table.first_of_month or "1"),
        }
    )


@dataclass(frozen=True, slots=True)
class NumberRules:
    """How one language sets its numbers."""

    rules: Rules
    cardinal: str
    """The set of numbers in words; empty where there is none, as the others."""
    ordinal: str
    """The set of ordinals in words."""
    figures: str
    """The set of ordinals in figures."""
    last: int
    last_ordinal: int
    forms: tuple[str, ...]
    """Those that templates may ask for, besides the plain one."""
    plain: Form
    suffix: str
    classifier: str


_GENDERS = frozenset({"masculine", "feminine", "neuter", "common"})
_CASES = frozenset("nominative genitive dative accusative instrumental prepositional locative vocative oblique".split())


def offered(plain: Form, words: str) -> Form:
    """What is asked of a set for one of the forms that templates may name: its own gender or case, and else what the
    plain form has.

    >>> plain = form("masculine nominative")
    >>> sorted(offered(plain, "feminine")), sorted(offered(plain, "dative"))
    (['feminine', 'nominative'], ['dative', 'masculine'])
    """
    own = form(words)
    return own | {each for each in plain if not any(each in kind and own & kind for kind in (_GENDERS, _CASES))}


def number_rules(table: NumbersTable) -> NumberRules:
    """The rules of a table that holds."""
    rules, _faults = read_rules(table.rules or "")
    last = table.last or 0
    return NumberRules(
        rules,
        table.cardinal or "",
        table.ordinal or "",
        table.figures or "",
        last,
        min(table.last_ordinal or last, last),
        tuple(table.forms or ()),
        form(table.plain or "*"),
        table.suffix or "",
        table.classifier or "",
    )


@dataclass(frozen=True, slots=True)
class ListException:
    """Another conjunction, before words that begin in some way."""

    conjunction: str
    before: tuple[str, ...]
    unless: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class ListRules:
    """What stands between the words of a list."""

    between: str
    """Between all but the last two."""
    conjunctions: Mapping[str, str]
    """Between the last two, with its spaces: ``and``, ``or``."""
    every: bool
    """Whether the conjunction stands before every word but the first."""
    exceptions: tuple[ListException, ...]


def list_rules(table: ListsTable) -> ListRules:
    """The rules of a table from which nothing is left out."""
    return ListRules(
        table.between or "",
        {"and": table.and_ or "", "or": table.or_ or ""},
        bool(table.every),
        tuple(
            ListException(each.conjunction, tuple(each.before), tuple(each.unless), each.words)
            for each in table.exceptions or ()
        ),
    )


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a language sorts."""

    ranks: Mapping[str, tuple[str, int]]
    """Letters of their own, with the letter that each follows and its place after it."""
    alike: Mapping[int, str | None]
    """What letters count as; nothing for signs that don't count."""
    article: str
    """An article at the beginning, which does not count."""
    by_reading: bool


def sorting(table: SortingTable) -> Sorting:
    """How a table sorts."""
    alike: dict[int, str | None] = {ord(sign): None for sign in table.ignored or ""}
    alike |= {ord(each): as_letter for as_letter, several in (table.alike or {}).items() for each in several}
    ranks = {letter: (group[0], place) for group in table.after or () for place, letter in enumerate(group) if place}
    return Sorting(ranks, alike, table.article or "", table.by == "reading")
