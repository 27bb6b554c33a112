"""What pages without words look like: a PDF goes in, small grey pictures come out, that are held against each other.

A scan has no words that tell it from another. Two of one paper, saved in other sizes or with other strength, are alike
in each of some thousand squares; two letters on one letterhead are not.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pypdfium2

from pipeline.pdf.pdfium import PDFIUM

Look: TypeAlias = tuple[str, ...]
"""A picture for each page that is looked at, and before them how many pages there are."""

_SIDE, _PAGES = 64, 3
"""Squares on each side of a page, and how many pages are looked at."""
_SHOWN, _MOST, _MEAN = 32, 16, 4
"""Of 255: how much of a page's darkest square differs from its lightest, lest it be as good as blank; and by how much a
square of the same page may differ, and all of them in the mean."""


def look_of(pdf: Path) -> Look:
    """How its first pages look; nothing for one with a page that shows nearly nothing."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            pages = [_squares(document[number]) for number in range(min(len(document), _PAGES))]
            count = len(document)
        finally:
            document.close()
    if not pages or any(max(each) - min(each) < _SHOWN for each in pages):
        return ()
    return (str(count), *(b64encode(each).decode("ascii") for each in pages))


def alike(one: Look, other: Look) -> bool:
    """Whether two are of the same paper."""
    if not one or len(one) != len(other) or one[0] != other[0]:
        return False
    return all(_same(b64decode(a), b64decode(b)) for a, b in zip(one[1:], other[1:], strict=True))


def _same(one: Sequence[int], other: Sequence[int]) -> bool:
    differ = [abs(a - b) for a, b in zip(one, other, strict=True)]
    return max(differ) <= _MOST and sum(differ) <= _MEAN * len(differ)


def _squares(page: pypdfium2.PdfPage) -> bytes:
    """The mean grey of each square, from the top left."""
    wide, high = page.get_size()
    drawn = page.render(scale=4 * _SIDE / max(wide, high, 1), grayscale=True).to_pil()
    squares: bytes = drawn.resize((_SIDE, _SIDE), resample=4).tobytes()  # PIL.Image.BOX: the mean of what each covers
    return squares
