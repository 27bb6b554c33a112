"""The fonts of a PDF of many letters go in; those of one letter come out, with the signs that it shows alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from pipeline.convert.letters import BULLETS
from pipeline.convert.type1 import Type1
from pipeline.pdf.conformance import seems_to_list_too_few_signs
from pipeline.pdf.objects import font_name
from pipeline.pdf.truetype import TrueType

_SAID = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")
_MOST = 100
"""How many signs a list of a map may have (Adobe Technical Note 5014, 1.4.1)."""
_MAP = b"""\
/CIDInit/ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<<
/Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName/Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
%bendcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
"""What the signs of a font stand for, as LibreOffice writes it."""
_USUAL = frozenset(
    {"/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/ToUnicode", "/FontDescriptor"}
)


class _Program(NamedTuple):
    """What a descriptor says of its font's program."""

    data: bytes
    lengths: tuple[int, ...]
    """Of its parts (ISO 32000-1, table 127)."""
    charset: str = ""


_FILES = {"/TrueType": "/FontFile2", "/Type1": "/FontFile"}
"""Where the program of a font of each kind is (ISO 32000-1, table 126)."""


class Face:
    """A font of a PDF of many letters, or a ``part`` of one, from 0. ValueError for one that can't be parted."""

    def __init__(self, font: Any, part: int) -> None:
        descriptor = font.get(Name.FontDescriptor)
        file = _FILES.get(str(font.get(Name.Subtype)), "/")
        if font.keys() != _USUAL or font.FirstChar != 0 or file not in descriptor:
            raise ValueError("another kind of font")
        self.name = font_name(font.BaseFont)
        self.part = part
        self.first = 0
        """The codes up to this one are those of the letter to nobody."""
        self.program: TrueType | Type1 = (
            TrueType(descriptor[file].read_bytes()) if file == "/FontFile2" else Type1(descriptor[file])
        )
        self._kind, self._file = font.Subtype, file
        self._widths = [int(width) for width in font.Widths]
        said = _SAID.findall(font.ToUnicode.read_bytes())
        self._said = {int(code, 16): BULLETS.get(words, words) for code, words in said}
        self._described = Dictionary(
            {key: value for key, value in descriptor.items() if key not in {file, "/FontName"}}
        ).unparse()
        self._made = lru_cache(maxsize=64)(self._make)  # letters have most of their signs in common
        self.seems_short = lru_cache(maxsize=256)(self._seems_short)
        """Whether a font with the signs of these codes is taken, in a turn, for one that does not list all of them."""

    def only(self, codes: Sequence[int], number: int, pdf: Pdf, turn: int = 0) -> Object:
        """A font of ``pdf`` with the signs of these codes, which become 1 to 255; the ``number``-th of its fonts. Each
        ``turn`` gives PostScript's outlines other bytes."""
        program, said = self._made(tuple(codes), turn if self.is_postscript else 0)
        name = Name(f"/{_tag(number)}+{self.name}")
        descriptor: Any = Object.parse(self._described)
        descriptor.FontName = name
        self._embed(descriptor, program, pdf)
        widths = [self._widths[0], *(self._widths[code] for code in codes)]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=self._kind,
                BaseFont=name,
                FirstChar=0,
                LastChar=len(codes),
                Widths=Array(widths),
                ToUnicode=Stream(pdf, said),
                FontDescriptor=pdf.make_indirect(descriptor),
            )
        )

    @property
    def is_postscript(self) -> bool:
        """Whether its outlines are PostScript's."""
        return isinstance(self.program, Type1)

    def says_all(self, codes: Sequence[int]) -> bool:
        """Whether it says of each of these signs what it stands for."""
        return all(code in self._said for code in codes)

    def _seems_short(self, codes: tuple[int, ...], turn: int) -> bool:
        with Pdf.new() as pdf:  # of the font alone: a letter takes twenty times as long
            pdf.add_blank_page()
            page = pdf.pages[0].obj
            page.Resources = Dictionary(Font=Dictionary(F1=self.only(codes, 1, pdf, turn)))
            page.Contents = Stream(pdf, b"BT /F1 9 Tf <01> Tj ET")
            pdf.save(out := BytesIO())
        return seems_to_list_too_few_signs(out.getvalue())

    def _make(self, codes: tuple[int, ...], turn: int) -> tuple[_Program, bytes]:
        if not all(code in self.program.signs for code in codes):
            raise ValueError("a sign without an outline")
        lines = [
            b"<%02X> <%b>\n" % (own, self._said[code]) for own, code in enumerate(codes, start=1) if code in self._said
        ]
        lists = [lines[at : at + _MOST] for at in range(0, len(lines), _MOST)]
        said = b"".join(b"%d beginbfchar\n%bendbfchar\n" % (len(each), b"".join(each)) for each in lists)
        return self._filed(codes, turn), _MAP % said

    def _embed(self, descriptor: Any, program: _Program, pdf: Pdf) -> None:
        lengths = {f"Length{part}": length for part, length in enumerate(program.lengths, start=1)}
        descriptor[self._file] = Stream(pdf, program.data, Filter=Name.FlateDecode, **lengths)
        if program.charset:
            descriptor.CharSet = String(program.charset)

    def _filed(self, codes: Sequence[int], turn: int) -> _Program:
        if isinstance(self.program, Type1):
            head, body, tail, charset = self.program.only(codes, self.first, turn)
            return _Program(zlib.compress(head + body + tail), (len(head), len(body), len(tail)), charset)
        program = self.program.only([self.program.signs[code] for code in codes])
        return _Program(zlib.compress(program), (len(program),))


class Faces:
    """The fonts of a file, whose pages are set with these, each read once."""

    def __init__(self, fonts: Mapping[str, Any]) -> None:
        self._known: dict[tuple[int, int], Face] = {}
        self._parts: dict[tuple[int, int], int] = {}
        self._first: dict[str, int] | None = None
        parts: dict[str, int] = {}
        for _, font in sorted(fonts.items(), key=lambda each: int(each[0][2:])):  # /F1, /F2, … as they were begun
            name = font_name(font.BaseFont)
            self._parts[font.objgen] = parts.setdefault(name, 0)
            parts[name] += 1

    def of(self, font: Any) -> Face:
        if font.objgen not in self._known:
            self._known[font.objgen] = Face(font, self._parts[font.objgen])
        return self._known[font.objgen]

    @property
    def led(self) -> bool:
        """Whether the letter to nobody stands before all others."""
        return self._first is not None

    def lead(self, signs: Mapping[Face, Sequence[int]]) -> None:
        """These are the ``signs`` of the letter to nobody."""
        self._first = {}
        for face, codes in signs.items():
            face.first = len(codes)
            self._first[face.name] = max(face.part, self._first.get(face.name, 0))

    def is_crowded(self, face: Face) -> bool:
        """Whether other letters' signs decide what is in this part of a font: LibreOffice begins one where the last is
        full, and takes what it says of PostScript's outlines from the first of them."""
        last = (self._first or {}).get(face.name, 0)
        return face.part > last or (face.is_postscript and not face.first)


def _tag(number: int) -> str:
    """The letters before the name of a part of a font, by which parts are told apart (ISO 32000-1, 9.6.4).

    >>> _tag(1), _tag(2), _tag(30)
    ('BAAAAA', 'CAAAAA', 'EBAAAA')
    """
    letters = []
    for _ in range(6):
        number, letter = divmod(number, 26)
        letters.append(chr(ord("A") + letter))
    return "".join(letters)
