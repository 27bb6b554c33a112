"""The pages of a bundle go in; the same pages come out, with equal fonts, pictures and profiles stored once.

Two things are equal when their bytes are, and what they refer to is. Pages, tags, layers and fields are never merged:
there it matters which one something is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Stream

from pipeline.pdf.objects import items

_SHARED = (Name.Font, Name.XObject, Name.ColorSpace, Name.ExtGState, Name.Pattern, Name.Shading)
"""The resources (ISO 32000-2, 7.8.3) that a page's drawing is the same with, whichever of two equal ones it names.

Not ``/Properties``, which names layers and marked content.
"""
_BY_IDENTITY = frozenset({"/OC", "/AF", "/Parent", "/P", "/Pg", "/Metadata", "/PieceInfo", "/Ref", "/Measure"})
"""Where these lead is part of what a thing is, and is not looked into."""
_DEEPEST = 60
"""No honest drawing is nested deeper."""


def share_equal(pages: Iterable[Page]) -> None:
    """Let equal resources of ``pages``, all of one PDF, and of their annotations' appearances be one object."""
    shared = _Shared()
    for page in pages:
        for holder in _holders(page.obj):
            shared.resources(holder)


def _holders(page: Dictionary) -> Iterator[Object]:
    """The page, and each drawing of its annotations (12.5.5)."""
    yield page
    for annotation in items(page.get(Name.Annots)):
        appearance = annotation.get(Name.AP) if isinstance(annotation, Dictionary) else None
        for drawing in appearance.values() if isinstance(appearance, Dictionary) else ():
            yield from (drawing.values() if isinstance(drawing, Dictionary) else (drawing,))


class _Shared:
    """What has been seen, by what it is made of."""

    def __init__(self) -> None:
        self._known: dict[bytes, Object] = {}
        self._instead: dict[tuple[int, int], Object] = {}
        """For each object that was looked at, the one to use."""
        self._resources: set[tuple[int, int]] = set()

    def resources(self, holder: Object) -> None:
        resources = holder.get(Name.Resources) if isinstance(holder, (Dictionary, Stream)) else None
        if not isinstance(resources, Dictionary):
            return
        if resources.is_indirect:
            if resources.objgen in self._resources:
                return
            self._resources.add(resources.objgen)
        for category in _SHARED:
            entries = resources.get(category)
            if isinstance(entries, Dictionary):
                self._replace_in(entries, 0)

    def _replace_in(self, holder: Any, depth: int) -> None:
        """Let all that ``holder`` names be the one that stands for its equals."""
        if depth > _DEEPEST:
            return
        keys = range(len(holder)) if isinstance(holder, Array) else holder.keys() - _BY_IDENTITY
        for key in sorted(keys):
            value = holder[key]
            if not isinstance(value, (Dictionary, Array, Stream)):
                continue
            if not value.is_indirect:
                self._replace_in(value, depth + 1)
                continue
            one = self._one(value, depth)
            if one.objgen != value.objgen:
                holder[key] = one

    def _one(self, value: Object, depth: int) -> Object:
        """The object that stands for ``value``: the first that was met of all that equal it."""
        if value.objgen not in self._instead:
            self._instead[value.objgen] = value  # for what refers back to it
            self._replace_in(value, depth + 1)
            self._instead[value.objgen] = self._known.setdefault(_content(value), value)
        return self._instead[value.objgen]


def _content(value: Object) -> bytes:
    """What tells a thing from all that differ from it: references count by where they lead."""
    if not isinstance(value, Stream):
        return sha256(value.unparse(resolved=True)).digest()
    entries = {key: entry for key, entry in value.items() if key != "/Length"}
    return sha256(Dictionary(entries).unparse(resolved=True) + b"stream" + value.get_raw_stream_buffer()).digest()
