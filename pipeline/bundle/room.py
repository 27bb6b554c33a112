"""A page and the size of a stamp go in; the spot where the stamp covers least comes out.

What is looked for here is room at the head of a page; for room at its foot, the page comes upside down. Most pages have
nothing at either. Where their content says so (:mod:`~pipeline.bundle.content`), they need not be
drawn to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal

from pypdfium2 import PdfDocument, PdfiumError

from pipeline.bundle.view import MILLIMETRE, Box, View

Side = Literal["right", "left", "middle"]
"""Where a stamp lies if it can."""

MARGIN = 5 * MILLIMETRE
"""Between a stamp and the edge of what is seen: what printers can't reach."""
_ROWS = 3
_WHITE = 240
"""Of 255: what is lighter is paper."""
_BLUR = 1.0
"""In points: how far the edge of what is drawn may be off."""
_MOST_PIXELS = 4000
"""The width of the picture of a page that is a poster."""


@dataclass(frozen=True, slots=True)
class Spot:
    box: Box
    """As seen, in points."""
    scale: float
    """Below 1 where the page is narrower than the stamp."""
    plate: bool
    """Whether the spot must be painted white first, because no spot is free."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The head of a page as a grey picture, from its upper edge down."""

    pixels: bytes
    stride: int
    rows: int
    across: float
    """Pixels in a point."""
    down: float

    def levels(self, box: Box, page_height: float) -> bytes:
        """The greys of all pixels that ``box`` touches."""
        left, right = max(0, int(box[0] * self.across)), int(box[2] * self.across) + 1
        top, bottom = int((page_height - box[3]) * self.down), int((page_height - box[1]) * self.down) + 1
        starts = range(max(0, top) * self.stride, min(bottom, self.rows) * self.stride, self.stride)
        return b"".join(self.pixels[start + left : start + min(right, self.stride)] for start in starts)


class Pictures:
    """The pages of one PDF file, drawn small. A file that can't be drawn has no pictures."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Pictures:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        # Opened by the first page that is looked at; most files are never opened.
        if "_document" in vars(self) and self._document is not None:
            self._document.close()

    @cached_property
    def _document(self) -> PdfDocument | None:
        try:
            return PdfDocument(self._path)
        except (PdfiumError, OSError):
            return None

    def head(self, index: int, view: View, height: float, *, foot: bool = False) -> Strip | None:
        """The uppermost ``height`` points of page ``index``, or its lowest upside down; None where it isn't drawn."""
        if self._document is None or index >= len(self._document):
            return None
        try:
            page = self._document[index]
            drawn_width, drawn_height = page.get_size()
            scale = min(view.width, _MOST_PIXELS) / drawn_width
            rest = max(0.0, drawn_height * (1 - height / view.height))
            crop = (0, 0, 0, rest) if foot else (0, rest, 0, 0)
            bitmap = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=False)
        except (PdfiumError, ValueError, ZeroDivisionError):
            return None
        across, down = drawn_width * scale / view.width, drawn_height * scale / view.height
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        if foot:
            pixels = b"".join(pixels[row * stride : (row + 1) * stride] for row in reversed(range(bitmap.height)))
        strip = Strip(pixels, stride, bitmap.height, across, down)
        bitmap.close()
        page.close()
        return strip


def head_height(stamp_height: float) -> float:
    """How much of a page's head the candidates reach into, in points."""
    return MARGIN + _ROWS * stamp_height


def known_to_be_free(
    view: View, size: tuple[float, float], highest: float, taken: Sequence[Box], side: Side
) -> Spot | None:
    """The first spot, where nothing is drawn higher than ``highest`` and that is below it; None where it is not."""
    first = next(_candidates(view, size, side))
    if highest > first.box[1] - _BLUR or any(_overlap(first.box, box) for box in taken):
        return None
    return replace(first, plate=False)


def choose(view: View, size: tuple[float, float], strip: Strip | None, taken: Sequence[Box], side: Side) -> Spot:
    """The first free spot at the head of a page; where none is, the one that covers least, with a plate.

    ``size`` is the stamp's, in points; ``taken`` are the places of links and fields, as seen; ``side`` is where it is
    looked for first: left, where a right-to-left page ends its lines.
    """
    spots = list(_candidates(view, size, side))
    if strip is None:
        return spots[0]
    best, least = spots[0], (True, float("inf"))
    for spot in spots:
        covers = any(_overlap(spot.box, box) for box in taken)
        levels = strip.levels(spot.box, view.height)
        if not covers and min(levels, default=0) >= _WHITE:
            return Spot(spot.box, spot.scale, plate=False)
        weight = (covers, _unrest(levels))
        if weight < least:
            best, least = spot, weight
    return best


def _candidates(view: View, size: tuple[float, float], side: Side) -> Iterator[Spot]:
    margin = min(MARGIN, view.width / 4, view.height / 4)
    scale = min(1.0, (view.width - 2 * margin) / size[0], (view.height - 2 * margin) / size[1])
    width, height = size[0] * scale, size[1] * scale
    right, middle, left = view.width - margin - width, (view.width - width) / 2, margin
    places = {"right": (right, middle, left), "left": (left, middle, right), "middle": (middle, right, left)}[side]
    for row in range(_ROWS):
        top = view.height - margin - row * height
        if row and top - height < margin:
            return
        for place in places:
            yield Spot((place, top - height, place + width, top), scale, plate=True)


def _unrest(levels: bytes) -> float:
    """The variance of the greys: a plain colour has none, whether dark or light; text and pictures have much."""
    if not levels:
        return float("inf")
    mean = sum(levels) / len(levels)
    return sum(level * level for level in levels) / len(levels) - mean * mean


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
