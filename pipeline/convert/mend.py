"""A damaged PDF goes in; the bytes of a sound one that holds the same, as far as it can be read, come out."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, StreamDecodeLevel

from pipeline.convert.faults import Faults
from pipeline.convert.refused import Refused
from pipeline.pdf.objects import as_list, name_of, spelt

_BROKEN = (pikepdf.PdfError, pikepdf.QpdfRuntimeError, pikepdf.DataDecodingError)

_LETTER = (0, 0, 612, 792)
"""What pdfium and others take for the size of a page that has none."""
_DEEPEST = 100
"""How far up a page's tree is looked."""
_FLATE = (Name.FlateDecode, Name.Fl)
_PIECE = 4096
"""Bytes that are unpacked at once."""


def mended(pdf: Pdf) -> tuple[bytes, bool]:
    """``pdf``, written anew with cross-references and lengths that hold, and whether its content had to be changed.

    ``pdf`` itself is changed. What can't be decoded to its end is cut there, as a reader that draws it does (ISO
    32000-2, 7.4.4, has no rule); what qpdf then still finds fault with is left to those who compare the pages.
    Raises Refused when it can't be written.
    """
    changed = False
    for mend in (_plainly, _streams, _contents):
        changed |= mend(pdf)
        new, sound = _written(pdf)
        if sound:
            break
    if new is None:
        raise Refused("pdf-mended")
    return new, changed


def _written(pdf: Pdf) -> tuple[bytes | None, bool]:
    """The bytes; None where it can't be written. And whether qpdf finds no fault with them."""
    out = BytesIO()
    try:
        pdf.save(out, deterministic_id=True, encryption=False)
        with pikepdf.open(BytesIO(out.getvalue())) as again:
            faults = Faults.told([*map(str, again.check_pdf_syntax()), *map(str, again.get_warnings())])
    except (*_BROKEN, ValueError, RuntimeError):
        return None, False
    return out.getvalue(), not faults.any


def _plainly(pdf: Pdf) -> bool:
    """Writing it anew mends cross-references and lengths; but qpdf writes the trailer that it has read (7.5.5)."""
    if Name.Size not in pdf.trailer:
        pdf.trailer[Name.Size] = 1  # it corrects the number
    for page in unsized(pdf):
        if _is_box(_own(page, Name.MediaBox)):
            page.obj.CropBox = _own(page, Name.MediaBox)
        else:
            page.obj.MediaBox = Array(_LETTER)
    return False


def unsized(pdf: Pdf) -> list[Page]:
    """The pages that have no box, or none that a page can be seen in (7.7.3.3): viewers then choose one."""
    return [page for page in pdf.pages if not _is_seen(_own(page, Name.MediaBox), _own(page, Name.CropBox))]


def _own(page: Page, key: Name) -> Any:
    """What a page has, or has from the nearest node above it."""
    node: Any = page.obj
    for _ in range(_DEEPEST):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node[key]
        node = node.get(Name.Parent)
    return None


def _is_seen(media: Any, crop: Any) -> bool:
    """Whether something of a page lies within both of its boxes (14.11.2.1)."""
    if not _is_box(media) or not _is_box(crop):
        return _is_box(media)
    (left, bottom, right, top), (own_left, own_bottom, own_right, own_top) = map(_corners, (media, crop))
    return max(left, own_left) < min(right, own_right) and max(bottom, own_bottom) < min(top, own_top)


def _corners(box: Array) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_box(value: Any) -> bool:
    if not isinstance(value, Array) or len(value) != 4:
        return False
    left, bottom, right, top = map(_number, value)
    return None not in {left, bottom, right, top} and left != right and bottom != top


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) else None


def _streams(pdf: Pdf) -> bool:
    """Cuts each stream where its data break; whether some were lost."""
    lost = False
    pdf.get_warnings()
    for stream in pdf.objects:
        if isinstance(stream, Stream):
            try:
                stream.read_bytes(StreamDecodeLevel.all)
                broken = False
            except _BROKEN:
                broken = True
            if broken or pdf.get_warnings():
                lost |= _cut(stream) and broken
    return lost


