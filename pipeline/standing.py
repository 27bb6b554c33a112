"""How meetings stand: a house's folder goes in; of each meeting its title, its day and how far it is come out.

Nothing is loaded and no file is hashed, so that a list of many meetings is there at once. A meeting whose file can't be
read is in the list as well, and says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

from pipeline.archive.register import DISPOSED, REGISTER, read_register
from pipeline.building.guess import nothing_changed
from pipeline.errors import MeetingError
from pipeline.files import Remembered
from pipeline.results import Standing
from pipeline.toml import read_toml

_READ: Remembered[dict[str, Any]] = Remembered(2000)
_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_DEEPEST = 3
"""Of names within names, as far as a list follows them."""


def standings(root: Path, place: Path) -> tuple[Standing, ...]:
    """Each meeting of the house in ``root``, by name; ``place`` is its archive."""
    sealed = _sealed(place)
    files = sorted(root.glob("meetings/*/meeting.toml"))
    return tuple(_standing(file.parent, root / "build" / file.parent.name, sealed) for file in files)


def standing(root: Path, folder: Path, place: Path) -> Standing:
    """That of the meeting in ``folder``."""
    return _standing(folder, root / "build" / folder.name, _sealed(place))


def _data(path: Path) -> dict[str, Any]:
    """What a ``meeting.toml`` holds; its lines are looked for only where it can't be read."""
    try:
        return _READ.of(path, lambda: tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, ValueError, RecursionError):
        return read_toml(path, MeetingError)[0]


def _standing(folder: Path, out: Path, sealed: Mapping[str, Path]) -> Standing:
    try:
        data = _data(folder / "meeting.toml")
    except MeetingError as error:
        return Standing(folder.name, {}, None, (), "draft", built=False, unread=error.findings)
    titles = {tag: _filled(words, data, tag) for tag, words in _table(data.get("title")).items()}
    day, languages = data.get("date"), data.get("languages")
    manifest, bag = out / "manifest.json", sealed.get(folder.name)
    built = manifest.is_file()
    current = built and nothing_changed(out)
    state: Literal["draft", "ready", "sealed"]
    if bag is not None and (not built or (current and _time(bag) >= _time(manifest))):
        state = "sealed"
    else:
        state = "ready" if current else "draft"
    return Standing(
        folder.name,
        {tag: words for tag, words in titles.items() if words},
        day if type(day) is date else None,
        tuple(map(str, languages)) if isinstance(languages, list) else (),
        state,
        built=built,
        bag=bag.name if bag else "",
    )


def _filled(words: object, data: Mapping[str, Any], language: str, depth: int = 0) -> str:
    """Words with the names and titles that they refer to; with an ellipsis for what only a wording knows."""
    if not isinstance(words, str) or depth > _DEEPEST:
        return "…"
    return _PLACEHOLDER.sub(lambda found: _filled(_named(found[1], data, language), data, language, depth + 1), words)


def _named(placeholder: str, data: Mapping[str, Any], language: str) -> object:
    kind, _, rest = placeholder.partition(".")
    if kind == "names":
        return _table(_table(data.get("names")).get(rest)).get(language)
    key, _, of = rest.partition(".")
    events = data.get("events")
    for event in events if isinstance(events, list) else ():
        if kind == "event" and of == "title" and _table(event).get("key") == key:
            return _table(_table(event).get("title")).get(language)
    return None


def _sealed(place: Path) -> dict[str, Path]:
    """The last bag of each meeting that is still there."""
    found: dict[str, Path] = {}
    for line in read_register(place / REGISTER).lines:
        name, slug = str(line["bag"]), str(line.get("slug", ""))
        there = next((path for path in (place / name, place / f"{name}.zip") if path.exists()), None)
        if there is not None and DISPOSED not in line:
            found[slug] = there
    return found


def _time(path: Path) -> int:
    return path.stat().st_mtime_ns


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
