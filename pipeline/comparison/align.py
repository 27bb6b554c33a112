"""Two lists of sections, or of pages' words, go in; which answers to which comes out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from pipeline.comparison.sections import Section

Pair: TypeAlias = tuple[int | None, int | None]
"""Two places, from 0; None on the side that has nothing to set against it."""

_GAP = 0.6
"""What it costs to leave a page alone: two pages that share less than a fifth of their words are not the same page."""
_MOST_CELLS = 250_000
"""Pages times pages that are set against each other one by one."""


def align_sections(first: Sequence[Section], second: Sequence[Section]) -> list[Pair]:
    """Sections by their titles, wherever they stand; those that are left, by their numbers. In the order of the second,
    each that only the first has where it stood."""
    found: dict[int, int] = {}
    for same in (lambda one: one.key, lambda one: (one.number, one.first == 0)):
        left = {same(one): place for place, one in reversed(list(enumerate(first))) if place not in found.values()}
        for place, one in enumerate(second):
            other = left.get(same(one))
            if place not in found and other is not None and same(one) != ("", False):
                found[place] = other
                del left[same(one)]
    pairs: list[Pair] = [(found.get(place), place) for place in range(len(second))]
    for place in range(len(first)):
        if place not in found.values():
            after = next((at for at, (one, _two) in enumerate(pairs) if one is not None and one > place), len(pairs))
            pairs.insert(after, (place, None))
    return pairs


def align_alike(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Pages that are the same, by their marks, in order: those that each side has once, the ends, and their neighbours.

    >>> align_alike(["a", "b", "b", "c"], ["x", "a", "b", "b", "c"])
    [(0, 1), (1, 2), (2, 3), (3, 4)]
    """
    once = [{mark for mark, count in Counter(side).items() if count == 1} for side in (first, second)]
    places = {mark: place for place, mark in enumerate(second) if mark in once[0] & once[1]}
    sure = _rising([(one, places[mark]) for one, mark in enumerate(first) if mark in places])
    found = dict(sure)
    for step in (1, -1):
        taken = set(found.values())
        for one, two in [(-1, -1), *sure, (len(first), len(second))]:
            here, there = one + step, two + step
            while (
                0 <= here < len(first)
                and 0 <= there < len(second)
                and here not in found
                and there not in taken
                and first[here] == second[there]
            ):
                found[here] = there
                taken.add(there)
                here, there = here + step, there + step
    return sorted(found.items())


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second places rise, as their first do (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, (_one, two) in enumerate(pairs):
        at = bisect_left(ends, two)
        before.append(last[at - 1] if at else None)
        ends[at : at + 1], last[at : at + 1] = [two], [place]
    run: list[tuple[int, int]] = []
    here = last[-1] if last else None
    while here is not None:
        run.append(pairs[here])
        here = before[here]
    return run[::-1]


def align_pages(first: Sequence[str], second: Sequence[str], alike: Sequence[tuple[int, int]] = ()) -> list[Pair]:
    """Pages by their words, in order: one that was put in or taken out does not make all after it differ.

    Those of ``alike`` are paired already: only the pages between them are looked at.

    >>> align_pages(["a b c", "d e f"], ["x y z", "a b c", "d e g"])
    [(None, 0), (0, 1), (1, 2)]
    >>> align_pages(["a b c", "d e f"], ["a b c", "x y z"])
    [(0, 0), (1, 1)]
    """
    pairs: list[Pair] = []
    here = there = 0
    for one, two in [*alike, (len(first), len(second))]:
        between = _align_words(first[here:one], second[there:two])
        pairs += [(None if a is None else a + here, None if b is None else b + there) for a, b in between]
        pairs += [(one, two)] if one < len(first) else []
        here, there = one + 1, two + 1
    return pairs


def _align_words(first: Sequence[str], second: Sequence[str]) -> list[Pair]:
    if len(first) * len(second) > _MOST_CELLS:
        shorter = min(len(first), len(second))
        ends: list[Pair] = [(place, None) for place in range(shorter, len(first))]
        ends += [(None, place) for place in range(shorter, len(second))]
        return [*((place, place) for place in range(shorter)), *ends]
    return list(_side_by_side(_cheapest([set(one.split()) for one in first], [set(two.split()) for two in second])))


def _side_by_side(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Pages that were taken out where others were put in are set against those."""
    gone: list[int] = []
    new: list[int] = []
    for one, two in [*pairs, (-1, -1)]:
        if one is not None and two is not None:
            yield from zip_longest(gone, new)
            gone, new = [], []
            if one >= 0:
                yield one, two
        elif one is not None:
            gone.append(one)
        elif two is not None:
            new.append(two)


def _cheapest(first: Sequence[set[str]], second: Sequence[set[str]]) -> list[Pair]:
    """The alignment of least cost (Needleman and Wunsch, 1970)."""
    costs = [[_GAP * place for place in range(len(second) + 1)]]
    for one in first:
        row = [costs[-1][0] + _GAP]
        for place, two in enumerate(second):
            row.append(min(costs[-1][place] + _unlike(one, two), costs[-1][place + 1] + _GAP, row[-1] + _GAP))
        costs.append(row)
    pairs: list[Pair] = []
    here, there = len(first), len(second)
    while here or there:
        cost = costs[here][there]
        if here and there and cost == costs[here - 1][there - 1] + _unlike(first[here - 1], second[there - 1]):
            here, there = here - 1, there - 1
            pairs.append((here, there))
        elif here and cost == costs[here - 1][there] + _GAP:
            here -= 1
            pairs.append((here, None))
        else:
            there -= 1
            pairs.append((None, there))
    return pairs[::-1]


def _unlike(one: set[str], two: set[str]) -> float:
    """From 0, the same words, to 1.5, none in common: then two gaps cost less."""
    every = len(one | two)
    return 1.5 * (1 - len(one & two) / every) if every else 0.0
