"""Makes the sample's Word templates and its letterhead, as they were first made.

Takes nothing; writes templates/fr/*.docx and letterheads/siem-reap-angkor/letterhead.docx. The Word files are the
source from then on: they are edited in Word, and running this again would undo what was edited. It is kept to show how
they were set, and as a start for a further language.
"""

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
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

ROOT = Path(__file__).resolve().parent.parent
NAVY, GOLD, GREY = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x9A, 0x78, 0x2F), RGBColor(0x55, 0x5B, 0x66)
SERIF, SANS = "Cambria", "Calibri"
N, T = "\u00a0", "\u2019"  # a space that does not break, a typographic apostrophe


# --- a document with the styles that it uses and no others ---------------------------------------


def blank(language: str) -> DocumentObject:
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
        run.set(qn("w:val"), language)
    normal = document.styles["Normal"]
    font(normal, SERIF, 11)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.08
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


def font(style: object, name: str, size: float, *, bold: bool = False, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = name, Pt(size), bold  # type: ignore[attr-defined]
    style.font.italic = False  # type: ignore[attr-defined]
    if color is not None:
        style.font.color.rgb = color  # type: ignore[attr-defined]
    fonts = style.element.rPr.rFonts  # type: ignore[attr-defined]
    for kind in list(fonts.attrib):
        del fonts.attrib[kind]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), name)


def style(
    document: DocumentObject,
    name: str,
    size: float,
    change: Callable[[object], None] | None = None,
    *,
    face: str = SERIF,
    bold: bool = False,
    color: RGBColor | None = None,
    before: float = 0,
    after: float = 0,
    align: WD_ALIGN_PARAGRAPH | None = None,
    keep: bool = False,
) -> str:
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
    borders: Any = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for key, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", color)):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def field(paragraph: Paragraph, code: str) -> None:
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


def save(document: DocumentObject, path: Path, title: str) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = title, "", "", ""
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
                content = b"".join(drop(content, ("thumbnail.jpeg", "customXml/")))
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            stable.writestr(entry, content)


def drop(relationships: bytes, targets: tuple[str, ...]) -> list[bytes]:
    pieces = relationships.replace(b"<Relationship ", b"\0<Relationship ").split(b"\0")
    return [
        piece if not any(target.encode() in piece for target in targets) else piece.partition(b"/>")[2]
        for piece in pieces
    ]


# --- the letterhead ----------------------------------------------------------------------------


def make_letterhead() -> None:
    document = blank("en-GB")
    left, centre = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
    style(document, "Letterhead Slogan", 15, face=SANS, bold=True, color=NAVY, align=centre, before=3)
    style(document, "Letterhead Place", 10.5, face=SANS, color=GOLD, align=centre, after=2)
    style(document, "Letterhead Later", 8.5, face=SANS, color=NAVY, align=left)
    style(document, "Letterhead Foot", 8, face=SANS, color=GREY, align=centre)
    for name in ("Letterhead Slogan", "Letterhead Place", "Letterhead Later", "Letterhead Foot"):
        document.styles[name].paragraph_format.line_spacing = 1.0
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(12), Mm(9)
    section.top_margin, section.bottom_margin = Mm(25), Mm(27)

    head = section.first_page_header
    head.is_linked_to_previous = False
    emblem = head.paragraphs[0]
    emblem.style = "Letterhead Slogan"
    picture = emblem.add_run().add_picture(str(ROOT / "letterheads/siem-reap-angkor/emblem.png"), height=Mm(21))
    picture._inline.docPr.set("descr", "Emblem: the five towers of Angkor above a leaf")
    add(head, "The Siem Reap - Angkor Summit On A Mine-Free World", "Letterhead Slogan")
    place = add(head, "CAMBODIA", "Letterhead Place")
    place.add_run("  \u2022  25 to 29 November 2024")
    rule(place, "bottom", space=5)
    add(head, "", "Letterhead Later")

    later = section.header
    later.is_linked_to_previous = False
    line = later.paragraphs[0]
    line.style = "Letterhead Later"
    line.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    write(line, "**The Siem Reap - Angkor Summit** On A Mine-Free World\t")
    field(line, "PAGE")
    rule(line, "bottom", space=4)

    foot = section.first_page_footer
    foot.is_linked_to_previous = False
    first = foot.paragraphs[0]
    first.style = "Letterhead Foot"
    write(first, "**{{ letterhead.office }}**")
    rule(first, "top")
    for words in ("care_of", "address", "contact"):
        add(foot, f"{{{{ letterhead.{words} }}}}", "Letterhead Foot")
    slim = section.footer
    slim.is_linked_to_previous = False
    slim.paragraphs[0].style = "Letterhead Foot"
    write(slim.paragraphs[0], "{{ letterhead.contact }}")
    save(document, ROOT / "letterheads/siem-reap-angkor/letterhead.docx", "Letterhead")


