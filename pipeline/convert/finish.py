"""Make of LibreOffice's tagged PDF/A-2b what it almost is: its bytes go in, PDF/A-2a and PDF/UA-1 come out.

LibreOffice leaves a few things short of both standards, whatever the document: links without a description, styles that
bear the name of a standard tag, slides' backgrounds outside all tags, signs that stand for no letter, and, in its
version 7, the schema that PDF/A wants for PDF/UA's words. Each is mended in the bytes, without a parse. What the
document itself lacks, such as the description of a picture, stays lacking: what the file may declare is asked of
:mod:`pipeline.pdf.conformance` afterwards.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html import escape

from pipeline.convert.edits import Edit, OtherFormError, edited, packed, streams
from pipeline.convert.letters import letters
from pipeline.convert.type1 import type1
from pipeline.pdf.xmp import PDFUA_SCHEMA

STANDARD_TYPES = frozenset(
    b"Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl"
    b" LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu"
    b" WT WP Figure Formula Form".split()
)
"""The types of tags that a file may not give another meaning (ISO 32000-1, 14.8.4; ISO 14289-1, 7.1)."""

_DUBLIN_CORE = b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">%b</rdf:Description>'
_PACKET = re.compile(rb"/Type/Metadata/Subtype/XML/Length (\d+)>>\nstream\n(.*?)\nendstream", re.DOTALL)
_CATALOG = re.compile(rb"<</Type/Catalog/Pages (\d+) 0 R.*?(?=>>\nendobj)", re.DOTALL)
_INFORMATION = re.compile(rb"/Info (\d+) 0 R")
_PAGE = re.compile(rb"\n(\d+) 0 obj\n<</Type/Page/.*?(?=>>\nendobj)", re.DOTALL)
_LINK = re.compile(rb"<</Type/Annot/F 4/Subtype/Link(.*?)(?=>>\nendobj)", re.DOTALL)
_ADDRESS = re.compile(rb"/URI\((?:mailto:)?((?:[^()\\]|\\.)+)\)>>", re.DOTALL)
_JUMP = re.compile(rb"/Dest\[(\d+) 0 R")
_ROLES = re.compile(rb"/RoleMap<<(.*?)>>", re.DOTALL)
_ROLE = re.compile(rb"/([^\s/]+)/([^\s/]+)")
_ELEMENT = re.compile(rb"<</Type/StructElem\n/S/(\w+)(?=\n(?!/ID))")
_TITLE = re.compile(rb"<</Type/StructElem\n/S/H(?=\n)")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_OPERATOR = re.compile(
    rb"/[^\s/<>]+\s*(?:<<(?:[^<>]|<[^<>]*>)*>>\s*)?(BDC|BMC)(?=\s)"
    rb"|(?<![^\s>\]])(EMC|BT|f\*?|F|S|B\*?|b\*?|s|sh|Do)(?=\s|$)"
)
"""What begins or ends a marked piece, begins text, or paints (ISO 32000-1, annex A)."""


def finish(pdf: bytes, title: str, *, slides: bool = False) -> bytes:
    """``pdf``, as LibreOffice writes it, mended, and declaring PDF/A-2a and PDF/UA-1.

    ``title`` is for a document that has none of its own; ``slides`` are drawn on backgrounds. A file of another form
    than LibreOffice's comes out as it went in.
    """
    try:
        edits = [
            *_metadata(pdf, title),
            *_links(pdf),
            *_roles(pdf),
            *(_headings(pdf) if slides else ()),
            *letters(pdf),
            *type1(pdf),
            *(_backgrounds(pdf) if slides else ()),
        ]
        return edited(pdf, edits)
    except (OtherFormError, zlib.error):
        return pdf


# --- what the file says of itself -----------------------------------------------------------------


def _metadata(pdf: bytes, title: str) -> Iterator[Edit]:
    found = _PACKET.search(pdf)
    catalog = _CATALOG.search(pdf)
    if found is None or catalog is None:
        raise OtherFormError
    packet = found[2].replace(b"<pdfaid:conformance>B<", b"<pdfaid:conformance>A<")
    if b"<pdfuaid:part>" in packet and b"http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>" not in packet:
        packet = packet.replace(b"</rdf:RDF>", PDFUA_SCHEMA + b"</rdf:RDF>")
    if b"<dc:title>" not in packet and title:
        words = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>'
        packet = packet.replace(b"</rdf:RDF>", _DUBLIN_CORE % words.encode() + b"</rdf:RDF>")
        information = _INFORMATION.search(pdf, pdf.rfind(b"\ntrailer"))
        if information is None or (at := pdf.find(b"\n%b 0 obj\n<<" % information[1])) < 0:
            raise OtherFormError
        at = pdf.index(b"<<", at) + 2
        yield at, at, b"/Title<FEFF%b>" % title.encode("utf-16-be").hex().upper().encode()
    packet = _padded(packet, len(found[2]))
    yield *found.span(2), packet
    yield *found.span(1), b"%d" % len(packet)
    if b"/DisplayDocTitle" not in catalog.group():
        yield catalog.end(), catalog.end(), b"/ViewerPreferences<</DisplayDocTitle true>>"


def _padded(packet: bytes, length: int) -> bytes:
    """``packet`` with less white space at its end, which is there to be used up (ISO 16684-1, 7.3.2)."""
    end = packet.rfind(b"<?xpacket end")
    start = packet.rfind(b">", 0, end) + 1
    return packet[:start] + b"\n".rjust(max(1, end - start - (len(packet) - length))) + packet[end:]


# --- links and tags -------------------------------------------------------------------------------


def _links(pdf: bytes) -> Iterator[Edit]:
    r"""A description for each link that has none (ISO 14289-1, 7.18.5): its address, or the page that it leads to.

    >>> list(_links(b"\n1 0 obj\n<</Type/Page/Annots[2 0 R]\n/Tabs(S)>>\nendobj"))
    [(36, 44, b'/Tabs/S')]
    """
    pages: dict[bytes, int] = {}
    for page in _PAGE.finditer(pdf):
        # ISO 14289-1, 7.18.3; LibreOffice 7 writes a string where a name should be.
        mistaken = pdf.find(b"/Tabs(S)", *page.span())
        if mistaken >= 0:
            yield mistaken, mistaken + len(b"/Tabs(S)"), b"/Tabs/S"
        elif b"/Annots[" in page.group() and b"/Tabs/S" not in page.group():
            yield page.end(), page.end(), b"/Tabs/S"
    for link in _LINK.finditer(pdf):
        if b"/Contents" in link[1]:
            continue
        address, jump = _ADDRESS.search(link[1]), _JUMP.search(link[1])
        if address:
            words = address[1]
        elif jump:
            pages = pages or _page_numbers(pdf)
            words = b"%d" % pages.get(jump[1], 1)
        else:
            continue
        yield link.start(1), link.start(1), b"/Contents(%b)" % words


def _page_numbers(pdf: bytes) -> dict[bytes, int]:
    """The number of each page, from 1, by its object's."""
    found = re.search(rb"<</Type/Pages\n.*?/Kids\[(.*?)\]", pdf, re.DOTALL)
    kids = re.findall(rb"(\d+) 0 R", found[1]) if found else []
    return {kid: number for number, kid in enumerate(kids, start=1)}


