"""Pages as people name them go in, their places come out."""

from __future__ import annotations

import re

RANGES = re.compile(r"\s*\d{1,5}\s*(?:[-–]\s*(?:\d{1,5}\s*)?)?(?:,\s*\d{1,5}\s*(?:[-–]\s*(?:\d{1,5}\s*)?)?)*")
"""How pages are named: ``1-3``, ``2``, ``1, 4-6``, ``3-`` for all from the third."""


class NoSuchPagesError(Exception):
    """Pages are asked for that the file hasn't."""


def pages_named(said: str, count: int) -> list[int]:
    """The indices of the pages that are named, of ``count``; each once, in the order in which they are named.

    >>> pages_named("1-3", 5), pages_named("4-, 1", 5)
    ([0, 1, 2], [3, 4, 0])
    """
    chosen: dict[int, None] = {}
    for one in said.split(","):
        first, dash, last = (each.strip() for each in one.replace("–", "-").partition("-"))
        begin, end = int(first), int(last) if last else count if dash else int(first)
        if not 1 <= begin <= end <= count:
            raise NoSuchPagesError
        chosen |= dict.fromkeys(range(begin - 1, end))
    return list(chosen)


def in_ranges(numbers: list[int]) -> str:
    """Numbers in rising order, in short.

    >>> in_ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9–10'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
