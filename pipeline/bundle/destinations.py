"""What a link names goes in; the page and the view that it leads to come out (ISO 32000-2, 12.3.2).

A part's own links are made explicit. Its names stay too: what is outside of the file (``bundle.pdf#annex``) uses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.model import Part
from pipeline.pdf.objects import name_tree, named


@dataclass(frozen=True, slots=True)
class Destination:
    page: int
    """From 0, in its part."""
    view: tuple[Any, ...]
    """How the page is shown: a name such as ``/XYZ`` and its numbers."""


class Destinations:
    """All that the links of one PDF may lead to. Each name is read once, whatever the number of links."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._objects = [page.obj for page in pdf.pages]
        self._pages = {page.objgen: index for index, page in enumerate(self._objects)}

    def find(self, target: Any) -> Destination | None:
        """Where ``target`` leads: an array, a name, a byte string, a page's number. None when nowhere."""
        if isinstance(target, (String, Name)):
            target = self._named.get(_key(target))
        if isinstance(target, Dictionary):
            target = target.get(Name.D)
        if isinstance(target, int):
            target = Array([target])
        if not isinstance(target, Array) or not len(target):
            return None
        page = self._page(target[0])
        if page is None:
            return None
        view = tuple(target)[1:]
        return Destination(page, view if view and isinstance(view[0], Name) else (Name.Fit,))

    def explicit(self, destination: Destination) -> Array:
        """The destination as an array that names its page, in the PDF it was found in."""
        return Array([self._objects[destination.page], *destination.view])

    @cached_property
    def opened(self) -> int:
        """The page that the file opens at, from 0 (12.6.4.2, 7.7.2)."""
        opening = self._pdf.Root.get(Name.OpenAction)
        if isinstance(opening, Dictionary):
            opening = opening.get(Name.D) if opening.get(Name.S) == Name.GoTo else None
        found = self.find(opening)
        return found.page if found else 0

    def names(self) -> Iterator[tuple[bytes, Destination]]:
        """Each name that leads to a page, in the order of the names."""
        for name in sorted(self._named):
            destination = self.find(self._named[name])
            if destination:
                yield name, destination

    def _page(self, target: Any) -> int | None:
        if isinstance(target, int):
            # Only remote destinations may give a page's number; some writers do it in local ones too.
            return target if 0 <= target < len(self._pages) else None
        return self._pages.get(target.objgen) if isinstance(target, Dictionary) else None

    @cached_property
    def _named(self) -> dict[bytes, Object]:
        """The name tree ``/Names /Dests``, and the ``/Dests`` dictionary of PDF 1.1 (12.3.2.4)."""
        found: dict[bytes, Object] = {}
        old = self._pdf.Root.get(Name.Dests)
        if isinstance(old, Dictionary):
            found.update((name[1:].encode("utf-8", "surrogateescape"), value) for name, value in old.items())
        names = self._pdf.Root.get(Name.Names)
        if isinstance(names, Dictionary):
            found.update(named(names.get(Name.Dests)))
        return found


class JoinedNames:
    """The named destinations of a bundle."""

    def __init__(self, bundle: Pdf) -> None:
        self._bundle = bundle
        self._named: dict[bytes, Object] = {}
        self._said: set[str] = set()

    def add(self, part: Part, destinations: Destinations, pages: Sequence[Dictionary]) -> int:
        """Add the names of ``part``, which has these ``pages`` in the bundle; says how many there are.

        A name that an earlier part has is given the part's name before it: ``enclosure3.annex``.
        """
        prefix = f"{part.key}."
        count = 0
        for name, found in destinations.names():
            free = name
            while str(String(free)) in self._said:
                free = _prefixed(prefix, free)
            self._said.add(str(String(free)))
            self._named[free] = Array([pages[found.page], *found.view])
            count += 1
        return count

    def finish(self) -> None:
        """Put the names into the bundle's catalog, if there are any."""
        if not self._named:
            return
        holder = self._bundle.Root.get(Name.Names, Dictionary())
        holder.Dests = name_tree(self._bundle, self._named)
        self._bundle.Root.Names = holder


def _prefixed(prefix: str, name: bytes) -> bytes:
    """A name with words before it, in the encoding that it has (7.9.2.2)."""
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
        if name.startswith(mark):
            return mark + prefix.encode(encoding) + name[len(mark) :]
    return prefix.encode() + name


def _key(target: String | Name) -> bytes:
    return bytes(target)[1:] if isinstance(target, Name) else bytes(target)
