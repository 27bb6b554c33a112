"""What pages look like that nobody meant so: a document's PDF goes in, findings come out.

Only what is surely seen is told: a picture that is small on paper may be coarse, a page with words is not blank, and
sheets that lie on their side are not of another size.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.findings import Finding, Place, Value
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import select, value
from pipeline.pdf.pdfium import PDFIUM
from pipeline.preflight.document import Opened
from pipeline.preflight.patterns import has

_PAGES, _OBJECTS = 500, 5_000
"""How many pages of a document, and how much of a page, are looked at."""
_LEAST = 150
"""Dots an inch that print well."""
_SMALL = 72 * 1.0
"""Points that a picture has at least on both sides, to be looked at: an icon may be coarse."""
_SAME = 6.0
"""Points that two sheets of one size may differ by: 2 mm."""
_OUT = 3.0
"""Points that something must reach beyond its page to be told: what a pen's width does is nobody's mistake."""


@dataclass(frozen=True, slots=True)
class _Page:
    size: tuple[float, float]
    """In points, the shorter side first."""
    blank: bool
    coarse: float = 0
    """Dots an inch of its coarsest picture; 0 where none is."""
    beyond: bool = False
    """Whether a picture reaches beyond it, or words stand beyond it, wholly."""


def pages(opened: Opened) -> Iterator[Finding]:
    """Blank pages, sheets of several sizes, coarse pictures, and what lies beyond a page."""
    if opened.pdf is None or opened.kind not in {"letter", "enclosure"}:
        return
    try:
        found = _read(opened)
    except pypdfium2.PdfiumError:
        return  # those who read it before said what is wrong with it
    blank = [number for number, each in enumerate(found, 1) if each.blank]
    # Of a document that is blank as a whole, others tell.
    if 0 < len(blank) < len(found) and not _begins_on_a_side(opened.package):
        yield Finding("blank-page", _place(blank), {"pages": _listed(blank)})
    yield from _typed_numbers(opened.package, len(found))
    yield from _sizes(found)
    if coarse := {number: each.coarse for number, each in enumerate(found, 1) if each.coarse}:
        values: dict[str, Value] = {"dpi": round(min(coarse.values())), "least": _LEAST, "pages": _listed(list(coarse))}
        yield Finding("picture-low", _place(list(coarse)), values)
    if beyond := [number for number, each in enumerate(found, 1) if each.beyond]:
        yield Finding("off-page", _place(beyond), {"pages": _listed(beyond)})


def _begins_on_a_side(package: Package | None) -> bool:
    """Whether a document has sections that begin on an odd or an even page (ECMA-376-1, 17.18.77), so that its author
    wants what is blank before them."""
    if package is None or package.format.application != "text":
        return False
    try:
        kinds = select(package.xml(package.main), "w:type")
        return any(value(each, "w:val") in {"oddPage", "evenPage"} for each in kinds)
    except (PackageError, OSError, KeyError):
        return False


def _typed_numbers(package: Package | None, pages: int) -> Iterator[Finding]:
    """“Page 1 of 1” at the head or the foot of several pages, which no field counts (17.16.5.44)."""
    if package is None or (package.format.family, package.format.application) != ("ooxml", "text") or pages < 2:
        return
    with suppress(PackageError, OSError, KeyError):
        for part in (*package.related(package.main, "header"), *package.related(package.main, "footer")):
            for paragraph in select(package.xml(part), "w:p"):
                words = " ".join("".join(each.text or "" for each in select(paragraph, "w:t")).split())
                fields = select(paragraph, "w:fldSimple", "w:instrText")
                if has("numbered", words) and next(iter(fields), None) is None:
                    yield Finding(
                        "page-count-typed", Place(paragraph=words[:60]), {"pages": pages, "words": words[:60]}
                    )
                    return


def _sizes(found: Sequence[_Page]) -> Iterator[Finding]:
    kinds: list[tuple[float, float]] = []
    count: Counter[tuple[float, float]] = Counter()
    for each in found:
        alike = (one for one in kinds if all(abs(a - b) <= _SAME for a, b in zip(one, each.size, strict=True)))
        kind = next(alike, None)
        if kind is None:
            kinds.append(kind := each.size)
        count[kind] += 1
    if len(kinds) > 1:
        sizes = tuple(f"{_millimetres(short)} × {_millimetres(long)} mm" for (short, long), _ in count.most_common(4))
        yield Finding("paper-mixed", Place(), {"sizes": sizes})


def _read(opened: Opened) -> list[_Page]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(opened.pdf)
        try:
            return [_page(document[number]) for number in range(min(len(document), _PAGES))]
        finally:
            document.close()


@dataclass(slots=True)
class _Seen:
    coarse: list[float] = field(default_factory=list)
    beyond: bool = False


def _page(page: pypdfium2.PdfPage) -> _Page:
    width, height = page.get_size()
    box = page.get_cropbox() or page.get_mediabox()
    seen, shown = _Seen(), False
    for each in islice(page.get_objects(max_depth=1), _OBJECTS):
        shown = shown or each.type != pdfium.FPDF_PAGEOBJ_TEXT or not _is_space(each)
        seen.beyond = seen.beyond or _is_beyond(each, box)
        if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            seen.coarse += _coarse(each)
    blank = not shown and pdfium.FPDFPage_GetAnnotCount(page) == 0
    size = (min(width, height), max(width, height))
    return _Page(size, blank, min(seen.coarse, default=0), seen.beyond)


def _is_space(words: pypdfium2.PdfObject) -> bool:
    left, bottom, right, top = words.get_bounds()
    return not (right - left > 0 and top - bottom > 0)


def _is_beyond(each: pypdfium2.PdfObject, box: tuple[float, float, float, float]) -> bool:
    if each.type not in {pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE}:
        return False
    left, bottom, right, top = each.get_bounds()
    if right - left <= 0 or top - bottom <= 0:
        return False
    if each.type == pdfium.FPDF_PAGEOBJ_TEXT:
        # wholly beyond, or cut by an edge in the direction of reading
        return bool(right < box[0] or left > box[2] or top < box[1] or bottom > box[3] or right > box[2] + _OUT)
    # What bleeds is as large as its page, or nearly.
    if right - left >= 0.9 * (box[2] - box[0]) or top - bottom >= 0.9 * (box[3] - box[1]):
        return False
    outside = max(box[0] - left, right - box[2], box[1] - bottom, top - box[3])
    return bool(outside > max(_OUT, 0.1 * min(right - left, top - bottom)))


def _coarse(image: pypdfium2.PdfObject) -> Iterator[float]:
    left, bottom, right, top = image.get_bounds()
    wide, high = right - left, top - bottom
    columns, rows = ctypes.c_uint(), ctypes.c_uint()
    if min(wide, high) < _SMALL or not pdfium.FPDFImageObj_GetImagePixelSize(image, columns, rows):
        return
    # A picture that is turned has its sides the other way round.
    straight = min(columns.value / wide, rows.value / high) * 72
    turned = min(columns.value / high, rows.value / wide) * 72
    if min(columns.value, rows.value) > 1 and (dpi := max(straight, turned)) < _LEAST - 1:
        yield dpi


def _place(pages: Sequence[int]) -> Place:
    return Place(page=pages[0]) if len(pages) == 1 else Place()


def _listed(pages: Sequence[int], most: int = 12) -> str:
    return ", ".join(map(str, pages[:most])) + (" …" if len(pages) > most else "")


def _millimetres(points: float) -> int:
    return round(points * 25.4 / 72)
