"""Words of a PDF that no reader sees, and every program reads: a file of others goes in, what it hides comes out.

A black box that is drawn over words takes nothing away; white words and words of a point are on the page; so are layers
that are switched off, and files that lie in the file. A picture with its recognised words beneath it is a scan.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from math import hypot
from pathlib import Path
from typing import TypeAlias

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.findings import Finding, Place
from pipeline.pdf.pdfium import PDFIUM
from pipeline.preflight.document import Opened, short

Box: TypeAlias = tuple[float, float, float, float]

_PAGES, _OBJECTS, _BOXES = 200, 5_000, 200
"""How many pages, how much of one, and how many boxes on one are looked at."""
_WHITE, _TINY, _COVERED = 250, 2.0, 0.9
"""From which grey on words are as white as paper; points of words that nobody can read; and how much of words is under
a box that covers them."""
_SIDE, _EVEN = 2_000, 24
"""Dots of a page that is drawn, at most; and of 255, how much a place may differ from itself that has one colour."""
_RECTANGLE = 6
"""Segments that a rectangle has at most."""
_FEWEST, _SHOWN = 3, 60
"""Letters of what is told, and of what is shown of it."""


def unseen(opened: Opened) -> Iterator[Finding]:
    """White, tiny and covered words, layers that are off, and files within: each once a document."""
    if opened.kind != "enclosure" or opened.pdf is None or opened.source.suffix.lower() != ".pdf":
        return
    with suppress(pypdfium2.PdfiumError):  # those who read it before said what is wrong with it
        for code, places in _words(opened.pdf).items():
            number, words = places[0]
            yield Finding(code, Place(page=number), {"words": short(words, _SHOWN), "count": len(places)})
    with suppress(pikepdf.PdfError), pikepdf.open(opened.pdf) as pdf:
        if names := tuple(dict.fromkeys(_layers(pdf))):
            yield Finding("layer-hidden", Place(), {"names": names[:_FEWEST], "count": len(names)})
        if files := tuple(pdf.attachments):
            yield Finding("files-within", Place(), {"names": files[:_FEWEST], "count": len(files)})


@dataclass(slots=True)
class _Seen:
    """What was drawn on a page so far."""

    words: list[tuple[Box, bool]] = field(default_factory=list)
    """Where words stand, and whether they are white."""
    behind: list[Box] = field(default_factory=list)
    """What is drawn, and is not as white as paper."""
    boxes: list[tuple[int, Box]] = field(default_factory=list)
    """Boxes that let nothing through, each with how many words stood before it."""


def _words(path: Path) -> dict[str, list[tuple[int, str]]]:
    """By code: the pages, and the words there."""
    found: dict[str, list[tuple[int, str]]] = {}
    with PDFIUM:
        document = pypdfium2.PdfDocument(path)
        try:
            for number in range(min(len(document), _PAGES)):
                page = document[number]
                if hidden := list(_hidden(page)):
                    text, drawn = page.get_textpage(), _Drawn(page)
                    for code, box in hidden:
                        words = " ".join(text.get_text_bounded(*box).split())
                        if sum(map(str.isalnum, words)) >= _FEWEST and (code == "words-tiny" or drawn.is_even(box)):
                            found.setdefault(code, []).append((number + 1, words))
        finally:
            document.close()
    return found


class _Drawn:
    """A page as it is seen: what is drawn again over a box, or what a clip leaves of it, is no matter of boxes."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._left, self._top = left, top
        self._straight = page.get_rotation() == 0 and right > left and top > bottom
        self._scale = min(2.0, _SIDE / max(right - left, top - bottom, 1))
        self._picture = page.render(scale=self._scale, grayscale=True).to_pil() if self._straight else None

    def is_even(self, box: Box) -> bool:
        """Whether a place has one colour, so that no word is seen there."""
        if self._picture is None:
            return False
        edges = (box[0] - self._left, self._top - box[3], box[2] - self._left, self._top - box[1])
        darkest, lightest = self._picture.crop(tuple(round(each * self._scale) for each in edges)).getextrema()
        return bool(lightest - darkest <= _EVEN)


def _hidden(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    seen = _Seen()
    for each in islice(page.get_objects(max_depth=1), _OBJECTS):
        box = each.get_bounds()
        if each.type == pdfium.FPDF_PAGEOBJ_TEXT:
            if 0 < _size(each) < _TINY:
                yield "words-tiny", box
            elif pdfium.FPDFTextObj_GetTextRenderMode(each) == pdfium.FPDF_TEXTRENDERMODE_FILL:
                white = _is_white(each)
                if white and not any(_meet(box, other) for other in seen.behind):
                    yield "words-white", box
                seen.words.append((box, white))
        elif each.type == pdfium.FPDF_PAGEOBJ_PATH and _is_white(each):
            _note_box(each, box, seen)
        else:
            seen.behind.append(box)
            if each.type == pdfium.FPDF_PAGEOBJ_PATH:
                _note_box(each, box, seen)
    for before, box in seen.boxes:
        for words, _ in seen.words[:before]:
            if _share(words, box) >= _COVERED:
                yield "words-covered", words


def _note_box(path: pypdfium2.PdfObject, box: Box, seen: _Seen) -> None:
    if len(seen.boxes) < _BOXES and seen.words and _is_solid(path):
        seen.boxes.append((len(seen.words), box))


def _is_solid(path: pypdfium2.PdfObject) -> bool:
    """Whether it is a filled rectangle through which nothing is seen."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or not mode.value:
        return False
    colour = _colour(path)
    opaque = colour is not None and colour[3] == 255 and not pdfium.FPDFPageObj_HasTransparency(path)
    return opaque and pdfium.FPDFPath_CountSegments(path) <= _RECTANGLE


def _size(words: pypdfium2.PdfObject) -> float:
    """Of words on paper, in points."""
    size = ctypes.c_float()
    if not pdfium.FPDFTextObj_GetFontSize(words, size):
        return 0
    turned = words.get_matrix()
    return abs(size.value) * float(hypot(turned.c, turned.d))


def _is_white(each: pypdfium2.PdfObject) -> bool:
    colour = _colour(each)
    return colour is not None and min(colour[:3]) >= _WHITE


def _colour(each: pypdfium2.PdfObject) -> Sequence[int] | None:
    """Red, green, blue, and how little is seen through it; None where it has none of its own."""
    parts = [ctypes.c_uint() for _ in range(4)]
    return [each.value for each in parts] if pdfium.FPDFPageObj_GetFillColor(each, *parts) else None


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _share(words: Box, box: Box) -> float:
    """How much of words is within a box."""
    wide = min(words[2], box[2]) - max(words[0], box[0])
    high = min(words[3], box[3]) - max(words[1], box[1])
    area = (words[2] - words[0]) * (words[3] - words[1])
    return wide * high / area if min(wide, high, area) > 0 else 0


def _layers(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The names of layers that are off as the file is opened (ISO 32000-2, 8.11.4.3)."""
    layers = pdf.Root.get(pikepdf.Name.OCProperties)
    usual = layers.get(pikepdf.Name.D) if isinstance(layers, pikepdf.Dictionary) else None
    off = usual.get(pikepdf.Name.OFF) if isinstance(usual, pikepdf.Dictionary) else None
    for each in off if isinstance(off, pikepdf.Array) else ():
        if isinstance(each, pikepdf.Dictionary):
            yield str(each.get(pikepdf.Name.Name, ""))
