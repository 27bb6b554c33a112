"""Font files: a path goes in, the names of its fonts and what tells its content from another's come out.

Source: ISO/IEC 14496-22 (Open Font Format), the table directory, collections, and the tables “head” and “name”.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import unpack_from

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_MACINTOSH = 1
"""The platform whose names are not in UTF-16."""
_FAMILY, _FULL_FAMILY, _POSTSCRIPT = 1, 16, 6
"""The numbers of names: of four faces at most, of all faces, and the one that a PDF has."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font of a file."""

    families: frozenset[str]
    """In all languages, as :func:`letters` has them."""
    name: str
    """Its PostScript name."""
    revision: int
    """The maker's version; a later one is greater."""
    regular: bool
    outlines: bool
    """Whether they are TrueType's."""


@cache
def faces_of(path: Path) -> tuple[Face, ...]:
    """The fonts of a file; none of one that can't be read."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return tuple(_face(data, start) for start in starts(data))
    except (OSError, StructError, KeyError, ValueError):
        return ()


def starts(data: mmap) -> tuple[int, ...]:
    """Where the table directory of each font of a file begins."""
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = unpack_from(">L", data, 8)
    return tuple(unpack_from(f">{min(count, 256)}L", data, 12))


def tables(data: mmap, start: int) -> list[tuple[bytes, int, int, int]]:
    """The tag, the checksum, the place and the length of each table."""
    (count,) = unpack_from(">H", data, start + 4)
    return [unpack_from(">4sLLL", data, start + 12 + 16 * each) for each in range(count)]


def _face(data: mmap, start: int) -> Face:
    places = {tag: offset for tag, _sum, offset, _size in tables(data, start)}
    head = places[b"head"]
    (revision,) = unpack_from(">l", data, head + 4)
    (style,) = unpack_from(">H", data, head + 44)
    found = names(data, places[b"name"], {_FAMILY, _FULL_FAMILY, _POSTSCRIPT})
    families = frozenset(map(letters, (*found.get(_FAMILY, ()), *found.get(_FULL_FAMILY, ()))))
    # The first two bits of macStyle say bold and italic.
    return Face(families, found.get(_POSTSCRIPT, [""])[0], revision, not style & 3, b"glyf" in places)


def names(data: mmap, table: int, wanted: Container[int]) -> dict[int, list[str]]:
    """What the table of names, which begins at ``table``, has under the numbers that are wanted, in all languages."""
    _version, count, storage = unpack_from(">HHH", data, table)
    found: dict[int, list[str]] = {}
    for each in range(count):
        platform, _encoding, _language, number, size, offset = unpack_from(">6H", data, table + 6 + 12 * each)
        if number in wanted:
            at = table + storage + offset
            coding = "latin-1" if platform == _MACINTOSH else "utf-16-be"
            found.setdefault(number, []).append(data[at : at + size].decode(coding, "replace"))
    return found


def identity(path: Path) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The size of a font file and the checksums that it has of its tables, without reading the tables themselves."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        sums = {(check, size) for start in starts(data) for _tag, check, _offset, size in tables(data, start)}
        return len(data), tuple(sorted(sums))


def mark(path: Path) -> str:
    """What tells a font file's content from another's; empty for a file that can't be read."""
    try:
        from pipeline.files import fingerprint  # noqa: PLC0415 - the offices start before it is needed

        return fingerprint(identity(path))
    except (OSError, StructError, ValueError):
        return ""


def font_files(folders: Iterable[Path]) -> Iterator[Path]:
    """The font files in folders and below, in the order of their names."""
    for folder in folders:
        for root, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                if name.casefold().endswith(_ENDINGS):
                    yield Path(root, name)


def is_font(path: Path) -> bool:
    """Whether a file is a font, by its name."""
    return path.suffix.casefold() in _ENDINGS


def letters(name: str) -> str:
    """A font's name as names are compared.

    >>> letters("Noto Serif CJK SC"), letters("宋体")
    ('notoserifcjksc', '宋体')
    """
    return "".join(filter(str.isalnum, name.casefold()))
