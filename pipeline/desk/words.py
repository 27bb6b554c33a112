"""What the pages say: a language goes in, its words come out, from the catalogues in ``words/``.

They have the form of the house's ``phrases.po``, so that a translator needs no other tool; a word that a catalogue
lacks is said in English. A finding has the words of the house's own catalogue, and those of the desk's codes are here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self
from unicodedata import bidirectional

from pipeline import Finding, House, Place, Reason, Words, read_words, say

_CATALOGUES = Path(__file__).parent / "words"
ENGLISH = "en"
LANGUAGES: tuple[str, ...] = tuple(sorted(path.stem for path in _CATALOGUES.glob("*.po")))
"""Those that the desk speaks."""


class Said(str):
    """Words of the desk that know their key."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, words: str, key: str) -> Self:
        made = super().__new__(cls, words)
        made.key = key
        return made


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one language."""

    own: Words
    findings: Words
    root: Path
    """Of the house: files are named from there."""

    @property
    def language(self) -> str:
        return self.own.language

    @property
    def direction(self) -> str:
        return "rtl" if self.own.right_to_left else "ltr"

    def __call__(self, key: str, **values: str | int) -> str:
        """The desk's words of a key, with values in their places."""
        return Said(self.own.filled((key,), _read(ENGLISH).phrases[key], values).words, key)

    def way(self, said: str) -> str:
        """The direction of what is said in this language, or in English where it is not translated: never that of its
        first word, which may be the name of a file."""
        return "rtl" if self.own.right_to_left and any(bidirectional(sign) in {"R", "AL"} for sign in said) else "ltr"

    def help(self, said: str) -> tuple[str, str]:
        """What helps with a field, by its English, in this language, and in which language that is."""
        found = self.own.phrases.get(_helps().get(said, ""))
        return (said, ENGLISH) if found is None else (found, self.language)

    def knows(self, key: str) -> bool:
        return key in _read(ENGLISH).phrases

    def within(self, file: str) -> str:
        """A file as it is named from the house's folder."""
        return file.removeprefix(f"{self.root}{os.sep}")

    def place(self, place: Place) -> str:
        """A place in words, with its file named from the house's folder."""
        return self.findings.place(replace(place, file=self.within(place.file)))

    def reason(self, reason: Mapping[str, Any]) -> str:
        """A reason, as data, in words."""
        return self.findings.value(Reason.from_json(reason))

    def finding(self, finding: Finding) -> dict[str, Any]:
        """A finding as data, with its words in this language."""
        finding = _within(finding, self.root)
        told = say(finding, self.findings)
        return {**finding.as_json(), "where": told.where, "what": told.what, "mend": told.mend}


def speech(house: House, language: str) -> Speech:
    """The words of a language that the desk speaks."""
    own, known = _read(language), house.words(language)
    return Speech(own, replace(known, phrases={**own.phrases, **known.phrases}), house.root)


def _within(finding: Finding, root: Path) -> Finding:
    """The finding, with paths of files from the house's folder."""

    def short(value: Any) -> Any:
        return value.removeprefix(f"{root}{os.sep}") if isinstance(value, str) else value

    values = {name: short(value) for name, value in finding.values.items()}
    return Finding(finding.code, replace(finding.place, file=short(finding.place.file)), values, finding.about)


@cache
def _read(language: str) -> Words:
    return read_words(_CATALOGUES / f"{language}.po", language)


@cache
def _helps() -> dict[str, str]:
    """The keys of what helps with fields, which is known by its English: it is the schema's own."""
    return {said: key for key, said in _read(ENGLISH).phrases.items() if key.startswith("help.")}


def chosen(accepted: str, languages: tuple[str, ...] = LANGUAGES) -> str:
    """The language of a browser's ``Accept-Language`` that the desk speaks, or English.

    >>> chosen("pt-BR,fr-CH;q=0.8,en;q=0.9"), chosen("zh-Hans-CN"), chosen("tlh"), chosen("")
    ('en', 'zh', 'en', 'en')
    """
    wanted: dict[str, float] = {}
    for each in accepted.split(","):
        tag, _, quality = each.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        wanted.setdefault(tag.partition("-")[0].lower(), weight)
    known = [tag for tag in wanted if tag in languages and wanted[tag] > 0]
    return max(known, key=lambda tag: wanted[tag], default=ENGLISH)
