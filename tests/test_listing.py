"""A list of recipients as people look at it and put it right: each cell with what is wrong, changed where it stands."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from pipeline import ChangedError, House, MeetingError
from pipeline.tables import open_book
from pipeline.tables.changing import with_cells
from tests.houses import copy_house, copy_meeting
from tests.lists import edited, write

HEADINGS = ("Organisation", "Nom", "E-mail", "Remis le")
ROWS: list[tuple[Any, ...]] = [
    HEADINGS,
    ("Agence", "Marie Un", "un@example.org", date(2026, 3, 1)),
    ("Bureau", "Paul Deux", "deux", date(2026, 3, 2)),
    ("Comité", "Ana Trois", "trois@example.org", ""),
]


def a_house(folder: Path, ending: str, rows: list[tuple[Any, ...]] = ROWS) -> House:
    house = copy_house(folder / "house")
    meeting = copy_meeting(house, "tiny")
    text = (meeting / "meeting.toml").read_text(encoding="utf-8")
    (meeting / "meeting.toml").write_text(f'recipients = "list{ending}"\n{text}', encoding="utf-8")
    write(meeting / f"list{ending}", rows)
    return House.open(house)


def cells(path: Path, row: int) -> list[Any]:
    book = open_book(path)
    return next(each.cells for each in book.read(0).rows if each.number == row)


def test_each_row_has_its_cells_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    found = a_house(tmp_path, ".xlsx").recipients("tiny")
    assert found is not None
    assert found.headings == HEADINGS
    assert [each.number for each in found.rows] == [2, 3, 4]
    assert found.rows[0].cells == ("Agence", "Marie Un", "un@example.org", "2026-03-01")
    assert [bool(each.key) for each in found.rows] == [True, False, True]
    (wrong,) = found.rows[1].findings
    assert (wrong.code, wrong.place.cell) == ("recipient-email", "C3")
    assert found.as_json()["rows"][1]["findings"][0]["column"] == 2
    assert found.notes


def test_a_meeting_without_a_list_has_none(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    copy_meeting(house, "tiny")
    assert House.open(house).recipients("tiny") is None


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".csv", ".tsv"])
def test_a_cell_is_put_right_where_it_stands_and_nothing_else_changes(tmp_path: Path, ending: str) -> None:
    house = a_house(tmp_path, ending)
    path = house.find("tiny") / f"list{ending}"
    before = [cells(path, row) for row in (1, 2, 4)]
    house.change_recipient("tiny", 3, {1: "Paul Deux", 2: "deux@example.org"}, was={1: "Paul Deux", 2: "deux"})
    assert cells(path, 3)[:3] == ["Bureau", "Paul Deux", "deux@example.org"]
    assert [cells(path, row) for row in (1, 2, 4)] == before
    found = house.recipients("tiny")
    assert found is not None
    assert all(each.key for each in found.rows)


def test_what_is_the_same_writes_nothing(tmp_path: Path) -> None:
    house = a_house(tmp_path, ".xlsx")
    path = house.find("tiny") / "list.xlsx"
    before = path.read_bytes()
    house.change_recipient("tiny", 3, {2: "deux"}, was={2: "deux"})
    assert path.read_bytes() == before


def test_two_people_change_one_row_and_nothing_is_lost(tmp_path: Path) -> None:
    house = a_house(tmp_path, ".xlsx")
    house.change_recipient("tiny", 3, {2: "deux@example.org"}, was={2: "deux"})
    house.change_recipient("tiny", 3, {1: "Paule Deux", 2: "deux"}, was={1: "Paul Deux", 2: "deux"})
    assert cells(house.find("tiny") / "list.xlsx", 3)[1:3] == ["Paule Deux", "deux@example.org"]
    with pytest.raises(ChangedError) as told:
        house.change_recipient("tiny", 3, {2: "zwei@example.org"}, was={2: "deux"})
    (clash,) = told.value.findings
    assert (clash.code, clash.place.cell, clash.values["now"]) == ("list-row-changed", "C3", "deux@example.org")
    with pytest.raises(ChangedError):
        house.change_recipient("tiny", 30, {2: "x"}, was={2: ""})


def test_a_workbook_keeps_formats_other_sheets_and_what_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("List"), book.add_worksheet("Notes")
        red, day = book.add_format({"bg_color": "#FF0000"}), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Organisation", "Name", "Day"])
        sheet.write_string(1, 0, "A", red)
        sheet.write_datetime(1, 2, date(2026, 3, 1), day)
        sheet.write_formula("E2", "=1+1", None, 2)
        sheet.set_row(4, None, None, {"hidden": True})
        other.write("A1", "kept")
    data = with_cells(path, "List", 2, {0: "=B & Co <_x0041_>", 1: "new\nline", 2: "2027-01-31", 4: "3"})
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    sheet = book["List"]
    assert sheet["A2"].fill.fgColor.rgb == "FFFF0000"
    assert (sheet["A2"].data_type, sheet["B2"].value) == ("s", "new\nline")
    assert (sheet["C2"].value.date(), sheet["C2"].number_format) == (date(2027, 1, 31), "dd/mm/yyyy")
    assert sheet["E2"].value == "3"
    assert sheet.row_dimensions[5].hidden
    assert book["Notes"]["A1"].value == "kept"
    assert cells(path, 2)[:3] == ["=B & Co <_x0041_>", "new\nline", date(2027, 1, 31)]


def test_a_chain_of_formulas_goes_that_names_a_cell_without_one(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", ROWS)
    chain = b'<?xml version="1.0"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'

    def with_chain(parts: dict[str, bytes]) -> None:
        parts["xl/calcChain.xml"] = chain
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
            b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="' + kind + b'"/></Types>'
        )
        rels = "xl/_rels/workbook.xml.rels"
        of = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
        parts[rels] = parts[rels].replace(
            b"</Relationships>", b'<Relationship Id="r9" Type="' + of + b'" Target="calcChain.xml"/></Relationships>'
        )

    _repack(path, with_chain)
    path.write_bytes(with_cells(path, "List", 3, {2: "deux@example.org"}))
    with zipfile.ZipFile(path) as packed:
        assert "xl/calcChain.xml" not in packed.namelist()
        assert b"calcChain" not in packed.read("[Content_Types].xml") + packed.read("xl/_rels/workbook.xml.rels")


def _repack(path: Path, change: Any) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)


def test_cells_that_are_one_with_others_are_not_changed(tmp_path: Path) -> None:
    path = write(tmp_path / "list.xlsx", ROWS)
    edited(path, lambda _book, sheet: sheet.merge_cells("A2:A3"))
    for row in (2, 3):
        with pytest.raises(MeetingError) as told:
            with_cells(path, "List", row, {0: "Other"})
        assert [each.code for each in told.value.findings] == ["list-cell-merged"]
    assert with_cells(path, "List", 2, {1: "Other"})


@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_other_kinds_are_put_right_elsewhere(tmp_path: Path, ending: str) -> None:
    house = a_house(tmp_path, ending)
    found = house.recipients("tiny")
    assert found is not None
    assert not found.changeable
    with pytest.raises(MeetingError) as told:
        house.change_recipient("tiny", 3, {2: "x@example.org"}, was={2: "deux"})
    assert [each.code for each in told.value.findings] == ["list-unchangeable"]


def test_a_text_keeps_its_separator_its_ends_of_lines_and_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("sep=;\r\nOrganisation;Nom;E-mail\r\nCafé;Zoé;x\r\n".encode("cp1252"))
    assert with_cells(path, "", 3, {2: "zoé@example.org"}) == (
        "sep=;\r\nOrganisation;Nom;E-mail\r\nCafé;Zoé;zoé@example.org\r\n".encode("cp1252")
    )
    assert with_cells(path, "", 3, {1: "Łukasz; A"}).decode("utf-8-sig").endswith('\r\nCafé;"Łukasz; A";x\r\n')


def test_the_marked_workbook_is_the_whole_list_and_comes_back(tmp_path: Path) -> None:
    house = a_house(tmp_path, ".csv", [*ROWS, ("=cmd", "Eva Quatre", "x y", "")])
    target = tmp_path / "marked.xlsx"
    house.mark_recipients("tiny", target, language="fr")
    sheet = openpyxl.load_workbook(target).active
    assert sheet["C3"].fill.fgColor.rgb == "FFF8CBAD"
    assert "deux" in sheet["C3"].comment.text
    assert sheet["C2"].comment is None
    assert sheet["A5"].data_type == "s"
    assert [each.value for each in sheet[1]] == list(HEADINGS)
    assert cells(target, 2) == ["Agence", "Marie Un", "un@example.org", "2026-03-01"]
    again = tmp_path / "again.xlsx"
    house.mark_recipients("tiny", again, language="fr")
    assert again.read_bytes() == target.read_bytes()
