"""Let every reader take LibreOffice's Type 1 fonts for what they are: a descriptor goes in, its font is written anew.

LibreOffice makes Type 1 fonts of those with PostScript outlines, as Chinese ones often have. They are sound, and are
written in ways that the Type 1 format allows and few use: a head of another name (Adobe Type 1 Font Format, 2.2), the
widths as long integers (6.2), no list of the signs (ISO 32000-1, table 122). page-validation takes such a font for
none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from pikepdf import Dictionary, Name, Stream, String

_HEAD, _USUAL_HEAD = b"%!FontType1-1.0:", b"%!PS-AdobeFont-1.0:"
_GLYPH = re.compile(rb"/[\w.]+ (\d+) RD ")
_NAME = re.compile(rb"dup \d+ /([\w.]+) put")
_CODE = re.compile(rb"dup (\d+) /([\w.]+) put\n")
_DRAWINGS = re.compile(rb"/CharStrings \d+ dict dup begin\n")
_DRAWING = re.compile(rb"/([\w.]+) (\d+) RD ")
_UNIQUE = re.compile(rb"/UniqueID \d+ def\n")
_WIDTH = re.compile(rb"(.{4}[\x20-\xf6])\xff(.{4})\x0d", re.DOTALL)
"""The start of a glyph: four bytes for nothing, the left bearing in one byte, the width as a long integer, ``hsbw``."""
_SEEMS_A_NAME = re.compile(rb"/")
"""page-validation looks for the names of glyphs in their enciphered bytes too, where one may begin by chance."""
_FOR_NOTHING, _TRIES = 4, 1000
TURNS = 6
"""How often a font is written, until its enciphered bytes seem to have no further glyph: one in some dozens does."""
_NUMBER = re.compile(rb"(?<=/UniqueID )\d{7}(?= def)")
_OPEN_USE = 4_000_000
"""Where the numbers begin that anyone may give; there are a million (2.5)."""
_PRIVATE, _CHARSTRING = 55665, 4330
"""The keys of the two ciphers (7.3)."""
_FACTOR = 52845 - 65536
"""The ciphers' (7.1), of which only what is left of 65536 matters: products of this one are in reach of a machine's
word, as Python counts, and take a fifth less."""


def write_plainly(descriptor: Dictionary, turn: int = 0) -> bool:
    """Writes the Type 1 font of ``descriptor``, as LibreOffice writes it, in the ways that all readers know.

    Each ``turn`` gives it other bytes, by another number. The answer is whether it was such a font.
    """
    program = descriptor.get(Name.FontFile)
    if not isinstance(program, Stream) or not (content := program.read_bytes()).startswith(_HEAD):
        return False
    clear, private = int(program.Length1), int(program.Length2)
    head = content[:clear].replace(_HEAD, _USUAL_HEAD)
    plain = _deciphered(content[clear : clear + private], _PRIVATE)
    number = _own_number(head, plain, turn)
    head = _NUMBER.sub(number, head)
    body = _with_short_widths(_NUMBER.sub(number, plain))
    program.write(head + body + content[clear + private :])
    program.Length1, program.Length2 = len(head), len(body)
    descriptor.CharSet = String("".join(f"/{name.decode()}" for name in _NAME.findall(head)))
    return True


class Type1:
    """A Type 1 font as LibreOffice embeds it, for fonts with some of its signs. ValueError for another one."""

    def __init__(self, program: Stream) -> None:
        content, clear, private = program.read_bytes(), int(program.Length1), int(program.Length2)
        if not content.startswith(_HEAD):
            raise ValueError("another kind of font")
        # A font's own number is for printers that keep it (2.5); LibreOffice's counts through an office's days.
        head = _UNIQUE.sub(b"", content[:clear].replace(_HEAD, _USUAL_HEAD))
        plain = _UNIQUE.sub(b"", _deciphered(content[clear : clear + private], _PRIVATE))
        codes, drawings = list(_CODE.finditer(head)), _DRAWINGS.search(plain)
        if not codes or drawings is None:
            raise ValueError("a font without signs")
        self._head, self._middle = head[: codes[0].start()], head[codes[-1].end() :]
        self._opening, self._tail = plain[: drawings.start()], content[clear + private :]
        self.signs = {int(each[1]): each[2] for each in codes}
        """The name of each, by the code that a page shows it with."""
        self._drawings: dict[bytes, bytes] = {}
        at = drawings.end()
        while drawing := _DRAWING.match(plain, at):
            at = drawing.end() + int(drawing[2]) + len(b" ND\n")
            self._drawings[drawing[1]] = plain[drawing.end() : at - len(b" ND\n")]
        self._closing = plain[at:]
        if not {b".notdef", *self.signs.values()} <= self._drawings.keys():
            raise ValueError("a sign without an outline")

    def only(self, codes: Sequence[int], first: int, turn: int = 0) -> tuple[bytes, bytes, bytes, str]:
        """The three parts of a font with the signs of these codes, which become 1 to 255, and the list of their names.

        Those of up to ``first`` have their outlines first, in the order of these codes: fonts that have them in common
        begin alike, and are enciphered once. Each ``turn`` gives other bytes.
        """
        names = [self.signs[code] for code in codes]
        order = [self.signs[code] for code in sorted(codes) if code <= first]
        order += [self.signs[code] for code in codes if code > first]
        opening = self._opening if not turn else self._opening[:3] + bytes([turn]) + self._opening[4:]
        key, enciphered = _PRIVATE, []
        pieces = [opening, b"/CharStrings %d dict dup begin\n" % (len(names) + 1)]
        for piece in (*pieces, *map(self._drawn, (b".notdef", *order)), self._closing):
            made, key = _enciphered_on(piece, key)
            enciphered.append(made)
        listed = b"".join(b"dup %d /%b put\n" % each for each in enumerate(names, start=1))
        charset = "".join(f"/{name.decode()}" for name in names)
        return self._head + listed + self._middle, b"".join(enciphered), self._tail, charset

    def _drawn(self, name: bytes) -> bytes:
        drawing = _redrawn(self._drawings[name])
        return b"/%b %d RD %b ND\n" % (name, len(drawing), drawing)


def _own_number(head: bytes, private: bytes, turn: int) -> bytes:
    """A font's number, made of its content: LibreOffice counts through all fonts that an office ever made."""
    digest = sha256(_NUMBER.sub(b"", head) + _NUMBER.sub(b"", private)).digest()
    return b"%d" % (_OPEN_USE + (int.from_bytes(digest[:8], "big") + turn) % 1_000_000)


