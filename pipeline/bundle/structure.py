"""The structure trees of the parts go in, one tree comes out: a ``Document`` with a ``Part`` for each of them.

ISO 32000-2, 14.7. The parent tree (14.7.5.4), which leads from a page back to its tags, is numbered anew; IDs, roles
and classes that mean different things in two parts are renamed in the later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Page, Pdf, Stream, String

from pipeline.files import Remembered
from pipeline.model import Language, Part
from pipeline.pdf.objects import as_list, integer, items, name_of, name_tree, named, numbered, spelt
from pipeline.pdf.types import STANDARD_TYPES


def take_structure(pdf: Pdf) -> Object | None:
    """The structure tree of ``pdf`` as an indirect object; None when it has none that can be trusted.

    A tree whose parent tree is missing, or in which two pages claim the same place, was left over by a program that
    put files together without their tags; such a file counts as untagged.
    """
    root = pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(root, Dictionary) or Name.K not in root:
        return None
    known = numbered(root.get(Name.ParentTree))
    keys = (integer(page.obj.get(Name.StructParents)) for page in pdf.pages)
    claimed = [key for key in keys if key is not None]
    if not claimed or len(set(claimed)) < len(claimed) or not known.keys() >= set(claimed):
        return None
    return root if root.is_indirect else pdf.make_indirect(root)


def drop_tags(pages: Iterable[Page]) -> None:
    """Take from ``pages`` what leads to a tree that is not there."""
    for page in pages:
        for holder in (page.obj, *items(page.obj.get(Name.Annots))):
            for key in (Name.StructParents, Name.StructParent):
                if isinstance(holder, Dictionary) and key in holder:
                    del holder[key]


class JoinedTree:
    """The structure tree of a bundle."""

    def __init__(self, bundle: Pdf, language: Language, title: str) -> None:
        self._bundle = bundle
        self._root = bundle.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = bundle.make_indirect(
            Dictionary(
                Type=Name.StructElem, S=Name.Document, P=self._root, Lang=String(language), T=String(title), K=Array()
            )
        )
        self._parents: list[Any] = []
        self._next_key = 0
        self._ids: dict[bytes, Object] = {}
        self._roles: dict[str, str] = {}
        self._unmapped: set[str] = set()
        """The roles that a part uses and maps to nothing."""
        self._classes = Dictionary()
        self._namespaces: list[Object] = []

    def add(self, part: Part, tree: Object, pages: Sequence[Page]) -> None:
        """Hang the ``tree`` of ``part`` below the document; ``pages`` are the part's pages in the bundle."""
        copy = self._bundle.copy_foreign(tree)
        element = self._part(part)
        for kid in _kids(copy):
            below = kid if kid.is_indirect else self._bundle.make_indirect(kid)
            below.P = element
            element.K.append(below)
        self._number(copy, pages)
        self._name(part, copy, element)
        self._namespaces += items(copy.get(Name.Namespaces))

    def add_untagged(self, part: Part, pages: Sequence[Page]) -> None:
        """Hang what is known of a ``part`` without tags below the document: its name, its links and its fields.

        What its pages say is in no tag: which words are a heading or a table nobody has told.
        """
        element = self._part(part)
        for page in pages:
            for annotation in items(page.obj.get(Name.Annots)):
                kind = _ELEMENTS.get(spelt(annotation.get(Name.Subtype, ""))) if _is_own(annotation) else None
                if kind:
                    below = self._bundle.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=element, Pg=page.obj))
                    below.K = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)
                    element.K.append(below)
                    annotation.StructParent = self._next_key
                    self._parents += [self._next_key, below]
                    self._next_key += 1

    def _part(self, part: Part) -> Object:
        element = self._bundle.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Part,
                P=self._document,
                Lang=String(part.language),
                T=String(part.title),
                K=Array(),
            )
        )
        self._document.K.append(element)
        return element

    def finish(self) -> None:
        """Put the tree into the bundle's catalog, if any part has tags."""
        if not len(self._document.K):
            return
        root = self._root
        root.K = Array([self._document])
        root.ParentTree = self._bundle.make_indirect(Dictionary(Nums=Array(self._parents)))
        root.ParentTreeNextKey = self._next_key
        roles = Dictionary()
        for name, end in self._roles.items():
            roles[name] = name_of(end)
        for key, merged in ((Name.RoleMap, roles), (Name.ClassMap, self._classes)):
            if len(merged.keys()):
                root[key] = merged
        if self._ids:
            root.IDTree = name_tree(self._bundle, self._ids)
        if self._namespaces:
            root.Namespaces = Array(self._namespaces)
        self._bundle.Root.StructTreeRoot = root

    def _number(self, tree: Object, pages: Sequence[Page]) -> None:
        """Move the keys of the part's parent tree, and of all that refers to it, behind those already given."""
        known = numbered(tree.get(Name.ParentTree))
        claimed: set[int] = set()
        for holder in _holders(pages, lambda: claimed >= known.keys()):
            for key in (Name.StructParents, Name.StructParent):
                number = integer(holder.get(key))
                if number is None:
                    continue
                claimed.add(number)
                if number in known:
                    holder[key] = number + self._next_key
                else:
                    del holder[key]
        for number in sorted(known):
            self._parents += [number + self._next_key, known[number]]
        self._next_key += max(known, default=-1) + 1

    def _name(self, part: Part, tree: Object, element: Object) -> None:
        """Merge roles, classes and IDs; rename in this part those that mean something else in an earlier one."""
        prefix = f"{part.key}-"
        names = _Names(
            self._merge_roles(
                _ends(tree.get(Name.RoleMap)), _ROLES.of(part.path, lambda: _roles_used(element)), prefix
            ),
            _merge(self._classes, tree.get(Name.ClassMap), prefix),
            {},
        )
        ids = named(tree.get(Name.IDTree))
        if ids.keys() & self._ids.keys():
            names.ids.update((name, prefix.encode() + name) for name in ids)
        self._ids.update((names.ids.get(name, name), target) for name, target in ids.items())
        if names.roles or names.classes or names.ids:
            names.apply(element)

    def _merge_roles(self, own: Mapping[str, str], used: frozenset[str], prefix: str) -> dict[str, str]:
        """Add what the roles of a part stand for; the names of those that must have another one here.

        A role that a part uses and maps to nothing means nothing (14.8.6.2), whatever another part means by it; and
        where a part gives a standard type another meaning, it does so for itself alone.
        """
        renamed = {}
        # What a role stands for in the end is used too, though no element may bear it.
        for name in (used | {*own.values()}) - own.keys() - _STANDARD:
            if name in self._roles:
                renamed[name] = f"/{prefix}{name[1:]}"
            else:
                self._unmapped.add(name)
        for name, stands_for in own.items():
            end = renamed.get(stands_for, stands_for)
            known = self._roles.get(name)
            if name in _STANDARD or name in self._unmapped or (known is not None and known != end):
                renamed[name] = f"/{prefix}{name[1:]}"
            self._roles[renamed.get(name, name)] = end
        return renamed


