"""A list's file and new words for cells of a row go in, its bytes with them in their places come out.

All else stays as it is: formats, other sheets, what is hidden. Of a workbook one part is written anew; of a plain text
the rows are, with its separator and its encoding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.numbering import column_number
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import select, value
from pipeline.tables.kinds import LIMITS, column_name
from pipeline.tables.text import rewritten

CHANGED = (".xlsx", ".xlsm", ".csv", ".tsv")
"""The endings of the files whose cells can be changed."""
_LARGEST = 1 << 25
"""In bytes, of a sheet: it is changed as a tree, in memory."""
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST = date(1899, 12, 30)


def with_cells(path: Path, sheet: str, row: int, cells: Mapping[int, str]) -> bytes:
    """The file with other words in cells of a row, by their columns from 0. MeetingError for what can't be changed so.

    Words that are a day stay one where the cell had one.
    """
    cells = {column: _NO_XML.sub("", words) for column, words in cells.items()}
    if path.suffix.lower() not in CHANGED:
        raise MeetingError(Finding("list-unchangeable", Place(str(path)), {"ending": path.suffix}))
    if path.suffix.lower() in {".csv", ".tsv"}:
        return rewritten(path, row, cells)
    with Package(path, LIMITS) as package:
        part = _part(package, sheet)
        data = package.read(part)
        names = {each.casefold(): each for each in package.names}
    if len(data) > _LARGEST:
        raise MeetingError(Finding("list-unchangeable", Place(str(path)), {"ending": path.suffix}))
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    _Sheet(root, Place(str(path), sheet=sheet)).change(row, cells)
    parts = {part: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    # Excel makes its chain of formulas anew, and takes one that names a cell without any for damage
    left_out = names.get("xl/calcchain.xml")
    return _packed(path, parts, left_out)


def _part(package: Package, sheet: str) -> str:
    targets = {each.id: each.target for each in package.relationships(package.main) if not each.external}
    book = package.xml(package.main)
    found = next(each for each in select(book, "x:sheet") if (value(each, "name") or "") == sheet)
    part = package.find(targets[value(found, "r:id") or ""])
    assert part is not None
    return part


def _packed(path: Path, parts: Mapping[str, bytes], left_out: str | None) -> bytes:
    out = BytesIO()
    with ZipFile(path) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for each in source.infolist():
            if each.filename == left_out:
                continue
            data = parts.get(each.filename)
            data = source.read(each) if data is None else data
            if left_out and each.filename in {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}:
                data = _NAMED.sub(b"", data)
            target.writestr(each, data, ZIP_DEFLATED)
    return out.getvalue()


_NAMED = re.compile(rb"<(?:Override|Relationship)\b[^>]*calcChain\.xml[^>]*/>", re.IGNORECASE)


class _Sheet:
    def __init__(self, root: etree._Element, place: Place) -> None:
        self._root, self._place = root, place
        self._names = f"{{{etree.QName(root).namespace}}}"

    def change(self, number: int, cells: Mapping[int, str]) -> None:
        row = self._row(number)
        for column, words in cells.items():
            reference = f"{column_name(column + 1)}{number}"
            self._is_free(reference, column + 1, number)
            self._put(self._cell(row, column, reference), words, reference)

    def _row(self, number: int) -> etree._Element:
        at = 0
        for row in self._root.iterfind(f"{self._names}sheetData/{self._names}row"):
            at = int(row.get("r") or at + 1)
            if at == number:
                return row
        raise MeetingError(Finding("list-row-gone", self._place, {"row": number}))

    def _cell(self, row: etree._Element, column: int, reference: str) -> etree._Element:
        """The cell, made where there is none, between those beside it."""
        at = -1
        for place, cell in enumerate(row):
            at = _column(cell.get("r") or "") if cell.get("r") else at + 1
            if at == column:
                return cell
            if at > column:
                made = etree.Element(f"{self._names}c", r=reference)
                row.insert(place, made)
                return made
        return etree.SubElement(row, f"{self._names}c", r=reference)

    def _is_free(self, reference: str, column: int, row: int) -> None:
        """Refuses cells that are one with others: to change one would change them."""
        for each in self._root.iterfind(f"{self._names}mergeCells/{self._names}mergeCell"):
            corners = re.findall(r"([A-Z]{1,3})(\d{1,7})", each.get("ref") or "")
            if len(corners) == 2:
                (left, top), (right, bottom) = corners
                if int(top) <= row <= int(bottom) and _column(left) < column <= _column(right) + 1:
                    raise MeetingError(Finding("list-cell-merged", self._at(reference)))

    def _at(self, reference: str) -> Place:
        return Place(self._place.file, sheet=self._place.sheet, cell=reference)

    def _put(self, cell: etree._Element, words: str, reference: str) -> None:
        formula = cell.find(f"{self._names}f")
        if formula is not None and (formula.get("ref") or formula.get("t") in {"shared", "array"}):
            raise MeetingError(Finding("list-cell-merged", self._at(reference)))
        was_day = cell.get("t") in {None, "n", "d"} and len(cell) > 0
        for each in list(cell):
            cell.remove(each)
        if "t" in cell.attrib:
            del cell.attrib["t"]
        if not words:
            return
        if was_day and (day := _day(words)) is not None:
            etree.SubElement(cell, f"{self._names}v").text = str((day - _FIRST).days)
            return
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{self._names}is"), f"{self._names}t")
        text.text = _ESCAPED.sub("_x005F_", words)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _column(reference: str) -> int:
    """The column of a cell, from 0."""
    return column_number(reference.rstrip("0123456789")) - 1