def _cut(stream: Stream) -> bool:
    """Packs what a stream holds anew, as far as its data go; False where they are not packed by Flate."""
    filters, parameters = as_list(stream.get(Name.Filter)), as_list(stream.get(Name.DecodeParms))
    parameters += [None] * (len(filters) - len(parameters))
    data = stream.read_raw_bytes()
    with pikepdf.new() as scrap:
        while filters and filters[0] not in _FLATE:
            try:
                data = Stream(scrap, data, Filter=name_of(spelt(filters.pop(0)))).read_bytes()
            except (*_BROKEN, TypeError, ValueError):  # a filter that is none
                return False
            del parameters[0]
    if not filters:
        return False
    kept = [Dictionary() if each is None else each for each in parameters]
    stream.write(zlib.compress(_inflated(data)), filter=Array(filters), decode_parms=Array(kept))
    return True


def _inflated(data: bytes) -> bytes:
    """What can be unpacked of data that break somewhere (RFC 1951)."""
    unpack, whole = zlib.decompressobj(), bytearray()
    for start in range(0, len(data), _PIECE):
        piece, before = data[start : start + _PIECE], unpack.copy()
        try:
            whole += unpack.decompress(piece)
        except zlib.error:
            # What was unpacked of a piece is lost with its fault: of this one, each byte by itself.
            with suppress(zlib.error):
                for at in range(len(piece)):
                    whole += before.decompress(piece[at : at + 1])
            break
    return bytes(whole)


def _contents(pdf: Pdf) -> bool:
    """Writes each page's content anew, without what is no token of the language (7.8.2)."""
    changed = False
    for page in pdf.pages:
        contents = page.obj.get(Name.Contents)
        streams = [each for each in as_list(contents) if isinstance(each, Stream)]
        if isinstance(contents, Array) and len(streams) < len(contents):
            page.obj.Contents = Array(streams)
        try:
            content = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        except (*_BROKEN, pikepdf.PikepdfError, TypeError, ValueError):
            continue
        page.obj.Contents = pdf.make_stream(content)
        changed = True
    return changed


def without_cut_pictures(pdf: Pdf, faults: Faults) -> tuple[Faults, list[int]]:
    """The faults less those of JPEG pictures that break off, which viewers show as far as they go; and their pages."""
    cut = {place for place in faults.streams if place != (0, 0) and _is_jpeg(pdf.get_object(place))}
    pages = [
        number
        for number, page in enumerate(pdf.pages, start=1)
        if cut and any(drawing.objgen in cut for drawing in _drawings(page))
    ]
    return replace(faults, streams=faults.streams - cut), pages


def _drawings(page: Page) -> list[Stream]:
    named = page.resources.get(Name.XObject)
    return [each for each in named.values() if isinstance(each, Stream)] if isinstance(named, Dictionary) else []


def _is_jpeg(stream: Any) -> bool:
    filters = as_list(stream.get(Name.Filter)) if isinstance(stream, Stream) else []
    return bool(filters) and filters[-1] in (Name.DCTDecode, Name.DCT)


_HEADER = re.compile(rb"(?<!\d)(\d{1,10})(\s+\d{1,5}\s+(?:obj|R)\b)")
_DATA = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_TABLE = re.compile(rb"\bxref\s+\d.*?(?=\btrailer\b)|\bstartxref\s+\d+", re.DOTALL)


def renumbered(original: bytes) -> bytes | None:
    """A file whose objects' numbers lie far apart, with numbers that don't; None where it has none such.

    Without its cross-references, which qpdf finds out by itself. Objects in streams keep their numbers.
    """
    numbers = {int(each[1]) for each in _HEADER.finditer(_DATA.sub(b"", original)) if each[2].endswith(b"obj")}
    near = {number for number in numbers if number <= len(numbers)}
    free = iter(sorted(set(range(1, len(numbers) + 1)) - near))
    new = dict(zip(sorted(numbers - near), free, strict=False))
    if not new or b"/ObjStm" in original:
        return None

    def renumber(found: re.Match[bytes]) -> bytes:
        return b"%d%b" % (new.get(int(found[1]), int(found[1])), found[2])

    pieces, at = [], 0
    for data in (*_DATA.finditer(original), None):
        start, end = data.span() if data else (len(original), len(original))
        pieces += [_HEADER.sub(renumber, _TABLE.sub(b"", original[at:start])), original[start:end]]
        at = end
    return b"".join(pieces)
