"""The versions of what makes the package: LibreOffice's folder and the fonts go in, a table by stage comes out.

They are part of each step's fingerprint: another version may make other bytes.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TypeAlias

from pipeline.convert import office
from pipeline.convert.surroundings import surroundings
from pipeline.tasks import Stage
from pipeline.workers import reader

Tools: TypeAlias = Mapping[Stage, Mapping[str, str]]
"""The versions of the tools, by stage."""

_LIBRARIES: dict[str, tuple[str, ...]] = {
    "merge": ("docxtpl", "python-docx", "jinja2", "lxml", "segno"),
    "convert": ("pikepdf", "pillow", "page-validation", "lxml", "markdown-it-py", "msoffcrypto-tool", "xlrd"),
    "take": ("pikepdf", "pypdfium2"),
    "attach": ("lxml",),
    "bundle": ("pikepdf", "reportlab", "pypdfium2", "pypdf", "page-validation", "uharfbuzz"),
    "picture": ("pypdfium2", "pillow"),
    "read": ("lxml", "pikepdf", "pypdfium2"),
    "calendar": ("tzdata",),
}


def versions(program: Path | None, fonts: str, confinement: str, *, ocr: bool = False) -> Tools:
    """The versions by stage. ``program`` is LibreOffice's folder, None where there is none; ``fonts``, their digest.

    ``confinement`` is how the offices are confined. It counts as a tool, though it changes no page: what was made by an
    office that was not is made anew by one that is, and the report may say which it was. ``ocr``: whether pages that
    are pictures of text are read.
    """
    common = {
        "pipeline": _own_code(),
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    merge = common | _libraries("merge")
    convert = common | _libraries("convert")
    if program is not None:
        convert |= {"libreoffice": office.version(program), "options": repr(office.settings())}
        convert |= surroundings(program)
    convert |= {"fonts": fonts, "confinement": confinement}
    bundle = common | _libraries("bundle")
    scan: dict[Stage, dict[str, str]] = {"scan": convert | _libraries("take") | bundle | _of_ocr()} if ocr else {}
    return {
        **scan,
        "merge": merge,
        "convert": convert,
        "take": common | _libraries("take"),
        "attach": common | _libraries("attach"),
        "index": merge | convert,
        "join": convert | _libraries("take") | bundle,
        "letters": merge | convert | _libraries("take"),
        "paper": bundle,
        "link": bundle,
        "bundle": bundle,
        "picture": common | _libraries("picture"),
        "read": common | _libraries("read"),
        "preflight": common,
        "calendar": common | _libraries("calendar"),
        "message": merge,
        "report": common | {"confinement": confinement},
    }


def _of_ocr() -> dict[str, str]:
    """What reads pages; nothing of what is not there, which whoever needs it is told."""
    with suppress(PackageNotFoundError):
        return {"ocrmypdf": version_of("ocrmypdf"), "tesseract": reader.version()}
    return {}


def _libraries(stage: str) -> dict[str, str]:
    return {name: version_of(name) for name in _LIBRARIES[stage]}


@cache
def version_of(library: str) -> str:
    """The version of one that this process runs on. PackageNotFoundError for one that is not there."""
    said = distribution(library).read_text("METADATA") or ""
    # Its head alone: the whole has the library's README, and takes a hundred times as long to read as a message.
    found = re.search(r"^Version: *(.+)$", said, re.MULTILINE)
    if found is None:
        raise PackageNotFoundError(library)
    return found[1].strip()


@cache
def _own_code() -> str:
    """A hash of this package's source: a change to it makes everything stale, whatever its version says."""
    code = hashlib.sha256()
    top = str(Path(__file__).parent.parent)
    for folder, names, files in os.walk(top):
        names.sort()
        for name in sorted(files):
            if name.endswith((".py", ".icc", ".toml")):
                path = os.path.join(folder, name)  # noqa: PTH118 - hundreds
                code.update(path.removeprefix(top).encode() + b"\0")
                with open(path, "rb") as file:  # noqa: PTH123
                    code.update(file.read())
    return code.hexdigest()
