"""A letter with its words goes in; in its heads and feet, letters that need a font of their own get one, in place.

A letterhead serves all languages of a house, and names one font for all scripts that are shaped. Where the words of a
letter are in one that this font lacks, they are set in the font that the letter's own text has
(:mod:`pipeline.fonts.scripts`).
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from pipeline.fonts.scripts import family_for
from pipeline.fonts.substitutes import SUBSTITUTES

_WITHOUT = frozenset({"", *SUBSTITUTES, *SUBSTITUTES.values()})
"""Families that have no letters of these scripts; and none, where nothing is said."""


def set_in_own_font(document: Document, part: XmlPart) -> None:
    """Names the font of words of a head or foot that the letterhead's fonts can't set."""
    for run in part.element.iter(qn("w:r")):
        family = family_for("".join(node.text or "" for node in run.iter(qn("w:t"))))
        if family is None or _named(document, run) not in _WITHOUT:
            continue
        own = _style_font(document, _default(document))
        fonts = run.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:cs"), own if own not in _WITHOUT else family)


def _named(document: Document, run: etree._Element) -> str:
    """The family that a run asks for: its own, its style's or its paragraph's."""
    if own := _font(run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")):
        return own
    for path in (f"{qn('w:rPr')}/{qn('w:rStyle')}", f"../{qn('w:pPr')}/{qn('w:pStyle')}"):
        if (style := run.find(path)) is not None and (own := _style_font(document, style.get(qn("w:val"), ""))):
            return own
    return _style_font(document, _default(document))


def _style_font(document: Document, key: str) -> str:
    """The family of a style, or of one that it is based on."""
    styles = {style.get(qn("w:styleId"), ""): style for style in document.styles.element.iter(qn("w:style"))}
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        if own := _font(styles[key].find(f"{qn('w:rPr')}/{qn('w:rFonts')}")):
            return own
        based = styles[key].find(qn("w:basedOn"))
        key = based.get(qn("w:val"), "") if based is not None else ""
    return ""


def _default(document: Document) -> str:
    """The style of paragraphs that name none."""
    styles: Iterator[etree._Element] = document.styles.element.iter(qn("w:style"))
    of_paragraphs = (each for each in styles if each.get(qn("w:type")) == "paragraph")
    return next((each.get(qn("w:styleId"), "") for each in of_paragraphs if each.get(qn("w:default")) == "1"), "")


def _font(fonts: etree._Element | None) -> str:
    return fonts.get(qn("w:cs"), "") if fonts is not None else ""
