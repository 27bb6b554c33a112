"""Let every reader take LibreOffice's Type 1 fonts for what they are: a descriptor goes in, its font is written anew.

LibreOffice makes Type 1 fonts of those with PostScript outlines, as Chinese ones often have. They are sound, and are
written in ways that the Type 1 format allows and few use: a head of another name (Adobe Type 1 Font Format, 2.2), the
widths as long integers (6.2), no list of the signs (ISO 32000-1, table 122). page-validation takes such a font for
none.
"""

from __future__ import annotations

import re
from hashlib import sha256

from pikepdf import Dictionary, Name, Stream, String

_HEAD, _USUAL_HEAD = b"%!FontType1-1.0:", b"%!PS-AdobeFont-1.0:"
_GLYPH = re.compile(rb"/[\w.]+ (\d+) RD ")
_NAME = re.compile(rb"dup \d+ /([\w.]+) put")
_WIDTH = re.compile(rb"(.{4}[\x20-\xf6])\xff(.{4})\x0d", re.DOTALL)
"""The start of a glyph: four bytes for nothing, the left bearing in one byte, the width as a long integer, ``hsbw``."""
_SEEMS_A_NAME = re.compile(rb"/")
"""page-validation looks for the names of glyphs in their enciphered bytes too, where one may begin by chance."""
_FOR_NOTHING, _TRIES = 4, 1000
_NUMBER = re.compile(rb"(?<=/UniqueID )\d{7}(?= def)")
_OPEN_USE = 4_000_000
"""Where the numbers begin that anyone may give; there are a million (2.5)."""
_PRIVATE, _CHARSTRING = 55665, 4330
"""The keys of the two ciphers (7.3)."""


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


def _without_names(drawing: bytes) -> bytes:
    """A glyph enciphered so that no part of it seems to be the name of one: that is up to the bytes for nothing."""
    enciphered = _enciphered(drawing, _CHARSTRING)
    for salt in range(_TRIES):
        if not _SEEMS_A_NAME.search(enciphered):
            break
        enciphered = _enciphered(salt.to_bytes(_FOR_NOTHING, "big") + drawing[_FOR_NOTHING:], _CHARSTRING)
    return enciphered


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
        key = (byte + key) * 52845 + 22719 & 65535
    return bytes(out)


def _enciphered(data: bytes, key: int) -> bytes:
    out = bytearray()
    add = out.append
    for byte in data:
        made = byte ^ (key >> 8)
        add(made)
        key = (made + key) * 52845 + 22719 & 65535
    return bytes(out)
