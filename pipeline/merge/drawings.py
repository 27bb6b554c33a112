"""What is drawn in a line: its mark's words go in, a drawing as Word has it comes out.

A QR code is one shape with an outline of its own (ECMA-376-1, 20.1.9.8), not a picture: Word and LibreOffice draw it as
lines at any size, and no file of a picture goes with the document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

from pipeline import qr
from pipeline.pictures import fitted

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {"w": _W, "wp": _WP, "a": _A, "wps": _WPS, "pic": _PIC, "r": _R}

_EMU = 36000
"""English Metric Units of a millimetre (20.1.10.16)."""
_FIRST = 50_000
"""Ids of drawings begin here, beyond those that Word counts."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture that is a part of the document."""

    relation: str
    """The id of the relationship to it."""
    dots: tuple[int, int]


Embed: TypeAlias = Callable[[str], Embedded]


def drawing(mark: str, number: int, embed: Embed) -> etree._Element:
    """The drawing that :func:`pipeline.text.drawn` marks, the ``number``-th of its part; ``embed`` gives a picture by
    its key."""
    kind, width, what, alternative = mark.split("|", 3)
    across = float(width)
    if kind == "picture":
        key, _, height = what.rpartition(" ")
        picture = embed(key)
        size = fitted(across, float(height), picture.dots)
        found, graphic = _frame(size, number, f"Picture {number}", alternative)
        _draw_picture(graphic, picture, size, number)
    else:
        found, graphic = _frame((across, across), number, f"QR {number}", alternative)
        _draw_code(graphic, what, across)
    return found


def _frame(
    size: tuple[float, float], number: int, name: str, alternative: str
) -> tuple[etree._Element, etree._Element]:
    """A drawing in a line, and what its graphic is put into."""
    found = etree.Element(f"{{{_W}}}drawing", nsmap=_NAMESPACES)
    inline = _below(found, _WP, "inline", distT="0", distB="0", distL="0", distR="0")
    _below(inline, _WP, "extent", **_extent(size))
    _below(inline, _WP, "docPr", id=str(_FIRST + number), name=name, descr=alternative)
    return found, _below(inline, _A, "graphic")


def _extent(size: tuple[float, float]) -> dict[str, str]:
    return {name: str(round(length * _EMU)) for name, length in zip(("cx", "cy"), size, strict=True)}


def _place(properties: etree._Element, size: tuple[float, float]) -> None:
    place = _below(properties, _A, "xfrm")
    _below(place, _A, "off", x="0", y="0")
    _below(place, _A, "ext", **_extent(size))


def _draw_picture(graphic: etree._Element, picture: Embedded, size: tuple[float, float], number: int) -> None:
    """ECMA-376-1, 20.2: a picture of the document, as large as its frame."""
    drawn = _below(_below(graphic, _A, "graphicData", uri=_PIC), _PIC, "pic")
    named = _below(drawn, _PIC, "nvPicPr")
    _below(named, _PIC, "cNvPr", id=str(_FIRST + number), name=f"Picture {number}")
    _below(named, _PIC, "cNvPicPr")
    fill = _below(drawn, _PIC, "blipFill")
    _below(fill, _A, "blip").set(f"{{{_R}}}embed", picture.relation)
    _below(_below(fill, _A, "stretch"), _A, "fillRect")
    properties = _below(drawn, _PIC, "spPr")
    _place(properties, size)
    _below(_below(properties, _A, "prstGeom", prst="rect"), _A, "avLst")


def _draw_code(graphic: etree._Element, address: str, width: float) -> None:
    made = qr.code(address)
    shape = _below(_below(graphic, _A, "graphicData", uri=_WPS), _WPS, "wsp")
    _below(shape, _WPS, "cNvSpPr")
    properties = _below(shape, _WPS, "spPr")
    _place(properties, (width, width))
    geometry = _below(properties, _A, "custGeom")
    for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
        _below(geometry, _A, name)
    _below(geometry, _A, "rect", l="0", t="0", r="r", b="b")
    side = str(made.side)
    path = _below(_below(geometry, _A, "pathLst"), _A, "path", w=side, h=side)
    for left, top, width_, height in made.dark:
        corners = (
            ("moveTo", left, top),
            ("lnTo", left + width_, top),
            ("lnTo", left + width_, top + height),
            ("lnTo", left, top + height),
        )
        for step, x, y in corners:
            _below(_below(path, _A, step), _A, "pt", x=str(x), y=str(y))
        _below(path, _A, "close")
    _below(_below(properties, _A, "solidFill"), _A, "srgbClr", val="000000")
    _below(_below(properties, _A, "ln"), _A, "noFill")
    _below(shape, _WPS, "bodyPr")


def give_room(paragraph: etree._Element) -> None:
    """Lines of a paragraph with a drawing are as high as it, where its style sets them lower (17.3.1.33)."""
    properties = paragraph.find(f"{{{_W}}}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{{{_W}}}pPr")
        paragraph.insert(0, properties)
    spacing = properties.find(f"{{{_W}}}spacing")
    if spacing is None:
        spacing = properties.makeelement(f"{{{_W}}}spacing")
        later = (each for each in properties if etree.QName(each).localname in _AFTER_SPACING)
        place = next(later, None)
        properties.append(spacing) if place is None else place.addprevious(spacing)
    spacing.set(f"{{{_W}}}line", "240")
    spacing.set(f"{{{_W}}}lineRule", "auto")


_AFTER_SPACING = frozenset(
    "ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange".split()
)
"""What the schema has after it among the properties of a paragraph (17.3.1.26)."""


def _below(parent: etree._Element, namespace: str, element: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{namespace}}}{element}", attributes)
