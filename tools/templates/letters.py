"""A language goes in; its letters come out: the sample's, the plain one, and the note verbale."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from tools.templates.language import Language, Letter, Script
from tools.templates.word import NAVY, add, blank, font, save, style, together

CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def make_letters(language: Language, folder: Path) -> None:
    """Writes the language's three letters into ``folder``."""
    siem_reap = _document(language.script)
    _letter(siem_reap, language, language.siem_reap, header=False)
    _enclosure_list(siem_reap, language)
    save(
        siem_reap,
        language.script,
        folder / "invitation-siem-reap.docx",
        "Invitation (Siem Reap - Angkor)",
        language.siem_reap_note,
    )
    plain = _document(language.script)
    _letter(plain, language, language.invitation, header=True)
    _enclosure_list_if_any(plain, language)
    save(plain, language.script, folder / "invitation.docx", "Invitation", language.review)
    note = _document(language.script)
    _note_verbale(note, language)
    save(note, language.script, folder / "note-verbale.docx", language.note.title, language.review)


def _document(script: Script) -> DocumentObject:
    document = blank(script)
    serif = script.serif
    style(document, "Letter Date", 11, face=serif, after=12)
    style(document, "Letter Address", 11, face=serif, after=8)
    style(document, "Letter Subject", 11, face=serif, bold=True, before=4, after=11)
    style(document, "Letter Event", 11, face=serif, bold=True, align=CENTRE, after=3, keep=True)
    style(document, "Letter Closing", 11, face=serif, before=10, after=44, keep=True)
    style(document, "Letter Signature", 11, face=serif, keep=True)
    style(document, "Letter Enclosures", 11, face=serif, before=18, after=3, keep=True)
    style(document, "Letter Group", 11, face=serif, before=8, after=4, keep=True)
    style(document, "Letter Enclosure", 11, _numbered, face=serif, after=3)
    heading = document.styles["Heading 1"]
    font(heading, serif, 12.5, bold=True, color=NAVY)
    heading.paragraph_format.alignment = CENTRE
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(3)
    heading.paragraph_format.keep_with_next = True
    if script.indent_ems:
        style(document, "Letter Body", 11, face=serif, after=7)
        body = document.styles["Letter Body"].paragraph_format
        body.first_line_indent = Pt(11 * script.indent_ems)
        body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY if script.justified else None
    return document


def _numbered(made: object) -> None:
    layout = made.paragraph_format  # type: ignore[attr-defined]
    layout.left_indent, layout.first_line_indent = Mm(10), Mm(-8)
    layout.tab_stops.add_tab_stop(Mm(10))
    layout.keep_together = True


def _labelled(made: object) -> None:
    layout = made.paragraph_format  # type: ignore[attr-defined]
    layout.left_indent, layout.first_line_indent = Mm(45), Mm(-45)
    layout.tab_stops.add_tab_stop(Mm(45))
    together(made)


def _body(document: DocumentObject, language: Language, text: str) -> Paragraph:
    return add(document, text, "Letter Body" if language.script.indent_ems else None)


def _header_fields(document: DocumentObject, language: Language) -> None:
    style(document, "Letter Header", 10, _labelled, face=language.script.serif, after=12)
    add(document, "{%p for field in header %}", "Letter Header")
    add(document, f"{{{{ field.label }}}}{language.colon}\t{{{{ field.value }}}}", "Letter Header")
    add(document, "{%p endfor %}", "Letter Header")


def _events(document: DocumentObject) -> None:
    add(document, "{%p for item in listed_events %}", "Letter Event")
    add(document, "{{ item.title }}", "Heading 1")
    add(document, "{{ item.dates }}", "Letter Event")
    last = add(document, "{{ item.venue }}", "Letter Event")
    last.paragraph_format.space_after = Pt(11)
    last.paragraph_format.keep_with_next = False
    add(document, "{%p endfor %}", "Letter Event")


def _letter(document: DocumentObject, language: Language, letter: Letter, *, header: bool) -> None:
    if header:
        _header_fields(document, language)
    add(document, "{{ date }}", "Letter Date")
    add(document, "{{ addressees }}", "Letter Address")
    add(document, letter.subject, "Letter Subject")
    add(document, "{{ salutation }}")
    _body(document, language, letter.opening).paragraph_format.keep_with_next = True
    _events(document)
    paragraphs = [_body(document, language, text) for text in letter.body]
    paragraphs[-1].paragraph_format.keep_with_next = True
    add(document, "{{ closing }}", "Letter Closing")
    name = add(document, "{{ signatory.name }}", "Letter Signature")
    name.paragraph_format.space_before = Pt(0)
    add(document, "{{ signatory.titles }}", "Letter Signature")


def _note_verbale(document: DocumentObject, language: Language) -> None:
    _header_fields(document, language)
    _body(document, language, language.note.opening).paragraph_format.keep_with_next = True
    _events(document)
    add(document, "{%p if groups %}")
    _body(document, language, language.note.enclosed)
    add(document, "{%p endif %}")
    add(document, "{%p if renewal %}")
    _body(document, language, "{{ renewal }}")
    add(document, "{%p endif %}")
    # The space below the date is for the initials and the seal: a note verbale is not signed.
    style(document, "Note Date", 11, face=language.script.serif, before=12, after=64, keep=True)
    add(document, "{{ date }}", "Note Date").paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add(document, "{{ addressees }}", "Letter Address")
    _enclosure_list_if_any(document, language)


def _enclosure_list(document: DocumentObject, language: Language) -> None:
    add(document, language.enclosures, "Letter Enclosures")
    add(document, "{%p for group in groups %}", "Letter Group")
    add(document, "{{ group.title }}", "Letter Group")
    add(document, "{%p for enclosure in group.enclosures %}", "Letter Enclosure")
    add(document, "{{ enclosure.item }}\t{{ enclosure.title }}", "Letter Enclosure")
    add(document, "{%p endfor %}", "Letter Enclosure")
    add(document, "{%p endfor %}", "Letter Enclosure")


def _enclosure_list_if_any(document: DocumentObject, language: Language) -> None:
    add(document, "{%p if groups %}")
    _enclosure_list(document, language)
    add(document, "{%p endif %}")
