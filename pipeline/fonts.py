"""The fonts of the machine: folders go in, a font's file or a digest of them all comes out."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

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

    The file's name is taken for the font's: ``Carlito-Regular.ttf``, ``Carlito.ttf`` or ``wqy-microhei.ttc``.
    """
    name = _letters(family)
    for path in _files(folders):
        if path.suffix.casefold() in {".ttf", ".ttc"} and _letters(path.stem) in {name, f"{name}regular"}:
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


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for root, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                if name.casefold().endswith(_ENDINGS):
                    yield Path(root, name)
