"""What of a past meeting is still in a copy: a ``meeting.toml`` goes in, what a person should look at comes out.

Nothing here is known to be wrong: a year in a title may be that of a treaty. It is told so that nobody has to read
every line for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Key, Place, Value
from pipeline.folders import find_root
from pipeline.languages import Language, known, languages
from pipeline.localise import dates, ordinals
from pipeline.localise.numbers import Gender
from pipeline.toml import read_toml

_PLACEHOLDER = re.compile(r"\{\{[^{}\n]*\}\}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURES = re.compile(
    r"(?<!\w)\d+(?:st|nd|rd|th|er|re|e|ème|º|ª|\.º|\.ª|-(?:й|я|е|го|му|м))(?!\w)|第\s*[\d〇一二三四五六七八九十百]+"
)
_HIGHEST = 100
"""The last session that is looked for in words."""
_GENDERS: tuple[Gender, ...] = ("masculine", "feminine")
_OWN = {"letterhead", "template", "key", "venue", "file", "field", "kind", "languages", "numbering", "salutations"}
"""What is a name and no text."""


def remnants(path: Path, old: str) -> list[Finding]:
    """What to look at in the copy at ``path`` of the meeting ``old``, in the order of the file.

    What a fact says in several languages is told once, with the words of each.
    """
    data, line_of = read_toml(path, MeetingError)
    spoken = _languages(path.parent)
    found: dict[tuple[str, Key], dict[str, None]] = {}
    lines: dict[tuple[str, Key], int | None] = {}
    for key, value in _values(data, ()):
        for code, words in _told_of(key, value, spoken):
            at = (code, _whatever_language(key, spoken))
            lines.setdefault(at, line_of(key))
            found.setdefault(at, {})[words] = None
    return [
        Finding(code, Place(str(path), lines[code, key], key), _values_of(code, tuple(words), old))
        for (code, key), words in found.items()
    ]


def _languages(folder: Path) -> Mapping[str, Language]:
    templates = find_root(folder) / "templates"
    return languages(known(templates), templates)


def _told_of(key: Key, value: object, known: Mapping[str, Language]) -> Iterator[tuple[str, str]]:
    """The codes of what is to be told of a value, each with the words that it is about."""
    if key[0] in {"corrects", "adds_to"}:
        return  # an earlier package is as it was
    match value, key[-1]:
        case datetime(), _ if value.tzinfo is not None:
            yield "new-offset", ""
        case str(), "symbol" | "reference":
            yield "new-symbol", ""
        case str(), _ if "header" in key and "value" in key:
            yield "new-symbol", ""
        case str(), "picture" if key[0] in {"signatory", "signatories"}:
            yield "new-signature", ""
        case int(), _ if key[0] == "numbers":
            yield "new-number", ""
        case str(), _ if ("file" in key and "enclosures" in key) or key == ("recipients",):
            yield "new-file", ""
        case str(), _ if not _OWN & set(map(str, key)):
            yield from _in_words(value, _language(key, known))
        case _:
            pass


def _values_of(code: str, words: tuple[str, ...], old: str) -> dict[str, Value]:
    if code == "new-file":
        return {"old": old}
    return {"words": words} if words != ("",) else {}


def _whatever_language(key: Key, known: Mapping[str, Language]) -> Key:
    return next((key[:end] for end, step in enumerate(key) if step in known), key)


def _values(value: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _values(inner, (*key, name))
        case list():
            for number, inner in enumerate(value):
                yield from _values(inner, (*key, number))
        case _:
            yield key, value


def _language(key: Key, known: Mapping[str, Language]) -> Language | None:
    return next((known[step] for step in reversed(key) if isinstance(step, str) and step in known), None)


def _in_words(value: str, language: Language | None) -> Iterator[tuple[str, str]]:
    """What is said in words that the program did not put in: days, years, and what is counted."""
    text = _PLACEHOLDER.sub(" ", value)
    days = [each[0] for each in re.finditer(_days(language), text)] if language else []
    yield from (("new-day", words) for words in dict.fromkeys(days))
    rest = re.sub(_days(language), " ", text) if language else text
    yield from (("new-year", words) for words in dict.fromkeys(_YEAR.findall(rest)))
    counted = [each[0] for each in _FIGURES.finditer(rest)]
    counted += [each[0] for each in re.finditer(_ordinals(language), rest, re.IGNORECASE)] if language else []
    yield from (("new-ordinal", words) for words in dict.fromkeys(counted))


@lru_cache(maxsize=16)
def _days(language: Language) -> str:
    """A pattern for a day of a month, with its year where it has one."""
    months = [re.sub(r"[\d\s]+", " ", dates.day(date(2001, each, 15), language, year=False)) for each in range(1, 13)]
    words = [max(month.split(), key=len) for month in months]
    if len(set(words)) < len(words):  # a language that numbers its months
        return r"(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日"
    month = "|".join(map(re.escape, words))
    return rf"(?<!\d)\d{{1,2}}\D{{0,5}}(?:{month})(?:\D{{1,4}}\d{{4}})?(?!\w)"


@lru_cache(maxsize=16)
def _ordinals(language: Language) -> str:
    if not language.numbers.ordinal:
        return "(?!)"
    highest = min(_HIGHEST, ordinals.last(language))
    words = {ordinals.in_words(each, language, gender=gender) for each in range(1, highest + 1) for gender in _GENDERS}
    longest_first = sorted(words, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
