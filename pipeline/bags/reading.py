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
from pipeline.errors import ArchiveError
from pipeline.findings import Finding, Place


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
        raise ArchiveError(Finding("bag-missing", Place(str(path))))


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
            problems.append(Finding("bag-folder-empty", Place(where)))
        for entry in entries:
            name = f"{before}{entry.name}"
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                waiting.append((Path(entry.path), f"{name}/"))
            elif stat.S_ISREG(status.st_mode):
                sizes[name] = status.st_size
            else:
                code = "bag-link" if stat.S_ISLNK(status.st_mode) else "bag-odd-file"
                problems.append(Finding(code, Place(f"{path}/{name}")))
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
            self.problems.append(Finding("zip-sum", Place(f"{self.path}/{name}")))
        return found


def _read_zip(path: Path, file: BinaryIO) -> _Zip:
    where = Place(str(path))
    try:
        entries = read_directory(file)
    except ZipFormError as error:
        raise ArchiveError(*(unfit.at(where) for unfit in error.args)) from error
    tops = {entry.name.partition("/")[0] for entry in entries}
    if len(tops) != 1:
        raise ArchiveError(Finding("zip-not-one", where))
    (top,) = tops
    files = {entry.name.removeprefix(f"{top}/"): entry for entry in entries}
    problems: list[Finding] = []
    if path.resolve().name != f"{top}.zip":
        problems.append(Finding("zip-renamed", where, {"name": top}))
    return _Zip(path, file, top, files, {name: entry.size for name, entry in files.items()}, problems)


def _not_more(where: str, size: int, most: int) -> None:
    if size > most:
        raise ArchiveError(Finding("bag-file-large", Place(where), {"size": size}))
