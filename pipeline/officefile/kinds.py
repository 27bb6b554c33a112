"""Tell what an enclosure's file is: a path goes in, its kind comes out, or an error that names the file.

LibreOffice reads whatever it is given: rubbish as text, a file cut short as far as it goes. So each file is held
against what its name says before it is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from os import SEEK_END
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.officefile.compound import MAGIC, Compound
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Application
from pipeline.officefile.plaintext import decoded
from pipeline.officefile.records import Facts, cut
from pipeline.officefile.unsettled import unsettled


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that a package takes."""

    name: str
    """The code of what staff call it, as a reason."""
    suffixes: tuple[str, ...]
    """In lower case; the first is the usual one."""
    maker: Literal["office", "image", "none"]
    """Who makes the PDF of it; ``none`` when it is one already."""
    check: Callable[[Path, Kind], None]
    format: tuple[str, str] = ("", "")
    """Of an office's file: what it says of itself (:class:`~pipeline.officefile.package.Format`)."""
    macros: bool = False
    """Whether it may hold macros, which nothing here runs, and which are left behind."""


def recognise(source: Path) -> Kind:
    """The kind of ``source``. MeetingError when it is of no kind that is taken, or is not what its name says."""
    kind = _BY_SUFFIX.get(source.suffix.lower())
    try:
        if kind is None:
            raise _not_taken(source)
        if not source.stat().st_size:
            raise _wrong(source, "file-empty")
        kind.check(source, kind)
    except OSError as error:
        code = "file-forbidden" if isinstance(error, PermissionError) else "file-unread"
        raise _wrong(source, code, reason=error.strerror or Reason("no-reason")) from None
    return kind


def _wrong(source: Path, code: str, **values: Value) -> MeetingError:
    return MeetingError(Finding(code, Place(str(source)), values))


def _is_not(source: Path, kind: Kind, code: str, values: Mapping[str, Value] = MappingProxyType({})) -> MeetingError:
    """What is to be said with what the file should be."""
    told = {"kind": Reason(kind.name), "ending": kind.suffixes[0], **values}
    return MeetingError(Finding(code, Place(str(source)), told))


def _not_taken(source: Path) -> MeetingError:
    ending = source.suffix
    if (instead := _INSTEAD.get(ending.lower())) is not None:
        return _wrong(source, "ending-other", ending=ending, kind=Reason(instead[0]), instead=instead[1])
    return _wrong(source, "ending", ending=ending, taken=" ".join(TAKEN))


def _office(source: Path, kind: Kind) -> None:
    """A file of an office's program, whole and within limits, which says of itself what its name says."""
    try:
        found = facts(source)
    except PackageError as error:
        raise _refused(error, source, kind) from None
    if kind.format[0] in {"ooxml", "odf"} and found.macros and not kind.macros:
        raise _is_not(source, kind, "macros", {"part": cut(found.macros)})
    if (found.format.family, found.format.application) != kind.format:
        raise _another(source, kind, found)
    if errors := unsettled(source, found):
        raise MeetingError(*errors)


def _refused(error: PackageError, source: Path, kind: Kind) -> MeetingError:
    part, why = cut(error.part), error.what
    match error.fault:
        case "locked":
            return _wrong(source, "locked")
        case "too-large" if part:
            return _is_not(source, kind, "too-large-part", {"part": part, "why": why})
        case "too-large":
            return _is_not(source, kind, "too-large", {"why": why})
        case "entities":
            return _is_not(source, kind, "entities", {"part": part})
        case "unsafe":
            return _is_not(source, kind, "two-ways", {"part": part, "why": why})
        case "no-package":
            older = _head(source, len(MAGIC)) == MAGIC
            if older and kind.format[0] in {"ooxml", "odf"}:
                return _is_not(source, kind, "older-format")
            if older or kind.format[0] in {"doc", "xls", "ppt", "rtf"}:
                return _is_not(source, kind, "not-its-name")
    if part:
        return _wrong(source, "part-damaged", part=part, why=why)
    return _wrong(source, "no-whole-file", kind=Reason(kind.name))


