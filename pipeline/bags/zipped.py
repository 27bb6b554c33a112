"""The one form of zip that bags have: names, sizes and sums go in, the records of a zip come out (PKWARE's APPNOTE).

Every file is stored, not packed: letters and enclosures are packed already, no version of a packing library changes a
byte, and nothing can unpack to more than it is. All that a zip says of a file besides its name, size and sum is fixed,
so that a bag has one zip, byte by byte. What was zipped by another program is told apart from it.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, LargeZipFile, ZipFile

from pipeline.bags.layout import Digests
from pipeline.bags.streams import digested, opened
from pipeline.findings import Reason, Unfit

_UTF8 = 0x0800
_JANUARY_1980 = 0x0021
"""The first day that a zip can tell; the hour is 0."""
_UNIX = 3 << 8
_FILE = 0o100644 << 16
_VERSION, _VERSION_64 = 20, 45
_FULL, _FULL_16 = 0xFFFFFFFF, 0xFFFF
"""What stands where a number does not fit and is told in an extra field (4.5.3)."""

MOST_FILES = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a zip."""

    name: str
    size: int
    crc32: int
    offset: int
    """Of its local header."""

    @property
    def start(self) -> int:
        """Of its bytes."""
        return self.offset + len(_local(self))

    @property
    def end(self) -> int:
        return self.start + self.size


def _local(entry: Entry) -> bytes:
    """The header before a file's bytes (4.3.7)."""
    name = entry.name.encode()
    long = entry.size >= _FULL
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.size) if long else b""
    size = _FULL if long else entry.size
    version = _VERSION_64 if long else _VERSION
    return (
        struct.pack(
            "<4sHHHHHLLLHH",
            *(b"PK\3\4", version, _UTF8, ZIP_STORED, 0, _JANUARY_1980),
            *(entry.crc32, size, size, len(name), len(extra)),
        )
        + name
        + extra
    )


def _central(entry: Entry) -> bytes:
    """The line of a file in the directory at the end (4.3.12)."""
    name = entry.name.encode()
    long = entry.size >= _FULL
    far = entry.offset >= _FULL
    told = ([entry.size] * 2 if long else []) + ([entry.offset] if far else [])
    extra = struct.pack(f"<HH{len(told)}Q", 1, 8 * len(told), *told) if told else b""
    size, offset = _FULL if long else entry.size, _FULL if far else entry.offset
    version = _VERSION_64 if told else _VERSION
    return (
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            *(b"PK\1\2", _UNIX | version, version, _UTF8, ZIP_STORED, 0, _JANUARY_1980),
            *(entry.crc32, size, size, len(name), len(extra), 0, 0, 0, _FILE, offset),
        )
        + name
        + extra
    )


def _end(count: int, size: int, offset: int) -> bytes:
    """The record that closes a zip (4.3.14 to 4.3.16)."""
    long = count >= _FULL_16 or size >= _FULL or offset >= _FULL
    more = b""
    if long:
        more = struct.pack(
            "<4sQHHLLQQQQ", b"PK\6\6", 44, _UNIX | _VERSION_64, _VERSION_64, 0, 0, count, count, size, offset
        ) + struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    few, low, near = min(count, _FULL_16), min(size, _FULL), min(offset, _FULL)
    return more + struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, few, few, low, near, 0)


