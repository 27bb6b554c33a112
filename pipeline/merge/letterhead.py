"""A letterhead is put on a letter: two Word documents go in, the letter has the letterhead's pages.

The letterhead gives the page (size, margins), the heads and the feet, with their pictures and styles; the letter
keeps its text. Neither knows of the other, so either can be swapped.
"""

from __future__ import annotations

import re
from copy import deepcopy

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree


def put_letterhead(
    letter: Document,
    letterhead: Document,
    *,
    first_page: bool = True,
    numbered: bool = True,
    right_to_left: bool = False,
) -> None:
    """Puts the letterhead on ``letter``, in place.

    Without ``first_page`` every page has the smaller head of later pages, as an index has. Without ``numbered``
    no page's number stands in a head or a foot, as on a slip-sheet, which is one page of its own. With
    ``right_to_left`` what holds the letterhead's placeholders, whose words come in the letter's language, runs from
    right to left.
    """
    ours = letter.element.body.get_or_add_sectPr()
    theirs = deepcopy(letterhead.element.body.get_or_add_sectPr())
    if not first_page:
        for unused in theirs.xpath(
            "w:headerReference[@w:type='first'] | w:footerReference[@w:type='first'] | w:titlePg"
        ):
            theirs.remove(unused)
    for reference in theirs.xpath("w:headerReference | w:footerReference"):
        old = reference.get(qn("r:id"))
        kind = RT.HEADER if reference.tag == qn("w:headerReference") else RT.FOOTER
        part = letterhead.part.related_parts[old]
        _move(part, letter)
        if not numbered:
            _drop_number(part)
        if right_to_left:
            _turn(part)
        reference.set(qn("r:id"), letter.part.relate_to(part, kind))
    # How a paper numbers its pages, and which way it is written, are the paper's own affair.
    for name, following in _OWN.items():
        for other in theirs.findall(qn(name)):
            theirs.remove(other)
        if (own := ours.find(qn(name))) is not None:
            theirs.insert_element_before(deepcopy(own), *following)
    parent = ours.getparent()
    assert parent is not None
    parent.replace(ours, theirs)
    _add_styles(letter, letterhead)


def _move(part: Part, letter: Document) -> None:
    """Renames a head or foot and its pictures, so that they collide with none of the letter's own."""
    for moved in [part, *(each.target_part for each in part.rels.values() if not each.is_external)]:
        folder, _, name = str(moved.partname).rpartition("/")
        if not name.startswith("letterhead-"):
            moved.partname = PackURI(f"{folder}/letterhead-{name}")
    part._package = letter.part.package


def _drop_number(part: Part) -> None:
    """Takes out what stands at the tab stop of a page's number: the field, and its words (Page 1 of 2).

    ECMA-376 Part 1, 17.16.5.44 (PAGE), 17.16.5.39 (NUMPAGES), 17.16.5.58 (SECTIONPAGES).
    """
    if not isinstance(part, XmlPart):
        return
    for paragraph in part.element.iter(qn("w:p")):
        stretches: list[list[etree._Element]] = [[]]
        for node in paragraph.xpath(f".//w:r/*[not(self::w:rPr)][count(ancestor::w:p) = {_depth(paragraph)}]"):
            if node.tag in {qn("w:tab"), qn("w:ptab")}:
                stretches.append([])
            else:
                stretches[-1].append(node)
        for stretch in stretches:
            fields = {field for node in stretch for field in node.iterancestors(qn("w:fldSimple"))}
            codes = [node.text or "" for node in stretch if node.tag == qn("w:instrText")]
            if _PAGE.search(" ".join(["".join(codes), *(field.get(qn("w:instr"), "") for field in fields)])):
                for node in (*stretch, *fields):
                    if (parent := node.getparent()) is not None:
                        parent.remove(node)


def _depth(paragraph: etree._Element) -> int:
    return 1 + sum(1 for _ in paragraph.iterancestors(qn("w:p")))


def _turn(part: Part) -> None:
    """ECMA-376 Part 1, 17.3.1.6 (bidi) and 17.3.2.30 (rtl): the paragraph runs from the right, and so do its words."""
    if not isinstance(part, XmlPart):
        return
    for paragraph in part.element.iter(qn("w:p")):
        if "{{" not in "".join(node.text or "" for node in paragraph.iter(qn("w:t"))):
            continue
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)
        for run in paragraph.iter(qn("w:r")):
            run_properties = run.get_or_add_rPr()
            if run_properties.find(qn("w:rtl")) is None:
                run_properties.insert_element_before(OxmlElement("w:rtl"), *_AFTER_RTL)


_PAGE = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)

_OWN = {
    "w:pgNumType": ("w:cols", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter", "w:docGrid"),
    "w:bidi": ("w:rtlGutter", "w:docGrid"),
}
"""What a letter keeps of its section's properties, and what the schema has after each (17.6.17)."""

_AFTER_BIDI = (
    "w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc "
    "w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange"
).split()
_AFTER_RTL = "w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath".split()


def _add_styles(letter: Document, letterhead: Document) -> None:
    known = {style.get(qn("w:styleId")) for style in letter.styles.element.iter(qn("w:style"))}
    for style in letterhead.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in known:
            added: etree._Element = deepcopy(style)
            letter.styles.element.append(added)
