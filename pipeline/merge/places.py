"""Where in a Word file nothing is filled in: an element of its XML goes in, what it is comes out, to be told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.findings import Reason
from pipeline.merge.tags import OPENING

_NAMES = {
    "bookmarkStart": "held-bookmark",
    "docPr": "held-picture",
    "cNvPr": "held-picture",
    "instrText": "held-field",
    "fldSimple": "held-field",
    "delText": "held-deleted",
    "tag": "held-control",
    "alias": "held-control-title",
    "hyperlink": "held-link",
    "Relationship": "held-relationship",
}
_PARTS = (
    (re.compile(r"docProps/"), "held-properties"),
    (re.compile(r"word/comments"), "held-comment"),
    (re.compile(r"word/(styles|stylesWithEffects)"), "held-style"),
    (re.compile(r"word/numbering"), "held-numbering"),
    (re.compile(r"word/(settings|webSettings)"), "held-settings"),
    (re.compile(r"word/charts/"), "held-chart"),
    (re.compile(r"word/diagrams/"), "held-drawing"),
    (re.compile(r"word/glossary/"), "held-block"),
)
_A_PARAGRAPH, _A_TEXT = (f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}" for name in "pt")


def called(element: etree._Element, attribute: str) -> Reason:
    """What holds the words, of an element in a part that is filled in."""
    name = etree.QName(element)
    if known := _NAMES.get(name.localname):
        return Reason(known)
    if "math" in (name.namespace or ""):
        return Reason("held-equation")
    if not attribute:
        return Reason("held-element", {"element": name.localname})
    return Reason("held-attribute", {"attribute": etree.QName(attribute).localname, "element": name.localname})


def found_elsewhere(part: str, root: etree._Element) -> Iterator[tuple[Reason, str]]:
    """What looks like a tag in a part where none is filled in: what holds it, and the words."""
    own = next((Reason(code) for pattern, code in _PARTS if pattern.match(part)), None)
    for element in root.iter(etree.Element):
        held = [element.text, element.tail, *(str(value) for value in element.attrib.values())]
        if element.tag == _A_PARAGRAPH:  # which spreads its words over runs
            held = ["".join(str(words) for words in element.itertext())]
        elif element.tag == _A_TEXT:
            continue
        for words in held:
            if words and OPENING.search(words):
                yield own or called(element, ""), words
