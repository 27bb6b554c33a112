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
from typing import Any

from pipeline import __version__
from pipeline.build.start import STATE
from pipeline.localise.cldr import cldr_version

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


def built_from(out: Path) -> Mapping[str, Any]:
    """What each language of the package in ``out`` was last built from; nothing where no build says so.

    By language: ``inputs`` with the SHA-256 of each file by its whole path, and ``environment``.
    """
    try:
        known = json.loads((out / STATE / "languages.json").read_text(encoding="utf-8"))
        return {language: entry for language, entry in known.items() if {"inputs", "environment"} <= entry.keys()}
    except (OSError, ValueError, AttributeError):
        return {}


def _versions() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, version_of(name)
        except PackageNotFoundError:
            continue
