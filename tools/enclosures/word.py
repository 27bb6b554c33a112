"""A Word document with no more styles than it uses: paragraphs, lists and tables go in, a ``.docx`` comes out.

python-docx's own template has 160 styles, which almost double the time a conversion takes.
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

from . import house

_FONTS = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:cs="{0}" w:eastAsia="{0}"/>'


def _style(
    name: str,
    paragraph: str = "",
    run: str = "",
    *,
    kind: str = "paragraph",
    based: str | None = "Normal",
    following: str | None = None,
    default: bool = False,
) -> str:
    marked = 'w:default="1" ' if default else ""
    key = name.replace(" ", "")
    return (
        f'<w:style w:type="{kind}" {marked}w:styleId="{key}">'
        f'<w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based and not default else "")
        + (f'<w:next w:val="{following}"/>' if following else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def _spacing(before: int, after: int, line: int = 240) -> str:
    """Distances in twentieths of a point; the line in 240ths of its own height."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _look(half_points: int, colour: str | None = None, *, bold: bool = False, italic: bool = False) -> str:
    return (
        _FONTS.format(house.HEAD_FONT)
        + ("<w:b/>" if bold else "")
        + ("<w:i/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
    )


def _rule(side: str, colour: str = house.BLUE) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="6" w:space="4" w:color="{colour}"/></w:pBdr>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_BLUE, _GREY = house.BLUE, house.GREY


def _listed(style: str, number: int, level: int) -> str:
    numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return _style(style, numbering + _spacing(0, 60, 259))


_STYLES = (
    f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr>"
    + _FONTS.format(house.BODY_FONT)
    + '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/>'
    + "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    + _style("Normal", "<w:widowControl/>" + _spacing(0, 120, 264), default=True)
    + _style("Default Paragraph Font", kind="character", default=True)
    + _style("Title", _KEEP + _spacing(120, 60), _look(36, _BLUE, bold=True), following="Subtitle")
    + _style("Subtitle", _KEEP + _spacing(0, 160) + "<w:contextualSpacing/>", _look(23, _GREY), following="Normal")
    + _style("heading 1", _KEEP + _spacing(300, 100) + "<w:outlineLvl w:val='0'/>", _look(27, _BLUE, bold=True))
    + _style("heading 2", _KEEP + _spacing(180, 80) + "<w:outlineLvl w:val='1'/>", _look(22, _BLUE, bold=True))
    + _listed("List Bullet", 1, 0)
    + _listed("List Number", 2, 0)
    + _listed("List Number 2", 2, 1)
    + _style("header", _spacing(0, 0), _look(18, _GREY))
    + _style("footer", _rule("top", "B8C2CE") + _spacing(0, 0), _look(17, _GREY))
    + _style("Table Text", _spacing(60, 60), _look(20), following="TableText")
    + _style("Table Head", "<w:keepNext/>" + _spacing(60, 60), _look(20, "FFFFFF", bold=True))
    + _style("Note", _rule("top", "B8C2CE") + _spacing(240, 0), _look(17, _GREY, italic=True))
    + _style("Hyperlink", "", f'<w:color w:val="{_BLUE}"/><w:u w:val="single"/>', kind="character", based=None)
    + "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/>"
    + "<w:tblPr><w:tblInd w:w='0' w:type='dxa'/><w:tblCellMar><w:left w:w='100' w:type='dxa'/>"
    + "<w:right w:w='100' w:type='dxa'/></w:tblCellMar></w:tblPr></w:style></w:styles>"
)

_SETTINGS = (
    f"<w:settings {nsdecls('w')}><w:zoom w:percent='100'/><w:defaultTabStop w:val='709'/>"
    "<w:compat><w:compatSetting w:name='compatibilityMode' w:uri='http://schemas.microsoft.com/office/word' "
    "w:val='15'/></w:compat><w:themeFontLang w:val='fr-FR'/><w:decimalSymbol w:val=','/>"
    "<w:listSeparator w:val=';'/></w:settings>"
)


def _level(number: int, form: str, text: str, left: int) -> str:
    return (
        f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>"
        f"<w:lvlJc w:val='left'/><w:pPr><w:ind w:left='{left}' w:hanging='425'/></w:pPr></w:lvl>"
    )


_NUMBERING = (
    f"<w:numbering {nsdecls('w')}>"
    "<w:abstractNum w:abstractNumId='0'><w:multiLevelType w:val='singleLevel'/>"
    + _level(0, "bullet", "–", 425)
    + "</w:abstractNum><w:abstractNum w:abstractNumId='1'><w:multiLevelType w:val='multilevel'/>"
    + _level(0, "decimal", "%1.", 425)
    + _level(1, "lowerLetter", "%2)", 850)
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num></w:numbering>"
)

_NEEDED = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
}


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


