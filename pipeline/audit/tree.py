"""A structure tree goes in; its elements in reading order come out, so that two trees can be held side by side.

ISO 32000-2, 14.7.2 (elements), 14.7.4 (roles), 14.7.5 (content).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from pipeline.audit.reading import File, at, follow, raw, text

_TOLD = ("/Alt", "/ActualText", "/E", "/Lang", "/T")
"""What an element says besides its content."""
_DEEPEST_ROLE = 20


class Leaf(NamedTuple):
    """An element, marked content or a reference to an annotation, as comparison needs it."""

    level: int
    kind: str
    """The role of an element in the standard's names; ``content`` or ``object`` for what it holds."""
    page: int | None
    """From 0, in its part."""
    says: tuple[str, ...]


def leaves(file: File, top: Any, first: int, prefix: str = "") -> Iterator[Leaf]:
    """What is below ``top`` in the tree of ``file``; pages count from ``first``.

    A role that stands for nothing else may have been given ``prefix``, so that it is not taken for another part's.
    """
    roles = _roles(file)
    waiting: list[tuple[Any, int, int | None]] = [(kid, 0, None) for kid in reversed(kids(top))]
    seen: set[int] = set()
    while waiting:
        reference, level, page = waiting.pop()
        node = follow(reference)
        if isinstance(node, DictionaryObject):
            own = file.index_of(node.raw_get("/Pg")) if "/Pg" in node else None
            page = page if own is None else own - first
            kind = node.get("/Type")
            if kind == "/MCR":
                yield Leaf(level, "content", page, (str(node.get("/MCID")),))
            elif kind == "/OBJR":
                yield Leaf(level, "object", page, (text(at(at(node, "/Obj"), "/Subtype")),))
            elif id(node) not in seen:
                seen.add(id(node))
                says = tuple(f"{key}{text(node[key])}" for key in _TOLD if key in node)
                role = roles.get(text(node.get("/S")), text(node.get("/S")))
                yield Leaf(level, "/" + role.removeprefix("/").removeprefix(prefix), page, says)
                waiting += [(kid, level + 1, page) for kid in reversed(kids(node))]
        elif isinstance(node, int):
            yield Leaf(level, "content", page, (str(node),))


def kids(element: Any) -> list[Any]:
    """What an element holds, unfollowed; one kid may stand without an array."""
    value = element.raw_get("/K") if isinstance(element, DictionaryObject) and "/K" in element else None
    found = follow(value) if isinstance(value, IndirectObject) else value
    if isinstance(found, ArrayObject):
        return raw(found)
    return [] if value is None else [value]


def _roles(file: File) -> Mapping[str, str]:
    """Each role of the file's own, and the one that it stands for in the end."""
    mapped = at(at(file.root, "/StructTreeRoot"), "/RoleMap")
    roles = {str(name): text(at(mapped, name)) for name in mapped} if isinstance(mapped, DictionaryObject) else {}
    ends = {}
    for name in roles:
        end = name
        for _ in range(_DEEPEST_ROLE):
            end = roles.get(end, end)
        ends[name] = end
    return ends
