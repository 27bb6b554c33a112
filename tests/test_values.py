"""A workbook's own values are printed, not what an office makes of its formulas."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pikepdf
import pypdfium2
import pytest

from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.officefile.clean import clean


def a_book(path: Path, *cells: str) -> Path:
    """A workbook as openpyxl writes it, with the XML of its cells, one a row."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Total"
    book.active.column_dimensions["A"].width = 40
    book.save(path)
    from zipfile import ZipFile

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
