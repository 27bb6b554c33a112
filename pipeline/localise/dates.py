"""Dates as official papers print them: days and a language go in, words come out.

The names of months and days are CLDR's, read through Babel. The order of the parts and the words between
them are the rows of :data:`RULES`: CLDR's interval formats abbreviate the month and have no prose, so they are not
used. Spaces inside a date don't break. Every function is pure; none knows what day it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import Locale

from pipeline.text import raised

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class DateRules:
    """How one language sets its dates. ``_`` in a pattern stands for a space that does not break.

    A range leaves out of its first day what the last day says too: ``{first}`` is then ``18``, ``30 mai`` or
    the whole day.
    """

    day_month: str
    """``{day}`` and ``{month}``."""
    year: str
    """``{date}``, a day and month, and ``{year}``."""
    weekday: str
    """``{weekday}`` and ``{date}``."""
    compact: str
    """For headings: ``{first}`` and ``{last}``."""
    prose: str
    """In running text: ``{first}`` and ``{last}``."""
    on: str
    """A single day in running text: ``{date}``."""
    first_of_month: str
    """How the first day of a month is printed; may carry marks."""
    time: Callable[[int, int], str]
    times: str
    """``{first}`` and ``{last}``."""
    source: str


def _time_french(hour: int, minute: int) -> str:
    if minute:
        return f"{hour}{NBSP}h{NBSP}{minute:02}"
    return f"{hour}{NBSP}heure{'s' if hour > 1 else ''}"


def _time_english(hour: int, minute: int) -> str:
    if (hour, minute) == (12, 0):
        return "noon"
    half = "a.m." if hour < 12 else "p.m."
    return f"{(hour - 1) % 12 + 1}{f'.{minute:02}' if minute else ''}{NBSP}{half}"


RULES: dict[str, DateRules] = {
    "en": DateRules(
        day_month="{day}_{month}",
        year="{date}_{year}",
        weekday="{weekday}, {date}",
        compact="{first}–{last}",
        prose="from {first} to {last}",
        on="on {date}",
        first_of_month="1",
        time=_time_english,
        times="from {first} to {last}",
        source="United Nations Editorial Manual, dates and times: day, month, year; a.m., p.m. and noon",
    ),
    "fr": DateRules(
        day_month="{day}_{month}",
        year="{date}_{year}",
        weekday="{weekday} {date}",
        compact="{first}-{last}",
        prose="du_{first} au_{last}",
        on="le_{date}",
        first_of_month=f"1{raised('er')}",
        time=_time_french,
        times="de_{first} à_{last}",
        source="Imprimerie nationale, Lexique des règles typographiques: dates, heures; 1er alone is an ordinal",
    ),
}
"""The languages that dates can be set in. A further language is a further row."""


def _fill(pattern: str, **words: str) -> str:
    return pattern.replace("_", NBSP).format(**words)


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _day_month(value: date, language: str) -> str:
    rules = RULES[language]
    month = Locale.parse(language).months["format"]["wide"][value.month]
    return _fill(rules.day_month, day=_day_number(value, rules), month=month)


def _day_number(value: date, rules: DateRules) -> str:
    return rules.first_of_month if value.day == 1 else str(value.day)


def day(value: date | datetime, language: str, *, year: bool = True) -> str:
    """A day.

    >>> from pipeline.text import plain
    >>> for language in RULES: print(plain(day(date(2024, 6, 1), language)).replace(NBSP, " "))
    1 June 2024
    1er juin 2024
    """
    value = _date(value)
    words = _day_month(value, language)
    return _fill(RULES[language].year, date=words, year=str(value.year)) if year else words


def weekday(value: date | datetime, language: str, *, year: bool = True) -> str:
    """A day with its name.

    >>> for language in RULES: print(weekday(date(2024, 6, 18), language).replace(NBSP, " "))
    Tuesday, 18 June 2024
    mardi 18 juin 2024
    """
    name = Locale.parse(language).days["format"]["wide"][_date(value).weekday()]
    return _fill(RULES[language].weekday, weekday=name, date=day(value, language, year=year))


def on(value: date | datetime, language: str) -> str:
    """A single day in running text.

    >>> for language in RULES: print(on(date(2024, 6, 20), language).replace(NBSP, " "))
    on 20 June 2024
    le 20 juin 2024
    """
    return _fill(RULES[language].on, date=day(value, language))


def _ends(start: date, end: date, language: str, *, year: bool) -> tuple[str, str]:
    last = day(end, language, year=year or start.year != end.year)
    if start.year != end.year:
        return day(start, language), last
    if start.month != end.month:
        return _day_month(start, language), last
    return _day_number(start, RULES[language]), last


def compact(start: date | datetime, end: date | datetime, language: str, *, year: bool = True) -> str:
    """A range of days for a heading or a list; a single day is that day.

    >>> def show(*ends): print(*(compact(*ends, language).replace(NBSP, " ") for language in RULES), sep=" | ")
    >>> show(date(2024, 6, 18), date(2024, 6, 20))
    18–20 June 2024 | 18-20 juin 2024
    >>> show(date(2024, 5, 30), date(2024, 6, 2))
    30 May–2 June 2024 | 30 mai-2 juin 2024
    >>> show(date(2024, 12, 30), date(2025, 1, 2))
    30 December 2024–2 January 2025 | 30 décembre 2024-2 janvier 2025
    >>> show(date(2024, 6, 20), date(2024, 6, 20))
    20 June 2024 | 20 juin 2024
    """
    start, end = _date(start), _date(end)
    if start == end:
        return day(start, language, year=year)
    first, last = _ends(start, end, language, year=year)
    return _fill(RULES[language].compact, first=first, last=last)


def prose(start: date | datetime, end: date | datetime, language: str) -> str:
    """A range of days in running text; a single day as :func:`on` has it.

    >>> from pipeline.text import plain
    >>> def show(*ends): print(*(plain(prose(*ends, language)).replace(NBSP, " ") for language in RULES), sep=" | ")
    >>> show(date(2024, 6, 1), date(2024, 6, 3))
    from 1 to 3 June 2024 | du 1er au 3 juin 2024
    >>> show(date(2024, 5, 30), date(2024, 6, 2))
    from 30 May to 2 June 2024 | du 30 mai au 2 juin 2024
    >>> show(date(2024, 6, 20), date(2024, 6, 20))
    on 20 June 2024 | le 20 juin 2024
    """
    start, end = _date(start), _date(end)
    if start == end:
        return on(start, language)
    first, last = _ends(start, end, language, year=True)
    return _fill(RULES[language].prose, first=first, last=last)


def time(value: datetime, language: str) -> str:
    """A time of day, on the event's own clock.

    >>> for language in RULES: print(time(datetime(2024, 6, 20, 15, 30), language).replace(NBSP, " "))
    3.30 p.m.
    15 h 30
    """
    return RULES[language].time(value.hour, value.minute)


def times(start: datetime, end: datetime, language: str) -> str:
    """A range of times on one day.

    >>> ends = datetime(2024, 6, 20, 15), datetime(2024, 6, 20, 18)
    >>> for language in RULES: print(times(*ends, language).replace(NBSP, " "))
    from 3 p.m. to 6 p.m.
    de 15 heures à 18 heures
    """
    return _fill(RULES[language].times, first=time(start, language), last=time(end, language))


def each_day(start: date | datetime, end: date | datetime) -> tuple[date, ...]:
    """The days from the first to the last, both included."""
    start, end = _date(start), _date(end)
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))
