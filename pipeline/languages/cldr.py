"""What the Unicode CLDR says of a language, through Babel: a tag goes in, rows as a language's file has them come out.

They are a first draft: CLDR's words are those of calendars and lists, not of running text, which a native speaker must
read. Nothing here is taken where a file says otherwise.
"""

from __future__ import annotations

import re
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from pipeline.findings import Unfit

_ZEROS = {"latn": 0x30, "arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966, "khmr": 0x17E0, "laoo": 0xED0,
          "mymr": 0x1040, "orya": 0xB66, "tamldec": 0xBE6, "telu": 0xC66, "thai": 0xE50, "tibt": 0xF20}  # fmt: skip
"""The zero of each kind of decimal digits: Unicode Technical Standard 35, numberingSystems.xml."""


def is_tag(tag: str) -> bool:
    """Whether CLDR knows the language of a tag.

    >>> is_tag("pt-BR"), is_tag("sr-Latn"), is_tag("xx")
    (True, True, False)
    """
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def script_of(tag: str) -> str:
    """The script that a language is usually written in, by its code of ISO 15924.

    >>> script_of("da"), script_of("km"), script_of("sr-Latn")
    ('Latn', 'Khmr', 'Latn')
    """
    of = locale(tag)
    likely = str(get_global("likely_subtags").get(of.language, "")).split("_")
    return str(of.script or next((each for each in likely if len(each) == 4), "Latn"))


def locale(tag: str) -> Locale:
    """What Babel has of a language. Raises Unfit for a tag that is none."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise Unfit("language-no-tag", language=tag) from None


def left_out(tag: str) -> dict[str, Any]:
    """Every row that CLDR has for a language, and for those that it has not, what most languages have.

    >>> rows = left_out("pt-BR")["dates"]
    >>> rows["day_month"], rows["whole"], rows["months"][0], left_out("de")["lists"]["and"]
    ('{number}_de_{month}', '{date}_de_{year}', 'janeiro', ' und ')
    """
    of = locale(tag)
    digits = of.default_numbering_system
    digits = digits if digits in _ZEROS else "latn"
    return {
        "dates": {**_dates(of), "digits": digits},
        "digits": {name: "".join(chr(_ZEROS[name] + n) for n in range(10)) for name in dict.fromkeys((digits, "latn"))},
        "lists": _lists(of),
        "punctuation": {"comma": ", ", "semicolon": "; "},
        "salutations": {"between": ", ", "end": ","},
        "markers": {
            "levels": [{"pattern": "({mark})", "counted": "letters"}, {"pattern": "({mark})", "counted": "roman"}]
        },
        "typography": {"plain": {"source": "none: signs stay as they are typed", "rules": []}},
    }


_QUOTED = re.compile("'([^']*)'")
_FIELDS = {"d": "{number}", "M": "{month}", "L": "{month}", "y": "{year}", "E": "{weekday}"}


def _pattern(cldr: str) -> str:
    """A pattern of CLDR with its fields by our names: ``d 'de' MMMM`` is ``{number} de {month}``."""
    parts = _QUOTED.split(cldr)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub(r"([dMLyE])\1*", lambda found: _FIELDS[found[1]], parts[place])
    return "".join(parts).replace("\u200f", "")


def _dates(of: Locale) -> dict[str, Any]:
    full, long = (_pattern(of.date_formats[name].pattern) for name in ("full", "long"))
    short = of.datetime_skeletons["MMMMd"].pattern if "MMMMd" in of.datetime_skeletons else ""
    day_month = _pattern(short)
    if not day_month or day_month not in long:
        stretch = re.search(r"\{number\}.*\{month\}|\{month\}.*\{number\}", long)
        day_month = stretch[0] if stretch else "{number} {month}"
    whole = long.replace(day_month, "{date}")
    weekday = full.replace(long, "{date}") if long in full else "{weekday}, {date}"
    number = re.search(r"\{number\}[^\s{,]*", day_month)
    numeric = "MMMM" not in short and "LLLL" not in short and bool(short)
    names = of.months["format"]["wide"]
    return {
        "day": number[0] if number else "{number}",
        "day_month": day_month.replace(" ", "_"),
        "whole": whole.replace(" ", "_"),
        "weekday": weekday,
        "prose": "{first} – {last}",
        "on": "{date}",
        "times": "{first}–{last}",
        "moment": "{on}, {time}",
        "on_times": "{on}, {times}",
        "moments": "{first}, {start} – {last}, {end}",
        "zone": " ({zone})",
        "dash": "–",
        "wide_dash": "_– ",
        "time": _time(of),
        "months": [str(month) if numeric else str(names[month]) for month in range(1, 13)],
        "weekdays": [str(of.days["format"]["wide"][day]) for day in range(7)],
        "year_first": whole.startswith("{year}"),
    }


_CLOCK = {"HH": "{hour2}", "H": "{hour}", "hh": "{hour12}", "h": "{hour12}", "mm": "{minute}", "a": "{half}"}


def _time(of: Locale) -> list[dict[str, Any]]:
    parts = _QUOTED.split(of.time_formats["short"].pattern)
    for place in range(0, len(parts), 2):
        parts[place] = re.sub("HH?|hh?|mm|a", lambda found: _CLOCK[found[0]], parts[place])
    words = re.sub("[ \u202f\u00a0]", "_", "".join(parts))
    if "{half}" not in words:
        return [{"words": words}]
    named = (of.day_periods["format"].get(width, {}) for width in ("wide", "abbreviated", "narrow"))
    periods = next((each for each in named if "am" in each and "pm" in each), None)
    if periods is None:
        return [{"words": "{hour2}:{minute}"}]
    return [
        {"hours": "0-11", "words": words.replace("{half}", str(periods["am"]))},
        {"hours": "12-23", "words": words.replace("{half}", str(periods["pm"]))},
    ]


def _lists(of: Locale) -> dict[str, Any]:
    def between(kind: str, part: str) -> str:
        return str(of.list_patterns[kind][part]).replace("{0}", "").replace("{1}", "")

    return {"between": between("standard", "middle"), "and": between("standard", "2"), "or": between("or", "2")}
