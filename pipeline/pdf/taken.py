"""A PDF and the pages that are wanted of it go in; a PDF of these alone comes out, which holds nothing of the others.

What leads to a page that is not there leads nowhere: links keep their words, bookmarks go, as do threads and what opens
with the file. Tags and fields are those of the pages that are taken (:mod:`~pipeline.pdf.excerpt`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.pdf.excerpt import Excerpts
from pipeline.pdf.objects import items, named
from pipeline.ranges import pages_named

_DEEPEST = 50


def taken(pdf: bytes, said: str) -> bytes:
    """The PDF of the pages that are named. NoSuchPagesError where it has not all of them."""
    with pikepdf.open(BytesIO(pdf)) as document:
        indices = pages_named(said, len(document.pages))
        if indices == list(range(len(document.pages))):
            return pdf
        pages = [page.obj for page in document.pages]
        _Leads(document, {pages[index].objgen for index in indices}).cut()
        document.remove_unreferenced_resources()  # pages may share one list of pictures
        made = Excerpts(document).of(indices, whole=True)
    with pikepdf.open(BytesIO(made)) as document:
        held = sum(each.get(Name.Type) == Name.Page for each in document.objects if isinstance(each, Dictionary))
        if held != len(indices):  # something still leads to a page that was not wanted
            raise ValueError(f"{held} pages where {len(indices)} were taken")
    return made


class _Leads:
    """All that leads from one page of a file to another."""

    def __init__(self, document: Pdf, kept: set[tuple[int, int]]) -> None:
        self._document, self._root, self._kept = document, document.Root, kept
        self._named: dict[bytes, Any] = {}
        self._named |= named(self._root.get(Name.Names, Dictionary()).get(Name.Dests))
        older: Any = self._root.get(Name.Dests)
        if isinstance(older, Dictionary):
            self._named |= {key[1:].encode(): value for key, value in older.items()}

    def cut(self) -> None:
        """Takes out what leads to a page that is not kept."""
        for name in (Name.Threads, Name.OpenAction, Name.PageLabels, Name.AA):
            if name in self._root:
                del self._root[name]
        for page in self._document.pages:
            for name in (Name.B, Name.AA):
                if name in page.obj:
                    del page.obj[name]
            for each in items(page.obj.get(Name.Annots)):
                self._annotation(each)
        form = self._root.get(Name.AcroForm)
        for name in (Name.CO, Name.XFA):  # fields in order, and all values once more
            if isinstance(form, Dictionary) and name in form:
                del form[name]
        self._outline()
        self._names()

    def _stays(self, lead: Any) -> bool:
        """Whether a destination, or what an action does, leads to a page that is kept."""
        for _ in range(_DEEPEST):
            if isinstance(lead, (String, Name)):
                lead = self._named.get(bytes(lead) if isinstance(lead, String) else str(lead)[1:].encode())
            elif isinstance(lead, Dictionary) and Name.D in lead and Name.S not in lead:
                lead = lead[Name.D]
            else:
                break
        if not isinstance(lead, Array) or not len(lead):
            return False
        page = lead[0]
        return isinstance(page, Dictionary) and page.objgen in self._kept

    def _does(self, action: Any) -> bool:
        """Whether an action may stay: what goes to no page of the file may."""
        if not isinstance(action, Dictionary):
            return False
        if action.get(Name.S) == Name.GoTo:
            return Name.SD not in action and self._stays(action.get(Name.D))
        return action.get(Name.S) == Name.URI

    def _annotation(self, annotation: Any) -> None:
        if Name.Dest in annotation and not self._stays(annotation[Name.Dest]):
            del annotation[Name.Dest]
        if Name.A in annotation and not self._does(annotation[Name.A]):
            del annotation[Name.A]
        for name in (Name.PA, Name.AA):
            if name in annotation:
                del annotation[name]
        page = annotation.get(Name.P)
        if isinstance(page, Dictionary) and page.objgen not in self._kept:
            del annotation[Name.P]

    def _outline(self) -> None:
        """Bookmarks, but for those that lead to what is not there and have none beneath them that does."""
        if Name.Outlines not in self._root:
            return
        with self._document.open_outline(max_depth=_DEEPEST) as outline:
            outline.root[:] = list(self._bookmarks(outline.root))

    def _bookmarks(self, entries: Sequence[Any]) -> Iterator[Any]:
        for entry in entries:
            below = list(self._bookmarks(entry.children))
            leads = entry.destination is not None and self._stays(entry.destination)
            does = entry.action is not None and self._does(entry.action)
            if leads or does or below:
                if not leads:
                    entry.destination = None
                if not does:
                    entry.action = None
                if entry.obj is not None and not (leads and does):
                    for name in (Name.SE, *(() if leads else (Name.Dest,)), *(() if does else (Name.A,))):
                        if name in entry.obj:
                            del entry.obj[name]
                entry.children[:] = below
                yield entry

    def _names(self) -> None:
        """Named destinations: those that lead to what is there, in one list."""
        kept = sorted((name, lead) for name, lead in self._named.items() if self._stays(lead))
        if Name.Dests in self._root:
            del self._root[Name.Dests]
        names: Any = self._root.get(Name.Names)
        for name in (Name.Dests, Name.Pages, Name.Templates):
            if isinstance(names, Dictionary) and name in names:
                del names[name]
        if kept:
            if not isinstance(names, Dictionary):
                names = self._root.Names = Dictionary()
            flat = [each for name, lead in kept for each in (String(name), lead)]
            names.Dests = self._document.make_indirect(Dictionary(Names=Array(flat)))
