"""Small PDF files with one mistake each, named after it: a path goes in, the file is written there and comes out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from tests.pdfs import Leaf, simple, write

Maker = Callable[[Path], Path]

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>"
CONTENT = b"0 0 99 99 re f"
PLAIN = {"qdf": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable}


def pdf_of(objects: Sequence[bytes], *, size: int | None = None) -> bytes:
    """A file of these objects, numbered from 1, of which the first is the catalog (ISO 32000-2, 7.5)."""
    pieces, offsets, at = [b"%PDF-1.7\n"], [], 9
    for number, each in enumerate(objects, start=1):
        offsets.append(at)
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, each))
        at += len(pieces[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table))
    count = len(objects) + 1 if size is None else size
    pieces.append(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (count, at))
    return b"".join(pieces)


def stream(data: bytes, entries: bytes = b"", length: int | None = None) -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data) if length is None else length, entries, data)


def one_page(
    content: bytes = b"", resources: bytes = b"<<>>", *others: bytes, page: bytes = PAGE, size: int | None = None
) -> Maker:
    """A page with what it draws, ``others`` are the objects from 6."""

    def make(path: Path) -> Path:
        path.write_bytes(pdf_of([CATALOG, PAGES, page, content or stream(CONTENT), resources, *others], size=size))
        return path

    return make


def zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros, as Flate packs them: a thousandth of that (RFC 1950, 1951)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    unit = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    # the sum of Adler (RFC 1950, 8.2) of n zeros is n mod 65521, 1
    check = ((megabytes << 20) % 65521 << 16) | 1
    return b"\x78\x9c" + unit * megabytes + b"\x03\x00" + check.to_bytes(4, "big")


def changed(make: Maker, *changes: tuple[bytes, bytes]) -> Maker:
    """The file of another maker, with words in it replaced."""

    def change(path: Path) -> Path:
        data = make(path).read_bytes()
        for old, new in changes:
            assert re.search(old, data), old
            data = re.sub(old, new, data)
        path.write_bytes(data)
        return path

    return change


def three_pages(path: Path) -> Path:
    """Three pages with words of their own, in plain sight."""
    return write(path, *(Leaf(f"Page {number}", box=(0, 0, 300, 200)) for number in range(1, 4)), **PLAIN)


def cut(make: Maker, keep: float) -> Maker:
    """The first part of the file."""

    def change(path: Path) -> Path:
        data = make(path).read_bytes()
        path.write_bytes(data[: int(len(data) * keep)])
        return path

    return change


def with_root(**entries: Any) -> Maker:
    def change(pdf: Pdf) -> None:
        for name, value in entries.items():
            pdf.Root[f"/{name}"] = value

    return lambda path: simple(path, 2, change)


def locked(**options: Any) -> Maker:
    return lambda path: write(path, Leaf(), Leaf(), encryption=pikepdf.Encryption(**options))


ALLOWED = pikepdf.Permissions(modify_assembly=True)
FORBIDDEN = pikepdf.Permissions(modify_assembly=False)


def picture(width: int, height: int, data: bytes = b"abc", entries: bytes = b"") -> Maker:
    """A page with a picture that claims to be so large."""
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceRGB%b"
    return one_page(
        stream(b"q 99 0 0 99 0 0 cm /A Do Q"),
        b"<</XObject<</A 6 0 R>>>>",
        stream(data, image % (width, height, entries)),
    )


def jpeg(width: int, height: int) -> bytes:
    data = BytesIO()
    Image.new("L", (width, height)).save(data, "JPEG")
    return data.getvalue()


def giant_jpeg() -> bytes:
    """A small picture whose header claims that it is larger."""
    data = bytearray(jpeg(16, 16))
    at = data.find(b"\xff\xc0")
    data[at + 5 : at + 9] = b"\xf0\x00\xf0\x00"
    return bytes(data)


def drawings_in_drawings(path: Path) -> Path:
    """A drawing that draws another ten times, which draws another ten times, twelve times over."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    inner = [stream(b"/A Do " * 10, head + b"/Resources<</XObject<</A %d 0 R>>>>" % (7 + level)) for level in range(12)]
    return one_page(stream(b"/A Do"), b"<</XObject<</A 6 0 R>>>>", *inner, stream(CONTENT, head))(path)


def tiles_without_end(path: Path) -> Path:
    """A page filled with a pattern whose tiles lie closer than anybody sees."""
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.0001/YStep 0.0001/Resources<<>>"
    fill = stream(b"/Pattern cs /A scn 0 0 595 842 re f")
    return one_page(fill, b"<</Pattern<</A 6 0 R>>>>", stream(b"0 0 9 9 re f", tile))(path)


def chain(length: int) -> Maker:
    """A page that leads to an object, that leads to an object, and so on."""
    links = [b"<</X %d 0 R>>" % (number + 1) for number in range(6, 6 + length)]
    return one_page(b"", b"<<>>", *links, b"null", page=PAGE[:-2] + b"/X 6 0 R>>")


def in_object_stream(packed: bytes) -> Maker:
    """A file whose page is in an object stream (7.5.7)."""

    def make(path: Path) -> Path:
        objects = [CATALOG, PAGES, None, stream(CONTENT), b"<<>>", stream(packed, OBJECT_STREAM)]
        pieces, entries, at = [b"%PDF-1.7\n"], [(0, 0, 255)], 9
        for number, each in enumerate(objects, start=1):
            if each is None:
                entries.append((2, 6, 0))
                continue
            entries.append((1, at, 0))
            pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, each))
            at += len(pieces[-1])
        entries.append((1, at, 0))
        table = b"".join(bytes([kind]) + value.to_bytes(4, "big") + bytes([last]) for kind, value, last in entries)
        own = stream(table, b"/Type/XRef/W[1 4 1]/Size 8/Root 1 0 R")
        pieces.append(b"7 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (own, at))
        path.write_bytes(b"".join(pieces))
        return path

    return make


OBJECT_STREAM = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode"


def damaged_data(path: Path) -> Path:
    """A page whose packed content breaks off in the middle."""
    words = b"".join(b"BT /F1 9 Tf 20 %d Td (Line %d of it) Tj ET\n" % (800 - 9 * line, line) for line in range(80))
    packed = bytearray(zlib.compress(words))
    packed[len(packed) // 2] ^= 0xFF
    font = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return one_page(stream(bytes(packed), b"/Filter/FlateDecode"), font)(path)


def rubbish_in_content(path: Path) -> Path:
    return one_page(stream(b"0 0 99 99 re f >> ) 9 9 200 300 re f"))(path)


def scan(path: Path) -> Path:
    """A page of text, and two that are pictures."""

    def change(pdf: Pdf) -> None:
        image = Stream(
            pdf,
            jpeg(40, 40),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=40,
            Height=40,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
            Filter=Name.DCTDecode,
        )
        for page in list(pdf.pages)[1:]:
            page.obj.Resources = Dictionary(XObject=Dictionary(A=image))
            page.obj.Contents = pdf.make_stream(b"595 0 0 842 0 0 cm /A Do")
        pdf.Root.Lang = String("fr")

    return write(path, Leaf(), Leaf(), Leaf(), change=change)


def dynamic_form(path: Path) -> Path:
    """A form that says in its packets that its pages are made while it is shown."""

    def change(pdf: Pdf) -> None:
        config = pdf.make_stream(
            b"<config><present><pdf><dynamicRender>required</dynamicRender></pdf></present></config>"
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("config"), config]))

    return simple(path, 1, change)
