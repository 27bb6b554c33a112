"""The pages of an enclosure go in; the same pages come out with the enclosure's number at their head.

Stamps are artifacts of pagination (ISO 32000-2, 14.8.2.2), outside the tags. All are drawn in one document, so that
the bundle has their font once.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.free import Pictures, Spot, choose, head_height
from pipeline.bundle.shaping import drawn
from pipeline.bundle.source import QPDF_ERRORS
from pipeline.bundle.view import Box, View, rectangle, view_of
from pipeline.errors import BundleError, Problem
from pipeline.model import Binding, Part
from pipeline.objects import as_list, dictionary, items

_FONT = "stamp"
_SAVE, _RESTORE = Operator("q"), Operator("Q")
_PADDING = 2.0
"""Around the words, in points."""
_ARTIFACT = b"/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC"


@dataclass(frozen=True, slots=True)
class Stamp:
    form: Object
    """A form XObject of the bundle."""
    width: float
    """In points, as seen on a page that is wide enough."""
    height: float


def stamp_words(binding: Binding, part: Part, pages: int) -> list[str]:
    """The words for each page of an enclosure. Raises BundleError when the pattern can't be filled."""
    pattern = part.stamp or binding.stamp
    try:
        return [pattern.format(number=part.number, page=page, pages=pages) for page in range(1, pages + 1)]
    except (LookupError, ValueError, AttributeError):
        raise BundleError(
            Problem(
                f"the words of the stamp: “{pattern}”",
                "They have a place that can't be filled.",
                "The places that can be filled are {number}, {page} and {pages}.",
            )
        ) from None


def check_signs(font: Path, words: Iterable[str]) -> None:
    """Raises BundleError for a font that can't be read, and for one that lacks a sign of the stamps' words."""
    _font(font, map(drawn, words))


def draw_stamps(bundle: Pdf, words: Sequence[str], binding: Binding) -> dict[str, Stamp]:
    """Each different stamp as a form of ``bundle``. Raises BundleError when the font lacks a sign."""
    different = {each: drawn(each) for each in words}
    if not different:
        return {}
    font = _font(binding.stamp_font, different.values())
    size = binding.stamp_size
    # Some scripts reach far below and above the line: Arabic is almost twice as high as its size.
    height = (font.face.ascent - font.face.descent) * size / 1000 + 2 * _PADDING
    sheet = io.BytesIO()
    # Without a font of ours to begin with, the form would name one that is not embedded.
    canvas = Canvas(sheet, invariant=1, pageCompression=0, initialFontName=_FONT)  # type: ignore[arg-type]
    widths = [font.stringWidth(each, size) + 2 * _PADDING for each in different.values()]
    for each, width in zip(different.values(), widths, strict=True):
        canvas.setPageSize((width, height))
        canvas.setFont(_FONT, size)
        canvas.drawString(_PADDING, _PADDING - font.face.descent * size / 1000, each)
        canvas.showPage()
    canvas.save()
    # Stays open: the bundle reads the drawings when it is saved.
    pages = pikepdf.open(sheet).pages
    return {
        each: Stamp(bundle.copy_foreign(page.as_form_xobject()), width, height)
        for each, page, width in zip(different, pages, widths, strict=True)
    }


def stamp_pages(bundle: Pdf, pages: Sequence[Dictionary], path: Path, stamps: Sequence[Stamp], mirrored: bool) -> None:
    """Stamp ``pages`` of ``bundle``, which come from the file ``path``, each with its own of ``stamps``."""
    opening = bundle.make_stream(b"q\n")
    with Pictures(path) as pictures:
        for index, (page, stamp) in enumerate(zip(pages, stamps, strict=True)):
            view = view_of(page)
            strip = pictures.head(index, view, head_height(stamp.height))
            spot = choose(view, (stamp.width, stamp.height), strip, _taken(page, view), mirrored)
            form = _add_form(page, stamp.form)
            drawing = _drawing(form, stamp, spot, view)
            missing, left_open = unbalanced(page)
            closing = bundle.make_stream(b"Q\n" * (1 + missing + left_open) + drawing)
            # The streams of a page are read as one, with a break between them (7.8.2).
            page.Contents = Array([opening] * (1 + missing) + as_list(page.get(Name.Contents)) + [closing])


def _font(path: Path, words: Iterable[str]) -> TTFont:
    try:
        font = TTFont(_FONT, str(path))
    except (TTFError, OSError):
        raise BundleError(
            Problem(
                str(path),
                "The font of the stamps can't be read.",
                "Choose a font with TrueType outlines (a .ttf file).",
            )
        ) from None
    missing = sorted({sign for each in words for sign in each if ord(sign) not in font.face.charToGlyph})
    if missing:
        raise BundleError(
            Problem(str(path), f"The font of the stamps lacks: {' '.join(missing)}", "Choose a font that has them.")
        )
    # reportlab's register keeps the first font of a name for good: a second bundle's font would be passed over.
    pdfmetrics._fonts[_FONT] = font  # type: ignore[attr-defined]
    return font


def _taken(page: Dictionary, view: View) -> list[Box]:
    boxes = (rectangle(each.get(Name.Rect)) for each in items(page.get(Name.Annots)) if isinstance(each, Dictionary))
    return [view.seen(box) for box in boxes if box]


def _drawing(form: str, stamp: Stamp, spot: Spot, view: View) -> bytes:
    transform = " ".join(f"{number:.5f}" for number in view.place(spot.box[0], spot.box[1], spot.scale))
    plate = f"1 g 0 0 {stamp.width:.3f} {stamp.height:.3f} re f 0 g " if spot.plate else ""
    return _ARTIFACT + f" q {transform} cm {plate}{form} Do Q EMC\n".encode()


def unbalanced(page: Dictionary) -> tuple[int, int]:
    """How many ``q`` the content lacks at its start, and its ``q`` less its ``Q``."""
    if Name.Contents not in page:
        return 0, 0
    depth = lowest = 0
    try:
        for instruction in pikepdf.parse_content_stream(pikepdf.Page(page), "q Q"):
            depth += (instruction.operator == _SAVE) - (instruction.operator == _RESTORE)
            lowest = min(lowest, depth)
    except QPDF_ERRORS:
        return 0, 0
    return -lowest, depth


def _add_form(page: Dictionary, form: Object) -> str:
    """Name ``form`` in the page's resources, in copies that it shares with no other page."""
    resources = dictionary(page.get(Name.Resources))
    forms = dictionary(resources.get(Name.XObject))
    name = "/Stamp"
    while name in forms:
        name += "-"
    forms[name] = form
    resources.XObject = forms
    page.Resources = resources
    return name
