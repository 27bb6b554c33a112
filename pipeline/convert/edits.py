"""Change a PDF without parsing it: its bytes and pieces to put in place go in, the same file with them comes out.

For files with one cross-reference table at their end (ISO 32000-1, 7.5.4), as LibreOffice writes them. A parse costs as
much as a conversion of a short letter.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

_STREAM = re.compile(rb"\n\d+ 0 obj\n<</Length (\d+)( 0 R)?/Filter/FlateDecode[^>]*>>\nstream\n")
_LENGTH = re.compile(rb"\n\d+ 0 obj\n(\d+)\nendobj")
_OFFSET = re.compile(rb"\d{10}(?= \d{5} n)|(?<=startxref\n)\d+")

Edit = tuple[int, int, bytes]
"""From where, to where, and what stands there instead. Edits do not overlap."""


class OtherFormError(Exception):
    """The file is not written the way that LibreOffice writes."""


def edited(pdf: bytes, edits: Iterable[Edit]) -> bytes:
    """``pdf`` with ``edits`` made and its table mended. OtherFormError when it has no such table."""
    ordered = sorted(edits)
    if not ordered:
        return pdf
    table = pdf.rfind(b"\nxref\n")
    if table < 0 or ordered[-1][1] > table:
        raise OtherFormError
    pieces: list[bytes] = []
    at = 0
    for start, end, new in ordered:
        pieces += (pdf[at:start], new)
        at = end
    starts = [start for start, _, _ in ordered]
    grown = [0, *accumulate(len(new) - (end - start) for start, end, new in ordered)]
    pieces.append(pdf[at:table])
    if not any(grown):
        return b"".join([*pieces, pdf[table:]])

    def moved(entry: re.Match[bytes]) -> bytes:
        offset = int(entry.group())
        return b"%0*d" % (len(entry.group()), offset + grown[bisect_left(starts, offset)])

    return b"".join([*pieces, _OFFSET.sub(moved, pdf[table:])])


@dataclass(frozen=True, slots=True)
class Stream:
    """A compressed stream of a file."""

    number: bytes
    """Of its object."""
    head: int
    """Where its dictionary begins."""
    start: int
    end: int
    """Where its data begin and end."""
    length: tuple[int, int]
    """Where their length is written."""
    content: bytes
    """What is in it, unpacked."""


def streams(pdf: bytes, numbers: Iterable[bytes]) -> Iterator[Stream]:
    """The streams of the objects ``numbers``, as LibreOffice writes them; those of another form are left out."""
    for number in numbers:
        head = _STREAM.match(pdf, pdf.find(b"\n%b 0 obj\n" % number))
        length = _LENGTH.match(pdf, pdf.find(b"\n%b 0 obj\n" % head[1])) if head and head[2] else head
        if head and length:
            end = head.end() + int(length[1])
            content = zlib.decompress(pdf[head.end() : end])
            yield Stream(number, head.start(), head.end(), end, length.span(1), content)


def packed(stream: Stream, content: bytes) -> Iterator[Edit]:
    """What puts ``content`` in the place of what is in ``stream``."""
    data = zlib.compress(content, 9)
    yield stream.start, stream.end, data
    yield *stream.length, b"%d" % len(data)