# --- the French templates ----------------------------------------------------------------------


def make_plain_letterhead() -> None:
    document = blank("fr-FR")
    centre = WD_ALIGN_PARAGRAPH.CENTER
    style(document, "Letterhead House", 15, face=SANS, bold=True, color=NAVY, align=centre, before=6)
    style(document, "Letterhead Later", 8.5, face=SANS, color=NAVY)
    style(document, "Letterhead Foot", 8, face=SANS, color=GREY, align=centre)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(14), Mm(9)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    head, foot = section.first_page_header, section.first_page_footer
    head.is_linked_to_previous = foot.is_linked_to_previous = False
    head.paragraphs[0].style = "Letterhead House"
    write(head.paragraphs[0], "{{ letterhead.house }}")
    rule(head.paragraphs[0], "bottom", space=8)
    add(head, "", "Letterhead Later")
    foot.paragraphs[0].style = "Letterhead Foot"
    write(foot.paragraphs[0], "{{ letterhead.address }}")
    rule(foot.paragraphs[0], "top")
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    line = section.header.paragraphs[0]
    line.style = "Letterhead Later"
    line.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
    write(line, "{{ letterhead.house }}\t")
    field(line, "PAGE")
    rule(line, "bottom", space=4)
    section.footer.paragraphs[0].style = "Letterhead Foot"
    save(document, ROOT / "letterheads/plain/letterhead.docx", "Letterhead")


def letter_styles(document: DocumentObject) -> None:
    centre = WD_ALIGN_PARAGRAPH.CENTER
    style(document, "Letter Date", 11, after=12)
    style(document, "Letter Address", 11, after=8)
    style(document, "Letter Subject", 11, bold=True, before=4, after=11)
    style(document, "Letter Event", 11, bold=True, align=centre, after=3, keep=True)
    style(document, "Letter Closing", 11, before=10, after=44, keep=True)
    style(document, "Letter Signature", 11, keep=True)
    style(document, "Letter Enclosures", 11, before=18, after=3, keep=True)
    style(document, "Letter Group", 11, before=8, after=4, keep=True)
    style(document, "Letter Enclosure", 11, numbered, after=3)
    heading = document.styles["Heading 1"]
    font(heading, SERIF, 12.5, bold=True, color=NAVY)
    heading.paragraph_format.alignment = centre
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(3)
    heading.paragraph_format.keep_with_next = True


def numbered(made: object) -> None:
    layout = made.paragraph_format  # type: ignore[attr-defined]
    layout.left_indent, layout.first_line_indent = Mm(10), Mm(-8)
    layout.tab_stops.add_tab_stop(Mm(10))
    layout.keep_together = True


def enclosure_list(document: DocumentObject) -> None:
    add(document, f"Enc{N}:", "Letter Enclosures")
    add(document, "{%p for group in groups %}", "Letter Group")
    add(document, "{{ group.title }}", "Letter Group")
    add(document, "{%p for enclosure in group.enclosures %}", "Letter Enclosure")
    add(document, "{{ enclosure.number }}.\t{{ enclosure.title }}", "Letter Enclosure")
    add(document, "{%p endfor %}", "Letter Enclosure")
    add(document, "{%p endfor %}", "Letter Enclosure")


def signature(document: DocumentObject) -> None:
    add(document, "{{ closing }}", "Letter Closing")
    name = add(document, "{{ signatory.name }}", "Letter Signature")
    name.paragraph_format.space_before = Pt(0)
    last = add(document, "{{ signatory.titles }}", "Letter Signature")
    last.paragraph_format.keep_with_next = False