def _another(source: Path, kind: Kind, found: Facts) -> MeetingError:
    own = (found.format.family, found.format.application)
    other = next((each for each in KINDS if each.format == own), None)
    if other is None:
        return _is_not(source, kind, "not-its-name")
    return _wrong(source, "other-kind", kind=Reason(kind.name), other=Reason(other.name), instead=other.suffixes[0])


def _rich_text(source: Path, kind: Kind) -> None:
    with source.open("rb") as file:
        if file.read(5) != b"{\\rtf":
            raise _is_not(source, kind, "not-its-name")
        file.seek(-min(source.stat().st_size, _TAIL), SEEK_END)
        if not file.read().rstrip(b"\0 \t\r\n").endswith(b"}"):
            raise _wrong(source, "cut-short")
    _office(source, kind)


_TAIL = 1 << 16


def _picture(source: Path, kind: Kind, *, magic: tuple[bytes, ...], at: int = 0) -> None:
    if not _head(source, 16)[at:].startswith(magic):
        raise _is_not(source, kind, "not-its-name")


def _phone_picture(source: Path, kind: Kind) -> None:
    _picture(source, kind, magic=_HEIF, at=4)
    if find_spec("pi_heif") is None:
        raise _wrong(source, "no-heif")


_HEIF = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1"))
"""ISO/IEC 23008-12, 10.2: a file's brand; of one picture, not of films."""


def _plain_text(source: Path, kind: Kind) -> None:
    if source.stat().st_size > _LONGEST_TEXT:
        raise _is_not(source, kind, "too-large", {"why": _bytes(_LONGEST_TEXT)})
    data = source.read_bytes()
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise _wrong(source, "no-utf-8", line=data[: error.start].count(b"\n") + 1) from None
    if "\0" in text:
        raise _wrong(source, "no-text-file")


def _any_text(source: Path, kind: Kind) -> None:
    """Text in one of the encodings that offices' programs write."""
    if source.stat().st_size > _LONGEST_TEXT:
        raise _is_not(source, kind, "too-large", {"why": _bytes(_LONGEST_TEXT)})
    data = source.read_bytes()
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong(source, "no-text-file")


def _drawing(source: Path, kind: Kind) -> None:
    _any_text(source, kind)
    if re.search(rb"<(?:[\w-]+:)?svg[\s>]", source.read_bytes().replace(b"\0", b"")) is None:
        raise _is_not(source, kind, "not-its-name")


def _message(source: Path, kind: Kind) -> None:
    if source.stat().st_size > _LONGEST_MESSAGE:
        raise _is_not(source, kind, "too-large", {"why": _bytes(_LONGEST_MESSAGE)})
    if _HEAD_LINE.search(_head(source, _LONGEST_HEAD)) is None:
        raise _is_not(source, kind, "not-its-name")


def _outlook(source: Path, kind: Kind) -> None:
    if source.stat().st_size > _LONGEST_MESSAGE:
        raise _is_not(source, kind, "too-large", {"why": _bytes(_LONGEST_MESSAGE)})
    try:
        streams = Compound(source.read_bytes()).tree()
    except PackageError as error:
        if error.fault == "no-package":
            raise _is_not(source, kind, "not-its-name") from None
        raise _refused(error, source, kind) from None
    if ("__properties_version1.0",) not in streams:
        raise _is_not(source, kind, "not-its-name")


_HEAD_LINE = re.compile(rb"^(?:from|to|date|subject|message-id|received|mime-version)[ \t]*:", re.I | re.M)
"""A line that a message has before its text (RFC 5322, 3.6)."""
_LONGEST_HEAD = 1 << 20
_LONGEST_MESSAGE = 1 << 26
"""In bytes, with its attachments: what no office's post would carry."""
_LONGEST_TEXT = 1 << 25
"""In bytes: some 10,000 pages."""


def _bytes(most: int) -> Reason:
    return Reason("unsound-bytes", {"most": f"{most:,}"})


def _pdf(source: Path, kind: Kind) -> None:
    """What else is wrong with it, :mod:`~pipeline.convert.intake` finds out."""
    if b"%PDF-" not in _head(source, 1024):
        raise _is_not(source, kind, "not-its-name")


def _head(source: Path, size: int) -> bytes:
    with source.open("rb") as file:
        return file.read(size)