class ZipWriter:
    """Writes a zip whose files all lie below a folder whose name is known only at the end, but not its length."""

    def __init__(self, file: BinaryIO, length_of_folder: int) -> None:
        self._file = file
        self._folder = "-" * length_of_folder
        self._entries: list[Entry] = []

    def add(self, name: str, source: Path | bytes) -> Digests:
        """Copies a file in. OSError when it grows or shrinks under way."""
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        last = self._entries[-1].end if self._entries else 0
        entry = Entry(f"{self._folder}/{name}", size, 0, last)
        self._file.seek(entry.start)
        with opened(source) as stream:
            found = digested(stream, self._file.write)
        if found.size != size:
            raise OSError(0, "the file has changed while it was being read", str(source))
        self._entries.append(Entry(entry.name, size, found.crc32, entry.offset))
        return found

    def finish(self, folder: str) -> None:
        """Writes the headers, now that all is known, and the directory."""
        entries = [
            Entry(each.name.replace(self._folder, folder, 1), each.size, each.crc32, each.offset)
            for each in self._entries
        ]
        for entry in entries:
            self._file.seek(entry.offset)
            self._file.write(_local(entry))
        end = entries[-1].end if entries else 0
        self._file.seek(end)
        directory = b"".join(map(_central, entries))
        self._file.write(directory + _end(len(entries), len(directory), end))


class ZipFormError(Exception):
    """A zip is not one of a bag; each argument is what is unfit in it."""


def read_directory(file: BinaryIO) -> list[Entry]:
    """The files of a zip that is in the one form, as far as its directory tells. Raises ZipFormError with all that is
    wrong; nothing is unpacked."""
    try:
        with ZipFile(file) as zipped:
            infos = zipped.infolist()
    except (BadZipFile, LargeZipFile, OSError, ValueError, NotImplementedError, struct.error, UnicodeError) as error:
        raise ZipFormError(Unfit("zip-not-whole", reason=str(error))) from error
    if len(infos) > MOST_FILES:
        raise ZipFormError(Unfit("zip-many", count=len(infos)))
    wrong = []
    for info in infos:
        name = info.orig_filename
        kind = info.external_attr >> 28
        if reason := unsafe(name):
            wrong.append(Unfit("zip-name", name=name, why=Reason(reason)))
        elif kind not in {0, 0o10}:
            wrong.append(Unfit("zip-link" if kind == 0o12 else "zip-odd-file", name=name))
        elif info.is_dir():
            wrong.append(Unfit("zip-folder", name=name))
        elif info.compress_type != ZIP_STORED or info.file_size != info.compress_size:
            wrong.append(Unfit("zip-packed", name=name, packed=info.compress_size, size=info.file_size))
        elif info.flag_bits & 1:
            wrong.append(Unfit("zip-encrypted", name=name))
    names = Counter(info.orig_filename for info in infos)
    wrong += [Unfit("zip-twice", name=name) for name, count in names.items() if count > 1]
    if wrong:
        raise ZipFormError(*wrong)
    entries = [Entry(info.orig_filename, info.file_size, info.CRC, info.header_offset) for info in infos]
    if strange := list(_not_in_form(file, entries)):
        raise ZipFormError(*strange)
    return entries


def _not_in_form(file: BinaryIO, entries: Sequence[Entry]) -> Iterator[Unfit]:
    """Where a zip's own records differ from those that a bag's zip has."""
    end = 0
    for entry in entries:
        file.seek(end)
        header = _local(entry)
        if entry.offset != end or file.read(len(header)) != header:
            yield Unfit("zip-record", name=entry.name)
            return
        end = entry.end
    directory = b"".join(map(_central, entries))
    directory += _end(len(entries), len(directory), end)
    file.seek(end)
    if file.read(len(directory) + 1) != directory:
        yield Unfit("zip-directory")


def unsafe(name: str) -> str | None:
    """Why a name must not become a file's, by the code of the reason; None for one that may.

    >>> unsafe("data/house/config.toml"), unsafe("../x"), unsafe("C:/x")
    (None, 'name-outside', 'name-drive')
    """
    steps = name.split("/")
    if name.startswith(("/", "\\")):
        return "name-top"
    if name[1:2] == ":":
        return "name-drive"
    if ".." in steps or "\\" in name:
        return "name-outside"
    if "." in steps or "" in steps[:-1] or not name:
        return "name-none"
    if any(sign < " " for sign in name):
        return "name-unseen"
    return None
