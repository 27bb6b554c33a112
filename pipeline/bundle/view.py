"""A page goes in; how it is seen comes out: its size in points and the way from what is seen to what is drawn.

ISO 32000-2, 14.11.2 (boxes), 7.7.3.3 (``/Rotate``, ``/UserUnit``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pikepdf import Array, Dictionary, Name, Object

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Transform = tuple[float, float, float, float, float, float]
"""ISO 32000-2, 8.3.3: x' = ax + cy + e, y' = bx + dy + f."""

MILLIMETRE = 72 / 25.4
_LETTER_SIZE: Box = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is seen: turned, cropped and scaled, with the origin at its bottom left."""

    width: float
    """In points, as all lengths here."""
    height: float
    box: Box
    """The part of the page that is seen, in the page's own units."""
    rotation: int
    unit: float
    """The points in one of the page's units."""

    @property
    def transform(self) -> Transform:
        """From what is seen to the page's own space."""
        left, bottom, right, top = self.box
        k = 1 / self.unit
        return {
            0: (k, 0, 0, k, left, bottom),
            90: (0, k, -k, 0, right, bottom),
            180: (-k, 0, 0, -k, right, top),
            270: (0, -k, k, 0, left, top),
        }[self.rotation]

    def place(self, x: float, y: float, scale: float) -> Transform:
        """The transform that draws a form, ``scale`` times as large, upright with its corner seen at (x, y)."""
        a, b, c, d, e, f = self.transform
        return (a * scale, b * scale, c * scale, d * scale, a * x + c * y + e, b * x + d * y + f)

    @property
    def sight(self) -> Transform:
        """From the page's own space to what is seen."""
        a, b, c, d, e, f = self.transform
        k = 1 / (a * d - b * c)
        return (d * k, -b * k, -c * k, a * k, (c * f - d * e) * k, (b * e - a * f) * k)

    @property
    def upside_down(self) -> Transform:
        """The same, with the page's foot where its head is: mirrored, not turned."""
        a, b, c, d, e, f = self.sight
        return (a, -b, c, -d, e, self.height - f)

    def mirrored(self, box: Box) -> Box:
        """Where a rectangle that is seen lies when the page's foot is where its head is, and back."""
        left, bottom, right, top = box
        return left, self.height - top, right, self.height - bottom

    def seen(self, box: Box) -> Box:
        """Where a rectangle in the page's own space is seen."""
        a, b, c, d, e, f = self.sight
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((box[0], box[1]), (box[2], box[3]))]
        return upright([*corners[0], *corners[1]])


def view_of(page: Dictionary) -> View:
    """How ``page`` is seen; it must hold what it inherits. What is damaged counts as absent."""
    media = _box(page.get(Name.MediaBox)) or _LETTER_SIZE
    box = _common(_box(page.get(Name.CropBox)) or media, media) or media
    rotate, unit = page.get(Name.Rotate, 0), page.get(Name.UserUnit, 1)
    rotation = int(rotate) % 360 if is_number(rotate) and int(rotate) % 90 == 0 else 0
    scale = float(unit) if is_number(unit) and unit > 0 else 1.0
    width, height = (box[2] - box[0]) * scale, (box[3] - box[1]) * scale
    if rotation in (90, 270):
        width, height = height, width
    return View(width, height, box, rotation, scale)


def upright(corners: Sequence[float]) -> Box:
    """The rectangle between two opposite corners, whichever two (7.9.5)."""
    x0, y0, x1, y1 = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def rectangle(value: Object | None) -> Box | None:
    """A rectangle of a PDF; None where there is none."""
    if not isinstance(value, Array) or len(value) != 4 or not all(map(is_number, value)):
        return None
    return upright([float(number) for number in value])


def _box(value: Object | None) -> Box | None:
    box = rectangle(value)
    return box if box and box[2] - box[0] > 0 and box[3] - box[1] > 0 else None


def _common(one: Box, other: Box) -> Box | None:
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def is_number(value: object) -> bool:
    """Whether a value of a PDF is a number."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