Family: TypeAlias = Literal["ooxml", "odf", "doc", "xls", "ppt", "rtf"]


def _kind(name: str, suffixes: tuple[str, ...], family: Family, application: Application) -> Kind:
    return Kind(name, suffixes, "office", _rich_text if family == "rtf" else _office, (family, application))


def _with_macros(name: str, suffixes: tuple[str, ...], application: Application) -> Kind:
    return Kind(name, suffixes, "office", _office, ("ooxml", application), macros=True)


KINDS = (
    _kind("kind-word", (".docx", ".dotx"), "ooxml", "text"),
    _kind("kind-old-word", (".doc",), "doc", "text"),
    _kind("kind-odt", (".odt", ".ott"), "odf", "text"),
    _kind("kind-rtf", (".rtf",), "rtf", "text"),
    _kind("kind-excel", (".xlsx", ".xltx"), "ooxml", "sheet"),
    _kind("kind-old-excel", (".xls",), "xls", "sheet"),
    _kind("kind-old-powerpoint", (".ppt", ".pps"), "ppt", "slides"),
    _kind("kind-ods", (".ods", ".ots"), "odf", "sheet"),
    _kind("kind-powerpoint", (".pptx", ".potx", ".ppsx"), "ooxml", "slides"),
    _kind("kind-odp", (".odp", ".otp"), "odf", "slides"),
    _with_macros("kind-word-macros", (".docm", ".dotm"), "text"),
    _with_macros("kind-excel-macros", (".xlsm", ".xltm"), "sheet"),
    _with_macros("kind-powerpoint-macros", (".pptm", ".potm", ".ppsm"), "slides"),
    Kind("kind-text", (".txt",), "office", _plain_text),
    Kind("kind-markdown", (".md",), "office", _plain_text),
    Kind("kind-csv", (".csv", ".tsv"), "office", _any_text),
    Kind("kind-html", (".html", ".htm"), "office", _any_text),
    Kind("kind-message", (".eml",), "office", _message),
    Kind("kind-outlook", (".msg",), "office", _outlook),
    Kind("kind-svg", (".svg",), "office", _drawing),
    Kind("kind-png", (".png",), "image", partial(_picture, magic=(b"\x89PNG\r\n\x1a\n",))),
    Kind("kind-jpeg", (".jpg", ".jpeg"), "image", partial(_picture, magic=(b"\xff\xd8\xff",))),
    Kind("kind-tiff", (".tif", ".tiff"), "image", partial(_picture, magic=(b"II*\0", b"MM\0*"))),
    Kind("kind-gif", (".gif",), "image", partial(_picture, magic=(b"GIF87a", b"GIF89a"))),
    Kind("kind-bmp", (".bmp",), "image", partial(_picture, magic=(b"BM",))),
    Kind("kind-webp", (".webp",), "image", partial(_picture, magic=(b"WEBP",), at=8)),
    Kind("kind-heic", (".heic", ".heif"), "image", _phone_picture),
    Kind("kind-pdf", (".pdf",), "none", _pdf),
)
_INSTEAD = {
    **dict.fromkeys((".dot", ".wpd", ".pages", ".sxw", ".fodt"), ("kind-word", ".docx")),
    **dict.fromkeys((".xlsb", ".xlam", ".xlt", ".numbers", ".sxc", ".fods"), ("kind-excel", ".xlsx")),
    **dict.fromkeys((".pot", ".key", ".sxi", ".fodp"), ("kind-powerpoint", ".pptx")),
    **dict.fromkeys((".avif", ".psd", ".jp2"), ("kind-png", ".png")),
}
"""What to save a file as whose kind is not taken."""
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
ATTACHED = (".docx", ".xlsx", ".pptx")
"""The suffixes of the files that may be attached: what they tell of their authors can be taken out."""
TAKEN = tuple(_BY_SUFFIX)
"""The suffixes of the files that a package takes."""


def by_name(path: Path) -> Kind | None:
    """The kind that the file is by its name; None where that is of none."""
    return _BY_SUFFIX.get(path.suffix.lower())


def is_picture(path: Path) -> bool:
    """Whether the file is a picture by its name."""
    kind = _BY_SUFFIX.get(path.suffix.lower())
    return kind is not None and kind.maker == "image"
