"""Fonts in a PowerPoint presentation: its package and its slides go in, the families of its slides' words come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.officefile.asked.scripts import Reading, Script
from pipeline.officefile.asked.theme import theme_fonts
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import NAMES, select

if TYPE_CHECKING:
    from lxml import etree

_TAGS: Mapping[Script, str] = {"latin": "a:latin", "asian": "a:ea", "complex": "a:cs"}
_TITLES = {"title", "ctrTitle"}
_STYLES = {True: "p:titleStyle", False: "p:bodyStyle"}


def families(package: Package, slides: Iterable[str]) -> Iterator[str]:
    """The families, as often as words have them. A run's own font, else its master's for titles or other words."""
    known: dict[str, _Master] = {}
    for slide in slides:
        layout = next(iter(package.related(slide, "slideLayout")), "")
        if layout not in known:
            known[layout] = _Master(package, layout)
        for shape in select(package.xml(slide), "p:sp", "p:graphicFrame"):
            yield from _of_shape(shape, known[layout])


def _of_shape(shape: etree._Element, master: _Master) -> Iterator[str]:
    title = any(each.get("type") in _TITLES for each in select(shape, "p:ph"))
    reading = Reading()
    for element in select(shape, "a:p", "a:r"):
        if NAMES[element.tag] == "a:p":
            reading.paragraph()
            continue
        words = "".join(each.text or "" for each in element if NAMES[each.tag] == "a:t")
        properties = (said for said in element if NAMES[said.tag] == "a:rPr")
        own = {NAMES[each.tag]: each.get("typeface") or "" for said in properties for each in said}
        for script in reading.scripts(words):
            tag = _TAGS[script]
            yield master.named(own.get(tag) or master.usual(tag, title=title))


class _Master:
    """What a slide's master, and the master's theme, say of fonts."""

    def __init__(self, package: Package, layout: str) -> None:
        masters = package.related(layout, "slideMaster") if layout else []
        themes = [part for master in masters for part in package.related(master, "theme")]
        self._theme = theme_fonts(package.xml(themes[0])) if themes else {}
        self._said: dict[tuple[str, str], str] = {}
        for style in select(package.xml(masters[0]), *_STYLES.values()) if masters else ():
            for font in select(style, *_TAGS.values()):
                self._said.setdefault((NAMES[style.tag], NAMES[font.tag]), font.get("typeface") or "")

    def usual(self, tag: str, *, title: bool) -> str:
        short = {"a:latin": "lt"}.get(tag, tag[2:])
        return self._said.get((_STYLES[title], tag)) or f"+{'mj' if title else 'mn'}-{short}"

    def named(self, family: str) -> str:
        """ECMA-376-1, 20.1.4.1.16 and 21.1.2.3.7: ``+mn-lt`` is the theme's font for running text."""
        found = re.fullmatch(r"\+(m[jn])-(lt|ea|cs)", family)
        if found is None:
            return family
        size = {"mj": "major", "mn": "minor"}[found[1]]
        return self._theme.get(f"{size} {found[2].replace('lt', 'latin')}", "")
