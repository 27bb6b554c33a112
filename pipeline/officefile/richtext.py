"""What a rich text says of itself: its bytes go in, its facts come out (Rich Text Format 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from mmap import mmap

from pipeline.findings import Place, Reason
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Format
from pipeline.officefile.records import Fact, Facts, cut, once

_CHANGES = re.compile(rb"(?<!\\)\\(?:revised|deleted)(?![a-z0-9])")
"""Track Changes; the word with a 0 ends it."""
_INSTRUCTION = re.compile(rb"\\fldinst(?![a-z])")
_MOVING = re.compile(r"\s*(?:DATE|TIME|FILENAME)\b", re.IGNORECASE)
_MERGED = re.compile(r'\s*MERGEFIELD\s+"?([^\s"\\]+)', re.IGNORECASE)
_CONTROL = re.compile(rb"\\[a-z]+-?\d* ?|\\\*|\\'[0-9a-f]{2}|[\r\n]|\\(.)", re.DOTALL)
_BRACE = re.compile(rb"\\.|[{}]", re.DOTALL)
_LONGEST = 400
"""Bytes of an instruction that are looked at."""
_MOST = 100_000
_LONGEST_TABLE = 1 << 20
_TABLES = re.compile(rb"\{\\(?:\*\\)?(fonttbl|stylesheet|listtable)(?![a-z])")
_ENTRY = re.compile(rb"\\f(\d{1,9})((?:\\(?!\')[a-z]+-?\d* ?|\{\\\*[^{}]*\})*)((?:[^{};\\]|\\\'[0-9a-f]{2})+)")
_USED = re.compile(rb"\\(?:a|h|d|lo|hi|db)?f(\d{1,9})(?![a-z0-9])|\\deff(\d{1,9})")
_CHARSETS = {b"128": "cp932", b"129": "cp949", b"134": "gbk", b"136": "cp950", b"178": "cp1256", b"204": "cp1251"}
"""Font Table: the character set that a font's name is written in; others are Western."""


def read(data: bytes | mmap) -> Facts:
    """All that is to be known of a rich text."""
    found: list[Fact] = []
    if _CHANGES.search(data):
        found.append(Fact("change", Place()))
    for number, mark in enumerate(_INSTRUCTION.finditer(data)):
        if number == _MOST:
            raise PackageError("too-large", "", Reason("unsound-fields", {"most": f"{_MOST:,}"}))
        words = _plain(_group(data, mark.end(), _LONGEST))
        if _MOVING.match(words):
            found.append(Fact("moving", Place(), cut(words)))
        elif (merged := _MERGED.match(words)) is not None:
            found.append(Fact("open", Place(), f"«{merged[1]}»"))
    return Facts(Format("rtf", "text"), tuple(found), once(name.strip().lstrip("@") for name in _fonts(data)))


def _group(data: bytes | mmap, at: int, most: int) -> bytes:
    """From a place within a group to where the group ends."""
    piece = bytes(data[at : at + most])
    depth = 1
    for brace in _BRACE.finditer(piece):
        depth += {b"{": 1, b"}": -1}.get(brace[0], 0)
        if not depth:
            return piece[: brace.start()]
    return piece


def _plain(piece: bytes) -> str:
    words = _CONTROL.sub(lambda control: control[1] or b"", piece)
    return re.sub(rb"[{}]", b"", words).decode("latin-1").strip()


def _fonts(data: bytes | mmap) -> Iterator[str]:
    """The families that the text selects, or that it begins with; some of these no word may be set with."""
    tables: dict[bytes, tuple[int, bytes]] = {}
    for each in _TABLES.finditer(data):
        if each[1] not in tables:
            tables[each[1]] = (each.end(), _group(data, each.end(), _LONGEST_TABLE))
    if b"fonttbl" not in tables:
        return
    inner = [(start, start + len(table)) for start, table in tables.values()]
    used = {
        each[1] or each[2]
        for each in _USED.finditer(data)
        if not any(start <= each.start() < end for start, end in inner)
    }
    for number, words, name in _ENTRY.findall(tables[b"fonttbl"][1]):
        if number in used:
            charset = re.search(rb"\\fcharset(\d+)", words)
            plain = re.sub(rb"\\'([0-9a-f]{2})", lambda code: bytes([int(code[1], 16)]), name)
            yield plain.decode(_CHARSETS.get(charset[1] if charset else b"", "cp1252"), "replace")
