"""A PDF and some of its pages go in; a PDF of these pages alone comes out, with all that its catalog has for them.

Pages, resources and annotations are the very objects; of the structure tree and the form there is what these pages
lead to (ISO 32000-2, 14.7 and 12.7), so that a checker judges them as it would judge them in the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from pipeline.pdf.objects import as_list, items, numbered

_MADE_ANEW = frozenset({"/Pages", "/StructTreeRoot", "/AcroForm"})
_OF_ALL = frozenset({"/Names", "/Dests", "/AF", "/Outlines", "/PageLabels", "/Threads", "/OpenAction"})
"""What a catalog has for all pages together."""
_Id = tuple[int, int]
_WriteTree = Callable[[Pdf, Sequence[Any], Sequence[Any]], None]
_DEEPEST = 1000
"""Elements in one another, beyond which nobody climbs."""


class _ScatteredError(Exception):
    """The tags of some pages are not all in one element that has no others."""


class Excerpts:
    """A PDF that pages are taken out of, any number of times."""

    def __init__(self, pdf: Pdf) -> None:
        self.pages = [page.obj for page in pdf.pages]
        self._pdf = pdf
        self._tree: Any = pdf.Root.get(Name.StructTreeRoot)
        self._tags = numbered(self._tree.get(Name.ParentTree)) if self._tree is not None else {}

    def of(self, pages: Sequence[int], *, whole: bool) -> bytes:
        """The pages of these indices; with ``whole``, also what the catalog has for all of them together."""
        if not whole and self._tree is not None:
            with suppress(_ScatteredError):
                return self._made(pages, self._write_branch, whole=whole)
        return self._made(pages, self._write_tree, whole=whole)

    def _made(self, pages: Sequence[int], write_tree: _WriteTree, *, whole: bool) -> bytes:
        theirs = [self.pages[index] for index in pages]
        with pikepdf.new() as new:
            own: list[Any] = [new.copy_foreign(page) for page in theirs]
            for page in own:
                page.Parent = new.Root.Pages
            new.Root.Pages.Kids, new.Root.Pages.Count = Array(own), len(own)
            for key, value in self._pdf.Root.items():
                if key not in _MADE_ANEW and (whole or key not in _OF_ALL):
                    new.Root[key] = self._copy(new, value)
            for key, value in self._pdf.docinfo.items():
                new.docinfo[key] = self._copy(new, value)
            self._write_form(new, own)
            if self._tree is not None:
                write_tree(new, theirs, own)
            written = BytesIO()
            new.save(written, min_version=self._pdf.pdf_version, deterministic_id=True)
        # As bundles are saved: a line feed behind a carriage return would be one end of line with it.
        return written.getvalue().replace(b"\r\nendstream", b"\r\rendstream")

    def _copy(self, new: Pdf, value: Any) -> Any:
        if not isinstance(value, (Dictionary, Array, Stream)):
            return value
        return new.copy_foreign(value if value.is_indirect else self._pdf.make_indirect(value))

    def _write_form(self, new: Pdf, pages: Sequence[Any]) -> None:
        """The form, with the fields that these pages show and those above them."""
        form: Any = self._pdf.Root.get(Name.AcroForm)
        if form is None:
            return
        kept: dict[_Id, Any] = {}
        for widget in (each for page in pages for each in items(page.get(Name.Annots))):
            field = widget if widget.get(Name.Subtype) == Name.Widget else None
            while isinstance(field, Dictionary) and field.objgen not in kept:
                kept[field.objgen] = field
                field = field.get(Name.Parent)
        for field in kept.values():
            if Name.Kids in field:
                field.Kids = Array([kid for kid in field.Kids if kid.objgen in kept])
        entries = {key: self._copy(new, value) for key, value in form.items() if key != "/Fields"}
        top = Array([field for field in kept.values() if Name.Parent not in field])
        new.Root.AcroForm = new.make_indirect(Dictionary({**entries, "/Fields": top}))

    def _write_branch(self, new: Pdf, theirs: Sequence[Any], _own: Sequence[Any]) -> None:
        """The structure tree with one element below the document, as it stands, which all tags of these pages are in.

        _ScatteredError where they are in none, or in several.
        """
        keys = sorted({key for page in theirs for key in _keys(page)} & self._tags.keys())
        branch = self._branch(self._tags[keys[0]]) if keys else None
        if branch is None:
            raise _ScatteredError
        document, numbers = branch.P, Array()
        del branch.P  # which leads to all others
        try:
            copy = new.copy_foreign(branch)
            known = len(new.objects)
            for key in keys:
                numbers.append(key)
                numbers.append(self._copy(new, self._tags[key]))
        finally:
            branch.P = document
        lists = sum(isinstance(self._tags[key], Array) for key in keys)
        if len(new.objects) != known + lists:  # tags from elsewhere came along
            raise _ScatteredError
        entries = {key: self._copy(new, value) for key, value in document.items() if key not in {"/P", "/K", "/Ref"}}
        top = new.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        copy.P = new.make_indirect(Dictionary({**entries, "/P": top, "/K": Array([copy])}))
        top.K, top.ParentTree = Array([copy.P]), new.make_indirect(Dictionary(Nums=numbers))
        self._name(new, top)
        new.Root.StructTreeRoot = top

    def _branch(self, value: Any) -> Any:
        """The element below the document that the first of these tags is in, if it is in one."""
        tops = {each.objgen for each in as_list(self._tree.get(Name.K)) if isinstance(each, Dictionary)}
        element: Any = next((each for each in as_list(value) if isinstance(each, Dictionary)), None)
        for _ in range(_DEEPEST):
            above = None if element is None else element.get(Name.P)
            if not isinstance(above, Dictionary):
                break
            if len(tops) == 1 and above.objgen in tops and element.is_indirect:
                return element
            element = above
        return None

    def _name(self, new: Pdf, top: Any) -> None:
        for name in (Name.RoleMap, Name.ClassMap, Name.Namespaces):
            if name in self._tree:
                top[name] = self._copy(new, self._tree[name])

    def _write_tree(self, new: Pdf, theirs: Sequence[Any], own: Sequence[Any]) -> None:
        """The structure tree, with the elements that these pages lead to and those above them."""
        known: dict[_Id, Any] = {}
        keys: list[int] = []
        for page, copy in zip(theirs, own, strict=True):
            known[page.objgen] = copy
            for one, other in zip(items(page.get(Name.Annots)), items(copy.get(Name.Annots)), strict=True):
                known[one.objgen] = other
            keys += _keys(page)
        tree = self._tree
        elements: dict[_Id, Any] = {}
        for value in (tree.get(Name.K), *(self._tags.get(key) for key in keys)):
            for element in as_list(value):
                above = element
                while isinstance(above, Dictionary) and above.objgen not in elements and above.objgen != tree.objgen:
                    elements[_identity(above)] = above
                    above = above.get(Name.P)
        top = new.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        made = {identity: new.make_indirect(Dictionary()) for identity in elements} | {tree.objgen: top}
        for identity, element in elements.items():
            self._fill(new, made[identity], element, made, known)
        self._name(new, top)
        top.K = Array([made[each.objgen] for each in as_list(tree.get(Name.K))])
        numbers = Array()
        for key in sorted(set(keys) & self._tags.keys()):
            value = self._tags[key]
            led = [made.get(each.objgen) if isinstance(each, Dictionary) else None for each in as_list(value)]
            numbers.append(key)
            numbers.append(new.make_indirect(Array(led)) if isinstance(value, Array) else led[0])
        top.ParentTree = new.make_indirect(Dictionary(Nums=numbers))
        new.Root.StructTreeRoot = top

    def _fill(self, new: Pdf, copy: Any, element: Any, made: dict[_Id, Any], known: dict[_Id, Any]) -> None:
        for key, value in element.items():
            if key == "/P":
                copy.P = made[value.objgen]
            elif key == "/Pg":
                if value.objgen in known:
                    copy.Pg = known[value.objgen]
            elif key not in {"/K", "/Ref"}:
                copy[key] = self._copy(new, value)
        kids, shown = list[Any](), Name.Pg in copy
        for each in as_list(element.get(Name.K)):
            if not isinstance(each, int):
                kids += self._kid(new, element, each, made, known)
            elif shown:  # marked content, as most are
                kids.append(each)
        if kids:
            copy.K = Array(kids)

    def _kid(self, new: Pdf, element: Any, kid: Any, made: dict[_Id, Any], known: dict[_Id, Any]) -> Iterator[Any]:
        kind = kid.get(Name.Type)
        if kind in (Name.MCR, Name.OBJR):
            page, thing = kid.get(Name.Pg, element.get(Name.Pg)), kid.get(Name.Obj)
            if page is not None and page.objgen not in known:
                return
            entries = {key: self._copy(new, value) for key, value in kid.items() if key not in {"/Pg", "/Obj"}}
            if page is not None:
                entries["/Pg"] = known[page.objgen]
            if thing is not None:
                entries["/Obj"] = known[thing.objgen] if thing.objgen in known else self._copy(new, thing)
            yield Dictionary(entries)
        elif kid.objgen in made:
            yield made[kid.objgen]
        elif Name.K not in kid:  # an empty cell, say, counts in its row
            empty = made[_identity(kid)] = new.make_indirect(Dictionary())
            self._fill(new, empty, kid, made, known)
            yield empty


def _identity(element: Object) -> _Id:
    if not element.is_indirect:
        raise ValueError("an element that is in no place of its own")
    return element.objgen


def _keys(page: Any) -> Iterator[int]:
    """The keys in the structure tree of a page, its annotations and its drawings (14.7.5.4)."""
    drawings = page.get(Name.Resources, {}).get(Name.XObject, {})
    for holder in (page, *items(page.get(Name.Annots)), *(drawing for _, drawing in drawings.items())):
        for name in (Name.StructParents, Name.StructParent):
            if name in holder:
                yield int(holder[name])
