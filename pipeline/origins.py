"""Where words come from: words and their origins go in, the same words between signs that stand for them come out.

A preview merges a document once more with words that bear such signs, to tell of each word on its pages which fact,
phrase or rule it is of. Whoever makes words says so to a :class:`Trace`; of words that nobody traces,
:func:`untraced` makes nothing but themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.findings import Key
from pipeline.text import ORIGINS

Kind = Literal["fact", "phrase", "letterhead", "placeholder", "rule", "inside"]
"""``inside`` is what a phrase has in one of its places: it is not the phrase's."""

BEGINS, ENDS = 0xF0000, 0x100000
"""The first signs of the two private planes (Unicode, 23.5): what stands on one ends with its like on the other."""
MOST = 0x8000
"""How many origins the words of one paper have at the most; what is beyond is not traced."""
SIGN = re.compile(f"[{ORIGINS}]")


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing that words are made of."""

    kind: Kind
    name: str = ""
    """Of a phrase, a placeholder or a rule; of a letterhead's words, their key."""
    key: Key = ()
    """Of a fact, in ``meeting.toml``."""


class Typed(str):
    """Words as they stand in ``meeting.toml``, and where."""

    __slots__ = ("key",)
    key: Key


Tracing: TypeAlias = Callable[..., str]
"""Is told of words where they come from, as :meth:`Trace.__call__` is, and gives them back."""


def untraced(words: str, /, *_facts: Key, **_names: str | bool) -> str:
    """The words as they are."""
    return words


class Trace:
    """The origins of the words of one paper, in the order in which they were said."""

    def __init__(self) -> None:
        self.origins: list[tuple[Origin, ...]] = []
        """By the number that their sign has."""

    def __call__(
        self,
        words: str,
        /,
        *facts: Key,
        phrase: str = "",
        letterhead: str = "",
        placeholder: str = "",
        rule: str = "",
        inside: bool = False,
    ) -> str:
        """The words between signs of their own, of ``facts`` by their keys, a phrase, a placeholder or a rule by its
        name; ``inside`` is what a phrase has in one of its places."""
        if not words or len(self.origins) >= MOST:
            return words  # what is empty must stay so: templates ask for it with an if
        named: dict[Kind, str] = {"rule": rule, "phrase": phrase, "letterhead": letterhead, "placeholder": placeholder}
        of_names = (Origin(kind, name) for kind, name in named.items() if name)
        of_facts = (Origin("fact", key=key) for key in dict.fromkeys(facts))
        self.origins.append((*of_facts, *of_names, *([Origin("inside")] if inside else [])))
        return between(words, len(self.origins) - 1)


def between(words: str, number: int) -> str:
    """The words between the signs of a number."""
    return f"{chr(BEGINS + number)}{words}{chr(ENDS + number)}"


COLOURS = 0x10000
"""How many colours there are."""


def colour_of(number: int) -> int:
    """The colour, red, green and blue, that says a number; no colour of a style is taken for one by chance.

    >>> [f"{colour_of(number):06X}" for number in (0, 1)], number_of(colour_of(7)), number_of(0), number_of(0x0563C1)
    (['00005B', '000102'], 7, None, None)
    """
    return number << 8 | (number * 167 + 91) & 0xFF


def number_of(colour: int) -> int | None:
    """The number that a colour says; None where it says none."""
    number = colour >> 8
    return number if colour_of(number) == colour else None
