from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pptx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from odf.draw import Page
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.presentation import DateTimeDecl
from odf.style import DrawingPageProperties, MasterPage, PageLayout, Style
from odf.table import Table, TableCell, TableRow
from odf.text import Date, P
from PIL import Image, ImageOps

from pipeline.convert import convert, convert_with_remarks
from pipeline.convert.finish import finish
from pipeline.convert.office import FILTERS, Offices, _Office, settings, version
from pipeline.errors import CancelledError, ConfigError, ConverterError, MeetingError
from pipeline.officefile.kinds import KINDS, TAKEN, recognise
from pipeline.suffixes import SLIDES
from tests.changing import without
from tests.kinds import (
    MAKERS,
    RTF,
    a_doc,
    a_docx,
    a_pdf,
    a_picture,
    a_rtf,
    a_txt,
    an_odt,
    an_xlsx,
    written,
)
from tests.office_bombs import compound
from tests.soffice import converted, program
from tests.waiting import ended, soon
from tests.wordxml import WORD_XML

pytestmark = pytest.mark.office

CREATED = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.fixture(scope="module", params=["kit", "command"])
def offices(request: pytest.FixtureRequest) -> Iterator[Offices]:
    with Offices(program(), count=2, kit=request.param == "kit") as pool:
        pool.start()
        yield pool


@pytest.fixture(scope="module")
def kit() -> Iterator[Offices]:
    with Offices(program(), count=2) as pool:
        pool.start()
        yield pool


def a_long_docx(path: Path) -> Path:
    document = docx.Document()
    for number in range(3000):
        document.add_paragraph(f"{number} " + "The committee has the honour to invite. " * 8)
    document.save(str(path))
    return path


BEGINNING = bytes.fromhex("0908 1000 0006 0500")
"""Of an old workbook (MS-XLS, 2.4.21)."""


WORDS = {
    ".docx": "A letter",
    ".doc": "A rich text",
    ".odt": "An open text",
    ".rtf": "A rich text",
    ".xlsx": "State 19",
    ".ods": "A cell",
    ".pptx": "Slide 1",
    ".odp": "A slide",
    ".txt": "Une pièce jointe",
}
WORDS |= {".dotx": WORDS[".docx"], ".xltx": WORDS[".xlsx"], ".potx": WORDS[".pptx"], ".ppsx": WORDS[".pptx"]}
WORDS |= {".ott": WORDS[".odt"], ".ots": WORDS[".ods"], ".otp": WORDS[".odp"]}


def words_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def is_tagged(pdf: Path) -> bool:
    with pikepdf.open(pdf) as document:
        return "/StructTreeRoot" in document.Root


