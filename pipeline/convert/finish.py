"""Make of LibreOffice's tagged PDF/A-2b what it almost is: its bytes go in, PDF/A-2a and PDF/UA-1 come out.

LibreOffice leaves a few things short of both standards, whatever the document: links without a description, styles that
bear the name of a standard tag, slides' backgrounds outside all tags, signs that stand for no letter and, in its
version 7, the schema that PDF/A wants for PDF/UA's words. It writes what time it is, and fonts in the order of its
memory. All is mended in one pass, after which one document always is the same file. What the document itself lacks,
such as the description of a picture, stays lacking: what the file may declare is asked of
:mod:`pipeline.pdf.conformance` afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from io import BytesIO
from typing import Any

from pikepdf import Dictionary, Name, Object, Page, Pdf, Stream, String

from pipeline.convert.letters import complete
from pipeline.convert.type1 import write_plainly
from pipeline.pdf.colour import is_srgb, srgb
from pipeline.pdf.links import FILE, take_file_links_out
from pipeline.pdf.objects import as_list, font_name, items, spelt
from pipeline.pdf.opened import opened
from pipeline.pdf.spelled import ended_plainly
from pipeline.pdf.types import STANDARD_TYPES
from pipeline.pdf.xmp import PDFUA_SCHEMA

_DUBLIN_CORE = b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">%b</rdf:Description>'
_XMP_DATE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</(?:xmp:\w+Date|rdf:li)>)")
_PROFILE_DATE = slice(24, 36)
"""In the header of an ICC profile (ISO 15076-1, 7.2.8)."""
_OPERATOR = re.compile(
    rb"/[^\s/<>]+\s*(?:<<(?:[^<>]|<[^<>]*>)*>>\s*)?(BDC|BMC)(?=\s)"
    rb"|(?<![^\s>\]])(EMC|BT|f\*?|F|S|B\*?|b\*?|s|sh|Do)(?=\s|$)"
)
"""What begins or ends a marked piece, begins text, or paints (ISO 32000-1, annex A)."""


@dataclass(frozen=True, slots=True)
class Finished:
    pdf: bytes
    pages: int
    left_out: tuple[str, ...]
    """The names of the files that links led to which are in it no more."""
    fonts: tuple[str, ...]
    """The PostScript names of its fonts."""
    type1: bool = False
    """Whether it has fonts that were written anew."""


def finish(
    pdf: bytes,
    title: str,
    created: datetime,
    *,
    slides: bool = False,
    siblings: Container[str] = (),
    also: Callable[[Pdf], object] = lambda _document: None,
    turn: int = 0,
) -> Finished:
    """``pdf``, as LibreOffice writes it, mended, and declaring PDF/A-2a and PDF/UA-1.

    ``title`` is for a document that has none of its own; ``created`` (with a time zone) is the date that it bears;
    ``slides`` are drawn on backgrounds; for ``siblings`` see :func:`take_file_links_out`; ``also`` is done to it before
    its links are described. Raises PdfError for no PDF.
    """
    with opened(pdf) as document:
        pages = list(document.pages)
        left_out = settle(document, title, created, siblings)
        also(document)
        describe_links([page.obj for page in pages])
        things = _things(document)
        _signatures(things.get("/StructElem", []))
        if slides:
            _headings(things.get("/StructElem", []))
            _backgrounds(pages)
        fonts = things.get("/Font", [])
        names = {font_name(each[Name.BaseFont]) for each in fonts if Name.BaseFont in each}
        complete(fonts, pages)
        anew = [write_plainly(descriptor, turn) for descriptor in things.get("/FontDescriptor", [])]
        return Finished(_written(document), len(pages), left_out, tuple(sorted(names)), any(anew))


def settle(document: Pdf, title: str, created: datetime, siblings: Container[str]) -> tuple[str, ...]:
    """What :func:`finish` does to a file as a whole; the names of the files that its links lead to no more."""
    left_out = take_file_links_out(document, siblings)
    _describe(document, title, created.astimezone(UTC))
    _set_colours(document)
    _roles(document)
    return left_out


def say_version(document: Pdf) -> None:
    """Lets the metadata of a file that was settled say its version as pikepdf says it, which need not be done again of
    each letter that is taken out of it."""
    if Name.Metadata in document.Root:
        metadata = document.Root.Metadata
        metadata.write(_saying_version(metadata.read_bytes(), document.pdf_version))


@lru_cache(maxsize=64)
def _saying_version(packet: bytes, version: str) -> bytes:
    """The same of their words, which all letters of a meeting and language have in common."""
    with Pdf.new() as pdf:
        pdf.Root.Metadata = Stream(pdf, packet)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as said:
            if "pdf:PDFVersion" in said:
                said["pdf:PDFVersion"] = version
        said_now: bytes = pdf.Root.Metadata.read_bytes()
        return said_now


def _written(document: Pdf) -> bytes:
    for key in ("/ID", "/DocChecksum"):
        if key in document.trailer:
            del document.trailer[key]
    out = BytesIO()
    document.save(out, deterministic_id=True)
    return ended_plainly(out.getvalue())


def _things(document: Pdf) -> dict[str, list[Dictionary]]:
    """The dictionaries of a file by their types."""
    found: dict[str, list[Dictionary]] = {}
    for each in document.objects:
        if isinstance(each, Dictionary):
            found.setdefault(str(each.get(Name.Type, "")), []).append(each)
    return found


# --- what the file says of itself -----------------------------------------------------------------


def _describe(document: Pdf, title: str, moment: datetime) -> None:
    root, information = document.Root, document.docinfo
    for key in ("/CreationDate", "/ModDate"):
        if key in information:
            information[key] = String(f"D:{moment:%Y%m%d%H%M%S}Z")
    if Name.ViewerPreferences not in root:
        root.ViewerPreferences = Dictionary()
    root.ViewerPreferences.DisplayDocTitle = True
    if Name.Metadata not in root:
        return
    packet = root.Metadata.read_bytes().replace(b"<pdfaid:conformance>B<", b"<pdfaid:conformance>A<")
    if b"<pdfuaid:part>" in packet and b"http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" not in packet:
        packet = packet.replace(b"</rdf:RDF>", PDFUA_SCHEMA + b"</rdf:RDF>")
    if b"<dc:title>" not in packet and title:
        words = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        packet = packet.replace(b"</rdf:RDF>", _DUBLIN_CORE % words.encode() + b"</rdf:RDF>")
        information.Title = String(title)
    root.Metadata.write(_XMP_DATE.sub(f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), packet))


def _set_colours(document: Pdf) -> None:
    """The profiles without their dates; sRGB as the bundle has it, so that all files have the same."""
    for intent in items(document.Root.get(Name.OutputIntents)):
        if Name.DestOutputProfile in intent:
            own = intent.DestOutputProfile.read_bytes()
            steady = own[: _PROFILE_DATE.start] + bytes(12) + own[_PROFILE_DATE.stop :]
            intent.DestOutputProfile.write(srgb() if is_srgb(own) else steady)


# --- links and tags -------------------------------------------------------------------------------


def describe_links(pages: Sequence[Dictionary]) -> None:
    """A description for each link that has none (ISO 14289-1, 7.18.5): its address, or the page that it leads to."""
    numbers = {page.objgen: number for number, page in enumerate(pages, start=1)}
    for page in pages:
        annotations = items(page.get(Name.Annots))
        if annotations:
            page.Tabs = Name.S  # ISO 14289-1, 7.18.3; LibreOffice 7 writes a string where a name should be.
        for link in annotations:
            if link.get(Name.Subtype) == Name.Link and Name.Contents not in link:
                words = _leads_to(link, numbers)
                if words:
                    link.Contents = String(words)


def _leads_to(link: Object, numbers: dict[tuple[int, int], int]) -> str:
    if FILE in link:
        return spelt(link[FILE])
    action, jump = link.get(Name.A), items(link.get(Name.Dest))
    if isinstance(action, Dictionary) and Name.URI in action:
        return spelt(action.URI).removeprefix("mailto:")
    return str(numbers.get(jump[0].objgen, 1)) if jump and isinstance(jump[0], Dictionary) else ""


def _roles(document: Pdf) -> None:
    """Small letters for a style that bears a standard type's name: LibreOffice maps it to another (ISO 14289-1, 7.1).

    True notes, which have IDs, keep theirs.
    """
    tree: Any = document.Root.get(Name.StructTreeRoot, Dictionary())
    roles = tree.get(Name.RoleMap, Dictionary())
    renamed = {f"/{name}": _renamed(name) for name in map(bytes.decode, STANDARD_TYPES) if f"/{name}" in roles}
    for name, own in renamed.items():
        roles[own] = roles[name]
        del roles[name]
    for element in _things(document).get("/StructElem", []) if renamed else ():
        own = renamed.get(str(element.get(Name.S)), "")
        if own and Name.ID not in element:
            element.S = Name(own)


def _renamed(name: str) -> str:
    """The name of no standard type that is like it."""
    return "/" + (name.lower() if name.lower() != name else name[:-1] + "-")


def _signatures(elements: Sequence[Dictionary]) -> None:
    """Signatories that stand side by side are no table: its cells have no headings (ISO 14289-1, 7.5).

    A row of cells that hold nothing but paragraphs of a style for signatures are divisions, in the order of reading.
    """
    for table in elements:
        if table.get(Name.S) != Name.Table:
            continue
        rows = as_list(table.get(Name.K))
        cells = as_list(rows[0].get(Name.K)) if len(rows) == 1 else []
        within = [each for cell in cells for each in as_list(cell.get(Name.K))]
        if within and all(_is_signature(each) for each in within):
            for each in (table, *rows, *cells):
                each.S = Name.Div


def _is_signature(element: Object) -> bool:
    return isinstance(element, Dictionary) and str(element.get(Name.S, "")).endswith("Signature")


def _headings(elements: Sequence[Dictionary]) -> None:
    """A level for the titles of slides, which have none: a bundle must not mix both ways (ISO 14289-1, 7.4.4)."""
    for element in elements:
        if element.get(Name.S) == Name.H:
            element.S = Name.H1


# --- what pages show ------------------------------------------------------------------------------


def _backgrounds(pages: Sequence[Page]) -> None:
    """What is drawn outside all tags, and is no text, is a background: an artifact (ISO 14289-1, 7.1; 14.8.2.2)."""
    for page in pages:
        content = page.obj.Contents.read_bytes()
        mended = _with_artifacts(content)
        if mended != content:
            page.obj.Contents.write(mended)


def _with_artifacts(content: bytes) -> bytes:
    """The content of a page with marks around what is drawn between its marked pieces.

    >>> _with_artifacts(b"/P<</MCID 0>>BDC\\nBT ET\\nEMC\\n0 0 9 9 re\\nf*\\n/P<</MCID 1>>BDC\\nEMC\\n")
    b'/P<</MCID 0>>BDC\\nBT ET\\nEMC\\n/Artifact BMC\\n0 0 9 9 re\\nf*\\nEMC\\n/P<</MCID 1>>BDC\\nEMC\\n'
    """
    pieces: list[bytes] = []
    at = start = depth = 0
    drawn = written = False
    for operator in _OPERATOR.finditer(content):
        name = operator[2]
        if operator[1]:
            if depth == 0 and drawn and not written:
                pieces += (content[at:start], b"/Artifact BMC\n", content[start : operator.start()], b"EMC\n")
                at = operator.start()
            depth += 1
        elif name == b"EMC":
            depth -= 1
            start, drawn, written = operator.end() + 1, False, False
        elif depth == 0:
            written |= name == b"BT"
            drawn |= name != b"BT"
    if depth == 0 and drawn and not written:
        pieces += (content[at:start], b"/Artifact BMC\n", content[start:].rstrip(), b"\nEMC\n")
        at = len(content)
    return b"".join([*pieces, content[at:]])
