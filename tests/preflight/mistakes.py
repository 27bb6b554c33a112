"""Mistakes that people make, and their clean twins: a name goes in, two small documents come out.

Each is made as its author makes it: by Word's habits, by what stayed of another program, by a program that covers
words in a PDF and leaves them there. A mistake is named by what a person would call it, with the codes that tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf

from tests.pdfs import Leaf, layer, write
from tests.preflight.documents import made

Made = Callable[[Path], Path]
"""Writes a document into a folder."""


@dataclass(frozen=True, slots=True)
class Mistake:
    name: str
    codes: frozenset[str]
    """Any of them tells it."""
    broken: Made
    clean: Made
    pages: int = 0
    """Of an office's document, where they matter."""


def _of(case: Mapping[str, Any]) -> Made:
    return lambda folder: made(case, folder)


def _word(body: str, **more: Any) -> Made:
    return _of({"kind": "docx", "body": body, **more})


def _lines(*lines: str) -> Made:
    return _of({"kind": "docx", "lines": lines})


def _sheet(**cells: str) -> Made:
    return _of({"kind": "xlsx", "cells": cells})


def _slide(*shapes: str) -> Made:
    return _of({"kind": "pptx", "slides": list(shapes)})


def _pdf(*contents: str, change: Callable[[Pdf], object] | None = None) -> Made:
    """Pages of content streams, with Helvetica as /F1."""
    return lambda folder: write(
        folder / "document.pdf", *(Leaf(content=each.encode("latin-1")) for each in contents), change=change
    )


def _run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _p(words: str, properties: str = "") -> str:
    return f"<w:p>{_run(words, properties)}</w:p>"


def _link(address: str) -> Made:
    body = f'<w:p><w:hyperlink r:id="l1">{_run("the programme")}</w:hyperlink></w:p>'
    return _word(body, links=[{"id": "l1", "target": address, "kind": "hyperlink", "external": True}])


def _picture(named: str) -> Made:
    """A picture with an alternative text."""
    properties = f'<wp:docPr id="1" name="Picture 1" descr="{named}"/>'
    shape = f"<w:drawing><wp:inline>{properties}<a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing>"
    return _word(f"<w:p><w:r>{shape}</w:r></w:p>" + _p("A map of the venue"))


def _with_footer(words: str, pages: int) -> Made:
    """A document with a foot, and breaks between its pages."""
    breaks = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'.join(_p(f"Part {at}") for at in range(1, pages + 1))
    section = '<w:sectPr><w:footerReference w:type="default" r:id="f1"/></w:sectPr>'
    footer = f"<w:ftr NAMES>{words}</w:ftr>"
    return _word(
        breaks + section,
        links=[{"id": "f1", "target": "footer1.xml", "kind": "footer"}],
        parts={"word/footer1.xml": footer},
    )


def _typed_text(words: str, at: int = 700, size: float = 12, colour: str = "0 g") -> str:
    return f"BT {colour} /F1 {size} Tf 72 {at} Td ({words}) Tj ET "


def _attached(pdf: Pdf) -> None:
    pdf.attachments["notes.txt"] = AttachedFileSpec(pdf, b"internal notes", filename="notes.txt")


def _hidden_layer(pdf: Pdf) -> None:
    layer(pdf, "Comments", shown=False)


def _no_glyph(pdf: Pdf) -> None:
    """A font whose codes stand for signs that it has no drawing of."""
    differences = Array([65, Name("/.notdef"), Name("/.notdef")])
    pdf.pages[0].obj.Resources.Font.F1.Encoding = Dictionary(Type=Name.Encoding, Differences=differences)


