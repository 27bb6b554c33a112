"""Two pages go in; whether their words and their pixels are the same, and where they are not, comes out.

Pages are drawn by pdfium at 150 dots an inch, with their forms and annotations as a reader sees them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeAlias

from PIL import Image, ImageChops, ImageDraw

DPI = 150
Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels at :data:`DPI`."""

_CELL = 12
"""Pixels of the squares that differences are gathered in."""
_MOST_BOXES = 60
_SHOWN_DPI = 100
_OUTLINE = (208, 32, 32)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as drawn, and its words."""

    width: int
    height: int
    line: int
    """Bytes of a line of pixels."""
    pixels: bytes
    """Red, green and blue."""
    words: str
    lines: tuple[Box, ...] = ()
    """Where its lines of words stand, in points from below."""

    @property
    def mark(self) -> str:
        """The same for pages with the same words and the same pixels."""
        own = sha256(f"{self.width} {self.height} {self.words.split()}".encode("utf-8", "replace"))
        own.update(self.pixels)
        return own.hexdigest()

    def image(self) -> Image.Image:
        """The pixels as Pillow takes them."""
        return Image.frombytes("RGB", (self.width, self.height), self.pixels, "raw", "RGB", self.line)


def draw(pdf: Any, page: int) -> Drawn:
    """A page of a document that pdfium has open."""
    opened = pdf[page]
    try:
        text = opened.get_textpage()
        words = text.get_text_range()
        boxes = (text.get_rect(place) for place in range(text.count_rects()))
        lines = tuple((round(left), round(bottom), round(right), round(top)) for left, bottom, right, top in boxes)
        text.close()
        # Three bytes a pixel also where a page has transparent parts: they are drawn on white.
        bitmap = opened.render(scale=DPI / 72, rev_byteorder=True, maybe_alpha=False)
        drawn = Drawn(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), words, lines)
        bitmap.close()
    finally:
        opened.close()
    return drawn


@dataclass(frozen=True, slots=True)
class Look:
    """How two pages look different."""

    boxes: tuple[Box, ...]
    """All that differs is in one of them."""
    pixels: int
    """How many differ."""
    most: int
    """The largest difference of one colour of one pixel, of 255."""


def differing(one: Drawn, two: Drawn) -> Look:
    """Where the pixels of two pages differ, and how much; a page of another size differs as a whole."""
    if (one.width, one.height) != (two.width, two.height):
        width, height = max(one.width, two.width), max(one.height, two.height)
        return Look(((0, 0, width, height),), width * height, 255)
    red, green, blue = ImageChops.difference(one.image(), two.image()).split()
    sizes = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    counts = sizes.histogram()
    spots = sizes.point([0, *[255] * 255])
    # Each cell is the mean of its pixels: 255 in one of them is enough.
    boxes = _gathered(spots.reduce(_CELL))
    return Look(
        tuple(
            (left * _CELL, top * _CELL, min(right * _CELL, one.width), min(bottom * _CELL, one.height))
            for left, top, right, bottom in boxes
        ),
        sum(counts[1:]),
        max((size for size, count in enumerate(counts) if count), default=0),
    )


def picture(page: Drawn, boxes: Sequence[Box]) -> bytes:
    """The page as a JPEG to look at, with the boxes outlined."""
    scale = _SHOWN_DPI / DPI
    size = (round(page.width * scale), round(page.height * scale))
    shown = page.image().resize(size, Image.Resampling.BOX)
    pen = ImageDraw.Draw(shown)
    for left, top, right, bottom in boxes:
        corners = (left * scale - 3, top * scale - 3, right * scale + 3, bottom * scale + 3)
        pen.rectangle(corners, outline=_OUTLINE, width=2)
    made = BytesIO()
    shown.save(made, "JPEG", quality=82)
    return made.getvalue()


def _gathered(grid: Any) -> list[Box]:
    """Cells that touch, or have one cell between them, as one box; if there are many, all as one."""
    left = {(place % grid.width, place // grid.width) for place, value in enumerate(grid.tobytes()) if value}
    if not left:
        return []
    boxes: list[Box] = []
    every = left.copy()
    while left and len(boxes) < _MOST_BOXES:
        waiting = [left.pop()]
        group = list(waiting)
        while waiting:
            column, row = waiting.pop()
            for across in range(-2, 3):
                for down in (-1, 0, 1):
                    cell = (column + across, row + down)
                    if cell in left:
                        left.remove(cell)
                        waiting.append(cell)
                        group.append(cell)
        boxes.append(_around(group))
    return sorted([_around(list(every))] if left else boxes, key=lambda box: (box[1], box[0]))


def _around(cells: Sequence[tuple[int, int]]) -> Box:
    columns, rows = [column for column, _ in cells], [row for _, row in cells]
    return min(columns), min(rows), max(columns) + 1, max(rows) + 1
