"""A PDF file goes in, its sections come out: the letter, the index, each enclosure, with their pages.

In a bundle each of them has page labels of its own (ISO 32000-2, 12.4.2) and a line of the outline (12.3.3). A file
without labels is split at the first level of its outline; one without an outline is one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.numbering import in_latin

_LABEL = re.compile(r"(.*?)(\d+|[ivxlcdm]+)?")
_DEPTH = 64
"""How deep the outline is read; below that it is a loop."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    """As the outline has it; empty where it has none."""
    number: str
    """The enclosure's number; empty for what is no enclosure."""
    first: int
    """Its first page, from 0."""
    pages: int

    @property
    def key(self) -> str:
        """What it is told by, whatever its number."""
        own = in_latin(self.title.casefold().strip())  # labels have 1, 2, 3 where titles have another script's
        return re.sub(rf"^{re.escape(self.number.casefold())}\W+", "", own) if self.number else own


@dataclass(frozen=True, slots=True)
class _Line:
    """Of an outline."""

    title: str
    page: int
    level: int


def sections(pdf: Any) -> list[Section]:
    """The sections of a document that pdfium has open; all of its pages are in one of them."""
    count = len(pdf)
    labels = [_label(pdf, page) for page in range(count)]
    outline = list(_outline(pdf, count))
    starts = list(_starts_by_label(labels)) or sorted({0, *(line.page for line in outline if line.level == 0)})
    bounds = pairwise([*starts, count])
    return [_section(labels, outline, first, end) for first, end in bounds if first < end]


def whole(pdf: Any) -> list[Section]:
    """A document as one section."""
    return [Section("", "", 0, len(pdf))]


def fit(found: Sequence[Section]) -> bool:
    """Whether labels and outline agree. They do not where somebody took a page out, or put one in, and left both as
    they were: then the labels say nothing of what is on a page."""
    return all(in_latin(section.title).startswith(section.number) for section in found)


def page_name(pdf: Any, page: int) -> str:
    """The label of a page, or its number, as a reader's window shows it."""
    return _label(pdf, page) or str(page + 1)


def _section(labels: Sequence[str], outline: Sequence[_Line], first: int, end: int) -> Section:
    number = next((prefix[:-1] for prefix in map(_prefix, labels[first:end]) if prefix[-1:] == "-"), "")
    here = [line.title for line in outline if line.page == first]
    # The heading of a group leads to the same page as its first enclosure, and comes before it.
    titles = [title for title in here if number and title.startswith(number)] or here
    return Section(titles[0] if titles else "", number, first, end - first)


def _starts_by_label(labels: Sequence[str]) -> Iterator[int]:
    """Where labels begin to count anew; nothing where there are none."""
    if not any(labels):
        return
    kinds = [_kind(label) for label in labels]
    for page in range(len(labels)):
        if page == 0 or kinds[page] != kinds[page - 1]:
            yield page


def _kind(label: str) -> tuple[str, bool]:
    """What labels of one section share: their prefix, and without one, whether they count in figures.

    A slip-sheet has the prefix of the enclosure that it stands before: 3-i, then 3-1.
    """
    prefix = _prefix(label)
    return prefix, label[-1:].isdecimal() and not prefix


def _prefix(label: str) -> str:
    found = _LABEL.fullmatch(label)
    return found[1] if found else label


def _label(pdf: Any, page: int) -> str:
    return str(pdf.get_page_label(page) or "")


def _outline(pdf: Any, count: int) -> Iterator[_Line]:
    for line in pdf.get_toc(max_depth=_DEPTH):
        place = line.get_dest()
        page = place.get_index() if place is not None else None
        if page is not None and 0 <= page < count:
            yield _Line(" ".join((line.get_title() or "").split()), page, line.level)
