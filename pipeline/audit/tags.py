"""The structure tree of a bundle goes in; what is in no tree, and what a part's tree lost, come out.

ISO 32000-2, 14.7.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NullObject, StreamObject

from pipeline.audit.reading import Audited, Bound, File, amiss, at, entries, follow, of_file, raw, streams, text
from pipeline.audit.tree import Leaf, kids, leaves
from pipeline.findings import Finding, Reason

_MARKED = re.compile(rb"/MCID\s+(\d+)")


def audit_tags(audited: Audited) -> Iterator[Finding]:
    """Whether every page with tags has a key of its own that leads to tags, and these to the root of the tree."""
    files = {each.part.path: file for each, file in audited.files}
    known = _parents(audited.bundle)
    climb = _Climb(_tree(audited.bundle))
    keys = list(_keys(audited.bundle, audited.indices))
    often = Counter(key for *_, key in keys)
    audited.counted["tags"] = frozenset(often)
    excused = _loose(audited, files)
    for index, thing, key in keys:
        if often[key] > 1 and key not in excused:
            yield amiss("audit-tag-shared", index, thing=Reason(thing), key=key)
        elif key not in known:
            yield amiss("audit-tag-unknown", index, thing=Reason(thing), key=key)
        elif key not in excused and not climb.arrives(known[key]):
            yield amiss("audit-tag-loose", index, thing=Reason(thing))
    tagged = {path: of_file(file, _is_tagged) for path, file in files.items()}
    trees = {path: of_file(file, _parents) for path, file in files.items()}
    for index, page, source, each in audited.pairs("tags"):
        if not tagged[each.part.path]:
            continue
        if "/StructParents" in source and "/StructParents" not in page:
            yield amiss("audit-tags-lost", index)
        elif lost := _marked(source, trees[each.part.path]) - _marked(page, known):
            yield amiss("audit-marked", index, numbers=tuple(sorted(lost)))
    if any(tagged.values()):
        yield from _parts(audited, tagged)
    marked = at(at(audited.bundle.root, "/MarkInfo"), "/Marked")
    if marked and not all(tagged[each.part.path] for each in audited.parts if each.file and each.part.kind != "blank"):
        yield amiss("audit-all-tagged")


def joined_tags(counted: Sequence[Any]) -> Iterator[Finding]:
    """Whether what is in the shares has keys of its own in each."""
    often = Counter(key for keys in counted for key in keys)
    for key in sorted(key for key, count in often.items() if count > 1):
        yield amiss("audit-parts-share", key=key)


def _loose(audited: Audited, files: Mapping[Path, File]) -> set[int]:
    """The keys whose tags are in no tree of their own part either, or that several things there share: what strangers
    left so is told.

    LibreOffice leaves a watermark's so, which is read aloud nowhere; nobody could do anything about it.
    """
    keys: set[int] = set()
    moved: dict[int, int] = {}
    for _, page, source, each in audited.pairs("tags"):
        if "/StructParents" in source and "/StructParents" in page:
            moved.setdefault(each.first, int(at(page, "/StructParents")) - int(at(source, "/StructParents")))
    for each in audited.parts:
        if each.first not in moved:
            continue
        loose = of_file(files[each.part.path], _loose_in)
        keys |= {key + moved[each.first] for key in loose}
        if loose and each.part.kind == "enclosure" and each.is_strangers:
            audited.told.append(Finding("loose-tags", each.part.place))
    return keys


def _loose_in(file: File) -> set[int]:
    """The keys of a file whose tags are in no tree, or that several things share."""
    climb = _Climb(_tree(file))
    often = Counter(key for *_, key in _keys(file, range(len(file.pages))))
    return {key for key, tags in of_file(file, _parents).items() if not climb.arrives(tags)} | {
        key for key, count in often.items() if count > 1
    }


def read_tags(file: File | None) -> None:
    """Go through the tags of ``file`` now: pypdf keeps what it has read."""
    with suppress(Exception):  # the audit itself says what can't be read
        if file is not None:
            of_file(file, _leaves)
            of_file(file, _loose_in)


def _leaves(file: File) -> list[Leaf]:
    return list(leaves(file, _tree(file), 0))


def _parts(audited: Audited, tagged: Mapping[Path, bool]) -> Iterator[Finding]:
    """Whether the tree has a ``Part`` for each part, in order, and in it the part's own tree, whole."""
    (document, *_) = kids(_tree(audited.bundle)) or [None]
    found = [follow(each) for each in kids(follow(document))]
    bound = [each for each in audited.every if each.part.kind != "blank"]
    for each, element in zip_longest(bound, found):
        own = None if element is None else (text(at(element, "/T")), text(at(element, "/Lang")))
        if each is None or own != (each.part.title, each.part.language):
            wanted = (each.part.title, each.part.language) if each else None
            yield amiss("audit-tag-part", found=_part(own), wanted=_part(wanted))
            return
        if tagged.get(each.part.path) and each.file:
            yield from _same(audited.bundle, element, each, each.file)


