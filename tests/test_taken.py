"""What of an enclosure goes out: some of its pages, some sheets of a workbook, and what a password opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import msoffcrypto
import openpyxl
import pikepdf
import pypdfium2
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from pipeline.convert import Details, convert_with_remarks, take
from pipeline.convert.intake import Intake, Permissions
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from pipeline.model import HIGHEST, Printing
from pipeline.pdf.conformance import check
from pipeline.pdf.taken import taken
from pipeline.ranges import NoSuchPagesError, pages_named

CREATED = datetime(2025, 1, 15, 12, tzinfo=UTC)


def pages_of(pdf: Path | bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def three_pages(path: Path) -> Path:
    document = docx.Document()
    for number in (1, 2, 3):
        document.add_heading(f"Part {number}", 1)
        document.add_paragraph(f"Words of page {number}")
        if number < 3:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def made(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tagged PDF of three pages, with bookmarks, a link from each to the next, and a picture on each."""
    folder = tmp_path_factory.mktemp("taken")
    convert_with_remarks(
        three_pages(folder / "a.docx"), offices, CREATED, folder / "plain.pdf", (), Details(alone=True)
    )
    with pikepdf.open(folder / "plain.pdf") as pdf:
        shared = pdf.make_indirect(Dictionary(XObject=Dictionary()))
        for number, page in enumerate(pdf.pages):
            picture = pdf.make_stream(
                b"secret picture %d" % number, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1]
            )
            shared.XObject[f"/P{number}"] = picture
            page.contents_add(f"/Artifact BMC /P{number} Do EMC".encode())
        for page in pdf.pages:
            own = page.obj.Resources
            page.obj.Resources = Dictionary({**dict(own.items()), "/XObject": shared.XObject})
        for number, page in enumerate(pdf.pages):
            other = pdf.pages[(number + 1) % 3].obj
            link = Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Contents=String("on"), F=4,
                Dest=String("next") if number == 0 else Array([other, Name.Fit]),
            )  # fmt: skip
            page.obj.Annots = pdf.make_indirect(Array([pdf.make_indirect(link)]))
        target = Array([pdf.pages[1].obj, Name.Fit])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("next"), target])))
        with pdf.open_outline() as outline:
            outline.root[:] = [OutlineItem(f"Part {number}", number - 1) for number in (1, 2, 3)]
        pdf.Root.OpenAction = Array([pdf.pages[2].obj, Name.Fit])
        pdf.save(folder / "made.pdf")
    return folder / "made.pdf"


def names_of(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        return [str(entry.title) for entry in outline.root]


def test_pages_are_taken_with_what_belongs_to_them_and_nothing_of_the_others(made: Path) -> None:
    pdf = taken(made.read_bytes(), "2-3")
    assert pages_of(pdf) == ["Part 2 Words of page 2", "Part 3 Words of page 3"]
    assert names_of(pdf) == ["Part 2", "Part 3"]
    with pikepdf.open(BytesIO(pdf)) as document:
        links: list[Any] = [page.obj.Annots[0] for page in document.pages]
        assert links[0].Dest[0].objgen == document.pages[1].obj.objgen
        assert Name.Dest not in links[1]  # it led to the first page
        assert Name.OpenAction not in document.Root
        streams = b"".join(each.read_bytes() for each in document.objects if isinstance(each, pikepdf.Stream))
    assert b"secret picture 1" in streams
    assert b"secret picture 0" not in streams
    assert "page 1" not in str(streams)


def test_what_is_taken_of_a_sound_file_is_sound(offices: Offices, tmp_path: Path) -> None:
    details = Details("Trois parties", "fr", "fr", take="1, 3", alone=True)
    result = convert_with_remarks(three_pages(tmp_path / "a.docx"), offices, CREATED, tmp_path / "a.pdf", (), details)
    assert (result.pages, result.met, {each.code for each in result.remarks}) == (2, HIGHEST, {"font-same-widths"})
    assert pages_of(tmp_path / "a.pdf") == ["Part 1 Words of page 1", "Part 3 Words of page 3"]
    assert check((tmp_path / "a.pdf").read_bytes()).met == HIGHEST


def test_a_pdf_is_taken_in_the_reader_s_own_process(made: Path, tmp_path: Path) -> None:
    with Intake() as intake:
        result = take(made, intake, Permissions(take="3"), tmp_path / "a.pdf")
        assert result.pages == 1
        assert pages_of(tmp_path / "a.pdf") == ["Part 3 Words of page 3"]
        with pytest.raises(MeetingError) as error:
            take(made, intake, Permissions(take="2-9"), tmp_path / "b.pdf")
    found = error.value.findings[0]
    assert (found.code, found.values) == ("take-no-such-pages", {"said": "2-9", "pages": "3"})


def test_a_signed_pdf_is_taken_whole_or_not_at_all(made: Path, tmp_path: Path) -> None:
    with pikepdf.open(made) as pdf:
        signature = pdf.make_indirect(
            Dictionary(
                FT=Name.Sig, T=String("s"), V=pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=[0, 1, 2, 3]))
            )
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([signature]), SigFlags=3)
        pdf.save(tmp_path / "signed.pdf")
    with Intake() as intake, pytest.raises(MeetingError) as error:
        take(tmp_path / "signed.pdf", intake, Permissions(take="1"), tmp_path / "a.pdf")
    assert error.value.findings[0].code == "take-signed"


RANGES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=4)


