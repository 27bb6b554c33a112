"""Tell what an enclosure's file is: a path goes in, its kind comes out, or an error that names the file.

LibreOffice reads whatever it is given: rubbish as text, a file cut short as far as it goes. So each file is held
against what its name says before it is converted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from os import SEEK_END
from pathlib import Path
from typing import Literal

from pipeline.errors import MeetingError, Problem
from pipeline.officefile.compound import MAGIC
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Application
from pipeline.officefile.records import Facts, cut
from pipeline.officefile.unsettled import faults

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
    format: tuple[str, str] = ("", "")
    """Of an office's file: what it says of itself (:class:`~pipeline.officefile.package.Format`)."""


def recognise(source: Path) -> Kind:
    """The kind of ``source``. MeetingError when it is of no kind that is taken, or is not what its name says."""
    kind = _BY_SUFFIX.get(source.suffix.lower())
    try:
        if kind is None:
            raise _not_taken(source.suffix)
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


def _not_taken(suffix: str) -> _Wrong:
    instead = _INSTEAD.get(suffix.lower())
    if instead is None:
        return _Wrong(f"Files that end in “{suffix}” are not taken.", f"Taken are: {' '.join(TAKEN)}.")
    what = f"Files that end in “{suffix}” {'hold macros and' if suffix.lower() in _WITH_MACROS else ''} are not taken."
    return _Wrong(" ".join(what.split()), f"Open it in the program that it was made with, and save it as {instead}.")


def _named(words: str, kind: Kind | None) -> str:
    return words if kind is None else words.replace("{name}", kind.name).replace("{suffix}", kind.suffixes[0])


def _office(source: Path, kind: Kind, *, family: Family, application: Application) -> None:
    """A file of an office's program, whole and within limits, which says of itself what its name says."""
    try:
        found = facts(source)
    except PackageError as error:
        raise _refused(error, source, family) from None
    if family in {"ooxml", "odf"} and found.macros:
        raise _Wrong(f"It holds macros, whatever its name says{_of_part(found.macros)}.", _SAVE)
    if (found.format.family, found.format.application) != (family, application):
        raise _another(found)
    if fault := next(iter(faults(found)), None):
        raise _Wrong(*fault)


Family = Literal["ooxml", "odf", "doc", "rtf"]


def _refused(error: PackageError, source: Path, family: Family) -> _Wrong:
    part = _of_part(error.part)
    match error.fault:
        case "locked":
            return _Wrong("It is protected with a password.", "Save it without a password.")
        case "too-large":
            return _Wrong(
                f"It is too large{part}: it {error.what}.",
                "Open it in the program that it was made with, take out what no page shows, and save it as {name} "
                "({suffix}); or make several files of it.",
            )
        case "entities":
            return _Wrong(f"It declares entities{part}, as no sound file does.", _SAVE)
        case "unsafe":
            return _Wrong(f"It may be read in two ways{part}: it {error.what}.", _SAVE)
    older = _head(source, len(MAGIC)) == MAGIC
    if error.fault == "no-package":
        if older and family in {"ooxml", "odf"}:
            return _Wrong("It is in an older format than its name says.", _SAVE)
        if older or family in {"doc", "rtf"}:
            return _Wrong("It is not what its name says, {name}.", _SAVE)
    if error.part:
        return _Wrong(f"It is damaged{part}: it {error.what}.", _AGAIN)
    return _Wrong("It is not {name}, or it is damaged: it was cut short, perhaps.", _AGAIN)


def _another(found: Facts) -> _Wrong:
    kind = next((kind for kind in KINDS if kind.format == (found.format.family, found.format.application)), None)
    if kind is None:
        return _Wrong("It is not what its name says, {name}.", _SAVE)
    what = f"It is not what its name says, {{name}}: it is {kind.name}."
    return _Wrong(what, f"Let its name end in {kind.suffixes[0]}, or take the file that was meant.")


def _of_part(part: str) -> str:
    return f" (in its part “{cut(part)}”)" if part else ""


def _rich_text(source: Path, kind: Kind) -> None:
    with source.open("rb") as file:
        if file.read(5) != b"{\\rtf":
            raise _Wrong("It is not what its name says, {name}.", _SAVE)
        file.seek(-min(source.stat().st_size, _TAIL), SEEK_END)
        if not file.read().rstrip(b"\0 \t\r\n").endswith(b"}"):
            raise _Wrong("It was cut short.", _AGAIN)
    _office(source, kind, family="rtf", application="text")


_TAIL = 1 << 16


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


def _kind(name: str, suffixes: tuple[str, ...], family: Family, application: Application) -> Kind:
    check = _rich_text if family == "rtf" else partial(_office, family=family, application=application)
    return Kind(name, suffixes, "office", check, (family, application))


KINDS = (
    _kind("a Word document", (".docx", ".dotx"), "ooxml", "text"),
    _kind("an old Word document", (".doc",), "doc", "text"),
    _kind("an OpenDocument text", (".odt", ".ott"), "odf", "text"),
    _kind("a rich text", (".rtf",), "rtf", "text"),
    _kind("an Excel workbook", (".xlsx", ".xltx"), "ooxml", "sheet"),
    _kind("an OpenDocument spreadsheet", (".ods", ".ots"), "odf", "sheet"),
    _kind("a PowerPoint presentation", (".pptx", ".potx", ".ppsx"), "ooxml", "slides"),
    _kind("an OpenDocument presentation", (".odp", ".otp"), "odf", "slides"),
    Kind("a plain text", (".txt",), "office", _plain_text),
    Kind("a PNG picture", (".png",), "image", partial(_picture, magic=(b"\x89PNG\r\n\x1a\n",))),
    Kind("a JPEG picture", (".jpg", ".jpeg"), "image", partial(_picture, magic=(b"\xff\xd8\xff",))),
    Kind("a TIFF picture", (".tif", ".tiff"), "image", partial(_picture, magic=(b"II*\0", b"MM\0*"))),
    Kind("a PDF", (".pdf",), "none", _pdf),
)
_WITH_MACROS = {
    **dict.fromkeys((".docm", ".dotm"), "a Word document (.docx)"),
    **dict.fromkeys((".xlsm", ".xltm", ".xlsb", ".xlam"), "an Excel workbook (.xlsx)"),
    **dict.fromkeys((".pptm", ".potm", ".ppsm", ".ppam"), "a PowerPoint presentation (.pptx)"),
}
_INSTEAD = _WITH_MACROS | {
    **dict.fromkeys((".dot", ".wpd", ".pages", ".sxw", ".fodt"), "a Word document (.docx)"),
    **dict.fromkeys((".xls", ".xlt", ".numbers", ".sxc", ".fods", ".csv"), "an Excel workbook (.xlsx)"),
    **dict.fromkeys((".ppt", ".pps", ".pot", ".key", ".sxi", ".fodp"), "a PowerPoint presentation (.pptx)"),
    **dict.fromkeys((".heic", ".webp", ".gif", ".bmp"), "a PNG picture (.png)"),
}
"""What to save a file as whose kind is not taken."""
_BY_SUFFIX = {suffix: kind for kind in KINDS for suffix in kind.suffixes}
TAKEN = tuple(_BY_SUFFIX)
"""The suffixes of the files that a package takes."""


def is_picture(path: Path) -> bool:
    """Whether the file is a picture by its name."""
    kind = _BY_SUFFIX.get(path.suffix.lower())
    return kind is not None and kind.maker == "image"
