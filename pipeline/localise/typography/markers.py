"""The marks of a list's items: a position, a level and a language go in, the mark comes out."""

from __future__ import annotations

from pipeline.languages import Language
from pipeline.numbering import roman

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _counted(position: int, how: str) -> str:
    if how == "figures":
        return str(position)
    if how == "roman":
        return roman(position).lower()
    # a to z, then aa, bb, cc: how official papers go on after the last letter
    alphabet = _LETTERS if how == "letters" else how
    round_, letter = divmod(position - 1, len(alphabet))
    return alphabet[letter] * (round_ + 1)


def list_marker(position: int, level: int, language: Language) -> str:
    """The mark of an item; positions (1 to 399) and levels are counted from 1.

    Raises ValueError for a position or level that is out of range.

    >>> from pipeline.languages import language_of
    >>> for tag in ("ar", "en", "es"): print(list_marker(1, 1, language_of(tag)), list_marker(4, 2, language_of(tag)))
    (أ) ‘4’
    (a) (iv)
    a) iv)
    """
    levels = language.table.markers.levels or []
    if not (1 <= level <= len(levels) and 1 <= position <= 399):
        raise ValueError(f"no mark for item {position} of level {level} in “{language.tag}”")
    row = levels[level - 1]
    return row.pattern.format(mark=language.set_figures(_counted(position, row.counted)))
