"""Enclosures that stay files: cleaned, attached to the bundle, listed, read back; what would leak stops the package."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdf
import pytest
from pikepdf import Name

from pipeline import House, Session
from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.convert import convert
from pipeline.convert.office import Offices
from pipeline.errors import ConverterError, MeetingError
from pipeline.load import load_meeting
from pipeline.model import Attached, Binding, Part, Properties
from pipeline.officefile.clean.attached import carried, for_attaching
from tests.houses import build, copy_house, copy_meeting
from tests.pdfs import BINDING, letter, part, tagged
from tests.reading import outline
from tests.reading import pages as words_of

ABOUT = Properties("Budget", "Secretariat", "en", datetime(2025, 1, 15, 12, tzinfo=UTC))
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument."


def _related(*parts: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def workbook(path: Path, *, hidden: bool = False) -> Path:
    """A workbook with a formula, that tells of its author, a folder and a printer; a sheet of it may be hidden."""
    types = {
        "xl/workbook.xml": f"{_TYPES}spreadsheetml.sheet.main+xml",
        "xl/worksheets/sheet1.xml": f"{_TYPES}spreadsheetml.worksheet+xml",
        "xl/worksheets/sheet2.xml": f"{_TYPES}spreadsheetml.worksheet+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": f"{_TYPES}extended-properties+xml",
        "xl/printerSettings/printerSettings1.bin": f"{_TYPES}spreadsheetml.printerSettings",
    }
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    state = ' state="hidden"' if hidden else ""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{rels}{rows}</Types>',
        "_rels/.rels": _related(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>J. Secret</dc:creator></cp:coreProperties>',
        "docProps/app.xml": f'<Properties xmlns="{_OFFICE.replace("relationships", "extended-properties")}">'
        "<Company>Secret and Sons</Company></Properties>",
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        '<mc:Choice Requires="x15" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
        '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
        r' url="C:\Users\secret\"/></mc:Choice></mc:AlternateContent><sheets>'
        f'<sheet name="Budget" sheetId="1" r:id="rId1"/><sheet name="Calc" sheetId="2"{state} r:id="rId2"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _related(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"), (f"{_OFFICE}/worksheet", "worksheets/sheet2.xml")
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet {_MAIN} xmlns:r="{_OFFICE}"><sheetData><row r="1">'
        '<c r="A1"><v>40</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1+B1</f><v>42</v></c></row></sheetData>'
        '<pageSetup orientation="portrait" r:id="rId1"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": _related(
            (f"{_OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin")
        ),
        "xl/printerSettings/printerSettings1.bin": "the printer of Secret",
        "xl/worksheets/sheet2.xml": f'<worksheet {_MAIN}><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, said in parts.items():
            archive.writestr(name, said)
    return path


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_workbook_goes_out_with_its_formulas_and_without_who_made_it(tmp_path: Path, offices: Offices) -> None:
    source = workbook(tmp_path / "budget.xlsx")
    made, told = for_attaching(source, ABOUT)
    parts = _parts(made)
    assert not [name for name, data in parts.items() if b"ecret" in data and b"Secretariat" not in data]
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>A1+B1</f><v>42</v>" in sheet
    assert b"r:id" not in sheet
    assert b"2025-01-15T12:00:00Z" in parts["docProps/core.xml"]
    assert b"absPath" not in parts["xl/workbook.xml"]
    assert [each.code for each in told] == ["attached-cleaned"]
    assert for_attaching(source, ABOUT)[0] == made
    (tmp_path / "sent.xlsx").write_bytes(made)
    assert convert(tmp_path / "sent.xlsx", offices, ABOUT.created, tmp_path / "sent.pdf") == 2


def test_a_word_file_goes_out_without_remarks(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("Reply form").runs[0]
    document.add_comment(run, text="Ask the Secret Service", author="J. Secret", initials="JS")
    document.save(str(tmp_path / "form.docx"))
    made, _ = for_attaching(tmp_path / "form.docx", ABOUT)
    assert not [name for name, data in _parts(made).items() if b"Secret " in data or b"J. Secret" in data]
    assert [each.text for each in docx.Document(BytesIO(made)).paragraphs] == ["Reply form"]
    assert list(carried(tmp_path / "form.docx", ())) == []


def test_what_no_page_would_show_is_told(tmp_path: Path) -> None:
    source = workbook(tmp_path / "budget.xlsx", hidden=True)
    (found,) = carried(source, ())
    assert (found.code, found.severity, found.acceptable) == ("attached-carries", "error", True)
    assert list(carried(source, ["hidden-sheets"])) == []


def _with_part(path: Path, kind: str, name: str, said: bytes = b"<x/>") -> Path:
    """The workbook with one more part, which its first sheet is related to."""
    parts = _parts(path.read_bytes())
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    more = f'<Relationship Id="rId9" Type="{_OFFICE}/{kind}" Target="../{name}"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", more.encode())
    parts[f"xl/{name}"] = said
    types = f'<Override PartName="/xl/{name}" ContentType="application/xml"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", types.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for part_name, data in parts.items():
            archive.writestr(part_name, data)
    return path


@pytest.mark.parametrize(
    ("kind", "name", "left"),
    [
        ("pivotCacheRecords", "pivotCache/pivotCacheRecords1.xml", "left-pivots"),
        ("package", "embeddings/Book1.xlsx", "left-files"),
        ("oleObject", "embeddings/oleObject1.bin", "left-files"),
    ],
)
def test_what_lies_inside_is_told(tmp_path: Path, kind: str, name: str, left: str) -> None:
    (found,) = carried(_with_part(workbook(tmp_path / "budget.xlsx"), kind, name), ())
    assert [each.code for each in found.values["things"]] == [left]  # type: ignore[union-attr]


def test_pivot_tables_stay_and_people_who_remarked_once_go(tmp_path: Path) -> None:
    source = _with_part(workbook(tmp_path / "budget.xlsx"), "pivotTable", "pivotTables/pivotTable1.xml")
    made, told = for_attaching(source, ABOUT)
    assert "xl/pivotTables/pivotTable1.xml" in _parts(made)
    assert b"pivotTable1.xml" in _parts(made)["xl/worksheets/_rels/sheet1.xml.rels"]
    assert [each.code for each in told] == ["attached-cleaned"]
    people = _with_part(workbook(tmp_path / "people.xlsx"), "person", "persons/person.xml", b"<p>J. Secret</p>")
    assert not [data for data in _parts(for_attaching(people, ABOUT)[0]).values() if b"J. Secret" in data]


@pytest.fixture
def sound(tmp_path: Path) -> tuple[Path, tuple[Part, ...], Binding]:
    file = tmp_path / "as-made.xlsx"
    file.write_bytes(for_attaching(workbook(tmp_path / "budget.xlsx"), ABOUT)[0])
    mime = f"{_TYPES}spreadsheetml.sheet"
    attached = Attached(file, "Budget (fichier joint)", "02-budget.xlsx", mime, 2, "2", "Documents")
    parts = (
        letter(tagged(tmp_path / "letter.pdf")),
        part(tagged(tmp_path / "index.pdf"), kind="index"),
        part(tagged(tmp_path / "one.pdf", 2), 1, group="Documents"),
        part(tagged(tmp_path / "three.pdf"), 3, group="Documents"),
    )
    binding = replace(BINDING, attached=(attached,))
    path = tmp_path / "bundle.pdf"
    bundle(parts, binding, path)
    assert audit(path, parts, binding) == ()
    return path, parts, binding


def test_a_bundle_holds_the_file_and_its_outline_names_it(sound: tuple[Path, tuple[Part, ...], Binding]) -> None:
    path, _, binding = sound
    reader = pypdf.PdfReader(path)
    assert {name: data[0] for name, data in reader.attachments.items()} == {
        "02-budget.xlsx": binding.attached[0].path.read_bytes()
    }
    assert outline(path, 2) == [
        "Lettre @1",
        "Index @2",
        "Documents @3",
        "  1. One @3",
        "  2. Budget (fichier joint) @2",
        "  3. Three @5",
    ]


def _file(pdf: Any) -> Any:
    return pdf.Root.AF[0]


def _other_bytes(pdf: Any) -> None:
    _file(pdf).EF.F.write(b"PK other")
    _file(pdf).EF.UF = _file(pdf).EF.F


def _relation(pdf: Any) -> None:
    _file(pdf).AFRelationship = Name.Unspecified


def _kind(pdf: Any) -> None:
    _file(pdf).EF.F.Subtype = Name("/text/plain")


def _day(pdf: Any) -> None:
    _file(pdf).EF.F.Params.ModDate = pikepdf.String("D:20250101000000")


def _gone(pdf: Any) -> None:
    del pdf.Root.Names.EmbeddedFiles


def _not_associated(pdf: Any) -> None:
    del pdf.Root.AF


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_other_bytes, "audit-attachment"),
        (_gone, "audit-attachment"),
        (_relation, "audit-attached"),
        (_kind, "audit-attached"),
        (_day, "audit-attached"),
        (_not_associated, "audit-attached"),
    ],
)
def test_what_is_amiss_is_found(
    sound: tuple[Path, tuple[Part, ...], Binding], spoil: Callable[[Any], None], code: str
) -> None:
    path, parts, binding = sound
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(path)
    assert {each.code for each in audit(path, parts, binding)} == {code}


def _with_budget(house: Path, name: str = "budget.xlsx") -> Path:
    folder = copy_meeting(house)
    settings = folder / "meeting.toml"
    said = settings.read_text(encoding="utf-8")
    entry = f'[[groups.enclosures]]\ntitle.fr = "Budget"\nfile = "enclosures/{name}"\nattach = true\n\n[[groups]]\n'
    first, mark, rest = said.rpartition("[[groups]]\n")
    assert mark
    settings.write_text(first + entry + rest, encoding="utf-8")
    return folder


def test_a_budget_stays_a_workbook_in_the_bundle(tmp_path: Path, offices: Offices) -> None:
    house = copy_house(tmp_path / "house")
    folder = _with_budget(house)
    workbook(folder / "enclosures/budget.xlsx")
    built = build(folder, tmp_path / "out", offices)
    path = built.path("bundle")
    (published,) = (tmp_path / "out/fr/pieces-jointes").glob("*.xlsx")
    assert pypdf.PdfReader(path).attachments[published.name] == [published.read_bytes()]
    entry = next(each for each in built.manifest["outputs"] if each["path"].endswith(".xlsx"))
    assert (entry["role"], entry["pages"]) == ("enclosure", 0)
    told = words_of(path)
    assert "Budget (fichier joint)" in told[0]
    index = next(words for words in told if "Table des pièces jointes" in words)
    assert "3 Budget (fichier joint) – –" in index
    assert "Pièce jointe 4 – page 1/2" in " ".join(told)
    assert "3. Budget (fichier joint)" in " ".join(outline(path))
    report = built.path("report").read_text(encoding="utf-8")
    assert published.name in report
    # the form among the other enclosures keeps it from more; the file does not
    assert not [note for note in built.manifest["notes"] if "attached" in str(note.get("values", {}).get("why", ""))]


def test_a_hidden_sheet_stops_the_package_until_it_is_accepted(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = _with_budget(house)
    workbook(folder / "enclosures/budget.xlsx", hidden=True)
    with Session(House.open(house), jobs=1) as session:
        found = session.check(folder)
        assert [each.code for each in found.open] == ["attached-carries"]
        with pytest.raises(ConverterError):
            session.build(folder)
        accepted = session.accept(folder, 1, reason="The sheet is meant.", by="N. N.", on=date(2026, 1, 2))
        assert accepted.exit_code == 0
        assert session.build(folder).bundles


def test_only_what_can_be_cleaned_is_attached(tmp_path: Path) -> None:
    folder = _with_budget(copy_house(tmp_path / "house"), "form.pdf")
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    assert "attach-kind" in [each.code for each in caught.value.findings]
