"""A letterhead is put on a letter: two Word documents go in, the letter has the letterhead's pages.

The letterhead gives the page (size, margins), the heads and the feet, with their pictures and styles; the letter
keeps its text, in the sections and columns that it has. Neither knows of the other, so either can be swapped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from pipeline.merge.direction import keep_order


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
    theirs = deepcopy(letterhead.element.body.get_or_add_sectPr())
    if not first_page:
        _leave_out_first(theirs)
    for reference in list(theirs.iter(*map(qn, _HEADS))):
        part = letterhead.part.related_parts[reference.get(qn("r:id"), "")]
        _move(part, letter)
        if not numbered:
            _drop_number(part)
        if right_to_left and isinstance(part, XmlPart):
            _turn(part)
            keep_order(part.element)
        reference.set(qn("r:id"), letter.part.relate_to(part, _HEADS[f"w:{etree.QName(reference).localname}"]))
    for number, ours in enumerate(list(letter.element.body.iter(qn("w:sectPr")))):
        parent = ours.getparent()
        assert parent is not None
        parent.replace(ours, _on(theirs, ours, first=number == 0))
    _set_even_pages(letter, letterhead)
    _add_styles(letter, letterhead)
    for part in _heads(letter, letter.element.body):
        _give_pictures_room(part, letter)


def dropped_by(letter: Document, letterhead: Document) -> str:
    """What the letter has in heads and feet of its own, which the letterhead's take the place of; nothing for none.

    A number of the page is none where the letterhead has one.
    """
    theirs = letterhead.element.body.get_or_add_sectPr()
    taken = [qn(name) for name in _HEADS if theirs.find(qn(name)) is not None]
    heads = [etree.tostring(part.element, encoding="unicode") for part in _heads(letterhead, theirs)]
    numbered = any(map(_PAGE.search, heads))

    def stays(head: etree._Element) -> bool:
        return head.get(qn("w:type")) == "default" and head.tag not in taken

    for part in _heads(letter, letter.element.body, stays):
        element = deepcopy(part.element)
        if numbered:
            _drop_numbers(element)
        words = " ".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())
        if words or next(element.iter(*map(qn, _SHOWN)), None) is not None:
            return words or "a picture or a field"
    return ""


def _heads(
    document: Document, below: etree._Element, but: Callable[[etree._Element], bool] = lambda _reference: False
) -> Iterator[XmlPart]:
    """The heads and feet that the sections below an element have, each once."""
    references = [each for each in below.iter(*map(qn, _HEADS)) if not but(each)]
    for key in dict.fromkeys(each.get(qn("r:id"), "") for each in references):
        if isinstance(part := document.part.related_parts.get(key), XmlPart):
            yield part


def _leave_out_first(section: etree._Element) -> None:
    for child in list(section):
        if child.tag == qn("w:titlePg") or (child.tag in map(qn, _HEADS) and child.get(qn("w:type")) == "first"):
            section.remove(child)


def _on(theirs: etree._Element, ours: etree._Element, *, first: bool) -> etree._Element:
    """The letterhead's section with what is the letter's own affair: how a paper numbers its pages and is written.

    The larger head belongs to the first page of the letter, not to that of each section.
    """
    section = deepcopy(theirs)
    if not first:
        _leave_out_first(section)
    for name in (*_OWN, "w:type"):
        for other in section.findall(qn(name)):
            section.remove(other)
    theirs_too = {child.tag for child in section}
    for child in ours.iterchildren():
        head = child.tag in map(qn, _HEADS) and child.get(qn("w:type")) == "default"
        kept = child.tag in map(qn, (*_OWN, *_KEPT)) or (child.tag in map(qn, _IF_SET) and _is_set(child))
        if kept:
            for other in section.findall(str(child.tag)):
                section.remove(other)
        if kept or (head and child.tag not in theirs_too):
            section.append(deepcopy(child))
    _turn_page(section, ours)
    rank = {qn(f"w:{name}"): max(position, 1) for position, name in enumerate(_ORDER.split())}
    section[:] = sorted(section, key=lambda child: rank.get(str(child.tag), len(rank)))
    return section


def _is_set(child: etree._Element) -> bool:
    """Whether columns are more than one, or a grid holds lines."""
    return int(child.get(qn("w:num"), "1")) > 1 or child.get(qn("w:type")) is not None or len(child) > 0


def _turn_page(section: etree._Element, ours: etree._Element) -> None:
    """A section that lies on its side does so on the letterhead's paper."""
    page, own = section.find(qn("w:pgSz")), ours.find(qn("w:pgSz"))
    if page is None or own is None or page.get(qn("w:orient"), "portrait") == own.get(qn("w:orient"), "portrait"):
        return
    width, height = page.get(qn("w:w"), ""), page.get(qn("w:h"), "")
    page.set(qn("w:w"), height)
    page.set(qn("w:h"), width)
    page.set(qn("w:orient"), own.get(qn("w:orient"), "portrait"))


