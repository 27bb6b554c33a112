"""The marks of a list's items: a position, a level and a language go in, the mark comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.numbering import roman


def _letters(alphabet: str) -> Callable[[int], str]:
    """a to z, then aa, bb, cc: how official papers go on after the last letter."""

    def counted(position: int) -> str:
        round_, letter = divmod(position - 1, len(alphabet))
        return alphabet[letter] * (round_ + 1)

    return counted


def _roman(position: int) -> str:
    return roman(position).lower()


_latin = _letters("abcdefghijklmnopqrstuvwxyz")
_abjad = _letters("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ")


@dataclass(frozen=True, slots=True)
class ListMarks:
    """How one language marks the items of a list, from the outer level inwards."""

    levels: tuple[tuple[str, Callable[[int], str]], ...]
    """The pattern, with ``{}``, and how its items are counted."""
    source: str


_MANUAL = "United Nations Editorial Manual, Paragraphs and subparagraphs"
_PRACTICE = "practice of the United Nations' documents in that language; awaits a native speaker's review"
_INNER = (("{}.", _latin), ("{}.", _roman))

LIST_MARKS: dict[str, ListMarks] = {
    "ar": ListMarks((("({})", _abjad), ("‘{}’", str)), _PRACTICE),
    "en": ListMarks((("({})", _latin), ("({})", _roman), *_INNER), _MANUAL),
    "es": ListMarks((("{})", _latin), ("{})", _roman), *_INNER), _MANUAL),
    "fr": ListMarks((("{})", _latin), ("{})", _roman), *_INNER), _MANUAL),
    "ru": ListMarks((("{})", _latin), ("{})", _roman), *_INNER), _PRACTICE),
    "zh": ListMarks((("({})", _latin), ("({})", _roman), *_INNER), _PRACTICE),
}
"""A further language is a further row."""


def list_marker(position: int, level: int, language: str) -> str:
    """The mark of an item; positions (1 to 399) and levels are counted from 1.

    Raises KeyError for a language that is not known, ValueError for a position or level that is out of range.

    >>> for language in LIST_MARKS: print(language, list_marker(1, 1, language), list_marker(4, 2, language))
    ar (أ) ‘4’
    en (a) (iv)
    es a) iv)
    fr a) iv)
    ru a) iv)
    zh (a) (iv)
    """
    levels = LIST_MARKS[language].levels
    if not (1 <= level <= len(levels) and 1 <= position <= 399):
        raise ValueError(f"no mark for item {position} of level {level} in “{language}”")
    pattern, counted = levels[level - 1]
    return pattern.format(counted(position))
