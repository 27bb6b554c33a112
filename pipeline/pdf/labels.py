"""The parts and their page counts go in; the label of every page comes out (ISO 32000-2, 12.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.model import Part
from pipeline.numbering import roman
from pipeline.pdf.objects import numbered

_DECIMAL, _ROMAN = "/D", "/r"


@dataclass(frozen=True, slots=True)
class LabelRange:
    """A part's pages, counted from 1 in one style behind one prefix."""

    first_page: int
    """From 0, in the bundle."""
    prefix: str
    style: str
    start: int = 1
    """The number of its first page."""

    def label(self, page: int) -> str:
        """The label of ``page``, which counts from 0 in the bundle."""
        number = page - self.first_page + self.start
        count = {_DECIMAL: str(number), _ROMAN: roman(number).lower()}[self.style]
        return self.prefix + count


def label_range(part: Part, first_page: int) -> LabelRange:
    """The letter counts 1, 2, …; the index i, ii, …; enclosure 3 is 3-1, 3-2, … and its slip-sheet 3-i.

    No two pages have the same: numbers of enclosures have no hyphen. For a page that is left blank see
    :func:`label_ranges`.
    """
    number = part.printed
    prefix, style = {
        "letter": ("", _DECIMAL),
        "index": ("", _ROMAN),
        "slip-sheet": (f"{number}-", _ROMAN),
        "enclosure": (f"{number}-", _DECIMAL),
        "blank": ("", _DECIMAL),
    }[part.kind]
    return LabelRange(first_page, prefix, style)


def label_ranges(parts: Iterable[Part], first_pages: Iterable[int]) -> list[LabelRange]:
    """The ranges of all parts, in order; ``first_pages`` count from 0. A blank page counts on from those before it."""
    ranges: list[LabelRange] = []
    for part, first in zip(parts, first_pages, strict=True):
        if part.kind == "blank" and ranges:
            before = ranges[-1]
            ranges.append(replace(before, first_page=first, start=first - before.first_page + before.start))
        else:
            ranges.append(label_range(part, first))
    return ranges


def number_tree(ranges: Sequence[LabelRange]) -> Dictionary:
    """The catalog's ``/PageLabels``."""
    entries: list[object] = []
    for each in ranges:
        label = Dictionary(S=Name(each.style))
        if each.prefix:
            label.P = String(each.prefix)
        if each.start > 1:
            label.St = each.start
        entries += [each.first_page, label]
    return Dictionary(Nums=Array(entries))


def own_labels(pdf: Pdf) -> str:
    """How a part numbers its own pages: the first and the last label of each range; nothing for 1, 2, 3, ….

    As the part gives them: ``i–iv, 1–12``.
    """
    count = len(pdf.pages)
    starts = sorted(start for start in numbered(pdf.Root.get(Name.PageLabels)) if 0 <= start < count)
    ends = [*(start - 1 for start in starts[1:]), count - 1]
    shown = [(pdf.pages[first].label, pdf.pages[last].label) for first, last in zip(starts, ends, strict=False)]
    words = ", ".join(first if first == last else f"{first}–{last}" for first, last in shown)
    return "" if words in {"1", f"1–{count}"} else words
