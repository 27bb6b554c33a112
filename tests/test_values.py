"""A workbook's own values are printed, not what an office makes of its formulas."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pikepdf
import pypdfium2
import pytest
from openpyxl.styles import Border, Side

from pipeline.completeness import losses
from pipeline.completeness.shown import Block, Shown
from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.findings import Place
from pipeline.officefile.clean import clean
from pipeline.officefile.misprints import misprints


def a_book(path: Path, *cells: str) -> Path:
    """A workbook as openpyxl writes it, with the XML of its cells, one a row."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Total"
    book.active.column_dimensions["A"].width = 40
    book.save(path)
    with ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    rows = "".join(f'<row r="{at}">{cell.format(at=at)}</row>' for at, cell in enumerate(cells, start=1))
    name = "xl/worksheets/sheet1.xml"
    head, _, rest = parts[name].partition("<sheetData>")
    parts[name] = f"{head}<sheetData>{rows}{rest[rest.index('</sheetData>') :]}"
    with ZipFile(path, "w") as package:
        for part, text in parts.items():
            package.writestr(part, text)
    return path


def printed(offices: Offices, source: Path) -> tuple[list[str], list[str]]:
    """The lines of the pages, and what is told."""
    target = source.with_suffix(".pdf")
    made = convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), target)
    document = pypdfium2.PdfDocument(target)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return words.split(), [each.code for each in made.remarks if not each.code.startswith("font")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('<c r="A{at}" t="e"><f>"a"+1</f><v>#VALUE!</v></c>', "#VALUE!"),
        ('<c r="A{at}" t="e"><f>VLOOKUP(9,B1:B2,1,0)</f><v>#N/A</v></c>', "#N/A"),
        ('<c r="A{at}"><f>1+1</f><v>5</v></c>', "5"),
        ('<c r="A{at}" t="str"><f>NOSUCH(1)</f><v>kept</v></c>', "kept"),
        ('<c r="A{at}" t="b"><f>1=1</f><v>0</v></c>', "FALSE"),
        ('<c r="A{at}"><f t="array" ref="A{at}:A{at}">SUM(1)</f><v>7</v></c>', "7"),
        ('<c r="A{at}"><f t="shared" ref="A{at}:A{at}" si="0">1+1</f><v>8</v></c>', "8"),
    ],
)
def test_the_value_of_the_file_is_printed(offices: Offices, tmp_path: Path, cell: str, expected: str) -> None:
    words, told = printed(offices, a_book(tmp_path / "a.xlsx", cell))
    assert words == [expected]
    assert set(told) <= {"cell-errors"}
    assert ("cell-errors" in told) == expected.startswith("#")


def test_what_the_file_has_no_value_for_is_computed(offices: Offices, tmp_path: Path) -> None:
    shared = '<c r="A{at}"><f t="shared" ref="A2:A3" si="0">A1+1</f><v>2001</v></c>'
    source = a_book(
        tmp_path / "a.xlsx", '<c r="A{at}"><v>2000</v></c>', shared, '<c r="A{at}"><f t="shared" si="0"/></c>'
    )
    assert printed(offices, source) == (["2000", "2001", "2002"], [])


def test_a_formula_that_makes_a_link_stays_one(offices: Offices, tmp_path: Path) -> None:
    cell = '<c r="A{at}" t="str"><f>HYPERLINK("https://example.org/","there")</f><v>there</v></c>'
    source = a_book(tmp_path / "a.xlsx", cell)
    assert printed(offices, source) == (["there"], [])
    with pikepdf.open(source.with_suffix(".pdf")) as pdf:
        assert [str(each.A.URI) for each in pdf.pages[0].obj.get("/Annots", [])] == ["https://example.org/"]


def test_a_workbook_without_formulas_has_no_copy(tmp_path: Path) -> None:
    assert clean(a_book(tmp_path / "a.xlsx", '<c r="A{at}"><v>2</v></c>')).data is None


@pytest.mark.parametrize(
    ("stray", "formatted", "told"),
    [("C3000", True, ["C3000"]), ("C3000", False, []), ("C300", True, []), ("", True, [])],
)
def test_a_stray_cell_is_told_before_its_pages_are_made(
    tmp_path: Path, stray: str, formatted: bool, told: list[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 12):
        sheet.append([f"Row {row}", row])
    if formatted:
        for row in range(1, 3000):
            sheet.cell(row, 3).border = Border(top=Side("thin"))
    if stray:
        sheet[stray] = " x"
    book.save(source := tmp_path / "a.xlsx")
    found = [each for each in misprints(source) if each.code == "cell-astray"]
    assert [each.place.cell for each in found] == told
    sheet.print_area = "A1:B20"
    book.save(source)
    assert not [each for each in misprints(source) if each.code == "cell-astray"]
    assert all(40 < int(str(each.values["pages"])) < 80 for each in found)


def test_a_long_table_has_no_stray_cell(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(1, 3000):
        book.active.append([f"Row {row}"] if row % 40 == 0 else [])
        book.active.cell(row, 2).border = Border(top=Side("thin"))
    book.save(source := tmp_path / "a.xlsx")
    assert list(misprints(source)) == []


@pytest.mark.parametrize(("value", "told"), [("#VALUE!", ["cell-otherwise"]), ("Total", [])])
def test_an_error_that_is_printed_otherwise_is_told_with_its_cell(
    offices: Offices, tmp_path: Path, value: str, told: list[str]
) -> None:
    source = a_book(tmp_path / "a.xlsx", '<c r="A{at}" t="str"><v>Total</v></c>')
    shown = Shown((Block(value, Place(sheet="Budget", cell="B7")),))
    found = losses(shown, offices.export(source))
    assert [each.code for each in found] == told
    assert all((each.place.cell, each.values) == ("B7", {"value": value}) for each in found)
