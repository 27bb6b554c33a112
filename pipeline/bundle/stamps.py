"""The pages of an enclosure go in; the same pages come out with the enclosure's number at their head.

Stamps are artifacts of pagination (ISO 32000-2, 14.8.2.2), outside the tags. They are written into the pages' own
content, in one font that the bundle has once: pages that share their resources still do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.content import Heights, unbalanced, words_of
from pipeline.bundle.room import Pictures, Spot, choose, head_height, known_to_be_free
from pipeline.bundle.shaping import drawn
from pipeline.bundle.view import Box, View, rectangle, view_of
from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.model import Binding, Part
from pipeline.pdf.objects import as_list, dictionary, items

_FONT = "stamp"
_PADDING = 2.0
"""Around the words, in points."""
_SAID = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,8})>")
_LONGEST_BLOCK = 100
"""What a map may say in one go (Adobe Technical Note 5014)."""
_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    b"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n%bendcmap\n"
    b"CMapName currentdict /CMap defineresource pop\nend\nend\n"
)
"""ISO 32000-2, 9.10.3."""
_ARTIFACT = b"/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words for a page, as they are written into its content."""

    runs: tuple[tuple[int, str], ...]
    """Which of the fonts, and the codes of the signs in hexadecimal digits."""
    width: float
    """In points, as seen on a page that is wide enough."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of a bundle, by their words, and what they are drawn with."""

    known: Mapping[str, Stamp]
    fonts: Sequence[Object]
    """Fonts of the bundle: several where the words have more signs than one font has codes."""
    size: float
    """Of the font, in points."""
    height: float
    """Of a stamp, in points."""
    rise: float
    """From its lower edge to the line that the signs stand on."""


def stamp_words(binding: Binding, part: Part, pages: int) -> list[str]:
    """The words for each page of an enclosure. Raises BundleError when the pattern can't be filled."""
    pattern = part.stamp or binding.stamp
    try:
        return [pattern.format(number=part.number, page=page, pages=pages) for page in range(1, pages + 1)]
    except (LookupError, ValueError, AttributeError):
        raise BundleError(
            Finding("stamp-places", Place("phrases.po", key=("bundle.stamp",), paragraph=pattern))
        ) from None


def check_signs(font: Path, words: Iterable[str]) -> None:
    """Raises BundleError for a font that can't be read, and for one that lacks a sign of the stamps' words."""
    _font(font, map(drawn, words))


def draw_stamps(bundle: Pdf, words: Iterable[str], binding: Binding) -> Stamps:
    """The stamps with these words; ``bundle`` gets their fonts. Raises BundleError when the font lacks a sign."""
    different = {each: drawn(each, right_to_left=binding.right_to_left) for each in words}
    font, size = _font(binding.stamp_font, different.values()), binding.stamp_size
    sheet = io.BytesIO()
    # Without a font of ours to begin with, the sheet would name one that is not embedded.
    canvas = Canvas(sheet, invariant=1, pageCompression=0, initialFontName=_FONT)  # type: ignore[arg-type]
    # reportlab makes the fonts from what it has drawn: each sign once.
    canvas.setFont(_FONT, size)
    document: Any = canvas._doc  # type: ignore[attr-defined]
    canvas.drawString(0, 0, "".join(sorted({sign for each in different.values() for sign in each})))
    known = {
        each: Stamp(
            tuple((subset, codes.hex()) for subset, codes in font.splitString(signs, document)),
            font.stringWidth(signs, size) + 2 * _PADDING,
        )
        for each, signs in different.items()
    }
    names = [font.getSubsetInternalName(subset, document) for subset in range(len(font.state[document].subsets))]
    canvas.showPage()
    canvas.save()
    # Stays open: the bundle reads the fonts when it is saved.
    drawings = pikepdf.open(sheet)
    tell_letters(drawings)
    own = drawings.pages[0].obj.Resources.Font
    # Some scripts reach far below and above the line: Arabic is almost twice as high as its size.
    below, above = -font.face.descent * size / 1000, font.face.ascent * size / 1000
    return Stamps(
        known,
        [bundle.copy_foreign(own[name]) for name in names if name in own],
        size,
        below + above + 2 * _PADDING,
        below + _PADDING,
    )


def tell_letters(drawings: Pdf) -> None:
    """Let the fonts say which letters their signs are, and nothing of signs that are not there.

    reportlab says of those that they are the letter 0, which PDF/A forbids (ISO 19005-2, 6.2.11.7.2).
    """
    for font in drawings.objects:
        if isinstance(font, Dictionary) and Name.ToUnicode in font:
            said = dict(_SAID.findall(font.ToUnicode.read_bytes()))
            lines = [b"<%b> <%b>" % (sign, letter) for sign, letter in said.items() if int(letter, 16)]
            blocks = [
                b"%d beginbfchar\n%b\nendbfchar\n" % (len(block), b"\n".join(block))
                for block in (lines[at : at + _LONGEST_BLOCK] for at in range(0, len(lines), _LONGEST_BLOCK))
            ]
            font.ToUnicode.write(_TO_UNICODE % b"".join(blocks))