MISTAKES: tuple[Mistake, ...] = tuple(
    Mistake(name, frozenset(codes.split()), broken, clean, *more)
    for name, codes, broken, clean, *more in (
        # --- what stayed of a template or of a program -------------------------------------------------
        ("mail merge field", "open-places", _lines("Dear «First_Name» «Last_Name»,"), _lines("Dear Ms Pérez,")),
        ("reference to nothing", "stale", _lines("See Error! Reference source not found."), _lines("See section 3.")),
        ("prompt of a control as text", "stand-in-printed", _lines("Click or tap here to enter text."),
         _lines("Click on the link to enter.")),
        ("prompt of a control in French", "stand-in-printed", _lines("Cliquez ou appuyez ici pour entrer du texte."),
         _lines("Cliquez ici pour vous inscrire.")),
        ("prompt of a control in a PDF", "stand-in-printed", _pdf(_typed_text("Click or tap to enter a date.")),
         _pdf(_typed_text("Enter by 3 May."))),
        ("prompt of a slide", "stand-in-printed",
         _slide("<p:sp><p:txBody><a:p><a:r><a:t>Click to add title</a:t></a:r></a:p></p:txBody></p:sp>"),
         _slide("<p:sp><p:txBody><a:p><a:r><a:t>Agenda</a:t></a:r></a:p></p:txBody></p:sp>")),
        ("signature in brackets", "stand-in-printed", _lines("[Signature]"), _lines("Signature")),
        ("name of a person to come", "stand-in-printed", _lines("To: [Name of the Minister]"), _lines("To: the Minister")),
        ("date to come", "stand-in-printed", _lines("Geneva, DD/MM/YYYY"), _lines("Geneva, 03/05/2024")),
        ("lorem ipsum", "stand-in-printed", _lines("Lorem ipsum dolor sit amet, consectetur."), _lines("Lorem House, Geneva")),
        ("no entries in a table of contents", "stale", _lines("No table of contents entries found."),
         _lines("No entries were found.")),
        ("remark of a reviewer in the text", "stand-in-printed", _lines("The host [AB: please check] is Geneva."),
         _lines("The host [Geneva] is known.")),
        ("to do", "stand-in-printed", _lines("TODO: add the address"), _lines("Nothing is to do.")),
        ("watermark of Word", "draft-printed",
         _word(_p("Agenda") + '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="PowerPlusWaterMarkObject1" type="#_x0000_t136"><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>'),
         _word(_p("Agenda"))),
        ("for internal use", "marked-internal", _lines("For internal use only", "The agenda"),
         _lines("The internal use of the building is for delegates only.")),
        ("confidential in French", "marked-internal", _lines("CONFIDENTIEL – NE PAS DIFFUSER"), _lines("Réunion confidentielle")),
        ("sent from a telephone", "words-of-a-program", _lines("Regards", "Sent from my iPhone"), _lines("Sent by post")),
        ("translated by a machine", "words-of-a-program",
         _lines("Translated with DeepL.com (free version)"), _lines("Translated by the secretariat")),
        ("scanned by an app", "words-of-a-program", _pdf(_typed_text("Scanned with CamScanner")),
         _pdf(_typed_text("Scanned documents are taken"))),
        ("trial version of a program", "words-of-a-program",
         _pdf(_typed_text("Evaluation Only. Created with Aspose.Words.")), _pdf(_typed_text("Evaluation of the plan"))),
        # --- letters that broke on the way -------------------------------------------------------------
        ("accents read as another encoding", "letters-broken", _lines("La rÃ©union se tient Ã  GenÃ¨ve"),
         _lines("La réunion se tient à Genève")),
        ("quotes read as another encoding", "letters-broken", _lines("the Committeeâ€™s report"),
         _lines("the Committee’s report")),
        ("replacement characters", "letters-broken", _lines("R\ufffdunion du comit\ufffd"), _lines("Réunion du comité")),
        ("entities of HTML", "letters-broken", _lines("Travel&nbsp;&amp; visas"), _lines("Travel & visas")),
        # --- links -------------------------------------------------------------------------------------
        ("link into SharePoint", "link-inside", _link("https://office.sharepoint.com/:w:/r/sites/x/Shared%20Documents/a.docx"),
         _link("https://www.example.org/a.docx")),
        ("link through a mail filter", "link-follows",
         _link("https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org"), _link("https://example.org/")),
        ("link into the office's network", "link-inside", _link("http://intranet/meetings"), _link("http://example.org/meetings")),
        ("link to a document to edit", "link-inside", _link("https://docs.google.com/document/d/1a2b/edit"),
         _link("https://docs.google.com/forms/d/e/1a2b/viewform")),
        ("link within the office as typed words", "link-inside", _lines("See http://192.168.1.20/papers"),
         _lines("See http://www.example.org/papers")),
        # --- words that nobody sees --------------------------------------------------------------------
        ("white words in Word", "contrast-low", _word(_p("Agenda") + _p("internal remark", '<w:color w:val="FFFFFF"/>')),
         _word(_p("Agenda"))),
        ("words of one point in Word", "words-tiny", _word(_p("Agenda") + _p("internal remark", '<w:sz w:val="2"/>')),
         _word(_p("Agenda") + _p("small print", '<w:sz w:val="14"/>'))),
        ("white words in a PDF", "words-white", _pdf(_typed_text("Agenda") + _typed_text("internal remark", 650, 12, "1 g")),
         _pdf("0 0 0.5 rg 60 640 300 40 re f " + _typed_text("Agenda") + _typed_text("White on blue", 650, 12, "1 g"))),
        ("tiny words in a PDF", "words-tiny", _pdf(_typed_text("Agenda") + _typed_text("internal remark", 650, 0.5)),
         _pdf(_typed_text("Agenda") + _typed_text("small print", 650, 7))),
        ("words under a black box", "words-covered",
         _pdf(_typed_text("Agenda of the meeting") + _typed_text("Bank account 12345", 650) + "0 g 60 640 300 40 re f"),
         _pdf("0.9 g 60 640 300 40 re f " + _typed_text("Agenda of the meeting") + _typed_text("Bank", 650))),
        ("words under a white box", "words-covered",
         _pdf(_typed_text("Agenda of the meeting") + _typed_text("Bank account 12345", 650) + "1 g 60 640 300 40 re f"),
         _pdf("1 g 0 0 595 842 re f " + _typed_text("Agenda of the meeting"))),
        ("words beyond the crop", "off-page",
         lambda folder: write(folder / "document.pdf", Leaf(content=(_typed_text("Agenda") + _typed_text("internal", 20)).encode(), crop=(0, 100, 595, 842))),
         lambda folder: write(folder / "document.pdf", Leaf(content=_typed_text("Agenda").encode(), crop=(0, 100, 595, 842)))),
        ("hidden layer", "layer-hidden",
         _pdf(_typed_text("Agenda") + "/OC /Comments BDC " + _typed_text("internal", 600) + "EMC", change=_hidden_layer),
         _pdf(_typed_text("Agenda"))),
        ("file inside a PDF", "files-within", _pdf(_typed_text("Agenda"), change=_attached), _pdf(_typed_text("Agenda"))),
        ("signs without a drawing", "signs-missing", _pdf(_typed_text("AB Agenda"), change=_no_glyph),
         _pdf(_typed_text("AB Agenda"))),
        # --- numbers of pages, pictures, languages -----------------------------------------------------
        ("typed count of pages", "page-count-typed", _with_footer(_p("Page 1 of 1"), 3),
         _with_footer(_p("Volume 1 of the works"), 3), 3),
        ("typed count of pages in French", "page-count-typed", _with_footer(_p("Page 1 sur 2"), 3),
         _with_footer(f"<w:p>{_run('Page ')}<w:fldSimple w:instr=' PAGE '>{_run('1')}</w:fldSimple>{_run(' sur ')}<w:fldSimple w:instr=' NUMPAGES '>{_run('1')}</w:fldSimple></w:p>", 3), 3),
        ("alternative text that is a file's name", "description-of-none", _picture("image1.png"), _picture("Map of the venue")),
        ("alternative text that a program wrote", "description-of-none",
         _picture("A picture containing text&#10;&#10;Description automatically generated"), _picture("A bridge over a river")),
        ("two blank pages at the end", "blank-page", _pdf(_typed_text("Agenda"), "", ""), _pdf(_typed_text("Agenda"))),
        ("pages of several sizes", "paper-mixed",
         lambda folder: write(folder / "document.pdf", Leaf("A4"), Leaf("Letter", box=(0, 0, 612, 792))),
         lambda folder: write(folder / "document.pdf", Leaf("A4"), Leaf("Lying", box=(0, 0, 842, 595)))),
        ("two kinds of quotation marks", "set-two-ways",
         _lines('“One” and “two” and “three”, "four" and "five" and "six"'),
         _lines('“One” and “two” and “three”, a 5" disk and a 3" one, 2" 4"')),
        ("two spaces between words", "set-two-ways", _lines("The  host", "of the  meeting", "is  Geneva."),
         _lines("Name:  Ana", "Date:\t3 May", "1.  First", "2.  Second")),
        ("spaces before signs that break and do not", "set-two-ways",
         _lines("Date\u00a0: lundi", "Lieu\u00a0: Genève", "Heure\u00a0: midi", "Salle : 3", "Code : 4", "Accès : libre"),
         _lines("Date\u00a0: lundi", "Lieu\u00a0: Genève", "Heure\u00a0: midi")),
        ("broken figure in a sheet", "cell-errors", _sheet(A1="#REF!"), _sheet(A1="7")),
        ("moved words", "changes", _word(f'<w:p><w:moveFrom w:id="1" w:author="A">{_run("from")}</w:moveFrom></w:p>'),
         _word(_p("there"))),
    )
)  # fmt: skip
