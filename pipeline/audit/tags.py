"""The structure tree of a bundle goes in; the pages and links that are in no tree come out (ISO 32000-2, 14.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from pipeline.audit.reading import Audited, File, at, entries, follow, raw


def audit_tags(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether every page with tags has a key of its own that leads to tags, and these to the root of the tree."""
    known = {int(key): value for key, value in entries(at(_tree(audited.bundle), "/ParentTree"), "/Nums")}
    climb = _Climb(_tree(audited.bundle))
    keys = list(_keys(audited.bundle))
    often = Counter(key for _, key in keys)
    for place, key in keys:
        if often[key] > 1:
            yield place, f"It shares its key {key} in the structure tree with another."
        elif key not in known:
            yield place, f"Its key {key} is not in the structure tree."
        elif not climb.arrives(known[key]):
            yield place, "Its tags are in no structure tree."
    tagged = {each.part.path: _is_tagged(each.file) for each in audited.parts}
    for index, page, source, each in audited.pairs():
        if tagged[each.part.path] and "/StructParents" in source and "/StructParents" not in page:
            yield f"page {index + 1}", "Its tags are lost."
    marked = at(at(audited.bundle.root, "/MarkInfo"), "/Marked")
    if marked and not all(tagged[each.part.path] for each in audited.parts if each.file):
        yield "tags", "The bundle says that all of it is tagged; it is not."


class _Climb:
    """Climbs from tags to the root, as long as each parent knows its kid; an element is climbed from once."""

    def __init__(self, root: Any) -> None:
        self._arrived: dict[int, bool] = {id(root): root is not None}
        self._kids: dict[int, set[int]] = {}

    def arrives(self, value: Any) -> bool:
        """Whether the tags of a page (an array) or a link (an element) all lead to the root."""
        value = follow(value)
        elements = [follow(each) for each in raw(value)] if isinstance(value, ArrayObject) else [value]
        return all(self._arrives(each) for each in elements if isinstance(each, DictionaryObject))

    def _arrives(self, element: Any) -> bool:
        path = []
        while isinstance(element, DictionaryObject) and id(element) not in self._arrived:
            path.append(id(element))
            self._arrived[id(element)] = False
            parent = at(element, "/P")
            element = parent if id(element) in self._kids_of(parent) else None
        arrived = self._arrived.get(id(element), False)
        self._arrived.update(dict.fromkeys(path, arrived))
        return arrived

    def _kids_of(self, parent: Any) -> set[int]:
        if id(parent) not in self._kids:
            kids = at(parent, "/K")
            listed = raw(kids) if isinstance(kids, ArrayObject) else [kids]
            self._kids[id(parent)] = {id(follow(each)) for each in listed}
        return self._kids[id(parent)]


def _tree(file: File | None) -> Any:
    return at(file.root, "/StructTreeRoot") if file else None


def _keys(file: File) -> Iterator[tuple[str, int]]:
    for index, page in enumerate(file.pages):
        if "/StructParents" in page:
            yield f"page {index + 1}", int(at(page, "/StructParents"))
        for link in raw(at(page, "/Annots")):
            key = at(link, "/StructParent")
            if key is not None:
                yield f"a link on page {index + 1}", int(key)


def _is_tagged(file: File | None) -> bool:
    """Whether the file has a tree that its pages are in; a tree that pages contend for is a leftover."""
    if file is None or at(_tree(file), "/K") is None:
        return False
    claimed = [int(at(page, "/StructParents")) for page in file.pages if "/StructParents" in page]
    known = {int(key) for key, _ in entries(at(_tree(file), "/ParentTree"), "/Nums")}
    return bool(claimed) and len(set(claimed)) == len(claimed) and known >= set(claimed)
