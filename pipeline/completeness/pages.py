"""A PDF that an office made goes in; the words of its pages and what is drawn there come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from pipeline.completeness.glyphs import undrawn
from pipeline.completeness.words import words_of
from pipeline.pdf.pdfium import PDFIUM

_OPERATOR = re.compile(
    rb"/([^\s/<>\[\]()]+)\s*(?:<<(?:[^<>]|<[^<>]*>)*>>\s*|/[^\s/<>\[\]()]+\s*)?(BDC|BMC)(?=\s)"
    rb"|(?<![^\s>\])}])(EMC|Tj|TJ|f\*?|F|S|B\*?|b\*?|s|sh|Do|EI)(?=\s|$)"
)
"""What begins or ends a marked piece, or paints (ISO 32000-2, annex A)."""
_FIGURES = frozenset({b"Figure", b"Formula"})


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages of a PDF show."""

    words: Sequence[Sequence[str]]
    """Of each page, in the order in which they are drawn."""
    text: str
    """All of it, as pdfium gives it."""
    figures: int
    """Pieces that are tagged as figures, and drawn."""
    formulas: int
    unpainted: int
    """Pieces that are tagged as figures or formulas, and draw nothing."""
    pictures: int
    """Pictures that are drawn, tagged or not."""
    painted: bool
    """Whether anything is drawn at all."""
    undrawn: Sequence[str] = ()
    """Letters of the text layer that are seen as boxes, or not at all."""
    outline: Sequence[tuple[str, int]] = ()
    """The titles of its outline, each with its page from 1."""


def read_pages(pdf: bytes) -> Pages:
    """All pages of ``pdf``. pikepdf.PdfError or pypdfium2.PdfiumError where it can't be read."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            texts = [page.get_textpage().get_text_bounded() for page in document]
            outline = tuple(_outline(document))
        finally:
            document.close()
    count = _Count()
    with pikepdf.open(BytesIO(pdf)) as opened:
        fonts: dict[object, Any] = {}
        seen: set[object] = set()
        for page in opened.pages:
            count.page(page.obj)
            if (resources := page.obj.get("/Resources")) is not None:
                _fonts(resources, fonts, seen)
        boxes = tuple(dict.fromkeys(letter for font in fonts.values() for letter in undrawn(font)))
    words = [words_of(text) for text in texts]
    painted = any(words) or count.painted
    return Pages(
        words, "\n".join(texts), count.figures, count.formulas, count.unpainted, count.pictures, painted, boxes, outline
    )


def _outline(document: pypdfium2.PdfDocument) -> Iterator[tuple[str, int]]:
    for each in document.get_toc():
        target = each.get_dest()
        if target is not None and (index := target.get_index()) is not None:
            yield each.get_title(), index + 1


def _fonts(resources: Any, found: dict[object, Any], seen: set[object]) -> None:
    """Notes the fonts of resources, and of the forms that they name, each once."""
    if resources.objgen != (0, 0):
        if resources.objgen in seen:
            return
        seen.add(resources.objgen)
    for font in resources.get("/Font", {}).values():
        found.setdefault(font.objgen, font)
    for thing in resources.get("/XObject", {}).values():
        if thing.objgen not in seen and (inner := thing.get("/Resources")) is not None:
            seen.add(thing.objgen)
            _fonts(inner, found, seen)


class _Count:
    """Counts what the content of pages draws."""

    def __init__(self) -> None:
        self.figures = self.formulas = self.unpainted = self.pictures = 0
        self.painted = False

    def page(self, page: Any) -> None:
        resources = page.get("/Resources", {})
        contents = page.get("/Contents")
        streams = contents if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []
        data = b"\n".join(each.read_bytes() for each in streams)
        pictures = set(_pictures(resources.get("/XObject", {})))
        open_: list[list[Any]] = []  # the name of each marked piece that is open, and whether it paints
        last_name = b""
        for match in _OPERATOR.finditer(data):
            name, begins, operator = match.groups()
            if begins:
                open_.append([name, False])
            elif operator == b"EMC":
                if open_:
                    self._close(*open_.pop())
            else:
                self.painted = True
                for piece in open_:
                    piece[1] = True
                if operator == b"Do":
                    last_name = data[: match.start()].rstrip()[-80:].rpartition(b"/")[2]
                    self.pictures += last_name in pictures
                elif operator == b"EI":
                    self.pictures += 1

    def _close(self, name: bytes, paints: bool) -> None:
        if name in _FIGURES:
            if not paints:
                self.unpainted += 1
            elif name == b"Figure":
                self.figures += 1
            else:
                self.formulas += 1


def _pictures(named: Any) -> Iterator[bytes]:
    """The names of what a page draws that are pictures, or that have one in them."""
    for name, thing in named.items():
        if _is_picture(thing, 8):
            yield name[1:].encode()


def _is_picture(thing: Any, deepest: int) -> bool:
    if thing.get("/Subtype") == "/Image":
        return True
    inner = thing.get("/Resources", {}).get("/XObject", {})
    return deepest > 0 and any(_is_picture(each, deepest - 1) for each in inner.values())
