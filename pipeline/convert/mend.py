"""A damaged PDF goes in; the bytes of a sound one that holds the same, as far as it can be read, come out."""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Name, Pdf, Stream, StreamDecodeLevel

from pipeline.convert.refused import Refused

_BROKEN = (pikepdf.PdfError, pikepdf.QpdfRuntimeError, pikepdf.DataDecodingError)

_PIECE = 4096
"""Bytes that are unpacked at once."""


def mended(pdf: Pdf) -> bytes:
    """``pdf``, written anew with cross-references and lengths that hold; ``pdf`` itself is changed.

    What can't be decoded to its end is cut there, as a reader that draws it does (ISO 32000-2, 7.4.4, has no rule).
    Raises Refused when qpdf still finds fault with the result.
    """
    for mend in (_trailer, _streams, _contents):
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


def _trailer(pdf: Pdf) -> None:
    """Writing it anew mends cross-references and lengths; but qpdf writes the trailer that it has read (7.5.5)."""
    if Name.Size not in pdf.trailer:
        pdf.trailer[Name.Size] = 1  # it corrects the number


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
