"""What an office's file says of itself: a path goes in, all that is to be known of it comes out, from one reading.

Whoever asks for a fact asks here. What is done with it (refused, told, left alone) is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812

from pipeline.files import state_of
from pipeline.findings import Reason
from pipeline.officefile import olderoffice, olderword, opendocument, richtext, sheets, slides, word
from pipeline.officefile.compound import MAGIC, Compound
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Application, Package
from pipeline.officefile.records import Facts

_READERS: Mapping[Application, Callable[[Package], Facts]] = {
    "text": word.read, "sheet": sheets.read, "slides": slides.read,
}  # fmt: skip


def facts(source: Path) -> Facts:
    """The facts of a file, whichever its format is. Raises PackageError for what can't be read, OSError as files do."""
    return _read(source, state_of(source))


@lru_cache(maxsize=256)
def _read(source: Path, _state: tuple[int, ...]) -> Facts:
    with source.open("rb") as file:
        head = file.read(8)
        older = _older if head == MAGIC else richtext.read if head.startswith(b"{\\rtf") else None
        if older is not None:
            try:
                with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                    return older(data)
            except (StructError, IndexError):
                raise PackageError("damaged", "", Reason("unsound-cut")) from None
    with Package(source) as package:
        return of_package(package)


def _older(data: mmap) -> Facts:
    compound = Compound(data)
    return olderoffice.read(compound) or olderword.read(compound)


def of_package(package: Package) -> Facts:
    """The facts of an opened file."""
    if package.format.family == "odf":
        return opendocument.read(package)
    read = _READERS.get(package.format.application)
    return read(package) if read else Facts(package.format)
