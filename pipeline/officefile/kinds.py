"""Tell what an enclosure's file is: a path goes in, its kind comes out, or an error that names the file.

LibreOffice reads whatever it is given: rubbish as text, a file cut short as far as it goes. So each file is held
against what its name says before it is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from pipeline.errors import MeetingError, Problem
from pipeline.officefile import settled
from pipeline.officefile.unsettled import Fault

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
"""The head of a compound file (MS-CFB, 2.2): the old formats of Office, and new ones with a password."""

Look = Callable[[ZipFile], Fault | None]
"""Finds what would print otherwise than it reads."""

_SAVE = "Open it in the program that it was made with, save it as {name} ({suffix}), and put that file in its place."
_AGAIN = "Take the file again from where it came from, or open it and save it once more."


class _Wrong(Exception):  # noqa: N818 - a finding, never seen outside this module
    """What is wrong with the file, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that a package takes."""

    name: str
    """What staff call it."""
    suffixes: tuple[str, ...]
    """In lower case; the first is the usual one."""
    maker: Literal["office", "image", "none"]
    """Who makes the PDF of it; ``none`` when it is one already."""
    check: Callable[[Path, Kind], None]


def recognise(source: Path) -> Kind:
    """The kind of ``source``. MeetingError when it is of no kind that is taken, or is not what its name says."""
    kind = _BY_SUFFIX.get(source.suffix.lower())
    try:
        if kind is None:
            raise _Wrong(f"Files that end in “{source.suffix}” are not taken.", f"Taken are: {' '.join(TAKEN)}.")
        if not source.stat().st_size:
            raise _Wrong("The file is empty.", _AGAIN)
        kind.check(source, kind)
    except _Wrong as wrong:
        what, mend = (_named(words, kind) for words in wrong.args)
        raise MeetingError(Problem(str(source), what, mend)) from None
    except OSError as error:
        reason = error.strerror or "no reason given"
        mend = "Ask for the right to read it." if isinstance(error, PermissionError) else _AGAIN
        raise MeetingError(Problem(str(source), f"The file cannot be read: {reason}.", mend)) from None
    return kind


def _named(words: str, kind: Kind | None) -> str:
    return words if kind is None else words.replace("{name}", kind.name).replace("{suffix}", kind.suffixes[0])


def _package(source: Path, kind: Kind, *, content: re.Pattern[bytes], part: str, look: Look) -> None:
    """A zip archive with nothing missing, where ``part`` says what it holds, and ``look`` finds no fault."""
    if _head(source, 8) == _OLE:
        _old_or_locked(source)
    try:
        with ZipFile(source) as archive:
            names = archive.namelist()
            said = archive.read(part) if part in names else b""
            manifest = archive.read(_MANIFEST) if _MANIFEST in names else b""
            broken = archive.testzip()
            fault = look(archive)
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError):
        raise _Wrong("It is not {name}, or it is damaged: it was cut short, perhaps.", _AGAIN) from None
    if b"encryption-data" in manifest:
        raise _Wrong("It is protected with a password.", "Save it without a password.")
    if b"macroEnabled" in said or any(name.endswith("vbaProject.bin") for name in names):
        raise _Wrong("It holds macros, whatever its name says.", _SAVE)
    if not content.search(said):
        raise _Wrong("It is not what its name says, {name}.", _SAVE)
    if broken:
        raise _Wrong("It is damaged.", _AGAIN)
    if fault:
        raise _Wrong(*fault)


_MANIFEST = "META-INF/manifest.xml"


def _old_or_locked(source: Path) -> None:
    # MS-OFFCRYPTO, 2.3.4.4: a locked document lies in the stream EncryptedPackage; names are UTF-16 (MS-CFB, 2.6.1)
    if "EncryptedPackage".encode("utf-16-le") in source.read_bytes():
        raise _Wrong("It is protected with a password.", "Save it without a password.")
    raise _Wrong("It is in an older format than its name says.", _SAVE)


def _ooxml(content: str, look: Look) -> Callable[[Path, Kind], None]:
    kind = rb"openxmlformats-officedocument\.%b\.main\+xml" % content.encode()
    return partial(_package, content=re.compile(kind), part="[Content_Types].xml", look=look)


def _odf(content: str, moving: Fault) -> Callable[[Path, Kind], None]:
    look = partial(settled.in_open_document, moving=moving)
    kind = rb"\Aapplication/vnd\.oasis\.opendocument\.%b\s*\Z" % content.encode()
    return partial(_package, content=re.compile(kind), part="mimetype", look=look)


def _old_word(source: Path, _kind: Kind) -> None:
    data = source.read_bytes()
    if not data.startswith(_OLE) or "WordDocument".encode("utf-16-le") not in data:
        raise _Wrong("It is not what its name says, {name}.", _SAVE)
    if fault := settled.in_old_word(data):
        raise _Wrong(*fault)


def _rich_text(source: Path, _kind: Kind) -> None:
    data = source.read_bytes()
    if not data.startswith(b"{\\rtf"):
        raise _Wrong("It is not what its name says, {name}.", _SAVE)
    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
        raise _Wrong("It was cut short.", _AGAIN)
    if fault := settled.in_rich_text(data):
        raise _Wrong(*fault)


def _picture(source: Path, _kind: Kind, *, magic: tuple[bytes, ...]) -> None:
    if not _head(source, 8).startswith(magic):
        raise _Wrong("It is not what its name says, {name}.", _SAVE)


def _plain_text(source: Path, _kind: Kind) -> None:
    try:
        text = source.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = source.read_bytes()[: error.start].count(b"\n") + 1
        raise _Wrong(f"Line {line} is not text in UTF-8.", "Save it as plain text with the encoding UTF-8.") from None
    if "\0" in text:
        raise _Wrong("It is not text.", _AGAIN)


def _pdf(source: Path, _kind: Kind) -> None:
    """What else is wrong with it, :mod:`~pipeline.convert.intake` finds out."""
    if b"%PDF-" not in _head(source, 1024):
        raise _Wrong("It is not what its name says, {name}.", _SAVE)


def _head(source: Path, size: int) -> bytes:
    with source.open("rb") as file:
        return file.read(size)


KINDS = (
    Kind("a Word document", (".docx",), "office", _ooxml("wordprocessingml.document", settled.in_word)),
    Kind("an old Word document", (".doc",), "office", _old_word),
    Kind(
        "an OpenDocument text",
        (".odt",),
        "office",
        _odf("text", settled.WRITER),
    ),
    Kind("a rich text", (".rtf",), "office", _rich_text),
    Kind("an Excel workbook", (".xlsx",), "office", _ooxml("spreadsheetml.sheet", settled.in_excel)),
    Kind(
        "an OpenDocument spreadsheet",
        (".ods",),
        "office",
        _odf("spreadsheet", settled.CALC),
    ),
    Kind(
        "a PowerPoint presentation", (".pptx",), "office", _ooxml("presentationml.presentation", settled.in_powerpoint)
    ),
    Kind(
        "an OpenDocument presentation",
        (".odp",),
        "office",
        _odf("presentation", settled.IMPRESS),
    ),
    Kind("a plain text", (".txt",), "office", _plain_text),
    Kind("a PNG picture", (".png",), "image", partial(_picture, magic=(b"\x89PNG\r\n\x1a\n",))),
    Kind("a JPEG picture", (".jpg", ".jpeg"), "image", partial(_picture, magic=(b"\xff\xd8\xff",))),
    Kind("a TIFF picture", (".tif", ".tiff"), "image", partial(_picture, magic=(b"II*\0", b"MM\0*"))),
    Kind("a PDF", (".pdf",), "none", _pdf),
)
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
TAKEN = tuple(_BY_SUFFIX)
"""The suffixes of the files that a package takes."""


def is_picture(path: Path) -> bool:
    """Whether the file is a picture by its name."""
    kind = _BY_SUFFIX.get(path.suffix.lower())
    return kind is not None and kind.maker == "image"
