"""The PDF of many letters, as LibreOffice writes it, goes in; the PDF of each letter alone comes out.

A letter's file is made anew of what its pages lead to, and of nothing else: its own pages, tags, links, outline, and
fonts with the signs that it shows. It is the same file in whatever company the letter was converted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String

from pipeline.convert.split.faces import Faces
from pipeline.convert.split.pictures import Pictures
from pipeline.convert.split.recode import Shown, hold, recode
from pipeline.convert.split.unlike import UnlikeError
from pipeline.convert.type1 import TURNS
from pipeline.pdf.objects import as_list, items, name_tree, numbered

__all__ = ["START", "Letters", "UnlikeError"]

START = "letter"
"""What the bookmark at a letter's beginning is called, before the letter's number, from 0."""
_COMMON = ("/Lang", "/MarkInfo", "/Metadata", "/OutputIntents", "/ViewerPreferences")
"""What all letters of a file have in common in its catalog."""
_USUAL_TREE = frozenset({"/Type", "/K", "/ParentTree", "/RoleMap"})

_Entry: TypeAlias = "tuple[int, Any]"
"""How deep an entry of an outline stands, and the entry."""


class Letters:
    """The letters of a PDF that has ``count`` of them, behind the letter to nobody where one leads them; each can be
    taken once, since ``pdf`` is changed. So many pictures of the others are ``proxies`` for its own.

    UnlikeError for a file whose letters can't be told from each other.
    """

    def __init__(self, pdf: Pdf, count: int, *, led: bool = False, proxies: int = 0) -> None:
        self._pdf = pdf
        self._pages: list[Any] = [page.obj for page in pdf.pages]
        self._index = {page.objgen: index for index, page in enumerate(self._pages)}
        self.spans = self._read_spans(count + led)
        """The pages of each."""
        fonts: Any = self._pages[0].Resources.get(Name.Font, Dictionary())
        self._faces = Faces(dict(fonts.items()))
        self._pictures = Pictures()
        self._proxies = proxies
        self._company = count > 1
        tree: Any = pdf.Root.StructTreeRoot
        if tree.keys() - {"/IDTree"} != _USUAL_TREE:
            raise UnlikeError("alone-tags")
        self._roles = dict(tree.RoleMap.items())
        self._tags = numbered(tree.ParentTree)
        self._elements = self._read_elements(tree)
        self._outline = list(_outlined(pdf.Root.get("/Outlines")))
        self._led = led
        if led:
            self._lead(self._pages[: self.spans[0].stop])

    def _lead(self, pages: Sequence[Any]) -> None:
        try:
            shown = recode(pages, self._faces, self._pictures)
        except ValueError:
            raise UnlikeError("alone-fonts") from None
        self._pictures.lead()
        self._faces.lead({face: codes.known for face, codes in shown.signs.items()})

    def take(self, number: int) -> Pdf:
        """The letter of that number, from 0. UnlikeError where it can't be told from others."""
        number += self._led
        span = self.spans[number]
        theirs = self._pages[span.start : span.stop]
        new = Pdf.new()
        try:
            shown = recode(theirs, self._faces, self._pictures)
            hold(shown, self._faces, company=self._company)
            if len(shown.proxies) < self._proxies:  # the office wrote one otherwise than it was
                raise UnlikeError("alone-drawings")
            links = self._write_pages(new, theirs, shown)
        except ValueError:
            raise UnlikeError("alone-fonts") from None
        own: list[Any] = [page.obj for page in new.pages]
        self._write_catalog(new, own, span)
        self._write_tree(new, theirs, own, links, self._elements[number])
        return new

    # --- what is read once ---------------------------------------------------------------------

    def _read_spans(self, count: int) -> list[range]:
        if count == 1:
            return [range(len(self._pages))]
        places: Any = self._pdf.Root.get(Name.Dests, Dictionary())
        starts = [places.get(f"/{START}{number}") for number in range(count)]
        firsts = [self._index[start[0].objgen] if start is not None else -1 for start in starts]
        bounds = [*firsts, len(self._pages)]
        if firsts[0] != 0 or any(first >= second for first, second in pairwise(bounds)):
            raise UnlikeError("alone-pages")
        return [range(first, second) for first, second in pairwise(bounds)]

    def _read_elements(self, tree: Any) -> list[list[Any]]:
        """The elements beneath the document's own, by the letter that they are of."""
        documents = as_list(tree.K)
        if len(documents) != 1 or documents[0].get(Name.S) != Name.Document:
            raise UnlikeError("alone-tags")
        of = {index: number for number, span in enumerate(self.spans) for index in span}
        elements: list[list[Any]] = [[] for _ in self.spans]
        for element in as_list(documents[0].K):
            if not isinstance(element, Dictionary) or Name.Pg not in element:
                raise UnlikeError("alone-tags")
            elements[of[self._index[element.Pg.objgen]]].append(element)
        return elements

    # --- a letter ------------------------------------------------------------------------------

    def _write_pages(self, new: Pdf, theirs: Sequence[Any], shown: Shown) -> list[list[Any]]:
        """Writes the pages, and gives the links that each had there."""
        links = [items(page.get(Name.Annots)) for page in theirs]
        for page, content in zip(theirs, shown.contents, strict=True):
            page.Contents = Stream(self._pdf, content)
            page.Resources = Dictionary()
            if Name.Annots in page:
                del page.Annots
            new.pages.append(Page(page))
        turn = _turn(shown)
        fonts = {
            f"/F{at}": face.only(codes.known, at, new, turn) for at, (face, codes) in enumerate(shown.signs.items(), 1)
        }
        resources: Any = new.make_indirect(Dictionary(Font=Dictionary(fonts)))
        if shown.pictures:
            pictures = {f"/{own.decode()}": new.copy_foreign(drawn) for own, drawn in shown.pictures.values()}
            resources.XObject = Dictionary(pictures)
        known = {page.objgen for page in theirs}
        for copy, own in zip(new.pages, links, strict=True):
            copy.obj.Resources = resources
            if any(Name.Dest in link and link.Dest[0].objgen not in known for link in own):
                raise UnlikeError("alone-links")
            if any(Name.Dest in link and Name.StructParent not in link for link in own):
                # From a note: LibreOffice may look for its mark on the page of another letter, and not find it.
                raise UnlikeError("alone-links", crowded=self._company)
            if own:
                copy.obj.Annots = new.copy_foreign(self._pdf.make_indirect(Array(own)))
        return links

    def _write_catalog(self, new: Pdf, own: Sequence[Any], span: range) -> None:
        for key in _COMMON:
            if key in self._pdf.Root:
                new.Root[key] = self._copy(new, self._pdf.Root[key])
        for key, value in self._pdf.docinfo.items():
            new.docinfo[key] = value
        new.Root.OpenAction = Array([own[0], Name.XYZ, None, None, 0])
        entries = [(depth, each) for depth, each in self._outline if self._index[each.Dest[0].objgen] in span]
        if entries:
            new.Root.Outlines = _outline(
                new, entries, own, [page.objgen for page in self._pages[span.start : span.stop]]
            )

    def _copy(self, new: Pdf, value: Any) -> Any:
        if not isinstance(value, (Dictionary, Array, Stream)):
            return value
        return new.copy_foreign(value if value.is_indirect else self._pdf.make_indirect(value))

    def _write_tree(
        self, new: Pdf, theirs: Sequence[Any], own: Sequence[Any], links: Sequence[Sequence[Any]], elements: list[Any]
    ) -> None:
        """The tags, and what leads to them: first from the pages, then from their links (ISO 32000-1, 14.7.4.4)."""
        for element in elements:
            del element.P  # which leads to all letters
        tagged = [
            (copy, link)
            for page, each in zip(own, links, strict=True)
            for copy, link in zip(items(page.get(Name.Annots)), each, strict=True)
            if Name.StructParent in link
        ]
        of_links = [self._tags[int(link.StructParent)] for _, link in tagged]
        of_pages = [self._pdf.make_indirect(self._tags[int(page.StructParents)]) for page in theirs]
        held = self._pdf.make_indirect(Dictionary(K=Array(elements), Pages=Array(of_pages), Links=Array(of_links)))
        copied: Any = new.copy_foreign(held)
        document: Any = new.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, Pg=own[0], K=copied.K))
        for element in copied.K:
            element.P = document
        numbers = Array()
        for key, (holder, name, led) in enumerate(
            [
                *((page, "/StructParents", each) for page, each in zip(own, copied.Pages, strict=True)),
                *((copy, "/StructParent", each) for (copy, _), each in zip(tagged, copied.Links, strict=True)),
            ]
        ):
            holder[name] = key
            numbers.append(key)
            numbers.append(led)
        names, known, notes = _walked(copied.K)
        if any(each.objgen not in known for led in copied.Pages for each in as_list(led) if each is not None) or any(
            each.objgen not in known for each in copied.Links
        ):  # such an element leads to those of all letters
            raise UnlikeError("alone-tags")
        roles = Dictionary({name: self._roles[name] for name in names if name in self._roles})
        tree = Dictionary(
            Type=Name.StructTreeRoot,
            K=Array([document]),
            ParentTree=new.make_indirect(Dictionary(Nums=numbers)),
            RoleMap=roles,
        )
        if notes:
            tree.IDTree = name_tree(new, _named(notes))
        new.Root.StructTreeRoot = new.make_indirect(tree)
        document.P = new.Root.StructTreeRoot


