"""What ``templates/<tag>/language.toml`` may hold, as pydantic models: every key may be left out.

What a file leaves out is its parent's, or CLDR's (:mod:`pipeline.languages.reading`). ``_`` in a pattern stands for a
space that does not break. ``docs/languages.md`` explains each key to the people who write these files.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from pipeline.checked import Table
from pipeline.languages.patterns import checked_day, checked_hours, checked_letters, places

Text = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(max_length=200)]
Source = Annotated[str, Field(max_length=2_000)]
Tokens = Annotated[str, Field(pattern=r"^[a-z]+( [a-z]+)*$")]


class TimeRow(Table):
    hours: Annotated[str, AfterValidator(checked_hours)] = "0-23"
    """Which hours it holds for: 0-11, or 12."""
    whole: bool = False
    """Whether it is for full hours alone."""
    words: Annotated[str, places(may=("hour", "hour12", "hour2", "minute", "minute1"))]
    """``{hour}`` is 0 to 23, ``{hour12}`` 1 to 12, ``{hour2}`` 00 to 23, ``{minute}`` 00 to 59, ``{minute1}`` 0 to 59.
    """


class AtRow(Table):
    hours: Annotated[str, AfterValidator(checked_hours)] = "0-23"
    words: Words


class ElisionRow(Table):
    words: Text
    """What stands before a number: the end of a pattern above."""
    numbers: Annotated[list[Annotated[str, Field(pattern=r"^[0-9.:]{1,8}$")]], Field(min_length=1)]
    """The numbers, days or times, that begin with a vowel when they are read: 8, 11."""
    put: Text
    """What the words become before them."""


class EraRow(Table):
    since: Annotated[date, BeforeValidator(checked_day)]
    """Its first day, by the calendar of everybody."""
    first: Annotated[int, Field(ge=1, le=9_999)] = 1
    """The number of the year that this day is in: 544 of the Buddhist era in year 1."""
    words: Annotated[str, places("year")]
    """A year of it: ``พ.ศ._{year}``, ``令和{year}``."""
    one: Text | None = None
    """Its first year, where that has no number: 令和元."""


class DatesTable(Table):
    source: Source | None = None
    """The manual and the section that these are from."""
    day: Annotated[str | None, places("number")] = None
    """A day inside a range of one month."""
    day_month: Annotated[str | None, places("number", "month")] = None
    whole: Annotated[str | None, places("date", "year")] = None
    """``{date}`` is a day and month."""
    weekday: Annotated[str | None, places("weekday", "date")] = None
    prose: Annotated[str | None, places("first", "last")] = None
    """A range of days in running text."""
    on: Annotated[str | None, places("date")] = None
    """A single day in running text."""
    times: Annotated[str | None, places("first", "last")] = None
    """A range of times of one day."""
    moment: Annotated[str | None, places("on", "time", may=("at",))] = None
    on_times: Annotated[str | None, places("on", "times")] = None
    moments: Annotated[str | None, places("first", "start", "last", "end", may=("at", "until"))] = None
    zone: Annotated[str | None, places("zone")] = None
    """What is added to a time."""
    dash: Text | None = None
    """Between two numbers: 18–20."""
    wide_dash: Text | None = None
    """Between ends of several words: 30 мая — 2 июня."""
    year: Annotated[str | None, places("year")] = None
    eras: Annotated[list[EraRow], Field(min_length=1)] | None = None
    """The eras that years are counted in, the oldest first; the common one where it is left out."""
    digits: Text | None = None
    """The name of the digits that dates are set in, of [digits]."""
    first_of_month: Text | None = None
    time: list[TimeRow] | None = None
    """The first row that holds for a time says it."""
    at: list[AtRow] | None = None
    """The words before a time, where they depend on its hour."""
    elisions: list[ElisionRow] | None = None
    """The words before a day or a time that are others before some: *dal 9*, *dall’8*."""
    months: Annotated[list[Text], Field(min_length=12, max_length=12)] | None = None
    weekdays: Annotated[list[Text], Field(min_length=7, max_length=7)] | None = None
    """From Monday."""
    year_first: bool | None = None
    """Whether of a range the last day is shortened, not the first."""
    mark: Words | None = None
    """What follows the dash of a range, for its direction."""


class NumbersTable(Table):
    source: Source | None = None
    digits: Text | None = None
    """The name of the digits, of [digits], that numbers, those of enclosures and of pages, lists and stamps are set in;
    0123456789 where it is not said. Dates have theirs."""
    rules: Annotated[str, Field(max_length=60_000)] | None = None
    """Rule sets: see :mod:`pipeline.languages.rbnf`."""
    cardinal: Text | None = None
    """The set of numbers in words."""
    ordinal: Text | None = None
    """The set of ordinals in words."""
    figures: Text | None = None
    """The set of ordinals in figures."""
    last: Annotated[int, Field(ge=1, le=999_999)] | None = None
    """The greatest number that is set in words, or as an ordinal in figures."""
    last_ordinal: Annotated[int, Field(ge=1, le=999_999)] | None = None
    """The greatest ordinal in words."""
    forms: list[Tokens] | None = None
    """The forms that templates may ask for, besides the plain one: numbers.session.words_feminine."""
    plain: Words | None = None
    """The form of a number that stands for itself."""
    suffix: Words | None = None
    """The ending of ordinals where houses differ: {suffix} in the rules."""
    classifier: Words | None = None
    """What is counted where no noun says it: {classifier} in the rules."""


class ExceptionRow(Table):
    conjunction: Literal["and", "or"]
    before: Annotated[list[Text], Field(min_length=1)]
    """How the next word begins."""
    unless: list[Text] = []
    """How it begins where it is no exception."""
    words: Text


class ListsTable(Table):
    source: Source | None = None
    between: Text | None = None
    """Between all but the last two."""
    and_: Annotated[Text | None, Field(alias="and")] = None
    or_: Annotated[Text | None, Field(alias="or")] = None
    every: bool | None = None
    """Whether the conjunction stands before every word but the first."""
    exceptions: list[ExceptionRow] | None = None


class LevelRow(Table):
    pattern: Annotated[str, places("mark")]
    counted: Annotated[str, Field(min_length=1, max_length=100)]
    """letters, roman, figures, or the letters of an alphabet."""


class MarkersTable(Table):
    source: Source | None = None
    levels: Annotated[list[LevelRow], Field(min_length=1)] | None = None
    enclosures: Annotated[str | None, Field(min_length=1, max_length=400), AfterValidator(checked_letters)] = None
    """The letters of enclosures that have letters for numbers, parted by spaces; A to Z, then AA, where it is left out.
    """


class PunctuationTable(Table):
    source: Source | None = None
    comma: Text | None = None
    """Between a venue's name and its address, and between two times."""
    semicolon: Text | None = None
    """Between two reasons."""
    opening: list[Annotated[str, Field(min_length=2, max_length=2)]] | None = None
    """Signs that open what another closes: ¿?"""


