"""A path goes in; a PDF as pypdf sees it comes out, its references followed."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from unicodedata import normalize

from pypdf import Configuration, PageObject, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, StreamObject

from pipeline.audit.packed import Kept, Reader
from pipeline.files import state_of
from pipeline.findings import Finding, Place, Value
from pipeline.model import Binding, Part

# What pypdf repairs while it reads is no news to the reader of a report: the bundle's own notes say it.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


# A name or a number has no longest form in a PDF (ISO 32000-2, 7.3.3, 7.3.5; Annex C says what is usual).
NumberObject._LENGTH_LIMIT = NameObject._LENGTH_LIMIT = 1 << 16

_LARGEST = 1 << 30
"""Bytes, or things: whatever is bound was taken in with limits of its own, and an audit has no others."""


_ON_SHELF = 8 << 20
"""Bytes of files that stay read: read, they take some twenty times as many."""
_Found = TypeVar("_Found")


class UnreadError(Exception):
    """pypdf can't read the file that a check needs."""


@contextmanager
def reading() -> Iterator[None]:
    """pypdf's limits, which are for files that nobody has looked at, set aside."""
    whole: dict[str, Any] = {
        each.name: _LARGEST
        for each in dataclasses.fields(Configuration)
        if each.type == "int" or each.type is int
        if not each.name.endswith("_depth") and each.name != "stream_filters_maximum_length"
    }
    with apply_configuration(None, **whole):
        yield


class File:
    """A PDF file with what several checks look up in it."""

    def __init__(self, path: Path, kept: Kept | None = None) -> None:
        self.of_it: dict[str, Any] | None = None
        """What checks have found of it alone, where it stays read for more than one of them."""
        self.reader = Reader(path, kept)
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
            target = self.named.get(_key(target))
        if isinstance(target, DictionaryObject):
            target = at(target, "/D")
        if not isinstance(target, ArrayObject) or not target:
            return None
        first = list.__getitem__(target, 0)
        if isinstance(first, int):
            return first if first < len(self.pages) else None
        return self.index_of(first)

    def index_of(self, page: Any) -> int | None:
        """The number of a page, from 0, by the reference to it."""
        return self._index.get(page.idnum) if isinstance(page, IndirectObject) else None

    @cached_property
    def named(self) -> dict[bytes, Any]:
        """The named destinations, of the dictionary of PDF 1.1 and of the name tree."""
        old = at(self.root, "/Dests")
        named = {_key(name): follow(old.raw_get(name)) for name in old} if isinstance(old, DictionaryObject) else {}
        for name, value in entries(at(at(self.root, "/Names"), "/Dests"), "/Names"):
            named[_key(name)] = follow(value)
        return named


class Shelf:
    """Files that stay read from one audit to the next, as long as they stand as they stand: those of few bytes."""

    def __init__(self, most: int = _ON_SHELF) -> None:
        self._most = most
        self._known: dict[tuple[Path, tuple[int, ...]], tuple[File, int]] = {}
        self.tags = Kept()
        """Those of the last bundle, most of which the next one has."""

    def read(self, path: Path) -> File | None:
        """The file ``path``; None where pypdf can't read it."""
        try:
            state, size = (path, state_of(path)), path.stat().st_size
        except OSError:
            return None
        file, _ = self._known.pop(state, (None, 0))
        if (file := file or read(path)) is not None:
            if file.of_it is None:
                file.of_it = {}
            self._known[state] = file, size
            while sum(size for _, size in self._known.values()) > self._most:
                del self._known[next(iter(self._known))]
        return file


