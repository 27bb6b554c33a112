"""A Word template, opened: it is made ready, filled in by docxtpl, and comes out whole or with an error.

docxtpl is handed what was checked and no more: it fills in neither properties nor what a part has besides its tags, and
XML that is not well formed is an error, where docxtpl would drop what it can't read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part as OpcPart
from docx.opc.part import XmlPart
from docxtpl import DocxTemplate
from jinja2 import Environment, Template
from lxml import etree

from pipeline.localise import Wording, Words
from pipeline.merge.check import count_tags
from pipeline.merge.filling import Allowance, UnfilledError, environment, filled
from pipeline.merge.part import Part, W, stood
from pipeline.merge.tongues import beside, say_languages
from pipeline.text import PAGE, PAGES, plain

_NOTES = {CT.WML_FOOTNOTES, CT.WML_ENDNOTES}
_HEADS = {RT.HEADER, RT.FOOTER}
_LISTED = re.compile(r"[\n\t\a\f]")
_ESCAPED = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
"""How docxtpl takes braces that stand for themselves."""
_FIELD = re.compile(f"[{PAGE}{PAGES}]")


class Document(DocxTemplate):  # type: ignore[misc]
    """A template that docxtpl fills in."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._ready: dict[str, int] = {}
        self._words: dict[str, str] = {}

    def copied(self) -> Document:
        """Another one, as it is now."""
        made = Document(self.template_file)
        made._ready, made._words, made.docx = self._ready, self._words, deepcopy(self.docx)
        return made

    def prepare(self, checked: frozenset[str], wording: Wording) -> None:
        """Makes every part that is filled in ready. ``checked`` is what tags may say; ``wording`` has the languages
        that they are in. Raises what filling in raises."""
        others = beside(wording.words)
        for part in self.parts():
            root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
            links = {key: each.target_ref for key, each in part.rels.items() if each.reltype == RT.HYPERLINK}
            ours = Part(root, links)
            if not checked.issuperset(spot.tag.source for spot in ours.spots):
                raise UnfilledError("filling-undeclared", part=str(part.partname.membername))
            for key in ours.links:
                part.rels.pop(key, None)
            self._ready[str(part.partname)] = ours.prepare(whole=True)
            if others:
                say_languages(root, wording.language, others)
            self._words[str(part.partname)] = ours.words()
            if not isinstance(part, XmlPart):
                part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def expected(self, words: Words, allowance: Allowance | None) -> Mapping[str, str]:
        """The words that each part that was made ready should have once it is filled in, by its name."""
        return {name: self.expected_of(name, words, allowance) for name in self._words}

    def expected_of(self, part: str, words: Words, allowance: Allowance | None) -> str:
        """Those of the part of that name."""
        return filled(self._words[part], words, allowance, escaping=False)

    def has_all_tags(self, part: str, source: str) -> bool:
        """Whether a source has the tags of the part of that name, and no others."""
        return count_tags(source) == self._ready.get(part)

    def parts(self) -> list[OpcPart]:
        """The parts that are filled in."""
        main = self.docx.part
        inner = {id(each.target_part): each for each in main.rels.values() if not each.is_external}
        return [
            main,
            *(
                each.target_part
                for each in inner.values()
                if each.reltype in _HEADS or each.target_part.content_type in _NOTES
            ),
        ]

    def render_xml_part(
        self, src_xml: str, part: OpcPart, context: dict[str, Any], jinja_env: Environment | None = None
    ) -> str:
        if not self.has_all_tags(str(part.partname), src_xml):
            raise UnfilledError("filling-in-xml", part=str(part.partname.membername))
        return self.filled_in((jinja_env or environment()).from_string(src_xml), context)

    def filled_in(self, template: Template, context: dict[str, Any]) -> str:
        """The XML that a template makes. docxtpl would give each paragraph a line, so that an error has a number."""
        made = template.render(context)
        for written, meant in _ESCAPED:
            made = made.replace(written, meant)
        return self.resolve_listing(made)

    def resolve_listing(self, xml: str) -> str:
        """docxtpl goes through all paragraphs for signs that stand for lines, tabs and pages; most have none."""
        if not _LISTED.search(xml):
            return xml
        resolved: str = super().resolve_listing(xml)
        return resolved

    def fix_tables(self, xml: str) -> etree._Element:
        tree = etree.fromstring(xml, etree.XMLParser(huge_tree=True))  # docxtpl would mend what is not well formed
        if next(tree.iter(f"{W}tbl"), None) is not None:
            tree = super().fix_tables(xml)
        return tree

    def put_heads(self, filled: Mapping[str, str]) -> None:
        """Gives the document heads and feet that were filled in, by the names of their parts."""
        for key, each in list(self.docx.part.rels.items()):
            if each.reltype in _HEADS and (xml := filled.get(str(each.target_part.partname))) is not None:
                self.map_headers_footers_xml(key, xml.encode())

    def render_properties(self, context: dict[str, Any], jinja_env: Environment | None = None) -> None:
        """Nothing: the properties are the meeting's."""

    def render_footnotes(self, context: dict[str, Any], jinja_env: Environment | None = None) -> None:
        """Footnotes and endnotes, each once."""
        for part in self.parts():
            if part.content_type in _NOTES and not isinstance(part, XmlPart):
                source = self.patch_xml(part.blob.decode())
                part._blob = self.render_xml_part(source, part, context, jinja_env).encode()


def lacking(expected: str, has: str) -> str:
    """The first words that a part should have and has not, or has otherwise; nothing where it has them all.

    >>> lacking("On 22 April 2024, at Geneva", "On 22 April at Geneva")
    '2024, at Geneva'
    """
    if as_compared(expected) == as_compared(has):
        return ""
    wanted, found = (_shown(words).split() for words in (expected, has))
    whole, position = "".join(found), 0
    for number, word in enumerate(wanted):
        if not whole.startswith(word, position):
            return " ".join(wanted[number:])[:60]
        position += len(word)
    return whole[position : position + 60]


def as_compared(words: str) -> str:
    """The signs that are to be seen of some words."""
    return "".join(_shown(words).split())


def _shown(words: str) -> str:
    return plain(_FIELD.sub("1", stood(words)))