def _with_short_widths(plain: bytes) -> bytes:
    """The private part of a font, its glyphs' widths written as short as they can be, enciphered."""
    pieces, at = [], 0
    for glyph in _GLYPH.finditer(plain):
        if glyph.start() < at:
            continue  # by chance, inside a glyph
        end = glyph.end() + int(glyph[1])
        drawing = _deciphered(plain[glyph.end() : end], _CHARSTRING)
        width = _WIDTH.match(drawing)
        short = _short(int.from_bytes(width[2], "big", signed=True)) if width else None
        if width and short:
            drawing = width[1] + short + drawing[width.end(2) :]
        if (width and short) or _SEEMS_A_NAME.search(plain, glyph.end(), end):
            pieces += [plain[at : glyph.start(1)], b"%d RD " % len(drawing), _without_names(drawing)]
            at = end
    return _enciphered(b"".join([*pieces, plain[at:]]), _PRIVATE)


def _with_short_width(drawing: bytes) -> bytes:
    """A glyph, deciphered, its width written as short as it can be."""
    width = _WIDTH.match(drawing)
    short = _short(int.from_bytes(width[2], "big", signed=True)) if width else None
    return width[1] + short + drawing[width.end(2) :] if width and short else drawing


def _without_names(drawing: bytes) -> bytes:
    """A glyph enciphered so that no part of it seems to be the name of one: that is up to the bytes for nothing."""
    enciphered = _enciphered(drawing, _CHARSTRING)
    for salt in range(_TRIES):
        if not _SEEMS_A_NAME.search(enciphered):
            break
        enciphered = _enciphered(salt.to_bytes(_FOR_NOTHING, "big") + drawing[_FOR_NOTHING:], _CHARSTRING)
    return enciphered


@lru_cache(maxsize=4096)
def _redrawn(drawing: bytes) -> bytes:
    """A glyph of LibreOffice's, which is the same in all files."""
    return _without_names(_with_short_width(_deciphered(drawing, _CHARSTRING)))


def _short(number: int) -> bytes | None:
    """A number in one byte or two (6.2); None for one that takes more.

    >>> _short(0), _short(1000), _short(-200), _short(2000)
    (b'\\x8b', b'\\xfa|', b'\\xfb\\\\', None)
    """
    if abs(number) <= 107:
        return bytes([number + 139])
    if abs(number) <= 1131:
        high, low = divmod(abs(number) - 108, 256)
        return bytes([(247 if number > 0 else 251) + high, low])
    return None


def _deciphered(data: bytes, key: int) -> bytes:
    """Adobe Type 1 Font Format, 7.1; the loop is what the time goes into."""
    out = bytearray()
    add = out.append
    for byte in data:
        add(byte ^ (key >> 8))
        key = (byte + key) * _FACTOR + 22719 & 65535
    return bytes(out)


def _enciphered(data: bytes, key: int) -> bytes:
    return _run(data, key)[0]


@lru_cache(maxsize=4096)
def _enciphered_on(data: bytes, key: int) -> tuple[bytes, int]:
    """A piece of what is enciphered, and the key of the next."""
    return _run(data, key)


def _run(data: bytes, key: int) -> tuple[bytes, int]:
    out = bytearray()
    add = out.append
    for byte in data:
        made = byte ^ (key >> 8)
        add(made)
        key = (made + key) * _FACTOR + 22719 & 65535
    return bytes(out), key
