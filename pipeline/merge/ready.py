"""A template goes in, with a letterhead and a wording; it comes out ready for many letters, and stays so for the next
batch of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.files import Remembered, state_of
from pipeline.findings import Finding
from pipeline.localise import Wording
from pipeline.localise.wording import shape
from pipeline.merge import made_ready
from pipeline.merge.document import Document
from pipeline.merge.filling import Allowance
from pipeline.merge.pieces import with_seams


@dataclass(frozen=True, slots=True)
class Ready:
    """A template that is ready to be filled in."""

    document: Document
    """To be copied: it stays as it is."""
    sources: dict[str, str]
    """What each of its parts is filled in from, by its name; the text has seams."""
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
        others = [part for part in document.parts() if part is not document.docx.part]
        sources = {str(part.partname): document.patch_xml(xml_of(part)) for part in others}
        with_seams((filled := document.copied()).docx.element.body)
        sources[str(document.docx.part.partname)] = document.patch_xml(filled.get_xml())
        return Ready(document, sources, found)

    with suppress(OSError):  # what is not there is told by who reads it
        stands = () if letterhead is None else state_of(letterhead)
        given = _Asked(letterhead, stands, wording.language, shape(wording.words), tuple(wording.limits.items()))
        return _READY.of(template, find, given)
    return find()


def xml_of(part: Part) -> str:
    """A part as it is now."""
    root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
    return etree.tostring(root, encoding="unicode")
