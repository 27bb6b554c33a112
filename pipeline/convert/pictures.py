"""A PDF goes in, its pages as small pictures come out: drawn by pdfium, which shares nothing with qpdf."""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError

from pipeline.convert.refused import Refused

_LONGEST = 480
"""The longer side of a picture, in pixels: small, and yet a line of text is seen in it."""
_LARGEST = 1.0
"""Pixels in a point, at most: a stamp is not drawn larger to see how its letters lie."""
_DEEPEST = 50
"""Levels of an outline."""
_SAME = 8
"""How far two greys may lie apart, of 255: the same program draws both, and only what is drawn can differ."""


@dataclass(frozen=True, slots=True)
class Picture:
    size: tuple[int, int]
    grey: bytes
    has_no_text: bool
    """Whether something is drawn, and no text."""

    def like(self, other: Picture) -> bool:
        """Whether the two look the same."""
        if self.size != other.size or len(self.grey) != len(other.grey):
            return False
        greys = zip(self.grey, other.grey, strict=True)
        return self.grey == other.grey or all(abs(one - two) <= _SAME for one, two in greys)


class Pictures:
    """The pages of a file. Raises Refused where pdfium can't open it or draw a page."""

    def __init__(self, pdf: bytes, password: str = "", catalog: int = 0) -> None:
        """``catalog`` is the number of the object that all others hang from, for a file whose end is lost."""
        try:
            self._document = _document(pdf, password, catalog)
            self.pages = len(self._document)
        except PdfiumError:
            raise Refused("pdf-undrawn") from None

    def draw(self, index: int) -> Picture:
        """Page ``index``, from 0."""
        try:
            page = self._document[index]
            scale = min(_LARGEST, _LONGEST / max(page.get_size()))
            bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
            picture = Picture((bitmap.width, bitmap.height), bytes(bitmap.buffer), _has_no_text(page))
            bitmap.close()
            page.close()
        except (PdfiumError, ValueError, ZeroDivisionError):
            raise Refused("pdf-drawn", {"page": str(index + 1)}) from None
        return picture

    def lines(self) -> int:
        """How many lines its outline has."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an outline that leads into itself
            return sum(1 for _ in self._document.get_toc(max_depth=_DEEPEST))

    def shows_nothing(self, index: int) -> bool:
        """Whether pdfium takes page ``index`` to have no size, as nothing of it lies within both of its boxes."""
        try:
            width, height = self._document[index].get_size()
        except PdfiumError:
            return False
        return not width * height


def _document(pdf: bytes, password: str, catalog: int) -> PdfDocument:
    # Without a trailer (ISO 32000-2, 7.5.5) pdfium does not know where to begin; it finds the objects by itself.
    end = b"\ntrailer\n<</Root %d 0 R/Size %d>>\nstartxref\n0\n%%%%EOF\n" % (catalog, catalog + 1)
    for data, key in ((pdf, None), (pdf, password)):
        with suppress(PdfiumError):
            return PdfDocument(data, key)
    return PdfDocument(pdf + end, password)


def _has_no_text(page: Any) -> bool:
    text = page.get_textpage()
    count = text.count_chars()
    text.close()
    return not count and any(True for _ in page.get_objects(max_depth=1))
