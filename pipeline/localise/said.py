"""Running text and its language go in, days and times that it says come out: :mod:`pipeline.localise.dates` backwards.

The patterns are made of what that module sets, so that a language whose dates can be set can be read; what people type
otherwise is in the language's file, under ``[said]``, and the names of months of other countries are CLDR's. A number
that is no day of the month that follows it is not read: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from unicodedata import decimal

from babel import Locale, UnknownLocaleError

from pipeline.languages import Language
from pipeline.localise import dates
from pipeline.localise.eras import Eras

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\t\n\r"), " ")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u00ad"))


class _Even(dict[int, int | str | None]):
    """A table for ``str.translate`` that makes the figures of every script the usual ones; a sign is looked up once."""

    def __missing__(self, sign: int) -> int | str:
        figure = decimal(chr(sign), None)
        self[sign] = kept = sign if figure is None else str(figure)
        return kept


_ONE = _Even({**_SPACES, **_UNSEEN})
_DASH = r"\s*[-\u2010-\u2015\u2212~～〜至]\s*"
_ALEFS = dict.fromkeys(map(ord, "أإآ"), "ا")
"""Arabic is typed with and without the sign over alef."""
_CHINESE = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SPELT = re.compile(
    r"(?:[〇零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九]?十?[一二三四五六七八九十](?=[年月日至]))"
)
_FIRST, _LAST, _YEAR = (8, 15), (9, 17), 2033
"""Days whose numbers are in no other, which are set to learn how a language sets days."""
_LEAP = 2024
"""Stands for a year that is not known."""
_NEAR, _CLAUSE = 24, 60
"""How far from a day its name may stand, and what says that it is the last for something; in characters."""


@dataclass(frozen=True, slots=True)
class Said:
    """A day or a range of days that a text says."""

    typed: str
    start: int
    end: int
    """Where, in the text as :func:`even` has it."""
    first: tuple[int, int]
    """Month and day."""
    last: tuple[int, int]
    """The same as the first for a single day."""
    year: int | None
    """None where the text does not say it."""
    weekday: int | None = None
    """Of the first day, from Monday, 0, where its name stands beside it."""

    def days(self, year: int) -> tuple[date, date]:
        """The first and the last day; ``year`` is that of days that have none. Raises ValueError for no such day."""
        own = self.year or year
        return date(own, *self.first), date(own, *self.last)


def even(words: str) -> str:
    """The words with one kind of space and of figures, and without what is not seen, as days are looked for in them.

    >>> even("18\u00a0juin ٢٠٢٤"), even("ថ្ងៃទី១៨ ๒๕๖๗")
    ('18 juin 2024', 'ថ្ងៃទី18 2567')
    """
    return words.translate(_ONE)


@lru_cache(maxsize=8192)
def days(words: str, language: Language | None) -> tuple[Said, ...]:
    """All days of a text, in order; of one that stands in another, the longest.

    >>> from pipeline.languages import language_of
    >>> for words, language in (
    ...     ("mardi 18 juin 2024", "fr"), ("from 18 to 20 June 2024", "en"), ("June 18, 2024", "en"),
    ...     ("18–20 июня 2024 года", "ru"), ("١٨ يونيو ٢٠٢٤", "ar"), ("2024年6月18日至20日", "zh"),
    ...     ("del 30 de mayo al 2 de junio de 2024", "es"), ("三十日内", "zh"), ("30 février 2024", "fr"),
    ... ):
    ...     found = days(words, language_of(language))
    ...     print([(f"{each.first} {each.last} {each.year}", each.weekday) for each in found])
    [('(6, 18) (6, 18) 2024', 1)]
    [('(6, 18) (6, 20) 2024', None)]
    [('(6, 18) (6, 18) 2024', None)]
    [('(6, 18) (6, 20) 2024', None)]
    [('(6, 18) (6, 18) 2024', None)]
    [('(6, 18) (6, 20) 2024', None)]
    [('(5, 30) (6, 2) 2024', None)]
    []
    []
    """
    if language is None:
        return ()
    reading = _reading(language)
    text = even(words)
    if not language.spaced:
        text = _SPELT.sub(_figures, text)
    seen = text.translate(_ALEFS)
    if not reading.any_month.search(seen):
        return ()
    found = [said for pattern in reading.patterns for match in pattern.finditer(seen) if (said := reading.said(match))]
    found.sort(key=lambda each: (each.start, -each.end))
    alone: list[Said] = []
    for each in found:
        if not alone or each.start >= alone[-1].end:
            alone.append(each)
    return tuple(reading.with_weekdays(each, text, seen) for each in alone)


@dataclass(frozen=True, slots=True)
class _Reading:
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    patterns: Sequence[re.Pattern[str]]
    any_month: re.Pattern[str]
    """What a text without it has no day for."""
    before: re.Pattern[str]
    after: re.Pattern[str]
    """The name of a day before and after it."""
    eras: Eras

    def said(self, match: re.Match[str]) -> Said | None:
        groups = match.groupdict()
        months = [self._month(groups.get(name)) for name in ("m", "n")]
        last_month = months[1] or months[0]
        first_month = months[0] or last_month
        if not first_month or not last_month:
            return None
        first = int(groups["d"])
        last = int(groups.get("e") or first)
        typed = groups.get("y")
        year = self.eras.year(typed) if typed else None
        if typed and year is None:
            return None
        said = Said(match[0].strip(), match.start(), match.end(), (first_month, first), (last_month, last), year)
        try:
            one, other = said.days(_LEAP)
        except ValueError:
            return None
        return said if one <= other else None

    def with_weekdays(self, said: Said, text: str, seen: str) -> Said:
        """The same with the names of days that stand beside its ends, in the ``text`` as it is ``seen``."""
        start, end, weekday = said.start, said.end, None
        if found := self.before.search(seen[max(0, start - _NEAR) : start]):
            weekday, start = self._weekday(found), start - len(found[0])
        elif said.first == said.last and (found := self.after.match(seen[end : end + _NEAR])):
            weekday, end = self._weekday(found), end + len(found[0])
        return replace(said, typed=text[start:end].strip(), start=start, end=end, weekday=weekday)

    def _weekday(self, found: re.Match[str]) -> int:
        return self.weekdays[_key(found["w"])]

    def _month(self, name: str | None) -> int | None:
        if not name:
            return None
        if name.isdigit():
            return int(name) if 1 <= int(name) <= 12 else None
        return self.months[_key(name)]


@lru_cache(maxsize=64)
def _reading(language: Language) -> _Reading:
    typed = language.table.said
    own = _own_months(language)
    figures = all(name.isdigit() for name in own)
    months = {_key(name): number for number, name in enumerate(own, start=1)} if not figures else {}
    if not figures:
        for locale in (language.tag, *(typed.locales or ())):
            months |= {name: month for name, month in _named(locale, "months").items() if name not in months}
        months |= {part: month for name, month in list(months.items()) for part in name.split("/") if "/" in name}
    weekdays = _named(language.tag, "days")
    names = r"\d{1,2}" if figures else _any(months, r"\.?")
    ordinal = f"(?:{typed.ordinal})?" if typed.ordinal else ""
    set_so = [_learnt(form, own) for form in _set(language)]
    forms = dict.fromkeys([*set_so, *(_typed(form) for form in typed.forms or ())])
    longest = sorted(forms, key=lambda form: (-form.count("\x00"), -len(form)))
    apart = " " in even(dates.day(date(_YEAR, *_FIRST), language))
    eras = Eras.of(language)
    patterns = tuple(
        re.compile(_pattern(form, names, ordinal, eras.pattern, apart=apart), re.IGNORECASE) for form in longest
    )
    day, no_word = _any(weekdays, r"\.?"), r"(?!\w)" if apart else ""
    return _Reading(
        months,
        weekdays,
        patterns,
        re.compile(_any(months, "") if months else r"\d", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<w>{day})[,،]?\s*(?:(?:{typed.articles or '(?!)'})\s+)?$", re.IGNORECASE),
        re.compile(rf"\s*[(（,،]?\s*(?P<w>{day}){no_word}", re.IGNORECASE),
        eras,
    )


def _set(language: Language) -> Iterator[str]:
    """A day and ranges of days as the program sets them, with and without a year."""
    start, near, far = date(_YEAR, *_FIRST), date(_YEAR, _FIRST[0], _LAST[1]), date(_YEAR, *_LAST)
    common = replace(language.dates.style, calendar="common")
    yield from (dates.day(start, language, year=year, style=common) for year in (True, False))
    for end in (near, far):
        yield from (dates.compact(start, end, language, year=year, style=common) for year in (True, False))
        yield dates.prose(start, end, language, style=common)


def _own_months(language: Language) -> list[str]:
    """The names of the months as dates have them: what differs between the same day of each."""
    set_so = [even(dates.day(date(2001, month, 28), language, year=False)) for month in range(1, 13)]
    begin = next(at for at, signs in enumerate(zip(*set_so, strict=False)) if len(set(signs)) > 1)
    turned = [words[::-1] for words in set_so]
    end = next(at for at, signs in enumerate(zip(*turned, strict=False)) if len(set(signs)) > 1)
    return [words[begin : len(words) - end] for words in set_so]


def _named(locale: str, what: str) -> dict[str, int]:
    """The names of months or of days in CLDR, whole and shortened, by which they are."""
    found: dict[str, int] = {}
    with suppress(UnknownLocaleError, ValueError):
        names = getattr(Locale.parse(locale.replace("-", "_")), what)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    plain = _key(even(name))
                    if not any(map(str.isdigit, plain)):
                        found.setdefault(plain, number)
    return found


def until(words: str, language: Language | None) -> list[Said]:
    """The days of a text by which something is to be done, as the words right before them say: *no later than*.

    >>> from pipeline.languages import language_of
    >>> for words, language in (
    ...     ("no later than 1 June 2024", "en"), ("au plus tard le 1er juin 2024", "fr"), ("before the meeting", "en"),
    ...     ("请于2024年6月1日前答复", "zh"), ("в срок до 1 июня 2024 года", "ru"),
    ... ):
    ...     print([each.first for each in until(words, language_of(language))])
    [(6, 1)]
    [(6, 1)]
    []
    [(6, 1)]
    [(6, 1)]
    """
    if language is None:
        return []
    before, after = _until(language)
    text = even(words)
    found = []
    for each in days(words, language):
        ahead, behind = text[max(0, each.start - _CLAUSE) : each.start], text[each.end : each.end + _NEAR]
        if (before and before.search(ahead)) or (after and after.match(behind)):
            found.append(each)
    return found


@lru_cache(maxsize=64)
def _until(language: Language) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    before, after = language.table.said.until, language.table.said.until_after
    return (
        re.compile(rf"(?:{before})[\s:،,]*$", re.IGNORECASE) if before else None,
        re.compile(rf"\s*(?:{after})", re.IGNORECASE) if after else None,
    )


def held(words: str, language: Language | None) -> bool:
    """Whether words between an event and its days say that it takes place then: *will be held from*.

    >>> from pipeline.languages import language_of
    >>> [held(words, language_of("en")) for words in (", ", " will be held on ", " was reported on ", " (")]
    [True, True, False, True]
    """
    return language is not None and _held(language).fullmatch(even(words)) is not None


@lru_cache(maxsize=64)
def _held(language: Language) -> re.Pattern[str]:
    said = language.table.said.held or "(?!)"
    signs = r"[\s,،，:：;；(（\[–—-]*"
    return re.compile(rf"{signs}(?:(?:{said}){signs})?(?:\w{{1,4}}{signs}){{0,2}}", re.IGNORECASE)


def time_at(words: str, start: int, language: Language | None) -> tuple[str, int, int] | None:
    """The time of day that stands there, after a word or two, with its hour and its minute; None where there is none.

    >>> told = ((" à 15 h 30.", "fr"), (" at 3.30 p.m.", "en"), ("下午3时30分", "zh"), (", 15:30", "ru"))
    >>> from pipeline.languages import language_of
    >>> for words, language in told: print(time_at(words, 0, language_of(language)))
    ('15 h 30', 15, 30)
    ('3.30 p.m.', 15, 30)
    ('下午3时30分', 15, 30)
    ('15:30', 15, 30)
    """
    if language is None:
        return None
    known = _times(language)
    clause = re.split(r"[;!?。；]|\.\s", even(words)[start : start + 2 * _NEAR])[0]
    for begin in range(min(len(clause), _NEAR)):
        if begin and clause[begin - 1].isdigit():
            continue
        if begin and clause[begin].isalpha() and clause[begin - 1].isalpha() and clause[begin].isascii():
            continue
        for end in range(min(len(clause), begin + _NEAR), begin, -1):
            if end < len(clause) and clause[end].isalnum() and clause[end - 1].isdigit():
                continue
            if time := known.get(_tight(clause[begin:end])):
                typed = clause[begin:end].strip()
                return typed.removesuffix(".") if typed[-2:-1].isdigit() else typed, *time
        if clause[begin].isdigit():
            return None
    return None


def times(words: str, language: Language | None) -> list[tuple[int, int, int, int]]:
    """All times of a text with their hours and minutes: where each begins and ends, in the text as :func:`even` has it.

    >>> from pipeline.languages import language_of
    >>> [each[2:] for each in times("de 10 heures à 13 heures, puis à 15 h 30", language_of("fr"))]
    [(10, 0), (13, 0), (15, 30)]
    >>> [each[2:] for each in times("from 10 a.m. to 3.30 p.m., in 2024", language_of("en"))]
    [(10, 0), (15, 30)]
    """
    if language is None or not any(map(str.isdigit, words)):
        return []
    found = ((match, _time_of(_tight(match[0]), language)) for match in _clock(language).finditer(even(words)))
    return [(match.start(), match.end(), *time) for match, time in found if time]


@lru_cache(maxsize=4096)
def _time_of(tight: str, language: Language) -> tuple[int, int] | None:
    """The time that is set so, or typed in figures: one of the two halves of a day."""
    hour, minute = (int(number) for number in (*re.findall(r"\d+", tight), "0")[:2])
    if hour > 23 or minute > 59:
        return None
    if re.fullmatch(r"\d+[:h]\d+", tight):
        return hour, minute
    halves = ((hour + half) % 24 for half in (0, 12))
    return next(((each, minute) for each in halves if _tight(_time(each, minute, language)) == tight), None)


def _time(hour: int, minute: int, language: Language) -> str:
    return dates.time(datetime(_LEAP, 1, 1, hour, minute), language)


@lru_cache(maxsize=64)
def _clock(language: Language) -> re.Pattern[str]:
    """What times look like: those that the program sets, with any figures."""
    looks = {"\\d{1,2}\\s?[:hH]\\s?\\d\\d"}
    for hour, minute in (
        (9, 5),
        (9, 15),
        (9, 0),
        (12, 0),
        (21, 15),
        (21, 0),
        (0, 15),
        (3, 0),
        (15, 0),
        (13, 5),
        (1, 0),
    ):
        words = re.escape(even(dates.time(datetime(_LEAP, 1, 1, hour, minute), language))).replace("\\ ", "\\s*")
        if re.search(r"\d", words):
            looks.add(re.sub(r"\d+", r"\\d{1,2}", words))
    longest = sorted(looks, key=len, reverse=True)
    return re.compile(rf"(?<![\d.:/])(?:{'|'.join(longest)})(?![\d:])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _times(language: Language) -> Mapping[str, tuple[int, int]]:
    """All times of a day as the program sets them, and as most people do."""
    known: dict[str, tuple[int, int]] = {}
    for hour in range(24):
        for minute in range(60):
            own = _tight(_time(hour, minute, language))
            for each in (own, f"{hour}:{minute:02}", f"{hour:02}:{minute:02}", f"{hour}h{minute:02}"):
                known.setdefault(each, (hour, minute))
    return known


def _tight(words: str) -> str:
    """A time without spaces and points, but for the one between hours and minutes."""
    return re.sub(r"[\s.]", "", re.sub(r"(?<=\d)\.(?=\d)", ":", even(words))).casefold()


# --- patterns ------------------------------------------------------------------------------------


def _learnt(words: str, months: Sequence[str]) -> str:
    """What was set, with marks in the place of its numbers and months: ``\\x00`` and the name of a group."""
    text = even(words)
    names = [(months[_FIRST[0] - 1], months[_LAST[0] - 1])]
    for first, last in names:
        text = re.sub(rf"{re.escape(first)}(?!\d)", "\x00m", text) if not first.isdigit() else text
        text = re.sub(rf"{re.escape(last)}(?!\d)", "\x00n", text) if not last.isdigit() else text
        text = re.sub(rf"(?<!\d){first}(?!\d)", "\x00m", text) if first.isdigit() else text
        text = re.sub(rf"(?<!\d){last}(?!\d)", "\x00n", text) if last.isdigit() else text
    text = text.replace(str(_FIRST[1]), "\x00d", 1).replace(str(_LAST[1]), "\x00e", 1)
    text = text.replace(str(_YEAR), "\x00y", 1)
    end = max(text.rfind("\x00"), 0) + 2
    while end < len(text) and not text[end].isspace() and not text[end].isascii():
        end += 1  # the sign of a day in Chinese
    return text[text.find("\x00") : end]


def _typed(form: str) -> str:
    return re.sub(r"\{(\w)\}", "\x00\\1", form)


def _pattern(form: str, months: str, ordinal: str, years: str, *, apart: bool) -> str:
    """A pattern of a form; ``apart`` where words stand apart from each other."""
    groups = {
        "d": rf"(?<!\d)(?P<d>\d{{1,2}})(?!\d){ordinal}",
        "e": rf"(?<!\d)(?P<e>\d{{1,2}})(?!\d){ordinal}",
        "m": rf"(?P<m>{months})(?:\s?/\s?(?:{months}))?" if apart else rf"(?<!\d)(?P<m>{months})",
        "n": rf"(?P<n>{months})(?:\s?/\s?(?:{months}))?" if apart else rf"(?<!\d)(?P<n>{months})",
        "y": rf"(?P<y>{years})(?!\d)",
    }
    pattern = ""
    for piece in re.split(r"(\x00\w)", form.translate(_ALEFS)):
        if piece.startswith("\x00"):
            pattern += groups[piece[1]]
        elif re.fullmatch(r"\s*[-\u2010-\u2015\u2212至]\s*", piece):
            pattern += _DASH
        else:
            between = r"\s+".join(map(re.escape, re.split(r"\s+", piece)))
            between = re.sub(r"[-–—至]", lambda _dash: _DASH, between.replace(r"\-", "-"))
            pattern += between if apart else rf"\s?{between}\s?"
    before = r"(?<![\w/.,:])" if apart else r"(?<![\d/])"
    return before + pattern + (r"(?!\w)" if apart else "")


def _any(names: Mapping[str, object], end: str) -> str:
    longest = sorted(names, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, name.split())) + end for name in longest)


def _key(name: str) -> str:
    """A name of a month or a day as it is looked up."""
    return " ".join(name.casefold().rstrip(".").split()).translate(_ALEFS)


def _figures(match: re.Match[str]) -> str:
    signs = match[0]
    if len(signs) == 4:
        return "".join(str(_CHINESE[sign]) for sign in signs)
    tens, ten, ones = signs.partition("十")
    if not ten:
        return str(_CHINESE[signs])
    return str((_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0))
