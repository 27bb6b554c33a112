"""A language goes in; how a paper's version in it is set and what it says come out.

The papers are written in French in their modules. What another version says stands string by string in the catalogue
``words/<language>.po``, which any PO editor opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tools.templates import ar, en, es, fr, ru, zh
from tools.templates.language import Script

from . import house

WORDS = Path(__file__).parent / "words"
_SCRIPTS: Mapping[str, Script] = {each.LANGUAGE.tag: each.LANGUAGE.script for each in (ar, en, es, fr, ru, zh)}

_NO_WORDS = re.compile(r"(?:\{\{[^}]*\}\}|[\s\d–—+()])*")
"""Placeholders, figures and dashes need no translation; a comma does."""
_APOSTROPHE = (re.compile(r"'"), "’")


def _held(before: str, after: str) -> tuple[re.Pattern[str], str]:
    """No line breaks between the two."""
    return re.compile(rf"({before}) ({after})"), rf"\1{house.NBSP}\2"


_TYPOGRAPHY = {
    "en": (_APOSTROPHE, _held(r"\b(?:[Aa]rticle|[Ii]tem)s?", r"\d"), _held(r"\d", r"[ap]\.m\.")),
    "es": (_APOSTROPHE, _held(r"\b(?:[Aa]rtículo|[Tt]ema)s?", r"\d")),
    "ru": (_held(r"\S", "—"), _held(r"\b(?:[Сс]тать|[Пп]ункт)\w*", r"\d")),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of the papers."""

    tag: str
    point: str
    """The label of an agenda's point, as Word writes it: ``%1.``."""
    letters: str
    """How the points below it count: a value of ST_NumberFormat (ECMA-376 part 1, 17.18.59)."""
    letter: str
    """Their label: ``%2)``."""
    decimal: str = "."
    lines: float = 1.0
    """A line's height for French's 1, counted in the font's own height, which is great in Arabic and Chinese fonts."""
    complex_scale: float = 1.0
    """Arabic's size for Latin's 1."""

    @property
    def script(self) -> Script:
        return _SCRIPTS[self.tag]

    @property
    def slants(self) -> bool:
        """Whether the language sets words in italics; Arabic and Chinese don't."""
        return not (self.script.serif.asian or self.script.serif.complex)

    def words(self, french: str) -> str:
        """What this version says for a string of the French one; its marks are still there."""
        if self.tag == "fr":
            return french
        said = _catalogue(self.tag).get(french)
        if said is None and not _NO_WORDS.fullmatch(french):
            raise SystemExit(f"{WORDS / self.tag}.po has no words for “{french}”.")
        return said or french

    def set(self, words: str) -> str:
        """Sets the language's typography."""
        if self.tag == "fr":
            return house.fr(words)
        for pattern, replacement in _TYPOGRAPHY.get(self.tag, ()):
            words = pattern.sub(replacement, words)
        return words

    def say(self, french: str) -> str:
        """The words, set."""
        return self.set(self.words(french))

    def foot(self, words: str) -> list[str]:
        """The words with the page's number behind a tab, in pieces: ``{page}`` and ``{pages}`` are each one."""
        return [piece for piece in re.split(r"(\{pages?\})", f"{words}\t{self.words('page {page}/{pages}')}") if piece]

    def runs(self, words: str) -> Iterator[house.Run]:
        """Marked words of this version, set, in runs."""
        for run in house.runs(self.set(words)):
            yield replace(run, italic=run.italic and self.slants)


@cache
def _catalogue(tag: str) -> Mapping[str, str]:
    with (WORDS / f"{tag}.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale=tag, abort_invalid=True) if each.string}


FRENCH = Version("fr", "%1.", "lowerLetter", "%2)", decimal=",")
ENGLISH = Version("en", "%1.", "lowerLetter", "(%2)")
VERSIONS = (
    Version("ar", "%1-", "arabicAbjad", "(%2)", lines=0.72, complex_scale=1.12),
    ENGLISH,
    Version("es", "%1.", "lowerLetter", "%2)", decimal=","),
    FRENCH,
    Version("ru", "%1.", "russianLower", "%2)", decimal=","),
    Version("zh", "%1.", "lowerLetter", "(%2)", lines=0.93),
)
