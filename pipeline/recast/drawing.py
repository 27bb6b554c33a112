"""A drawing (SVG) goes in; a text that is one page with the drawing on it comes out, still as lines and letters.

What it reaches for outside is taken out of it before (:mod:`pipeline.officefile.clean.pictures`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.officefile.clean import told
from pipeline.officefile.clean.pictures import UncleanError, clean_picture
from pipeline.officefile.clean.reach import Reach
from pipeline.recast import About, Recast
from pipeline.recast.text import DOT, LONGEST_PICTURE, WIDTH, Text

_UNITS = {"": DOT, "px": DOT, "cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6}
"""In centimetres (CSS 2.2, 4.3.2)."""
_LENGTH = re.compile(r"\s*+([\d.]++(?:[eE][-+]?\d+)?)\s*+([a-z]*)\s*")


def from_drawing(source: Path, about: About) -> Recast:
    """The text. MeetingError for what is no drawing, or can't be cleaned."""
    place = Place(str(source))
    data, root, made = _read(source)
    taken = () if made is None else tuple(told(source, [(each.what, each.address) for each in made]))
    text = Text(about.language, about.title or source.stem)
    picture = text.picture(data, ".svg", _size(root), about.description)
    unsaid = () if about.description else (Finding("no-description", place),)
    return Recast(text.packed(text.paragraph(picture, "")), ".odt", (*taken, *unsaid))


def size_on_page(source: Path) -> tuple[float, float]:
    """How wide and high the drawing is on its page, in centimetres, whose margins it begins at. MeetingError as
    :func:`from_drawing`."""
    width, height = _size(_read(source)[1])
    scale = min(1.0, WIDTH / width, LONGEST_PICTURE / height)
    return width * scale, height * scale


def _read(source: Path) -> tuple[bytes, etree._Element, Sequence[Reach] | None]:
    """The drawing as it may be set, and what was taken out of it, where anything was."""
    place = Place(str(source))
    data = source.read_bytes()
    try:
        made = clean_picture(data)
        data = data if made is None else made[0]
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data, parser)
    except (UncleanError, etree.XMLSyntaxError):
        raise MeetingError(Finding("picture-damaged", place)) from None
    if etree.QName(root).localname != "svg":
        raise MeetingError(Finding("not-its-name", place, {"kind": "an SVG drawing", "ending": ".svg"}))
    return data, root, None if made is None else made[1]


def _size(root: etree._Element) -> tuple[float, float]:
    """In centimetres: what it says, or as wide as a page; its shape is that of its box (SVG 2, 8.2)."""
    box = [float(each) for each in re.findall(r"[-+]?[\d.]+", root.get("viewBox") or "")[:4] if each.strip(".+-")]
    shape = box[3] / box[2] if len(box) == 4 and box[2] > 0 and box[3] > 0 else 0.0
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and height:
        return width, height
    if not shape:
        return (width or WIDTH), (height or width or LONGEST_PICTURE)
    if height:
        return height / shape, height
    return (width or WIDTH), (width or WIDTH) * shape


def _length(said: str | None) -> float:
    found = _LENGTH.fullmatch(said or "")
    try:
        return float(found[1]) * _UNITS.get(found[2], 0.0) if found else 0.0
    except ValueError:
        return 0.0
