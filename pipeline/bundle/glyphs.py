"""Words and fonts go in; the glyphs that draw them, in their places, come out, and the parts of fonts that have these.

For words of scripts whose letters change with their neighbours, and for fonts with PostScript outlines: HarfBuzz
chooses the glyphs, places them, and cuts the fonts. A sign that the first font lacks is taken from the next. Each glyph
says which letters it is, so that what is read from the page is what was typed, in its order (ISO 32000-2, 9.10.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from struct import unpack_from
from unicodedata import category, name, normalize

import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.bundle.shaping import runs
from pipeline.fonts.file import faces_of

_MILLE = 1000.0
"""Glyphs are measured in thousandths of their size (9.2.4)."""
_NOTHING = "\u200b"
"""What a glyph says that stands for no letter of its own: a second part of one."""
_LEAST = 0.005
"""Thousandths: a move that is smaller is none."""
_FLAGS = (
    hb.SubsetFlags.NO_HINTING
    | hb.SubsetFlags.NOTDEF_OUTLINE
    | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    | hb.SubsetFlags.CFF_IDENTITY_CHARSET
)
_NO_TABLES = frozenset("GPOS GSUB GDEF BASE JSTF kern cmap post name OS/2 gasp DSIG meta".split())
"""What a font in a PDF has no use for (table 124)."""
_BOX = 36
"""Where the table “head” has the box of all glyphs."""
_TAG = "STAMPS"
"""What the name of a part of a font begins with (9.9.2)."""
_SYMBOLIC = 4
"""The font's letters are its own (table 121)."""
_STEM = 80
"""The width of stems, which nobody uses where the font is embedded."""
_BLOCK = 100
"""What a map may say in one go (Adobe Technical Note 5014)."""
_TO_UNICODE = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{}endcmap\n"
    "CMapName currentdict /CMap defineresource pop\nend\nend\n"
)


