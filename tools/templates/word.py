"""Word documents with the styles that they use and no others: words and measures go in, a ``.docx`` comes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.section import _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tools.templates.language import Face, Script

NAVY, GOLD, GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x9A, 0x78, 0x2F), RGBColor(0x55, 0x5B, 0x66)
NBSP = "\u00a0"

# The order that the schema demands (ECMA-376 Part 1, 17.3.1.26, 17.3.2.28, 17.6.17, 17.4.60): what follows each.
_AFTER_BIDI = (
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
    "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_AFTER_CONTEXTUAL = _AFTER_BIDI.partition("contextualSpacing ")[2]
_AFTER_BORDERS = (
    "shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
) + _AFTER_BIDI
_AFTER_RTL = "cs em lang eastAsianLayout specVanish oMath"
_AFTER_SIZE = "highlight u effect bdr shd fitText vertAlign rtl " + _AFTER_RTL
_AFTER_BOLD = (
    "i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color "
    "spacing w kern position sz szCs "
) + _AFTER_SIZE
_AFTER_SECTION_BIDI = "rtlGutter docGrid printerSettings sectPrChange"
_AFTER_TABLE_BIDI = (
    "tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"
)


def blank(script: Script) -> DocumentObject:
    """An empty A4 document. python-docx's default has 160 styles, which cost half of the conversion's time."""
    document = Document()
    styles = document.styles.element
    keep = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Heading1", "Header", "Footer"}
    for style in list(styles.iter(qn("w:style"))):
        if style.get(qn("w:styleId")) not in keep:
            styles.remove(style)
    latent = styles.find(qn("w:latentStyles"))
    if latent is not None:
        styles.remove(latent)
    for run in styles.iter(qn("w:lang")):
        run.set(qn("w:val"), script.locale)
        if script.right_to_left:
            run.set(qn("w:bidi"), script.locale)
        if script.serif.asian:
            run.set(qn("w:eastAsia"), script.locale)
    normal = document.styles["Normal"]
    font(normal, script.serif, 11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = script.line_spacing
    normal.paragraph_format.widow_control = True
    for name in ("Header", "Footer"):
        tabs = document.styles[name].element.pPr.find(qn("w:tabs"))
        if tabs is not None:
            document.styles[name].element.pPr.remove(tabs)
    hyperlink = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    hyperlink.base_style = None
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    return document


def font(style: object, face: Face, size: float, *, bold: bool = False, color: RGBColor | None = None) -> None:
    """Sets a style's font for every kind of script."""
    style.font.name, style.font.size, style.font.bold = face.latin, Pt(size), bold  # type: ignore[attr-defined]
    style.font.italic = False  # type: ignore[attr-defined]
    if color is not None:
        style.font.color.rgb = color  # type: ignore[attr-defined]
    fonts = style.element.rPr.rFonts  # type: ignore[attr-defined]
    for kind in list(fonts.attrib):
        del fonts.attrib[kind]
    for kind, name in (
        ("ascii", face.latin),
        ("hAnsi", face.latin),
        ("cs", face.complex or face.latin),
        ("eastAsia", face.asian or face.latin),
    ):
        fonts.set(qn(f"w:{kind}"), name)


def style(
    document: DocumentObject,
    name: str,
    size: float,
    change: Callable[[object], None] | None = None,
    *,
    face: Face,
    bold: bool = False,
    color: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
    keep: bool = False,
) -> str:
    """Adds a paragraph style; sizes and spaces in points."""
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    made.quick_style = True
    font(made, face, size, bold=bold, color=color)
    layout = made.paragraph_format
    layout.space_before, layout.space_after, layout.alignment = Pt(before), Pt(after), align
    layout.keep_with_next = keep
    layout.keep_together = keep
    if change:
        change(made)
    return name


def together(made: object) -> None:
    """Puts a style's spaces around its paragraphs, not between them."""
    properties = made.element.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.insert_element_before(OxmlElement("w:contextualSpacing"), *_words(_AFTER_CONTEXTUAL))


def add(holder: DocumentObject | _Cell | _Header | _Footer, text: str, style_name: str | None = None) -> Paragraph:
    """A paragraph; ``**bold**`` and ``//italic//`` stretches become runs."""
    paragraph = holder.add_paragraph(style=style_name)
    write(paragraph, text)
    return paragraph


