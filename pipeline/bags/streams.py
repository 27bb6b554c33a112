"""Bytes go through, their digests come out: a file is read once for copying, both digests and the zip's own sum."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Protocol

from pipeline.bags.layout import Digests

_PIECE = 256 * 1024
"""Bytes read at once: they stay in the processor's cache while all digests take them."""


class Readable(Protocol):
    def readinto(self, room: memoryview, /) -> int | None: ...


@contextmanager
def opened(source: Path | bytes) -> Iterator[Readable]:
    """What is to be read, as a stream."""
    if isinstance(source, bytes):
        yield BytesIO(source)
    else:
        with source.open("rb", buffering=0) as file:
            yield file


def digested(source: Readable, put: Callable[[memoryview], object] | None = None, size: int | None = None) -> Digests:
    """Reads ``source`` to its end, or ``size`` bytes of it, gives each piece to ``put``, and says its digests."""
    sha256, sha512 = hashlib.sha256(), hashlib.sha512()
    crc32, read = 0, 0
    room = memoryview(bytearray(_PIECE))
    while size is None or read < size:
        count = source.readinto(room if size is None else room[: size - read])
        if not count:
            break
        piece = room[:count]
        sha256.update(piece)
        sha512.update(piece)
        crc32 = zlib.crc32(piece, crc32)
        if put is not None:
            put(piece)
        read += count
    return Digests(sha256.hexdigest(), sha512.hexdigest(), read, crc32)
