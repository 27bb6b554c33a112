"""Fonts that a document asks for and does not get, for each kind of document that LibreOffice converts."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.run import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.draw import Frame, Page, TextBox
from odf.opendocument import OpenDocument, OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import FontFace, MasterPage, PageLayout, Style, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P, Span
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, NamedStyle
from pptx.util import Cm

from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from pipeline.officefile.asked.scripts import Reading
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError

CREATED = datetime(2025, 1, 2, 12, tzinfo=UTC)


def told(source: Path, offices: Offices, tmp_path: Path) -> dict[str, tuple[str, str]]:
    """The families that did not come: what stands in, and the kind of the remark."""
    made = convert_with_remarks(source, offices, CREATED, tmp_path / "made.pdf")
    fonts = [each for each in made.remarks if "font" in each.code]
    return {str(each.values["font"]): (str(each.values["substitute"]), each.kind) for each in fonts}


# --- a document of each kind: words in two fonts that are not there, a style with a third that no word has ---------


def set_in(run: Run, family: str) -> None:
    run.font.name = family
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:eastAsia", "w:cs"):
        fonts.set(qn(key), family)


def a_docx(path: Path) -> Path:
    document = docx.Document()
    document.styles["Normal"].font.name = "Gotham"
    document.styles["List Bullet"].font.name = "Verdana"
    document.add_paragraph("Words in the usual font, and ").add_run("in another").font.name = "Cambria"
    document.save(str(path))
    return path


def a_rtf(path: Path) -> Path:
    fonts = r"{\f0\fswiss\fcharset0 Gotham;}{\f1\fswiss\fcharset0{\*\falt Arial}Cambria;}{\f2\fnil Verdana;}"
    sheet = r"{\stylesheet{\s1\f2 heading 1;}}"
    path.write_text(r"{\rtf1\ansi\deff0{\fonttbl" + fonts + "}" + sheet + r"\f0 Words, and \f1 others\par}")
    return path


def a_doc(path: Path) -> Path:
    """An old Word document: only LibreOffice itself writes one."""
    program = find_program()
    assert program is not None
    source = a_rtf(path.with_suffix(".rtf"))
    profile = f"-env:UserInstallation={path.parent.as_uri()}/profile"
    command = (program / "soffice", profile, "--headless", "--convert-to", "doc", "--outdir", path.parent, source)
    subprocess.run(command, check=True, capture_output=True)
    return path


def in_family(document: OpenDocument, name: str, family: str, kind: str = "text", parent: str = "") -> Style:
    face = FontFace(name=f"{family} 1", fontfamily=f"'{family}'")
    document.fontfacedecls.addElement(face)
    made = Style(name=name, family=kind, **({"parentstylename": parent} if parent else {}))
    made.addElement(TextProperties(fontname=f"{family} 1"))
    document.styles.addElement(made)
    return made


def an_odt(path: Path) -> Path:
    text = OpenDocumentText()
    in_family(text, "Base", "Gotham", "paragraph")
    text.styles.addElement(Style(name="Body", family="paragraph", parentstylename="Base"))
    in_family(text, "Unused", "Verdana", "paragraph")
    in_family(text, "Narrow", "Cambria")
    text.text.addElement(paragraph := P(stylename="Body", text="Words, and "))
    paragraph.addElement(Span(stylename="Narrow", text="others"))
    text.save(str(path))
    return path


def an_ods(path: Path) -> Path:
    book = OpenDocumentSpreadsheet()
    in_family(book, "Columns", "Gotham", "table-cell")
    in_family(book, "Narrow", "Cambria", "table-cell")
    in_family(book, "Unused", "Verdana", "table-cell")
    book.spreadsheet.addElement(table := Table(name="States"))
    table.addElement(TableColumn(defaultcellstylename="Columns"))
    for style in (None, "Narrow"):
        table.addElement(row := TableRow())
        row.addElement(cell := TableCell(valuetype="string", **({"stylename": style} if style else {})))
        cell.addElement(P(text="A cell"))
    book.save(str(path))
    return path


def an_odp(path: Path) -> Path:
    slides = OpenDocumentPresentation()
    slides.automaticstyles.addElement(layout := PageLayout(name="l"))
    slides.masterstyles.addElement(master := MasterPage(name="m", pagelayoutname=layout))
    shape = in_family(slides, "Shape", "Gotham", "graphic")
    narrow = in_family(slides, "Narrow", "Cambria")
    slides.styles.removeChild(narrow)
    slides.automaticstyles.addElement(narrow)
    in_family(slides, "Unused", "Verdana", "graphic")
    slides.presentation.addElement(page := Page(masterpagename=master))
    page.addElement(frame := Frame(width="10cm", height="5cm", x="1cm", y="1cm", stylename=shape))
    frame.addElement(box := TextBox())
    box.addElement(paragraph := P(text="A slide, and "))
    paragraph.addElement(Span(stylename="Narrow", text="more"))
    slides.save(str(path))
    return path


def an_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    book.add_named_style(NamedStyle("unused", font=Font(name="Verdana")))
    sheet["A1"], sheet["A2"] = "Words", CellRichText(TextBlock(InlineFont(rFont="Cambria"), "others"))
    sheet["A1"].font = sheet["A2"].font = Font(name="Gotham")
    sheet["B1"].font = Font(name="Verdana")  # of a cell that holds nothing
    book.save(path)
    return path


def a_pptx(path: Path) -> Path:
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(Cm(1), Cm(1), Cm(20), Cm(5)).text_frame.paragraphs[0]
    for words, family in (("Words, and ", "Gotham"), ("others", "Cambria")):
        run = paragraph.add_run()
        run.text, run.font.name = words, family
    slides.save(str(path))
    return path


KINDS: dict[str, Callable[[Path], Path]] = {
    ".docx": a_docx, ".doc": a_doc, ".rtf": a_rtf, ".odt": an_odt, ".ods": an_ods, ".odp": an_odp, ".xlsx": an_xlsx,
    ".pptx": a_pptx,
}  # fmt: skip


@pytest.mark.parametrize("suffix", KINDS)
def test_a_font_that_is_not_there_is_told_with_its_substitute(suffix: str, offices: Offices, tmp_path: Path) -> None:
    found = told(KINDS[suffix](tmp_path / f"a{suffix}"), offices, tmp_path)
    if suffix == ".doc":  # what its table of fonts has may be unused
        found = {"Cambria": found["Cambria"]}
    else:
        # LibreOffice takes either, by what else the file says of the font.
        assert found.pop("Gotham")[0] in {"Liberation Sans", "Liberation Serif"}
    assert found == {"Cambria": ("Caladea", "kept")}


def test_a_font_without_a_metric_twin_is_a_warning(offices: Offices, tmp_path: Path) -> None:
    document = docx.Document()
    for family, words in (("Gotham", "Words"), ("Verdana", "Words"), ("SimSun", "会议"), ("Calibri", "Words")):
        set_in(document.add_paragraph().add_run(words), family)
    document.save(str(tmp_path / "a.docx"))
    found = told(tmp_path / "a.docx", offices, tmp_path)
    assert found.pop("Gotham")[1] == "warning"
    assert found == {
        "Verdana": ("DejaVu Sans", "warning"),
        "SimSun": ("Noto Serif CJK SC", "warning"),
        "Calibri": ("Carlito", "kept"),
    }


def test_a_font_that_the_document_brings_along_is_there(offices: Offices, tmp_path: Path) -> None:
    """LibreOffice reads fonts that are packed into an OpenDocument file (ODF 1.3-3, 16.22)."""
    plain, path = tmp_path / "plain.odt", tmp_path / "a.odt"
    text = OpenDocumentText()
    in_family(text, "Own", "AmiriQuran", "paragraph")
    text.text.addElement(P(stylename="Own", text="بسم الله"))
    text.save(str(plain))
    font = next(Path("/usr/share/fonts").rglob("AmiriQuran.ttf")).read_bytes()
    entry = b'<manifest:file-entry manifest:full-path="Fonts/q.ttf" manifest:media-type="application/x-font-ttf"/>'
    source = (
        b'<svg:font-face-src><svg:font-face-uri xlink:href="Fonts/q.ttf" xlink:type="simple">'
        b'<svg:font-face-format svg:string="truetype"/></svg:font-face-uri></svg:font-face-src>'
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            face = b"svg:font-family=\"'AmiriQuran'\""
            data = data.replace(face + b"/>", face + b">" + source + b"</style:font-face>")
            data = data.replace(b"</manifest:manifest>", entry + b"</manifest:manifest>")
            new.writestr(name, data)
        new.writestr("Fonts/q.ttf", font)
    assert "AmiriQuran" not in told(path, offices, tmp_path)


# --- what of a document counts --------------------------------------------------------------------


def test_a_word_font_is_the_run_s_else_the_style_s_else_the_table_s_else_the_document_s(tmp_path: Path) -> None:
    document = docx.Document()
    styles = document.styles
    (default,) = styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")
    default.attrib.clear()
    default.set(qn("w:ascii"), "Of All")
    (normal,) = styles.element.xpath("w:style[@w:styleId='Normal']")
    for fonts in normal.xpath(".//w:rFonts"):
        fonts.getparent().remove(fonts)
    styles["Title"].font.name = "Of The Title"
    styles["Strong"].font.name = "Of Characters"
    styles["Table Grid"].font.name = "Of The Table"
    for fonts in styles["Title"].element.xpath(".//w:rFonts"):
        for key in [key for key in fonts.attrib if key.casefold().endswith("theme")]:
            del fonts.attrib[key]
    document.add_paragraph("Words")
    document.add_table(1, 1, "Table Grid").cell(0, 0).text = "Words"
    for family in ("Of The Run", ""):
        run = document.add_paragraph(style="Title").add_run("Words")
        run.font.name = family or None
    document.add_paragraph(style="Title").add_run("Words", style="Strong")
    hidden = document.add_paragraph().add_run("Words")
    hidden.font.hidden, hidden.font.name = True, "Of Hidden Words"
    document.add_paragraph().add_run(" ").font.name = "Of Spaces"
    document.save(str(tmp_path / "a.docx"))
    families = ("Of All", "Of The Table", "Of The Run", "Of The Title", "Of Characters")
    assert facts(tmp_path / "a.docx").fonts == families


def test_figures_of_a_run_from_right_to_left_ask_for_its_font_of_joined_letters(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = "Gotham"
    run = document.add_paragraph().add_run("18")
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:cs"), "Amiri")
    document.save(str(plain := tmp_path / "plain.docx"))
    run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    document.save(str(turned := tmp_path / "turned.docx"))
    assert (facts(plain).fonts, facts(turned).fonts) == (("Gotham",), ("Amiri",))


def test_fonts_of_a_theme_are_known_by_their_name(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Words")
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:asciiTheme"), "majorHAnsi")
    run._r.get_or_add_rPr().append(fonts)
    document.save(str(tmp_path / "a.docx"))
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "A title", "Words"
    slides.save(str(tmp_path / "a.pptx"))
    for name in ("a.docx", "a.pptx"):
        with zipfile.ZipFile(tmp_path / name) as old, zipfile.ZipFile(tmp_path / f"b-{name}", "w") as new:
            for part in old.namelist():
                data = old.read(part)
                if "theme/theme" in part:
                    head, mark, tail = data.partition(b"<a:minorFont>")
                    data = head.replace(b'<a:latin typeface="Calibri"', b'<a:latin typeface="Of Titles"') + mark + tail
                new.writestr(part, data)
    assert facts(tmp_path / "b-a.docx").fonts == ("Of Titles",)
    assert facts(tmp_path / "b-a.pptx").fonts == ("Of Titles", "Calibri")


@pytest.mark.parametrize(
    ("pieces", "scripts"),
    [
        (["Words ", "12", " (", ")"], [["latin"]] * 4),
        (["المؤتمر ", "12", "«»", "APLC"], [["complex"]] * 3 + [["latin"]]),
        (["第12次", "1", "A会"], [["asian"], ["asian"], ["asian", "latin"]]),
        ([" ", "", "12"], [[], [], ["latin"]]),
        (["Привет", "ἄ"], [["latin"]] * 2),
    ],
)
def test_figures_and_signs_go_with_the_letters_before_them(pieces: list[str], scripts: list[list[str]]) -> None:
    reading = Reading()
    assert [reading.scripts(piece) for piece in pieces] == scripts


@pytest.mark.parametrize("suffix", [suffix for suffix in KINDS if suffix != ".doc"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_said_to_be_damaged(suffix: str, data: st.DataObject, tmp_path: Path) -> None:
    whole = tmp_path / f"whole{suffix}"
    if not whole.exists():
        KINDS[suffix](whole)
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = tmp_path / f"damaged{suffix}"
    damaged.write_bytes(bytes(content[: data.draw(st.integers(0, len(content)))]))
    with suppress(PackageError):
        facts(damaged)
