"""How enclosures are numbered: their places in the groups go in, the numbers that are printed come out.

A number is made from the place alone, and is the same in the letter, the index, the outline, the labels and the stamps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import decimal

Noun: TypeAlias = Literal["enclosure", "annex", "attachment", "appendix"]
"""What a document that goes with a letter is called there; the word itself is a phrase of the language."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to number."""

    figure: Callable[[int], str]
    noun: Noun | None = None
    """What an enclosure is called, where the name of the scheme says it."""
    by_group: bool = False
    """Whether each group begins anew; its own number then stands before: ``2.1``."""

    @property
    def lettered(self) -> bool:
        """Whether it numbers by letters, which a language may have of its own."""
        return self.figure is letter


def letter(number: int) -> str:
    """``A`` to ``Z``, then ``AA``, as columns of a table.

    >>> [letter(number) for number in (1, 26, 27, 52, 53)]
    ['A', 'Z', 'AA', 'AZ', 'BA']
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column of a table, from 1: what :func:`letter` was given.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for each in letters:
        number = 26 * number + ord(each) - ord("A") + 1
    return number


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(number: int) -> str:
    """Roman figures.

    >>> [roman(number) for number in (1, 4, 9, 14, 40, 99, 1994)]
    ['I', 'IV', 'IX', 'XIV', 'XL', 'XCIX', 'MCMXCIV']
    """
    figures = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        figures += sign * times
    return figures


def in_figures(words: str, figures: str) -> str:
    """Words with their figures in these, from zero.

    >>> in_figures("2.1", "०१२३४५६७८९"), in_figures("2.1", "")
    ('२.१', '2.1')
    """
    return words.translate({ord("0") + place: sign for place, sign in enumerate(figures)}) if figures else words


def in_latin(words: str) -> str:
    """Words with their figures as 0123456789, whatever script they are in.

    >>> in_latin("२.१"), in_latin("IV")
    ('2.1', 'IV')
    """
    return "".join(str(decimal(sign, sign)) for sign in words)


SCHEMES: dict[str, Scheme] = {
    "through": Scheme(str),
    "by-group": Scheme(str, by_group=True),
    "roman": Scheme(roman),
    "letter": Scheme(letter),
    "annex": Scheme(str, "annex"),
    "annex-letter": Scheme(letter, "annex"),
    "annex-roman": Scheme(roman, "annex"),
}


def numbers(scheme: Scheme, sizes: Sequence[int]) -> list[list[str]]:
    """The numbers of the enclosures of each group, for groups of these sizes.

    >>> for name in ("through", "by-group", "annex-letter"): print(numbers(SCHEMES[name], [2, 1]))
    [['1', '2'], ['3']]
    [['1.1', '1.2'], ['2.1']]
    [['A', 'B'], ['C']]
    """
    made: list[list[str]] = []
    before = 0
    for group, size in enumerate(sizes, start=1):
        if scheme.by_group:
            made.append([f"{group}.{scheme.figure(place)}" for place in range(1, size + 1)])
        else:
            made.append([scheme.figure(before + place) for place in range(1, size + 1)])
        before += size
    return made