@dataclass(frozen=True, slots=True)
class _Glyph:
    number: int
    text: str
    """The letters that it says; none where the one before says them."""
    x: float
    y: float
    """Where it is drawn, from where the last one ended."""
    advance: float
    """How far the next one begins behind it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """Words, as glyphs of the fonts by their numbers."""

    typed: str
    pieces: Sequence[tuple[int, Sequence[_Glyph]]]

    @property
    def width(self) -> float:
        return sum(glyph.advance for _, glyphs in self.pieces for glyph in glyphs)


@dataclass
class _Face:
    """One of the fonts, and what of it is drawn."""

    path: Path
    shape: hb.Face
    font: hb.Font
    letters: frozenset[int]
    drawn: dict[tuple[int, str], int] = field(default_factory=dict)
    """The codes of glyphs, by what they say."""

    @classmethod
    def of(cls, path: Path) -> _Face | None:
        """None for a file that is no font."""
        try:
            shape = hb.Face(hb.Blob.from_file_path(path))
        except (OSError, hb.HarfBuzzError):
            return None
        return cls(path, shape, hb.Font(shape), frozenset(shape.unicodes)) if shape.glyph_count else None

    @property
    def has_postscript_outlines(self) -> bool:
        return "CFF " in self.shape.table_tags

    def mille(self, units: float) -> float:
        return units * _MILLE / float(self.shape.upem)


class Glyphs:
    """Words as glyphs of some fonts: all words are taken first, then the fonts are cut."""

    def __init__(self, fonts: Iterable[Path], language: str, *, right_to_left: bool = False) -> None:
        self._faces = [face for face in map(_Face.of, fonts) if face is not None]
        self._language, self._right_to_left = language, right_to_left
        self._lines: dict[str, _Line] = {}

    @property
    def above(self) -> float:
        """How far the signs reach above the line that they stand on, in times their size."""
        return max(face.mille(face.font.get_font_extents("ltr").ascender) for face in self._faces) / _MILLE

    @property
    def below(self) -> float:
        """The same below it."""
        return max(-face.mille(face.font.get_font_extents("ltr").descender) for face in self._faces) / _MILLE

    def missing(self, words: str) -> list[str]:
        """The signs that no font has."""
        signs = (sign for text, _ in runs(_plain(words), right_to_left=False) for sign in text)
        return sorted({sign for sign in signs if category(sign) != "Cf" and self._face_of(sign) is None})

    def take(self, words: str) -> float:
        """Sets words; gives their width, in times their size."""
        pieces: list[tuple[int, Sequence[_Glyph]]] = []
        for text, turned in runs(_plain(words), right_to_left=self._right_to_left):
            own = [(number, self._shaped(number, each, turned=turned)) for number, each in self._by_font(text)]
            pieces += reversed(own) if turned else own
        for number, glyphs in pieces:
            codes = self._faces[number].drawn
            for glyph in glyphs:
                codes.setdefault((glyph.number, glyph.text), len(codes) + 1)
        self._lines[words] = line = _Line(words, pieces)
        return line.width / _MILLE

    def cut(self, bundle: Pdf, size: float) -> tuple[list[Object], dict[str, list[tuple[int, str]]]]:
        """The fonts, of the glyphs that are drawn; and for each of the words which of these draws what, as operators
        that show text at that ``size``, in points."""
        fonts, codes, numbers = list[Object](), dict[int, Mapping[tuple[int, str], int]](), dict[int, int]()
        for number, face in enumerate(self._faces):
            if face.drawn:
                numbers[number] = len(fonts)
                font, codes[number] = _cut(bundle, face)
                fonts.append(font)
        return fonts, {
            words: [
                (numbers[number], shown)
                for number, glyphs in line.pieces
                for shown in _shown(glyphs, self._faces[number], codes[number], size)
            ]
            for words, line in self._lines.items()
        }

    def _face_of(self, sign: str) -> int | None:
        return next((number for number, face in enumerate(self._faces) if ord(sign) in face.letters), None)

    def _by_font(self, text: str) -> Iterator[tuple[int, str]]:
        """Stretches of one font and one script: what has none, a mark or a space, goes with what stands before it."""
        kinds: list[tuple[int, str]] = []
        for sign in text:
            own, script = self._face_of(sign), _script(sign)
            if kinds and (script is None or own is None):
                last, before = kinds[-1]
                fits = own is None or ord(sign) in self._faces[last].letters
                kinds.append((last, before) if fits else (own or 0, before))
            else:
                kinds.append((own or 0, script or ""))
        for (number, _), stretch in groupby(zip(kinds, text, strict=True), key=lambda each: each[0]):
            yield number, "".join(sign for _, sign in stretch)

    def _shaped(self, number: int, text: str, *, turned: bool) -> list[_Glyph]:
        face = self._faces[number]
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if turned else "ltr"
        buffer.guess_segment_properties()
        buffer.language = self._language
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(face.font, buffer)
        found = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        said = _said(text, [info.cluster for info, _ in found])
        return [
            _Glyph(info.codepoint, letters, *map(face.mille, (place.x_offset, place.y_offset, place.x_advance)))
            for (info, place), letters in zip(found, said, strict=True)
        ]


def _plain(words: str) -> str:
    return normalize("NFC", words)


def _script(sign: str) -> str | None:
    """The first word of a letter's name tells its script; None for signs that all scripts have."""
    return name(sign, "").partition(" ")[0] if category(sign)[0] in "LM" and category(sign) != "Mn" else None


def _said(text: str, clusters: Sequence[int]) -> list[str]:
    """Which letters each glyph says: those of a cluster, one after the other, and its last glyph the rest of them.

    >>> _said("លើ", [0, 0, 0]), _said("ffi", [0]), _said("ab", [0, 1])
    (['ល', 'ើ', '\\u200b'], ['ffi'], ['a', 'b'])
    """
    ends = dict(pairwise([*sorted(set(clusters)), len(text)]))
    said: list[str] = []
    for start, own in groupby(clusters):
        letters, count = text[start : ends[start]], len(list(own))
        each = list(letters[: count - 1])
        said += [*each, letters[count - 1 :] or _NOTHING, *[_NOTHING] * (count - len(each) - 1)]
    return said


def _shown(glyphs: Sequence[_Glyph], face: _Face, codes: Mapping[tuple[int, str], int], size: float) -> Iterator[str]:
    """Operators that show glyphs (9.4.3): some for each height above the line (9.3.7).

    What they are moved by is said before them, in thousandths; at the end the pen is where the advances say.
    """
    pen = ahead = 0.0
    stretches = [(height, list(own)) for height, own in groupby(glyphs, key=lambda glyph: glyph.y)]
    for height, stretch in stretches:
        items = []
        for glyph in stretch:
            items += _moved(pen + glyph.x - ahead)
            items.append(f"<{codes[glyph.number, glyph.text]:04X}>")
            ahead = pen + glyph.x + face.mille(face.font.get_glyph_h_advance(glyph.number))
            pen += glyph.advance
        items += _moved(pen - ahead)
        ahead = pen
        yield f"{height * size / _MILLE:.3f} Ts [{' '.join(items)}] TJ"


