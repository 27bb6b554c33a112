"""Sheets that nobody sees: a workbook's tree goes in, what would print them, or what hides them, comes out.

An office prints a hidden sheet that has a print area (ECMA-376-1, 18.2.5 and 18.2.19; ODF 1.3-3, 19.657).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from pipeline.officefile.clean.reach import Reach, drop, unset
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml import etree

_PRINT_AREA = "_xlnm.Print_Area"


def printed_though_hidden(root: etree._Element) -> Iterator[Reach]:
    """The print areas of hidden sheets; to cut them keeps the sheets in the house."""
    hidden = dict(_hidden(root))
    for name in root.iter("{*}definedName") if hidden else ():
        number = name.get("localSheetId") or ""
        if name.get("name") == _PRINT_AREA and number in hidden:
            yield Reach(name, "sheet", hidden[number].get("name") or "", partial(drop, name))
    for table in _hidden_tables(root):
        ranges = next((key for key in table.attrib if local(key) == "print-ranges"), None)
        if ranges is not None:
            yield Reach(table, "sheet", (attribute(table, "name") or ""), partial(unset, table, str(ranges)))


def hides(root: etree._Element) -> Iterator[Reach]:
    """What hides sheets; to cut it lets them be printed like the others."""
    for sheet in dict(_hidden(root)).values():
        yield Reach(sheet, "shown-sheet", sheet.get("name") or "", partial(unset, sheet, "state"))
    for table in _hidden_tables(root):
        style = next(key for key in table.attrib if local(key) == "style-name")
        yield Reach(table, "shown-sheet", (attribute(table, "name") or ""), partial(unset, table, str(style)))


def _hidden(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The hidden sheets, by their place from 0."""
    if local(root.tag) == "workbook":
        for number, sheet in enumerate(root.iter("{*}sheet")):
            if (sheet.get("state") or "visible") != "visible":
                yield str(number), sheet


def _hidden_tables(root: etree._Element) -> Iterator[etree._Element]:
    if local(root.tag) not in {"document-content", "document"}:
        return
    hidden = {
        value
        for properties in root.iter("{*}table-properties")
        if any(local(key) == "display" and said == "false" for key, said in properties.attrib.items())
        and (style := properties.getparent()) is not None
        for key, value in style.attrib.items()
        if local(key) == "name"
    }
    for table in root.iter("{*}table") if hidden else ():
        if any(local(key) == "style-name" and value in hidden for key, value in table.attrib.items()):
            yield table
