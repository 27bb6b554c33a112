"""Which fonts a document asks for: an office's file goes in, the families that its visible words name come out.

A file's table of fonts has many that no word is set with; so what is read are the words, and the styles that they have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from struct import error as StructError  # noqa: N812
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from pipeline.officefile.asked import older, opendocument, sheets, slides, word


@dataclass(frozen=True, slots=True)
class Asked:
    """The families, in the order of the document."""

    families: tuple[str, ...]
    surely: bool
    """Whether visible words have each of them; else only some do."""


def asked(source: Path) -> Asked:
    """The families that a document names; none for a kind that names none, and for a file that can't be read."""
    read = _IN_ARCHIVE.get(source.suffix.lower())
    try:
        if read is not None:
            with ZipFile(source) as archive:
                return Asked(_once(read(archive)), surely=read in _SURE)
        bare = _BARE.get(source.suffix.lower())
        return Asked(_once(bare(source.read_bytes())) if bare else (), surely=False)
    except _DAMAGED:
        return Asked((), surely=False)  # the kinds' own checks, and LibreOffice, say what is wrong with a file


def _once(families: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (family.strip().lstrip("@") for family in families) if name))


_DAMAGED = (
    OSError, BadZipFile, ZlibError, EOFError, StructError, ParseError, ValueError, KeyError, IndexError, RuntimeError,
)  # fmt: skip
_IN_ARCHIVE: Mapping[str, Callable[[ZipFile], Iterable[str]]] = {
    ".docx": word.families,
    ".odt": opendocument.families,
    ".ods": opendocument.families,
    ".odp": opendocument.families,
    ".xlsx": sheets.families,
    ".pptx": slides.families,
}
_SURE = (word.families, opendocument.families)
_BARE: Mapping[str, Callable[[bytes], Iterable[str]]] = {".rtf": older.in_rich_text, ".doc": older.in_old_word}
