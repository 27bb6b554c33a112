"""A path goes in; a PDF as pypdf sees it comes out, its references followed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from pipeline.model import Binding, Part

# What pypdf repairs while it reads is no news to the reader of a report: the bundle's own notes say it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


class File:
    """A PDF file with what several checks look up in it."""

    def __init__(self, path: Path) -> None:
        self.reader = PdfReader(path)
        if self.reader.is_encrypted:
            self.reader.decrypt("")
        self.root: DictionaryObject = self.reader.root_object
        self.pages: Sequence[PageObject] = list(self.reader.pages)
        self._index = {
            page.indirect_reference.idnum: index for index, page in enumerate(self.pages) if page.indirect_reference
        }

    @property
    def information(self) -> DictionaryObject:
        return self.reader.metadata or DictionaryObject()

    def page(self, target: Any) -> int | None:
        """The page, from 0, that a destination leads to; None when to none."""
        target = follow(target)
        if isinstance(target, (str, bytes)):
            target = self._named.get(_key(target))
        if isinstance(target, DictionaryObject):
            target = at(target, "/D")
        if not isinstance(target, ArrayObject) or not target:
            return None
        first = target[0] if not isinstance(target[0], int) else None
        if first is None:
            number = int(target[0])
            return number if number < len(self.pages) else None
        reference = list.__getitem__(target, 0)
        return self._index.get(reference.idnum) if isinstance(reference, IndirectObject) else None

    def pages_labelled_from(self, first: int) -> int:
        """The pages from ``first`` to where the next range of page labels begins."""
        starts = [int(start) for start, _ in entries(at(self.root, "/PageLabels"), "/Nums")]
        return min((start for start in starts if start > first), default=len(self.pages)) - first

    @cached_property
    def _named(self) -> dict[bytes, Any]:
        old = at(self.root, "/Dests")
        named = {_key(name): follow(old.raw_get(name)) for name in old} if isinstance(old, DictionaryObject) else {}
        for name, value in entries(at(at(self.root, "/Names"), "/Dests"), "/Names"):
            named[_key(name)] = follow(value)
        return named


@dataclass(frozen=True, slots=True)
class Bound:
    """A part in the bundle."""

    part: Part
    file: File | None
    """None where pypdf can't read it: then its pages can't be compared."""
    first: int
    """From 0."""
    pages: int


@dataclass(frozen=True, slots=True)
class Audited:
    """What every check looks at."""

    bundle: File
    parts: Sequence[Bound]
    binding: Binding

    def first_page(self, position: int) -> int | None:
        """The page, from 0, at which an enclosure begins."""
        return next((each.first for each in self.parts if each.part.position == position), None)

    def pairs(self) -> Iterator[tuple[int, PageObject, PageObject, Bound]]:
        """Each page of the bundle that has a page to compare it with: its index, itself, the other, its part."""
        for each in self.parts:
            for offset, source in enumerate(each.file.pages if each.file else ()):
                index = each.first + offset
                if index < len(self.bundle.pages):
                    yield index, self.bundle.pages[index], source, each


def read(path: Path) -> File | None:
    """The PDF file ``path``; None where pypdf can't read it."""
    try:
        return File(path)
    except Exception:
        return None


def follow(value: Any) -> Any:
    """What a reference leads to."""
    return value.get_object() if isinstance(value, IndirectObject) else value


def at(holder: Any, key: str) -> Any:
    """The value under ``key``, followed; None where there is none."""
    holder = follow(holder)
    return follow(holder.raw_get(key)) if isinstance(holder, DictionaryObject) and key in holder else None


def entries(tree: Any, leaf: str) -> Iterator[tuple[Any, Any]]:
    """The keys and the unfollowed values of a name tree or a number tree."""
    waiting, seen = [tree], set()
    while waiting:
        node = follow(waiting.pop())
        if not isinstance(node, DictionaryObject) or id(node) in seen:
            continue
        seen.add(id(node))
        pairs = raw(at(node, leaf))
        yield from ((follow(key), value) for key, value in zip(pairs[::2], pairs[1::2], strict=False))
        waiting += raw(at(node, "/Kids"))


def raw(array: Any) -> list[Any]:
    """What an array holds, references unfollowed."""
    return list(list.__iter__(array)) if isinstance(array, ArrayObject) else []


def text(value: Any) -> str:
    """The words, or nothing."""
    return "" if value is None else str(follow(value))


def _key(name: Any) -> bytes:
    if isinstance(name, bytes):
        return name
    original = getattr(name, "original_bytes", None)
    return original if isinstance(original, bytes) else str(name).removeprefix("/").encode()