class Files(dict[Path, File | None]):
    """Files by their paths, each read when it is asked for; None for one that pypdf can't read."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        super().__init__()
        self._read = shelf.read if shelf else read
        self.tags = shelf.tags if shelf else None

    def __missing__(self, path: Path) -> File | None:
        self[path] = file = self._read(path)
        return file


@dataclass(frozen=True, slots=True)
class Bound:
    """A part in the bundle."""

    part: Part
    files: Mapping[Path, File | None] = field(repr=False, compare=False)
    first: int
    """From 0."""
    pages: int

    @property
    def file(self) -> File | None:
        """None where pypdf can't read it: then its pages can't be compared."""
        return self.files[self.part.path]

    @property
    def is_strangers(self) -> bool:
        """Whether its PDF was not made here."""
        return all(name.lower().endswith(".pdf") for name in self.part.names[:1])

    @property
    def names(self) -> set[str]:
        """What its file is called, in small letters."""
        return {_folded(name) for name in self.part.names}


@dataclass(frozen=True, slots=True)
class Audited:
    """What every check looks at."""

    file: File | None
    """The bundle; None where pypdf can't read it."""
    parts: Sequence[Bound]
    """Those that are looked into here: all, or one share of a large bundle's."""
    every: Sequence[Bound]
    """All of the bundle."""
    binding: Binding
    counted: dict[str, Any] = field(default_factory=dict)
    """By check, what counts only together with what the other shares have."""
    unread: dict[str, list[int]] = field(default_factory=dict)
    """By check, the pages of the bundle, from 0, that pypdf can't read."""
    told: list[Finding] = field(default_factory=list)
    """What people should know of the bundle, though it is as it should be."""

    @property
    def bundle(self) -> File:
        """The bundle. Raises UnreadError."""
        if self.file is None:
            raise UnreadError
        return self.file

    @property
    def indices(self) -> range:
        """The bundle's pages that are looked into here, from 0; with the last part go those that no part has."""
        first, last = (self.parts[0].first, self.parts[-1]) if self.parts else (0, None)
        every = last is None or last is self.every[-1]
        return range(first, len(self.bundle.pages) if last is None or every else last.first + last.pages)

    @property
    def files(self) -> Iterator[tuple[Bound, File]]:
        """Each part and its file. Raises UnreadError for one that pypdf can't read."""
        for each in self.parts:
            if each.file is None:
                raise UnreadError
            yield each, each.file

    def guarded(self, check: str, index: int, findings: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
        """The findings on page ``index``, from 0, which is set down as not read where pypdf stumbles on it."""
        try:
            yield from list(findings())
        except Exception:
            self.unread.setdefault(check, []).append(index)

    def first_page(self, position: int) -> int | None:
        """The page, from 0, at which an enclosure begins."""
        return next((each.first for each in self.every if each.part.position == position), None)

    def file_of(self, name: str) -> Bound | None:
        """The enclosure whose file is called ``name``; None where none is, or several are."""
        wanted = _folded(name)
        found = [each for each in self.every if each.part.kind == "enclosure" if wanted in each.names]
        return found[0] if len({each.part.position for each in found}) == 1 else None

    def pairs(self, check: str) -> Iterator[tuple[int, PageObject, PageObject, Bound]]:
        """Each page of the bundle that has a page to compare it with: its index, itself, the other, its part.

        The pages of parts that pypdf can't read are set down as not read by ``check``.
        """
        for each in self.parts:
            if each.file is None:
                self.unread.setdefault(check, []).extend(range(each.first, each.first + each.pages))
            for offset, source in enumerate(each.file.pages if each.file else ()):
                index = each.first + offset
                if index < len(self.bundle.pages):
                    yield index, self.bundle.pages[index], source, each


def amiss(code: str, page: int | None = None, /, **values: Value) -> Finding:
    """What is wrong with the bundle, or with one of its pages, from 0."""
    return Finding(code, Place(page=None if page is None else page + 1), values)


def read(path: Path, kept: Kept | None = None) -> File | None:
    """The PDF file ``path``; None where pypdf can't read it."""
    try:
        with reading():
            return File(path, kept)
    except Exception:
        return None


def of_file(file: File, what: Callable[[File], _Found]) -> _Found:
    """What ``what`` finds of a file alone; looked for once in one that stays read."""
    if file.of_it is None:
        return what(file)
    if what.__name__ not in file.of_it:
        file.of_it[what.__name__] = what(file)
    found: _Found = file.of_it[what.__name__]
    return found


def follow(value: Any) -> Any:
    """What a reference leads to."""
    if not isinstance(value, IndirectObject):
        return value
    reader: Any = value.pdf  # what it has read is there, without another three calls
    known = reader.resolved_objects.get((value.generation, value.idnum))
    return value.get_object() if known is None or isinstance(known, IndirectObject) else known


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


def streams(page: PageObject) -> list[bytes]:
    """What draws a page, unpacked: the streams that its reader puts together."""
    return [stream.get_data() for stream in _streams(page)]


def last_stream(page: PageObject) -> bytes:
    """The last of them; nothing where there is none."""
    return next((stream.get_data() for stream in reversed(_streams(page))), b"")


def _streams(page: PageObject) -> list[StreamObject]:
    contents = at(page, "/Contents")
    found = [contents] if isinstance(contents, StreamObject) else [follow(each) for each in raw(contents)]
    return [stream for stream in found if isinstance(stream, StreamObject)]


def text(value: Any) -> str:
    """The words, or nothing."""
    return "" if value is None else str(follow(value))


def _folded(name: str) -> str:
    return normalize("NFC", name.replace("\\", "/").rpartition("/")[2]).casefold()


def _key(name: Any) -> bytes:
    if isinstance(name, bytes):
        return name
    original = getattr(name, "original_bytes", None)
    return original if isinstance(original, bytes) else str(name).removeprefix("/").encode()
