"""Office files made to swell: a kind and a way of harm go in, the bytes of such a file come out. None holds more than a
few megabytes, and each is made in a moment.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from zipfile import ZIP_DEFLATED, ZIP_STORED

from tests.wordxml import WORD_XML

Parts = dict[str, bytes]

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def relationships(*each: tuple[str, str]) -> bytes:
    """The list of a part's relationships, each with the last name of its type and its target."""
    said = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(each, 1)
    )
    return _HEAD + f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'.encode()


def _open_xml(main: str, kind: str, parts: Parts) -> Parts:
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>'
        "</Types>"
    )
    return {
        "[Content_Types].xml": _HEAD + types.encode(),
        "_rels/.rels": relationships(("officeDocument", main)),
        **parts,
    }


def a_docx() -> Parts:
    """A Word document of one paragraph, with styles, a header and notes."""
    paragraph = "<w:p><w:r><w:t>Geneva</w:t></w:r></w:p>"
    inner = {
        "document": f"<w:document {WORD_XML}><w:body>{paragraph}</w:body></w:document>",
        "styles": f"<w:styles {WORD_XML}/>",
        "header1": f"<w:hdr {WORD_XML}>{paragraph}</w:hdr>",
        "footnotes": f"<w:footnotes {WORD_XML}/>",
    }
    kinds = (("styles", "styles"), ("header", "header1"), ("footnotes", "footnotes"))
    return _open_xml(
        "word/document.xml",
        "wordprocessingml.document",
        {f"word/{name}.xml": _HEAD + said.encode() for name, said in inner.items()}
        | {"word/_rels/document.xml.rels": relationships(*((kind, f"{name}.xml") for kind, name in kinds))},
    )


def an_xlsx() -> Parts:
    """A workbook of one cell."""
    x = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}"'
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    inner = {
        "workbook": f'<workbook {x}><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "worksheets/sheet1": f"<worksheet {x}><sheetData>{row}</sheetData></worksheet>",
        "styles": f"<styleSheet {x}/>",
        "sharedStrings": f"<sst {x}/>",
    }
    kinds = (("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings", "sharedStrings"))
    return _open_xml(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {f"xl/{name}.xml": _HEAD + said.encode() for name, said in inner.items()}
        | {"xl/_rels/workbook.xml.rels": relationships(*((kind, f"{name}.xml") for kind, name in kinds))},
    )


def a_pptx() -> Parts:
    """A presentation of one slide without a layout."""
    p = f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{_OFFICE}"'
    listed = '<p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>'
    inner = {
        "presentation": f"<p:presentation {p}>{listed}</p:presentation>",
        "slides/slide1": f"<p:sld {p}><p:cSld><p:spTree/></p:cSld></p:sld>",
    }
    return _open_xml(
        "ppt/presentation.xml",
        "presentationml.presentation",
        {f"ppt/{name}.xml": _HEAD + said.encode() for name, said in inner.items()}
        | {"ppt/_rels/presentation.xml.rels": relationships(("slide", "slides/slide1.xml"))},
    )


def _open_document(kind: str, body: str) -> Parts:
    names = ("office", "text", "table", "style", "manifest")
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in names)
    draw = f'xmlns:draw="{_ODF}:drawing:1.0"'
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return {
        "mimetype": mime.encode(),
        "content.xml": _HEAD
        + f"<office:document-content {spaces} {draw}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        f"</office:document-content>".encode(),
        "styles.xml": _HEAD + f"<office:document-styles {spaces}/>".encode(),
        "meta.xml": _HEAD + f"<office:document-meta {spaces}/>".encode(),
        "settings.xml": _HEAD + f"<office:document-settings {spaces}/>".encode(),
        "META-INF/manifest.xml": _HEAD
        + f'<manifest:manifest {spaces}><manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        f"</manifest:manifest>".encode(),
    }


def an_odt() -> Parts:
    """An open text of one paragraph."""
    return _open_document("text", "<text:p>Geneva</text:p>")


