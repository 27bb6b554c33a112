"""A web address goes in, its QR code comes out: a square of modules, and the dark ones as rectangles.

segno makes the code (ISO/IEC 18004); how it is drawn is for those who draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

MARGIN = 4
"""Light modules around the code (ISO/IEC 18004, 6.3.8)."""

_SMALLEST = 0.35
"""In millimetres: a module that telephones read from printed paper."""
_USUAL = 25
"""In millimetres: how wide a code is that need not be wider."""

Rectangle = tuple[int, int, int, int]
"""Left, top, width and height, in modules from the left upper corner of the margin."""


@dataclass(frozen=True, slots=True)
class Code:
    side: int
    """In modules, with the margin on both sides."""
    dark: tuple[Rectangle, ...]


def code(address: str) -> Code:
    """The code of an address, with what 15 in 100 of it may lose (level M)."""
    import segno  # noqa: PLC0415 - a package without a code loads nothing

    matrix = segno.make(address, error="m", micro=False, boost_error=False).matrix
    return Code(len(matrix) + 2 * MARGIN, tuple(_rectangles([bytes(row) for row in matrix])))


def least_width(address: str) -> int:
    """How wide the code of an address must be, at least, to be read from paper, in whole millimetres.

    >>> least_width("https://example.org"), least_width(f"https://example.org/{'a' * 400}")
    (12, 32)
    """
    return ceil(code(address).side * _SMALLEST)


def usual_width(address: str) -> int:
    """How wide the code of an address is where nobody says, in millimetres."""
    return max(_USUAL, least_width(address))


def _rectangles(rows: list[bytes]) -> Iterator[Rectangle]:
    """The dark modules of each row, those that touch in one."""
    for top, row in enumerate(rows):
        left = 0
        while (left := row.find(1, left)) >= 0:
            end = row.find(0, left)
            end = len(row) if end < 0 else end
            yield left + MARGIN, top + MARGIN, end - left, 1
            left = end
