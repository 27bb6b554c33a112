"""What made a package, for those who keep it: LibreOffice's folder and the tools go in, a record comes out.

It stands beside the package (``.state/languages.json``), as it was when the package was built: what is sealed later may
be sealed on another machine's tools.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from struct import error as StructError  # noqa: N812
from typing import Any

from pipeline import __version__
from pipeline.fonts import Fonts
from pipeline.fonts.file import identity
from pipeline.localise.cldr import cldr_version
from pipeline.running.start import STATE
from pipeline.running.store import digest, fingerprint

LIBRARIES = (
    *(
        "babel",
        "click",
        "docxtpl",
        "jinja2",
        "lxml",
        "markupsafe",
        "page-validation",
        "pikepdf",
        "pillow",
        "pydantic",
        "pydantic-core",
    ),
    *("pypdf", "pypdfium2", "python-docx", "reportlab"),
)
"""The packages that the program runs on."""


def environment(tools: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The versions of what makes a package; ``tools`` has those that decide its bytes, by stage."""
    convert = tools["convert"]
    return {
        "pipeline": __version__,
        "pipeline code": convert["pipeline"],
        "libreoffice": convert.get("libreoffice", ""),
        "python": platform.python_version(),
        "zlib": convert["zlib"],
        "cldr": cldr_version(),
        "packages": dict(_versions()),
    }


def fonts_seen(fonts: Fonts) -> dict[str, str]:
    """The files of the fonts that a package may be set with, by their whole paths, with a hash of what tells each from
    another. It is of the sums that the files have of their own tables: reading them all takes a tenth of a second."""
    paths = sorted({path for files in fonts.files.values() for path in files})
    return {str(path): font_mark(path) for path in paths}


def font_mark(path: Path) -> str:
    """What tells a font file's content from another's; empty for a file that can't be read."""
    try:
        return fingerprint(identity(path))
    except (OSError, StructError, ValueError):
        return ""


def fonts_now(seen: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each of the fonts that a build saw, by the name of its file; of those that are still the same."""
    paths = [Path(path) for path, mark in sorted(seen.items()) if mark and font_mark(Path(path)) == mark]
    return {path.name: digest(path) for path in paths}


def built_from(out: Path) -> Mapping[str, Any]:
    """What each language of the package in ``out`` was last built from; nothing where no build says so.

    By language: ``inputs`` with the SHA-256 of each file by its whole path, ``environment``, and ``fonts`` with the
    mark of each file by its whole path.
    """
    try:
        known = json.loads((out / STATE / "languages.json").read_text(encoding="utf-8"))
        return {
            language: entry for language, entry in known.items() if {"inputs", "environment", "fonts"} <= entry.keys()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def _versions() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, version_of(name)
        except PackageNotFoundError:
            continue