class Stamper:
    """Stamps the pages of a bundle, all with the same ``stamps``. ``mirrored`` looks for room from the left."""

    def __init__(self, bundle: Pdf, stamps: Stamps, mirrored: bool) -> None:
        self._bundle, self._stamps, self._mirrored = bundle, stamps, mirrored
        self._opening = bundle.make_stream(b"q\n")
        self._resources: dict[tuple[int, int], tuple[Object, list[str]]] = {}
        """What pages share, with the fonts of the stamps in it, and their names there."""

    def stamp(self, pages: Sequence[Dictionary], path: Path, words: Sequence[str]) -> None:
        """Stamp ``pages`` of the bundle, which come from the file ``path``, each with its own ``words``."""
        heights = Heights()
        with Pictures(path) as pictures:
            for index, (page, own) in enumerate(zip(pages, words, strict=True)):
                self._page(page, self._stamps.known[own], index, heights, pictures)

    def _page(self, page: Dictionary, stamp: Stamp, index: int, heights: Heights, pictures: Pictures) -> None:
        view, content = view_of(page), words_of(page)
        size, taken = (stamp.width, self._stamps.height), _taken(page, view)
        highest = None if content is None else heights.highest(page, content, view.sight)
        spot = None if highest is None else known_to_be_free(view, size, highest, taken, self._mirrored)
        if spot is None:
            strip = pictures.head(index, view, head_height(self._stamps.height))
            spot = choose(view, size, strip, taken, self._mirrored)
        drawing = self._drawing(stamp, spot, view, self._name_fonts(page))
        missing, left_open = unbalanced(page, content)
        closing = self._bundle.make_stream(b"Q\n" * (1 + missing + left_open) + drawing)
        # The streams of a page are read as one, with a break between them (7.8.2).
        page.Contents = Array([self._opening] * (1 + missing) + as_list(page.get(Name.Contents)) + [closing])

    def _drawing(self, stamp: Stamp, spot: Spot, view: View, fonts: Sequence[str]) -> bytes:
        transform = " ".join(f"{number:.5f}" for number in view.place(spot.box[0], spot.box[1], spot.scale))
        plate = f"1 g 0 0 {stamp.width:.3f} {self._stamps.height:.3f} re f 0 g " if spot.plate else ""
        signs = " ".join(f"{fonts[font]} {self._stamps.size:g} Tf <{codes}> Tj" for font, codes in stamp.runs)
        place = f"{_PADDING:g} {self._stamps.rise:.5f} Td"
        return _ARTIFACT + f" q {transform} cm {plate}BT {place} {signs} ET Q EMC\n".encode()

    def _name_fonts(self, page: Dictionary) -> list[str]:
        """Put the fonts of the stamps into the page's resources, in a copy that its neighbours share as they did."""
        resources = page.get(Name.Resources)
        shared = resources.objgen if isinstance(resources, Dictionary) and resources.is_indirect else None
        if shared in self._resources:
            page.Resources, names = self._resources[shared]
            return names
        own = dictionary(resources)
        fonts = dictionary(own.get(Name.Font))
        names = []
        for number, font in enumerate(self._stamps.fonts):
            name = f"/Stamp{number}"
            while name in fonts:
                name += "-"
            fonts[name] = font
            names.append(name)
        own.Font = fonts
        if shared is not None:
            own = self._bundle.make_indirect(own)
            self._resources[shared] = own, names
        page.Resources = own
        return names


def _font(path: Path, words: Iterable[str]) -> TTFont:
    try:
        font = TTFont(_FONT, str(path))
    except (TTFError, OSError):
        raise BundleError(Finding("stamp-font-unread", Place(str(path)))) from None
    missing = sorted({sign for each in words for sign in each if ord(sign) not in font.face.charToGlyph})
    if missing:
        raise BundleError(Finding("stamp-font-lacks", Place(str(path)), {"signs": " ".join(missing)}))
    # reportlab's register keeps the first font of a name for good: a second bundle's font would be passed over.
    pdfmetrics._fonts[_FONT] = font  # type: ignore[attr-defined]
    return font


def _taken(page: Dictionary, view: View) -> list[Box]:
    boxes = (rectangle(each.get(Name.Rect)) for each in items(page.get(Name.Annots)) if isinstance(each, Dictionary))
    return [view.seen(box) for box in boxes if box]
