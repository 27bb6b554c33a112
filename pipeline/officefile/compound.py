"""A compound file (MS-CFB), in which old files of Office lie: its bytes go in, its streams come out, within limits."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from mmap import mmap

from pipeline.findings import Reason
from pipeline.officefile.limits import Limits, PackageError

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
"""MS-CFB, 2.2."""
_END = 0xFFFFFFFA
"""The numbers from here on are no sectors (2.1)."""
_LOCATED = 109
"""The sectors of the table that the head itself names (2.2)."""
_ENTRY = 128
_DEEPEST = 20
"""Storages in storages that are looked into."""
_STORAGE, _STREAM, _ROOT = 1, 2, 5
"""MS-CFB, 2.6.1."""


class Compound:
    """An opened one. Raises PackageError for what leads out of the file, or in a circle."""

    def __init__(self, data: bytes | mmap, limits: Limits = Limits()) -> None:  # noqa: B008 - it is frozen
        self._data, self._limits = data, limits
        if data[: len(MAGIC)] != MAGIC or len(data) < _HEAD:
            raise PackageError("no-package", "", Reason("unsound-no-compound"))
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or small_shift != _SMALL_SHIFT:
            raise PackageError("damaged", "", Reason("unsound-compound"))
        self._sector, self._small = 1 << shift, 1 << small_shift
        directory, self._cutoff, small_table = struct.unpack_from("<I4xII", data, 48)
        # a table of all sectors has a number of four bytes for each
        most = len(data) // self._sector // (self._sector // 4) + 1
        self._table = self._numbers(b"".join(self._at(each) for each in islice(self._located(), most)))
        self._directory = self._chain(directory)
        self._entries = dict(self._listed(self._directory))
        root = self._entries.get("", (0, _END, 0))
        self._small_table = self._numbers(self._chain(small_table)) if small_table < _END else ()
        self._small_stream = self._chain(root[1]) if root[1] < _END else b""

    def __contains__(self, name: str) -> bool:
        """Whether there is a stream of a name; capitals tell none apart (2.6.4)."""
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """What a stream holds; nothing where there is none."""
        _, start, size = self._entries.get(name.casefold(), (0, _END, 0))
        return self._stream(start, size)

    def tree(self) -> Mapping[tuple[str, ...], Callable[[], bytes]]:
        """How to read each stream, by the names of the storages that it lies in and its own, in small letters."""
        found: dict[tuple[str, ...], Callable[[], bytes]] = {}
        waiting: list[tuple[int, tuple[str, ...]]] = [(self._links(0)[2], ())]
        seen = {0}
        while waiting:
            number, within = waiting.pop()
            if number in seen or (number + 1) * _ENTRY > len(self._directory):
                continue
            seen.add(number)
            left, right, below = self._links(number)
            name, kind, start, size = self._entry(number * _ENTRY)
            waiting += [(left, within), (right, within)]
            if kind == _STORAGE and len(within) < _DEEPEST:
                waiting.append((below, (*within, name)))
            elif kind == _STREAM:
                found[*within, name] = partial(self._stream, start, size)
        return found

    def _links(self, number: int) -> tuple[int, int, int]:
        """The entries left and right of an entry, and the one below it (2.6.1)."""
        left, right, below = struct.unpack_from("<III", self._directory.ljust(_ENTRY, b"\0"), number * _ENTRY + 68)
        return left, right, below

    def _stream(self, start: int, size: int) -> bytes:
        if start >= _END:
            return b""
        if size >= self._cutoff:
            return self._chain(start)[:size]
        pieces: list[bytes] = []
        while start < _END and len(pieces) <= len(self._small_table):
            pieces.append(self._small_stream[start * self._small : (start + 1) * self._small])
            start = self._small_table[start] if start < len(self._small_table) else _END
        return b"".join(pieces)[:size]

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        return bytes(self._data[start : start + self._sector])

    def _numbers(self, data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _located(self) -> Iterator[int]:
        """The sectors of the table of sectors (2.5)."""
        most = len(self._data) // self._sector + 1
        yield from (each for each in struct.unpack_from(f"<{_LOCATED}I", self._data, 76) if each < most)
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(most):
            if following >= most:
                return
            *sectors, following = self._numbers(self._at(following)) or (_END,)
            yield from (each for each in sectors if each < most)
        raise PackageError("damaged", "", Reason("unsound-circle"))

    def _chain(self, sector: int) -> bytes:
        """All sectors of a stream, one after the other (2.3)."""
        pieces: list[bytes] = []
        most = len(self._data) // self._sector + 1
        while sector < _END:
            if len(pieces) > most or sector >= len(self._table):
                raise PackageError("damaged", "", Reason("unsound-cut"))
            if len(pieces) * self._sector > self._limits.part:
                raise PackageError("too-large", "", Reason("unsound-stream", {"most": f"{self._limits.part:,}"}))
            pieces.append(self._at(sector))
            sector = self._table[sector]
        return b"".join(pieces)

    def _listed(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """The streams by name in small letters, the root's without one: kind, first sector, bytes (2.6.1)."""
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name, kind, start, size = self._entry(at)
            if kind in {_STREAM, _ROOT}:
                yield ("" if kind == _ROOT else name), (kind, start, size)

    def _entry(self, at: int) -> tuple[str, int, int, int]:
        length, kind = struct.unpack_from("<HB", self._directory, at + 64)
        start, size = struct.unpack_from("<II", self._directory, at + 116)
        encoded = self._directory[at : at + max(0, min(length, 64) - 2)]
        return encoded.decode("utf-16-le", "replace").casefold(), kind, start, size


_HEAD = 512
_SMALL_SHIFT = 6
