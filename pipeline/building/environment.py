"""What made a package, for those who keep it: LibreOffice's folder and the tools go in, a record comes out.

It stands beside the package (:mod:`pipeline.built`), as it was when the package was built: what is sealed later may be
sealed on another machine's tools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.convert.surroundings import PARTS, libraries, packages_of
from pipeline.executor.tools import version_of
from pipeline.fonts import Fonts
from pipeline.fonts.file import mark
from pipeline.localise.cldr import cldr_version
from pipeline.tasks import Stage

LIBRARIES = (
    *(
        "babel",
        "click",
        "docxtpl",
        "jinja2",
        "lxml",
        "markdown-it-py",
        "markupsafe",
        "msoffcrypto-tool",
        "page-validation",
        "pikepdf",
        "pillow",
        "pydantic",
        "pydantic-core",
    ),
    *(
        "pypdf",
        "pypdfium2",
        "python-docx",
        "reportlab",
        "segno",
        "tomlkit",
        "tzdata",
        "uharfbuzz",
        "xlrd",
        "xlsxwriter",
    ),
)
"""The packages that the program runs on."""


def environment(tools: Mapping[Stage, Mapping[str, str]], program: Path | None) -> dict[str, Any]:
    """The versions of what makes a package; ``tools`` has those that decide its bytes, by stage. ``program`` is
    LibreOffice's folder, None where there is none."""
    convert = tools["convert"]
    return {
        "pipeline": __version__,
        "pipeline code": convert["pipeline"],
        "libreoffice": convert.get("libreoffice", ""),
        "python": convert["python"],
        "zlib": convert["zlib"],
        "confinement": convert["confinement"],
        "cldr": cldr_version(),
        "packages": dict(_versions()),
        "surroundings": _surroundings(convert, program) if program else {},
    }


def fonts_seen(fonts: Fonts, stamps: Iterable[Path]) -> dict[str, str]:
    """The files of the fonts that a package may be set and stamped with, by their whole paths, with a hash of what
    tells each from another. It is of the sums that the files have of their own tables: reading them all takes a tenth
    of a second."""
    paths = sorted({*stamps, *(path for files in fonts.files.values() for path in files)})
    return {str(path): mark(path) for path in paths}


def _surroundings(tools: Mapping[str, str], program: Path) -> dict[str, dict[str, str]]:
    """What takes part besides, with its hash and, where the system says so, the package that it is of."""
    paths = {path.name: path for path in libraries(program)} | {PARTS: program / "soffice.bin"}
    packages = packages_of(paths.values())
    return {name: {"hash": tools[name], "package": packages.get(path, "")} for name, path in sorted(paths.items())}


def _versions() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, version_of(name)
        except PackageNotFoundError:
            continue
