"""A damaged PDF goes in; the bytes of a sound one that holds the same, as far as it can be read, come out."""

from __future__ import annotations

import zlib
from contextlib import suppress
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, StreamDecodeLevel

from pipeline.convert.refused import Refused

_BROKEN = (pikepdf.PdfError, pikepdf.QpdfRuntimeError, pikepdf.DataDecodingError)

_LETTER = (0, 0, 612, 792)
"""What pdfium and others take for the size of a page that has none."""
_DEEPEST = 100
"""How far up a page's tree is looked."""
_PIECE = 4096
"""Bytes that are unpacked at once."""


def mended(pdf: Pdf) -> bytes:
    """``pdf``, written anew with cross-references and lengths that hold; ``pdf`` itself is changed.

    What can't be decoded to its end is cut there, as a reader that draws it does (ISO 32000-2, 7.4.4, has no rule).
    Raises Refused when qpdf still finds fault with the result.
    """
    for mend in (_plainly, _streams, _contents):
        mend(pdf)
        new = _written(pdf)
        if new is not None:
            return new
    raise Refused("mended")


def _written(pdf: Pdf) -> bytes | None:
    """The bytes; None where qpdf finds fault with them."""
    out = BytesIO()
    try:
        pdf.save(out, deterministic_id=True, encryption=False)
        with pikepdf.open(BytesIO(out.getvalue())) as again:
            faults = [*again.check_pdf_syntax(), *again.get_warnings()]
    except (*_BROKEN, ValueError, RuntimeError):
        return None
    return None if faults else out.getvalue()


def _plainly(pdf: Pdf) -> None:
    """Writing it anew mends cross-references and lengths; but qpdf writes the trailer that it has read (7.5.5)."""
    if Name.Size not in pdf.trailer:
        pdf.trailer[Name.Size] = 1  # it corrects the number
    for page in unsized(pdf):
        page.obj.MediaBox = Array(_LETTER)


def unsized(pdf: Pdf) -> list[Page]:
    """The pages that have no box, or none that a page can be seen in (7.7.3.3)."""
    return [page for page in pdf.pages if not _is_box(page.obj.get(Name.MediaBox, _inherited(page.obj)))]


def _inherited(page: Any) -> Any:
    """The box of the nodes above a page, the nearest that has one."""
    for _ in range(_DEEPEST):
        page = page.get(Name.Parent)
        if not isinstance(page, Dictionary):
            return None
        if Name.MediaBox in page:
            return page.MediaBox
    return None


def _is_box(value: Any) -> bool:
    if not isinstance(value, Array) or len(value) != 4:
        return False
    left, bottom, right, top = map(_number, value)
    return None not in {left, bottom, right, top} and left != right and bottom != top


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) else None


def _streams(pdf: Pdf) -> None:
    """Cuts each stream where its data break."""
    for stream in pdf.objects:
        if not isinstance(stream, Stream):
            continue
        try:
            stream.read_bytes(StreamDecodeLevel.all)
        except _BROKEN:
            if stream.get(Name.Filter) == Name.FlateDecode:
                parameters: Any = stream.get(Name.DecodeParms)
                kept = zlib.compress(_inflated(stream.read_raw_bytes()))
                stream.write(kept, filter=Name.FlateDecode, decode_parms=parameters)


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


def _contents(pdf: Pdf) -> None:
    """Writes each page's content anew, without what is no token of the language (7.8.2)."""
    for page in pdf.pages:
        try:
            content = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
        except (*_BROKEN, pikepdf.PikepdfError, TypeError, ValueError):
            continue
        page.obj.Contents = pdf.make_stream(content)
