"""What a PDF says of itself goes in, an XMP packet comes out; and the levels that a file declares are read and changed.

ISO 16684-1 (XMP), ISO 19005-2, 6.6 (what PDF/A asks of it, extension schemas included), ISO 14289-1, clause 5.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from pipeline.model import Conformance, Level

_PACKET = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_PART = re.compile(rb"<pdfaid:part>(\d)</pdfaid:part>")
_LETTER = re.compile(rb"<pdfaid:conformance>([A-Z])</pdfaid:conformance>")
_ACCESSIBLE = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>")
_LEVELS: dict[str, Level] = {"2a": "2a", "2u": "2u", "2b": "2b", "3a": "3a", "3u": "3u", "3b": "3b"}

_PROPERTIES = (
    ("part", "Integer", "PDF/UA version identifier"),
    ("amd", "Text", "PDF/UA amendment identifier"),
    ("corr", "Text", "PDF/UA corrigenda identifier"),
)
PDFUA_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    ' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:property><rdf:Seq>"
    + "".join(
        '<rdf:li rdf:parseType="Resource"><pdfaProperty:category>internal</pdfaProperty:category>'
        f"<pdfaProperty:description>{words}</pdfaProperty:description><pdfaProperty:name>{name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType></rdf:li>"
        for name, kind, words in _PROPERTIES
    )
    + "</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
).encode()
"""Tells a reader of PDF/A what PDF/UA's own words are (ISO 19005-2, 6.6.2.3.3)."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; words that are empty are left out."""

    title: str
    language: str
    created: datetime
    """With a time zone; from the meeting, never from the clock."""
    producer: str = "papers"
    author: str = ""
    subject: str = ""
    keywords: str = ""
    identifiers: Sequence[str] = ()
    """The first names the file; the others are those of the documents in it."""


def packet(about: About, claimed: Conformance) -> bytes:
    """The XMP packet of a file that declares ``claimed``."""
    date = about.created.isoformat(timespec="seconds")
    dublin = [
        "<dc:format>application/pdf</dc:format>",
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>',
        f"<dc:language><rdf:Bag><rdf:li>{escape(about.language)}</rdf:li></rdf:Bag></dc:language>",
        f"<dc:date><rdf:Seq><rdf:li>{date}</rdf:li></rdf:Seq></dc:date>",
    ]
    if about.author:
        dublin.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(about.author)}</rdf:li></rdf:Seq></dc:creator>")
    if about.subject:
        words = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(about.subject)}</rdf:li></rdf:Alt>'
        dublin.append(f"<dc:description>{words}</dc:description>")
    basic = [f"<xmp:{name}>{date}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    if about.identifiers:
        dublin.append(f"<dc:identifier>{escape(about.identifiers[0])}</dc:identifier>")
        each = "".join(f"<rdf:li>{escape(identifier)}</rdf:li>" for identifier in about.identifiers)
        basic.append(f"<xmp:Identifier><rdf:Bag>{each}</rdf:Bag></xmp:Identifier>")
    keywords = f"<pdf:Keywords>{escape(about.keywords)}</pdf:Keywords>" if about.keywords else ""
    part, letter = (claimed.pdfa[0], claimed.pdfa[1].upper()) if claimed.pdfa else ("", "")
    identified = f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>{letter}</pdfaid:conformance>"
    described = (
        _described("pdfaid", "http://www.aiim.org/pdfa/ns/id/", identified if claimed.pdfa else ""),
        _described("dc", "http://purl.org/dc/elements/1.1/", "".join(dublin)),
        PDFUA_SCHEMA.decode() if claimed.pdfua else "",
        _described("pdfuaid", "http://www.aiim.org/pdfua/ns/id/", "<pdfuaid:part>1</pdfuaid:part>")
        if claimed.pdfua
        else "",
        _described("pdf", "http://ns.adobe.com/pdf/1.3/", f"<pdf:Producer>{about.producer}</pdf:Producer>{keywords}"),
        _described("xmp", "http://ns.adobe.com/xap/1.0/", "".join(basic)),
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        + "".join(f"{each}\n" for each in described if each)
        + '</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def declared(pdf: bytes) -> Conformance:
    """What the file ``pdf`` says that it meets, in the packet that is not compressed; nothing where it has none."""
    found = _claims(pdf)
    words = pdf[found] if found else b""
    part, letter = _PART.search(words), _LETTER.search(words)
    level = f"{part[1].decode()}{letter[1].decode().lower()}" if part and letter else ""
    return Conformance(_LEVELS.get(level), bool(_ACCESSIBLE.search(words)))


def declaring(pdf: bytes, claimed: Conformance) -> bytes:
    """The file ``pdf``, of the same length, declaring ``claimed``: no more than it said before, but for letters."""
    found = _claims(pdf)
    if found is None:
        return pdf
    words = pdf[found]
    if claimed.pdfa:
        words = _PART.sub(rb"<pdfaid:part>%b</pdfaid:part>" % claimed.pdfa[0].encode(), words)
        letter = claimed.pdfa[1].upper().encode()
        words = _LETTER.sub(rb"<pdfaid:conformance>%b</pdfaid:conformance>" % letter, words)
    else:
        words = _LETTER.sub(_blank, _PART.sub(_blank, words))
    if not claimed.pdfua:
        words = _ACCESSIBLE.sub(_blank, words)
    return pdf[: found.start] + words + pdf[found.stop :]


def _claims(pdf: bytes) -> slice | None:
    """Where the packet is that declares something; a picture's own, inside the file, declares nothing."""
    packets = (match for match in _PACKET.finditer(pdf) if b"<pdfaid:part>" in match.group() or _ua(match.group()))
    found = next(packets, None)
    return None if found is None else slice(found.start(), found.end())


def _ua(words: bytes) -> bool:
    return b"<pdfuaid:part>" in words


def _blank(match: re.Match[bytes]) -> bytes:
    return b" " * len(match.group())


def _described(prefix: str, namespace: str, inner: str) -> str:
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{namespace}">{inner}</rdf:Description>' if inner else ""
