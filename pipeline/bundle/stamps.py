"""The words that pages bear besides their own go in; the same, drawn in one font that the bundle has once, come out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.shaping import drawn
from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.model import Binding

_FONT = "stamp"
PADDING = 2.0
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


@dataclass(frozen=True, slots=True)
class Stamp:
    """The words for a page, as they are written into its content."""

    runs: tuple[tuple[int, str], ...]
    """Which of the fonts, and the codes of the signs in hexadecimal digits."""
    width: float
    """In points, as seen on a page that is wide enough."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """All that is stamped on pages of a bundle, by its words, and what it is drawn with."""

    known: Mapping[str, Stamp]
    fonts: Sequence[Object]
    """Fonts of the bundle: several where the words have more signs than one font has codes."""
    size: float
    """Of the font, in points."""
    height: float
    """Of a stamp, in points."""
    rise: float
    """From its lower edge to the line that the signs stand on."""


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
            font.stringWidth(signs, size) + 2 * PADDING,
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
        below + above + 2 * PADDING,
        below + PADDING,
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
