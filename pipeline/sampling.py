"""The recipients of a meeting go in; those whose letters a person should look at before all are made come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pipeline.model import Recipient

MOST = 10
"""Letters in a sample."""


def sampled(recipients: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """At most ten of them, in their order: the longest names, each language and each instrument, the longest address
    and the shortest, then whatever else sets letters apart, then some of all.

    >>> def to(key, language, person="", **rest):
    ...     return Recipient(key, 2, "states", "invitation", language, person=person, **rest)
    >>> three = [to("a", "fr", "Ana"), to("b", "fr", "Anastasia"), to("c", "en"), to("d", "fr", "Ana")]
    >>> [each.key for each in sampled(three)]
    ['a', 'b', 'c', 'd']
    """
    chosen: dict[str, Recipient] = {}
    seen: set[_Trait] = set()
    kinds: dict[tuple[_Trait, ...], Recipient] = {}
    for each in recipients:
        kinds.setdefault(tuple(_traits(each)), each)

    def choose(each: Recipient) -> None:
        if len(chosen) < MOST and each.key not in chosen:
            chosen[each.key] = each
            seen.update(_traits(each))

    def choose_what_differs(*of: str) -> None:
        """Those who show most that no other letter does, as long as there is something new of these traits."""
        while len(chosen) < MOST:
            new = {traits: [each for each in traits if each not in seen] for traits in kinds}
            if of:
                new = {traits: unseen for traits, unseen in new.items() if any(each[0] in of for each in unseen)}
            best = max(new, key=lambda traits: len(new[traits]), default=())
            if not best or not new[best]:
                return
            choose(kinds[best])

    def choose_extremes(*lengths: Callable[[Recipient], int]) -> None:
        for length in lengths:
            if any(map(length, recipients)):
                choose(max(recipients, key=length))

    choose_extremes(lambda each: len(each.person), lambda each: len(each.organisation))
    choose_what_differs("language", "instrument")
    choose_extremes(_of_address, lambda each: -_of_address(each))
    choose_what_differs()
    for each in recipients[:: max(1, len(recipients) // MOST)]:
        choose(each)
    return tuple(each for each in recipients if each.key in chosen)


_Trait: TypeAlias = tuple[object, ...]


def _of_address(each: Recipient) -> int:
    return sum(map(len, each.address))


def _traits(each: Recipient) -> Iterator[_Trait]:
    """What sets a letter apart from others."""
    yield "language", each.language
    yield "instrument", each.instrument
    yield "template", each.language, each.instrument
    yield "category", each.category
    yield "rank", each.rank
    yield "greeting", bool(each.person), each.gender, each.several
    yield "from", bool(each.state), bool(each.organisation)
    yield "lines", len(each.address)
    yield from (("free", name, bool(value)) for name, value in each.extra.items())
