"""What a link names goes in; the page and the view that it leads to come out (ISO 32000-2, 12.3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.objects import named


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
        self._pages = list(pdf.pages)
        self._index = {page.obj.objgen: index for index, page in enumerate(self._pages)}

    def find(self, target: Object | None) -> Destination | None:
        """Where ``target`` leads: an explicit destination, a name, or a byte string. None when nowhere."""
        if isinstance(target, (String, Name)):
            target = self._named.get(_key(target))
        if isinstance(target, Dictionary):
            target = target.get(Name.D)
        if not isinstance(target, Array) or not len(target):
            return None
        page = self._page(target[0])
        if page is None:
            return None
        view = tuple(target)[1:]
        return Destination(page, view if view and isinstance(view[0], Name) else (Name.Fit,))

    def explicit(self, destination: Destination) -> Array:
        """The destination as an array that names its page, in the PDF it was found in."""
        return Array([self._pages[destination.page].obj, *destination.view])

    def _page(self, target: Any) -> int | None:
        if isinstance(target, int):
            # Only remote destinations may give a page's number; some writers do it in local ones too.
            return target if 0 <= target < len(self._pages) else None
        return self._index.get(target.objgen) if isinstance(target, Dictionary) else None

    @cached_property
    def _named(self) -> dict[bytes, Object]:
        """The name tree ``/Names /Dests``, and the ``/Dests`` dictionary of PDF 1.1 (12.3.2.4)."""
        found: dict[bytes, Object] = {}
        old = self._pdf.Root.get(Name.Dests)
        if isinstance(old, Dictionary):
            found.update((name[1:].encode(), value) for name, value in old.items())
        names = self._pdf.Root.get(Name.Names)
        if isinstance(names, Dictionary):
            found.update(named(names.get(Name.Dests)))
        return found


def _key(target: String | Name) -> bytes:
    return str(target)[1:].encode() if isinstance(target, Name) else bytes(target)
