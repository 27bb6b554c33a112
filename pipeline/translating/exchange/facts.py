"""The words of ``meeting.toml``: its text goes in, units come out; translations go in, the text comes out with them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.findings import Key, Unfit
from pipeline.languages import known
from pipeline.toml import at_key
from pipeline.translating.exchange.units import Pieces, Unit, to_text, with_codes
from pipeline.translating.tomltext import Found, found_in, put

PLACEHOLDER = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_NO_WORDS = frozenset({"file", "translated_from", "password", "corrects", "adds_to", "accepted"})
"""What is no text, and what is told as it was."""
_MARKED = "*…* is italic, ^…^ raised."


def units_of(text: str, name: str, source: str, target: str) -> Iterator[Unit]:
    """A unit for each text, or for each paragraph of one, that the file has in the source language."""
    data = tomllib.loads(text.removeprefix("\ufeff"))
    for path in _worded(data, source, ()):
        words, translated = at_key(data, (*path, source)), at_key(data, (*path, target))
        if isinstance(words, str):
            yield _unit(name, path, words, translated if isinstance(translated, str) else "")
        else:
            several = translated if isinstance(translated, list) else []
            for number, each in enumerate(words):
                yield _unit(name, (*path, number), each, several[number] if number < len(several) else "")


def _worded(data: Any, source: str, path: Key) -> Iterator[Key]:
    """Where a table has words by language."""
    match data:
        case dict():
            own = data.get(source)
            if own is not None and data.keys() <= {*known(None), "*", source}:
                if (isinstance(own, str) and "://" not in own) or (
                    isinstance(own, list) and own and all(isinstance(each, str) for each in own)
                ):
                    yield path
                return
            for name, each in data.items():
                if name not in _NO_WORDS:
                    yield from _worded(each, source, (*path, name))
        case list():
            for number, each in enumerate(data):
                yield from _worded(each, source, (*path, number))


def _unit(name: str, path: Key, source: str, target: str) -> Unit:
    (one, two), codes = with_codes((source, target), PLACEHOLDER)
    note = _MARKED if re.search(r"\*.+\*|\^.+\^", source) else ""
    return Unit(f"{name}#{_written(path)}", one, two, codes, note)


def _written(path: Key) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def with_translations(text: str, name: str, source: str, target: str, made: Mapping[str, tuple[Unit, Pieces]]) -> str:
    """The text with translations, by the key of their unit; all else stays.

    Raises Unfit for one that has no place in the way that the file is written.
    """
    data = tomllib.loads(text.removeprefix("\ufeff"))
    places = {each.path: each for each in found_in(text) if not each.is_key}
    keys = {each.path: each for each in found_in(text) if each.is_key}
    changes: list[tuple[int, int, str]] = []
    for path in _worded(data, source, ()):
        words, there = at_key(data, (*path, source)), at_key(data, (*path, target))
        own = {number: made.get(f"{name}#{_written((*path, number))}") for number in range(len(words))}
        if isinstance(words, str):
            one = made.get(f"{name}#{_written(path)}")
            new: Any = to_text(*one) if one else there
        else:
            new = list(there) if isinstance(there, list) else []
            for number, each in own.items():
                if each is not None and number <= len(new):
                    new[number : number + 1] = [to_text(*each)]
                elif each is not None:
                    raise Unfit("exchange-list", key=_written((*path, target)))
        if new == there or not new:
            continue
        changes += (
            _changes(text, (*path, target), there, new, places)
            if there is not None
            else [_added(text, (*path, source), target, words, new, places, keys)]
        )
        _set(data, (*path, target), new)
    after = put(text, changes)
    if tomllib.loads(after.removeprefix("\ufeff")) != data:
        raise Unfit("exchange-toml", key=name)
    return after


def _changes(text: str, path: Key, there: Any, new: Any, places: Mapping[Key, Found]) -> Iterator[tuple[int, int, str]]:
    if isinstance(new, str):
        yield replaced(text, places[path], new)
        return
    for number, words in enumerate(new[: len(there)]):
        if words != there[number]:
            yield replaced(text, places[*path, number], words)
    if len(new) > len(there):
        end = places[*path, len(there) - 1].end
        yield end, end, "".join(f", {_literal(words)}" for words in new[len(there) :])


def replaced(text: str, place: Found, words: str) -> tuple[int, int, str]:
    """What to change where a string stands, so that it says other words."""
    old = text[place.start : place.end]
    # what follows such a beginning loses the spaces that it begins with
    several = re.match(r'"""\\\r?\n', old) if words == words.lstrip() else None
    return place.start, place.end, f'{several[0]}{_literal(words)[1:-1]}"""' if several else _literal(words)


def _literal(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")


def _added(
    text: str, path: Key, target: str, words: Any, new: Any, places: Mapping[Key, Found], keys: Mapping[Key, Found]
) -> tuple[int, int, str]:
    """A line for a language that has none yet, after that of the source."""
    key = keys[path]
    begins = text.rfind("\n", 0, key.start) + 1
    if text[begins : begins + 1] == "\ufeff":
        begins += 1
    last = places[path if isinstance(words, str) else (*path, len(words) - 1)]
    ends = text.find("\n", last.end)
    ends = len(text) if ends < 0 else ends
    before, after = text[begins : key.start], text[last.end : ends].strip()
    if not re.fullmatch(r"[\w\s.\"'-]*", before) or not (
        after == "" or after.startswith("#") or isinstance(words, list)
    ):
        raise Unfit("exchange-toml", key=_written((*path[:-1], target)))
    if isinstance(words, list):
        closing = text.index("]", last.end)
        ends = text.find("\n", closing)
        ends = len(text) if ends < 0 else ends
    written = _literal(new) if isinstance(new, str) else f"[{', '.join(map(_literal, new))}]"
    end = "\r" if text[ends - 1 : ends] == "\r" else ""
    return ends, ends, f"\n{before}{target} = {written}{end}"


def _set(data: Any, path: Key, value: Any) -> None:
    around = at_key(data, path[:-1])
    around[path[-1]] = value
