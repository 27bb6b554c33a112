"""The fonts of a PDF of many letters go in; those of one letter come out, with the signs that it shows alone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pikepdf import Name, String

from pipeline.convert.letters import BULLETS
from pipeline.convert.type1 import Type1
from pipeline.pdf.conformance import seems_to_list_too_few_signs
from pipeline.pdf.objects import font_name
from pipeline.pdf.spelled import New, Spelled, dictionary, entries, entry, packed, spelled, unpacked, write
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


class Made(NamedTuple):
    """What a font of some of a face's signs has of its own."""

    program: Spelled
    charset: str
    """The names of its signs, of PostScript's."""
    said: bytes
    """What its signs stand for, as its map says it."""
    map: Spelled
    """The same."""
    silent: bool
    """Whether that says nothing of one of them."""


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
        self._kind, self._file = font.Subtype.unparse(), file
        self._widths = [int(width) for width in font.Widths]
        said = _SAID.findall(font.ToUnicode.read_bytes())
        self._said = {int(code, 16): BULLETS.get(words, words) for code, words in said}
        self._described = entries(descriptor, but=(file, "/FontName", "/CharSet"))
        self._spelt = Name(f"/{self.name}").unparse().removeprefix(b"/")
        self._made = lru_cache(maxsize=64)(self._make)  # letters have most of their signs in common
        self.seems_short = lru_cache(maxsize=256)(self._seems_short)
        """Whether a font with the signs of these codes is taken, in a turn, for one that does not list all of them."""

    def only(self, codes: tuple[int, ...], number: int, new: New, turn: int = 0, said: bytes = b"") -> int:
        """A font with the signs of these codes, which become 1 to 255; the ``number``-th of a letter's. Each ``turn``
        gives PostScript's outlines other bytes. ``said`` is what the signs stand for, if the font doesn't know it."""
        made = self.made(codes, turn)
        name = b"/%b+%b" % (_tag(number).encode(), self._spelt)
        file = b"%b %d 0 R" % (self._file.encode(), new.add(made.program))
        descriptor = [*self._described, b"/FontName " + name, file]
        if made.charset:
            descriptor.append(entry("/CharSet", String(made.charset)))
        widths = b" ".join(b"%d" % self._widths[code] for code in (0, *codes))
        return new.add(
            spelled(
                b"<< /BaseFont %b /FirstChar 0 /FontDescriptor %d 0 R /LastChar %d /Subtype %b /ToUnicode %d 0 R"
                b" /Type /Font /Widths [ %b ] >>"
                % (
                    name,
                    new.add(spelled(dictionary(sorted(descriptor)))),
                    len(codes),
                    self._kind,
                    new.add(packed(said) if said else made.map),
                    widths,
                )
            )
        )

    def made(self, codes: tuple[int, ...], turn: int) -> Made:
        """What is its own in the font of these signs."""
        return self._made(codes, turn if self.is_postscript else 0)

    @property
    def is_postscript(self) -> bool:
        """Whether its outlines are PostScript's."""
        return isinstance(self.program, Type1)

    def says_all(self, codes: Sequence[int]) -> bool:
        """Whether it says of each of these signs what it stands for."""
        return all(code in self._said for code in codes)

    def _seems_short(self, codes: tuple[int, ...], turn: int) -> bool:
        new = New(1)  # of the font alone: a letter takes twenty times as long
        font, content = self.only(codes, 1, new, turn), new.add(packed(b"BT /F1 9 Tf <01> Tj ET"))
        pages = new.reserve()
        page = b"<< /Contents %d 0 R /MediaBox [ 0 0 99 99 ] /Parent %d 0 R /Resources << /Font << /F1 %d 0 R >> >>"
        kid = new.add(spelled(page % (content, pages, font) + b" /Type /Page >>"))
        new.objects[pages] = spelled(b"<< /Count 1 /Kids [ %d 0 R ] /Type /Pages >>" % kid)
        catalog = new.add(spelled(b"<< /Pages %d 0 R /Type /Catalog >>" % pages))
        return seems_to_list_too_few_signs(write(new.objects.__getitem__, catalog, new.add(spelled(b"<< >>")), "1.7"))

    def _make(self, codes: tuple[int, ...], turn: int) -> Made:
        if not all(code in self.program.signs for code in codes):
            raise ValueError("a sign without an outline")
        lines = [
            b"<%02X> <%b>\n" % (own, self._said[code]) for own, code in enumerate(codes, start=1) if code in self._said
        ]
        lists = [lines[at : at + _MOST] for at in range(0, len(lines), _MOST)]
        said = b"".join(b"%d beginbfchar\n%bendbfchar\n" % (len(each), b"".join(each)) for each in lists)
        return Made(*self._filed(codes, turn), _MAP % said, packed(_MAP % said), len(lines) < len(codes))

    def _filed(self, codes: Sequence[int], turn: int) -> tuple[Spelled, str]:
        if isinstance(self.program, Type1):
            *parts, charset = self.program.only(codes, self.first, turn)
        else:
            parts, charset = [self.program.only([self.program.signs[code] for code in codes])], ""
        lengths = [b"/Length%d %d" % (part, len(each)) for part, each in enumerate(parts, start=1)]
        return unpacked([b"/Filter /FlateDecode", *lengths], zlib.compress(b"".join(parts))), charset


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
