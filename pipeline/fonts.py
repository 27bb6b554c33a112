"""The fonts of the machine: folders go in, a font's file or a digest of them all comes out."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812
from struct import unpack_from

from pipeline.errors import ConfigError, Problem

_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb")


def system_folders(home: Path) -> tuple[Path, ...]:
    """Where fonts usually are."""
    if sys.platform == "darwin":
        return (Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts")
    shared = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
    return (*shared, home / ".local/share/fonts", home / ".fonts")


def find_font(family: str, folders: Sequence[Path]) -> Path:
    """The regular face of a family, as a TrueType file. Raises ConfigError when no folder has one.

    A family may be named as its file is, ``Carlito-Regular.ttf`` or ``wqy-microhei.ttc``, or as the font itself says:
    ``WenQuanYi Micro Hei``. A file's name comes first: most fonts need not be opened.
    """
    name = _letters(family)
    fonts = [path for path in _files(folders) if path.suffix.casefold() in {".ttf", ".ttc"}]
    for path in fonts:
        if _letters(path.stem) in {name, f"{name}regular"}:
            return path
    for path in fonts:
        if name in _families(path):
            return path
    raise ConfigError(
        Problem(
            "config.toml: stamp",
            f"The font “{family}” is not installed as a TrueType file.",
            "Run “make demo” to install the sample's fonts, name another font, or add its folder to fonts.folders.",
        )
    )


def fonts_digest(folders: Sequence[Path]) -> str:
    """A hash of which fonts are there, by name and size: another set of fonts may set other pages."""
    known = sorted((path.name, path.stat().st_size) for path in _files(folders))
    return hashlib.sha256(repr(known).encode()).hexdigest()


@cache
def _families(path: Path) -> frozenset[str]:
    """The names of the family whose regular face is the first font of a file; none for another face.

    Source: ISO/IEC 14496-22 (Open Font Format), the table directory and the tables “head” and “name”.
    """
    try:
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            start = unpack_from(">L", data, 12)[0] if data[:4] == b"ttcf" else 0
            (count,) = unpack_from(">H", data, start + 4)
            entries = [unpack_from(">4sLLL", data, start + 12 + 16 * each) for each in range(count)]
            tables = {tag: offset for tag, _sum, offset, _size in entries}
            # The first two bits of macStyle say bold and italic.
            if b"glyf" not in tables or unpack_from(">H", data, tables[b"head"] + 44)[0] & 3:
                return frozenset()
            names = tables[b"name"]
            _version, count, storage = unpack_from(">HHH", data, names)
            records = [unpack_from(">6H", data, names + 6 + 12 * each) for each in range(count)]
            return frozenset(
                _letters(data[at : at + size].decode("latin-1" if platform == _MACINTOSH else "utf-16-be"))
                for platform, _encoding, _language, number, size, offset in records
                if number == _FAMILY
                for at in [names + storage + offset]
            )
    except (OSError, StructError, KeyError, ValueError):
        return frozenset()


_MACINTOSH = 1
"""The platform whose names are not in UTF-16."""
_FAMILY = 1
"""The number of a family's name."""


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for root, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                if name.casefold().endswith(_ENDINGS):
                    yield Path(root, name)
