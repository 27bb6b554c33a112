"""Beneath the stages, pictures that letters place: a picture's size in dots goes in, its size on paper comes out."""

from __future__ import annotations

DOTS = (".png", ".jpg", ".jpeg")
"""The kinds of files that have dots."""
PLACED = (*DOTS, ".svg")
"""The kinds of files that letters place."""

_INCH = 25.4
"""In millimetres."""


def fitted(width: float, height: float, dots: tuple[int, int]) -> tuple[float, float]:
    """The width and height of a picture, in millimetres: as large as fits, with the shape that it has.

    Of ``width`` and ``height`` one may be 0, which sets no limit.

    >>> fitted(40, 0, (200, 100)), fitted(0, 40, (200, 100)), fitted(40, 40, (200, 100))
    ((40.0, 20.0), (80.0, 40.0), (40.0, 20.0))
    """
    across, up = dots
    scale = min(limit / own for limit, own in ((width, across), (height, up)) if limit)
    return across * scale, up * scale


def dots_per_inch(width: float, height: float, dots: tuple[int, int]) -> float:
    """How finely it is printed at that size.

    >>> dots_per_inch(25.4, 0, (300, 100))
    300.0
    """
    return dots[0] / fitted(width, height, dots)[0] * _INCH
