"""What the two papers made as PDF share: fonts go in by family, a steady canvas comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from . import house

BODY, HEAD = "Caladea", "Carlito"
BLUE, PALE, GREY, RULE = (HexColor("#" + colour) for colour in (house.BLUE, house.PALE, house.GREY, "B8C2CE"))

_STYLES: Sequence[tuple[str, str, Literal[0, 1], Literal[0, 1]]] = (
    ("Regular", "", 0, 0),
    ("Bold", "-Bold", 1, 0),
    ("Italic", "-Italic", 0, 1),
    ("Bold Italic", "-BoldItalic", 1, 1),
)


def register_fonts() -> None:
    """Makes the four styles of both families known to reportlab; they are embedded in what uses them."""
    for family in (BODY, HEAD):
        for style, ending, bold, italic in _STYLES:
            name = family + ending
            pdfmetrics.registerFont(TTFont(name, str(house.font_file(family, style))))
            addMapping(family, bold, italic, name)