def an_ods() -> Parts:
    """An open spreadsheet of one cell."""
    cell = "<table:table-cell><text:p>Geneva</text:p></table:table-cell>"
    return _open_document(
        "spreadsheet", f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>'
    )


def an_odp() -> Parts:
    """An open presentation of one empty slide."""
    return _open_document("presentation", '<draw:page draw:name="A"/>')


KINDS: Mapping[str, Callable[[], Parts]] = {
    ".docx": a_docx, ".xlsx": an_xlsx, ".pptx": a_pptx, ".odt": an_odt, ".ods": an_ods, ".odp": an_odp,
}  # fmt: skip
MAIN = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".pptx": "ppt/slides/slide1.xml",
} | dict.fromkeys((".odt", ".ods", ".odp"), "content.xml")
"""The part of each kind that has its words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as an archive has it, which may lie."""

    name: str
    data: bytes
    """As packed."""
    size: int
    """Unpacked."""
    checksum: int
    method: int = ZIP_DEFLATED
    flags: int = 0
    at: int | None = None
    """Where it is said to begin; None where it does begin."""


def entry(name: str, data: bytes) -> Entry:
    """An honest one."""
    if name == "mimetype":
        return Entry(name, data, len(data), zlib.crc32(data), ZIP_STORED)
    pack = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Entry(name, pack.compress(data) + pack.flush(), len(data), zlib.crc32(data))


def archive(entries: Iterable[Entry]) -> bytes:
    """A zip archive of just these (APPNOTE.TXT, 4.3)."""
    made, listed = bytearray(), bytearray()
    count = 0
    for each in entries:
        at = len(made) if each.at is None else each.at
        name = each.name.encode()
        said = struct.pack(
            "<HHHHIIIHH", each.flags, each.method, 0, 33, each.checksum, len(each.data), each.size, len(name), 0
        )
        if each.at is None:
            made += b"PK\3\4" + struct.pack("<H", 20) + said + name + each.data
        listed += b"PK\1\2" + struct.pack("<HH", 20, 20) + said + bytes(10) + struct.pack("<I", at) + name
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count % 65536, count % 65536, len(listed), len(made), 0)
    return bytes(made + listed) + b"PK\5\6" + end


