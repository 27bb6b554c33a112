"""Whether a font may be copied: its file goes in, what it says of its licence comes out.

Source: ISO/IEC 14496-22 (Open Font Format): the tables “name”, with the licence (13) and its address (14), and “OS/2”,
with what may be embedded (fsType).
"""

from __future__ import annotations

from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import unpack_from

_FREE = (
    "open font license",
    "openfontlicense.org",
    "scripts.sil.org/ofl",
    "apache license",
    "apache.org/licenses",
    "gnu general public license",
    "gnu.org/licenses",
    "gplv",
    "bitstream vera",
    "dejavu-fonts.org/wiki/license",
    "ubuntu font licence",
    "gust font license",
    "liberation fonts license",
    "creativecommons.org/publicdomain",
)
"""Words of the licences under which anyone may pass a font on, unchanged and free of charge."""

_MACINTOSH = 1
_COPYRIGHT, _LICENCE, _ADDRESS = 0, 13, 14
_RESTRICTED = 0x0002
"""Of fsType: not to be embedded in any way."""


@dataclass(frozen=True, slots=True)
class Licence:
    words: str
    """What the font says of it, in one line."""
    copies: bool
    """Whether it is one that allows anyone to pass the font on."""


def licence(path: Path) -> Licence:
    """The licence of the first font in a file. One that says none, or that can't be read, may not be copied."""
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            tables = _tables(data)
            names = _names(data, tables[b"name"])
            (kind,) = unpack_from(">H", data, tables[b"OS/2"] + 8) if b"OS/2" in tables else (0,)
    except (OSError, StructError, KeyError, ValueError):
        return Licence("", copies=False)
    said = [" ".join(names.get(number, "").split()) for number in (_LICENCE, _ADDRESS)]
    words = " – ".join(filter(None, said))
    # Fonts from before these two fields were common have their licence with the copyright.
    known = f"{words} {names.get(_COPYRIGHT, '')}".casefold()
    return Licence(words[:400], any(sign in known for sign in _FREE) and not kind & _RESTRICTED)


def _tables(data: mmap) -> dict[bytes, int]:
    start = unpack_from(">L", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = unpack_from(">H", data, start + 4)
    entries = [unpack_from(">4sLLL", data, start + 12 + 16 * each) for each in range(count)]
    return {tag: offset for tag, _sum, offset, _size in entries}


def _names(data: mmap, table: int) -> dict[int, str]:
    _version, count, storage = unpack_from(">HHH", data, table)
    found: dict[int, str] = {}
    for each in range(count):
        platform, _encoding, _language, number, size, offset = unpack_from(">6H", data, table + 6 + 12 * each)
        at = table + storage + offset
        coding = "latin-1" if platform == _MACINTOSH else "utf-16-be"
        found.setdefault(number, data[at : at + size].decode(coding, "replace"))
    return found
