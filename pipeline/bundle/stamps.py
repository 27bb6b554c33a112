"""The words that pages bear besides their own go in; the same, drawn in fonts that the bundle has once, come out.

Most are drawn sign by sign, by reportlab; those that need more, glyph by glyph (:mod:`pipeline.bundle.glyphs`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.shaping import drawn, is_simple, runs
from pipeline.errors import BundleError
from pipeline.files import Remembered
from pipeline.findings import Finding, Place
from pipeline.fonts.file import faces_of
from pipeline.model import Binding

if TYPE_CHECKING:
    from pipeline.bundle.glyphs import Glyphs

_FONT = "stamp"
_READ = Remembered[TTFont](4)
"""Fonts that were read; what a document takes of one reportlab keeps with the document."""
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
    """Which of the fonts, and the operators that show text with it."""
    width: float
    """In points, as seen on a page that is wide enough."""
    says: str = ""
    """The words as they are read, where what glyphs say one by one may be read in another order; not of those that run
    from the right, which readers turn round."""


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


def check_signs(fonts: Sequence[Path], words: Iterable[str]) -> None:
    """Raises BundleError for a font that can't be read, and for words with signs that none of the fonts has."""
    _, _, others = _parted(fonts, words, right_to_left=False)
    if others:
        _glyphs(fonts, others, "und")


def draw_stamps(bundle: Pdf, words: Iterable[str], binding: Binding) -> Stamps:
    """The stamps with these words; ``bundle`` gets their fonts. Raises BundleError when the fonts lack a sign."""
    font, simple, others = _parted(binding.stamp_fonts, words, right_to_left=binding.right_to_left)
    size, below, above = binding.stamp_size, 0.0, 0.0
    known, fonts = dict[str, Stamp](), list[Object]()
    if font is not None and (simple or not others):
        known, fonts = _draw_simple(bundle, font, simple, size)
        # Some scripts reach far below and above the line: Arabic is almost twice as high as its size.
        below, above = -font.face.descent * size / 1000, font.face.ascent * size / 1000
    if others:
        glyphs = _glyphs(binding.stamp_fonts, others, binding.language, right_to_left=binding.right_to_left)
        below, above = max(below, glyphs.below * size), max(above, glyphs.above * size)
        widths = {each: glyphs.take(each) * size + 2 * PADDING for each in others}
        own, shown = glyphs.cut(bundle, size)
        for each, width in widths.items():
            says = each if all(not turned for _, turned in runs(each, right_to_left=binding.right_to_left)) else ""
            known[each] = Stamp(tuple((len(fonts) + number, text) for number, text in shown[each]), width, says)
        fonts += own
    return Stamps(known, fonts, size, below + above + 2 * PADDING, below + PADDING)


def _draw_simple(
    bundle: Pdf, font: TTFont, words: Mapping[str, str], size: float
) -> tuple[dict[str, Stamp], list[Object]]:
    """The stamps of ``words``, each with its signs from left to right, and their fonts."""
    # reportlab's register keeps the first font of a name for good: a second bundle's font would be passed over.
    pdfmetrics._fonts[_FONT] = font  # type: ignore[attr-defined]
    sheet = io.BytesIO()
    # Without a font of ours to begin with, the sheet would name one that is not embedded.
    canvas = Canvas(sheet, invariant=1, pageCompression=0, initialFontName=_FONT)  # type: ignore[arg-type]
    # reportlab makes the fonts from what it has drawn: each sign once.
    canvas.setFont(_FONT, size)
    document: Any = canvas._doc  # type: ignore[attr-defined]
    canvas.drawString(0, 0, "".join(sorted({sign for each in words.values() for sign in each})))
    known = {
        each: Stamp(
            tuple((subset, f"<{codes.hex()}> Tj") for subset, codes in font.splitString(signs, document)),
            font.stringWidth(signs, size) + 2 * PADDING,
        )
        for each, signs in words.items()
    }
    names = [font.getSubsetInternalName(subset, document) for subset in range(len(font.state[document].subsets))]
    canvas.showPage()
    canvas.save()
    # Stays open: the bundle reads the fonts when it is saved.
    drawings = pikepdf.open(sheet)
    tell_letters(drawings)
    own = drawings.pages[0].obj.Resources.Font
    return known, [bundle.copy_foreign(own[name]) for name in names if name in own]


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


def _parted(
    fonts: Sequence[Path], words: Iterable[str], *, right_to_left: bool
) -> tuple[TTFont | None, dict[str, str], list[str]]:
    """The first font, where it has TrueType outlines; the words that it draws sign by sign, with these signs from left
    to right; and those that have to be set glyph by glyph."""
    font = _font(fonts[0])
    simple, others = dict[str, str](), list[str]()
    for each in words:
        signs = drawn(each, right_to_left=right_to_left)
        if font is not None and is_simple(each) and all(ord(sign) in font.face.charToGlyph for sign in signs):
            simple[each] = signs
        else:
            others.append(each)
    return font, simple, others


def _font(path: Path) -> TTFont | None:
    """None for a font with PostScript outlines, which reportlab does not draw."""
    if (first := next(iter(faces_of(path)), None)) is not None and not first.outlines:
        return None
    try:
        return _READ.of(path, lambda: TTFont(_FONT, str(path)))
    except (TTFError, OSError):
        raise BundleError(Finding("stamp-font-unread", Place(str(path)))) from None


def _glyphs(fonts: Sequence[Path], words: Iterable[str], language: str, *, right_to_left: bool = False) -> Glyphs:
    """What sets words glyph by glyph. BundleError for signs that none of the fonts has."""
    from pipeline.bundle.glyphs import Glyphs  # noqa: PLC0415 - loads HarfBuzz, which most stamps do without

    glyphs = Glyphs(fonts, language, right_to_left=right_to_left)
    if missing := sorted({sign for each in words for sign in glyphs.missing(each)}):
        signs = tuple(f"{sign} (U+{ord(sign):04X})" for sign in missing)
        raise BundleError(Finding("stamp-font-lacks", Place(str(fonts[0])), {"signs": signs}))
    return glyphs
