"""What a PowerPoint presentation says of itself: its package goes in, its facts come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.findings import Place
from pipeline.officefile.asked import slides as fonts
from pipeline.officefile.openplaces import open_places, placeholders
from pipeline.officefile.package import Package
from pipeline.officefile.records import Fact, Facts, cut, once
from pipeline.officefile.vocabulary import select, tags, value

if TYPE_CHECKING:
    from lxml import etree

_DATE = re.compile(r"datetime(?!FigureOut)")
"""ECMA-376-1, 21.1.2.2.4; the date ``datetimeFigureOut`` is the one that stands in the file."""


def read(package: Package) -> Facts:
    """All that is to be known of a presentation."""
    targets = {each.id: each.target for each in package.relationships(package.main) if not each.external}
    listed = (targets.get(value(each, "r:id") or "", "") for each in select(package.xml(package.main), "p:sldId"))
    slides = [part for target in listed if (part := package.find(target)) is not None]
    shown = [slide for slide in slides if package.xml(slide).get("show") not in {"0", "false"}]
    found: list[Fact] = []
    for number, slide in enumerate(slides, 1):
        found += _of_slide(package, slide, Place(slide=number), printed=slide in shown)
    found += _behind(package, shown)
    blank = not any(_shows(package.xml(slide)) for slide in shown)
    families = once(name.strip().lstrip("@") for name in fonts.families(package, slides))
    return Facts(package.format, tuple(found), families, blank=blank, macros=package.macros or "")


def _of_slide(package: Package, part: str, spot: Place, *, printed: bool) -> Iterator[Fact]:
    root = package.xml(part)
    if printed:
        yield from (Fact("moving", spot, words) for words in _dates(root))
    else:
        yield Fact("hidden-slide", spot)
    for words in _paragraphs(root) if printed else ():
        here = Place(slide=spot.slide, paragraph=cut(words))
        yield from (Fact("placeholder", here, each) for each in placeholders(words))
        yield from (Fact("open", here, each) for each in open_places(words))
    for notes in package.related(part, "notesSlide"):
        words = " ".join(_paragraphs(package.xml(notes), of_notes=True)).strip()
        if words:
            yield Fact("note", spot, cut(words))
    for comments in package.related(part, "comments"):
        for comment in package.xml(comments):
            words = "".join(each.text or "" for each in select(comment, "p:text", "a:t"))
            yield Fact("comment", spot, cut(words))
    for each in package.relationships(part):
        if each.kind == "hyperlink":
            yield Fact("link", spot, each.target)
        elif each.external:
            yield Fact("outside", spot, each.target)
        elif each.kind in {"oleObject", "package", "control"}:
            yield Fact("embedded", spot, each.target)


def _behind(package: Package, slides: list[str]) -> Iterator[Fact]:
    """What moves on the layouts and masters behind the slides, where these show them (ECMA-376-1, 19.3.1.38)."""
    layouts, masters = dict[str, None](), dict[str, None]()
    for slide in slides:
        if package.xml(slide).get("showMasterSp") not in {"0", "false"}:
            layouts |= dict.fromkeys(package.related(slide, "slideLayout"))
    for layout in layouts:
        if package.xml(layout).get("showMasterSp") not in {"0", "false"}:
            masters |= dict.fromkeys(package.related(layout, "slideMaster"))
    for part in (*layouts, *masters):
        # Placeholders of a layout or a master are not printed (19.3.1.36): a slide has its own.
        for words in _dates(package.xml(part), placeholders=False):
            yield Fact("moving", Place(part="slide layout" if part in layouts else "slide master"), words)


def _dates(root: etree._Element, *, placeholders: bool = True) -> Iterator[str]:
    for field in select(root, "a:fld"):
        if _DATE.match(field.get("type") or ""):
            shape = next(field.iterancestors(*_SHAPE), None)
            if placeholders or shape is None or next(shape.iter(*_PLACEHOLDER), None) is None:
                yield "".join(each.text or "" for each in select(field, "a:t"))


_SHAPE, _PLACEHOLDER = tags("p:sp"), tags("p:ph")


def _paragraphs(root: etree._Element, *, of_notes: bool = False) -> Iterator[str]:
    for shape in select(root, "p:sp", "p:graphicFrame") if of_notes else (root,):
        # of a page of notes: the notes alone, not the slide's number, its date and its picture
        if of_notes and next((each.get("type") for each in shape.iter(*_PLACEHOLDER)), None) != "body":
            continue
        for paragraph in select(shape, "a:p"):
            yield "".join(each.text or "" for each in select(paragraph, "a:t"))


def _shows(root: etree._Element) -> bool:
    seen = select(root, "p:pic", "p:graphicFrame", "p:cxnSp", "p:contentPart")
    if next(seen, None) is not None or any(words.strip() for words in _paragraphs(root)):
        return True
    # a shape that is no placeholder is drawn, whether or not it has words
    return any(next(shape.iter(*_PLACEHOLDER), None) is None for shape in select(root, "p:sp"))
