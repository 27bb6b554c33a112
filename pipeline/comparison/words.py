"""The words of two pages go in, what is said on one and not on the other comes out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Change: TypeAlias = tuple[Literal["same", "gone", "new"], str]

_AROUND = 6
"""How many words are shown on each side of a change."""


def changes(first: str, second: str) -> list[Change]:
    """What changed, in order, with a few words around it; an ellipsis stands for the others.

    >>> changes("le 18 juin 2024", "le 19 juin 2024")
    [('same', 'le'), ('gone', '18'), ('new', '19'), ('same', 'juin 2024')]
    """
    before, after = first.split(), second.split()
    steps = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > 4000).get_opcodes()
    found: list[Change] = []
    for place, (kind, start, end, new_start, new_end) in enumerate(steps):
        if kind == "equal":
            shown = _shortened(before[start:end], at_start=place == 0, at_end=place == len(steps) - 1)
            found += [("same", words) for words in shown]
            continue
        if start < end:
            found.append(("gone", " ".join(before[start:end])))
        if new_start < new_end:
            found.append(("new", " ".join(after[new_start:new_end])))
    return found


def _shortened(words: list[str], *, at_start: bool, at_end: bool) -> Iterator[str]:
    if len(words) <= 2 * _AROUND:
        yield " ".join(words)
    elif at_start:
        yield f"… {' '.join(words[-_AROUND:])}"
    elif at_end:
        yield f"{' '.join(words[:_AROUND])} …"
    else:
        yield f"{' '.join(words[:_AROUND])} … {' '.join(words[-_AROUND:])}"
