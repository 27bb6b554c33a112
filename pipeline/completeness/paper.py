"""A workbook goes in, the sheets that are wider than their paper come out: their columns are printed on pages apart.

Source: ECMA-376-1, 18.3.1.13 (the width of a column, in digits of the usual font), 18.3.1.62 (margins, in inches),
18.3.1.63 (paper), 18.3.1.65 (fitted to the paper).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from pipeline.completeness.sheets import print_areas
from pipeline.completeness.source import child, descendants, relations, tree
from pipeline.numbering import column_number
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DIGIT = 7
"""Pixels, of which 96 are an inch, of a digit of Calibri in 11 points."""
_USUAL_WIDTH, _USUAL_MARGIN = 8.43, 0.7
_PAPER = {"1": (8.5, 11.0), "5": (8.5, 14.0), "8": (11.69, 16.54), "9": (8.27, 11.69), "11": (5.83, 8.27)}
"""Inches: Letter, Legal, A3, A4, A5 (18.3.1.63)."""
_SLACK = 1.02
"""What an office sets closer than the widths say."""


def too_wide(package: Package) -> Iterator[tuple[str, int]]:
    """The name of each sheet that is split over pages side by side, and over how many."""
    book = tree(package, package.main)
    if book is None or package.format.family != "ooxml":
        return
    named, areas = relations(package, package.main), print_areas(book)
    for number, sheet in enumerate(descendants(book, "sheet")):
        root = tree(package, named.get(attribute(sheet, "id") or "", ""))
        if root is None or attribute(sheet, "state") in {"hidden", "veryHidden"} or _is_fitted(root):
            continue
        last = min(max((area.right for area in areas.get(number, ())), default=1 << 14), _last_column(root))
        pages = ceil(_width(root, last) / (_printable(root) * _SLACK))
        if pages > 1:
            yield attribute(sheet, "name") or "", pages


def _is_fitted(sheet: Element) -> bool:
    said = child(sheet, "sheetPr", "pageSetUpPr")
    fitted = attribute(said, "fitToPage") in {"1", "true"}
    return fitted and attribute(child(sheet, "pageSetup"), "fitToWidth") in {None, "1"}


def _last_column(sheet: Element) -> int:
    """The last column with something in it."""
    cells = (each.get("r") or "" for each in descendants(sheet, "c") if len(each))
    return max((column_number(cell.rstrip("0123456789")) for cell in cells), default=0)


def _width(sheet: Element, last: int) -> float:
    """The width of the columns up to the last, in inches."""
    usual = child(sheet, "sheetFormatPr")
    default = float(attribute(usual, "defaultColWidth") or _USUAL_WIDTH)
    widths: dict[int, float] = {}
    for column in descendants(sheet, "col"):
        first, end = int(column.get("min") or 1), min(int(column.get("max") or 1), last)
        hidden = column.get("hidden") in {"1", "true"}
        widths |= dict.fromkeys(range(first, end + 1), 0.0 if hidden else float(column.get("width") or default))
    digits = sum(widths.get(number, default) for number in range(1, last + 1))
    return digits * _DIGIT / 96


def _printable(sheet: Element) -> float:
    """The width of a page between its margins, in inches of the sheet."""
    setup, margins = child(sheet, "pageSetup"), child(sheet, "pageMargins")
    width, height = _PAPER.get(attribute(setup, "paperSize") or "9", _PAPER["9"])
    if attribute(setup, "orientation") == "landscape":
        width, height = height, width
    sides = sum(float(attribute(margins, side) or _USUAL_MARGIN) for side in ("left", "right"))
    scale = float(attribute(setup, "scale") or 100) / 100
    return max(width - sides, 1.0) / max(scale, 0.1)
