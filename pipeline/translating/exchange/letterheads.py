"""The words of a letterhead: a ``words.toml`` goes in, units come out; translations go in, its text comes out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

from pipeline.findings import Unfit
from pipeline.translating.exchange.facts import replaced
from pipeline.translating.exchange.units import Pieces, Unit, to_text
from pipeline.translating.tomltext import found_in, put


def units_of(text: str, name: str, source: str, target: str) -> Iterator[Unit]:
    """A unit for each word that the letterhead has in the source language."""
    data = tomllib.loads(text.removeprefix("\ufeff"))
    there = data.get(target, {})
    for key, words in data.get(source, {}).items():
        said = there.get(key, "")
        yield Unit(f"{name}#{key}", (words,) if words else (), (said,) if said else (), note="at the foot or the head")


def with_translations(text: str, name: str, target: str, made: Mapping[str, tuple[Unit, Pieces]]) -> str:
    """The text with translations, by the key of their unit; all else stays.

    Raises Unfit for a word that the language has no line for.
    """
    places = {each.path: each for each in found_in(text) if not each.is_key}
    changes: list[tuple[int, int, str]] = []
    for key, one in made.items():
        place = places.get((target, key.removeprefix(f"{name}#")))
        if place is None:
            raise Unfit("exchange-toml", key=key)
        changes.append(replaced(text, place, to_text(*one)))
    return put(text, changes)
