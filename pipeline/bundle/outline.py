"""Entries go in, the bundle's outline comes out; and a part's own outline is read as such entries.

ISO 32000-2, 12.3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Page, Pdf, String

from pipeline.bundle.actions import Note, safe
from pipeline.bundle.destinations import Destinations
from pipeline.pdf.objects import integer


@dataclass(slots=True)
class Entry:
    """One line of an outline and what is below it."""

    title: str | bytes
    """Bytes where it was read in a part, to be written as it was."""
    page: int | None = None
    """From 0, in the bundle. None for an entry that leads to no page."""
    view: tuple[Any, ...] = (Name.Fit,)
    uri: bytes | None = None
    colour: tuple[Any, ...] = ()
    flags: int = 0
    """1 italic, 2 bold."""
    opened: bool = True
    children: list[Entry] = field(default_factory=list)


def read_outline(pdf: Pdf, first_page: int, destinations: Destinations, note: Note) -> list[Entry]:
    """The outline of a part whose first page is ``first_page`` of the bundle. A damaged chain ends where it breaks."""
    top: list[Entry] = []
    outlines = pdf.Root.get(Name.Outlines)
    seen = ObjectSet()
    waiting: list[tuple[Object | None, list[Entry]]] = []
    if isinstance(outlines, Dictionary):
        waiting.append((outlines.get(Name.First), top))
    while waiting:
        item, siblings = waiting.pop()
        while isinstance(item, Dictionary) and seen.add(item):
            entry = _read(item, first_page, destinations, note)
            siblings.append(entry)
            waiting.append((item.get(Name.First), entry.children))
            item = item.get(Name.Next)
    return top


def lines(entries: Sequence[Entry]) -> int:
    """How many entries there are, with all below them."""
    count, waiting = 0, list(entries)
    while waiting:
        count += 1
        waiting.extend(waiting.pop().children)
    return count


def write_outline(pdf: Pdf, pages: Sequence[Page], entries: Sequence[Entry]) -> None:
    """Make ``entries`` the outline of ``pdf``, all of whose pages are ``pages``."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    order: list[tuple[Entry, Dictionary]] = []
    waiting = [(Entry("", children=list(entries)), root)]
    while waiting:
        entry, item = waiting.pop()
        order.append((entry, item))
        waiting.extend(_hang(pdf, pages, item, entry.children))
    shown: dict[int, int] = {}
    for entry, item in reversed(order):
        # /Count is the number of lines seen below an entry when it is open, negative when it is closed.
        shown[id(entry)] = sum(1 + (shown[id(child)] if child.opened else 0) for child in entry.children)
        if entry.children:
            item.Count = shown[id(entry)] if entry.opened else -shown[id(entry)]
    pdf.Root.Outlines = root


def _read(item: Dictionary, first_page: int, destinations: Destinations, note: Note) -> Entry:
    title = item.get(Name.Title)
    entry = Entry(bytes(title) if isinstance(title, String) else "")
    action = safe(item.get(Name.A), note)
    target = item.get(Name.Dest)
    if action is not None and action.get(Name.S) == Name.GoTo:
        target = action.get(Name.D)
    elif action is not None and action.get(Name.S) == Name.URI:
        entry.uri = bytes(action.get(Name.URI, b""))
    found = destinations.find(target)
    if found:
        entry.page, entry.view = first_page + found.page, found.view
    colour, flags, count = item.get(Name.C), integer(item.get(Name.F)), integer(item.get(Name.Count))
    entry.colour = tuple(colour) if isinstance(colour, Array) and len(colour) == 3 else ()
    entry.flags = flags or 0
    entry.opened = count is None or count >= 0
    return entry


def _hang(
    pdf: Pdf, pages: Sequence[Page], parent: Dictionary, entries: Sequence[Entry]
) -> list[tuple[Entry, Dictionary]]:
    items = [pdf.make_indirect(_item(pages, parent, entry)) for entry in entries]
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    if items:
        parent.First, parent.Last = items[0], items[-1]
    return list(zip(entries, items, strict=True))


def _item(pages: Sequence[Page], parent: Dictionary, entry: Entry) -> Dictionary:
    item = Dictionary(Title=String(entry.title), Parent=parent)
    if entry.page is not None:
        item.Dest = Array([pages[entry.page].obj, *entry.view])
    elif entry.uri is not None:
        item.A = Dictionary(S=Name.URI, URI=String(entry.uri))
    if entry.colour:
        item.C = Array(entry.colour)
    if entry.flags:
        item.F = entry.flags
    return item