def _turn(shown: Shown) -> int:
    """The first turn in which none of a letter's fonts is taken for one that does not list all of its signs; the last
    where there is none."""
    faces = [(face, tuple(codes.known)) for face, codes in shown.signs.items() if face.is_postscript]
    turns = range(TURNS - 1)
    return next((turn for turn in turns if not any(face.seems_short(codes, turn) for face, codes in faces)), TURNS - 1)


def _walked(elements: Any) -> tuple[list[str], set[tuple[int, int]], list[Any]]:
    """The names of all elements, in the order of the alphabet; the numbers of their objects; and, in order, those that
    have a name of their own."""
    names: set[str] = set()
    numbers: set[tuple[int, int]] = set()
    named: list[Any] = []
    waiting = list(elements)[::-1]
    while waiting:
        element = waiting.pop()
        if isinstance(element, Dictionary) and Name.S in element:
            names.add(str(element.S))
            numbers.add(element.objgen)
            if Name.ID in element:
                named.append(element)
            waiting.extend(as_list(element.get(Name.K))[::-1])
    return sorted(names), numbers, named


def _named(notes: Sequence[Any]) -> dict[bytes, Any]:
    """Notes by their names (ISO 14289-1, 7.9), which LibreOffice counts through a file. UnlikeError where another
    element has one, by which others may refer to it."""
    if any(Name.Note != note.S for note in notes):
        raise UnlikeError("alone-tags")
    found = {b"note%d" % number: note for number, note in enumerate(notes, start=1)}
    for name, note in found.items():
        note.ID = String(name)
    return found