def _roles(pdf: bytes) -> Iterator[Edit]:
    """Small letters for a style that bears a standard type's name: LibreOffice maps it to another (ISO 14289-1, 7.1).

    True notes, which have IDs, keep theirs.
    """
    roles = _ROLES.search(pdf)
    if roles is None:
        return
    remapped = [role for role in _ROLE.finditer(pdf, *roles.span(1)) if role[1] in STANDARD_TYPES]
    for role in remapped:
        yield *role.span(1), _renamed(role[1])
    names = {role[1] for role in remapped}
    for element in _ELEMENT.finditer(pdf) if names else ():
        if element[1] in names:
            yield *element.span(1), _renamed(element[1])


def _headings(pdf: bytes) -> Iterator[Edit]:
    """A level for the titles of slides, which have none: a bundle must not mix both ways (ISO 14289-1, 7.4.4)."""
    for title in _TITLE.finditer(pdf):
        yield title.end(), title.end(), b"1"


def _renamed(name: bytes) -> bytes:
    """A name of the same length that is no standard type."""
    return name.lower() if name.lower() != name else name[:-1] + b"-"


# --- what pages show ------------------------------------------------------------------------------


def _backgrounds(pdf: bytes) -> Iterator[Edit]:
    """What is drawn outside all tags, and is no text, is a background: an artifact (ISO 14289-1, 7.1; 14.8.2.2)."""
    pages = (page.group() for page in _PAGE.finditer(pdf))
    contents = (found[1] for found in map(_CONTENTS.search, pages) if found)
    for page in streams(pdf, dict.fromkeys(contents)):
        mended = _with_artifacts(page.content)
        if mended != page.content:
            yield from packed(page, mended)


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
