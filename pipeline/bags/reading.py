"""A bag as it lies there: a folder or a zip goes in, its files by name come out, and all that should not be in it.

Nothing is written, no link is followed, and nothing is unpacked.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.bags.layout import Digests
from pipeline.bags.streams import digested, opened
from pipeline.bags.zipped import Entry, ZipFormError, read_directory
from pipeline.errors import ArchiveError, Problem
from pipeline.findings import Finding, Place

_UNPACK = "Ask for another copy. A zip that was only packed anew can be unpacked, and the folder verified."
_TAKE_OUT = "Take it out, or ask for another copy of the bag."


class Reader(Protocol):
    """A bag that is open."""

    @property
    def name(self) -> str:
        """What it is called: the folder's name, also in a zip."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """The bytes of each of its plain files, by name in the bag."""

    @property
    def problems(self) -> list[Finding]:
        """What is wrong with it besides its files' bytes."""

    def digests(self, name: str) -> Digests:
        """Reads a file once."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """A file's bytes. ArchiveError where it has more than ``most``."""
        ...

    def copy(self, name: str, target: Path) -> Digests:
        """Writes a file to a new ``target``, whose folder is there, and says what was written."""
        ...


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """The bag at ``path``, open. ArchiveError where there is none."""
    if path.is_dir():
        yield _read_folder(path)
    elif path.is_file():
        with path.open("rb") as file:
            yield _read_zip(path, file)
    else:
        mend = "Name a bag's folder or its zip. “papers archive --list” has the bags of the archive."
        raise ArchiveError(Problem(str(path), "There is no such bag.", mend))


# --- a folder -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    name: str
    sizes: Mapping[str, int]
    problems: list[Finding] = field(default_factory=list)

    def digests(self, name: str) -> Digests:
        with opened(self.path / name) as stream:
            return digested(stream)

    def read(self, name: str, most: int) -> bytes:
        _not_more(f"{self.path}/{name}", self.sizes[name], most)
        return (self.path / name).read_bytes()

    def copy(self, name: str, target: Path) -> Digests:
        with opened(self.path / name) as stream, target.open("xb") as file:
            return digested(stream, file.write)


def _read_folder(path: Path) -> _Folder:
    sizes: dict[str, int] = {}
    problems: list[Finding] = []

    waiting = [(path, "")]
    while waiting:
        folder, before = waiting.pop()
        where = f"{path}/{before}".rstrip("/")
        try:
            entries = list(os.scandir(folder))
        except OSError as error:
            problems.append(unread(where, error))
            continue
        if not entries:
            problems.append(Problem(where, "An empty folder was added.", _TAKE_OUT))
        for entry in entries:
            name = f"{before}{entry.name}"
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                waiting.append((Path(entry.path), f"{name}/"))
            elif stat.S_ISREG(status.st_mode):
                sizes[name] = status.st_size
            else:
                kind = "a link" if stat.S_ISLNK(status.st_mode) else "no plain file"
                problems.append(Problem(f"{path}/{name}", f"It is {kind}; a bag has none.", _TAKE_OUT))
    return _Folder(path, path.resolve().name, sizes, problems)


def unread(where: str, error: OSError) -> Finding:
    """What is told of a file that the disk does not give."""
    return Finding("bag-file-unread", Place(where), {"reason": error.strerror or str(error)})


# --- a zip --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Zip:
    path: Path
    file: BinaryIO
    name: str
    entries: Mapping[str, Entry]
    sizes: Mapping[str, int]
    problems: list[Finding] = field(default_factory=list)

    def digests(self, name: str) -> Digests:
        return self._digested(name, None)

    def read(self, name: str, most: int) -> bytes:
        entry = self.entries[name]
        _not_more(f"{self.path}/{name}", entry.size, most)
        self.file.seek(entry.start)
        return self.file.read(entry.size)

    def copy(self, name: str, target: Path) -> Digests:
        with target.open("xb") as file:
            return self._digested(name, file)

    def _digested(self, name: str, file: BinaryIO | None) -> Digests:
        entry = self.entries[name]
        self.file.seek(entry.start)
        found = digested(self.file, file.write if file else None, entry.size)  # type: ignore[arg-type]
        if found.crc32 != entry.crc32:
            what = "The sum that the zip has of it is not that of its bytes."
            self.problems.append(Problem(f"{self.path}/{name}", what, _UNPACK))
        return found


def _read_zip(path: Path, file: BinaryIO) -> _Zip:
    where = str(path)
    try:
        entries = read_directory(file)
    except ZipFormError as error:
        raise ArchiveError(*(Problem(where, str(what), _UNPACK) for what in error.args)) from error
    tops = {entry.name.partition("/")[0] for entry in entries}
    if len(tops) != 1:
        raise ArchiveError(Problem(where, "The zip has not one folder, the bag, at its top.", _UNPACK))
    (top,) = tops
    files = {entry.name.removeprefix(f"{top}/"): entry for entry in entries}
    problems: list[Finding] = []
    if path.resolve().name != f"{top}.zip":
        mend = f"If you renamed it, call it {top}.zip again. If not, ask where it came from."
        problems.append(Problem(where, f"The zip has another name than the bag in it, {top}.", mend))
    return _Zip(path, file, top, files, {name: entry.size for name, entry in files.items()}, problems)


def _not_more(where: str, size: int, most: int) -> None:
    if size > most:
        mend = "Ask for another copy of the bag."
        raise ArchiveError(Problem(where, f"It has {size} bytes, more than such a file ever has.", mend))