class SalutationsTable(Table):
    source: Source | None = None
    between: Text | None = None
    end: Words | None = None


class ContractionRow(Table):
    words: Text
    """What stands before a name."""
    put: Text
    """What becomes of it."""
    before: Text | None = None
    """The letters that the name begins with; any capital where it is left out."""


class CitiesTable(Table):
    source: Source | None = None
    contractions: list[ContractionRow] | None = None


Gender = Literal["masculine", "feminine", "neuter", "common"]


class NounsTable(Table):
    """The gender of what enclosures are called: what is counted says how many there are in it."""

    source: Source | None = None
    enclosure: Gender | None = None
    annex: Gender | None = None
    attachment: Gender | None = None
    appendix: Gender | None = None


class EndingRow(Table):
    ends: Text
    put: Words


class NamesTable(Table):
    """What CLDR's names of languages become in a phrase that says which language something is in."""

    source: Source | None = None
    endings: list[EndingRow] | None = None
    """The first row that fits a name changes its end."""
    languages: dict[str, Text] | None = None
    """What languages are called, by tag, where it is not as CLDR has it."""


class SortingTable(Table):
    source: Source | None = None
    after: list[Annotated[str, Field(min_length=2, max_length=12)]] | None = None
    """Letters of their own, each group with the letter that they follow: nñ."""
    alike: dict[Annotated[str, Field(min_length=1, max_length=1)], Text] | None = None
    """Letters that count as another: ا = "أإآ"."""
    ignored: Words | None = None
    """Signs that don't count."""
    article: Words | None = None
    """An article at the beginning, which does not count."""
    by: Literal["letters", "reading"] | None = None
    """By its letters, or by the reading that the table of States gives."""


class StatesTable(Table):
    source: Source | None = None
    names: Text | None = None
    """The column of the United Nations' names; without one, the names are CLDR's."""


