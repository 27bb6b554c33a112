"""What the report says: a catalogue's phrases go in, the report's words come out, in English where it lacks them.

A phrase's key is ``report.`` and a key of :data:`ENGLISH`; the words of findings are those of
:mod:`pipeline.findings.words`, the names of languages those of the language's rows, or the Unicode CLDR's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from pipeline.findings import SAID, Value
from pipeline.findings.catalogue import CATALOGUE, REASONS
from pipeline.findings.catalogue.aloud import ALOUD, COUNTED
from pipeline.findings.catalogue.preview import PREVIEW
from pipeline.findings.words import PLACES, SHARED, Text, Words
from pipeline.languages import Language
from pipeline.languages.names import name_in, name_of
from pipeline.text import plain

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
    "addresses": "Web addresses: {count}",
    "on-page": "page {page}",
    "slip-sheet": "Slip-sheet",
    "bundle-pages": "Pages of the bundle",
    "labels": "Page labels",
    "source": "Made from",
    "symbol": "Symbol",
    "picture": "First page of “{title}”",
    "picture.none": "Its first page can’t be shown.",
    "error": "Errors",
    "warning": "Warnings",
    "removed": "Removed",
    "changed": "Changed",
    "note": "Notes",
    "kept": "Kept",
    "accepted": "Accepted by {by} on {on}: {reason}",
    "confined.landlock": "The office that converted the documents was confined (Landlock): "
    "it saw them, the fonts and itself, and no network.",
    "confined.namespaces": "The office that converted the documents was confined (namespaces): "
    "it saw them, the fonts and itself, and no network.",
    "confined.none": "The office that converted the documents was not confined: this machine does not allow it, "
    "or was told not to.",
    "concordance.title": "Concordance",
    "concordance.about": "How often each day, time, number, symbol and address stands in each language; “≠” where a "
    "language lacks what another has. A number that one language writes in words is marked too.",
    "concordance.agree": "All languages have the same",
    "concordance.differ": "Rows in which languages differ: {count}",
    "concordance.kind": "What it is",
    "concordance.value": "What stands there",
    "concordance.lines": "Paragraphs",
    "concordance.items": "Items of lists",
    "concordance.rows": "Rows of tables",
    "foot": "For the office: this page is no part of what is sent.",
}
"""By key."""

ENGLISH: Mapping[str, str] = {
    **HEADINGS,
    **{code: entry.what for code, entry in CATALOGUE.items()},
    **{f"{codes[0]}.mend": words for words, codes in SHARED.items()},
    **{f"why.{code}": words for code, words in REASONS.items()},
    **{f"place.{kind}": words for kind, words in PLACES.items()},
    **ALOUD,
    **{key: one for key, (one, _several) in COUNTED.items()},
    **{f"preview.{key}": words for key, words in PREVIEW.items()},
}
"""All that the program may say in a reader's language, by key, with places for values in braces."""


class Catalogue(Protocol):
    """What a catalogue of phrases has, as :class:`pipeline.localise.Phrases` does."""

    @property
    def words(self) -> Mapping[str, str]: ...
    @property
    def forms(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def plural(self) -> str: ...


class ReportWords(Words):
    """The words of a report in one language."""

    __slots__ = ()

    def say(self, key: str, **values: Value) -> Text:
        return self.filled((key,), ENGLISH[key], values)

    def name_of(self, language: str) -> str:
        """What a language is called: as the catalogue has it, or the Unicode CLDR."""
        return self.phrases.get(f"language.{language}") or name_of(language, self.language)


def report_phrases(catalogue: Catalogue, language: Language, named: Iterable[str] = ()) -> dict[str, str]:
    """What the program says in a language, by key: what is said by its rows, and in its catalogue."""
    return {**said_between(language, named), **said_in(catalogue)}


def said_between(language: Language, named: Iterable[str] = ()) -> dict[str, str]:
    """What :data:`~pipeline.findings.words.OWN` names but for plurals, and what the languages ``named`` are called."""
    own = language.table.names.languages or {}
    return {
        "between.reasons": language.semicolon,
        "between.names": language.lists.between,
        "between.last": language.lists.conjunctions["and"],
        **{f"language.{tag}": name_in(tag, language) for tag in {*own, *named}},
    }


def said_in(catalogue: Catalogue) -> dict[str, str]:
    """Of the phrases of a catalogue, those that the program tells its findings in: plain words, by key.

    One whose places are not those of the program's own words is of another version of it, and left out: English stands
    in. A translation that lacks a place of its own source is told when the catalogue is read.
    """
    taken = {"plural": catalogue.plural} if catalogue.plural else {}
    for key, words in catalogue.words.items():
        if key.startswith(f"{SAID}language."):  # which catalogues had, and a house's may have
            taken[key.removeprefix(SAID)] = plain(words)
    for key, english in ENGLISH.items():
        phrase = catalogue.words.get(SAID + key)
        if phrase is None:
            continue
        counted = catalogue.forms.get(SAID + key)
        said = [plain(each) for each in counted or (phrase,)]
        free = {"count"} if counted else set[str]()
        if any(_places(each) - free != _places(english) - free for each in said):
            continue
        taken |= {f"{key}[{number}]": each for number, each in enumerate(said)} if counted else {key: said[0]}
    return taken


def _places(words: str) -> set[str]:
    return set(_PLACE.findall(words))
