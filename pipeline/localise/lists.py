"""Lists: words and a language go in, the words joined as the language joins them come out.

CLDR (Babel's ``format_list``) differs in two places: its English has a comma before *and*, which the United Nations
Editorial Manual has not; and its Spanish never turns *y* into *e* nor *o* into *u*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class ListRules:
    """What stands between the words of a list."""

    between: str
    """Between all but the last two."""
    conjunctions: Mapping[str, str]
    """Between the last two, with its spaces: ``and``, ``or``."""
    source: str
    every: bool = False
    """Whether the conjunction stands before every word but the first."""


RULES: Mapping[str, ListRules] = MappingProxyType(
    {
        "ar": ListRules(
            "، ", {"and": " و", "or": " أو "}, "Arabic grammar: و is written with the next word", every=True
        ),
        "en": ListRules(", ", {"and": " and ", "or": " or "}, "United Nations Editorial Manual: no serial comma"),
        "es": ListRules(", ", {"and": " y ", "or": " o "}, "RAE, Diccionario panhispánico de dudas, «y», «o»"),
        "fr": ListRules(", ", {"and": " et ", "or": " ou "}, "Imprimerie nationale, Lexique: virgule"),
        "ru": ListRules(", ", {"and": " и ", "or": " или "}, "Розенталь, Справочник: однородные члены"),
        "zh": ListRules("、", {"and": "和", "or": "或"}, "GB/T 15834, 顿号"),
    }
)

# RAE, Diccionario panhispánico de dudas: e before the sound of i, but not where it begins a diphthong (hierro); u
# before the sound of o, in figures too (8, 11).
_SPANISH = {
    "and": (re.compile(r"\W*(?:h?(?:í|i(?![aeouáéóú]))|y(?![aeiouáéíóú]))", re.IGNORECASE), " e "),
    "or": (re.compile(r"\W*(?:h?[oó]|8|11(?!\d))", re.IGNORECASE), " u "),
}


def joined(words: Sequence[str], language: str, conjunction: Literal["and", "or"] = "and") -> str:
    """The words in one list; they may carry marks. A single word is itself.

    Raises ValueError, with a sentence for people, for an empty list and for a language without a row in :data:`RULES`.

    >>> for language in RULES: print(joined(["A", "B", "C"], language), "|", joined(["A", "B"], language, "or"))
    A وB وC | A أو B
    A, B and C | A or B
    A, B y C | A o B
    A, B et C | A ou B
    A, B и C | A или B
    A、B和C | A或B
    >>> joined(["Francia", "Italia"], "es"), joined(["agua", "hielo"], "es"), joined(["siete", "ocho"], "es", "or")
    ('Francia e Italia', 'agua y hielo', 'siete u ocho')
    """
    if language not in RULES:
        raise ValueError(f"lists can't be set in “{language}”")
    if not words:
        raise ValueError("a list needs at least one word")
    rules = RULES[language]
    *others, last = words
    if not others:
        return last
    between = rules.conjunctions[conjunction] if rules.every else rules.between
    return between.join(others) + _conjunction(last, language, conjunction) + last


def _conjunction(last: str, language: str, conjunction: str) -> str:
    if language == "es":
        sound, word = _SPANISH[conjunction]
        if sound.match(plain(last)):
            return word
    return RULES[language].conjunctions[conjunction]
