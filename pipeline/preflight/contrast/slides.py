"""Faint words of slides: their package goes in, runs come out whose own colour is near that of their own shape's fill.

What a slide inherits of its layout and its master, pictures and gradients are not known surely: a shape without a
fill of its own is left alone, unless its slide has a plain background of its own and nothing else lies on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import local, select, tags
from pipeline.preflight.contrast.colours import drawn, is_faint, theme_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def faint(package: Package, part: str) -> Iterator[str]:
    """The words of such runs of one slide."""
    root, theme = package.xml(part), _theme(package, part)
    ground = next((_fill(each, theme) for each in select(root, "p:bgPr")), None)
    shapes = select(root, "p:sp", "p:pic", "p:graphicFrame")
    alone = sum(1 for _ in shapes) == 1
    for shape in select(root, "p:sp"):
        properties = next((each for each in shape if local(each.tag) == "spPr"), None)
        own = None if properties is None else _fill(properties, theme)
        behind = own or (ground if alone else None)
        for run in shape.iter(*_RUN) if behind else ():
            words = "".join(each.text or "" for each in run.iter(*_TEXT)).strip()
            said = next((each for each in run if local(each.tag) == "rPr"), None)
            colour = None if said is None else _fill(said, theme)
            if any(map(str.isalnum, words)) and is_faint(colour, behind):
                yield words


def _fill(holder: Element, theme: Mapping[str, str]) -> str | None:
    fill = next((each for each in holder if local(each.tag) == "solidFill"), None)
    return None if fill is None else drawn(fill, theme)


def _theme(package: Package, part: str) -> Mapping[str, str]:
    """Of the master that a slide's layout has (19.3.1.42)."""
    for layout in package.related(part, "slideLayout")[:1]:
        for master in package.related(layout, "slideMaster")[:1]:
            return theme_of(package, master)
    return {}


_RUN, _TEXT = tags("a:r"), tags("a:t")
