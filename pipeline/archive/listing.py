"""What an archive has: its folder goes in, its bags come out, all of them or those that a search asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive.register import DISPOSED, REGISTER, Register, read_register
from pipeline.archive.search import matches
from pipeline.bags import layout
from pipeline.bags.reading import reading
from pipeline.errors import PapersError
from pipeline.findings import Finding, Place

_MOST = 16 * 1024 * 1024
"""Bytes that a catalogue may have."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A bag of the register, or one that lies in the archive without a line in it."""

    name: str
    paths: tuple[Path, ...]
    """Its folder and its zip, those that are there."""
    line: Mapping[str, Any]
    """Of the register; empty for a bag that it does not know."""
    facts: Mapping[str, Any]
    """Its ``catalogue.json``; what its name says where that can't be read."""

    def as_json(self) -> dict[str, Any]:
        facts = {key: self.facts[key] for key in ("slug", "date", "titles", "languages") if key in self.facts}
        return {"bag": self.name, **facts, **self.line, "paths": [str(path) for path in self.paths]}


def bags(place: Path, wanted: Mapping[str, str]) -> tuple[list[Listed], Register, tuple[Finding, ...]]:
    """The bags that match, in the register's order; the register; and what is wrong with either."""
    book = read_register(place / REGISTER)
    lines: dict[str, dict[str, Any]] = {}
    for line in book.lines:  # of a bag that was disposed of, both lines tell
        bag = str(line["bag"])
        lines[bag] = {**lines.get(bag, {}), **line} if DISPOSED in line else dict(line)
    there = _there(place)
    found = [
        Listed(name, tuple(there.get(name, ())), lines.get(name, {}), _facts(name, there.get(name, []), lines))
        for name in dict.fromkeys([*lines, *sorted(there)])
    ]
    problems = [*book.problems, *_missing(place, found, book)]
    return [each for each in found if matches(each.facts, wanted)], book, tuple(problems)


def find_bag(named: Path, start: Path, place: Path | None) -> Path:
    """The bag that a person named by its path, or by its name in the archive ``place``."""
    path = start / named
    if path.exists() or place is None or len(named.parts) != 1:
        return path
    return next((each for each in (place / named, place / f"{named}.zip") if each.exists()), path)


def _there(place: Path) -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(place.iterdir()) if place.is_dir() else []:
        name = path.name.removesuffix(".zip") if path.is_file() else path.name
        if layout.seal_in_name(name):
            found.setdefault(name, []).append(path)
    return found


def _facts(name: str, paths: list[Path], lines: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    for path in paths:
        with suppress(PapersError, OSError, ValueError, KeyError, TypeError), reading(path) as bag:
            facts = dict(json.loads(bag.read(layout.CATALOGUE, _MOST)))
            if layout.RECIPIENT_NAMES in bag.sizes:
                facts["recipients"] = json.loads(bag.read(layout.RECIPIENT_NAMES, _MOST))
            return facts
    line = lines.get(name, {})
    return {**layout.told_by_name(name), **{key: line[key] for key in ("slug", "date") if key in line}}


def _missing(place: Path, found: list[Listed], book: Register) -> Iterator[Finding]:
    for each in found:
        if gone := book.disposed(each.name):
            values = {"day": str(gone[DISPOSED]), "reason": str(gone.get("reason", ""))}
            yield from (Finding("bag-disposed", Place(str(path)), values) for path in each.paths)
        elif not each.paths:
            yield Finding("bag-gone", Place(str(place / each.name)))
        elif not each.line:
            yield Finding("bag-unregistered", Place(str(each.paths[0])))
