"""What a workbook hides does not leave the house, unless the meeting wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pypdfium2
import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from pipeline.convert.office import Offices
from pipeline.officefile.clean import clean
from pipeline.officefile.misprints import misprints

Make: TypeAlias = Callable[..., Path]


def an_xlsx(path: Path, state: str = "hidden") -> Path:
    book = openpyxl.Workbook()
    book.active["A1"] = "OPEN"
    book.active.column_dimensions["A"].width = 30
    book.active.print_area = "A1:B3"
    hidden = book.create_sheet("Reserve")
    hidden["A1"], hidden.sheet_state, hidden.print_area = "SECRET", state, "A1:B9"
    book.save(path)
    return path


def an_ods(path: Path, state: str = "hidden") -> Path:
    book = OpenDocumentSpreadsheet()
    unseen = style.Style(name="unseen", family="table")
    unseen.addElement(style.TableProperties(display="false"))
    book.automaticstyles.addElement(unseen)
    for name, words in (("Open", "OPEN"), ("Reserve", "SECRET")):
        hides = {"stylename": unseen, "printranges": "Reserve.A1:Reserve.B2"} if words == "SECRET" else {}
        sheet, row, cell = table.Table(name=name, **hides), table.TableRow(), table.TableCell(valuetype="string")
        cell.addElement(text.P(text=words))
        row.addElement(cell)
        sheet.addElement(row)
        book.spreadsheet.addElement(sheet)
    book.save(str(path))
    return path


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
@pytest.mark.parametrize("make", [an_xlsx, an_ods])
def test_a_hidden_sheet_with_a_print_area_stays_in_the_house(
    offices: Offices, tmp_path: Path, make: Make, state: str
) -> None:
    source = make(tmp_path / f"book.{make.__name__[3:]}", state)
    cleaned = clean(source)
    assert [(each.code, each.place.sheet) for each in cleaned.findings] == [("hidden-sheet-kept-in", "Reserve")]
    assert "SECRET" in words_of(offices.export(source))  # what the office does by itself
    words = words_of(offices.export(source, cleaned.data))
    assert "SECRET" not in words
    assert "OPEN" in words


@pytest.mark.parametrize("make", [an_xlsx, an_ods])
def test_the_meeting_may_want_it_printed(offices: Offices, tmp_path: Path, make: Make) -> None:
    source = make(tmp_path / f"book.{make.__name__[3:]}")
    cleaned = clean(source, hidden_sheets=True)
    assert [each.code for each in cleaned.findings] == ["hidden-sheet-printed"]
    assert "SECRET" in words_of(offices.export(source, cleaned.data))


def test_a_hidden_sheet_is_one_note_of_what_is_left_out(tmp_path: Path) -> None:
    source = an_xlsx(tmp_path / "book.xlsx")
    (found,) = misprints(source)
    assert (found.code, found.what.partition(": ")[2]) == ("left-out", "hidden sheets (1).")
    assert list(misprints(source, hidden_sheets=True)) == []
    assert list(misprints(an_xlsx(tmp_path / "seen.xlsx", "visible"))) == []


def test_a_workbook_without_hidden_sheets_is_left_as_it_is(tmp_path: Path) -> None:
    source = an_xlsx(tmp_path / "book.xlsx", "visible")
    assert clean(source).data is None
    assert clean(source, hidden_sheets=True).data is None