def french(text: str) -> str:
    return text.replace("'", T).replace(" :", f"{N}:").replace("« ", f"«{N}").replace(" »", f"{N}»")


def make_letter() -> None:
    document = blank("fr-FR")
    letter_styles(document)

    def body(text: str) -> Paragraph:
        return add(document, french(text))

    add(document, "{{ date }}", "Letter Date")
    add(document, "{{ addressees }}", "Letter Address")
    add(document, french("Re : {{ subject }}"), "Letter Subject")
    body("{{ salutation }}")
    body(
        "J'ai le grand plaisir de vous écrire en ma qualité de Président de la {{ names.conference }} des États "
        "parties (5RC) à la {{ names.convention_full }} pour vous inviter à participer à :"
    ).paragraph_format.keep_with_next = True
    add(document, "{%p for item in listed_events %}", "Letter Event")
    add(document, "{{ item.title }}", "Heading 1")
    add(document, "{{ item.dates }}", "Letter Event")
    last = add(document, "{{ item.venue }}", "Letter Event")
    last.paragraph_format.space_after = Pt(11)
    last.paragraph_format.keep_with_next = False
    add(document, "{%p endfor %}", "Letter Event")
    body(
        "En cette année importante où l'on célèbre le {{ numbers.anniversary.ordinal }} anniversaire de l'entrée en "
        "vigueur de la Convention et où l'on prépare la {{ names.conference }}, le {{ names.summit }}, les réunions "
        "intersessions donneront aux États parties et aux autres parties prenantes l'occasion de présenter des mises "
        "à jour ou des points de vue sur les progrès réalisés dans la réalisation et les défis qui restent à relever. "
        "Elle nous donnera également l'occasion de discuter de questions importantes liées à nos efforts collectifs "
        "pour assurer le succès de la {{ names.conference }}."
    )
    body(
        "L'après-midi du {{ event.preparatory.first_day }}, au même endroit, j'accueillerai la "
        "**{{ event.preparatory.title }} de la {{ names.conference }}**. La {{ event.preparatory.title }} sera "
        "l'occasion pour les États parties et les autres parties prenantes d'engager des discussions de fond sur le "
        "{{ names.plan }} et d'autres documents pertinents."
    )
    body(
        "Vous trouverez ci-joint des informations administratives, notamment sur les procédures d'inscription aux "
        "réunions intersessions et à la {{ event.preparatory.title }}. En raison de la capacité limitée du lieu de la "
        "conférence, les délégations sont priées de limiter la taille de leur délégation à un maximum de "
        "{{ numbers.delegation_limit.words_feminine }} personnes."
    )
    body(
        "Enfin, en tant que Président, je m'engage à adopter une approche inclusive dans tous les aspects de notre "
        "travail et à assurer une participation totale, égale et équilibrée entre les hommes et les femmes aux "
        "réunions de la Convention. Je voudrais donc profiter de cette occasion pour encourager tous les États parties "
        "et les autres parties prenantes à garder cet aspect à l'esprit lors de la composition de leurs délégations et "
        "de la préparation de leurs interventions."
    )
    body(
        "Je compte sur votre engagement continu dans la période précédant les réunions intersessions et je me réjouis "
        "de vous voir en personne en juin."
    ).paragraph_format.keep_with_next = True
    signature(document)
    enclosure_list(document)
    save(document, ROOT / "templates/fr/invitation-siem-reap.docx", "Invitation (Siem Reap - Angkor)")


