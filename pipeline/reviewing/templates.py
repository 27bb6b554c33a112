"""A template of one language goes in; the same, with the language, the fonts and the direction of another, is put in
its place: what stays to be done is to translate its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from pipeline.fonts.scripts import OF_SCRIPT
from pipeline.languages.cldr import script_of
from pipeline.localise import right_to_left
from pipeline.merge.letterhead import AFTER_BIDI, AFTER_RTL
from pipeline.merge.marks import in_order

_SANS = frozenset({"Carlito", "Calibri", "Arial", "Liberation Sans"})
_LIKE_LATIN = frozenset({"Armn", "Ethi", "Geor"})
"""Scripts that an office sets with the fonts and sizes of Latin letters (ECMA-376-1, 17.3.2.26)."""


def turn_to(path: Path, tag: str, *, like: str) -> None:
    """Sets the template of ``like`` as those of the language ``tag`` are set."""
    document = docx.Document(str(path))
    script = script_of(tag)
    fonts = OF_SCRIPT.get(script, ()) if script != script_of(like) else ()
    for root in _roots(document):
        for said in root.iter(qn("w:lang")):
            said.set(qn("w:val"), tag)
            said.set(qn("w:bidi"), tag)
        if fonts:
            _set_fonts(root, fonts, kinds=("ascii", "hAnsi") if script in _LIKE_LATIN else ("cs",))
        if right_to_left(tag) != right_to_left(like):
            _turn(root, from_right=right_to_left(tag))
    document.core_properties.language = tag
    document.save(str(path))


def set_words(document: Document, paragraphs: Iterable[Any], tag: str) -> None:
    """Sets a document's letters in a font of the language's script, and these paragraphs in its direction."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    if fonts := OF_SCRIPT.get(script_of(tag), ()):
        properties.get_or_add_rFonts().set(qn("w:cs"), fonts[0])
    if (size := properties.find(qn("w:sz"))) is not None:
        properties.append(OxmlElement("w:szCs", dict(size.attrib)))
    in_order(properties)
    if right_to_left(tag):
        for paragraph in paragraphs:
            _turn_words(paragraph)


def _roots(document: Document) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart) and "wordprocessingml" in part.content_type:
            yield part.element


def _set_fonts(root: Any, fonts: Sequence[str], *, kinds: Sequence[str]) -> None:
    """Letters of the script get a family of it, with serifs where the template's has them, as large and as bold."""
    for own in root.iter(qn("w:rFonts")):
        for kind in kinds:
            if (family := own.get(qn(f"w:{kind}"))) is not None:
                own.set(qn(f"w:{kind}"), fonts[-1] if family in _SANS else fonts[0])
    for properties in root.iter(qn("w:rPr")) if "cs" in kinds else ():
        for name in ("b", "i", "sz"):
            own, complex_ = properties.find(qn(f"w:{name}")), properties.find(qn(f"w:{name}Cs"))
            if own is not None and complex_ is None:
                properties.append(OxmlElement(f"w:{name}Cs", dict(own.attrib)))
        in_order(properties)


def _turn(root: Any, *, from_right: bool) -> None:
    """ECMA-376-1, 17.3.1.6 and 17.6.1 (bidi), 17.3.2.30 (rtl), 17.4.1 (bidiVisual)."""
    for old in [*root.iter(qn("w:bidi"), qn("w:rtl"), qn("w:bidiVisual"))]:
        old.getparent().remove(old)
    if not from_right:
        return
    for paragraph in root.iter(qn("w:p")):
        _turn_words(paragraph)
    for table in root.iter(qn("w:tblPr")):
        table.insert(0 if table.find(qn("w:tblStyle")) is None else 1, OxmlElement("w:bidiVisual"))
    for section in root.iter(qn("w:sectPr")):
        grid = section.find(qn("w:docGrid"))
        section.insert(len(section) if grid is None else section.index(grid), OxmlElement("w:bidi"))


def _turn_words(paragraph: Any) -> None:
    paragraph.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
    for run in paragraph.iter(qn("w:r")):
        run.get_or_add_rPr().insert_element_before(OxmlElement("w:rtl"), *AFTER_RTL)