def write(paragraph: Paragraph, text: str) -> Paragraph:
    """Adds marked text to a paragraph."""
    for part in house.runs(text):
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

    def __init__(self, *, title: str, head: Sequence[str], foot: str) -> None:
        """``title`` is for the file's properties, ``head`` is two lines, ``foot`` the short title."""
        self._doc = Document()
        self._head, self._foot = head, foot
        part = self._doc.part
        for rels in (part.rels, part.package.rels):
            for key in [key for key, rel in rels.items() if rel.reltype not in _NEEDED]:
                del rels[key]
        _replace(self._doc.styles.element, _STYLES)
        _replace(part.numbering_part.element, _NUMBERING)
        _replace(self._doc.settings.element, _SETTINGS)
        properties = self._doc.core_properties
        properties.title, properties.author, properties.language = house.fr(title), house.AUTHOR, "fr-FR"
        properties.subject, properties.comments = house.fr(house.EXAMPLE), house.fr(house.EXAMPLE_NOTE)
        properties.last_modified_by, properties.revision = house.AUTHOR, 1
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
        write(first, f"**{self._head[0]}**")
        second = section.header.add_paragraph(style="header")
        write(second, self._head[1])
        border = parse_xml(_rule("bottom").replace("<w:pBdr>", f"<w:pBdr {nsdecls('w')}>"))
        second._p.get_or_add_pPr().append(border)
        foot = section.footer.paragraphs[0]
        foot.style = "footer"
        tabs = parse_xml(
            f"<w:tabs {nsdecls('w')}><w:tab w:val='right' w:pos='{Mm(247 if landscape else 160).twips}'/></w:tabs>"
        )
        foot._p.get_or_add_pPr().append(tabs)
        write(foot, f"{self._foot} · *{house.EXAMPLE}*\tpage ")
        _field(foot, "PAGE", "1")
        write(foot, "/")
        _field(foot, "NUMPAGES", "1")

    def paragraph(self, text: str, style: str = "Normal", *, keep: bool = False) -> Paragraph:
        paragraph = write(self._doc.add_paragraph(style=style), text)
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

    @staticmethod
    def _fill(
        row: _Row, texts: Sequence[str], widths_mm: Sequence[float], *, is_head: bool, lead: bool, keep: bool
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
            write(paragraph, f"**{text}**" if lead and number == 0 else text)

    def landscape(self) -> None:
        """What follows stands on pages lying on their side."""
        self._set_page(self._doc.add_section(), landscape=True)

    def portrait(self) -> None:
        self._set_page(self._doc.add_section(), landscape=False)

    def picture(self, png: bytes, *, width_mm: float, alternative: str) -> None:
        shape = self._doc.add_paragraph(style="Normal").add_run().add_picture(io.BytesIO(png), width=Mm(width_mm))
        shape._inline.docPr.set("descr", house.fr(alternative))
        # Left out, LibreOffice takes each of them for 3.2 mm and moves the picture into the margin.
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")

    def close(self) -> None:
        """The line that says that this is no official document."""
        self.paragraph(house.EXAMPLE_NOTE, "Note")

    def data(self) -> bytes:
        target = io.BytesIO()
        self._doc.save(target)
        return house.steady_zip(target.getvalue())
