"""Fonts in a PowerPoint presentation: its archive goes in, the families of its slides' words come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from pipeline.officefile.asked.parts import local, of, related, theme_fonts, tree
from pipeline.officefile.asked.scripts import Reading, Script

_TAGS: Mapping[Script, str] = {"latin": "latin", "asian": "ea", "complex": "cs"}
_TITLES = {"title", "ctrTitle"}
_STYLES = {True: "titleStyle", False: "bodyStyle"}


def families(archive: ZipFile) -> Iterator[str]:
    """The families, as often as words have them. A run's own font, else its master's for titles or other words."""
    known: dict[str, _Master] = {}
    for name in sorted(archive.NameToInfo):
        slide = tree(archive, name) if re.fullmatch(r"ppt/slides/[^/]*\.xml", name) else None
        if slide is not None:
            layout = next(iter(related(archive, name, "slideLayout")), "")
            master = known[layout] = known.get(layout) or _Master(archive, layout)
            shapes = [each for each in slide.iter() if local(each.tag) in {"sp", "graphicFrame"}]
            yield from (family for shape in shapes for family in _of_shape(shape, master))


def _of_shape(shape: Element, master: _Master) -> Iterator[str]:
    places = [each for each in shape.iter() if local(each.tag) == "ph"]
    title = any(each.get("type") in _TITLES for each in places)
    reading = Reading()
    for element in shape.iter():
        if local(element.tag) == "p":
            reading.paragraph()
        elif local(element.tag) == "r":
            words = "".join(each.text or "" for each in element if local(each.tag) == "t")
            own = {
                local(each.tag): each.get("typeface", "")
                for said in element
                if local(said.tag) == "rPr"
                for each in said
            }
            for script in reading.scripts(words):
                tag = _TAGS[script]
                yield master.named(own.get(tag) or master.usual(tag, title=title))


class _Master:
    """What a slide's master, and the master's theme, say of fonts."""

    def __init__(self, archive: ZipFile, layout: str) -> None:
        masters = related(archive, layout, "slideMaster")
        themes = [part for master in masters for part in related(archive, master, "theme")]
        self._theme = theme_fonts(archive, themes[0]) if themes else {}
        self._said: dict[tuple[str, str], str] = {}
        root = tree(archive, masters[0]) if masters else None
        for style in root.iter() if root is not None else ():
            if local(style.tag) in _STYLES.values():
                for font in style.iter():
                    if local(font.tag) in _TAGS.values():
                        self._said.setdefault((local(style.tag), local(font.tag)), of(font, "typeface") or "")

    def usual(self, tag: str, *, title: bool) -> str:
        short = {"latin": "lt"}.get(tag, tag)
        return self._said.get((_STYLES[title], tag)) or f"+{'mj' if title else 'mn'}-{short}"

    def named(self, family: str) -> str:
        """ECMA-376-1, 20.1.4.1.16 and 21.1.2.3.7: ``+mn-lt`` is the theme's font for running text."""
        found = re.fullmatch(r"\+(m[jn])-(lt|ea|cs)", family)
        if found is None:
            return family
        size = {"mj": "major", "mn": "minor"}[found[1]]
        return self._theme.get(f"{size} {found[2].replace('lt', 'latin')}", "")
