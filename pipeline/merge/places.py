"""Where in a Word file nothing is filled in: an element of its XML goes in, its name in words for people comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.merge.tags import OPENING

MEND = (
    "Take it out. What is filled in stands in the text, in a head, a foot or a note, in a picture's alternative text "
    "or in the address of a link."
)

_NAMES = {
    "bookmarkStart": "the name of a bookmark",
    "docPr": "the name of a picture",
    "cNvPr": "the name of a picture",
    "instrText": "the instruction of a field",
    "fldSimple": "the instruction of a field",
    "delText": "words that were struck out",
    "tag": "the tag of a content control",
    "alias": "the title of a content control",
    "hyperlink": "what a link shows beside it, or its bookmark",
    "Relationship": "the address of a picture or of another file",
}
_PARTS = (
    (re.compile(r"docProps/"), "the properties of the file (File, Info)"),
    (re.compile(r"word/comments"), "a comment"),
    (re.compile(r"word/(styles|stylesWithEffects)"), "a style"),
    (re.compile(r"word/numbering"), "a numbering"),
    (re.compile(r"word/(settings|webSettings)"), "the settings of the document"),
    (re.compile(r"word/charts/"), "a chart"),
    (re.compile(r"word/diagrams/"), "a drawing (SmartArt)"),
    (re.compile(r"word/glossary/"), "a building block"),
)
_A_PARAGRAPH, _A_TEXT = (f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}" for name in "pt")


def called(element: etree._Element, attribute: str) -> str:
    """What holds the words, of an element in a part that is filled in."""
    name = etree.QName(element)
    if known := _NAMES.get(name.localname):
        return known
    if "math" in (name.namespace or ""):
        return "an equation"
    what = f"“{name.localname}” in the file's XML"
    return f"the attribute “{etree.QName(attribute).localname}” of {what}" if attribute else what


def found_elsewhere(part: str, root: etree._Element) -> Iterator[tuple[str, str]]:
    """What looks like a tag in a part where none is filled in: what holds it, and the words."""
    own = next((words for pattern, words in _PARTS if pattern.match(part)), None)
    for element in root.iter(etree.Element):
        held = [element.text, element.tail, *(str(value) for value in element.attrib.values())]
        if element.tag == _A_PARAGRAPH:  # which spreads its words over runs
            held = ["".join(str(words) for words in element.itertext())]
        elif element.tag == _A_TEXT:
            continue
        for words in held:
            if words and OPENING.search(words):
                yield own or called(element, ""), words
