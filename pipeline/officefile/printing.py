"""How a workbook is printed, where a meeting says it: the workbook and what is wanted go in, a copy that is printed so
comes out.

Source: ECMA-376-1, 18.2.5 (names), 18.2.19 (sheets), 18.3.1.63 and 18.3.1.65 (page setup).
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from pipeline.findings import Unfit
from pipeline.findings.hints import near
from pipeline.model import Printing
from pipeline.officefile.clean.packages import as_bytes, packed
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import local, select, value

if TYPE_CHECKING:
    from lxml import etree

_AREA = "_xlnm.Print_Area"
_BEFORE_NAMES = {"sheets", "functionGroups", "externalReferences"}
_AFTER_SETUP = {
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
}  # fmt: skip


def printed_so(package: Package, printing: Printing) -> bytes:
    """The copy. Raises Unfit for a sheet that is not there or is hidden, and for an area of several sheets."""
    book = deepcopy(package.xml(package.main))
    sheets = {value(each, "name") or "": each for each in select(book, "x:sheet")}
    wanted = _wanted(sheets, printing)
    for name, sheet in sheets.items():
        if name in wanted:
            sheet.attrib.pop("state", "")
        else:
            sheet.set("state", "hidden")
    if printing.sheets:
        for view in select(book, "x:workbookView"):
            view.set("activeTab", str(list(sheets).index(wanted[0])))
    if printing.area:
        _limit(book, list(sheets).index(wanted[0]), wanted[0], printing.area)
    changed: dict[str, bytes | None] = {package.main: as_bytes(book)}
    targets = {each.id: each.target for each in package.relationships(package.main) if not each.external}
    for name in wanted if printing.landscape or printing.fit else ():
        part = package.find(targets.get(value(sheets[name], "r:id") or "", ""))
        if part is not None:
            changed[part] = as_bytes(_set_up(deepcopy(package.xml(part)), printing))
    return packed(package, changed)


def _wanted(sheets: dict[str, etree._Element], printing: Printing) -> list[str]:
    visible = [name for name, sheet in sheets.items() if (value(sheet, "state") or "visible") == "visible"]
    for name in printing.sheets:
        if name not in sheets:
            raise Unfit("sheet-unknown", sheet=name, near=near(name, sheets), sheets=", ".join(sheets))
        if name not in visible and not printing.hidden:
            raise Unfit("sheet-hidden", sheet=name)
    wanted = [name for name in sheets if name in printing.sheets] if printing.sheets else visible
    if printing.area and len(wanted) != 1:
        raise Unfit("area-of-several-sheets", sheets=", ".join(wanted))
    return wanted


def _limit(book: etree._Element, place: int, name: str, area: str) -> None:
    first, last = area.replace("$", "").upper().split(":")
    quoted = name.replace("'", "''")
    names = next(iter(select(book, "x:definedNames")), None)
    if names is None:
        names = book.makeelement(book.tag.replace("workbook", "definedNames"))
        before = [each for each in book if local(each.tag) in _BEFORE_NAMES]
        before[-1].addnext(names)
    for each in list(names):
        if each.get("name") == _AREA and each.get("localSheetId") == str(place):
            names.remove(each)
    made = names.makeelement(book.tag.replace("workbook", "definedName"), {"name": _AREA, "localSheetId": str(place)})
    made.text = f"'{quoted}'!{_absolute(first)}:{_absolute(last)}"
    names.append(made)


def _absolute(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _set_up(sheet: etree._Element, printing: Printing) -> etree._Element:
    setup = next((each for each in sheet if local(each.tag) == "pageSetup"), None)
    if setup is None:
        setup = sheet.makeelement(sheet.tag.replace("worksheet", "pageSetup"))
        after = next((each for each in sheet if local(each.tag) in _AFTER_SETUP), None)
        if after is None:
            sheet.append(setup)
        else:
            after.addprevious(setup)
    if printing.landscape:
        setup.set("orientation", "landscape")
    if printing.fit:
        setup.attrib.pop("scale", "")
        setup.set("fitToWidth", "1")
        setup.set("fitToHeight", "0")
        properties = next((each for each in sheet if local(each.tag) == "sheetPr"), None)
        if properties is None:
            properties = sheet.makeelement(sheet.tag.replace("worksheet", "sheetPr"))
            sheet.insert(0, properties)
        fits = next((each for each in properties if local(each.tag) == "pageSetUpPr"), None)
        if fits is None:
            fits = properties.makeelement(sheet.tag.replace("worksheet", "pageSetUpPr"))
            properties.append(fits)
        fits.set("fitToPage", "1")
    return sheet
