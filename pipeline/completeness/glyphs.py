"""A font of an office's PDF goes in; the letters that it draws as a box, or not at all, come out.

An office sets a letter that no font has with the glyph that a font keeps for that case (.notdef, ISO/IEC 14496-22,
5.3.3), and says in the text layer which letter was meant: what is read aloud is right, and what is seen is a box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from struct import error as StructError  # noqa: N812
from struct import unpack_from
from typing import Any
from unicodedata import category

_SAID = re.compile(rb"<([0-9A-Fa-f]{2})>\s*<([0-9A-Fa-f]+)>")
_SIGNS = frozenset({"So", "Sm", "Sc", "Co"})
"""Categories of letters that no other letter's glyph has in it."""


def undrawn(font: Any) -> Iterator[str]:
    """The letters that a simple TrueType font (ISO 32000-2, 9.6.3) is used for and does not draw."""
    program = font.get("/FontDescriptor", {}).get("/FontFile2")
    if program is None or font.get("/Subtype") != "/TrueType":
        return
    data = program.read_bytes()
    try:
        glyphs, codes = _glyphs(data), _codes(data)
    except (StructError, KeyError, IndexError):
        return
    said = font.get("/ToUnicode")
    words = dict(_SAID.findall(said.read_bytes())) if said is not None else {}
    last = int(font.get("/LastChar", 0))
    missing = glyphs.get(0, b"")
    for code, glyph in codes.items():
        letter = bytes.fromhex(words.get(b"%02X" % code, b"").decode()).decode("utf-16-be", "replace")
        if not letter or not 0 < code <= last or glyph not in glyphs:
            continue
        # An office joins letters into one glyph and leaves the others' empty; signs stand by themselves.
        boxed = glyphs[glyph] == missing if glyphs[glyph] else all(category(each) in _SIGNS for each in letter)
        if boxed:
            yield letter


def _tables(data: bytes) -> Mapping[bytes, tuple[int, int]]:
    (count,) = unpack_from(">H", data, 4)
    return {data[at : at + 4]: unpack_from(">LL", data, at + 8) for at in range(12, 12 + 16 * count, 16)}


def _glyphs(data: bytes) -> dict[int, bytes]:
    """The outlines of each glyph, by its number."""
    tables = _tables(data)
    (long,) = unpack_from(">h", data, tables[b"head"][0] + 50)
    start, size = tables[b"loca"]
    places = unpack_from(f">{size // 4}L" if long else f">{size // 2}H", data, start)
    first, scale = tables[b"glyf"][0], 1 if long else 2
    pairs = pairwise(places)
    return {number: data[first + scale * a : first + scale * b] for number, (a, b) in enumerate(pairs)}


def _codes(data: bytes) -> dict[int, int]:
    """The number of the glyph for each code of one byte (5.2.1); of symbols, whose codes begin at U+F000, too."""
    start = _tables(data)[b"cmap"][0]
    (count,) = unpack_from(">H", data, start + 2)
    found: dict[int, int] = {}
    for each in range(count):
        _platform, _encoding, offset = unpack_from(">HHL", data, start + 4 + 8 * each)
        at = start + offset
        (form,) = unpack_from(">H", data, at)
        if form == 0:
            found |= {code: glyph for code, glyph in enumerate(data[at + 6 : at + 262]) if glyph}
        elif form == 6:
            first, entries = unpack_from(">HH", data, at + 6)
            found |= dict(enumerate(unpack_from(f">{entries}H", data, at + 10), first))
        elif form == 4:
            found |= _segments(data, at)
    return {code & 0xFF if code >> 8 in {0, 0xF0} else code: glyph for code, glyph in found.items()}


def _segments(data: bytes, at: int) -> dict[int, int]:
    count = unpack_from(">H", data, at + 6)[0] // 2
    ends = unpack_from(f">{count}H", data, at + 14)
    starts = unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = unpack_from(f">{count}H", data, at + 16 + 4 * count)
    offsets = unpack_from(f">{count}H", data, at + 16 + 6 * count)
    found: dict[int, int] = {}
    for number in range(count):
        for code in range(starts[number], min(ends[number], starts[number] + 255) + 1):
            if offsets[number]:
                place = at + 16 + 6 * count + 2 * number + offsets[number] + 2 * (code - starts[number])
                (glyph,) = unpack_from(">H", data, place)
            else:
                glyph = (code + deltas[number]) & 0xFFFF
            found[code] = glyph
    return found