def _same(bundle: File, element: Any, each: Bound, file: File) -> Iterator[Finding]:
    pairs = zip_longest(leaves(bundle, element, each.first, f"{each.part.key}-"), of_file(file, _leaves))
    for found, wanted in pairs:
        if found != wanted:
            yield amiss("audit-tag", each.first, found=_told(found), wanted=_told(wanted))
            return


def _part(said: tuple[str, str] | None) -> Reason:
    return Reason("tag-part", {"title": said[0], "language": said[1]}) if said else Reason("nothing")


def _told(leaf: Leaf | None) -> Reason:
    if leaf is None:
        return Reason("nothing")
    element = " ".join((leaf.kind.removeprefix("/"), *leaf.says))
    if leaf.page is None:
        return Reason("tag-element", {"element": element})
    return Reason("tag-element-on-page", {"element": element, "page": leaf.page + 1})


def _marked(page: PageObject, parents: Mapping[int, Any]) -> set[int]:
    """The marked content of a page that leads to a tag (14.7.5.4)."""
    elements = raw(follow(parents.get(int(page.get("/StructParents", -1)))))
    numbers = {int(number) for stream in streams(page) for number in _MARKED.findall(stream)}
    return {
        number
        for number in numbers
        if number < len(elements) and not isinstance(follow(elements[number]), (NullObject, type(None)))
    }


def _parents(file: File | None) -> dict[int, Any]:
    return {int(key): value for key, value in entries(at(_tree(file), "/ParentTree"), "/Nums")}


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


def _keys(file: File, pages: range) -> Iterator[tuple[int | None, str, int]]:
    """The keys of pages in the tree: the page from 0, for what is on one; what has the key, as it is told; the key."""
    for index in pages:
        page = file.pages[index]
        if "/StructParents" in page:
            yield index, "tagged-page", int(at(page, "/StructParents"))
        for link in raw(at(page, "/Annots")):
            key = at(link, "/StructParent")
            if key is not None:
                yield index, "tagged-link", int(key)
    for drawing in _drawings(file, pages):
        for name in ("/StructParent", "/StructParents"):
            if name in drawing:
                yield None, "tagged-drawing", int(at(drawing, name))


def _drawings(file: File, pages: range) -> Iterator[StreamObject]:
    """The forms and pictures that pages draw, and those that these draw (14.7.5.3, 14.7.5.4)."""
    seen: set[int] = set()
    waiting: list[Any] = [at(file.pages[index], "/Resources") for index in pages]
    while waiting:
        drawings = at(waiting.pop(), "/XObject")
        if not isinstance(drawings, DictionaryObject) or id(drawings) in seen:
            continue
        seen.add(id(drawings))
        for name in drawings:
            drawing = at(drawings, name)
            if isinstance(drawing, StreamObject) and id(drawing) not in seen:
                seen.add(id(drawing))
                yield drawing
                waiting.append(at(drawing, "/Resources"))


def _is_tagged(file: File | None) -> bool:
    """Whether the file has a tree that its pages are in; a tree that pages contend for is a leftover."""
    if file is None or at(_tree(file), "/K") is None:
        return False
    claimed = [int(at(page, "/StructParents")) for page in file.pages if "/StructParents" in page]
    known = {int(key) for key, _ in entries(at(_tree(file), "/ParentTree"), "/Nums")}
    return bool(claimed) and len(set(claimed)) == len(claimed) and known >= set(claimed)
