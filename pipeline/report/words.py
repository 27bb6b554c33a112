"""What the report says: a catalogue's phrases go in, the report's words come out, in English where it lacks them.

A phrase's key is ``report.`` and a key of :data:`ENGLISH`. What several remarks advise in the same words is translated
once, under the first of their keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Problem, TemplateError
from pipeline.findings.reasons import WORDS, in_words
from pipeline.findings.remarks import SENTENCES, Remark, Value, told
from pipeline.text import plain

PREFIX = "report."
_BETWEEN = {"ar": "؛ ", "fr": "\u00a0; ", "zh": "；"}
"""Between two reasons, where it is not a semicolon and a space."""
_PLACE = re.compile(r"\{(\w+)\}")

HEADINGS: Mapping[str, str] = {
    "title": "Build report",
    "date": "Date of the letter",
    "language": "Language",
    "pages": "Pages",
    "file": "File",
    "conformance": "Conforms to",
    "conformance.none": "Neither PDF/A nor PDF/UA",
    "look": "To look at: {count}",
    "look.none": "Nothing to look at",
    "audited": "The bundle was read back after it was written: "
    "its numbers, links, fields, tags and page labels are where they should be.",
    "parts": "What is in the bundle",
    "whole": "The bundle as a whole",
    "slip-sheet": "Slip-sheet",
    "bundle-pages": "Pages of the bundle",
    "labels": "Page labels",
    "source": "Made from",
    "symbol": "Symbol",
    "picture": "First page of “{title}”",
    "picture.none": "Its first page can’t be shown.",
    "warning": "Warnings",
    "removed": "Removed",
    "changed": "Changed",
    "kept": "Kept",
    "language.ar": "Arabic",
    "language.en": "English",
    "language.es": "Spanish",
    "language.fr": "French",
    "language.ru": "Russian",
    "language.zh": "Chinese",
    "foot": "For the office: this page is no part of what is sent.",
}
"""By key."""


def _mend_keys() -> dict[str, str]:
    """The key of each advice, by its English words."""
    keys: dict[str, str] = {}
    for key, sentence in SENTENCES.items():
        if sentence.mend:
            keys.setdefault(sentence.mend, f"{key}.mend")
    return keys


_MENDS = _mend_keys()

ENGLISH: Mapping[str, str] = {
    **HEADINGS,
    **{key: sentence.what for key, sentence in SENTENCES.items()},
    **{key: words for words, key in _MENDS.items()},
    **{f"why.{key}": words for key, words in WORDS.items()},
}
"""All that the report may say, by key, with places for values in braces."""


@dataclass(frozen=True, slots=True)
class Said:
    """Plain words, and the language that they are in."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class ReportWords:
    """The words of a report in one language."""

    language: str
    phrases: Mapping[str, str]
    """Plain words, by key."""
    right_to_left: bool = False

    def say(self, key: str, **values: Value) -> Said:
        words = self.phrases.get(key)
        if words is None:
            return Said(ENGLISH[key].format_map(told(values, in_words, "; ")), "en")
        filled = told(values, lambda reason: in_words(reason, self._why), _BETWEEN.get(self.language, "; "))
        if self.right_to_left:
            # Names and figures keep their own direction (Unicode Standard Annex 9, first strong isolate).
            filled = {name: f"\u2068{value}\u2069" for name, value in filled.items()}
        return Said(words.format_map(filled), self.language)

    def _why(self, key: str) -> str:
        """The words of a reason; in English, here too, where the catalogue lacks them."""
        return self.phrases.get(f"why.{key}", WORDS[key])

    def what(self, remark: Remark) -> Said:
        return self.say(remark.key, **remark.values)

    def mend(self, remark: Remark) -> Said | None:
        """What to do about it, where there is anything to do."""
        advice = SENTENCES[remark.key].mend
        return self.say(_MENDS[advice], **remark.values) if advice else None


def report_phrases(path: Path, phrases: Mapping[str, str]) -> dict[str, str]:
    """Of the phrases of the catalogue ``path``, those that the report takes: plain words, by key.

    Raises TemplateError for each whose places are not those of the program's own words.
    """
    taken: dict[str, str] = {}
    problems: list[Problem] = []
    for key, english in ENGLISH.items():
        phrase = phrases.get(PREFIX + key)
        if phrase is None:
            continue
        taken[key] = plain(phrase)
        places, wanted = (sorted(set(_PLACE.findall(each))) for each in (taken[key], english))
        if places != wanted:
            what = f"The phrase has the places {_listed(places)}; the report fills in {_listed(wanted)}."
            mend = f"Write it with {_listed(wanted)} alone. In English it is: “{english}”"
            problems.append(Problem(f"{path}: {PREFIX}{key}", what, mend))
    if problems:
        raise TemplateError(*problems)
    return taken


def _listed(places: list[str]) -> str:
    return " ".join(f"{{{place}}}" for place in places) or "none"
