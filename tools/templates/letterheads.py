"""Takes a folder of letterheads, with the emblem; writes the sample's letterhead and the plain one into it.

A letterhead serves every language. The words of its head are English and say so; those of its foot are placeholders,
in styles that have a font for each script.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from tools.templates.language import Face, Script
from tools.templates.word import GOLD, GREY, NAVY, add, blank, complex_sizes, field, rule, save, style, write

SANS = Face("Calibri", asian="Noto Sans CJK SC", complex="Amiri")
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
ARABIC_SCALE = 1.2


def _script(locale: str) -> Script:
    return Script(locale, serif=Face("Cambria"), sans=SANS)


def make_siem_reap(folder: Path) -> None:
    """Writes ``siem-reap-angkor/letterhead.docx``."""
    script = _script("en-GB")
    document = blank(script)
    style(document, "Letterhead Slogan", 15, face=SANS, bold=True, color=NAVY, align=CENTRE, before=3)
    style(document, "Letterhead Place", 10.5, face=SANS, color=GOLD, align=CENTRE, after=2)
    style(document, "Letterhead Later", 8.5, face=SANS, color=NAVY, align=WD_ALIGN_PARAGRAPH.LEFT)
    style(document, "Letterhead Foot", 8, face=SANS, color=GREY, align=CENTRE)
    for name in ("Letterhead Slogan", "Letterhead Place", "Letterhead Later", "Letterhead Foot"):
        document.styles[name].paragraph_format.line_spacing = 1.0
    for name in ("Letterhead Slogan", "Letterhead Place", "Letterhead Later"):
        _say(document, name, script.locale)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(12), Mm(9)
    section.top_margin, section.bottom_margin = Mm(25), Mm(29)

    head = section.first_page_header
    head.is_linked_to_previous = False
    emblem = head.paragraphs[0]
    emblem.style = "Letterhead Slogan"
    picture = emblem.add_run().add_picture(str(folder / "siem-reap-angkor/emblem.png"), height=Mm(21))
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
    complex_sizes(document, ARABIC_SCALE)
    save(document, script, folder / "siem-reap-angkor/letterhead.docx", "Letterhead", "")


def make_plain(folder: Path) -> None:
    """Writes ``plain/letterhead.docx``, whose words are all placeholders."""
    script = _script("fr-FR")
    document = blank(script)
    style(document, "Letterhead House", 15, face=SANS, bold=True, color=NAVY, align=CENTRE, before=6)
    style(document, "Letterhead Later", 8.5, face=SANS, color=NAVY)
    style(document, "Letterhead Foot", 8, face=SANS, color=GREY, align=CENTRE)
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
    complex_sizes(document, ARABIC_SCALE)
    save(document, script, folder / "plain/letterhead.docx", "Letterhead", "")


def _say(document: DocumentObject, name: str, locale: str) -> None:
    """Marks a style's words as being in a language, whatever the letter's is."""
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), locale)
    document.styles[name].element.get_or_add_rPr().append(said)