@given(RANGES, st.integers(1, 12))
def test_pages_are_read_as_they_are_named(ranges: list[tuple[int, int]], count: int) -> None:
    said = ", ".join(f"{first}-{first + more}" if more else f"{first}" for first, more in ranges)
    wanted = dict.fromkeys(page for first, more in ranges for page in range(first - 1, first + more))
    if max(wanted) < count:
        assert pages_named(said, count) == list(wanted)
        assert pages_named(f"{count}-", count) == [count - 1]
    else:
        with pytest.raises(NoSuchPagesError):
            pages_named(said, count)


# --- workbooks -----------------------------------------------------------------------------------


def a_workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    for name, state in (("Budget", "visible"), ("Notes", "visible"), ("Inner", "hidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for row in range(1, 4):
            for column in range(1, 16):
                sheet.cell(row, column, f"{name}{row}.{column}")
    del book["Sheet"]
    if path.suffix == ".xlsx":
        book.save(path)
    else:
        from tests.soffice import converted  # noqa: PLC0415

        book.save(path.with_suffix(".xlsx"))
        converted(path.with_suffix(".xlsx"), path)
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_sheets_and_cells_that_are_named_are_printed(offices: Offices, tmp_path: Path, suffix: str) -> None:
    source, target = a_workbook(tmp_path / f"a{suffix}"), tmp_path / "a.pdf"
    printing = Printing(("Budget",), "A1:B2", landscape=True)
    result = convert_with_remarks(source, offices, CREATED, target, (), Details(printing=printing))
    (words,) = pages_of(target)
    assert {each for each in words.split() if each[0] in "BNI"} == {"Budget1.1", "Budget1.2", "Budget2.1", "Budget2.2"}
    assert [each.code for each in result.remarks if each.severity == "error"] == []
    with pikepdf.open(target) as pdf:
        _, _, width, height = (float(n) for n in pdf.pages[0].mediabox)
    assert width > height


def test_a_sheet_is_made_as_narrow_as_a_page(offices: Offices, tmp_path: Path) -> None:
    source = a_workbook(tmp_path / "a.xlsx")
    convert_with_remarks(source, offices, CREATED, tmp_path / "wide.pdf", (), Details(printing=Printing(("Notes",))))
    fit = Details(printing=Printing(("Notes",), fit="width"))
    result = convert_with_remarks(source, offices, CREATED, tmp_path / "fit.pdf", (), fit)
    assert (len(pages_of(tmp_path / "wide.pdf")) > 1, len(pages_of(tmp_path / "fit.pdf"))) == (True, 1)
    assert "sheet-split" not in {each.code for each in result.remarks}


def test_a_hidden_sheet_is_chosen_where_the_meeting_keeps_it(offices: Offices, tmp_path: Path) -> None:
    source = a_workbook(tmp_path / "a.xlsx")
    details = Details(printing=Printing(("Inner",), hidden=True, fit="width"))
    convert_with_remarks(source, offices, CREATED, tmp_path / "a.pdf", (), details)
    assert {each.split(".")[0][:5] for each in pages_of(tmp_path / "a.pdf")[0].split()} >= {"Inner"}


@pytest.mark.parametrize(
    ("printing", "code"),
    [
        (Printing(("Bugdet",)), "sheet-unknown"),
        (Printing(("Inner",)), "sheet-hidden"),
        (Printing(area="A1:B2"), "area-of-several-sheets"),
        (Printing(("Budget", "Notes"), "A1:B2"), "area-of-several-sheets"),
    ],
)
def test_sheets_that_cannot_be_printed_are_told(
    offices: Offices, tmp_path: Path, printing: Printing, code: str
) -> None:
    source = a_workbook(tmp_path / "a.xlsx")
    with pytest.raises(MeetingError) as error:
        convert_with_remarks(source, offices, CREATED, tmp_path / "a.pdf", (), Details(printing=printing))
    assert [(each.code, each.place.file) for each in error.value.findings] == [(code, str(source))]


# --- passwords -----------------------------------------------------------------------------------


def locked(source: Path, password: str = "hunter2") -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415

    out = BytesIO()
    with source.open("rb") as file:
        OOXMLFile(file).encrypt(password, out)
    source.write_bytes(out.getvalue())
    return source


@pytest.mark.parametrize(("make", "name"), [(three_pages, "a.docx"), (a_workbook, "a.xlsx")])
def test_a_password_opens_what_it_locks(
    offices: Offices, tmp_path: Path, make: Callable[[Path], Path], name: str
) -> None:
    source, target = locked(make(tmp_path / name)), tmp_path / "a.pdf"
    assert msoffcrypto.OfficeFile(BytesIO(source.read_bytes())).is_encrypted()
    convert_with_remarks(source, offices, CREATED, target, (), Details(), "hunter2")
    assert pages_of(target)[0].startswith(("Part 1", "Budget"))
    for given_, code in (("wrong", "wrong-office-password"), ("", "locked")):
        with pytest.raises(MeetingError) as error:
            convert_with_remarks(source, offices, CREATED, tmp_path / "b.pdf", (), Details(), given_)
        assert [each.code for each in error.value.findings] == [code]
        assert "hunter2" not in str(error.value)


def test_a_file_that_would_be_tried_for_hours_is_refused(offices: Offices, tmp_path: Path) -> None:
    source = locked(three_pages(tmp_path / "a.docx"))
    data = source.read_bytes()
    assert b'spinCount="100000"' in data
    source.write_bytes(data.replace(b'spinCount="100000" ', b"spinCount='9999999'"))
    with pytest.raises(MeetingError) as error:
        convert_with_remarks(source, offices, CREATED, tmp_path / "b.pdf", (), Details(), "hunter2")
    assert [each.code for each in error.value.findings] == ["unlock-failed"]
