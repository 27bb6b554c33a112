"""A package as it went out: a meeting's folder or a bag goes in, the facts that it was made from come out.

A sealed bag goes before a build: a build may have been made again since. A bag named by a person goes before all.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive.listing import bags, find_bag
from pipeline.bags import layout
from pipeline.bags.reading import reading
from pipeline.built import MadeFrom, facts_of, made_from
from pipeline.errors import ArchiveError, PapersError, UsageError
from pipeline.findings import Finding, Place
from pipeline.folders import find_meeting

_MOST = 64 * 1024 * 1024
"""Bytes that a manifest may have, or a file of facts."""


@dataclass(frozen=True, slots=True)
class Before:
    """A package as it went out."""

    named: str
    """The bag's name, or the build's folder from the house's."""
    folder: Path
    """The meeting's, as it is now."""
    facts: Mapping[str, bytes]
    """The ``meeting.toml`` that each language was made from."""
    inputs: Mapping[str, str]
    """The SHA-256 of each file that it was made from, by its path from the house's folder."""

    @property
    def data(self) -> Mapping[str, Any]:
        """The facts as they are typed, of the first language."""
        return tomllib.loads(next(iter(self.facts.values())).decode("utf-8-sig"))


def before(named: str, root: Path, place: Path) -> Before:
    """The package that a person named by a meeting or a bag of the archive ``place``.

    Raises UsageError for a name that is neither, and for a meeting that was never built or whose facts nobody kept;
    ArchiveError for a bag that can't be read.
    """
    bag = find_bag(Path(named), root, place)
    if layout.told_by_name(bag.name.removesuffix(".zip")):
        return _of_bag(bag, root)
    folder = find_meeting(Path(named), root)
    sealed = [
        each for each in bags(place, {"slug": folder.name})[0] if each.paths and each.facts["slug"] == folder.name
    ]
    if sealed:
        return _of_bag(sealed[-1].paths[0], root)
    out = root / "build" / folder.name
    try:
        said = made_from(json.loads((out / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        said = {}
    facts = {language: kept for language, each in said.items() if (kept := facts_of(out, each)) is not None}
    if not facts:
        raise UsageError(Finding("new-not-built", Place(str(out)), {"old": folder.name}))
    return Before(f"build/{folder.name}", folder, facts, _inputs(said))


def _of_bag(path: Path, root: Path) -> Before:
    slug = layout.told_by_name(path.name.removesuffix(".zip"))["slug"]
    with reading(path) as bag:
        try:
            said = made_from(json.loads(bag.read(layout.MANIFEST, _MOST)))
            name = min((each for each in bag.sizes if each.endswith("/meeting.toml")), key=len)
            facts = bag.read(name, _MOST)
            tomllib.loads(facts.decode("utf-8-sig"))
        except (PapersError, OSError, ValueError, KeyError, RecursionError) as error:
            raise ArchiveError(Finding("bag-no-house", Place(str(path)))) from error
        return Before(bag.name, find_meeting(Path(slug), root), dict.fromkeys(said, facts), _inputs(said))


def _inputs(said: Mapping[str, MadeFrom]) -> dict[str, str]:
    return {name: sha256 for each in said.values() for name, sha256 in each.inputs.items()}
