"""The tags of a PDF of many letters go in; the structure tree of one of them comes out, as it is spelled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pikepdf import Dictionary, Name, Object, Pdf, String

from pipeline.convert.split.unlike import UnlikeError
from pipeline.pdf.objects import as_list, name_tree
from pipeline.pdf.spelled import New, Spelled, dictionary, entry, spelled

_USUAL_TREE = frozenset({"/Type", "/K", "/ParentTree", "/RoleMap"})
_NOTHING = -1
_PLACE = b"/=%d"
_PARENT = re.compile(rb"(\d+) (\[[^\[\]]*\]|\d+ 0 R)")
"""A key, and what it leads to."""


class _Shape(NamedTuple):
    """What elements have in common that are alike but for the numbers of what they lead to."""

    name: str = ""
    """What it is; nothing for what is no element."""
    page: int = _NOTHING
    """The place of its page among those."""
    kids: tuple[int, ...] = ()
    """The places of what is in it."""
    named: bool = False
    """Whether it has a name of its own."""


class _Walked(NamedTuple):
    """All elements of a letter."""

    names: set[str]
    """What they are."""
    numbers: set[int]
    named: list[int]
    """Those that have a name of their own, in order."""


class Tags:
    """The tags of a file. UnlikeError for those that can't be parted."""

    def __init__(self, pdf: Pdf, spelt: Callable[[int], Spelled]) -> None:
        self._pdf = pdf
        self._spelt = spelt
        self._shapes: dict[bytes, _Shape] = {}
        tree: Any = pdf.Root.StructTreeRoot
        documents = as_list(tree.K)
        if (
            tree.keys() - {"/IDTree"} != _USUAL_TREE
            or len(documents) != 1
            or documents[0].get(Name.S) != Name.Document
            or not documents[0].is_indirect
        ):
            raise UnlikeError("alone-tags")
        self._tree, self._document = tree.objgen[0], documents[0].objgen[0]
        self._roles = {name: entry(name, role) for name, role in tree.RoleMap.items()}
        parents: Any = tree.ParentTree
        if parents.keys() != {"/Nums"}:
            raise UnlikeError("alone-tags")
        self._parents = {int(key): led for key, led in _PARENT.findall(parents.Nums.unparse()[len(b"[") :])}
        """What leads to the tags, by the keys of pages and of links."""

    def by_letter(self, of: Mapping[int, int]) -> dict[int, int]:
        """The letter that each element beneath the document's own is of, by the letter ``of`` a page."""
        kids = [self._spelt(self._document).leads_to[kid] for kid in self._shape(self._document).kids]
        document: Any = self._pdf.get_object(self._document, 0)
        if len(kids) != len(as_list(document.K)):
            raise UnlikeError("alone-tags")
        found: dict[int, int] = {}
        for number in kids:
            page = self._shape(number).page
            if page == _NOTHING:
                raise UnlikeError("alone-tags")
            found[number] = of[self._spelt(number).leads_to[page]]
        return found

    def write(
        self, new: New, pages: Sequence[Any], links: Sequence[tuple[Any, bool]], elements: Sequence[int]
    ) -> tuple[int, list[str]]:
        """The number of a letter's tree, and the roles that it maps. Its pages and links, of which some may be in it no
        more, lead to its elements by new keys (ISO 32000-1, 14.7.4.4). UnlikeError where they lead to others."""
        walked = self._walked(elements)
        numbers: list[bytes] = []
        leads_to: list[int] = []
        holders = [(page, Name.StructParents, True) for page in pages]
        holders += [(link, Name.StructParent, stays) for link, stays in links]
        for key, (holder, name, stays) in enumerate(holders):
            own = self._parent(new, self._parents[int(holder[name])], walked.numbers)
            holder[name] = key
            if stays:
                numbers.append(b"%d %%d 0 R " % key)
                leads_to.append(own)
        parents = new.add(Spelled(b"<< /Nums [ %b] >>" % b"".join(numbers), tuple(leads_to)))
        roles = [name for name in self._roles if name in walked.names]
        tree = [b"/IDTree %d 0 R" % self._name(new, walked.named)] if walked.named else []
        tree += [
            b"/K [ %d 0 R ]" % self._document,
            b"/ParentTree %d 0 R" % parents,
            b"/RoleMap " + dictionary(map(self._roles.__getitem__, roles)),
            b"/Type /StructTreeRoot",
        ]
        number = new.add(spelled(dictionary(tree)))
        new.objects[self._document] = Spelled(
            b"<< /K [ %b] /P %%d 0 R /Pg %%d 0 R /S /Document /Type /StructElem >>" % (b"%d 0 R " * len(elements)),
            (*elements, number, pages[0].objgen[0]),
        )
        return number, roles

    def _parent(self, new: New, led: bytes, known: set[int]) -> int:
        """The number of the element, or of the list of elements, that a key leads to. UnlikeError where one of them is
        not ``known``."""
        if led.startswith(b"["):
            number = new.add(spelled(led))
            leads_to: Sequence[int] = new.objects[number].leads_to
        else:
            number = int(led.partition(b" ")[0])
            held = self._spelt(number)
            leads_to = held.leads_to if held.words.startswith(b"[") else (number,)
        if not known.issuperset(leads_to):
            raise UnlikeError("alone-tags")
        return number

    def _walked(self, elements: Sequence[int]) -> _Walked:
        walked = _Walked(set(), set(), [])
        waiting = list(elements)[::-1]
        while waiting:
            number = waiting.pop()
            shape = self._shape(number)
            if not shape.name:
                continue
            walked.names.add(shape.name)
            walked.numbers.add(number)
            if shape.named:
                walked.named.append(number)
            leads_to = self._spelt(number).leads_to
            waiting += [leads_to[kid] for kid in shape.kids[::-1]]
        return walked

    def _shape(self, number: int) -> _Shape:
        words, leads_to, _ = self._spelt(number)
        if words not in self._shapes:
            self._shapes[words] = _shape(words.replace(b"%d 0 R", _PLACE) % tuple(range(len(leads_to))))
        return self._shapes[words]

    def _name(self, new: New, notes: Sequence[int]) -> int:
        """Notes by their names (ISO 14289-1, 7.9), which LibreOffice counts through a file. UnlikeError where another
        element has one, by which others may refer to it."""
        found: dict[bytes, Any] = {}
        for count, number in enumerate(notes, start=1):
            note: Any = self._pdf.get_object(number, 0)
            if Name.Note != note.S:
                raise UnlikeError("alone-tags")
            found[b"note%d" % count] = note
            note.ID = String(b"note%d" % count)
            new.objects[number] = spelled(note.unparse(resolved=True))
        return name_tree(self._pdf, found).objgen[0]


def _shape(words: bytes) -> _Shape:
    """That of an element, whose words have in each place of what it leads to a name with that place's number."""
    element: Any = Object.parse(words)
    if not isinstance(element, Dictionary) or Name.S not in element:
        return _Shape()
    kids = as_list(element.get(Name.K))
    if any(isinstance(kid, Dictionary) and Name.S in kid for kid in kids):
        raise UnlikeError("alone-tags")
    places = [int(str(kid)[2:]) for kid in kids if isinstance(kid, Name)]
    page = int(str(element.Pg)[2:]) if isinstance(element.get(Name.Pg), Name) else _NOTHING
    return _Shape(str(element.S), page, tuple(places), Name.ID in element)
