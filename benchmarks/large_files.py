"""A number of pages goes in; large PDF files come out, tagged and with what a bundle has to keep.

LibreOffice makes one of them, with its tags, outline, fonts and links; the others have the same pages, each with a
mark, fields and a form of its own. They are made once and kept in a temporary folder.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import docx
import pikepdf
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.convert.office import Offices

_VERSION = 1
"""Goes up whenever the files become others."""
_WORDS = "The delegations took note of the report of the secretariat and of the oral presentation. "


def large_files(program: Path, count: int, pages: int) -> list[Path]:
    """``count`` tagged files of ``pages`` pages; ``program`` is LibreOffice's folder."""
    folder = Path(tempfile.gettempdir(), f"papers-bench-{_VERSION}-{count}x{pages}")
    files = [folder / f"file{number:02}.pdf" for number in range(1, count + 1)]
    if not all(each.exists() for each in files):
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        partial.mkdir(parents=True)
        document = partial / "document.docx"
        _write_document(document, pages)
        with Offices(program, count=1, time_limit=300) as offices:
            offices.convert(document, partial / "document.pdf")
        for number, file in enumerate(files, 1):
            _write_variant(partial / "document.pdf", number, partial / file.name)
        partial.rename(folder)
    return files


def file_of_names(target: Path, names: int, pages: int = 100) -> Path:
    """A file with so many named destinations, each with a link that leads to it."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        own = [page.obj for page in pdf.pages]
        tree = Array()
        for number in range(names):
            name = String(f"chapter.{number:06}")
            tree.append(name)
            tree.append(Array([own[number % pages], Name.XYZ, 72, 700, 0]))
        links = [
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([72, 72, 200, 90]),
                    A=Dictionary(S=Name.GoTo, D=String(f"chapter.{number:06}")),
                )
            )
            for number in range(names)
        ]
        for index, page in enumerate(own):
            page.Annots = Array(links[index::pages])
        pdf.Root.Names = Dictionary(Dests=pdf.make_indirect(Dictionary(Names=tree)))
        pdf.save(target)
    return target


def _write_document(target: Path, pages: int) -> None:
    document: Any = docx.Document()
    for page in range(1, pages + 1):
        heading = document.add_heading(f"Chapter {page}", 1 if page % 10 == 1 else 2)
        heading.paragraph_format.page_break_before = page > 1
        _bookmark(heading, page)
        for paragraph in range(6):
            document.add_paragraph(f"Paragraph {paragraph + 1} of chapter {page}. " + _WORDS * 4)
        last = document.add_paragraph("See ")
        _link(last, "the following chapter", anchor=f"chapter{page % pages + 1}")
        last.add_run(" and ")
        _link(last, "the page of the meeting", address="https://meeting.example/papers")
    document.save(target)


def _bookmark(paragraph: Any, number: int) -> None:
    for kind in ("bookmarkStart", "bookmarkEnd"):
        mark = OxmlElement(f"w:{kind}")
        mark.set(qn("w:id"), str(number))
        if kind == "bookmarkStart":
            mark.set(qn("w:name"), f"chapter{number}")
        paragraph._p.append(mark)


def _link(paragraph: Any, words: str, *, anchor: str = "", address: str = "") -> None:
    link = OxmlElement("w:hyperlink")
    if anchor:
        link.set(qn("w:anchor"), anchor)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words, style=None)
    link.append(run._r)
    paragraph._p.append(link)


def _write_variant(source: Path, number: int, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        for index, page in enumerate(pdf.pages):
            content = b"% file " + str(number).encode() + b"\n" + page.Contents.read_bytes()
            page.obj.Contents = pdf.make_stream(content)
            if index % 10 == 0:
                _add_field(pdf, page.obj, f"delegate{index}", f"File {number}, page {index + 1}")
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _add_field(pdf: Pdf, page: Dictionary, name: str, value: str) -> None:
    """A text field with its drawing, in the form and in the tags."""
    root: Any = pdf.Root
    if Name.AcroForm not in root:
        helvetica = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        root.AcroForm = pdf.make_indirect(
            Dictionary(Fields=Array(), DA=String("/Helv 10 Tf 0 g"), DR=Dictionary(Font=Dictionary(Helv=helvetica)))
        )
    drawing: Any = pdf.make_stream(b"/Tx BMC q BT /Helv 10 Tf 0 g 2 6 Td (" + value.encode() + b") Tj ET Q EMC")
    drawing.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 18]), Resources=root.AcroForm.DR
    )
    numbers = root.StructTreeRoot.ParentTree.Nums
    key = int(numbers[-2]) + 1
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(name),
            TU=String(f"The delegate of {name}"),
            V=String(value),
            DA=String("/Helv 10 Tf 0 g"),
            Rect=Array([72, 60, 272, 78]),
            F=4,
            P=page,
            AP=Dictionary(N=drawing),
            StructParent=key,
        )
    )
    element: Any = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=root.StructTreeRoot.K[0],
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
        )
    )
    root.StructTreeRoot.K[0].K.append(element)
    numbers.append(key)
    numbers.append(element)
    root.AcroForm.Fields.append(field)
    page.Annots = Array([*page.get(Name.Annots, Array()), field])
