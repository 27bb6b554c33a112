"""Numbers of enclosures that were typed: a package goes in, what its list does not bear out comes out as warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.localise import Wording, Words, listing
from pipeline.localise.mentions import headings, mentions
from pipeline.merge.reading import paragraphs_of
from pipeline.merge.tags import outside
from pipeline.package import Package
from pipeline.preflight.mentioned import told
from pipeline.preflight.stated import enclosures_of
from pipeline.text import plain

_OF_THE_LIST = frozenset({"groups", "enclosures", "enclosure"})
"""Words that are made of the list of enclosures, or are titles of its own."""
_NUMBER = re.compile(r"\{\{\s*enclosures\.(\w+)\.number\s*\}\}")
"""A number that is always right, beside which a noun may be typed that is not."""
_SHORTEST = 80
"""How much of a paragraph says where it is, in characters."""


def mentioned(package: Package, papers: Iterable[tuple[Path, Wording]]) -> Iterator[Finding]:
    """The texts of the meeting, and of the ``papers`` that are filled in for it, its enclosures among them.

    Raises TemplateError for a file that is no Word document.
    """
    meeting, papers, listed, rules = package.meeting, list(papers), enclosures_of(package), package.rules
    for place, typed in _typed(package, papers[0][1].words):
        yield from told(place, mentions(typed, rules, meeting.noun, listed), listed)
    numbers = {each.key: each.number for each in listed if each.key}

    def number_of(tag: re.Match[str]) -> str:
        return numbers.get(tag[1], tag[0])

    enclosed = {path for each in meeting.enclosures for path in each.files.values()}
    # What is in another language stands among the papers of that language.
    language = package.language
    for path in dict.fromkeys(path for path, wording in papers if wording.language == language):
        paragraphs = [outside(_NUMBER.sub(number_of, words)) for words in paragraphs_of(path)]
        own = headings(paragraphs, rules) if path in enclosed else frozenset[str]()
        for words in paragraphs:
            place = Place(str(path), paragraph=_short(words))
            yield from told(place, mentions(words, rules, meeting.noun, listed, own), listed)


def _typed(package: Package, words: Words) -> Iterator[tuple[Place, str]]:
    """What the meeting's file says in running text, once each, with its place; not what is made of the list."""
    seen: set[str] = set()
    for name, value in listing(words):
        root = name.partition(".")[0].partition("[")[0]
        if root not in _OF_THE_LIST and value not in seen:
            seen.add(value)
            steps = (*re.sub(r"\[\d+\]", "", name).split("."), package.language)
            yield Place(str(package.meeting.file), key=steps), plain(value)


def _short(words: str) -> str:
    return words if len(words) <= _SHORTEST else f"{words[: _SHORTEST - 1]}…"
