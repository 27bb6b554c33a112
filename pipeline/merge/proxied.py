"""The heads that letters share go in; the same heads with small pictures in the place of large ones come out.

A document of many letters has a copy of the heads for each, and LibreOffice scales their pictures as often. So the
letter that leads the others has the pictures, and those behind it have proxies, which become the pictures again where
the letters are taken out of the PDF (:mod:`pipeline.convert.split.pictures`).
"""

from __future__ import annotations

from copy import deepcopy

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.merge.part import W
from pipeline.proxies import MOST, proxy

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMBEDDED = f"{_R}embed"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_KINDS = frozenset({"image/png", "image/jpeg"})
_LEAST = 90_000
"""A quarter of a centimetre (in EMU): LibreOffice scales pictures that are smaller than their pixels at 300 dpi."""
_PLAIN = frozenset({f"{_A}xfrm", f"{_A}prstGeom", f"{_A}noFill", f"{_A}ln"})


def put_proxies(main: Part, section: etree._Element) -> int:
    """Gives ``section``, the second of a document, heads of its own where those of the first have pictures on a
    letter's first page, and leaves it no others: those of the first hold on (ECMA-376-1, 17.10.1). How many pictures
    have proxies."""
    kind = "default" if _is_off(section.find(f"{W}titlePg")) else "first"
    done = 0
    for reference in section.findall(f"{W}headerReference") + section.findall(f"{W}footerReference"):
        key = reference.get(f"{_R}id", "")
        head = main.rels[key].target_part  # not "related_parts", which knows nothing of those that were filled in
        pictures = _pictures(head)[: MOST - done] if reference.get(f"{W}type") == kind else []
        if not pictures or not isinstance(head, XmlPart):
            section.remove(reference)
            continue
        own = _copied(head)
        for number, picture in enumerate(_pictures(own)[: len(pictures)], start=done):
            name = PackURI(f"/word/media/proxy{number}.png")
            picture.set(_EMBEDDED, own.relate_to(Part(name, "image/png", proxy(number), own.package), RT.IMAGE))
        done += len(pictures)
        reference.set(f"{_R}id", main.relate_to(own, main.rels[key].reltype))
    return done


def _is_off(switch: etree._Element | None) -> bool:
    return switch is None or switch.get(f"{W}val", "1") in {"0", "false", "off"}


def _copied(head: XmlPart) -> XmlPart:
    folder, _, name = str(head.partname).rpartition("/")
    own = type(head)(PackURI(f"{folder}/proxied-{name}"), head.content_type, deepcopy(head.element), head.package)
    for key, each in head.rels.items():
        own.load_rel(each.reltype, each.target_ref if each.is_external else each.target_part, key, each.is_external)
    return own


def _pictures(head: Part) -> list[etree._Element]:
    """What names the pictures that are drawn as they are, each as a rectangle."""
    if not isinstance(head, XmlPart):
        return []
    drawings = head.element.iter(f"{_WP}inline", f"{_WP}anchor")
    found = (_picture(each) for each in drawings if next(each.iterancestors(_CHOICE), None) is None)
    return [
        each
        for each in found
        if each is not None and head.rels[each.get(_EMBEDDED, "")].target_part.content_type in _KINDS
    ]


def _picture(drawing: etree._Element) -> etree._Element | None:
    named = list(drawing.iter(*(f"{{*}}{name}" for name in ("blip", "svgBlip", "imgLayer"))))
    extent, frame = drawing.find(f"{_WP}extent"), next(drawing.iter(f"{_PIC}spPr"), None)
    if len(named) != 1 or named[0].get(_EMBEDDED) is None or extent is None or frame is None:
        return None
    (blip,) = named
    about = drawing.find(f"{_WP}docPr")
    if (
        min(int(extent.get(name, "0")) for name in ("cx", "cy")) < _LEAST
        or any(each.tag != f"{_A}extLst" for each in blip)
        or (about is not None and about.get("hidden") is not None)
        or any(each.attrib for each in drawing.iter(f"{_A}srcRect", f"{_A}fillRect"))
        or next(drawing.iter(f"{_A}stretch"), None) is None
        or not _PLAIN.issuperset(each.tag for each in frame)
        or any(each.keys() for each in frame.iter(f"{_A}xfrm"))  # turned or mirrored
        or any(each.get("prst") != "rect" for each in frame.iter(f"{_A}prstGeom"))
        or any(each.find(f"{_A}noFill") is None for each in frame.iter(f"{_A}ln"))
    ):
        return None
    return blip
