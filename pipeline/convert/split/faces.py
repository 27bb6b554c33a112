"""The fonts of a PDF of many letters go in; those of one letter come out, with the signs that it shows alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pipeline.convert.letters import BULLETS
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


class Face:
    """A font of a PDF of many letters. ValueError for one that can't be parted."""

    def __init__(self, font: Any) -> None:
        descriptor = font.get(Name.FontDescriptor)
        if (
            font.get(Name.Subtype) != Name.TrueType
            or font.keys() != _USUAL
            or font.FirstChar != 0
            or Name.FontFile2 not in descriptor
        ):
            raise ValueError("another kind of font")
        self.name = font_name(font.BaseFont)
        self._program = TrueType(descriptor.FontFile2.read_bytes())
        self._widths = [int(width) for width in font.Widths]
        said = _SAID.findall(font.ToUnicode.read_bytes())
        self._said = {int(code, 16): BULLETS.get(words, words) for code, words in said}
        self._described = Dictionary(
            {key: value for key, value in descriptor.items() if key not in {"/FontFile2", "/FontName"}}
        ).unparse()
        self._made = lru_cache(maxsize=64)(self._make)  # letters have most of their signs in common

    def only(self, codes: Sequence[int], number: int, pdf: Pdf) -> Object:
        """A font of ``pdf`` with the signs of these codes, which become 1 to 255; the ``number``-th of its fonts."""
        program, length, said = self._made(tuple(codes))
        name = Name(f"/{_tag(number)}+{self.name}")
        descriptor: Any = Object.parse(self._described)
        descriptor.FontName = name
        descriptor.FontFile2 = Stream(pdf, program, Filter=Name.FlateDecode, Length1=length)
        widths = [self._widths[0], *(self._widths[code] for code in codes)]
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                BaseFont=name,
                FirstChar=0,
                LastChar=len(codes),
                Widths=Array(widths),
                ToUnicode=Stream(pdf, said),
                FontDescriptor=pdf.make_indirect(descriptor),
            )
        )

    def _make(self, codes: tuple[int, ...]) -> tuple[bytes, int, bytes]:
        signs = self._program.signs
        if not all(code in signs and code in self._said for code in codes):
            raise ValueError("a sign without an outline, or of which nobody says what it stands for")
        program = self._program.only([signs[code] for code in codes])
        lines = [b"<%02X> <%b>\n" % (own, self._said[code]) for own, code in enumerate(codes, start=1)]
        lists = [lines[at : at + _MOST] for at in range(0, len(lines), _MOST)]
        said = b"".join(b"%d beginbfchar\n%bendbfchar\n" % (len(each), b"".join(each)) for each in lists)
        return zlib.compress(program), len(program), _MAP % said


class Faces:
    """The fonts of a file, each read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Face] = {}

    def of(self, font: Any) -> Face:
        if font.objgen not in self._known:
            self._known[font.objgen] = Face(font)
        return self._known[font.objgen]


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
