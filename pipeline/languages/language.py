"""What a language is: its tag, and what its files and CLDR say together, made into rules when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.folders import SHIPPED
from pipeline.languages.rules import (
    DateRules,
    ListRules,
    NumberRules,
    Sorting,
    date_rules,
    list_rules,
    number_rules,
    sorting,
)
from pipeline.languages.schema import LanguageTable
from pipeline.numbering import column_number, in_figures

FILE = "language.toml"
UNDETERMINED = "und"
"""The tag of a language that nobody knows: BCP 47."""
SOURCE = "en"
"""The language of the program's own sentences, which phrases are translated from, and names of files are made in."""


@dataclass(frozen=True, eq=False)
class Language:
    """All that is known of one language. What it needs of it is made when it is asked for."""

    tag: str
    table: LanguageTable
    """What its file, those that it inherits from and CLDR say together."""
    chain: tuple[tuple[str, Path], ...]
    """Its own file and those that it inherits from, each with its tag."""
    left_out: Mapping[str, str]
    """Where each row comes from that its own file has not: another language's tag, or ``CLDR``."""

    def __repr__(self) -> str:
        return f"Language({self.tag!r})"

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(path for _tag, path in self.chain)

    @property
    def spaced(self) -> bool:
        """Whether spaces stand between words."""
        return self.table.mentions.spaces is not False

    @cached_property
    def dates(self) -> DateRules:
        return date_rules(self.table.dates)

    @cached_property
    def digits(self) -> Mapping[str, Mapping[int, str]]:
        """What the figures 0 to 9 become, by the CLDR name of the digits."""
        return {
            name: {ord("0") + place: sign for place, sign in enumerate(signs)}
            for name, signs in self.table.digits.items()
        }

    @cached_property
    def figures(self) -> str:
        """The ten signs that numbers are set in; nothing where they stay as they are."""
        name = self.table.numbers.digits
        return "" if name in {None, "latn"} else self.table.digits[str(name)]

    def set_figures(self, words: str) -> str:
        """Words with their figures in the language's."""
        return in_figures(words, self.figures) if self.figures else words

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """Those that enclosures have for numbers; none where these are A, B, C."""
        return tuple((self.table.markers.enclosures or "").split())

    def set_number(self, number: str, *, lettered: bool) -> str:
        """An enclosure's number as the language has it: in its figures, or in its letters, as far as they go."""
        if not lettered or not self.letters:
            return self.set_figures(number)
        place = column_number(number)
        return self.letters[place - 1] if place <= len(self.letters) else number

    @cached_property
    def numbers(self) -> NumberRules:
        return number_rules(self.table.numbers)

    @cached_property
    def lists(self) -> ListRules:
        return list_rules(self.table.lists)

    @cached_property
    def sorting(self) -> Sorting:
        return sorting(self.table.sorting)

    @property
    def comma(self) -> str:
        """Between a venue's name and its address, and between two times."""
        return self.table.punctuation.comma or ", "

    @property
    def semicolon(self) -> str:
        """Between two reasons."""
        return self.table.punctuation.semicolon or "; "


def nearest(tag: str, known: Container[str]) -> str | None:
    """The language among those ``known`` that words in another are read by: itself, or that of which it is a region's.

    >>> nearest("en-US", {"en", "zh"}), nearest("zh-Hant", {"en", "zh"}), nearest("zh-Hant-TW", {"zh-Hant"})
    ('en', None, 'zh-Hant')
    """
    while tag not in known:
        tag, _, last = tag.rpartition("-")
        if not re.fullmatch(r"[A-Z]{2}|\d{3}", last):
            return None
    return tag


def known(templates: Path | None) -> tuple[str, ...]:
    """The tags of the languages that a house with these ``templates`` may use: its own, and those that ship."""
    folders = [SHIPPED] if templates is None else [templates, SHIPPED]
    return tuple(sorted({path.parent.name for folder in folders for path in folder.glob(f"*/{FILE}")}))
