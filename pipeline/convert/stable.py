"""Make a PDF say a given date in place of the clock's: its bytes go in, and the same file, dated, comes out.

Two exports of one document by LibreOffice differ in the dates of the information dictionary and of the XMP packet, in
the date inside the colour profile, in the file identifier (ISO 32000-1, 14.4) and in a checksum that follows it. Each
is written over in the bytes, without parsing the file. All but the profile keep their length; the profile is
compressed, with a length that depends on the second that it was made in.
"""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO

from pipeline.convert.edits import OtherFormError, edited
from pipeline.convert.fontorder import fonts_in_order
from pipeline.pdf.colour import is_srgb, srgb

_DATE = re.compile(rb"(Date\(D:)\d{14}(?=Z?'?\))")
"""In the information dictionary (ISO 32000-1, 7.9.4); the office's clock runs in UTC."""
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>", re.DOTALL)
_XMP_DATE = re.compile(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=</(?:xmp:\w+Date|rdf:li)>)")
_PROFILE = re.compile(rb"/DestOutputProfile (\d+) 0 R")
_PROFILE_DATE = slice(24, 36)
"""In the header of an ICC profile (ISO 15076-1, 7.2.8)."""
_IDENTIFIER = re.compile(rb"(?<=/ID \[ <)([0-9A-F]{32})>(\s*)<[0-9A-F]{32}(?=>)")
_CHECKSUM = re.compile(rb"(?<=/DocChecksum /)[0-9A-F]{32}")


def stabilise(pdf: bytes, created: datetime) -> bytes:
    """``pdf``, as LibreOffice writes it, with the date ``created`` (with a time zone) and an identifier of its content.

    A file of another form than LibreOffice's is parsed and written anew.
    """
    moment = created.astimezone(UTC)
    try:
        return _identified(_with_parted_ends(fonts_in_order(_with_steady_profile(_dated(pdf, moment)))))
    except OtherFormError:
        return _with_parted_ends(_written_anew(pdf, moment))


def _with_parted_ends(pdf: bytes) -> bytes:
    """A line feed behind a stream that ends in a carriage return would seem a part of the same end of line."""
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")


def _dated(pdf: bytes, moment: datetime) -> bytes:
    pdf, dates = _DATE.subn(rb"\g<1>" + f"{moment:%Y%m%d%H%M%S}".encode(), pdf)
    pdf, packets = _XMP.subn(lambda xmp: _redated(xmp.group(), moment), pdf)
    if (dates, packets) != (1, 1):
        raise OtherFormError
    return pdf


def _redated(packet: bytes, moment: datetime) -> bytes:
    return _XMP_DATE.sub(f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode(), packet)


def _with_steady_profile(pdf: bytes) -> bytes:
    found = _PROFILE.search(pdf)
    if found is None:
        return pdf
    stream = re.search(rb"\n%b 0 obj\n<<[^>]*/Length (\d+) 0 R[^>]*>>\nstream\n" % found.group(1), pdf)
    length = stream and re.search(rb"\n%b 0 obj\n(\d+)(?=\nendobj)" % stream.group(1), pdf)
    if not stream or not length:
        raise OtherFormError
    start, end = stream.end(), stream.end() + int(length.group(1))
    if not start < end <= length.start():
        raise OtherFormError
    if not pdf.startswith(b"\nendstream", end):
        raise OtherFormError
    profile = zlib.compress(_steady(zlib.decompress(pdf[start:end])), 9)
    return edited(pdf, ((start, end, profile), (*length.span(1), b"%d" % len(profile))))


def _steady(profile: bytes) -> bytes:
    """The profile, without its date; sRGB as the bundle has it, so that all files have the same."""
    return srgb() if is_srgb(profile) else profile[: _PROFILE_DATE.start] + bytes(12) + profile[_PROFILE_DATE.stop :]


def _identified(pdf: bytes) -> bytes:
    at = pdf.rfind(b"\ntrailer")
    body, trailer = pdf[:at], pdf[at:]
    masked, identifiers = _IDENTIFIER.subn(_identifier(b"0" * 32), trailer)
    if at < 0 or identifiers != 1:
        raise OtherFormError
    masked = _CHECKSUM.sub(b"0" * 32, masked)
    digest = sha256(body + masked).hexdigest()[:32].upper().encode()
    return body + _CHECKSUM.sub(digest, _IDENTIFIER.sub(_identifier(digest), masked))


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
                intent.DestOutputProfile.write(_steady(intent.DestOutputProfile.read_bytes()))
        for key in ("/ID", "/DocChecksum"):
            if key in document.trailer:
                del document.trailer[key]
        document.save(out, deterministic_id=True)
    return out.getvalue()
