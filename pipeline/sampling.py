"""The recipients of a meeting go in; those whose letters a person should look at before all are made come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.model import Recipient

MOST = 10
"""Letters in a sample."""
_EXTREMES: tuple[Callable[[Recipient], int], ...] = (
    lambda each: len(each.person),
    lambda each: len(each.organisation),
    lambda each: sum(map(len, each.address)),
    lambda each: -sum(map(len, each.address)),
)


def sampled(recipients: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """At most ten of them, in their order: each language with each instrument first, then the longest names and
    addresses and the shortest, then whatever else sets letters apart, then some of all.

    >>> def to(key, language, person="", **rest):
    ...     return Recipient(key, 2, "states", "invitation", language, person=person, **rest)
    >>> three = [to("a", "fr", "Ana"), to("b", "fr", "Anastasia"), to("c", "en"), to("d", "fr", "Ana")]
    >>> [each.key for each in sampled(three)]
    ['a', 'b', 'c', 'd']
    """
    chosen: dict[str, Recipient] = {}
    seen: set[tuple[object, ...]] = set()

    def choose(each: Recipient) -> None:
        if len(chosen) < MOST and each.key not in chosen:
            chosen[each.key] = each
            seen.update(_traits(each))

    pairs = {(each.language, each.instrument): each for each in reversed(recipients)}
    for each in reversed(pairs.values()):
        choose(each)
    for extreme in _EXTREMES:
        if recipients:
            choose(max(recipients, key=extreme))
    for each in recipients:
        if not seen.issuperset(_traits(each)):
            choose(each)
    for each in recipients[:: max(1, len(recipients) // MOST)]:
        choose(each)
    return tuple(each for each in recipients if each.key in chosen)


def _traits(each: Recipient) -> Iterator[tuple[object, ...]]:
    """What sets a letter apart from others."""
    yield "category", each.category
    yield "rank", each.rank
    yield "greeting", bool(each.person), each.gender, each.several
    yield "from", bool(each.state), bool(each.organisation)
    yield "lines", len(each.address)
    yield from (("free", name, bool(value)) for name, value in each.extra.items())
