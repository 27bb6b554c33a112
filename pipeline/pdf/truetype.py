"""A TrueType font as LibreOffice embeds it goes in, and some of its signs; a font of these signs alone comes out.

The tables are those of ISO/IEC 14496-22. A library takes ten milliseconds for what is done here in a third of one: the
font is small already, and its signs keep their outlines as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from struct import Struct, error, pack, unpack_from
from typing import NamedTuple, TypeAlias

_DIRECTORY = Struct(">4sIII")
_WORDS, _SCALE, _MORE, _SCALES, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
"""Flags of a sign's component: how long it is, and whether another follows (5.3.3)."""
_SUM = 0xB1B0AFBA
"""What the sums of a whole font come to, with that in its head (5.2.3)."""
_BYTE_CMAP = pack(">HHHHIHHH", 0, 1, 1, 0, 12, 0, 262, 0)
"""A map of single bytes, of format 0, and nothing else (5.2.1)."""
_WORD_CMAP = pack(">HHHHIH", 0, 1, 1, 0, 12, 6)
"""One of format 6, whose numbers have two bytes: of a font whose signs are made of many others."""
_NEEDED = frozenset({b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"})
"""The tables that are others in a font of some of the signs."""

_Size: TypeAlias = tuple[int, int, int, int]
"""How many points and contours a sign has, how many components, and how deep they go."""
_Likeness: TypeAlias = "tuple[bytes, bytes, tuple[_Likeness, ...]]"
"""What tells a sign from others: its outline, without the numbers of what it is made of, which follows."""


class _Sign(NamedTuple):
    """What the tables say of one."""

    outline: bytes
    metric: bytes
    parts: tuple[int, ...]
    """The numbers of the signs that it is made of."""
    likeness: _Likeness
    size: _Size
    box: tuple[int, ...]
    """Left, low, right and high; nothing for one that is not drawn."""


class TrueType:
    """An embedded font. ValueError for what is none of the kind that LibreOffice writes."""

    def __init__(self, font: bytes) -> None:
        try:
            (count,) = unpack_from(">H", font, 4)
            tables = [_DIRECTORY.unpack_from(font, 12 + 16 * number) for number in range(count)]
            self._tables = {tag: font[at : at + length] for tag, _, at, length in tables}
            if not self._tables.keys() >= _NEEDED:
                raise ValueError("a table is missing")
            self._head = font[:4]
            self._sums = {tag: _sum(content) for tag, content in self._tables.items() if tag not in _NEEDED}
            self._places = self._read_places()
            self._known: dict[int, _Sign] = {}
            (self._metrics,) = unpack_from(">H", self._tables[b"hhea"], 34)
            self.signs = self._read_codes()
            """The number of each sign, by the code that a page shows it with."""
        except (error, IndexError) as wrong:
            raise ValueError("the font is cut short") from wrong

    def only(self, signs: Sequence[int]) -> bytes:
        """The font with these signs, which have the codes 1 to 255 in their order, and with what they are made of.

        It is the same whichever other signs this font has: what signs are made of may be here several times.
        """
        made = [self._sign(sign) for sign in (0, *signs)]
        numbers: dict[_Likeness, int] = {}
        if any(sign.parts for sign in made):
            for number, sign in enumerate(made):
                numbers.setdefault(sign.likeness, number)
            for sign in made:  # which grows
                for part in map(self._sign, sign.parts):
                    if part.likeness not in numbers:
                        numbers[part.likeness] = len(made)
                        made.append(part)
        outlines = [self._renumbered(sign, numbers) if sign.parts else sign.outline for sign in made]
        tables = dict(self._tables)
        tables[b"cmap"] = _BYTE_CMAP + bytes(range(len(signs) + 1)) + bytes(255 - len(signs))
        tables[b"glyf"] = b"".join(outlines)
        tables[b"loca"], long = _places(outlines)
        head = tables[b"head"]
        tables[b"head"] = b"".join(
            [head[:8], bytes(4), head[12:36], _box(made), head[44:50], pack(">h", long), head[52:]]
        )
        tables[b"hmtx"] = b"".join([sign.metric for sign in made])
        tables[b"hhea"] = tables[b"hhea"][:34] + pack(">H", len(made))
        tables[b"maxp"] = self._most(made)
        return self._joined(tables)

    def _read_places(self) -> tuple[int, ...]:
        (long,) = unpack_from(">h", self._tables[b"head"], 50)
        (count,) = unpack_from(">H", self._tables[b"maxp"], 4)
        places: tuple[int, ...] = unpack_from(f">{count + 1}{'I' if long else 'H'}", self._tables[b"loca"])
        return places if long else tuple(2 * place for place in places)

    def _read_codes(self) -> dict[int, int]:
        table = self._tables[b"cmap"]
        if table.startswith(_BYTE_CMAP[:14]):
            signs: Sequence[int] = table[18 : 18 + 256]
        elif table.startswith(_WORD_CMAP):
            first, count = unpack_from(">HH", table, 18)
            signs = (0,) * first + unpack_from(f">{count}H", table, 22)
        else:
            raise ValueError("another map of codes")
        return {code: sign for code, sign in enumerate(signs) if sign}

    def _sign(self, number: int) -> _Sign:
        if number not in self._known:
            self._known[number] = self._read_sign(number)
        return self._known[number]

    def _read_sign(self, number: int) -> _Sign:
        outline = self._tables[b"glyf"][self._places[number] : self._places[number + 1]]
        places, bare = list(_components(outline)), bytearray(outline)
        for at in places:
            bare[at : at + 2] = bytes(2)
        numbers = tuple(unpack_from(">H", outline, at)[0] for at in places)
        parts = [self._sign(part) for part in numbers]
        metric = self._metric(number)
        likeness = (metric, bytes(bare), tuple(part.likeness for part in parts))
        size = _size(outline, [part.size for part in parts])
        return _Sign(outline, metric, numbers, likeness, size, unpack_from(">4h", outline, 2) if outline else ())

    def _renumbered(self, sign: _Sign, numbers: Mapping[_Likeness, int]) -> bytes:
        outline = bytearray(sign.outline)
        for at, part in zip(_components(sign.outline), sign.parts, strict=True):
            outline[at : at + 2] = pack(">H", numbers[self._sign(part).likeness])
        return bytes(outline)

    def _most(self, made: Sequence[_Sign]) -> bytes:
        """The table of the largest sizes, as they are in these signs (5.2.7)."""
        simple = [sign.size for sign in made if not sign.parts]
        several = [sign.size for sign in made if sign.parts] or [(0, 0, 0, 0)]
        most = [max(each) for each in zip(*several, strict=True)]
        table = bytearray(self._tables[b"maxp"])
        table[4:14] = pack(">5H", len(made), *(max(each) for each in list(zip(*simple, strict=True))[:2]), *most[:2])
        table[28:32] = pack(">2H", *most[2:])
        return bytes(table)

    def _metric(self, sign: int) -> bytes:
        """Width and left bearing; signs beyond the last width have that one (5.2.6)."""
        table, last = self._tables[b"hmtx"], self._metrics - 1
        if sign <= last:
            return table[4 * sign : 4 * sign + 4]
        bearing = 4 * self._metrics + 2 * (sign - self._metrics)
        return table[4 * last : 4 * last + 2] + table[bearing : bearing + 2]

    def _joined(self, tables: dict[bytes, bytes]) -> bytes:
        at = 12 + 16 * len(tables)
        places: dict[bytes, int] = {}
        entries: list[bytes] = []
        body: list[bytes] = []
        total = 0
        for tag, content in tables.items():
            own = self._sums[tag] if tag in self._sums else _sum(content)
            entries.append(_DIRECTORY.pack(tag, own, at, len(content)))
            body += (content, bytes(-len(content) % 4))
            places[tag] = at
            at += len(content) + -len(content) % 4
            total += own
        powers = len(tables).bit_length() - 1
        sizes = (len(tables), 16 << powers, powers, 16 * len(tables) - (16 << powers))
        directory = b"".join([self._head, pack(">HHHH", *sizes), *entries])
        font = bytearray(b"".join([directory, *body]))
        sum_at = places[b"head"] + 8
        font[sum_at : sum_at + 4] = pack(">I", (_SUM - total - _sum(directory)) & 0xFFFFFFFF)
        return bytes(font)


def _components(outline: bytes | bytearray) -> Iterator[int]:
    """Where the numbers of the signs stand that an outline is made of; nowhere in one with contours of its own."""
    if not outline or unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        (flags,) = unpack_from(">H", outline, at)
        yield at + 2
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0


def _places(outlines: Sequence[bytes]) -> tuple[bytes, int]:
    """Where each outline begins and the last one ends, and whether in long numbers (5.3.1)."""
    places = list(accumulate(map(len, outlines), initial=0))
    long = places[-1] >= 1 << 17 or any(place % 2 for place in places)
    written = pack(f">{len(places)}I", *places) if long else pack(f">{len(places)}H", *[at // 2 for at in places])
    return written, int(long)


def _size(outline: bytes, parts: Sequence[_Size]) -> _Size:
    if not outline:
        return 0, 0, 0, 0
    contours = unpack_from(">h", outline)[0]
    if contours >= 0:
        last = unpack_from(">H", outline, 8 + 2 * contours)[0] if contours else -1
        return last + 1, contours, 0, 0
    points, inner, _, depth = zip(*parts, strict=True)
    return sum(points), sum(inner), len(parts), 1 + max(depth)


def _box(made: Sequence[_Sign]) -> bytes:
    """The box around all of them: that of the whole font would say how large the signs are that were left out."""
    boxes = [sign.box for sign in made if sign.box]
    if not boxes:
        return bytes(8)
    left, low, right, high = zip(*boxes, strict=True)
    return pack(">4h", min(left), min(low), max(right), max(high))


def _sum(content: bytes) -> int:
    """The sum of a table's words, the last of which may be short (5.3.2)."""
    words: tuple[int, ...] = unpack_from(f">{-(-len(content) // 4)}I", content + bytes(-len(content) % 4))
    return sum(words) & 0xFFFFFFFF
