"""Change a PDF without parsing it: its bytes and pieces to put in place go in, the same file with them comes out.

For files with one cross-reference table at their end (ISO 32000-1, 7.5.4), as LibreOffice writes them. A parse costs as
much as a conversion of a short letter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

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
