"""What CLDR says of days and times: a language of Babel goes in, rows of ``[dates]`` come out.

Patterns are those of Unicode Technical Standard 35, Part 4, “Date Format Patterns”: letters stand for fields, ``''``
for an apostrophe, and what is quoted for itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from babel import Locale


def dates(of: Locale) -> dict[str, Any]:
    """The rows of ``[dates]``, but for its digits.

    >>> rows = dates(Locale.parse("th"))
    >>> rows["day_month"], rows["whole"], rows["weekday"]
    ('{number}_{month}', '{date}_ค.ศ._{year}', '{weekday}ที่ {date}')
    """
    full, long = (of.date_formats[name].pattern for name in ("full", "long"))
    short = of.datetime_skeletons["MMMMd"].pattern if "MMMMd" in of.datetime_skeletons else ""
    day_month = _words(short, of)
    whole = _words(long, of)
    if not day_month or day_month not in whole:
        stretch = re.search(r"\{number\}.*\{month\}|\{month\}.*\{number\}", whole)
        day_month = stretch[0] if stretch else "{number} {month}"
    whole = whole.replace(day_month, "{date}")
    if "{date}" not in whole or "{year}" not in whole:
        whole = "{date} {year}"
    number = re.search(r"\{number\}[^\s{,]*", day_month)
    numeric = bool(short) and not re.search("MMM|LLL", short)
    # Letters of their own say that a name is as it is by itself.
    months = of.months["stand-alone" if "L" in _fields(long) else "format"]["wide"]
    days = of.days["stand-alone" if "c" in _fields(full) else "format"]["wide"]
    return {
        "day": number[0] if number else "{number}",
        "day_month": day_month.replace(" ", "_"),
        "whole": whole.replace(" ", "_"),
        "weekday": _weekday(_words(full, of), _words(long, of)),
        "prose": "{first} – {last}",
        "on": "{date}",
        "times": "{first}–{last}",
        "moment": "{on}, {time}",
        "on_times": "{on}, {times}",
        "moments": "{first}, {start} – {last}, {end}",
        "zone": " ({zone})",
        "dash": "–",
        "wide_dash": "_– ",
        "time": times(of),
        **_names("months", [str(each) if numeric else str(months[each]) for each in range(1, 13)]),
        **_names("weekdays", [str(days[day]) for day in range(7)]),
        "year_first": whole.startswith("{year}"),
    }


_NO_NAMES = {"months": "M01", "weekdays": "Mon"}
"""How names begin that are no language's: what CLDR's root has where nobody has given any."""


def _names(row: str, names: list[str]) -> dict[str, list[str]]:
    """A row of names; none where CLDR has none."""
    return {} if names[0] == _NO_NAMES[row] else {row: names}


def times(of: Locale) -> list[dict[str, Any]]:
    """The rows of times: one for each part of the day that the language's pattern names.

    >>> times(Locale.parse("da")), times(Locale.parse("am"))[1]["words"], len(times(Locale.parse("zh_Hant")))
    ([{'words': '{hour2}.{minute}'}], '{hour12}:{minute}_ከሰዓት', 6)
    """
    words = re.sub("[ \u202f\u00a0]", "_", _words(of.time_formats["short"].pattern, of))
    if "{half}" not in words and "{part}" not in words:
        return [{"words": words}]
    part = [_half(hour) if "{half}" in words else _part(hour, of) for hour in range(24)]
    named = _named(of, {*part})
    if named is None:
        return [{"words": "{hour2}:{minute}"}]
    rows = []
    for name, hours in groupby(range(24), lambda hour: named[part[hour]]):
        first, *_others, last = (*hours,) * 2
        rows.append({"hours": f"{first}-{last}", "words": words.replace("{half}", name).replace("{part}", name)})
    return rows


def _half(hour: int) -> str:
    return "am" if hour < 12 else "pm"


def _part(hour: int, of: Locale) -> str:
    """The part of the day that an hour is in, by the language's rules; its half where they have none."""
    for name, spans in of.day_period_rules.get(None, {}).items():
        for span in spans:
            if "from" in span and span["from"] <= hour * 3600 < span["before"]:
                return str(name)
    return _half(hour)


def _named(of: Locale, parts: set[str]) -> Mapping[str, str] | None:
    """What parts of the day are called, in the longest names that there are for all."""
    for width in ("wide", "abbreviated", "narrow"):
        names = of.day_periods["format"].get(width, {})
        if all(part in names for part in parts):
            return {part: str(names[part]) for part in parts}
    return None


def _weekday(full: str, long: str) -> str:
    """A day with its name, whose pattern may have a day otherwise than that of a day alone: what joins them counts."""
    words = full.replace(long, "{date}") if long in full else full
    if found := re.match(r"\{weekday\}(.*)\{date\}|\{weekday\}[^\w\s{]*\s*", words):
        return words if found[1] is not None else f"{found[0]}{{date}}"
    if found := re.search(r"\{date\}.*\{weekday\}|[^\w\s}]*\s*\{weekday\}.*", words):
        return words if "{date}" in found[0] else f"{{date}}{found[0]}"
    return "{weekday}, {date}"


_FIELDS = {
    "d": "{number}", "M": "{month}", "L": "{month}", "y": "{year}", "E": "{weekday}", "c": "{weekday}",
    "HH": "{hour2}", "H": "{hour}", "h": "{hour12}", "m": "{minute}", "a": "{half}", "B": "{part}",
}  # fmt: skip
"""Fields by our names; of an hour by its digits too."""
_PARTS = re.compile(r"'(?P<quoted>(?:[^']|'')*)'|(?P<field>([A-Za-z])\3*)|(?P<mark>[\u200e\u200f])")


def _words(pattern: str, of: Locale) -> str:
    """A pattern of CLDR with its fields by our names: ``d 'de' MMMM`` is ``{number} de {month}``.

    An era is written out. A field that days and times have none of says nothing.
    """

    def put(found: re.Match[str]) -> str:
        if found["quoted"] is not None:
            return found["quoted"].replace("''", "'") or "'"
        if found["field"] is None:
            return ""
        if found["field"][0] == "G":
            return str(of.eras["abbreviated"][1])
        return _FIELDS.get(found["field"], _FIELDS.get(found["field"][0], ""))

    return _PARTS.sub(put, pattern)


def _fields(pattern: str) -> set[str]:
    """The letters of a pattern's fields."""
    return {found["field"][0] for found in _PARTS.finditer(pattern) if found["field"]}
