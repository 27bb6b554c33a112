"""What an old Word document (MS-DOC) says of itself: its streams go in, its facts come out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

from pipeline.findings import Place, Reason
from pipeline.officefile.compound import Compound
from pipeline.officefile.limits import PackageError
from pipeline.officefile.openplaces import open_places, placeholders
from pipeline.officefile.package import Format
from pipeline.officefile.records import Fact, Facts, cut, once

_MAGIC = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
"""MS-DOC, 2.5.2: ``fEncrypted`` and ``fWhichTblStm``."""
_COUNTS = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
"""MS-DOC, 2.5.4: the parts of the text, in order, each with its length."""
_FIRST_COUNT, _FIRST_PLACE = 0x4C, 0x9A
_HEADS, _FONTS, _SETTINGS, _PIECES = 11, 15, 31, 33
"""MS-DOC, 2.5.6: the places of ``PlcfHdd``, ``SttbfFfn``, ``Dop`` and ``Clx`` among the pairs."""
_COMPRESSED = 1 << 30
"""MS-DOC, 2.9.73."""
_MOVING = re.compile(r"\x13\s*((?:DATE|TIME|FILENAME)\b[^\x13-\x15]*)", re.IGNORECASE)
"""An instruction that begins so moves (ECMA-376-1, 17.16.5), where U+0013 opens a field (MS-DOC, 2.8.25)."""
_MERGED = re.compile(r"\x13\s*MERGEFIELD\s+\"?([^\s\"\\\x13-\x15]+)", re.IGNORECASE)
_CHANGES = re.compile(rb"\x04\x48..\x05\x68|\x63\x48..\x64\x68", re.DOTALL)
"""MS-DOC, 2.6.1: the author and the day of words put in (0x4804, 0x6805) and struck out (0x4863, 0x6864)."""
_FIRST_PAGE = b"\x0a\x30\x01"
"""MS-DOC, 2.6.4: a section has a first page with heads of its own (0x300A)."""
_PICTURES = re.compile("[\x01\x08]")
"""MS-DOC, 2.4.1: what stands for a picture, in the text or beside it."""


def read(compound: Compound) -> Facts:
    """All that is to be known of a document. Raises PackageError for one that is locked, or is none."""
    main = compound.read("WordDocument")
    if "EncryptedPackage" in compound:
        # MS-OFFCRYPTO, 2.3.4.4: a newer document, locked
        raise PackageError("locked", "", Reason("unsound-locked"))
    if len(main) < _FIRST_PLACE or int.from_bytes(main[:2], "little") != _MAGIC:
        raise PackageError("no-package", "", Reason("unsound-no-word"))
    flags = int.from_bytes(main[10:12], "little")
    if flags & _ENCRYPTED:
        raise PackageError("locked", "", Reason("unsound-locked"))
    document = _Document(main, compound.read("1Table" if flags & _TABLE_1 else "0Table"))
    found = list(document.facts())
    shown = "".join(document.printed.values())
    macros = "Macros" if "_VBA_PROJECT" in compound else ""
    blank = not re.sub(r"[\s\x00-\x1f]", "", shown) and _PICTURES.search(shown) is None
    return Facts(Format("doc", "text"), tuple(found), once(document.fonts()), blank=blank, macros=macros)


class _Document:
    def __init__(self, main: bytes, table: bytes) -> None:
        self._main, self._table = main, table
        counts = struct.unpack_from(f"<{len(_COUNTS)}I", main, _FIRST_COUNT)
        text = self._text()
        self.printed: dict[str, str] = {}
        """The words of each part that is printed."""
        at = 0
        for name, count in zip(_COUNTS, counts, strict=True):
            if name not in {"comments", "macros"}:
                self.printed[name] = text[at : at + count]
            at += count
        self.printed["headers"] = "".join(self._heads(self.printed["headers"]))

    def facts(self) -> Iterator[Fact]:
        if _CHANGES.search(self._main) or _CHANGES.search(self._table):
            yield Fact("change", Place())
        for name, text in self.printed.items():
            part = "" if name == "text" else name
            yield from (Fact("moving", at, words) for at, words in self._fields(_MOVING, part, text))
            yield from (Fact("open", at, f"«{words}»") for at, words in self._fields(_MERGED, part, text))
            for words in re.split("[\r\x07]", text):
                place = Place(part=part, paragraph=cut(words))
                yield from (Fact("placeholder", place, each) for each in placeholders(words))
                yield from (Fact("open", place, each) for each in open_places(words))

    def _fields(self, pattern: re.Pattern[str], part: str, text: str) -> Iterator[tuple[Place, str]]:
        for found in pattern.finditer(text):
            yield Place(part=part, paragraph=_paragraph(text, found.start())), found[1].strip()

    def fonts(self) -> Iterator[str]:
        """The families of the table of fonts; some of these no word may be set with (2.9.87 and 2.9.286)."""
        table = self._of(_FONTS)
        at = 4
        while at < len(table):
            size = table[at]
            name = table[at + 1 + 39 : at + 1 + size]
            yield name.decode("utf-16-le", "replace").partition("\0")[0].strip().lstrip("@")
            at += 1 + size

    def _of(self, place: int) -> bytes:
        """What a pair of the head points at in the table's stream."""
        at = _FIRST_PLACE + 8 * place
        if at + 8 > len(self._main):
            return b""
        start, size = struct.unpack_from("<II", self._main, at)
        return self._table[start : start + size]

    def _text(self) -> str:
        """The text in its order, put together of its pieces (2.4.1)."""
        said, at = self._of(_PIECES), 0
        while at < len(said) and said[at] == 1:  # changes that pieces have in common
            at += 3 + int.from_bytes(said[at + 1 : at + 3], "little")
        if said[at : at + 1] != b"\2":
            raise PackageError("damaged", "", Reason("unsound-no-place"))
        size = int.from_bytes(said[at + 1 : at + 5], "little")
        said = said[at + 5 : at + 5 + size]
        count = (len(said) - 4) // 12
        ends = struct.unpack_from(f"<{count + 1}I", said)
        pieces: list[str] = []
        left = len(self._main)
        for number in range(count):
            place = int.from_bytes(said[4 * count + 6 + 8 * number : 4 * count + 10 + 8 * number], "little")
            length = min(max(0, ends[number + 1] - ends[number]), left)
            left -= length  # pieces may lie over one another, and are no more than the file all the same
            if place & _COMPRESSED:
                start = (place & ~_COMPRESSED) // 2
                pieces.append(self._main[start : start + length].decode("cp1252", "replace"))
            else:
                pieces.append(self._main[place : place + 2 * length].decode("utf-16-le", "replace"))
        return "".join(pieces)

    def _heads(self, text: str) -> Iterator[str]:
        """Of the heads and feet, those that pages have: even pages' and the first's where asked for (2.8.26)."""
        said = self._of(_HEADS)
        ends = struct.unpack(f"<{len(said) // 4}I", said[: len(said) // 4 * 4])
        settings = self._of(_SETTINGS)
        facing = bool(settings[:1]) and bool(settings[0] & 1)
        first = _FIRST_PAGE in self._main or _FIRST_PAGE in self._table
        kinds = (facing, True, facing, True, first, first)
        for number, (start, end) in enumerate(pairwise(ends)):
            # the first six are the lines above notes
            if number < _LINES or kinds[(number - _LINES) % len(kinds)]:
                yield text[start:end]


_LINES = 6


def _paragraph(text: str, at: int) -> str:
    """The words around a place, without the signs of fields."""
    start = max(text.rfind(sign, max(0, at - _FAR), at) for sign in "\r\x07") + 1
    ends = [found for sign in "\r\x07" if (found := text.find(sign, at, at + _FAR)) >= 0]
    words = text[start or max(0, at - _FAR) : min(ends, default=at + _FAR)]
    return cut(re.sub("\x13[^\x13-\x15]*\x14?|[\x00-\x1f]", "", words))


_FAR = 400
