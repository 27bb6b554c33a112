"""A picture of a PDF goes in; its width and height in dots come out, as those programs see it that draw it."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Name, Stream

from pipeline.pdf.objects import spelt

Size = tuple[int, int]

_FRAMES = {0xC0 + low for low in range(16)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG picture that its size follows (ISO/IEC 10918-1, B.1.1.3)."""


def picture_size(picture: Stream) -> Size:
    """The larger of what its dictionary claims (ISO 32000-2, 8.9.5) and what is in its data."""
    claimed = (_integer(picture.get(Name.Width)), _integer(picture.get(Name.Height)))
    filters: Any = picture.get(Name.Filter)
    last = filters[-1] if isinstance(filters, Array) and len(filters) else filters
    look = {"/DCTDecode": _in_jpeg, "/DCT": _in_jpeg, "/JPXDecode": _in_jpeg_2000}.get(spelt(last))
    own = look(picture.read_raw_bytes()) if look is not None and last is filters else (1, 1)
    return max(claimed, own, key=lambda size: size[0] * size[1])


def _integer(value: Any) -> int:
    return value if isinstance(value, int) else 1


def _in_jpeg(data: bytes) -> Size:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        if data[at + 1] in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return 1, 1


def _in_jpeg_2000(data: bytes) -> Size:
    """From the image and tile size marker (ISO/IEC 15444-1, A.5.1)."""
    at = data.find(b"\xff\x4f\xff\x51")
    if at < 0:
        return 1, 1
    right, bottom, left, top = (int.from_bytes(data[at + 8 + 4 * n : at + 12 + 4 * n], "big") for n in range(4))
    return max(right - left, 1), max(bottom - top, 1)