class Rule(Table):
    rule: Literal[
        "quotes",
        "apostrophe",
        "space-before",
        "space-inside",
        "space-after-figure",
        "number-sign",
        "range",
        "dash",
        "full-width",
        "own-signs",
    ]
    source: Source | None = None
    """The section, where it is not the profile's."""
    outer: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    inner: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    marks: Annotated[list[Text], Field(min_length=2, max_length=2)] | None = None
    straight: Literal['"', "'"] = '"'
    by_turns: bool = False
    where: Literal["elision", "within", "decades", "plural"] | None = None
    signs: dict[
        Annotated[str, Field(min_length=1, max_length=1)], Annotated[str, Field(min_length=1, max_length=1)]
    ] = {}
    before: Text | None = None
    """The signs before which a space is put."""
    once: bool = False
    """Whether it is before one sign alone, not several."""
    put: Words | None = None
    sign: Text | None = None
    typed: bool = False
    """Whether a space is put only where one was typed."""
    script: Literal["Hani", "Arab", "Jpan"] | None = None


class ProfileTable(Table):
    source: Source
    rules: list[Rule]


class MentionsTable(Table):
    """How enclosures are mentioned in running text: regular expressions, that no regard to capitals is paid in."""

    source: Source | None = None
    enclosure: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    annex: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    attachment: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    appendix: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    prefix: str | None = None
    sign: str | None = None
    joints: str | None = None
    here: str | None = None
    belongs: str | None = None
    documents: str | None = None
    owner: str | None = None
    article: str | None = None
    counted: str | None = None
    counter: str | None = None
    spelt: Literal["cardinal", "ordinal"] | None = None
    """What stands in words after the noun."""
    spaces: bool | None = None
    """Whether spaces stand between words."""


class SaidTable(Table):
    """How running text says days besides the way in which they are set: what people type. Words are patterns."""

    source: Source | None = None
    locales: list[Annotated[str, Field(pattern=r"^[A-Za-z]+([_-][A-Za-z0-9]+)*$")]] | None = None
    """Further locales of CLDR whose names of months are in use."""
    ordinal: str | None = None
    """What may follow a day's number."""
    forms: list[Annotated[str, places(may=("d", "e", "m", "y"))]] | None = None
    """Further orders: ``{d}`` the day, ``{e}`` the last of several, ``{m}`` the month, ``{y}`` the year."""
    articles: str | None = None
    """What may stand between the name of a day and the day."""
    held: str | None = None
    """What says that an event takes place, between it and its days."""
    until: str | None = None
    """What stands right before the last day for something."""
    until_after: str | None = None
    """The same right after it."""


class WrittenTable(Table):
    """Words that checks of texts know. Lists are parted by ``|``."""

    source: Source | None = None
    small: str | None = None
    """Words that nobody writes twice in a row but by mistake."""
    twice: str | None = None
    """Words that may stand twice in a row, in a language in which no other word of a letter does: a relative clause may
    begin with the article that follows, a pronoun may be an object beside another, and what is borrowed may be spelt by
    the names of its letters. A language without them doubles words as it likes, as Turkish and Swahili do, or verbs
    where two clauses meet, as Dutch does."""
    doubled: str | None = None
    """The same where words don't stand apart, as a pattern."""
    compliments: str | None = None
    """What a note verbale begins with, as a pattern."""
    assurances: str | None = None
    """What it ends with."""


class MessageTable(Table):
    """What stands before the lines of a message's head."""

    source: Source | None = None
    from_: Annotated[Text | None, Field(alias="from")] = None
    to: Text | None = None
    cc: Text | None = None
    date: Text | None = None
    subject: Text | None = None
    attachments: Text | None = None


class StampTable(Table):
    font: Text | None = None
    """A family, where the house names none for the language."""


class SignedRow(Table):
    by: Text
    on: Text
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    """A hash of the row as it was when it was signed: one that has changed since awaits review again."""
    examples: list[Source] = []
    """What it set then."""


class LanguageTable(Table):
    inherits: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = None
    """The language that is asked for what this file does not say; of pt-BR it is pt."""
    dates: DatesTable = DatesTable()
    digits: dict[str, Annotated[str, Field(min_length=10, max_length=10)]] = {}
    """Ten digits, from zero, by their CLDR name: those that dates may be set in."""
    numbers: NumbersTable = NumbersTable()
    lists: ListsTable = ListsTable()
    markers: MarkersTable = MarkersTable()
    punctuation: PunctuationTable = PunctuationTable()
    salutations: SalutationsTable = SalutationsTable()
    cities: CitiesTable = CitiesTable()
    nouns: NounsTable = NounsTable()
    names: NamesTable = NamesTable()
    states: StatesTable = StatesTable()
    sorting: SortingTable = SortingTable()
    typography: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], ProfileTable] = {}
    """The house profiles; the first is the usual one."""
    mentions: MentionsTable = MentionsTable()
    said: SaidTable = SaidTable()
    written: WrittenTable = WrittenTable()
    message: MessageTable = MessageTable()
    stamp: StampTable = StampTable()
    reviewed: dict[str, SignedRow] = {}
    """Who read a row and found it right, by its key: "dates.prose"."""
