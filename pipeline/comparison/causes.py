"""What two packages were made from and with goes in; each input, font and tool that is another comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.comparison.sides import Side

_TOOLS = {
    "libreoffice": "LibreOffice",
    "python": "Python",
    "pipeline": "papers",
    "pipeline code": "the program's own code",
    "zlib": "zlib",
    "cldr": "CLDR",
}
"""What the record of tools is called in words, the heaviest first."""
_SHORT = 12
"""Signs of a hash that are shown."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is another on the two sides."""

    kind: Literal["input", "font", "tool"]
    name: str
    then: str
    """Its version or the beginning of its hash on the first side; empty where it is not there."""
    now: str
    """The same on the second side."""

    def __str__(self) -> str:
        before = self.then or "not there"
        return f"{self.name} {before} then, {self.now or 'not there'} now"

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "name": self.name, "then": self.then, "now": self.now}


def causes(first: Side, second: Side) -> list[Cause]:
    """All that differs, tools first; nothing where one of the sides does not say what made it."""
    if first.environment is None or second.environment is None:
        return []
    return [
        *_tools(first.environment, second.environment),
        *_surroundings(first.environment, second.environment),
        *_files("font", first.fonts, second.fonts),
        *_files("input", first.inputs or {}, second.inputs or {}),
    ]


def _tools(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Cause]:
    for key, name in _TOOLS.items():
        before, after = _version(then.get(key, "")), _version(now.get(key, ""))
        if before != after:
            yield Cause("tool", name, before, after)
    before, after = then.get("packages", {}), now.get("packages", {})
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Cause("tool", name, str(before.get(name, "")), str(after.get(name, "")))


def _surroundings(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Cause]:
    """What takes part besides, where both records know of it: by its package's version, or else by its hash."""
    before, after = then.get("surroundings"), now.get("surroundings")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return
    for name in sorted({*before, *after}):
        one, two = (dict(side.get(name, {})) for side in (before, after))
        if one.get("hash") != two.get("hash"):
            packages = [str(each.get("package", "")) for each in (one, two)]
            known = (
                packages
                if all(packages) and packages[0] != packages[1]
                else [each.get("hash", "") for each in (one, two)]
            )
            yield Cause("tool", name, *(each if " " in each else each[:_SHORT] for each in known))


def _version(said: Any) -> str:
    """A version as people say it: of LibreOffice the number and the build, of a hash its beginning."""
    words = str(said).removeprefix("LibreOffice ")
    return words[:_SHORT] if len(words) == 64 and words.isalnum() else words


def _files(kind: Literal["input", "font"], then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Cause]:
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield Cause(kind, name, (then.get(name) or "")[:_SHORT], (now.get(name) or "")[:_SHORT])