def write(paragraph: Paragraph, text: str) -> None:
    for number, piece in enumerate(text.split("**")):
        for inner, stretch in enumerate(piece.split("//")):
            if stretch:
                run = paragraph.add_run(stretch)
                run.bold = True if number % 2 else None
                run.italic = True if inner % 2 else None


def rule(paragraph: Paragraph, side: str, color: str = "9A782F", size: int = 6, space: int = 6) -> None:
    """A line above or below a paragraph."""
    borders: Any = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", color)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, *_words(_AFTER_BORDERS))


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word computes, such as the page's number."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "2"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)


def complex_sizes(document: DocumentObject, scale: float) -> None:
    """Gives every size and weight its counterpart for Arabic, which Word sets by properties of its own."""
    for holder in (document.styles.element, *_stories(document)):
        for properties in holder.iter(qn("w:rPr")):
            for old in properties.xpath("w:szCs | w:bCs"):
                properties.remove(old)
            if (size := properties.find(qn("w:sz"))) is not None:
                scaled = OxmlElement("w:szCs")
                scaled.set(qn("w:val"), str(round(int(size.get(qn("w:val"))) * scale)))
                properties.insert_element_before(scaled, *_words(_AFTER_SIZE))
            if (bold := properties.find(qn("w:b"))) is not None:
                heavy = OxmlElement("w:bCs")
                heavy.attrib.update(dict(bold.attrib))
                properties.insert_element_before(heavy, *_words(_AFTER_BOLD))


def _stories(document: DocumentObject) -> list[Any]:
    """What holds paragraphs: the body, and the heads and feet."""
    related = (each.target_part for each in document.part.rels.values() if not each.is_external)
    return [document.element, *(part.element for part in related if isinstance(part, StoryPart))]


def turn(document: DocumentObject) -> None:
    """Makes the document run from right to left: sections, tables, styles, paragraphs and runs.

    Indents, tab stops and alignments need no change: in such a paragraph Word counts them from the right
    (ECMA-376 Part 1, 17.3.1.6).
    """
    for kind in document.styles.element.xpath("w:style[@w:type='paragraph']"):
        _put(kind.get_or_add_pPr(), "w:bidi", _AFTER_BIDI)
    for story in _stories(document):
        for section in story.iter(qn("w:sectPr")):
            _put(section, "w:bidi", _AFTER_SECTION_BIDI)
        for table in story.iter(qn("w:tblPr")):
            _put(table, "w:bidiVisual", _AFTER_TABLE_BIDI)
        for paragraph in story.iter(qn("w:p")):
            _put(paragraph.get_or_add_pPr(), "w:bidi", _AFTER_BIDI)
        for run in story.iter(qn("w:r")):
            _put(run.get_or_add_rPr(), "w:rtl", _AFTER_RTL)


def _put(properties: Any, tag: str, successors: str) -> None:
    properties.insert_element_before(OxmlElement(tag), *_words(successors))


def _words(tags: str) -> list[str]:
    return [f"w:{tag}" for tag in tags.split()]


def save(document: DocumentObject, script: Script, path: Path, title: str, comments: str) -> None:
    """Writes the document, the same bytes at every run."""
    if script.complex_scale != 1:
        complex_sizes(document, script.complex_scale)
    if script.right_to_left:
        turn(document)
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", comments
    core.language = script.locale
    core.created = core.modified = datetime(2024, 4, 22, tzinfo=UTC)
    core.revision = 1
    saved = io.BytesIO()
    document.save(saved)
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stable:
        for name in package.namelist():
            if name == "docProps/thumbnail.jpeg" or name.startswith("customXml/"):
                continue
            content = package.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b'<Default Extension="jpeg" ContentType="image/jpeg"/>', b"")
            if name.endswith(".rels"):
                content = b"".join(_drop(content, ("thumbnail.jpeg", "customXml/")))
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            stable.writestr(entry, content)


def _drop(relationships: bytes, targets: tuple[str, ...]) -> list[bytes]:
    pieces = relationships.replace(b"<Relationship ", b"\0<Relationship ").split(b"\0")
    return [
        piece if not any(target.encode() in piece for target in targets) else piece.partition(b"/>")[2]
        for piece in pieces
    ]