@pytest.mark.parametrize("suffix", TAKEN)
def test_each_kind_converts(offices: Offices, tmp_path: Path, suffix: str) -> None:
    source = MAKERS[suffix](tmp_path / f"Annexe n° 1 — été #2%20{suffix}")
    before = {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    target = tmp_path / "out" / "made.pdf"
    target.parent.mkdir()
    pages = convert(source, offices, CREATED, target)
    assert pages == (2 if suffix in SLIDES - {".odp", ".otp"} else 1)
    assert WORDS.get(suffix, "") in words_of(target)
    assert is_tagged(target) == (suffix != ".pdf")
    assert list(target.parent.iterdir()) == [target]
    assert {path: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_every_suffix_has_a_maker_here() -> None:
    assert set(MAKERS) == set(TAKEN)
    assert set(FILTERS) < set(TAKEN)
    assert {kind.maker for kind in KINDS} == {"office", "image", "none"}


def finished(pdf: bytes) -> bytes:
    return finish(pdf, "Title", CREATED).pdf


def test_the_same_bytes_from_any_office_in_any_order(kit: Offices, tmp_path: Path) -> None:
    sources = [
        MAKERS[suffix](tmp_path / f"a{suffix}") for suffix in (".docx", ".xlsx", ".pptx", ".odt", ".txt", ".rtf")
    ]
    first = [finished(kit.export(source)) for source in sources]
    time.sleep(1.1)  # the dates have seconds
    for with_kit in (True, False):
        with Offices(program(), count=1, kit=with_kit) as other:
            assert [finished(other.export(source)) for source in reversed(sources)] == first[::-1]


def test_the_place_and_the_environment_do_not_show(
    tmp_path: Path, kit: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    here = a_docx(tmp_path / "a.docx")
    there = tmp_path / "elsewhere" / "b.docx"
    there.write_bytes(here.read_bytes())
    convert(here, kit, CREATED, tmp_path / "a.pdf")
    for name, value in {"LANG": "fr_FR.UTF-8", "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "HOME": "/none"}.items():
        monkeypatch.setenv(name, value)
    with Offices(program(), count=1) as other:
        convert(there, other, CREATED, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_date_is_the_given_one(tmp_path: Path, kit: Offices) -> None:
    created = CREATED.astimezone(timezone(timedelta(hours=9)))
    convert(a_docx(tmp_path / "a.docx"), kit, created, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        assert str(document.docinfo.CreationDate).startswith("D:20260304050607")
        packet = document.Root.Metadata.read_bytes().decode()
        assert document.check_pdf_syntax() == []
    assert packet.count("2026-03-04T05:06:07Z") >= 4
    assert "2013-" not in packet  # the day that the library's own template was made


def test_another_form_of_pdf_is_dated_too(tmp_path: Path, kit: Offices) -> None:
    made = kit.export(a_docx(tmp_path / "a.docx"))
    written = []
    for second in (made, made.replace(b"(D:20", b"(D:19")):
        other = io.BytesIO()
        with pikepdf.open(io.BytesIO(second)) as document:
            document.save(other, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        written.append(finished(other.getvalue()))
    assert written[0] == written[1]
    with pikepdf.open(io.BytesIO(written[0])) as document:
        assert str(document.docinfo.CreationDate) == "D:20260304050607Z"


def test_a_link_to_an_enclosure_stays_an_address(offices: Offices, tmp_path: Path) -> None:
    convert(a_docx(tmp_path / "a.docx", link="enclosure:3"), offices, CREATED, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as document:
        (link,) = document.pages[0].Annots
        assert (link.A.S, str(link.A.URI)) == (pikepdf.Name.URI, "enclosure:3")


def test_nothing_is_fetched(offices: Offices, tmp_path: Path) -> None:
    asked: list[str] = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    picture = a_picture(tmp_path / "secret.png")
    document = docx.Document()
    document.add_picture(str(picture))
    for name, address in (
        ("http.docx", f"http://127.0.0.1:{server.server_port}/picture.png"),
        ("file.docx", picture.as_uri()),
    ):
        source = tmp_path / name
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        outside = document.part.relate_to(address, kind, is_external=True)
        blip = document.element.body.find(f".//{qn('a:blip')}")
        blip.attrib.clear()
        blip.set(qn("r:link"), outside)
        document.save(str(source))
        convert(source, offices, CREATED, source.with_suffix(".pdf"))
    server.shutdown()
    server.server_close()
    assert asked == []
    with pikepdf.open(tmp_path / "file.pdf") as made:
        assert not [thing for thing in made.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Width") == 300]


def truncated(path: Path) -> Path:
    path.write_bytes(a_docx(path).read_bytes()[:20000])
    return path


def damaged(path: Path) -> Path:
    data = bytearray(a_docx(path).read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("word/styles.xml").header_offset + 200
    data[at : at + 50] = bytes(50)
    path.write_bytes(data)
    return path


def locked_pdf(path: Path) -> Path:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(path, encryption=pikepdf.Encryption(user="a", owner="b"))
    return path


def an_empty_pdf(path: Path) -> Path:
    with pikepdf.new() as document:
        document.save(path)
    return path


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


def a_field(instruction: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        document = docx.Document()
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        document.add_paragraph("Geneva, ")._p.append(field)
        document.save(str(path))
        return path

    return make


CHANGE = 'w:id="1" w:author="A" w:date="2024-01-01T00:00:00Z"'


def a_word_xml(inner: str) -> Callable[[Path], Path]:
    """A Word document whose paragraph goes on with ``inner``."""

    def make(path: Path) -> Path:
        document = docx.Document()
        paragraph = document.add_paragraph("Geneva, ")
        paragraph._p.extend(parse_xml(f"<w:p {WORD_XML}>{inner}</w:p>"))
        document.save(str(path))
        return path

    return make


def a_split_field(*pieces: str) -> Callable[[Path], Path]:
    """A field as Word writes it, with its instruction in several runs."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    said = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    return a_word_xml(f"{mark('begin')}{said}{mark('separate')}<w:r><w:t>then</w:t></w:r>{mark('end')}")


def a_rich_text(inner: bytes) -> Callable[[Path], Path]:
    return written(RTF[:-1] + inner + b"}")


def a_doc_of(inner: bytes) -> Callable[[Path], Path]:
    return lambda path: converted(a_rich_text(inner)(path.with_name("old.rtf")), path)


def a_head(code: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        book = openpyxl.Workbook()
        book.active["A1"] = "A cell"
        book.active.evenFooter.left.text = code
        book.save(path)
        return path

    return make


def a_slide_date(*, on: str, kind: str = "datetime1") -> Callable[[Path], Path]:
    """Slides with a date in a box: on the slide, on its layout, on its master, or on a layout that no slide has."""

    def make(path: Path) -> Path:
        slides = pptx.Presentation()
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        places = {
            "slide": slide,
            "layout": slide.slide_layout,
            "master": slides.slide_master,
            "other layout": slides.slide_layouts[0],
        }
        box = slide.shapes.add_textbox(*map(pptx.util.Cm, (2, 8, 9, 2)))
        name = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        field = OxmlElement("a:fld")
        field.set("id", "{B5F1C8A7-0000-4000-8000-000000000000}")
        field.set("type", kind)
        field.append(text := field.makeelement(f"{name}t"))
        text.text = "then"
        box.text_frame.paragraphs[0]._p.insert(0, field)
        places[on].shapes._spTree.append(box._element)
        slides.save(str(path))
        return path

    return make


def a_declared_date(source: str, *, shown: bool = True, used: bool = True) -> Callable[[Path], Path]:
    """Slides with the date of Insert, Header and Footer."""

    def make(path: Path) -> Path:
        slides = OpenDocumentPresentation()
        slides.automaticstyles.addElement(layout := PageLayout(name="l"))
        slides.automaticstyles.addElement(style := Style(name="d", family="drawing-page"))
        style.addElement(DrawingPageProperties(displaydatetime=shown))
        slides.masterstyles.addElement(master := MasterPage(name="m", pagelayoutname=layout))
        slides.presentation.addElement(DateTimeDecl(name="today", source=source, text="then"))
        page = Page(masterpagename=master, stylename=style, usedatetimename="today" if used else None)
        slides.presentation.addElement(page)
        slides.save(str(path))
        return path

    return make


def an_ods_with_a_head(*, used: bool) -> Callable[[Path], Path]:
    """A spreadsheet as LibreOffice writes it, which has a page style “Report” with the day and the time."""

    def make(path: Path) -> Path:
        converted(an_xlsx(path.with_suffix(".xlsx")), path)
        with zipfile.ZipFile(path) as archive:
            content = archive.read("content.xml")
        assert b'"PageStyle_5f_Sheet"' in content
        if used:
            content = content.replace(b'"PageStyle_5f_Sheet"', b'"Report"')
        return without(path, "content.xml", add={"content.xml": content})

    return make


def an_open_formula(formula: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        book = OpenDocumentSpreadsheet()
        table, row = Table(name="States"), TableRow()
        row.addElement(TableCell(formula=formula, valuetype="string"))
        table.addElement(row)
        book.spreadsheet.addElement(table)
        book.save(str(path))
        return path

    return make


def an_odt_of(make_docx: Callable[[Path], Path]) -> Callable[[Path], Path]:
    return lambda path: converted(make_docx(path.with_suffix(".docx")), path)


def a_formula(formula: str) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        book = openpyxl.Workbook()
        book.active["A1"] = formula
        book.save(path)
        return path

    return make


def an_open_date(path: Path) -> Path:
    text = OpenDocumentText()
    text.text.addElement(paragraph := P(text="Geneva, "))
    paragraph.addElement(Date())
    text.save(str(path))
    return path


LOCKED = b"\xec\xa5" + bytes(8) + b"\0\1"
"""The head of an old Word document whose words are encrypted (MS-DOC, 2.5.2)."""
REFUSED: dict[str, tuple[str, Callable[[Path], Path], str]] = {
    "an ending that is not taken": ("a.xyz", a_docx, ".docx"),
    "an ending of macros alone": ("a.xlam", an_xlsx, "save it as an Excel workbook (.xlsx)"),
    "a new workbook with an old ending": ("a.xls", an_xlsx, "Let its name end in .xlsx"),
    "an ending with braces": ("a.{x}", a_txt, "“.{x}”"),
    "no ending": ("readme", a_txt, ".docx"),
    "empty": ("a.docx", written(b""), "empty"),
    "cut short": ("a.docx", truncated, "cut short"),
    "damaged inside": ("a.docx", damaged, "damaged"),
    "rubbish": ("a.docx", written(b"rubbish" * 100), "not a Word document"),
    "a workbook named as a document": ("a.docx", an_xlsx, "not what its name says"),
    "a zip without a list of contents": (
        "a.docx",
        lambda path: without(a_docx(path), "[Content_Types].xml"),
        "not what its name says",
    ),
    "with macros": (
        "a.docx",
        lambda path: without(a_docx(path), add={"word/vbaProject.bin": b"x"}),
        "macros",
    ),
    "with the day of the conversion": ("a.docx", a_field(' DATE \\@ "d MMMM yyyy" '), "shows the day"),
    "with the folder of the conversion": ("a.docx", a_field(" FILENAME \\p "), "folder"),
    "a workbook with the day": ("a.xlsx", a_formula("=TODAY()+1"), "shows the day"),
    "an open text with the day": ("a.odt", an_open_date, "shows the day"),
    "with a date in pieces": ("a.docx", a_split_field(" DA", "TE \\@ yyyy"), "Ctrl+Shift+F9"),
    "with a date in small letters": ("a.docx", a_field(" date "), "shows the day"),
    "with the name of the file": ("a.docx", a_field(" FILENAME "), "the name"),
    "with words put in": ("a.docx", a_word_xml(f"<w:ins {CHANGE}><w:r><w:t>new</w:t></w:r></w:ins>"), "Accept"),
    "with words struck out": (
        "a.docx",
        a_word_xml(f"<w:del {CHANGE}><w:r><w:delText>old</w:delText></w:r></w:del>"),
        "neither accepted nor rejected",
    ),
    "with words moved": ("a.docx", a_word_xml(f"<w:moveTo {CHANGE}><w:r><w:t>a</w:t></w:r></w:moveTo>"), "Accept"),
    "with words made bold": (
        "a.docx",
        a_word_xml(f"<w:r><w:rPr><w:b/><w:rPrChange {CHANGE}><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r>"),
        "neither accepted nor rejected",
    ),
    "a rich text with the day": (
        "a.rtf",
        a_rich_text(rb"{\field{\*\fldinst {\lang1033  DA}{TE \\@ yyyy}}{\fldrslt then}}"),
        "shows the day",
    ),
    "a rich text with the name of the file": (
        "a.rtf",
        a_rich_text(rb"{\field{\*\fldinst FILENAME}{\fldrslt then}}"),
        "Ctrl+Shift+F9",
    ),
    "a rich text with changes": ("a.rtf", a_rich_text(rb"{\deleted\revauthdel1 old}"), "Accept"),
    "an old document with the day": (
        "a.doc",
        a_doc_of(rb"{\field{\*\fldinst DATE}{\fldrslt then}}"),
        "shows the day",
    ),
    "an old document with changes": (
        "a.doc",
        a_doc_of(rb"{\*\revtbl {Unknown;}{A;}}{\deleted\revauthdel1 old}"),
        "Accept",
    ),
    "a workbook with the day at its foot": ("a.xlsx", a_head("on &D"), "footer"),
    "a workbook with the time at its foot": ("a.xlsx", a_head("&t"), "footer"),
    "a workbook with its folder at its foot": ("a.xlsx", a_head("&Z"), "folder"),
    "a workbook with its name at its foot": ("a.xlsx", a_head("&F"), "In Excel"),
    "slides with the day": ("a.pptx", a_slide_date(on="slide"), "In PowerPoint"),
    "slides with the day on their layout": ("a.pptx", a_slide_date(on="layout"), "In PowerPoint"),
    "slides with the day on their master": ("a.pptx", a_slide_date(on="master"), "In PowerPoint"),
    "open slides with the day": ("a.odp", a_declared_date("current-date"), "LibreOffice Impress"),
    "an open spreadsheet with the day at its head": ("a.ods", an_ods_with_a_head(used=True), "LibreOffice Calc"),
    "an open spreadsheet with the day": ("a.ods", an_open_formula("of:=TODAY()"), "LibreOffice Calc"),
    "an open spreadsheet with its folder": ("a.ods", an_open_formula('of:=CELL("FILENAME")'), "LibreOffice Calc"),
    "an open text with the name of the file": ("a.odt", an_odt_of(a_field(" FILENAME ")), "LibreOffice Writer"),
    "an open text with changes": (
        "a.odt",
        an_odt_of(a_word_xml(f"<w:del {CHANGE}><w:r><w:delText>old</w:delText></w:r></w:del>")),
        "Accept All",
    ),
    "with a password": ("a.docx", written(compound({"EncryptedPackage": b"", "EncryptionInfo": b""})), "password"),
    "an old document with a password": ("a.doc", written(compound({"WordDocument": LOCKED})), "password"),
    "an open text with a password": (
        "a.odt",
        lambda path: without(
            an_odt(path), "META-INF/manifest.xml", add={"META-INF/manifest.xml": b"<manifest:encryption-data/>"}
        ),
        "password",
    ),
    "an open text named as slides": ("a.odp", an_odt, "not what its name says"),
    "an old document named as a new one": ("a.docx", a_doc, "end in .doc,"),
    "an old workbook that is rubbish": ("a.xls", written(compound({"Workbook": b"\x09\x08" + bytes(99)})), "damaged"),
    "old slides that are rubbish": (
        "a.ppt",
        written(compound({"PowerPoint Document": bytes(99), "Current User": bytes(40)})),
        "damaged",
    ),
    "an old workbook named as a document": ("a.doc", written(compound({"Workbook": BEGINNING})), "not what"),
    "an old workbook named as a new one": ("a.xlsx", written(compound({"Workbook": BEGINNING})), "end in .xls,"),
    "a rich text that is not": ("a.rtf", written(b"hello"), "not what its name says"),
    "a rich text cut short": ("a.rtf", written(RTF[:-1]), "cut short"),
    "text in another encoding": ("a.txt", written("un\nété".encode("latin-1")), "Line 2"),
    "text with zeros": ("a.txt", written(b"a\0b"), "not text"),
    "a picture that is not": ("a.png", written(b"hello"), "not what its name says"),
    "a picture cut short": (
        "a.png",
        lambda path: written(a_picture(path).read_bytes()[:-60])(path),
        "damaged",
    ),
    "a photograph cut short": (
        "a.jpg",
        lambda path: written(a_picture(path).read_bytes()[:-200])(path),
        "damaged",
    ),
    "a PDF that is not": ("a.pdf", written(b"hello"), "not what its name says"),
    "a PDF cut short": ("a.pdf", written(b"%PDF-1.7\n1 0 obj"), "damaged"),
    "a PDF in ruins": ("a.pdf", written(b"%PDF-1.7\nhello\n%%EOF"), "damaged"),
    "a PDF with a password": ("a.pdf", locked_pdf, "password"),
    "a PDF without pages": ("a.pdf", an_empty_pdf, "no pages"),
    "a file that is not there": ("a.docx", lambda path: path, "cannot be read"),
    "a folder": ("a.docx", a_folder, "cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(tmp_path: Path, kit: Offices, case: str) -> None:
    name, make, word = REFUSED[case]
    source = make(tmp_path / name)
    target = tmp_path / "made.pdf"
    target.write_bytes(b"what stood before")
    with pytest.raises(MeetingError) as raised:
        convert(source, kit, CREATED, target)
    (problem,) = raised.value.problems
    assert problem.place.file == str(source)
    assert word in problem.what + problem.mend
    assert problem.mend
    assert target.read_bytes() == b"what stood before"


STILL: dict[str, tuple[str, Callable[[Path], Path]]] = {
    **{f"the field {words}": ("a.docx", a_field(f" {words} ")) for words in ("SAVEDATE", "PAGE", "MERGEFIELD DATE")},
    "two fields side by side": ("a.docx", a_split_field(" PAGE ", "", " \\* DATE")),
    "words that are no field": ("a.docx", lambda path: a_docx(path, words="DATE TIME <w:ins w:del>")),
    "a rich text with its pages": ("a.rtf", a_rich_text(rb"{\field{\*\fldinst PAGE}{\fldrslt DATE}}\deleted0")),
    "an ampersand at the foot": ("a.xlsx", a_head('R&&D &"Times,Bold"&A &P')),
    "a date on slides that stands still": ("a.pptx", a_slide_date(on="slide", kind="datetimeFigureOut")),
    "a date on a layout that no slide has": ("a.pptx", a_slide_date(on="other layout")),
    "the number of a slide": ("a.pptx", a_slide_date(on="slide", kind="slidenum")),
    "a date declared as fixed": ("a.odp", a_declared_date("fixed")),
    "a date declared and hidden": ("a.odp", a_declared_date("current-date", shown=False)),
    "a date declared for no slide": ("a.odp", a_declared_date("current-date", used=False)),
    "a head that no sheet has": ("a.ods", an_ods_with_a_head(used=False)),
}


@pytest.mark.parametrize("case", STILL)
def test_what_stands_still_is_taken(tmp_path: Path, case: str) -> None:
    name, make = STILL[case]
    recognise(make(tmp_path / name))


def test_what_may_not_be_read_is_to_be_asked_for(tmp_path: Path) -> None:
    source = a_docx(tmp_path / "a.docx")
    source.chmod(0)
    tmp_path.chmod(0)
    user = os.geteuid()
    if not user:
        os.seteuid(65534)  # root may read everything
    try:
        with pytest.raises(MeetingError) as raised:
            recognise(source)
    finally:
        os.seteuid(user)
        tmp_path.chmod(0o700)
    assert "Ask for the right to read it." in raised.value.problems[0].mend


@pytest.mark.parametrize("address", ["budget%20(2024).docx", "file:///home/somebody/budget%20(2024).docx"])
def test_a_link_to_a_file_goes_and_its_words_stay(offices: Offices, tmp_path: Path, address: str) -> None:
    """LibreOffice makes of a relative address one that begins at the machine's root."""
    made = []
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        source = a_docx(tmp_path / folder / "a.docx", words="See ", link=address)
        found = convert_with_remarks(source, offices, CREATED, tmp_path / f"{folder}.pdf")
        assert found.pages == 1
        (remark,) = (each for each in found.remarks if each.code == "file-link")
        assert "“budget (2024).docx”" in remark.what
        made.append((tmp_path / f"{folder}.pdf").read_bytes())
    assert "See Enclosure 3" in words_of(tmp_path / "here.pdf")
    with pikepdf.open(tmp_path / "here.pdf") as document:
        assert "/Annots" not in document.pages[0]
        things = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
        assert not [thing for thing in things if thing.get("/Type") == pikepdf.Name.OBJR]
        assert not [thing for thing in things if thing.get("/S") == pikepdf.Name.Link]
        assert document.check_pdf_syntax() == []
    assert made[0] == made[1]
    assert b"file:" not in made[0]


def test_other_links_stay_beside_it(kit: Offices, tmp_path: Path) -> None:
    source = tmp_path / "a.rtf"
    links = b"".join(
        rb'{\field{\*\fldinst HYPERLINK "%b"}{\fldrslt %b}}\par' % (address, address)
        for address in (b"https://example.org/", b"a.docx", b"enclosure:2", b"b.pdf")
    )
    a_rich_text(links)(source)
    found = convert_with_remarks(source, kit, CREATED, tmp_path / "a.pdf")
    told = [note.what for note in found.remarks if note.code == "file-link"]
    assert sorted(what.split("”")[0] for what in told) == ["The link to “a.docx", "The link to “b.pdf"]
    with pikepdf.open(tmp_path / "a.pdf") as document:
        addresses = {str(link.A.URI) for link in document.pages[0].Annots}
    assert addresses == {"https://example.org/", "enclosure:2"}


def test_a_comment_does_not_leave_the_house(offices: Offices, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph("A letter").add_run("!"), text="A remark", author="A", initials="A")
    document.save(str(tmp_path / "a.docx"))
    convert(tmp_path / "a.docx", offices, CREATED, tmp_path / "a.pdf")
    assert words_of(tmp_path / "a.pdf") == "A letter!"
    with pikepdf.open(tmp_path / "a.pdf") as made:
        assert "/Annots" not in made.pages[0]
        assert "A remark" not in str(list(made.objects))


def test_each_kind_is_recognised_whatever_the_case(tmp_path: Path) -> None:
    assert recognise(a_docx(tmp_path / "A.DOCX")).name == "kind-word"


def test_without_libreoffice_only_what_needs_it_fails(tmp_path: Path) -> None:
    none = Offices(None, count=1)
    none.start()
    assert convert(a_pdf(tmp_path / "a.pdf"), none, CREATED, tmp_path / "b.pdf") == 1
    with pytest.raises(ConfigError, match="make demo"):
        convert(a_docx(tmp_path / "a.docx"), none, CREATED, tmp_path / "b.pdf")
    none.close()


def test_the_version_and_the_settings_can_be_told() -> None:
    assert version(program()).split()[0] == "LibreOffice"
    assert version(program()).split()[1].count(".") >= 2
    assert version(Path("/none")) == "LibreOffice ? ? 0"
    assert "PDFUACompliance" in str(settings())


def test_a_hung_office_is_replaced_while_the_others_go_on(tmp_path: Path) -> None:
    letters = [a_docx(tmp_path / f"{number}.docx", words=f"Letter {number}") for number in range(6)]
    with Offices(program(), count=2, time_limit=2) as pool:
        pool.convert(letters[0], tmp_path / "warm.pdf")
        before = pool.pids()
        hung = before[0]
        os.kill(hung, signal.SIGSTOP)
        with ThreadPoolExecutor(3) as threads:
            targets = [letter.with_suffix(".pdf") for letter in letters]
            list(threads.map(pool.convert, letters, targets))
        assert [words_of(target).split()[-1] for target in targets] == [str(number) for number in range(6)]
        after = pool.pids()
    assert len(after) == 2
    assert set(before) - set(after) == {hung}
    assert ended(hung)


def test_a_crash_costs_one_more_try(tmp_path: Path) -> None:
    with Offices(program(), count=1) as pool:
        pool.convert(a_docx(tmp_path / "warm.docx"), tmp_path / "warm.pdf")
        (first,) = pool.pids()
        threading.Timer(0.3, os.kill, (first, signal.SIGKILL)).start()
        assert convert(a_long_docx(tmp_path / "long.docx"), pool, CREATED, tmp_path / "long.pdf") > 100
        assert pool.pids() != [first]


@pytest.mark.parametrize(("with_kit", "letters"), [(True, 1), (False, 1), (True, 10)])
def test_a_document_that_never_ends_is_named(tmp_path: Path, letters: int, *, with_kit: bool) -> None:
    source = a_long_docx(tmp_path / "long.docx")
    with Offices(program(), count=1, time_limit=0.3, kit=with_kit) as pool:
        with pytest.raises(ConverterError) as raised:
            pool.export(source, letters=letters)
        assert pool.folder is not None
        folders = list(pool.folder.iterdir())
    (problem,) = raised.value.problems
    assert problem.where == str(source)
    assert "0.3 seconds" in problem.what
    assert len([folder for folder in folders if folder.name.isdigit()]) == 1


def test_what_libreoffice_cannot_open_is_named(offices: Offices, tmp_path: Path) -> None:
    source = without(a_docx(tmp_path / "a.docx"), "word/document.xml")
    with pytest.raises(ConverterError) as raised:
        offices.export(source)
    (problem,) = raised.value.problems
    assert problem.where == str(source)


def test_an_office_is_replaced_after_so_many_documents(tmp_path: Path) -> None:
    source = a_txt(tmp_path / "a.txt")
    with Offices(program(), count=1, documents_each=2) as pool:
        pids = []
        for _ in range(4):
            pool.export(source)
            pids += pool.pids()
    assert pids[0] != pids[1] == pids[2] != pids[3]


def test_where_the_kit_does_not_start_the_command_serves(tmp_path: Path) -> None:
    """A program folder as some distributions have it: all but the library with the interface."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "soffice").symlink_to(program() / "soffice")
    with Offices(folder, count=1) as pool:
        assert convert(a_rtf(tmp_path / "a.rtf"), pool, CREATED, tmp_path / "a.pdf") == 1


@pytest.mark.parametrize("with_kit", [True, False])
@pytest.mark.parametrize("name", ["a folder", "a#b", "a%20b", "a$b", "été"])
def test_the_folder_for_temporary_files_may_have_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *, with_kit: bool
) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / name))
    with Offices(program(), count=1, time_limit=10, kit=with_kit) as pool:
        pool.convert(a_txt(tmp_path / "a.txt"), tmp_path / "a.pdf")
    assert "Документ" in words_of(tmp_path / "a.pdf")
    assert list((tmp_path / name).iterdir()) == []


def test_a_folder_for_temporary_files_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    pool = Offices(program(), count=1)
    with pytest.raises(ConfigError) as raised:
        pool.start()
    (problem,) = raised.value.problems
    assert problem.where == str(tmp_path / "none")
    assert "temporary files" in problem.what
    assert "TMPDIR" in problem.mend
    pool.close()


def test_a_folder_for_temporary_files_that_goes_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    source = a_txt(tmp_path / "a.txt")
    with Offices(program(), count=1) as pool, ThreadPoolExecutor(3) as threads:
        pool.export(source)
        assert pool.folder is not None
        pool.folder.rename(tmp_path / "gone")
        (tmp_path / "temporary").rmdir()
        (tmp_path / "temporary").write_bytes(b"")
        for asked in [threads.submit(pool.export, source) for _ in range(3)]:
            with pytest.raises(ConfigError, match="temporary files"):
                asked.result(timeout=60)


@pytest.mark.parametrize("broken", [None, "#!/bin/sh\nexit 1\n", "#!/bin/sh\nexit 0\n"])
def test_a_libreoffice_that_does_not_work_is_named(tmp_path: Path, broken: str | None) -> None:
    folder = tmp_path / "program"
    folder.mkdir()
    if broken is not None:
        (folder / "soffice").write_text(broken)
        (folder / "soffice").chmod(0o755)
    with Offices(folder, count=1) as pool, pytest.raises(ConverterError) as raised:
        pool.export(a_docx(tmp_path / "a.docx"))
    (problem,) = raised.value.problems
    assert problem.where == "LibreOffice"
    assert "make demo" in problem.mend


@pytest.mark.parametrize("limit", [float("inf"), 1e300])
def test_a_document_may_have_all_the_time(tmp_path: Path, limit: float) -> None:
    with Offices(program(), count=1, time_limit=limit) as pool:
        assert pool.export(a_txt(tmp_path / "a.txt"))


@pytest.mark.parametrize(("few", "patience", "started"), [(12, 60.0, 1), (1, 60.0, 2), (12, 0.001, 2)])
def test_another_office_starts_for_many_documents_or_for_whoever_waits(
    few: int, patience: float, started: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.convert.office._FEW", few)
    monkeypatch.setattr("pipeline.convert.office._PATIENCE", patience)
    source = a_docx(tmp_path / "a.docx")
    with Offices(program(), count=2, first=1) as pool, ThreadPoolExecutor(3) as threads:
        assert len(set(map(finished, threads.map(pool.export, [source] * 3)))) == 1
        assert len(pool.pids()) == started


def test_two_pools_at_once(kit: Offices, tmp_path: Path) -> None:
    source = a_docx(tmp_path / "a.docx")
    with Offices(program(), count=1) as other, ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda pool: finished(pool.export(source)), [kit, other] * 4))
    assert len(set(made)) == 1


def test_nothing_is_left_after_close(tmp_path: Path) -> None:
    with Offices(program(), count=2) as pool:
        pool.start()
        pool.start()  # once more does nothing
        pids, folder = pool.pids(), pool.folder
        assert len(pids) == 2
        assert folder is not None
        assert (folder / "1" / "kit").is_dir()
        pool.export(a_txt(tmp_path / "a.txt"))
    assert all(map(ended, pids))
    assert not folder.exists()
    pool.close()  # once more does nothing


def test_whoever_waits_for_an_office_closes_it_when_the_pool_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_long_docx(tmp_path / "long.docx")
    closed_by: list[int] = []
    real = _Office.close

    def noted(office: _Office) -> None:
        closed_by.append(threading.get_ident())
        real(office)

    monkeypatch.setattr(_Office, "close", noted)
    pool = Offices(program(), count=2)
    pool.export(a_txt(tmp_path / "a.txt"))
    pids, folder = pool.pids(), pool.folder
    assert folder is not None
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(pool.export, source)
        soon(lambda: any(folder.glob("*/in/long.docx")))
        pool.close()
        with pytest.raises(CancelledError):
            asked.result(timeout=60)
    assert len(set(closed_by)) == len(closed_by) == 2
    assert all(map(ended, pids))
    assert not folder.exists()


@pytest.mark.parametrize("with_kit", [True, False])
def test_the_offices_end_with_their_parent(tmp_path: Path, *, with_kit: bool) -> None:
    source = a_long_docx(tmp_path / "long.docx")
    code = (
        "import sys, threading, time; from pathlib import Path; from pipeline.convert.office import *; "
        "from pipeline.libreoffice import find_program\n"
        f"pool = Offices(find_program(), count=2, kit={with_kit}); pool.start(); pool._a_line()\n"
        "threading.Thread(target=pool.export, args=(Path(sys.argv[1]),), daemon=True).start(); time.sleep(0.5)\n"
        "print(*pool.pids(), flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen((sys.executable, "-c", code, source), stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        groups = [
            pid
            for pid in map(int, filter(str.isdigit, (folder.name for folder in Path("/proc").iterdir())))
            if group_of(pid) in pids
        ]
        parent.kill()
    assert len(pids) == 2
    assert len(groups) >= (2 if with_kit else 3)
    soon(lambda: all(map(ended, groups)))
    soon(lambda: not list(tmp_path.glob("papers-*")))


def group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def test_an_office_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    with Offices(program(), count=1) as pool:
        thread = threading.Thread(target=pool.start)
        thread.start()
        thread.join()
        pids = pool.pids()
        pool.export(a_txt(tmp_path / "a.txt"))
        assert pool.pids() == pids


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_upright(tmp_path: Path, kit: Offices, orientation: int) -> None:
    picture = Image.new("RGB", (240, 160), "white")
    picture.paste("red", (0, 0, 120, 80))
    picture.paste("blue", (120, 80, 240, 160))
    exif = Image.Exif()
    exif[0x0112] = orientation
    source, target = tmp_path / "a.jpg", tmp_path / "a.pdf"
    picture.save(source, exif=exif, quality=95, dpi=(72, 72))
    convert(source, kit, CREATED, target)
    with Image.open(source) as stored:
        wanted = ImageOps.exif_transpose(stored).convert("RGB")
    shown = page_image(target)
    left, top = ((a - b) // 2 for a, b in zip(shown.size, wanted.size, strict=True))
    for x in (30, wanted.width - 30):
        for y in (30, wanted.height - 30):
            seen, expected = (colour(shown, left + x, top + y), colour(wanted, x, y))
            assert all(abs(a - b) < 40 for a, b in zip(seen, expected, strict=True)), (x, y)
    with pikepdf.open(target) as document:
        assert document.pages[0].Resources.XObject.Picture.read_raw_bytes() == source.read_bytes()


def colour(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """Red, green and blue around a dot."""
    return tuple(image.crop((x - 8, y - 8, x + 8, y + 8)).resize((1, 1)).tobytes())


def page_image(pdf: Path) -> Image.Image:
    """The first page, a dot a point."""
    with pypdfium2.PdfDocument(pdf) as document:
        shown: Image.Image = document[0].render(scale=1).to_pil()
        return shown.convert("RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tif"])
def test_each_sort_of_picture_looks_the_same(tmp_path: Path, kit: Offices, mode: str, suffix: str) -> None:
    if suffix == ".jpg" and mode not in ("L", "RGB", "CMYK"):
        mode = "RGB"
    if suffix == ".png" and mode == "CMYK":
        mode = "RGB"
    gradient = Image.linear_gradient("L").resize((200, 120))
    picture = (
        gradient.convert("I").point(lambda dot: dot * 256).convert("I;16") if mode == "I;16" else gradient.convert(mode)
    )
    source, target = tmp_path / f"a{suffix}", tmp_path / "a.pdf"
    picture.save(source, dpi=(72, 72))
    assert convert(source, kit, CREATED, target) == 1
    shown = page_image(target)
    left, top = shown.width // 2, (shown.height - 120) // 2
    seen = [colour(shown, left, top + y)[1] for y in (10, 60, 110)]
    assert [abs(a - b) < 40 for a, b in zip(seen, (21, 128, 234), strict=True)] == [True] * 3  # black ink is not 0


@pytest.mark.parametrize(
    ("size", "dots_per_inch", "page"),
    [
        ((1240, 1754), 150, (595.2, 841.9)),  # a scan of A4
        ((1275, 1650), 150, (612, 792)),  # a scan of Letter
        ((2480, 1754), 150, (1190.4, 841.9)),  # a scan of A3, across
        ((300, 200), 96, (841.9, 595.3)),
        ((200, 300), 96, (595.3, 841.9)),
        ((5000, 100), None, (841.9, 595.3)),
    ],
)
def test_the_sheet_fits_the_picture(
    tmp_path: Path, kit: Offices, size: tuple[int, int], dots_per_inch: int | None, page: tuple[float, float]
) -> None:
    source = tmp_path / "a.png"
    Image.new("L", size, 200).save(source, dpi=dots_per_inch and (dots_per_inch, dots_per_inch))
    convert(source, kit, CREATED, tmp_path / "a.pdf")
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as document:
        assert document[0].get_size() == pytest.approx(page, abs=0.5)
        (picture,) = document[0].get_objects()
        left, bottom, right, top = picture.get_bounds()
    assert 0 <= left < right <= page[0] + 0.5
    assert 0 <= bottom < top <= page[1] + 0.5
    assert (right - left) / (top - bottom) == pytest.approx(size[0] / size[1], rel=0.01)


def test_each_picture_of_a_scan_is_a_page(tmp_path: Path, kit: Offices) -> None:
    sheets = [Image.new("1", (1240, 1754), number % 2) for number in range(3)]
    source, target = tmp_path / "scan.tif", tmp_path / "a.pdf"
    sheets[0].save(source, save_all=True, append_images=sheets[1:], dpi=(150, 150), compression="group4")
    assert convert(source, kit, CREATED, target) == 3
    first = target.read_bytes()
    convert(source, kit, CREATED, target)
    assert target.read_bytes() == first
    with pikepdf.open(target) as document:
        figures = list(document.Root.StructTreeRoot.K.K)
        assert [figure.S for figure in figures] == ["/Figure"] * 3
        assert [figure.Pg.objgen for figure in figures] == [page.obj.objgen for page in document.pages]


def test_a_pdf_is_taken_as_it_is(tmp_path: Path, kit: Offices) -> None:
    source = a_pdf(tmp_path / "a.pdf")
    convert(source, kit, CREATED, tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == source.read_bytes()
