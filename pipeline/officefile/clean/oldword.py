"""What an old Word document reaches for outside its file, as far as its bytes show it: bytes go in, the same less it.

Words of such a file may lie in any order and in pieces (MS-DOC, 2.4.1), so that what is found here is not all that
there may be: what an office may see besides the document is for its confinement to say.
"""

from __future__ import annotations

import re

from pipeline.officefile.clean.openxml import FIELDS, reaching
from pipeline.officefile.clean.reach import What

_WORDS = sorted(FIELDS, key=len, reverse=True)
_NARROW = re.compile(
    rb"\x13[\s\"]*(" + b"|".join(word.encode() for word in _WORDS) + rb")\b([^\x13-\x15]{0,600})", re.IGNORECASE
)
_WIDE = re.compile(
    rb"\x13\0(?:[ \t\r\n\"]\0)*(" + b"|".join(b"".join(b"%c\0" % sign for sign in word.encode()) for word in _WORDS)
    + rb")(?![A-Za-z]\0)((?:[^\x13-\x15].){0,600})",
    re.IGNORECASE | re.DOTALL,
)  # fmt: skip
"""MS-DOC, 2.8.25: U+0013 opens a field, U+0014 its result, U+0015 ends it; letters have one byte or two."""
_SVG = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?svg\b")


def clean_old_word(data: bytes) -> tuple[bytes, list[tuple[What, str]]]:
    """``data`` with fields and drawings that bring in other files made idle, and what they are."""
    found: list[tuple[What, str]] = []
    changed = bytearray(data)
    for pattern, code in ((_NARROW, "latin-1"), (_WIDE, "utf-16-le")):
        for each in pattern.finditer(data):
            what = reaching((each[1] + each[2]).decode(code, "replace"))
            if what is not None:
                found.append(what)
                start, end = each.span(1)
                # a word that no program knows: the result of such a field stays as it is
                changed[start:end] = ("x" * (len(each[1]) // len("x".encode(code)))).encode(code)
    for each in _SVG.finditer(data):
        found.append(("picture", "SVG"))
        changed[each.start() : each.end()] = b"<" + b"x" * (len(each[0]) - 1)
    return bytes(changed), found