def make_plain_letter() -> None:
    document = blank("fr-FR")
    letter_styles(document)

    def body(text: str) -> Paragraph:
        return add(document, french(text))

    add(document, "{{ date }}", "Letter Date")
    add(document, "{{ addressees }}", "Letter Address")
    add(document, french("Objet : {{ subject }}"), "Letter Subject")
    body("{{ salutation }}")
    body("J'ai l'honneur de vous inviter à participer à :").paragraph_format.keep_with_next = True
    add(document, "{%p for item in listed_events %}", "Letter Event")
    add(document, "{{ item.title }}", "Heading 1")
    add(document, "{{ item.dates }}", "Letter Event")
    last = add(document, "{{ item.venue }}", "Letter Event")
    last.paragraph_format.space_after = Pt(11)
    last.paragraph_format.keep_with_next = False
    add(document, "{%p endfor %}", "Letter Event")
    body(
        "Vous trouverez ci-joint les documents de la réunion. Je vous saurais gré de bien vouloir les transmettre aux "
        "membres de votre délégation."
    )
    body(
        "Dans l'attente de vous accueillir, je vous prie d'agréer l'expression de ma haute considération."
    ).paragraph_format.keep_with_next = True
    signature(document)
    add(document, "{%p if groups %}")
    enclosure_list(document)
    add(document, "{%p endif %}")
    save(document, ROOT / "templates/fr/invitation.docx", "Invitation")


def make_index() -> None:
    document = blank("fr-FR")
    heading = document.styles["Heading 1"]
    font(heading, SERIF, 16, bold=True, color=NAVY)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(10), Pt(4)
    style(document, "Index Meeting", 10.5, color=GREY, after=12)
    style(document, "Index Head", 9, face=SANS, bold=True, color=NAVY, before=2, after=2, keep=True)
    style(document, "Index Group", 10.5, bold=True, color=NAVY, before=8, after=3, keep=True)
    style(document, "Index Entry", 10.5, before=3, after=3)
    add(document, "Table des pièces jointes", "Heading 1")
    add(document, "{{ title }}", "Index Meeting")
    widths = (Mm(11), Mm(113), Mm(15), Mm(21))
    table = document.add_table(rows=0, cols=4)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    right = WD_ALIGN_PARAGRAPH.RIGHT

    def row(style_name: str, *cells: str) -> list[_Cell]:
        made = table.add_row()
        properties = made._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        for number, (cell, text, width) in enumerate(zip(made.cells, cells, widths, strict=True)):
            cell.width = width
            cell.paragraphs[0].style = style_name
            write(cell.paragraphs[0], text)
            if number > 1:
                cell.paragraphs[0].alignment = right
        return list(made.cells)

    cells = row("Index Head", f"N{raised_o()}", "Document", "Pages", f"À{N}la page")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in cells:
        rule(cell.paragraphs[0], "bottom", color="1F3A5F", space=2)
    row("Index Group", "{%tr for group in groups %}", "", "", "")
    cells = row("Index Group", "", "", "", "")
    merged = cells[0].merge(cells[3])
    for spare in merged.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    merged.paragraphs[0].alignment = None
    write(merged.paragraphs[0], "{{ group.title }}")
    row("Index Entry", "{%tr for enclosure in group.enclosures %}", "", "", "")
    row(
        "Index Entry",
        "{{ enclosure.number }}",
        "{{ enclosure.title }}",
        "{{ enclosure.pages }}",
        "{{ enclosure.page }}",
    )
    row("Index Entry", "{%tr endfor %}", "", "", "")
    row("Index Entry", "{%tr endfor %}", "", "", "")
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:fmt"), "lowerRoman")
    document.sections[0]._sectPr.append(numbering)
    save(document, ROOT / "templates/fr/index.docx", "Table des pièces jointes")


def raised_o() -> str:
    return "\u00b0"


def make_slip_sheet() -> None:
    document = blank("fr-FR")
    centre = WD_ALIGN_PARAGRAPH.CENTER
    heading = document.styles["Heading 1"]
    font(heading, SERIF, 30, bold=True, color=NAVY)
    heading.paragraph_format.alignment = centre
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(210), Pt(14)
    style(document, "Slip Title", 17, align=centre, after=22)
    style(document, "Slip Meeting", 11, color=GREY, align=centre)
    add(document, f"Pièce jointe{N}{{{{ enclosure.number }}}}", "Heading 1")
    rule(add(document, "{{ enclosure.title }}", "Slip Title"), "bottom", space=16)
    add(document, "{{ title }}", "Slip Meeting")
    save(document, ROOT / "templates/fr/slip-sheet.docx", "Pièce jointe")


if __name__ == "__main__":
    make_letterhead()
    make_plain_letterhead()
    make_letter()
    make_plain_letter()
    make_index()
    make_slip_sheet()