_STANDARD = frozenset(f"/{name.decode()}" for name in STANDARD_TYPES)
_LONGEST = 20
"""More roles in a row than that lead into themselves."""


def _ends(roles: Object | None) -> dict[str, str]:
    """Each role of a part, and the one that it stands for in the end."""
    mapped = {name: spelt(to) for name, to in roles.items()} if isinstance(roles, Dictionary) else {}
    ends = {}
    for name in mapped:
        end = name
        for _ in range(_LONGEST):
            end = mapped.get(end, end)
        ends[name] = end
    return ends


_ROLES = Remembered[frozenset[str]](1000)
"""The roles of a part's elements: the next bundle has most parts too."""


def _roles_used(top: Object) -> frozenset[str]:
    """The roles of all elements below ``top``, but for those of a namespace, which has a map of its own."""
    used = set()
    seen = ObjectSet([top])
    waiting = _kids(top)
    while waiting:
        element = waiting.pop()
        if Name.S in element and seen.add(element):
            if Name.NS not in element:
                used.add(spelt(element.S))
            waiting.extend(_kids(element))
    return frozenset(used)


_ELEMENTS = {"/Link": Name.Link, "/Widget": Name.Form}
"""The elements that annotations are in (ISO 32000-2, 14.8.4.7.2 and 14.8.4.8.2)."""


def _is_own(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and annotation.is_indirect and Name.StructParent not in annotation


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of a part that are given anew, old to new."""

    roles: dict[str, str]
    classes: dict[str, str]
    ids: dict[bytes, bytes]

    def apply(self, top: Object) -> None:
        """Rename in all elements below ``top``."""
        seen = ObjectSet([top])
        waiting = _kids(top)
        while waiting:
            element = waiting.pop()
            if Name.S not in element or not seen.add(element):
                continue
            if Name.NS not in element:
                element.S = name_of(self.roles.get(spelt(element.S), spelt(element.S)))
            if Name.ID in element:
                element.ID = self._id(element.ID)
            if Name.C in element:
                element.C = self._class(element.C)
            for attribute in as_list(element.get(Name.A)):
                # Table cells name their headers by ID (14.8.5.7).
                if isinstance(attribute, Dictionary) and Name.Headers in attribute:
                    attribute.Headers = Array([self._id(name) for name in attribute.Headers])
            waiting.extend(_kids(element))

    def _id(self, name: Object) -> String:
        return String(self.ids.get(bytes(name), bytes(name)))

    def _class(self, value: Object) -> Object:
        if isinstance(value, Array):
            return Array([self._class(each) if isinstance(each, Name) else each for each in value])
        return name_of(self.classes.get(spelt(value), spelt(value)))


def _merge(merged: Dictionary, added: Object | None, prefix: str) -> dict[str, str]:
    renamed = {}
    for name, value in added.items() if isinstance(added, Dictionary) else ():
        new = name
        if name in merged and merged[name].unparse(resolved=True) != value.unparse(resolved=True):
            new = f"/{prefix}{name[1:]}"
            renamed[name] = new
        merged[new] = value
    return renamed


def _holders(pages: Sequence[Page], complete: Callable[[], bool]) -> Iterator[Object]:
    """All that may refer to the parent tree: pages and annotations; then, unless ``complete``, forms and images."""
    for page in pages:
        yield page.obj
        yield from (each for each in items(page.obj.get(Name.Annots)) if isinstance(each, Dictionary))
    if complete():
        return
    seen = ObjectSet()
    waiting: list[Object] = [page.obj for page in pages]
    while waiting:
        holder = waiting.pop()
        resources = holder.get(Name.Resources)
        forms = resources.get(Name.XObject) if isinstance(resources, Dictionary) else None
        for form in forms.values() if isinstance(forms, Dictionary) else ():
            if isinstance(form, Stream) and seen.add(form):
                yield form
                waiting.append(form)


def _kids(element: Object) -> list[Object]:
    """What is below an element, but for marked content that is named by a number."""
    return [kid for kid in as_list(element.get(Name.K)) if isinstance(kid, Dictionary)]