def packed(parts: Parts) -> bytes:
    """The parts as a sound archive."""
    return archive(entry(*each) for each in parts.items())


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB), as old files of Office are; each stream is long enough to have sectors of its own."""
    sectors: list[bytes] = []
    following: list[int] = []
    starts: list[tuple[str, int, int]] = []

    def add(data: bytes) -> int:
        start = len(sectors) + 1  # the first holds the table
        pieces = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        following.extend([*range(start + 1, start + len(pieces)), 0xFFFFFFFE])
        return start

    for name, data in streams.items():
        padded = data.ljust(4096, b"\0")
        starts.append((name, add(padded), len(padded)))
    entries = b""
    listed = [("Root Entry", 5, 0xFFFFFFFE, 0), *((name, 2, start, size) for name, start, size in starts)]
    for name, kind, start, size in listed:
        encoded = name.encode("utf-16-le") + b"\0\0"
        below = 1 if kind == 5 and streams else 0xFFFFFFFF
        entries += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(encoded), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, below
        )
        entries += bytes(36) + struct.pack("<IQ", start, size)
    directory = add(entries)
    table = struct.pack(f"<{1 + len(following)}I", 0xFFFFFFFD, *following).ljust(512, b"\xff")
    assert len(table) == 512, "one sector of the table is enough for these"
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<I", 0) + b"\xff" * 432 + table + b"".join(sectors)


def a_doc(text: str, *, comments: str = "", even_head: str = "", flags: int = 0, name: str = "WordDocument") -> bytes:
    """An old Word document (MS-DOC) of so many words, in one piece; fields are typed with their own signs."""
    heads = even_head and "\r" * 6 + even_head
    words = (text + heads + comments).encode("cp1252")
    start = 2048
    piece = struct.pack("<II", 0, len(words)) + struct.pack("<HIH", 0, (start * 2) | 1 << 30, 0)
    pieces = b"\2" + struct.pack("<I", len(piece)) + piece
    ends = struct.pack("<9I", *range(7), 6 + len(even_head), 6 + len(even_head)) if even_head else b""
    main = bytearray(start)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 10, flags)
    struct.pack_into("<5I", main, 0x4C, len(text), 0, len(heads), 0, len(comments))
    struct.pack_into("<II", main, 0x9A + 8 * 33, 0, len(pieces))
    struct.pack_into("<II", main, 0x9A + 8 * 11, len(pieces), len(ends))
    return compound({name: bytes(main) + words, "0Table": pieces + ends})


# --- ways of harm ---------------------------------------------------------------------------------


def declaring(data: bytes, doctype: bytes) -> bytes:
    """A part with a document type before its root, whose first text names the entity ``e``."""
    head, mark, rest = data.partition(b"?>")
    opened, close, after = rest.rpartition(b"</")
    return head + mark + b"\n" + doctype + (opened + b"&e;" + close + after if close else rest)


DOCTYPES: Mapping[str, bytes] = {
    "laughs": b'<!DOCTYPE a [<!ENTITY l "ha">'
    + b"".join(b'<!ENTITY l%d "%b">' % (n, (b"&l%d;" % (n - 1) if n else b"&l;") * 10) for n in range(12))
    + b'<!ENTITY e "&l11;">]>',
    "one long entity": b'<!DOCTYPE a [<!ENTITY e "' + b"x" * 100_000 + b'">]>',
    "an external entity": b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "an external document type": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    "a parameter entity": b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p; <!ENTITY e "x">]>',
    "a harmless entity": b'<!DOCTYPE a [<!ENTITY e "x">]>',
}


def swelling(name: str, megabytes: int, sign: bytes = b" ") -> Entry:
    """A part in XML that goes on with so many megabytes of one sign; its checksum is none."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = pack.compress(b"<a>" + bytes(13)) + pack.flush(zlib.Z_FULL_FLUSH)
    block = pack.compress(sign * (1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    return Entry(name, head + block * megabytes + pack.flush(), 16 + (megabytes << 20), 0)


def swapped(parts: Parts, other: Entry) -> bytes:
    """The archive with one part taken from elsewhere."""
    return archive(
        other if name == other.name else entry(name, data) for name, data in (parts | {other.name: b""}).items()
    )


def overlapping(parts: Parts, copies: int) -> bytes:
    """An archive whose list names one packed part many times."""
    entries = [*map(entry, parts, parts.values()), entry("word/media/0.bin", bytes(100_000))]
    at = len(archive(entries[:-1])) - sum(46 + len(each.name) for each in entries[:-1]) - 22
    return archive([*entries, *(replace(entries[-1], name=f"word/media/{n}.bin", at=at) for n in range(1, copies))])


def with_zip64(data: bytes, size: int) -> bytes:
    """An archive with a second end, in 64 bits, which says that the list of parts has so many bytes."""
    at = data.rfind(b"PK\5\6")
    start = int.from_bytes(data[at + 16 : at + 20], "little")
    end = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 1, size, start)
    return data[:at] + end + b"PK\6\7" + struct.pack("<IQI", 0, at, 1) + data[at:]


def nested(parts: Parts, depth: int) -> bytes:
    """A document that holds a document, which holds a document …"""
    data = packed(parts)
    for _ in range(depth):
        data = packed({**parts, "word/embeddings/a.docx": data})
    return data


def in_main(suffix: str, inner: bytes) -> Parts:
    """The parts of a kind, the last element of whose main part begins with ``inner``."""
    parts, name = KINDS[suffix](), MAIN[suffix]
    opened, close, after = parts[name].rpartition(b"</")
    return parts | {name: opened + inner + close + after}
