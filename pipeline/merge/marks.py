"""Marks become Word's own formatting: the XML of a merged part goes in, and is changed in place.

A run keeps all its properties: a raised ending inside bold text stays bold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import count

from lxml import etree

from pipeline.merge.drawings import Embed, drawing, give_room
from pipeline.text import (
    DRAWING,
    DRAWING_END,
    ITALIC,
    ITALIC_END,
    LINE,
    LINK,
    LINK_END,
    LINK_TEXT,
    MARKS,
    PAGE,
    PAGES,
    PARAGRAPH,
    RAISED,
    RAISED_END,
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_TOKENS = re.compile(f"([{MARKS}])")
_ANY = re.compile(f"[{MARKS}]")

_PROPERTIES: dict[str, dict[str, dict[str, str]]] = {
    ITALIC: {"i": {}, "iCs": {}},
    RAISED: {"vertAlign": {"val": "superscript"}},
}
"""Run properties and their values; ``iCs`` is the italic of scripts such as Arabic (17.3.2.17)."""
_ENDS = {ITALIC_END: ITALIC, RAISED_END: RAISED}
_FIELDS = {PAGE: "PAGE", PAGES: "NUMPAGES"}


def _tag(name: str) -> str:
    return f"{{{_W}}}{name}"


def apply_marks(root: etree._Element, relate: Callable[[str], str], embed: Embed) -> None:
    """Turns every mark below ``root`` into formatting. ``relate`` gives the relationship's id for a link's address,
    ``embed`` a picture of the document for its key."""
    drawings = count(1)
    for paragraph in list(root.iter(_tag("p"))):
        marked = any(_ANY.search(node.text or "") for node in paragraph.iter(_tag("t")))
        if marked and any(_has_marks(run) for run in own_runs(paragraph)):
            _Paragraph(paragraph, relate, embed, drawings).apply()


def own_runs(paragraph: etree._Element) -> list[etree._Element]:
    """Its runs, without those of a text box that is anchored in it, which has paragraphs of its own."""
    return [run for run in paragraph.iter(_tag("r")) if next(run.iterancestors(_tag("p"))) is paragraph]


def _has_marks(run: etree._Element) -> bool:
    return any(_ANY.search(node.text or "") for node in run.findall(_tag("t")))


class _Paragraph:
    """One paragraph that has marks. What a mark opens holds until it is closed, over as many runs as that takes."""

    def __init__(
        self, paragraph: etree._Element, relate: Callable[[str], str], embed: Embed, drawings: Iterator[int]
    ) -> None:
        self._paragraph, self._relate, self._embed, self._drawings = paragraph, relate, embed, drawings
        self._on: set[str] = set()
        self._link: etree._Element | None = None
        self._unsaid: str | None = None
        """What stands between marks and is no words: the address of a link, what is drawn."""

    def apply(self) -> None:
        for run in own_runs(self._paragraph):
            if _has_marks(run):
                self._run(run)
        self._split()

    def _run(self, run: etree._Element) -> None:
        parent = run.getparent()
        assert parent is not None
        properties = run.find(_tag("rPr"))
        place = parent.index(run)
        parent.remove(run)
        for child in run:
            if child.tag != _tag("t"):
                if child.tag != _tag("rPr"):
                    place = self._put(parent, place, self._new_run(properties, deepcopy(child)))
                continue
            for piece in _TOKENS.split(child.text or ""):
                if piece in MARKS and piece:
                    if piece == PARAGRAPH:
                        place = self._end_paragraph(parent, place, properties)
                    elif piece == LINE:
                        place = self._put(parent, place, self._new_run(properties, etree.Element(_tag("br"))))
                    else:
                        place = self._mark(piece, parent, place, properties)
                elif self._unsaid is not None:
                    self._unsaid += piece
                elif piece:
                    text = etree.Element(_tag("t"), {_XML_SPACE: "preserve"})
                    text.text = piece
                    place = self._put(parent, place, self._new_run(properties, text))

    def _mark(self, mark: str, parent: etree._Element, place: int, properties: etree._Element | None) -> int:
        if mark in {LINK, DRAWING}:
            self._unsaid = ""
        elif mark == DRAWING_END:
            assert self._unsaid is not None
            made = drawing(self._unsaid, next(self._drawings), self._embed)
            self._unsaid = None
            give_room(self._paragraph)
            place = self._put(parent, place, self._new_run(properties, made))
        elif mark == LINK_TEXT:
            assert self._unsaid is not None
            self._link = etree.Element(_tag("hyperlink"), {f"{{{_R}}}id": self._relate(self._unsaid)})
            self._unsaid = None
            parent.insert(place, self._link)
            place += 1
        elif mark == LINK_END:
            self._link = None
        elif mark in _FIELDS:
            place = self._put(parent, place, self._field(_FIELDS[mark], properties))
        elif mark in _ENDS:
            self._on.discard(_ENDS[mark])
        elif mark in _PROPERTIES:
            self._on.add(mark)
        return place

    def _field(self, code: str, properties: etree._Element | None) -> etree._Element:
        """A number that Word and LibreOffice count themselves."""
        field = etree.Element(_tag("fldSimple"), {_tag("instr"): code})
        text = etree.Element(_tag("t"))
        text.text = "1"
        field.append(self._new_run(properties, text))
        return field

    def _end_paragraph(self, parent: etree._Element, place: int, properties: etree._Element | None) -> int:
        if parent is not self._paragraph:
            # Inside a content control or a field there is one paragraph: a line ends, no more.
            return self._put(parent, place, self._new_run(properties, etree.Element(_tag("br"))))
        parent.insert(place, etree.Element(_tag("split")))
        if self._link is None:
            return place + 1
        self._link = etree.Element(
            _tag("hyperlink"), {str(name): str(value) for name, value in self._link.attrib.items()}
        )
        parent.insert(place + 1, self._link)
        return place + 2

    def _put(self, parent: etree._Element, place: int, element: etree._Element) -> int:
        if self._link is not None:
            self._link.append(element)
            return place
        parent.insert(place, element)
        return place + 1

    def _new_run(self, properties: etree._Element | None, content: etree._Element) -> etree._Element:
        run = etree.Element(_tag("r"))
        wanted = deepcopy(properties) if properties is not None else etree.Element(_tag("rPr"))
        if self._link is not None and wanted.find(_tag("rStyle")) is None:
            # LibreOffice 7.4 drops a link whose run has no style named Hyperlink.
            wanted.insert(0, etree.Element(_tag("rStyle"), {_tag("val"): "Hyperlink"}))
        for mark in sorted(self._on):
            for name, attributes in _PROPERTIES[mark].items():
                if (old := wanted.find(_tag(name))) is not None:
                    wanted.remove(old)
                wanted.append(etree.Element(_tag(name), {_tag(key): value for key, value in attributes.items()}))
        in_order(wanted)
        if len(wanted):
            run.append(wanted)
        run.append(content)
        return run

    def _split(self) -> None:
        """A paragraph for each side of a split, all with the properties of the first."""
        properties = self._paragraph.find(_tag("pPr"))
        current = self._paragraph
        for child in list(self._paragraph):
            if child.tag == _tag("split"):
                self._paragraph.remove(child)
                following = etree.Element(_tag("p"))
                if properties is not None:
                    following.append(deepcopy(properties))
                current.addnext(following)
                current = following
            elif current is not self._paragraph:
                current.append(child)


_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath"
)


_RANK = {_tag(name): position for position, name in enumerate(_ORDER.split())}


def in_order(properties: etree._Element) -> None:
    """The order that the schema demands (ECMA-376 Part 1, 17.3.2.28)."""
    if len(properties) > 1:
        properties[:] = sorted(properties, key=lambda child: _RANK.get(str(child.tag), len(_RANK)))
