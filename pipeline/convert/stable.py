"""Make a PDF say a given date in place of the clock's: its bytes go in, and the same file, dated, comes out.

Two exports of one document by LibreOffice differ in the dates of the information dictionary and of the XMP packet, in
the date inside the colour profile, in the file identifier (ISO 32000-1, 14.4) and in a checksum that follows it. Each
is written over in the bytes, without parsing the file. All but the profile keep their length; the profile is
compressed, with a length that depends on the second that it was made in, so the offsets behind it are mended.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

_DATE = re.compile(rb"(?<=Date\(D:)\d{14}(?=Z?'?\))")
"""In the information dictionary (ISO 32000-1, 7.9.4); the office's clock runs in UTC."""
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_DATE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</(?:xmp:\w+Date|rdf:li)>)")
_PROFILE = re.compile(rb"/DestOutputProfile (\d+) 0 R")
_PROFILE_DATE = slice(24, 36)
"""In the header of an ICC profile (ISO 15076-1, 7.2.8)."""
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)|(?<=startxref\n)\d+")
_IDENTIFIER = re.compile(rb"(?<=/ID \[ <)([0-9A-F]{32})>(\s*)<[0-9A-F]{32}(?=>)")
_CHECKSUM = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}")


class _OtherFormError(Exception):
    """The file is not written the way that LibreOffice writes."""


def stabilise(pdf: bytes, created: datetime) -> bytes:
    """``pdf``, as LibreOffice writes it, with the date ``created`` (with a time zone) and an identifier of its content.

    A file of another form than LibreOffice's is parsed and written anew.
    """
    moment = created.astimezone(UTC)
    try:
        return _identified(_with_dateless_profile(_dated(pdf, moment)))
    except _OtherFormError:
        return _written_anew(pdf, moment)


def _dated(pdf: bytes, moment: datetime) -> bytes:
    pdf, dates = _DATE.subn(f"{moment:%Y%m%d%H%M%S}".encode(), pdf)
    pdf, packets = _XMP.subn(lambda xmp: _redated(xmp.group(), moment), pdf)
    if (dates, packets) != (1, 1):
        raise _OtherFormError
    return pdf


def _redated(packet: bytes, moment: datetime) -> bytes:
    return _XMP_DATE.sub(f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), packet)


def _with_dateless_profile(pdf: bytes) -> bytes:
    found = _PROFILE.search(pdf)
    if found is None:
        return pdf
    stream = re.search(rb"\n%b 0 obj\n<<[^>]*/Length (\d+) 0 R[^>]*>>\nstream\n" % found.group(1), pdf)
    length = stream and re.search(rb"\n%b 0 obj\n(\d+)(?=\nendobj)" % stream.group(1), pdf)
    if not stream or not length:
        raise _OtherFormError
    start, end = stream.end(), stream.end() + int(length.group(1))
    if not start < end <= length.start():
        raise _OtherFormError
    profile = zlib.compress(_dateless(zlib.decompress(pdf[start:end])), 9)
    number = b"%d" % len(profile)
    between, behind = pdf[end : length.start(1)], pdf[length.end(1) :]
    grown = len(profile) - (end - start)
    if len(number) != len(length.group(1)) or not between.startswith(b"\nendstream"):
        raise _OtherFormError
    return pdf[:start] + profile + between + number + _with_offsets(behind, start, grown)


def _with_offsets(tail: bytes, start: int, grown: int) -> bytes:
    """The end of a file with its cross-reference table (7.5.4), where all objects behind ``start`` have moved."""

    def moved(entry: re.Match[bytes]) -> bytes:
        offset = int(entry.group())
        return b"%0*d" % (len(entry.group()), offset + grown if offset > start else offset)

    body, mark, table = tail.rpartition(b"\nxref\n")
    if not mark:
        raise _OtherFormError
    return body + mark + _OFFSET.sub(moved, table)


def _dateless(profile: bytes) -> bytes:
    return profile[: _PROFILE_DATE.start] + bytes(12) + profile[_PROFILE_DATE.stop :]


def _identified(pdf: bytes) -> bytes:
    masked, identifiers = _IDENTIFIER.subn(_identifier(b"0" * 32), pdf)
    if identifiers != 1:
        raise _OtherFormError
    masked = _CHECKSUM.sub(b"0" * 32, masked)
    digest = sha256(masked).hexdigest()[:32].upper().encode()
    return _CHECKSUM.sub(digest, _IDENTIFIER.sub(_identifier(digest), masked))


def _identifier(digest: bytes) -> bytes:
    return rb"%b>\g<2><%b" % (digest, digest)


def _written_anew(pdf: bytes, moment: datetime) -> bytes:
    import pikepdf  # noqa: PLC0415 - costs as much as a conversion, and LibreOffice's files do without

    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for key in ("/CreationDate", "/ModDate"):
            if key in document.docinfo:
                document.docinfo[key] = pikepdf.String(f"D:{moment:%Y%m%d%H%M%S}Z")
        if "/Metadata" in document.Root:
            document.Root.Metadata.write(_redated(document.Root.Metadata.read_bytes(), moment))
        for intent in document.Root.get("/OutputIntents", pikepdf.Array()):
            if "/DestOutputProfile" in intent:
                intent.DestOutputProfile.write(_dateless(intent.DestOutputProfile.read_bytes()))
        for key in ("/ID", "/DocChecksum"):
            if key in document.trailer:
                del document.trailer[key]
        document.save(out, deterministic_id=True)
    return out.getvalue()