def _moved(by: float) -> list[str]:
    return [f"{-by:.2f}"] if abs(by) >= _LEAST else []


def _cut(bundle: Pdf, face: _Face) -> tuple[Object, Mapping[tuple[int, str], int]]:
    """The font of a face's glyphs that are drawn (9.7), and the codes of these."""
    wanted = hb.SubsetInput()
    wanted.flags = _FLAGS
    wanted.glyph_set.update({number for number, _ in face.drawn})
    unused = _NO_TABLES
    if face.has_postscript_outlines:  # which are not complete without a map of letters (table 124)
        wanted.unicode_set.update({ord(sign) for _, text in face.drawn for sign in text} & face.letters)
        unused = _NO_TABLES - {"cmap"}
    for tag in unused & set(face.shape.table_tags):
        wanted.drop_table_tag_set.add(int.from_bytes(tag.encode(), "big"))
    plan = hb.SubsetPlan(face.shape, wanted)
    made = plan.execute()
    new = dict(plan.old_to_new_glyph_mapping.items())
    if face.has_postscript_outlines:  # there a code is the glyph's number: one that says several things says the first
        codes = {drawn: new[drawn[0]] for drawn in face.drawn}
        # The whole file, with its table of widths (table 124): outlines alone have them as differences from a number
        # that each part of the font has, or are found by names.
        program = bundle.make_stream(made.blob.data, Subtype=Name.OpenType)
    else:
        codes = dict(face.drawn)
        program = bundle.make_stream(made.blob.data, Length1=len(made.blob.data))
    by_code = {code: drawn for drawn, code in reversed(codes.items())}
    called = Name(f"/{_TAG}+{_name(face)}")
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0 if face.has_postscript_outlines else Name.CIDFontType2,
        BaseFont=called,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=bundle.make_indirect(_described(face, called, program)),
        DW=0,
        W=Array(
            each
            for code, (number, _) in sorted(by_code.items())
            for each in (code, Array([round(face.mille(face.font.get_glyph_h_advance(number)), 3)]))
        ),
    )
    if not face.has_postscript_outlines:
        glyphs = bytearray(2 * (max(by_code) + 1))
        for code, (number, _) in by_code.items():
            glyphs[2 * code : 2 * code + 2] = new[number].to_bytes(2, "big")
        inner.CIDToGIDMap = bundle.make_stream(bytes(glyphs))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=called,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([bundle.make_indirect(inner)]),
        ToUnicode=bundle.make_stream(_letters({code: text for code, (_, text) in by_code.items()})),
    )
    return bundle.make_indirect(font), codes


def _described(face: _Face, called: Name, program: Object) -> Dictionary:
    """A font descriptor (9.8)."""
    extents = face.font.get_font_extents("ltr")
    box = [face.mille(each) for each in unpack_from(">4h", face.shape.reference_table("head").data, _BOX)]
    described = Dictionary(
        Type=Name.FontDescriptor,
        FontName=called,
        Flags=_SYMBOLIC,
        FontBBox=Array(round(each) for each in box),
        ItalicAngle=0,
        Ascent=round(face.mille(extents.ascender)),
        Descent=round(face.mille(extents.descender)),
        CapHeight=round(face.mille(extents.ascender)),
        StemV=_STEM,
    )
    described[Name.FontFile3 if face.has_postscript_outlines else Name.FontFile2] = program
    return described


def _name(face: _Face) -> str:
    """The font's PostScript name, as a PDF may have it."""
    found = next((each.name for each in faces_of(face.path)), "")
    return re.sub(r"[^A-Za-z0-9-]", "", found) or "Font"


def _letters(said: Mapping[int, str]) -> bytes:
    """A map of codes to the letters that they say (9.10.3)."""
    lines = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(said.items())]
    blocks = (lines[at : at + _BLOCK] for at in range(0, len(lines), _BLOCK))
    return _TO_UNICODE.format(
        "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    ).encode()
