"""A place goes in, the page of the desk on which what stands there is changed comes out."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pipeline import House, Place
from pipeline.desk import forms, privacy
from pipeline.desk.asking import Asking

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "letter": ("date", "title", "subject", "author", "letterhead", "languages", "zone"),
    "layout": (),
}
"""The fields of the file's own table, a page a part; the last has all that no other names."""


def template_id(at: str) -> str:
    """What a template is called on its page, by its path from the house's folder."""
    return "-".join(Path(at).with_suffix("").parts)


def field_id(name: str) -> str:
    """What the field of a key is called on its page."""
    return f"field-{name.replace('.', '-')}"


class Leads:
    """The pages of one meeting."""

    def __init__(self, asks: Asking, slug: str) -> None:
        self._asks, self._at = asks, f"/meetings/{slug}"
        self._slug, self._folder = slug, asks.desk.house.find(slug)

    def to(self, place: Place) -> str:
        """The page, with the field or the entry on it; none for what has no page here."""
        path, root = Path(place.file), self._asks.desk.house.root
        if path == self._folder / "meeting.toml":
            return self._fact(place)
        if path == self._list:
            return f"{self._at}/recipients{f'/rows/{place.row}' if place.row else ''}"
        if path.is_relative_to(self._folder):
            return self._enclosure(path.relative_to(self._folder).as_posix())
        if path.suffix == ".docx" and path.is_relative_to(root):
            return f"{self._at}/templates#{template_id(path.relative_to(root).as_posix())}"
        return ""

    def named(self, place: Place) -> str:
        """What stands at a place of the facts, as their pages call it; nothing for what is elsewhere."""
        if Path(place.file) != self._folder / "meeting.toml":
            return ""
        steps: list[str] = []
        for step in place.key:
            if isinstance(step, int):
                steps[-1:] = [f"{each} {step + 1}" for each in steps[-1:]]
            else:
                language = f"language.{step}"
                known = self._asks.words.knows(language)
                steps.append(self._asks.words(language) if known else self._asks.label(step))
        return " › ".join(steps)

    @cached_property
    def _list(self) -> Path | None:
        return privacy.list_of(self._asks, self._slug)

    @cached_property
    def _groups(self) -> list[list[dict[str, Any]]]:
        try:
            data = tomllib.loads(self._asks.desk.house.facts(self._slug).decode("utf-8-sig"))
            return [each.get("enclosures", []) for each in data.get("groups", [])]
        except (ValueError, AttributeError):  # a file that is wrong: its facts have no pages
            return []

    def _fact(self, place: Place) -> str:
        key = place.key
        entry = self._position(place.enclosure)
        if entry is not None and key[:1] != ("groups",):
            key = ("groups", entry[0], "enclosures", entry[1], *key)
        if not key:
            return ""
        top = _top(self._asks.desk.house)
        end = next((end for end in range(len(key), 0, -1) if forms.node_at(top, key[:end]) is not None), 0)
        named = ".".join(each for each in key[end:] if isinstance(each, str))
        field = f"#{field_id(named)}" if named else ""
        if end:
            return "/".join(map(str, (self._at, "facts", *key[:end]))) + field
        section = next((name for name, fields in SECTIONS.items() if key[0] in fields), "layout")
        return f"{self._at}/facts/{section}{field}"

    def _enclosure(self, file: str) -> str:
        for group, entries in enumerate(self._groups):
            for number, entry in enumerate(entries):
                named = entry.get("file", {})
                if file in ([named] if isinstance(named, str) else named.values()):
                    return f"{self._at}/enclosures#enclosure-{group}-{number}"
        return ""

    def _position(self, number: str) -> tuple[int, int] | None:
        """Where an enclosure stands that is known by its number, where numbers are figures."""
        left = int(number) - 1 if number.isdecimal() else -1
        for group, entries in enumerate(self._groups):
            if 0 <= left < len(entries):
                return group, left
            left -= len(entries)
        return None


@cache
def _top(house: House) -> forms.Node:
    return forms.root(house.schema)