def _outlined(outlines: Any) -> Iterator[_Entry]:
    """The entries of an outline in order. UnlikeError where one leads to no page."""
    waiting = [(0, outlines.get(Name.First))] if outlines is not None else []
    while waiting:
        depth, entry = waiting.pop()
        if entry is None:
            continue
        if not isinstance(entry.get(Name.Dest), Array):
            raise UnlikeError("alone-outline")
        yield depth, entry
        waiting += [(depth, entry.get(Name.Next)), (depth + 1, entry.get(Name.First))]


def _outline(new: Pdf, entries: Sequence[_Entry], own: Sequence[Any], theirs: Sequence[tuple[int, int]]) -> Any:
    """An outline of these entries alone, all of it open (ISO 32000-1, 12.3.3)."""
    top: Any = new.make_indirect(Dictionary(Type=Name.Outlines, Count=len(entries)))
    above: list[tuple[int, Any]] = [(-1, top)]
    for depth, entry in entries:
        while above[-1][0] >= depth:
            above.pop()
        parent = above[-1][1]
        place = Array([own[theirs.index(entry.Dest[0].objgen)], *list(entry.Dest)[1:]])
        made: Any = new.make_indirect(Dictionary(Title=String(bytes(entry.Title)), Parent=parent, Dest=place, Count=0))
        if Name.Last in parent:
            parent.Last.Next, made.Prev = made, parent.Last
        else:
            parent.First = made
        parent.Last = made
        for _, each in above[1:]:
            each.Count += 1
        above.append((depth, made))
    return top
