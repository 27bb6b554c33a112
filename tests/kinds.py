"""A path goes in, a small file of its kind comes out: one maker for each kind that an enclosure may be."""

from __future__ import annotations

import zipfile
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pptx
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from odf.draw import Frame, Page, TextBox
from odf.opendocument import OpenDocumentPresentation, OpenDocumentSpreadsheet, OpenDocumentText
from odf.style import MasterPage, PageLayout
from odf.table import Table, TableCell, TableRow
from odf.text import P
from PIL import Image

from tests.changing import without
from tests.office_bombs import compound
from tests.soffice import converted

RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Liberation Serif;}}\f0 A rich text\par}"


def a_docx(path: Path, *, words: str = "A letter", link: str | None = None) -> Path:
    document = docx.Document()
    document.add_heading("Invitation", 1)
    paragraph = document.add_paragraph(words)
    if link is not None:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        element, run, text = OxmlElement("w:hyperlink"), OxmlElement("w:r"), OxmlElement("w:t")
        element.set(qn("r:id"), document.part.relate_to(link, kind, is_external=True))
        text.text = "Enclosure 3"
        run.append(text)
        element.append(run)
        paragraph._p.append(element)
    document.save(str(path))
    return path


def an_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    for number in range(20):
        book.active.append([f"State {number}", number, number * 1.5])
    book.save(path)
    return path


def a_pptx(path: Path) -> Path:
    slides = pptx.Presentation()
    for number in range(2):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
    slides.save(str(path))
    return path


def an_odt(path: Path) -> Path:
    text = OpenDocumentText()
    text.text.addElement(P(text="An open text"))
    text.save(str(path))
    return path


def an_ods(path: Path) -> Path:
    book = OpenDocumentSpreadsheet()
    table, row, cell = Table(name="States"), TableRow(), TableCell()
    cell.addElement(P(text="A cell"))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def an_odp(path: Path) -> Path:
    slides = OpenDocumentPresentation()
    slides.automaticstyles.addElement(layout := PageLayout(name="l"))
    slides.masterstyles.addElement(master := MasterPage(name="m", pagelayoutname=layout))
    slides.presentation.addElement(page := Page(masterpagename=master))
    page.addElement(frame := Frame(width="10cm", height="5cm", x="1cm", y="1cm"))
    frame.addElement(box := TextBox())
    box.addElement(P(text="A slide"))
    slides.save(str(path))
    return path


def a_doc(path: Path) -> Path:
    """An old Word document: only LibreOffice itself writes one."""
    source = path.with_name("old.rtf")
    source.write_bytes(RTF)
    return converted(source, path.with_suffix(".doc")).replace(path)


def a_rtf(path: Path) -> Path:
    path.write_bytes(RTF)
    return path


def a_txt(path: Path) -> Path:
    path.write_text("Une pièce jointe\nДокумент\n", encoding="utf-8")
    return path


def a_picture(path: Path) -> Path:
    Image.linear_gradient("L").convert("RGB").resize((300, 200)).save(path, dpi=(150, 150))
    return path


def a_pdf(path: Path) -> Path:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.save(path)
    return path


def a_template_of(make: Callable[[Path], Path], kind: bytes, other: bytes) -> Callable[[Path], Path]:
    """A file that says that it is a template (or a show), as its program saves one."""

    def made(path: Path) -> Path:
        make(path)
        with zipfile.ZipFile(path) as archive:
            names = {"mimetype", "META-INF/manifest.xml", "[Content_Types].xml"} & set(archive.namelist())
            said = {name: archive.read(name) for name in archive.namelist() if name in names}
            assert all(kind in each for each in said.values())
        return without(path, *names, add={name: each.replace(kind, other) for name, each in said.items()})

    return made


def written(data: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


def an_older_file(path: Path) -> Path:
    """A file as Office 97 has it, made by LibreOffice."""
    make, suffix = (an_xlsx, ".xls") if path.suffix == ".xls" else (a_pptx, ".ppt")
    new = make(path.with_suffix(f"{suffix}x"))
    converted(new, path.with_suffix(suffix)).replace(path)
    new.unlink()
    return path


HEIC = """\
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERA
AAEAAQAAAAABegABAAAAAAAAABgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAA
AHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq
SSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMICAgA
AAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACBtZGF0AAAAFCgBrwQY/Hk46//g5P3/AWr6R0OA
"""
"""64 by 64 dots of one colour: what reads such pictures can't write them."""

MAKERS: dict[str, Callable[[Path], Path]] = {
    ".dotx": a_template_of(a_docx, b"document.main+xml", b"template.main+xml"),
    ".xltx": a_template_of(an_xlsx, b"sheet.main+xml", b"template.main+xml"),
    ".potx": a_template_of(a_pptx, b"presentation.main+xml", b"template.main+xml"),
    ".ppsx": a_template_of(a_pptx, b"presentation.main+xml", b"slideshow.main+xml"),
    ".ott": a_template_of(an_odt, b".text", b".text-template"),
    ".ots": a_template_of(an_ods, b".spreadsheet", b".spreadsheet-template"),
    ".otp": a_template_of(an_odp, b".presentation", b".presentation-template"),
    **{
        suffix: a_template_of(make, f"vnd.openxmlformats-officedocument.{old}.main+xml".encode(), new.encode())
        for suffix, make, old, new in (
            (".docm", a_docx, "wordprocessingml.document", "vnd.ms-word.document.macroEnabled.main+xml"),
            (".dotm", a_docx, "wordprocessingml.document", "vnd.ms-word.template.macroEnabledTemplate.main+xml"),
            (".xlsm", an_xlsx, "spreadsheetml.sheet", "vnd.ms-excel.sheet.macroEnabled.main+xml"),
            (".xltm", an_xlsx, "spreadsheetml.sheet", "vnd.ms-excel.template.macroEnabled.main+xml"),
            (".pptm", a_pptx, "presentationml.presentation", "vnd.ms-powerpoint.presentation.macroEnabled.main+xml"),
            (".potm", a_pptx, "presentationml.presentation", "vnd.ms-powerpoint.template.macroEnabled.main+xml"),
            (".ppsm", a_pptx, "presentationml.presentation", "vnd.ms-powerpoint.slideshow.macroEnabled.main+xml"),
        )
    },
    **dict.fromkeys((".xls", ".ppt", ".pps"), an_older_file),
    **{suffix: written(b"A letter") for suffix in (".md", ".csv", ".tsv", ".html", ".htm")},
    ".eml": written(b"Subject: A letter\n\nA letter\n"),
    ".msg": written(compound({"__properties_version1.0": b"", "__substg1.0_0037001F": "A letter".encode("utf-16-le")})),
    ".svg": written(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="8">A</text></svg>'),
    **dict.fromkeys((".gif", ".bmp", ".webp"), a_picture),
    **dict.fromkeys((".heic", ".heif"), written(b64decode(HEIC))),
    ".docx": a_docx,
    ".doc": a_doc,
    ".odt": an_odt,
    ".rtf": a_rtf,
    ".xlsx": an_xlsx,
    ".ods": an_ods,
    ".pptx": a_pptx,
    ".odp": an_odp,
    ".txt": a_txt,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), a_picture),
    ".pdf": a_pdf,
}
