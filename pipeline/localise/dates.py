"""Dates as official papers print them: days and a language go in, words come out.

The names of months and days, the order of the parts and the words between them are rows of the language's file: CLDR's
interval formats abbreviate the month and have no prose. What houses print differently is a :class:`DateStyle`. Spaces
inside a date don't break. Every function is pure; none knows what day it is.

Arabic. A range reads from right to left: its first day stands at the right. Whether it does depends on what stands
before it (UAX #9): after an Arabic letter digits are Arabic numbers (rule W2), a hyphen between two of them takes the
paragraph's direction (N1), and the range reads rightly; at the head of a paragraph they are European numbers that the
hyphen joins (W4), and ``18-20`` runs from left to right, so that an Arabic reader meets 20 first. A right-to-left
mark (U+200F) after the hyphen gives the first order everywhere. A colon between two numbers of one kind joins them
in both cases (W4), so that 15:30 needs nothing, nor do the Latin letters and signs of UTC+2 (W7, N0, N1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from pipeline.findings import Unfit
from pipeline.findings.hints import near
from pipeline.languages import Language
from pipeline.languages.rules import DateRules, DateStyle

__all__ = [
    "NBSP",
    "DateStyle",
    "compact",
    "day",
    "each_day",
    "moment",
    "moments",
    "on",
    "prose",
    "style_for",
    "time",
    "times",
    "utc",
    "weekday",
]

NBSP = "\u00a0"
_LATIN = "latn"


def style_for(language: Language, settings: Mapping[str, str]) -> DateStyle:
    """The style of a language with a house's settings in it, by the names of :class:`DateStyle`'s fields.

    Raises Unfit for a name or a value that is not known.

    >>> from pipeline.languages import language_of
    >>> style = style_for(language_of("fr"), {"dash": "–"})
    >>> print(compact(date(2024, 6, 18), date(2024, 6, 20), language_of("fr"), style=style).replace(NBSP, " "))
    18–20 juin 2024
    """
    for name, value in settings.items():
        if name not in DateStyle.__slots__:
            raise Unfit("dates-setting-unknown", name=name, near=near(name, DateStyle.__slots__))
        known = {"digits": language.digits, "clock": _CLOCKS, "calendar": _CALENDARS}.get(name, {value})
        if value not in known:
            raise Unfit("dates-value-unknown", value=value, name=name, near=near(value, known))
    if "{year}" not in settings.get("year", "{year}"):
        raise Unfit("dates-year-place")
    # The first space of a dash or a year stands beside the date, and must not break.
    given = {name: value.replace(" ", NBSP, 1) for name, value in settings.items()}
    return replace(language.dates.style, **given)


_CLOCKS = frozenset({"usual", "digits"})
_COMMON = "common"
_CALENDARS = frozenset({"usual", _COMMON})


def _fill(pattern: str, **words: str) -> str:
    return pattern.replace("_", NBSP).format(**words)


def _running(rules: DateRules, pattern: str, **words: str) -> str:
    return rules.elided(_fill(pattern, **words))


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _ordered(start: date | datetime, end: date | datetime) -> tuple[date, date]:
    first, last = _date(start), _date(end)
    if last < first:
        raise ValueError(f"the last day, {last}, comes before the first, {first}")
    return first, last


@lru_cache(maxsize=64)
def _months(language: Language) -> tuple[str, ...]:
    return tuple(name.replace(" ", NBSP) for name in language.dates.months)


@dataclass(frozen=True, slots=True)
class _Setter:
    """The rules and the style of one call."""

    language: Language
    rules: DateRules
    style: DateStyle

    @property
    def digits(self) -> Mapping[int, str]:
        return self.language.digits[self.style.digits]

    def number(self, number: int | str) -> str:
        return str(number) if self.style.digits == _LATIN else str(number).translate(self.digits)

    def day_number(self, value: date) -> str:
        return self.number(self.rules.first_of_month if value.day == 1 else value.day)

    def day_month(self, value: date) -> str:
        month = _months(self.language)[value.month - 1]
        return _fill(self.rules.day_month, number=self.day_number(value), month=month)

    def year(self, value: date) -> str:
        return str(value.year) if self.style.calendar == _COMMON else self.rules.year_of(value)

    def whole(self, value: date, *, year: bool = True) -> str:
        words = self.day_month(value)
        if not year:
            return words
        printed = self.style.year.replace("{year}", self.number(self.year(value))).replace("_", NBSP)
        return _fill(self.rules.whole, date=words, year=printed)

    def ends(self, first: date, last: date, *, year: bool, months: bool = False) -> tuple[str, str]:
        """The two days of a range, one of them without what the other says too; with ``months`` both have theirs."""
        if self.year(first) != self.year(last):
            return self.whole(first), self.whole(last)
        full, short = (first, last) if self.rules.year_first else (last, first)
        whole = self.whole(full, year=year)
        part = self.day_month(short)
        if first.month == last.month and not months:
            part = _fill(self.rules.day, number=self.day_number(short))
        return (whole, part) if self.rules.year_first else (part, whole)

    def time(self, value: datetime) -> str:
        if self.style.clock == "digits":
            return self.number(f"{value.hour}:{value.minute:02}")
        return self.number(self.rules.time_words(value.hour, value.minute).replace("_", NBSP))

    def zoned(self, words: str, zone: str | None) -> str:
        return words + _fill(self.rules.zone, zone=zone) if zone else words


def _setter(language: Language, style: DateStyle | None) -> _Setter:
    rules = language.dates
    return _Setter(language, rules, style or rules.style)


def day(value: date | datetime, language: Language, *, year: bool = True, style: DateStyle | None = None) -> str:
    """A day.

    This and every function here raises ValueError, with a sentence for people, for a range that ends before it starts.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> from pipeline.text import plain
    >>> for each in six: print(plain(day(date(2024, 6, 1), each)).replace(NBSP, " "))
    1 حزيران/يونيه 2024
    1 June 2024
    1 de junio de 2024
    1er juin 2024
    1 июня 2024 года
    2024年6月1日
    """
    return _setter(language, style).whole(_date(value), year=year)


def weekday(value: date | datetime, language: Language, *, year: bool = True, style: DateStyle | None = None) -> str:
    """A day with its name.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> for each in six: print(weekday(date(2024, 6, 18), each).replace(NBSP, " "))
    الثلاثاء، 18 حزيران/يونيه 2024
    Tuesday, 18 June 2024
    martes, 18 de junio de 2024
    mardi 18 juin 2024
    вторник, 18 июня 2024 года
    2024年6月18日星期二
    """
    words = day(value, language, year=year, style=style)
    return _fill(language.dates.weekday, weekday=language.dates.weekdays[_date(value).weekday()], date=words)


def on(value: date | datetime, language: Language, *, style: DateStyle | None = None) -> str:
    """A single day in running text.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> for each in six: print(on(date(2024, 6, 20), each).replace(NBSP, " "))
    في 20 حزيران/يونيه 2024
    on 20 June 2024
    el 20 de junio de 2024
    le 20 juin 2024
    20 июня 2024 года
    2024年6月20日
    """
    return _running(language.dates, language.dates.on, date=day(value, language, style=style))


def compact(
    start: date | datetime,
    end: date | datetime,
    language: Language,
    *,
    year: bool = True,
    style: DateStyle | None = None,
) -> str:
    """A range of days for a heading or a list; a single day is that day.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> from pipeline.text import plain
    >>> def show(*ends):
    ...     for each in six: print(plain(compact(*ends, each)).replace(NBSP, " ").replace("\u200f", ""))
    >>> show(date(2024, 6, 18), date(2024, 6, 20))
    18-20 حزيران/يونيه 2024
    18–20 June 2024
    18-20 de junio de 2024
    18-20 juin 2024
    18–20 июня 2024 года
    2024年6月18日至20日
    >>> show(date(2024, 5, 30), date(2024, 6, 2))
    30 أيار/مايو - 2 حزيران/يونيه 2024
    30 May–2 June 2024
    30 de mayo-2 de junio de 2024
    30 mai-2 juin 2024
    30 мая — 2 июня 2024 года
    2024年5月30日至6月2日
    >>> show(date(2024, 12, 30), date(2025, 1, 1))
    30 كانون الأول/ديسمبر 2024 - 1 كانون الثاني/يناير 2025
    30 December 2024–1 January 2025
    30 de diciembre de 2024-1 de enero de 2025
    30 décembre 2024-1er janvier 2025
    30 декабря 2024 года — 1 января 2025 года
    2024年12月30日至2025年1月1日
    """
    first, last = _ordered(start, end)
    if first == last:
        return day(first, language, year=year, style=style)
    setter = _setter(language, style)
    same_month = (setter.year(first), first.month) == (setter.year(last), last.month)
    dash = setter.style.dash if same_month else setter.style.wide_dash
    return (dash.replace("_", NBSP) + setter.rules.mark).join(setter.ends(first, last, year=year))


def prose(start: date | datetime, end: date | datetime, language: Language, *, style: DateStyle | None = None) -> str:
    """A range of days in running text; a single day as :func:`on` has it.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> from pipeline.text import plain
    >>> def show(*ends):
    ...     for each in six: print(plain(prose(*ends, each)).replace(NBSP, " "))
    >>> show(date(2024, 6, 1), date(2024, 6, 3))
    من 1 إلى 3 حزيران/يونيه 2024
    from 1 to 3 June 2024
    del 1 al 3 de junio de 2024
    du 1er au 3 juin 2024
    с 1 по 3 июня 2024 года
    2024年6月1日至3日
    >>> show(date(2024, 5, 30), date(2024, 6, 2))
    من 30 أيار/مايو إلى 2 حزيران/يونيه 2024
    from 30 May to 2 June 2024
    del 30 de mayo al 2 de junio de 2024
    du 30 mai au 2 juin 2024
    с 30 мая по 2 июня 2024 года
    2024年5月30日至6月2日
    """
    first, last = _ordered(start, end)
    if first == last:
        return on(first, language, style=style)
    setter = _setter(language, style)
    before, after = setter.ends(first, last, year=True)
    return _running(setter.rules, setter.rules.prose, first=before, last=after)


def time(value: datetime, language: Language, *, zone: str | None = None, style: DateStyle | None = None) -> str:
    """A time of day, on the event's own clock; with the name of its zone, if one is given.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> for each in six: print(time(datetime(2024, 6, 20, 15, 30), each).replace(NBSP, " "))
    15:30
    3.30 p.m.
    15.30 horas
    15 h 30
    15 ч 30 мин
    下午3时30分
    """
    setter = _setter(language, style)
    return setter.zoned(setter.time(value), zone)


def times(
    start: datetime, end: datetime, language: Language, *, zone: str | None = None, style: DateStyle | None = None
) -> str:
    """A range of times on one day; with the name of their zone, if one is given.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> ends = datetime(2024, 6, 20, 10), datetime(2024, 6, 20, 13)
    >>> for each in six: print(times(*ends, each, zone="UTC+2").replace(NBSP, " "))
    من الساعة 10:00 إلى الساعة 13:00 (UTC+2)
    from 10 a.m. to 1 p.m. (UTC+2)
    de 10.00 horas a 13.00 horas (UTC+2)
    de 10 heures à 13 heures (UTC+2)
    с 10 ч 00 мин до 13 ч 00 мин (UTC+2)
    上午10时至下午1时（UTC+2）
    """
    setter = _setter(language, style)
    return setter.zoned(
        _running(setter.rules, setter.rules.times, first=setter.time(start), last=setter.time(end)), zone
    )


def utc(value: datetime) -> str:
    """The offset of a moment from universal time, the same in every language.

    Raises ValueError for a time that has no zone.

    >>> from datetime import timezone
    >>> for minutes in (120, 0, -210): print(utc(datetime(2024, 6, 20, tzinfo=timezone(timedelta(minutes=minutes)))))
    UTC+2
    UTC
    UTC−3:30
    """
    offset = value.utcoffset()
    if offset is None:
        raise ValueError(f"the time {value:%Y-%m-%d %H:%M} has no zone")
    if not offset:
        return "UTC"
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"UTC{'−' if offset < timedelta() else '+'}{hours}{f':{minutes:02}' if minutes else ''}"


def moment(
    value: datetime,
    language: Language,
    *,
    zone: str | None = None,
    running: bool = True,
    style: DateStyle | None = None,
) -> str:
    """A day and time in running text, as a deadline needs it, or without ``running`` after a label; with its zone.

    ``zone`` is the zone's name as it is to be printed ("heure de Genève"); without it, the offset from UTC.
    Raises ValueError for a time that has no zone, whether or not its name is given.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> from datetime import timezone
    >>> at = datetime(2024, 6, 20, 15, tzinfo=timezone(timedelta(hours=2)))
    >>> for each in six: print(moment(at, each).replace(NBSP, " "))
    في 20 حزيران/يونيه 2024، الساعة 15:00 (UTC+2)
    on 20 June 2024 at 3 p.m. (UTC+2)
    el 20 de junio de 2024 a las 15.00 horas (UTC+2)
    le 20 juin 2024 à 15 heures (UTC+2)
    20 июня 2024 года в 15 ч 00 мин (UTC+2)
    2024年6月20日下午3时（UTC+2）
    >>> print(moment(at, language_of("fr"), zone="heure de Genève").replace(NBSP, " "))
    le 20 juin 2024 à 15 heures (heure de Genève)
    >>> print(moment(at, language_of("en"), running=False).replace(NBSP, " "))
    20 June 2024 at 3 p.m. (UTC+2)
    """
    offset = utc(value)
    setter = _setter(language, style)
    words = _running(
        setter.rules,
        setter.rules.moment,
        on=(on if running else day)(value, language, style=style),
        at=setter.rules.at_words(value.hour).replace("_", NBSP),
        time=setter.time(value),
    )
    return setter.zoned(words, zone or offset)


def moments(
    start: datetime, end: datetime, language: Language, *, zone: str | None = None, style: DateStyle | None = None
) -> str:
    """From a day and time to another in running text; on one day, that day and the range of times.

    ``zone`` is the zone's name as it is to be printed; without it, the offset of the end from UTC.
    Raises ValueError for times that have no zone.

    >>> from pipeline.languages import language_of
    >>> six = [language_of(tag) for tag in ("ar", "en", "es", "fr", "ru", "zh")]
    >>> from datetime import timezone
    >>> geneva = timezone(timedelta(hours=2))
    >>> ends = datetime(2024, 6, 18, 10, tzinfo=geneva), datetime(2024, 6, 20, 13, tzinfo=geneva)
    >>> for each in six: print(moments(*ends, each).replace(NBSP, " "))
    من 18 حزيران/يونيه، الساعة 10:00، إلى 20 حزيران/يونيه 2024، الساعة 13:00 (UTC+2)
    from 18 June at 10 a.m. to 20 June 2024 at 1 p.m. (UTC+2)
    del 18 de junio a las 10.00 horas al 20 de junio de 2024 a las 13.00 horas (UTC+2)
    du 18 juin à 10 heures au 20 juin 2024 à 13 heures (UTC+2)
    с 10 ч 00 мин 18 июня до 13 ч 00 мин 20 июня 2024 года (UTC+2)
    2024年6月18日上午10时至6月20日下午1时（UTC+2）
    """
    offsets = utc(start), utc(end)
    first, last = _ordered(start, end)
    if end < start:
        raise ValueError(f"the end, {end:%Y-%m-%d %H:%M}, comes before the start, {start:%Y-%m-%d %H:%M}")
    setter = _setter(language, style)
    if first == last:
        hours = times(start, end, language, zone=zone or offsets[1], style=style)
        return _running(setter.rules, setter.rules.on_times, on=on(first, language, style=style), times=hours)
    before, after = setter.ends(first, last, year=True, months=True)
    # Clocks may have changed in between: the first time then has its own offset.
    own = None if zone or offsets[0] == offsets[1] else offsets[0]
    words = _running(
        setter.rules,
        setter.rules.moments,
        first=before,
        last=after,
        start=setter.zoned(setter.time(start), own),
        end=setter.time(end),
        at=setter.rules.at_words(start.hour).replace("_", NBSP),
        until=setter.rules.at_words(end.hour).replace("_", NBSP),
    )
    return setter.zoned(words, zone or offsets[1])


def each_day(start: date | datetime, end: date | datetime) -> tuple[date, ...]:
    """The days from the first to the last, both included."""
    start, end = _date(start), _date(end)
    return tuple(start + timedelta(days=n) for n in range((end - start).days + 1))
