"""Tables as offices keep them: a file goes in, its sheets and their rows come out as a person sees them, within limits.

What is hidden is left out and named. Values are words or days; what has none, a formula that nobody computed, is a
fault, with its cell.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.officefile.compound import MAGIC, Compound
from pipeline.officefile.limits import PackageError
from pipeline.tables.kinds import Book, Cell, Fault, Merge, Row, Table, column_name, open_elsewhere

__all__ = ["MAGIC", "SUFFIXES", "Book", "Cell", "Fault", "Merge", "Row", "Table", "column_name", "open_book"]


def open_book(path: Path) -> Book:
    """The sheets of a list. MeetingError for a file that is locked, open in another program, damaged or none of these
    kinds."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise _wrong(path, "list-ending", ending=path.suffix, taken=" ".join(SUFFIXES))
    if path.name.startswith("~$"):
        raise _wrong(path, "list-is-lock", name=path.name[2:])
    try:
        if not path.stat().st_size:
            raise _wrong(path, "file-empty")
        if (other := open_elsewhere(path)) is not None:
            raise _wrong(path, "list-open", name=other.name)
        return reader(path)
    except OSError as error:
        code = "file-forbidden" if isinstance(error, PermissionError) else "file-unread"
        raise _wrong(path, code, reason=error.strerror or Reason("no-reason")) from None
    except PackageError as error:
        raise _refused(path, error) from None


def _wrong(path: Path, code: str, **values: Value) -> MeetingError:
    return MeetingError(Finding(code, Place(str(path)), values))


def _refused(path: Path, error: PackageError) -> MeetingError:
    if error.fault == "locked" or (error.fault == "no-package" and _is_locked(path)):
        return _wrong(path, "list-locked")
    if error.fault == "too-large":
        return _wrong(path, "list-too-large", why=error.what)
    return _wrong(path, "list-damaged")


def _is_locked(path: Path) -> bool:
    """Whether it is a newer file that was encrypted (MS-OFFCRYPTO, 2.3.4.4)."""
    try:
        return "EncryptedPackage" in Compound(path.read_bytes())
    except PackageError:
        return False


def _text(path: Path) -> Book:
    from pipeline.tables.text import open_text  # noqa: PLC0415 - each kind is loaded for its own files

    return open_text(path)


def _excel(path: Path) -> Book:
    from pipeline.tables.excel import open_excel  # noqa: PLC0415

    return open_excel(path)


def _older_excel(path: Path) -> Book:
    from pipeline.tables.olderexcel import open_older  # noqa: PLC0415

    return open_older(path)


def _opendocument(path: Path) -> Book:
    from pipeline.tables.opendocument import open_opendocument  # noqa: PLC0415

    return open_opendocument(path)


_READERS: dict[str, Callable[[Path], Book]] = {
    ".xlsx": _excel, ".xlsm": _excel, ".xls": _older_excel, ".ods": _opendocument, ".csv": _text, ".tsv": _text,
}  # fmt: skip
SUFFIXES = tuple(_READERS)
"""The endings of the files that can be a list."""
