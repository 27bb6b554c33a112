"""Years as people type them: a language goes in, a pattern of them comes out, and the common era's year of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.languages import Language
from pipeline.languages.rules import Era

_KNOWN = range(1900, 2100)
"""The years that letters are of."""


@dataclass(frozen=True, slots=True)
class Eras:
    """How a language's years are typed: in its eras, with their words or without, or in the common one beside them."""

    patterns: tuple[tuple[re.Pattern[str], Era], ...]
    """The latest first."""

    @classmethod
    def of(cls, language: Language) -> Eras:
        return cls(tuple((re.compile(_typed(each)), each) for each in reversed(language.dates.eras)))

    @property
    def pattern(self) -> str:
        """What years look like."""
        own = [pattern.pattern for pattern, _era in self.patterns]
        return "|".join([*own, r"\d{4}"]) if own else r"(?:19|20)\d\d"

    def year(self, typed: str) -> int | None:
        """The year of the common era; None for one that no letter is of."""
        if typed.isdigit() and int(typed) in _KNOWN:
            return int(typed)
        for pattern, era in self.patterns:
            if typed.isdigit() or pattern.fullmatch(typed):
                number = re.search(r"\d+", typed)
                year = (int(number[0]) if number else 1) + era.since.year - era.first
                return year if year in _KNOWN else None
        return None


def _typed(era: Era) -> str:
    """A pattern of an era's years."""
    forms = [each.replace("_", " ").split() for each in (era.words, era.one) if each]
    return "|".join(r"\s?".join(map(re.escape, form)) for form in forms).replace(re.escape("{year}"), r"\d{1,4}")
