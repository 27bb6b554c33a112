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

from pipeline.fonts.file import names, starts, tables

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
            places = {tag: offset for tag, _sum, offset, _size in tables(data, starts(data)[0])}
            own = names(data, places[b"name"], {_COPYRIGHT, _LICENCE, _ADDRESS})
            (kind,) = unpack_from(">H", data, places[b"OS/2"] + 8) if b"OS/2" in places else (0,)
    except (OSError, StructError, KeyError, ValueError):
        return Licence("", copies=False)
    said = [" ".join(own.get(number, [""])[0].split()) for number in (_LICENCE, _ADDRESS)]
    words = " – ".join(filter(None, said))
    # Fonts from before these two fields were common have their licence with the copyright.
    known = f"{words} {own.get(_COPYRIGHT, [''])[0]}".casefold()
    return Licence(words[:400], any(sign in known for sign in _FREE) and not kind & _RESTRICTED)
