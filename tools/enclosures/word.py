"""A Word document in one version of a paper: paragraphs, lists and tables go in, a ``.docx`` comes out.

Whatever words go in are French; what is written is what the version says for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from tools.templates.word import complex_sizes, turn

from . import house
from .versions import Version
from .word_styles import numbering, rule, settings, styles

_NEEDED = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
}
_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def _replace(element: Any, xml: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(xml)):
        element.append(child)


def _field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def write(paragraph: Paragraph, runs: Iterable[house.Run]) -> Paragraph:
    """Adds runs to a paragraph."""
    for part in runs:
        if part.link is None:
            run = paragraph.add_run(part.text)
            run.bold, run.italic = part.bold or None, part.italic or None
            run.font.superscript = part.superscript or None
            continue
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(part.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        # LibreOffice drops a link whose run has no style named Hyperlink.
        run = paragraph.add_run(part.text, style="Hyperlink")
        link.append(run._r)
        paragraph._p.append(link)
    return paragraph


def _set(parent: Any, tag: str, **attributes: str) -> None:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)


def _shade(cell: _Cell, colour: str) -> None:
    _set(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=colour)


class Paper:
    """An official paper on A4: a head with the meeting's name, a foot with the title and the page."""

    def __init__(self, version: Version, *, title: str, head: Sequence[str], foot: str) -> None:
        """``title`` is for the file's properties, ``head`` is two lines, ``foot`` the short title."""
        self._doc, self._version = Document(), version
        self._head, self._foot = head, foot
        part = self._doc.part
        for rels in (part.rels, part.package.rels):
            for key in [key for key, rel in rels.items() if rel.reltype not in _NEEDED]:
                del rels[key]
        _replace(self._doc.styles.element, styles(version))
        _replace(part.numbering_part.element, numbering(version))
        _replace(self._doc.settings.element, settings(version))
        properties, say = self._doc.core_properties, version.say
        properties.title, properties.author = say(title), say(house.AUTHOR)
        properties.language = version.script.locale
        properties.subject, properties.comments = say(house.EXAMPLE), say(house.EXAMPLE_NOTE)
        properties.last_modified_by, properties.revision = properties.author, 1
        self._set_page(self._doc.sections[0], landscape=False)

    def _set_page(self, section: Section, *, landscape: bool) -> None:
        short, long = Mm(210), Mm(297)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(34), Mm(25)
        # The bundle stamps the enclosure's number at the head of each page, on the right.
        section.header_distance, section.footer_distance = Mm(15), Mm(12)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        first, *others = section.header.paragraphs
        for extra in others:
            extra._p.getparent().remove(extra._p)
        first.style = "header"
        words = self._version.words
        self._write(first, f"**{words(self._head[0])}**")
        second = section.header.add_paragraph(style="header")
        self._write(second, words(self._head[1]))
        border = parse_xml(rule("bottom").replace("<w:pBdr>", f"<w:pBdr {nsdecls('w')}>"))
        second._p.get_or_add_pPr().append(border)
        foot = section.footer.paragraphs[0]
        foot.style = "footer"
        tabs = parse_xml(
            f"<w:tabs {nsdecls('w')}><w:tab w:val='right' w:pos='{Mm(247 if landscape else 160).twips}'/></w:tabs>"
        )
        foot._p.get_or_add_pPr().append(tabs)
        for piece in self._version.foot(f"{words(self._foot)} · *{words(house.EXAMPLE)}*"):
            if piece in _FIELDS:
                _field(foot, _FIELDS[piece], "1")
            else:
                self._write(foot, piece)

    def _write(self, paragraph: Paragraph, words: str) -> None:
        write(paragraph, self._version.runs(words))

    def paragraph(self, text: str, style: str = "Normal", *, keep: bool = False) -> Paragraph:
        paragraph = self._doc.add_paragraph(style=style)
        self._write(paragraph, self._version.words(text))
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def heading(self, text: str, level: Literal[1, 2] = 1, *, new_page: bool = False) -> None:
        paragraph = self.paragraph(text, f"heading {level}")
        if new_page:
            paragraph.paragraph_format.page_break_before = True

    def items(self, texts: Iterable[str], style: str = "List Bullet") -> None:
        for text in texts:
            self.paragraph(text, style)

    def agenda(self, points: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Numbered points, each with lettered ones below it."""
        for point, below in points:
            self.paragraph(point, "List Number", keep=bool(below))
            for index, sub in enumerate(below):
                self.paragraph(sub, "List Number 2", keep=index < len(below) - 1)

    def table(
        self,
        widths_mm: Sequence[float],
        rows: Sequence[Sequence[str]],
        *,
        head: Sequence[str] | None = None,
        keep: bool = False,
    ) -> None:
        """A ruled table; its head repeats on each page and no row is split. ``keep`` holds it on one page.

        Without a head the first column is the head of its row.
        """
        table = self._doc.add_table(0, len(widths_mm))
        table.autofit = False
        lines = "".join(
            f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='B8C2CE'/>" for side in ("top", "bottom", "insideH")
        )
        # ECMA-376 part 1, 17.4.59: the borders come before the layout.
        borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
        table._tblPr.find(qn("w:tblLayout")).addprevious(borders)
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        all_rows = [head, *rows] if head else list(rows)
        for index, texts in enumerate(all_rows):
            row = table.add_row()
            is_head = head is not None and index == 0
            _set(row._tr.get_or_add_trPr(), "w:cantSplit")
            if is_head:
                _set(row._tr.get_or_add_trPr(), "w:tblHeader")
            last = index == len(all_rows) - 1
            self._fill(row, texts, widths_mm, is_head=is_head, lead=head is None, keep=keep and not last)
        # Word wants a paragraph after a table; this one is a thin gap.
        gap = self._doc.add_paragraph()
        gap.paragraph_format.space_after = 0
        gap.paragraph_format.line_spacing = Mm(3.5)

    def _fill(
        self, row: _Row, texts: Sequence[str], widths_mm: Sequence[float], *, is_head: bool, lead: bool, keep: bool
    ) -> None:
        for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths_mm, strict=True)):
            cell.width = Mm(width)
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Head" if is_head else "Table Text"
            if keep:
                paragraph.paragraph_format.keep_with_next = True
            if is_head:
                _shade(cell, house.BLUE)
            elif lead and number == 0:
                _shade(cell, house.PALE)
            words = self._version.words(text)
            self._write(paragraph, f"**{words}**" if lead and number == 0 else words)

    def landscape(self) -> None:
        """What follows stands on pages lying on their side."""
        self._set_page(self._doc.add_section(), landscape=True)

    def portrait(self) -> None:
        self._set_page(self._doc.add_section(), landscape=False)

    def picture(self, png: bytes, *, width_mm: float, alternative: str) -> None:
        shape = self._doc.add_paragraph(style="Normal").add_run().add_picture(io.BytesIO(png), width=Mm(width_mm))
        shape._inline.docPr.set("descr", self._version.say(alternative))
        # Left out, LibreOffice takes each of them for 3.2 mm and moves the picture into the margin.
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")

    def close(self) -> None:
        """The line that says that this is no official document."""
        self.paragraph(house.EXAMPLE_NOTE, "Note")

    def data(self) -> bytes:
        if self._version.script.right_to_left:
            complex_sizes(self._doc, self._version.complex_scale)
            turn(self._doc)
        target = io.BytesIO()
        self._doc.save(target)
        return house.steady_zip(target.getvalue())
