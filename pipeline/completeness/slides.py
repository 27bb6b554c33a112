"""A presentation goes in, what its slides show comes out: paragraphs with their words, and what is drawn.

Source: ECMA-376-1, 19 (PresentationML), 20 and 21 (DrawingML). Hidden slides, notes and comments are not printed, nor
is what a placeholder asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.completeness.shown import Block, Graphic, Kind, Shown
from pipeline.completeness.source import child, descendants, relations, tree
from pipeline.completeness.word import chart_titles, diagram_words
from pipeline.findings import Place
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def read_slides(package: Package) -> Shown:
    """What the presentation shows."""
    root = tree(package, package.main)
    named = relations(package, package.main)
    reading = _Reading(package)
    if root is None:
        return Shown()
    for number, each in enumerate(descendants(root, "sldId"), start=1):
        # two attributes are called id; the slide's own has no namespace
        relation = next((str(value) for key, value in each.attrib.items() if str(key).startswith("{")), "")
        slide = tree(package, named.get(relation, ""))
        if slide is not None and attribute(slide, "show") not in {"0", "false"}:
            reading.slide(slide, named[relation], number)
    return Shown(tuple(reading.blocks), tuple(reading.graphics), counted=False)


class _Reading:
    """Walks through slides, and notes what they show."""

    def __init__(self, package: Package) -> None:
        self.blocks: list[Block] = []
        self.graphics: list[Graphic] = []
        self._package = package
        self._place = Place()
        self._relations: dict[str, str] = {}

    def slide(self, root: Element, name: str, number: int) -> None:
        self._place = Place(slide=number)
        self._relations = relations(self._package, name)
        shapes = child(root, "cSld", "spTree")
        if shapes is not None:
            self._shapes(shapes)

    def _shapes(self, group: Element) -> None:
        for each in group:
            match local(each.tag):
                case "sp" | "cxnSp":
                    if not _is_hidden(each):
                        self._words(each)
                case "pic":
                    if not _is_hidden(each):
                        self._picture(each)
                case "graphicFrame":
                    if not _is_hidden(each):
                        self._frame(each)
                case "grpSp":
                    self._shapes(each)
                case "AlternateContent":
                    branch = child(each, "Choice") if child(each, "Fallback") is None else child(each, "Fallback")
                    if branch is not None:
                        self._shapes(branch)
                case _:
                    pass

    def _words(self, shape: Element) -> None:
        for paragraph in descendants(shape, "p"):
            pieces: list[str] = []
            for each in paragraph:
                if local(each.tag) == "r":
                    pieces += [text.text or "" for text in each if local(text.tag) == "t"]
                elif local(each.tag) == "br":
                    pieces.append(" ")
                elif local(each.tag) in {"m", "AlternateContent"}:
                    self._graphic("equation", "")
            words = "".join(pieces)
            if words.strip():
                self.blocks.append(Block(words, self._place))

    def _picture(self, picture: Element) -> None:
        fill = child(picture, "blipFill", "blip")
        plays = next(descendants(picture, "videoFile", "audioFile", "quickTimeFile", "wavAudioFile"), None)
        if fill is not None and plays is None and (attribute(fill, "embed") or attribute(fill, "link")):
            self._graphic("picture", _name(picture))

    def _frame(self, frame: Element) -> None:
        data = child(frame, "graphic", "graphicData")
        if data is None or not len(data):
            return
        inner = data[0]
        match local(inner.tag):
            case "tbl":
                self._words(inner)
            case "chart":
                self._graphic("chart", _name(frame))
                self._others(attribute(inner, "id"), chart=True)
            case "relIds":
                self._others(attribute(inner, "dm"), chart=False)
            case _:
                if next(descendants(inner, "blip"), None) is not None:
                    self._graphic("picture", _name(frame))

    def _others(self, relation: str | None, *, chart: bool) -> None:
        root = tree(self._package, self._relations.get(relation or "", ""))
        if root is not None:
            words = chart_titles(root) if chart else diagram_words(root)
            self.blocks += [Block(each, self._place) for each in words]

    def _graphic(self, kind: Kind, name: str) -> None:
        self.graphics.append(Graphic(kind, name, self._place))


def _is_hidden(shape: Element) -> bool:
    return attribute(next(descendants(shape, "cNvPr"), None), "hidden") in {"1", "true"}


def _name(shape: Element) -> str:
    about = next(descendants(shape, "cNvPr"), None)
    return attribute(about, "descr") or attribute(about, "title") or attribute(about, "name") or ""
