"""What an office's file may hold: bytes, parts and elements are counted as they are read, and the count stops one.

The limits count work and never seconds, and believe nothing that a file says of its own size. They are far above what
papers for a meeting have, and below what makes an office swell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipeline.findings import Reason

Fault: TypeAlias = Literal["too-large", "entities", "damaged", "locked", "unsafe", "no-package"]
"""Why a file is not opened: ``unsafe`` is one that two programs may read in two ways, ``no-package`` no zip archive."""


class PackageError(Exception):
    """A file that is not opened: why, at which part (none for all of it), and what of it, as the end of a sentence."""

    def __init__(self, fault: Fault, part: str, what: Reason) -> None:
        super().__init__(fault, part, what)
        self.fault, self.part, self.what = fault, part, what


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may hold, with the packages that lie in it."""

    parts: int = 8_000
    """A presentation of 500 slides with notes and pictures has about 4,000."""
    unpacked: int = 1 << 30
    """In bytes, all parts together."""
    ratio: int = 200
    """How often its packed size a part may have unpacked, where it is larger than ``ratio_from``."""
    ratio_from: int = 1 << 24
    """In bytes."""
    part: int = 1 << 26
    """In bytes, of a part in XML, or of a package in this one."""
    xml: int = 1 << 27
    """In bytes, of all parts in XML."""
    nodes: int = 1_000_000
    """Elements, comments and instructions: a workbook of 400,000 cells has some 850,000."""
    attributes: int = 4_000_000
    within: int = 3
    """How deep packages may lie in one another."""


class Spent:
    """How much of its limits a package has used up. Raises PackageError beyond them."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts = self.unpacked = self.xml = self._within = 0
        self._nodes = self._attributes = 0
        self._uncounted: list[tuple[str, bytes]] = []

    def entries(self, number: int) -> None:
        """So many parts are listed."""
        self.parts += number
        self._hold(self.parts, self.limits.parts, "", "unsound-parts")

    def piece(self, part: str, piece: int, size: int, packed: int) -> None:
        """A ``piece`` was unpacked of a part, of which that makes ``size`` bytes."""
        self.unpacked += piece
        self._hold(self.unpacked, self.limits.unpacked, part, "unsound-bytes")
        if size > self.limits.ratio_from and size > packed * self.limits.ratio:
            raise PackageError("too-large", part, Reason("unsound-ratio", {"times": self.limits.ratio}))

    def kept(self, part: str, size: int) -> None:
        """So much of a part is held in memory."""
        self._hold(size, self.limits.part, part, "unsound-xml-part")

    def tree(self, part: str, data: bytes) -> None:
        """A part in XML, which may be made a tree of."""
        self.xml += len(data)
        self._hold(self.xml, self.limits.xml, part, "unsound-xml")
        self._uncounted.append((part, data))
        if self.xml > min(self.limits.nodes, self.limits.attributes) * _SHORTEST:
            self._count()

    def _count(self) -> None:
        """The signs that open a tag or a value: there are no more elements and attributes than those."""
        for part, data in self._uncounted:
            self._nodes += data.count(b"<") - data.count(b"</")
            self._hold(self._nodes, self.limits.nodes, part, "unsound-elements")
            self._attributes += (data.count(b'"') + data.count(b"'")) // 2
            self._hold(self._attributes, self.limits.attributes, part, "unsound-attributes")
        self._uncounted.clear()

    @property
    def nodes(self) -> int:
        """Elements, comments and instructions."""
        self._count()
        return self._nodes

    @property
    def attributes(self) -> int:
        """Values between quotation marks."""
        self._count()
        return self._attributes

    @contextmanager
    def within(self, part: str) -> Iterator[None]:
        """A package in a package."""
        self._within += 1
        self._hold(self._within, self.limits.within, part, "unsound-packages")
        yield
        self._within -= 1

    def _hold(self, number: int, limit: int, part: str, code: str) -> None:
        if number > limit:
            raise PackageError("too-large", part, Reason(code, {"most": f"{limit:,}"}))


_SHORTEST = 4
"""Bytes of an element, and of an attribute: ``<a/>``, ``a=""``. What has fewer bytes in all need not be counted."""
