"""A language goes in; the papers that go with a bundle come out: the index and the slip-sheet."""

from __future__ import annotations

from pathlib import Path

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from tools.templates.language import Language
from tools.templates.word import GREY, NAVY, add, blank, font, rule, save, style, write

WIDTHS = (Mm(17), Mm(107), Mm(15), Mm(21))
"""The first holds XXXVIII: its cells have no margin on their right."""


def make_index(language: Language, folder: Path) -> None:
    """Writes ``index.docx``: the enclosures with their first pages, in a table."""
    script = language.script
    document = blank(script)
    heading = document.styles["Heading 1"]
    font(heading, script.serif, 16, bold=True, color=NAVY)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)
    style(document, "Index Meeting", 10.5, face=script.serif, color=GREY, after=12)
    style(document, "Index Head", 9, face=script.sans, bold=True, color=NAVY, before=2, after=2, keep=True)
    style(document, "Index Group", 10.5, face=script.serif, bold=True, color=NAVY, before=8, after=3, keep=True)
    style(document, "Index Entry", 10.5, face=script.serif, before=3, after=3)
    if script.serif.asian:
        # A line of figures is lower than one of Chinese; without this the two stand at different heights in a row.
        document.styles["Index Entry"].paragraph_format.line_spacing = Pt(16)
    add(document, language.index, "Heading 1")
    add(document, "{{ title }}", "Index Meeting")
    table = document.add_table(rows=0, cols=4)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width

    cells = _row(table, "Index Head", *language.columns)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in cells:
        rule(cell.paragraphs[0], "bottom", color="1F3A5F", space=2)
    _row(table, "Index Group", "{%tr for group in groups %}", "", "", "")
    cells = _row(table, "Index Group", "", "", "", "")
    merged = cells[0].merge(cells[3])
    for spare in merged.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    merged.paragraphs[0].alignment = None
    write(merged.paragraphs[0], "{{ group.title }}")
    _row(table, "Index Entry", "{%tr for enclosure in group.enclosures %}", "", "", "")
    entry = ("{{ enclosure.number }}", "{{ enclosure.title }}", "{{ enclosure.pages }}", "{{ enclosure.page }}")
    _row(table, "Index Entry", *entry)
    _row(table, "Index Entry", "{%tr endfor %}", "", "", "")
    _row(table, "Index Entry", "{%tr endfor %}", "", "", "")
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:fmt"), "lowerRoman")
    document.sections[0]._sectPr.append(numbering)
    save(document, script, folder / "index.docx", language.index, language.review)


def _row(table: Table, style_name: str, *cells: str) -> list[_Cell]:
    made = table.add_row()  # type: ignore[no-untyped-call]
    properties = made._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    for number, (cell, text, width) in enumerate(zip(made.cells, cells, WIDTHS, strict=True)):
        cell.width = width
        cell.paragraphs[0].style = style_name
        write(cell.paragraphs[0], text)
        if number == 0:
            margin, right = OxmlElement("w:tcMar"), OxmlElement("w:right")
            right.set(qn("w:w"), "0")
            right.set(qn("w:type"), "dxa")
            margin.append(right)
            cell._tc.get_or_add_tcPr().append(margin)
        if number > 1:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return list(made.cells)


def make_slip_sheet(language: Language, folder: Path) -> None:
    """Writes ``slip-sheet.docx``: the sheet before each enclosure."""
    script = language.script
    document = blank(script)
    centre = WD_ALIGN_PARAGRAPH.CENTER
    heading = document.styles["Heading 1"]
    font(heading, script.serif, 30, bold=True, color=NAVY)
    heading.paragraph_format.alignment = centre
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(210), Pt(14)
    style(document, "Slip Title", 17, face=script.serif, align=centre, after=22)
    style(document, "Slip Meeting", 11, face=script.serif, color=GREY, align=centre)
    add(document, "{{ enclosure.name }}", "Heading 1")
    rule(add(document, "{{ enclosure.title }}", "Slip Title"), "bottom", space=16)
    add(document, "{{ title }}", "Slip Meeting")
    save(document, script, folder / "slip-sheet.docx", language.enclosure, language.review)
