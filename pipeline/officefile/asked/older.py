"""Fonts in older files: the bytes of a rich text or an old Word document go in, the families that they name come out.

Some of these no word may be set with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GROUP = rb"\{\\(?:\*\\)?%b\b(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
_TABLES = re.compile(b"|".join(_GROUP % name for name in (b"fonttbl", b"stylesheet", b"listtable")))
_ENTRY = re.compile(rb"\\f(\d+)((?:\\(?!\')[a-z]+-?\d* ?|\{\\\*[^{}]*\})*)((?:[^{};\\]|\\\'[0-9a-f]{2})+)")
_USED = re.compile(rb"\\(?:a|h|d|lo|hi|db)?f(\d+)(?![a-z0-9])")
_CHARSETS = {b"128": "cp932", b"129": "cp949", b"134": "gbk", b"136": "cp950", b"178": "cp1256", b"204": "cp1251"}
"""Rich Text Format 1.9.1, Font Table: the character set that a font's name is written in; others are Western."""


def in_rich_text(data: bytes) -> Iterator[str]:
    """The families that the text selects, or that it begins with."""
    table = re.search(_GROUP % b"fonttbl", data)
    if table is None:
        return
    body = _TABLES.sub(b"", data)
    used = {*_USED.findall(body), *re.findall(rb"\\deff(\d+)", body)}
    for number, words, name in _ENTRY.findall(table[0]):
        if number in used:
            charset = re.search(rb"\\fcharset(\d+)", words)
            plain = re.sub(rb"\\'([0-9a-f]{2})", lambda code: bytes([int(code[1], 16)]), name)
            yield plain.decode(_CHARSETS.get(charset[1] if charset else b"", "cp1252"), "replace")


_FFN = re.compile(
    rb"[\x28-\xff][\x00-\xff](?:\x90\x01|\xbc\x02)[\x00-\xff]{36}((?:[\x20-\xff]\x00|[\x00-\xff][\x01-\x9f])+?)\x00\x00",
    re.DOTALL,
)
"""MS-DOC, 2.9.87: a font's weight is normal or bold; behind its kind stands its name, in UTF-16."""


def in_old_word(data: bytes) -> Iterator[str]:
    """The families of the table of fonts, wherever in the file it may lie."""
    for name in _FFN.findall(data):
        plain = name.decode("utf-16-le", "replace")
        if plain.isprintable():
            yield plain
