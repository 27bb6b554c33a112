"""A PDF as qpdf writes it goes in; the bytes of each of its objects come out, and what differs from another such file.

What is told of two files here is told of their bytes alone. A file that is written in any other way is not read at all:
whoever asks does without.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from itertools import accumulate, pairwise
from typing import NamedTuple

_HEADER = re.compile(rb"%PDF-\d\.\d\n%[\x80-\xff]{4}\n")
_END = re.compile(rb"\nstartxref\n(\d+)\n%%EOF\n\Z")
_LISTED = re.compile(
    rb"\d+ 0 obj\n<< /Type /XRef /Length (?P<length>\d+) /Filter /FlateDecode"
    rb" /DecodeParms << /Columns \d+ /Predictor 12 >> /W \[ 1 (?P<at>\d) (?P<index>\d) \]"
    rb"(?P<roots>(?: /Info \d+ 0 R)? /Root (?P<root>\d+) 0 R) /Size \d+"
    rb" /ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\] >>\nstream\n"
)
_PACKED = re.compile(
    rb"\d+ 0 obj\n<< /Type /ObjStm /Length (\d+) /Filter /FlateDecode /N (\d+) /First (\d+) >>\nstream\n"
)
_CLOSED = re.compile(rb"\r?\nendstream\nendobj\n\Z")
_REFERENCE = re.compile(rb"(\d+) 0 R\b")
_FREE, _PLAIN, _IN_STREAM = 0, 1, 2
"""ISO 32000-2, table 18."""


class UnusualError(Exception):
    """The file is not written as qpdf writes a PDF with object streams."""


class Written(NamedTuple):
    """A PDF, and where in it each object is."""

    data: bytes
    root: int
    """The number of the catalog."""
    roots: bytes
    """What the trailer leads to."""
    listed: bytes
    """Of each object, how it stands in the file, and where in its object stream."""
    spans: dict[int, tuple[int, int]]
    """From where to where each object is that stands by itself."""
    holders: dict[int, int]
    """The object stream that each of the others is in."""
    streams: dict[int, dict[int, tuple[int, int]]]
    """Of each object stream that was opened, where each of its objects is, by its number."""
    opened: dict[int, bytes]
    """What these hold, unpacked."""

    @classmethod
    def read(cls, data: bytes) -> Written:
        """The file ``data``. Raises UnusualError."""
        header, end = _HEADER.match(data), _END.search(data, max(0, len(data) - 64))
        listed = _LISTED.match(data, int(end[1])) if end else None
        if header is None or end is None or listed is None:
            raise UnusualError
        kinds, firsts, seconds = _columns(data, listed)
        plain = sorted(
            (at, number) for number, (kind, at) in enumerate(zip(kinds, firsts, strict=True)) if kind == _PLAIN
        )
        starts = [at for at, _ in plain]
        if not plain or starts[0] != header.end() or starts[-1] != int(end[1]) or kinds[:1] != bytes([_FREE]):
            raise UnusualError
        spans = {number: span for (_, number), span in zip(plain, pairwise([*starts, end.start() + 1]), strict=True)}
        for number, (start, until) in spans.items():
            if not data.startswith(b"%d 0 obj\n" % number, start) or not data.endswith(b"\nendobj\n", start, until):
                raise UnusualError
        holders = {
            number: at for number, (kind, at) in enumerate(zip(kinds, firsts, strict=True)) if kind == _IN_STREAM
        }
        if len(spans) + len(holders) + 1 != len(kinds) or not spans.keys() >= set(holders.values()):
            raise UnusualError
        del spans[plain[-1][1]]  # the list itself
        return cls(data, int(listed["root"]), listed["roots"], kinds + seconds, spans, holders, {}, {})

    def of(self, number: int) -> bytes:
        """An object as it is written, between its number and its end. KeyError where there is none."""
        holder = self.holders.get(number)
        if holder is None:
            start, end = self.spans[number]
            return self.data[start:end]
        start, end = self._opened(holder)[number]
        return self.opened[holder][start:end]

    def has(self, number: int) -> bool:
        return number in self.holders or number in self.spans

    def leads_to(self, number: int) -> list[int]:
        """The numbers of the objects that an object leads to, and of those that its words may seem to name."""
        written = self.of(number)
        if number in self.spans:
            written = written.partition(b"\nstream\n")[0]
        return [int(each) for each in _REFERENCE.findall(written)]

    def reached(self, first: Iterable[int], but: frozenset[int] = frozenset()) -> set[int]:
        """The objects that one comes to from the ``first``, past none of those in ``but``."""
        found: set[int] = set()
        waiting = [number for number in first if number not in but]
        while waiting:
            number = waiting.pop()
            if number not in found and self.has(number):
                found.add(number)
                waiting += (each for each in self.leads_to(number) if each not in but and each not in found)
        return found

    def from_trailer(self) -> list[int]:
        return [int(each) for each in _REFERENCE.findall(self.roots)]

    def differs_from(self, other: Written) -> frozenset[int] | None:
        """The objects that are others here than there; None where not the same numbers are in the same places.

        Object streams are none of these: who is told of what they hold needs to know no more. Raises UnusualError.
        """
        if self._frame != other._frame or self.spans.keys() != other.spans.keys():
            return None
        different: set[int] = set()
        packed = set(self.holders.values())
        for number, (start, end) in self.spans.items():
            theirs = slice(*other.spans[number])
            if self.data[start:end] == other.data[theirs]:
                continue
            if number not in packed:
                different.add(number)
                continue
            own, others = self._opened(number), other._opened(number)
            if own.keys() != others.keys():
                return None
            different |= {each for each in own if self.of(each) != other.of(each)}
        return frozenset(different)

    @property
    def _frame(self) -> tuple[object, ...]:
        """What there is besides objects and where they are."""
        first = min(start for start, _ in self.spans.values())
        return self.roots, self.listed, self.holders, self.data[:first]

    def _opened(self, holder: int) -> dict[int, tuple[int, int]]:
        """Where each object of an object stream is. Raises UnusualError."""
        if holder not in self.streams:
            start, end = self.spans[holder]
            said = _PACKED.match(self.data, start)
            if said is None:
                raise UnusualError
            until = said.end() + int(said[1])
            if not _CLOSED.fullmatch(self.data, until, end):
                raise UnusualError
            data, first = _unpacked(self.data[said.end() : until]), int(said[3])
            index = list(map(int, data[:first].split()))
            places = [first + each for each in index[1::2]]
            spans = dict(zip(index[::2], pairwise([*places, len(data)]), strict=True))
            mine = [number for number, of in self.holders.items() if of == holder]
            if len(index) != 2 * int(said[2]) or sorted(spans) != mine or places != sorted(set(places)):
                raise UnusualError
            self.streams[holder], self.opened[holder] = spans, data
        return self.streams[holder]


def _columns(data: bytes, listed: re.Match[bytes]) -> tuple[bytes, list[int], bytes]:
    """The three columns of a cross-reference stream (ISO 32000-2, 7.5.8), whose rows are told as differences."""
    at, index = int(listed["at"]), int(listed["index"])
    rows = _unpacked(data[listed.end() : listed.end() + int(listed["length"])])
    width = 2 + at + index
    if not rows or len(rows) % width or rows[::width].strip(b"\2"):
        raise UnusualError
    columns = [bytes(each & 255 for each in accumulate(rows[place::width])) for place in range(1, width)]
    firsts = [int.from_bytes(bytes(each), "big") for each in zip(*columns[1 : 1 + at], strict=True)]
    return columns[0], firsts, columns[-1]


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        raise UnusualError from None