def _set_even_pages(letter: Document, letterhead: Document) -> None:
    """Even pages have a head of their own where the letterhead's have (ECMA-376-1, 17.10.1)."""
    wanted = letterhead.settings.odd_and_even_pages_header_footer
    if letter.settings.odd_and_even_pages_header_footer != wanted:
        letter.settings.odd_and_even_pages_header_footer = wanted


def _give_pictures_room(part: XmlPart, letter: Document) -> None:
    """A line with a picture is as high as it, where the letter's styles set lines of one height, or lower than lines
    are: LibreOffice cuts off what does not fit into them (17.3.1.33)."""
    for paragraph in part.element.iter(qn("w:p")):
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        ruled = own is not None and own.get(qn("w:lineRule")) is not None
        if ruled or next(paragraph.iter(qn("wp:inline"), qn("w:pict")), None) is None:
            continue
        rule, line = _line_rule(letter, paragraph.style)
        if rule == "exact" or (rule == "auto" and line < _SINGLE):
            spacing = paragraph.get_or_add_pPr().get_or_add_spacing()
            spacing.set(qn("w:line"), str(_SINGLE))
            spacing.set(qn("w:lineRule"), "auto")


_SINGLE = 240
"""Lines as high as they are, in 240ths."""


def _line_rule(letter: Document, style: str | None) -> tuple[str | None, int]:
    """How a style sets the height of lines, by itself or by what it is based on, and to what."""
    root = letter.styles.element
    known = {each.get(qn("w:styleId")): each for each in root.iter(qn("w:style"))}
    usual = (key for key, each in known.items() if each.get(qn("w:default")) and each.get(qn("w:type")) == "paragraph")
    key = style or next(usual, None)
    while (found := known.pop(key, None)) is not None:
        spacing = found.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if spacing is not None and spacing.get(qn("w:line")) is not None:
            return _rule_of(spacing)
        based = found.find(qn("w:basedOn"))
        key = None if based is None else based.get(qn("w:val"))
    spacing = root.find("/".join(map(qn, ("w:docDefaults", "w:pPrDefault", "w:pPr", "w:spacing"))))
    return (None, _SINGLE) if spacing is None else _rule_of(spacing)


def _rule_of(spacing: etree._Element) -> tuple[str, int]:
    line = spacing.get(qn("w:line"), "")
    return spacing.get(qn("w:lineRule"), "auto"), int(line) if line.isdecimal() else _SINGLE


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
    if isinstance(part, XmlPart):
        _drop_numbers(part.element)


def _drop_numbers(element: Any) -> None:
    for paragraph in element.iter(qn("w:p")):
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


def _turn(part: XmlPart) -> None:
    """ECMA-376 Part 1, 17.3.1.6 (bidi) and 17.3.2.30 (rtl): the paragraph runs from the right, and so do its words."""
    for paragraph in part.element.iter(qn("w:p")):
        if "{{" not in "".join(node.text or "" for node in paragraph.iter(qn("w:t"))):
            continue
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
        for run in paragraph.iter(qn("w:r")):
            run_properties = run.get_or_add_rPr()
            if run_properties.find(qn("w:rtl")) is None:
                run_properties.insert_element_before(OxmlElement("w:rtl"), *AFTER_RTL)


_PAGE = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)

_HEADS = {"w:headerReference": RT.HEADER, "w:footerReference": RT.FOOTER}
_SHOWN = ("w:drawing", "w:pict", "w:object", "w:fldSimple", "w:instrText")
"""What a head may show besides words."""

_OWN = ("w:pgNumType", "w:bidi")
"""What a section has as the letter has it, or not at all: the letterhead's is the letterhead's."""
_KEPT = (
    *("w:type", "w:footnotePr", "w:endnotePr", "w:noEndnote", "w:pgBorders", "w:lnNumType", "w:vAlign"),
    "w:textDirection",
)
"""What it has as the letter has it, or else as the letterhead."""
_IF_SET = ("w:cols", "w:docGrid")
"""The same, where it is not what every document has."""
_ORDER = (
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols "
    "formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
)
"""The order that the schema demands (17.6.17); heads and feet stand in any."""

AFTER_BIDI = (
    "w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents w:suppressOverlap w:jc "
    "w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr w:sectPr w:pPrChange"
).split()
"""What follows a paragraph's direction in its properties (17.3.1.26)."""
AFTER_RTL = "w:cs w:em w:lang w:eastAsianLayout w:specVanish w:oMath".split()


def _add_styles(letter: Document, letterhead: Document) -> None:
    known = {style.get(qn("w:styleId")) for style in letter.styles.element.iter(qn("w:style"))}
    for style in letterhead.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in known:
            added: etree._Element = deepcopy(style)
            letter.styles.element.append(added)
