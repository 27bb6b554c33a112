"""A PDF goes in, its pages as pictures and its words with their places come out; and where each word is from.

What a letter is from is told by its colour in a second PDF, of the same document with other colours
(:mod:`pipeline.merge.traced`): both have the same letters in the same order.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from ctypes import byref, c_uint
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from io import BytesIO
from itertools import chain, zip_longest
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Dither, Quantize

from pipeline.origins import number_of
from pipeline.pdf.pdfium import PDFIUM

DPI = 110
"""Of the pictures: an A4 page is 909 pixels wide, and can be read at twice its size on a screen."""
_SMALL = 420
"""Dots along the longer side of a small picture: it is shown at half of it, on screens with dots twice as fine."""
_COLOURS = 256
"""Of a picture: what is not black or white is the edge of a letter, an emblem or a photograph."""


@dataclass(frozen=True, slots=True)
class _Letter:
    sign: str
    begins: bool
    """Whether it begins a word."""
    left: float
    top: float
    right: float
    bottom: float
    """In points, from the page's upper left corner."""
    of: int | None = None
    """The number that its colour says."""


_Page: TypeAlias = Sequence[_Letter]


def draw_pages(source: Path, target: Path) -> list[tuple[float, float]]:
    """Writes each page of a PDF as a picture into an archive, ``1.png`` and so on; gives their sizes in points."""
    sizes: list[tuple[float, float]] = []
    with PDFIUM, pypdfium2.PdfDocument(source) as document, zipfile.ZipFile(target, "w") as archive:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            sizes.append((round(width, 1), round(height, 1)))
            bitmap = page.render(scale=DPI / 72, rev_byteorder=True, maybe_alpha=False)
            out = BytesIO()
            # The fastest of Pillow's ways to few colours: others take ten times as long as the drawing.
            few = bitmap.to_pil().quantize(_COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
            few.save(out, "PNG", compress_level=1)
            archive.writestr(zipfile.ZipInfo(f"{number + 1}.png"), out.getvalue())
            bitmap.close()
            page.close()
    return sizes


def draw_first_page(source: Path, target: Path) -> tuple[int, tuple[float, float]]:
    """Writes the first page of a PDF as a small picture; gives how many pages there are, and its size in points."""
    with PDFIUM, pypdfium2.PdfDocument(source) as document:
        page = document[0]
        width, height = page.get_size()
        bitmap = page.render(scale=_SMALL / max(width, height), rev_byteorder=True, maybe_alpha=False)
        few = bitmap.to_pil().quantize(_COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
        few.save(target, "PNG", optimize=False)
        bitmap.close()
        page.close()
        return len(document), (round(width, 1), round(height, 1))


def words_of_pages(source: Path, coloured: Path | None) -> list[list[dict[str, Any]]]:
    """The words of each page.

    Of each there are ``text``, ``box`` (left, top, right, bottom, from above), ``of`` (the number of what it is
    from; not there where nobody knows) and ``joined`` where it is one word with that before.

    What is from two places is two words here, though no space is between them.
    """
    if coloured is None:
        pages = _read(source)
    elif _texts(source) == _texts(coloured):
        pages = _read(coloured)  # which stand where they stand in the other
    else:
        pages = _with_origins(_read(source), _read(coloured))
    return [list(_words(page)) for page in pages]


def _texts(source: Path) -> list[str]:
    with PDFIUM, pypdfium2.PdfDocument(source) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _read(source: Path) -> list[_Page]:
    pages: list[_Page] = []
    with PDFIUM, pypdfium2.PdfDocument(source) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            pages.append(tuple(_letters(text, page.get_height())))
            text.close()
            page.close()
    return pages


def _letters(text: Any, height: float) -> Iterator[_Letter]:
    """The letters that are seen, in the order in which pdfium reads them."""
    box, channels = pdfium.FS_RECTF(), [c_uint() for _ in range(4)]
    red, green, blue, _opacity = channels
    colours = [byref(each) for each in channels]
    begins = True
    for number in range(text.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text, number))
        if sign.isspace():  # as those are that pdfium puts between words and lines
            begins = True
            continue
        if not sign.isalnum() and unicodedata.category(sign) in _UNSEEN:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text, number, box):
            continue
        of = None
        if pdfium.FPDFText_GetFillColor(text, number, *colours):
            of = number_of(red.value << 16 | green.value << 8 | blue.value)
        yield _Letter(sign, begins, box.left, height - box.top, box.right, height - box.bottom, of)
        begins = False


_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs"})


def _with_origins(pages: Sequence[_Page], coloured: Sequence[_Page]) -> list[_Page]:
    """The pages with what the letters of the coloured ones say; where these have other letters, nobody knows."""
    known = tuple(chain.from_iterable(coloured))
    own = tuple(chain.from_iterable(pages))
    signs, others = "".join(each.sign for each in own), "".join(each.sign for each in known)
    origins: list[int | None] = [None] * len(own)
    same = [(0, 0, len(own))] if signs == others else list(_same(signs, others))
    for here, there, count in same:
        origins[here : here + count] = (each.of for each in known[there : there + count])
    told = iter(origins)
    pages = [tuple(replace(each, of=next(told)) for each in page) for page in pages]
    return pages if len(same) == 1 else [_by_place(*each) for each in zip_longest(pages, coloured[: len(pages)])]


def _by_place(page: _Page, coloured: _Page | None) -> _Page:
    """The page with what letters say that stand where its own stand: lines from right to left are read otherwise where
    they are drawn in other pieces."""
    standing: dict[str, list[_Letter]] = {}
    for each in coloured or ():
        standing.setdefault(each.sign, []).append(each)

    def known(letter: _Letter) -> int | None:
        near = (
            (abs(each.left - letter.left) + abs(each.top - letter.top), each.of)
            for each in standing.get(letter.sign, ())
        )
        distance, of = min(near, key=itemgetter(0), default=(_NEAR, None))
        return of if distance < _NEAR else None

    return tuple(each if each.of is not None else replace(each, of=known(each)) for each in page)


_NEAR = 2.0
"""In points: less than most letters are wide."""


def _same(signs: str, others: str) -> Iterator[tuple[int, int, int]]:
    """What is surely the same: long stretches alone, as the same few letters are found anywhere."""
    for here, there, count in SequenceMatcher(None, signs, others, autojunk=False).get_matching_blocks():
        if count >= _SURE:
            yield here, there, count


_SURE = 12


def _words(letters: Sequence[_Letter]) -> Iterator[dict[str, Any]]:
    word: list[_Letter] = []
    for each in letters:
        if word and (each.begins or each.of != word[-1].of):
            yield _word(word)
            word = []
        word.append(each)
    if word:
        yield _word(word)


def _word(letters: Sequence[_Letter]) -> dict[str, Any]:
    box = (
        min(each.left for each in letters), min(each.top for each in letters),
        max(each.right for each in letters), max(each.bottom for each in letters),
    )  # fmt: skip
    of, joined = letters[0].of, not letters[0].begins
    return {
        "text": "".join(each.sign for each in letters),
        "box": [round(each, 1) for each in box],
        **({} if of is None else {"of": of}),
        **({"joined": True} if joined else {}),
    }
