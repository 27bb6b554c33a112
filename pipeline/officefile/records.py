"""What can be known of an office's file: the records that its readers give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.findings import Place
from pipeline.officefile.package import Format

What: TypeAlias = Literal[
    "change", "moving", "placeholder", "open", "reference", "contents", "cell-error", "comment", "note", "hidden-text",
    "hidden-sheet", "hidden-rows", "hidden-columns", "hidden-slide", "link", "outside", "embedded", "chunk", "history",
    "stray", "symbol",
]  # fmt: skip
"""``change``: neither accepted nor rejected, and printed. ``moving``: printed as it is at the conversion.
``placeholder``: of this program's own kind. ``open``: another program's, or a control that nobody filled in.
``reference``: leads nowhere. ``contents``: a table of contents or a field that says that it is out of date.
``outside``: something elsewhere that is taken in. ``chunk``: another document that Word takes in. ``history``: changes
of a workbook, which are not printed. ``stray``: a cell far from all others, with borders or colours between, which are
printed; its words are how many pages, as a guess. ``symbol``: a letter or a figure that a font of symbols shows
as something else; ``by`` is the font."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a file has."""

    what: What
    place: Place
    """In the file: its part (none for the text itself), paragraph, sheet and cell, or slide."""
    words: str = ""
    """A field's instruction, an address, the words that are hidden …"""
    by: str = ""
    """Who wrote it, where the file says so."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was found."""

    format: Format
    found: tuple[Fact, ...] = ()
    """In the order of the file."""
    fonts: tuple[str, ...] = ()
    """The families that visible words name, in the order of the file."""
    fonts_surely: bool = False
    """Whether visible words have each of them; else only some do."""
    blank: bool = False
    """Whether nothing of it would be seen."""
    macros: str = ""
    """The part that holds them; nothing where there are none."""

    def of(self, *what: What) -> tuple[Fact, ...]:
        return tuple(each for each in self.found if each.what in what)


LONGEST = 80
"""Signs of a paragraph that a place tells."""


def cut(words: str) -> str:
    """Words as a place tells them."""
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def once(words: Iterable[str]) -> tuple[str, ...]:
    """The same without what comes again, and without what is empty."""
    return tuple(dict.fromkeys(filter(None, words)))
