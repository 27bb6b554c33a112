"""A template goes in, with a letterhead and a wording; it comes out ready for many letters, and stays so for the next
batch of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.errors import TemplateError
from pipeline.files import Remembered, state_of
from pipeline.findings import Finding, Place
from pipeline.localise import Wording
from pipeline.localise.wording import shape
from pipeline.merge import made_ready
from pipeline.merge.blocks import SEAM, Block, Text
from pipeline.merge.document import Document
from pipeline.merge.filling import Allowance
from pipeline.merge.part import source_of_words


@dataclass(frozen=True, slots=True)
class Ready:
    """A template that is ready to be filled in."""

    document: Document
    """To be copied: it stays as it is."""
    text: Text
    others: dict[str, Block]
    """Its other parts, by their names."""
    found: tuple[Finding, ...]


class _Asked(NamedTuple):
    letterhead: Path | None
    stands: tuple[int, ...]
    language: str
    names: object
    limits: tuple[object, ...]


_READY = Remembered[Ready](4)


def ready(wording: Wording, template: Path, letterhead: Path | None) -> Ready:
    """The template on the letterhead, for all wordings that have the same names. Raises as
    :func:`pipeline.merge.made_ready`."""

    def find() -> Ready:
        document, found = made_ready(wording, template, letterhead, allowance=Allowance())
        main, *others = document.parts()
        sources = {str(part.partname): document.patch_xml(xml_of(part)) for part in others}
        body, words = _with_seams(document.copied())
        whole = document.patch_xml(body)
        if not all(starmap(document.has_all_tags, {**sources, str(main.partname): whole}.items())):
            raise TemplateError(Finding("placeholder-in-xml", Place(str(template))))
        others_by_name = {name: Block(source, "") for name, source in sources.items()}
        return Ready(document, Text(whole, words), others_by_name, found)

    with suppress(OSError):  # what is not there is told by who reads it
        stands = () if letterhead is None else state_of(letterhead)
        given = _Asked(letterhead, stands, wording.language, shape(wording.words), tuple(wording.limits.items()))
        return _READY.of(template, find, given)
    return find()


def _with_seams(document: Document) -> tuple[str, list[str]]:
    """The document's body in XML, with a seam at each end of its children, and the sources of their words."""
    body: etree._Element = document.docx.element.body
    body.text = SEAM
    for child in body:
        child.tail = SEAM
    return etree.tostring(body, encoding="unicode"), list(map(source_of_words, body))


def xml_of(part: Part) -> str:
    """A part as it is now."""
    root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
    return etree.tostring(root, encoding="unicode")
