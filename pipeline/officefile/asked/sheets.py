"""Fonts in an Excel workbook: its archive goes in, the families of its cells that hold something come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from zipfile import ZipFile

from pipeline.officefile.asked.parts import local, of, tree

_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?(?:f|v|is)\b")
_OF_WORDS = re.compile(rb"<(?:\w+:)?rFont\b[^>]*\bval=\"([^\"]*)\"")
_FORMAT = re.compile(rb"\bs=\"(\d+)\"")


def families(archive: ZipFile) -> Iterator[str]:
    """The families, as often as they are named. ECMA-376-1, 18.8: a cell's format names a font by its place."""
    styles = tree(archive, "xl/styles.xml")
    if styles is None:
        return
    lists = {local(each.tag): each for each in styles}
    fonts = [next((of(each, "val") for each in font if local(each.tag) == "name"), "") for font in lists["fonts"]]
    formats = [int(of(each, "fontId") or 0) for each in lists["cellXfs"]]
    for name in sorted(archive.NameToInfo):
        if re.fullmatch(r"xl/(?:worksheets/[^/]*|sharedStrings)\.xml", name):
            part = archive.read(name)
            yield from (fonts[formats[each]] or "" for each in sorted(set(map(_format, _CELL.findall(part)))))
            yield from (unescape(family.decode("utf-8", "replace")) for family in _OF_WORDS.findall(part))


def _format(cell: bytes) -> int:
    found = _FORMAT.search(cell)
    return int(found[1]) if found else 0
