"""A letterhead is put on a letter: two Word documents go in, the letter has the letterhead's pages.

The letterhead gives the page (size, margins), the heads and the feet, with their pictures and styles; the letter
keeps its text. Neither knows of the other, so either can be swapped.
"""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree


def put_letterhead(letter: Document, letterhead: Document, *, first_page: bool = True) -> None:
    """Puts the letterhead on ``letter``, in place.

    Without ``first_page`` every page has the smaller head of later pages, as an index has.
    """
    ours = letter.element.body.get_or_add_sectPr()
    theirs = deepcopy(letterhead.element.body.get_or_add_sectPr())
    for reference in theirs.xpath("w:headerReference | w:footerReference"):
        old = reference.get(qn("r:id"))
        kind = RT.HEADER if reference.tag == qn("w:headerReference") else RT.FOOTER
        part = letterhead.part.related_parts[old]
        _move(part, letter)
        reference.set(qn("r:id"), letter.part.relate_to(part, kind))
    if not first_page:
        for title_page in theirs.findall(qn("w:titlePg")):
            theirs.remove(title_page)
    # How a paper numbers its pages is the paper's own affair: an index has Roman figures.
    if (numbering := ours.find(qn("w:pgNumType"))) is not None:
        for other in theirs.findall(qn("w:pgNumType")):
            theirs.remove(other)
        theirs.insert_element_before(
            deepcopy(numbering), "w:cols", "w:titlePg", "w:textDirection", "w:bidi", "w:docGrid"
        )
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


def _add_styles(letter: Document, letterhead: Document) -> None:
    known = {style.get(qn("w:styleId")) for style in letter.styles.element.iter(qn("w:style"))}
    for style in letterhead.styles.element.iter(qn("w:style")):
        if style.get(qn("w:styleId")) not in known:
            added: etree._Element = deepcopy(style)
            letter.styles.element.append(added)
