"""A number goes in, a small picture that stands for another comes out; the pixels of such a picture go in, its number
comes out.

LibreOffice scales the picture of a head anew for each letter of a document, which takes it as long as a page of text.
"""

from __future__ import annotations

import zlib
from hashlib import sha384
from struct import pack

WIDTH, HEIGHT = 16, 1
"""In pixels, of three bytes: LibreOffice writes what is so small as it is, and a digest is as long."""
MOST = 16
"""How many there are."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def proxy(number: int) -> bytes:
    """The ``number``-th, from 0, as a PNG (ISO/IEC 15948, 5)."""
    header = pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" + _pixels(number))), (b"IEND", b""))
    return _SIGNATURE + b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def number_of(pixels: bytes) -> int | None:
    """Which one has these pixels; None for another picture.

    >>> number_of(_pixels(3)), number_of(bytes(48))
    (3, None)
    """
    return _NUMBERS.get(pixels)


def _pixels(number: int) -> bytes:
    return sha384(b"stands for picture %d" % number).digest()


_NUMBERS = {_pixels(number): number for number in range(MOST)}
