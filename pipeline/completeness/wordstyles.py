"""The styles of a Word document: their parts go in; what they say of numbers, headings and hidden words comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.completeness.source import child, descendants, is_on, tree
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DRAWN_NUMBERS = frozenset({"bullet", "none", ""})
"""Formats of a list's marks that are no words (17.18.59)."""
_HEADING = re.compile("heading ([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    hidden: bool = False
    number: str | None = None
    """Of the list."""
    level: str | None = None
    """In the list."""


_NOTHING = _Said()


class Styles:
    """What styles say of numbers and of hidden words."""

    def __init__(self, package: Package, document: str) -> None:
        self._numbers: dict[str, tuple[str | None, str | None]] = {}
        self._based: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._levels: dict[str, int] = {}
        for name in package.related(document, "styles")[:1]:
            root = tree(package, name)
            if root is None:
                continue
            for based in descendants(root, "basedOn"):
                self._based[_style_of(based)] = attribute(based, "val") or ""
            for number in descendants(root, "numPr"):
                self._numbers[_style_of(number)] = _number(number)
            for named in descendants(root, "name"):
                found = _HEADING.fullmatch(attribute(named, "val") or "")
                if found is not None:
                    self._levels[_style_of(named)] = int(found[1])
            self._hidden = {_style_of(mark) for mark in descendants(root, "vanish") if is_on(mark)}
        self._formats = _formats(package, document)
        self._said: dict[str, _Said] = {}
        """Of each style that was asked for, with what it has from others."""

    def hides(self, style: str) -> bool:
        return self._of(style).hidden

    def level_of(self, paragraph: Element) -> int:
        """The level of a built-in heading."""
        return self._levels.get(attribute(child(paragraph, "pPr", "pStyle"), "val") or "", 0)

    def is_numbered(self, paragraph: Element) -> bool:
        return self._format(paragraph) not in _DRAWN_NUMBERS

    def is_item(self, paragraph: Element) -> bool:
        """Whether it stands in a list: headings may be numbered too."""
        return self._format(paragraph) not in {"", "none"} and not self.level_of(paragraph)

    def _format(self, paragraph: Element) -> str:
        """How its number is written: ``bullet`` for a mark, nothing for a paragraph without."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return ""
        own = child(properties, "numPr")
        style = attribute(child(properties, "pStyle"), "val") or ""
        said = self._of(style)
        number, level = _number(own) if own is not None else (None, None)
        number = said.number if number is None else number
        level = said.level if level is None else level
        return self._formats.get((number or "", "0" if level is None else level), "")

    def _of(self, style: str) -> _Said:
        """What a style says, or else the one that it is based on, and so on; each is asked once."""
        asked: list[str] = []
        while style and style not in self._said:
            self._said[style] = _NOTHING  # until it is known: styles may be based on each other in a circle
            asked.append(style)
            style = self._based.get(style, "")
        found = self._said.get(style, _NOTHING)
        for each in reversed(asked):
            number, level = self._numbers.get(each, (None, None))
            found = self._said[each] = _Said(
                hidden=each in self._hidden or found.hidden,
                number=found.number if number is None else number,
                level=found.level if level is None else level,
            )
        return found


def _style_of(element: Element) -> str:
    """The style that an element is a property of."""
    style = next((each for each in element.iterancestors() if local(each.tag) == "style"), None)
    return attribute(style, "styleId") or ""


def _number(properties: Element) -> tuple[str | None, str | None]:
    return attribute(child(properties, "numId"), "val"), attribute(child(properties, "ilvl"), "val")


def _formats(package: Package, document: str) -> dict[tuple[str, str], str]:
    """The format of each level of each list that writes something (17.9)."""
    for name in package.related(document, "numbering")[:1]:
        root = tree(package, name)
        if root is None:
            continue
        kinds: dict[str, dict[str, str]] = {}
        for each in root:
            if local(each.tag) == "abstractNum":
                levels = [level for level in each if local(level.tag) == "lvl"]
                kinds[attribute(each, "abstractNumId") or ""] = dict(map(_level, levels))
        found: dict[tuple[str, str], str] = {}
        for each in root:
            if local(each.tag) == "num":
                number = attribute(each, "numId") or ""
                own = dict(kinds.get(attribute(child(each, "abstractNumId"), "val") or "", {}))
                for override in each:
                    if local(override.tag) == "lvlOverride" and (level := child(override, "lvl")) is not None:
                        own.update([_level(level)])
                found |= {(number, level): kind for level, kind in own.items()}
        return found
    return {}


def _level(level: Element) -> tuple[str, str]:
    text = attribute(child(level, "lvlText"), "val") or ""
    kind = attribute(child(level, "numFmt"), "val") or ""
    return attribute(level, "ilvl") or "0", kind if "%" in text or (text and kind == "bullet") else ""
