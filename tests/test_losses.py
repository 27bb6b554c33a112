"""A letter loses nothing: what a merge would drop is refused with its place, and what can be kept is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import pytest
from docx.document import Document as DocumentObject
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from lxml import etree

from pipeline.errors import TemplateError
from pipeline.localise import Wording, Words, read_phrases
from pipeline.localise.wording import Value
from pipeline.merge import check_letterhead, merge
from pipeline.merge.document import lacking
from pipeline.text import PAGE, RAISED, RAISED_END, linked
from tests.houses import ROOT
from tests.reading import texts
from tests.templates import PROPERTIES, WORDING, raw, template, told
from tests.wordxml import line, simple_field

FOR, END = "{% for x in days %}", "{% endfor %}"
P_FOR, P_END = "{%p for x in days %}", "{%p endfor %}"


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join(map(line, lines))}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in range(rows[0].count("<w:tc>")))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def box(*lines: str) -> str:
    return f"<w:p><w:r><w:pict><w:txbxContent>{''.join(map(line, lines))}</w:txbxContent></w:pict></w:r></w:p>"


def link(words: str) -> str:
    return f'<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{words}</w:t></w:r></w:hyperlink></w:p>'


BREAK = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"

LOSSES = {
    "kinds differ": (line(FOR) + line("{{ x }}") + line(P_END), "of different kinds"),
    "kinds differ, other way": (line(P_FOR) + line("{{ x }}") + line(END), "of different kinds"),
    "rows and paragraphs": (
        table(row(cell("{%tr for x in days %}")), row(cell("{{ x }}")), row(cell(P_END))),
        "of different kinds",
    ),
    "an else of another kind": (line("{%p if days %}") + line("{% else %}") + line("{%p endif %}"), "different kinds"),
    "paragraphs over cells": (table(row(cell(P_FOR), cell("{{ x }}"), cell(P_END))), "side by side"),
    "words over cells": (table(row(cell(FOR), cell("{{ x }}"), cell(END))), "side by side"),
    "words over rows": (table(row(cell(FOR)), row(cell("{{ x }}")), row(cell(END))), "side by side"),
    "rows of two tables": (
        table(row(cell("{%tr for x in days %}"))) + table(row(cell("{%tr endfor %}"))),
        "side by side",
    ),
    "begun in a table": (table(row(cell(P_FOR, "{{ x }}"))) + line(P_END), "side by side"),
    "begun in a box": (box(P_FOR, "{{ x }}") + line(P_END), "side by side"),
    "begun in a link": (link(FOR) + line(END), "side by side"),
    "an else in a cell": (
        line("{%p if days %}") + table(row(cell("{%p else %}"))) + line("{%p endif %}"),
        "side by side",
    ),
    "braces over two cells": (table(row(cell("{{ da"), cell("te }}"))), "no counterpart"),
    "braces over two paragraphs": (line("{{ da") + line("te }}"), "no counterpart"),
    "a brace at each end": (line("{") + line("% for x in days %}") + line(END), "no counterpart"),
    "a statement over two paragraphs": (line("{%p for x") + line("in days %}"), "no counterpart"),
    "a picture in its place": (
        f"<w:p><w:r><w:pict/><w:t>{P_FOR}</w:t></w:r></w:p>" + line("{{ x }}") + line(P_END),
        "the picture in it would be lost",
    ),
    "a section in its place": (BREAK.format(P_FOR) + line("{{ x }}") + line(P_END), "the section break in it"),
    "a field in its place": (
        f'<w:p><w:fldSimple w:instr="PAGE"/><w:r><w:t>{P_FOR}</w:t></w:r></w:p>' + line(P_END),
        "the field in it",
    ),
    "a note in its row": (
        table(
            row(cell("{%tr for x in days %}"), '<w:tc><w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:tc>'),
            row(cell("{{ x }}"), cell("")),
            row(cell("{%tr endfor %}"), cell("")),
        ),
        "the note in it",
    ),
}


@pytest.mark.parametrize("name", LOSSES)
def test_what_a_merge_would_lose_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    body, words = LOSSES[name]
    path = raw(tmp_path / "t.docx", line("Before") + body + line("After"))
    found = told(path)
    assert any(words in each for each in found), found
    assert all(f"{path}: “" in each for each in found), found
    with pytest.raises(TemplateError):
        merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")


def test_a_loop_that_is_closed_wrongly_is_named_by_its_paragraph(tmp_path: Path) -> None:
    lines = ("{%p for x in groups %}", "{% for x in days %}The days: {{ x }}", P_END, P_END)
    (found, *_) = told(template(tmp_path / "t.docx", *lines))
    assert "“{% for x in days %}” (in “{% for x in days %}The days: {{ x }}”) and its “{%p endfor %}”" in found


SOUND = {
    "words in a paragraph": (line(f"{FOR}{{{{ x }}}} {END}"), ["Monday Tuesday "]),
    "runs of a paragraph": (
        f"<w:p><w:r><w:t>a{FOR}</w:t></w:r><w:r><w:t>{{{{ x }}}}</w:t></w:r><w:r><w:t>{END}z</w:t></w:r></w:p>",
        ["aMondayTuesdayz"],
    ),
    "words over paragraphs": (
        line("{% if days %}Yes") + line("{{ date }}") + line("too{% endif %}"),
        ["Yes", "22 April 2024", "too"],
    ),
    "paragraphs": (line(P_FOR) + line("{{ x }}") + line(P_END), ["Monday", "Tuesday"]),
    "paragraphs around a table": (
        line("{%p if days %}") + table(row(cell("{{ date }}"))) + line("{%p endif %}"),
        ["22 April 2024", ""],
    ),
    "paragraphs in a cell": (table(row(cell(P_FOR, "{{ x }}", P_END))), ["Monday", "Tuesday", ""]),
    "paragraphs alone in a cell that stays empty": (
        table(row(cell("{%p if not days %}", "Never", "{%p endif %}"))),
        ["", ""],
    ),
    "rows": (
        table(
            row(cell("{%tr for x in days %}"), cell("")), row(cell("{{ x }}"), cell("a")), row(cell("{%tr endfor %}"))
        ),
        ["Monday", "a", "Tuesday", "a", ""],
    ),
    "cells": (
        table(row(cell("{%tc for x in days %}"), cell("{{ x }}"), cell("{%tc endfor %}"))),
        ["Monday", "Tuesday", ""],
    ),
    "rows of which there are none": (
        table(row(cell("{%tr if not days %}")), row(cell("Never")), row(cell("{%tr endif %}"))),
        [""],
    ),
    "a box": (box(P_FOR, "{{ x }}", P_END), ["Monday", "Tuesday"]),
    "a box in a loop": (line(P_FOR) + box("{{ x }}") + line(P_END), ["Monday", "Tuesday"]),
    "a table in a row": (
        table(
            row(cell("{%tr if days %}")),
            row(f"<w:tc>{table(row(cell('{{ date }}')))}</w:tc>"),
            row(cell("{%tr endif %}")),
        ),
        ["22 April 2024", "", ""],
    ),
    "braces that stand for themselves": (line("{ a } {1}{2} 100% } % {"), ["{ a } {1}{2} 100% } % {"]),
    "full-width braces": (line("On ｛｛ date ｝｝ ｛％ if days ％｝yes｛％ endif ％｝"), ["On 22 April 2024 yes"]),
    "no-break spaces": (line("On {{\u00a0date\u00a0}} {%\u202fif\u00a0days\u00a0%}yes{%\u00a0endif\u202f%}"), None),
    "marks that can't be seen": (line("On {{ \u200fda\u00adte\u200b }} {% if\ufeff days %}yes{% endif %}"), None),
    "curly quotes": (line("On {{ date }} {% if venue.city == “Geneva” %}yes{% endif %}"), None),
    "words quoted in French": (line("Les « jours » et «l’an»"), ["Les « jours » et «l’an»"]),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_merged_whole(name: str, tmp_path: Path) -> None:
    body, expected = SOUND[name]
    path = raw(tmp_path / "t.docx", body)
    assert told(path) == []
    merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")
    document = docx.Document(str(tmp_path / "m.docx"))
    found = [
        "".join(node.text or "" for node in each.iter(qn("w:t"))) for each in document.element.body.iter(qn("w:p"))
    ]
    if "box" in name:
        found = found[1::2] if "loop" in name else found[1:]
    assert found == (expected or ["On 22 April 2024 yes"])


def test_what_is_quoted_keeps_its_signs(tmp_path: Path) -> None:
    path = raw(tmp_path / "t.docx", line(escape("{{ days | join(' & <b> “ % ') }} {{ days | join(“’”) }}")))
    merge(WORDING, path, None, PROPERTIES, tmp_path / "m.docx")
    assert texts(docx.Document(str(tmp_path / "m.docx")).paragraphs) == ["Monday & <b> “ % Tuesday Monday’Tuesday"]


OTHERS = [
    "Dear «First_Name»",
    "Dear «date»",
    "On «Date»",
    "Dear [[name]]",
    "Dear [[first name]]",
    "Dear ${name}",
    "Dear { {name} }",
    "Dear { { name } }",
    "Dear <<last_name>>",
    "On {date}",
    "In {venue.city}",
]


@pytest.mark.parametrize("words", OTHERS)
def test_placeholders_of_other_programs_are_named(words: str, tmp_path: Path) -> None:
    (found,) = told(raw(tmp_path / "t.docx", line(escape(words))))
    assert f"t.docx: “{words}”" in found
    assert "is a placeholder of another program" in found


def test_a_field_of_mail_merge_is_named(tmp_path: Path) -> None:
    field = '<w:p><w:fldSimple w:instr=" MERGEFIELD Name "><w:r><w:t>«Name»</w:t></w:r></w:fldSimple></w:p>'
    (found,) = told(raw(tmp_path / "t.docx", field))
    assert "“«Name»” is a placeholder of another program" in found


def test_a_file_that_word_would_take_in_is_named(tmp_path: Path) -> None:
    path = raw(tmp_path / "t.docx", line("Before") + '<w:altChunk xmlns:r="urn:x" r:id="rId9"/>')
    (found,) = told(path)
    assert "takes in another file" in found
    assert str(path) in found


# --- addresses of links --------------------------------------------------------------------------

LINKED = Wording(
    "en",
    Words(
        {
            "days": ("18–20 June", "a/b?c=1&d"),
            "site": "https://example.org/été?a=1&b=%20",
            "mail": "info@example.org",
            "script": "javascript:alert(1)",
            "title": linked("enclosure:1", "Agenda"),
        }
    ),
)


def relating(path: Path, *addresses: str) -> Path:
    """A template with a link to each of the addresses, in a loop over the days."""

    def put_in(document: DocumentObject) -> None:
        for number, address in enumerate(addresses):
            paragraph = document.add_paragraph()
            key = document.part.relate_to(address, f"{RELATION}/hyperlink", is_external=True)
            element = paragraph._p.makeelement(qn("w:hyperlink"), {qn("r:id"): key})
            element.append(document.add_paragraph(f"Link {number}").runs[0]._r)
            paragraph._p.append(element)

    return template(path, change=put_in)


RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def addresses(path: Path) -> list[str]:
    """The addresses of a document's links, in order."""
    document = docx.Document(str(path))
    return [
        str(document.part.rels[str(each.get(qn("r:id")))].target_ref)
        for each in document.element.body.iter(qn("w:hyperlink"))
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/{{ days[0] }}", "https://example.org/18%E2%80%9320%20June"),
        ("https://example.org/?d={{ days[1] }}", "https://example.org/?d=a/b%3Fc%3D1%26d"),
        ("https://example.org/?d=%7B%7B%20days[1]%20%7D%7D", "https://example.org/?d=a/b%3Fc%3D1%26d"),
        ("{{ site }}", "https://example.org/%C3%A9t%C3%A9?a=1&b=%20"),
        ("mailto:{{ mail }}?subject={{ title }}", "mailto:info@example.org?subject=Agenda"),
        ("https://example.org/a{b}", "https://example.org/a{b}"),
    ],
)
def test_a_placeholder_in_the_address_of_a_link_is_filled_in(address: str, expected: str, tmp_path: Path) -> None:
    path = relating(tmp_path / "t.docx", address)
    assert told(path, LINKED) == []
    merge(LINKED, path, None, PROPERTIES, tmp_path / "m.docx")
    assert addresses(tmp_path / "m.docx") == [expected]
    assert "{{" not in str(docx.Document(str(tmp_path / "m.docx")).part.rels)


@pytest.mark.parametrize("address", ["{{ script }}", "file:///{{ mail }}", "{{ mail }}", "//{{ mail }}"])
def test_an_address_that_leads_elsewhere_is_told(address: str, tmp_path: Path) -> None:
    path = relating(tmp_path / "t.docx", address)
    (found,) = told(path, LINKED)
    assert "once it is filled in" in found
    with pytest.raises(TemplateError):
        merge(LINKED, path, None, PROPERTIES, tmp_path / "m.docx")


@pytest.mark.parametrize("address", ["https://example.org/{{ dat }}", "https://example.org/{% if days %}"])
def test_a_mistake_in_an_address_is_told(address: str, tmp_path: Path) -> None:
    assert any(f"“{address}”" in each for each in told(relating(tmp_path / "t.docx", address), LINKED))


def test_links_in_a_loop_have_each_their_own_address(tmp_path: Path) -> None:
    def looped(document: DocumentObject) -> None:
        first, last = document.paragraphs[0], document.paragraphs[-1]
        first.insert_paragraph_before(P_FOR)
        last._p.addnext(document.add_paragraph(P_END)._p)

    path = relating(tmp_path / "t.docx", "https://example.org/{{ x }}")
    document = docx.Document(str(path))
    looped(document)
    document.save(str(path))
    assert told(path, LINKED) == []
    merge(LINKED, path, None, PROPERTIES, tmp_path / "m.docx")
    assert addresses(tmp_path / "m.docx") == [
        "https://example.org/18%E2%80%9320%20June",
        "https://example.org/a/b%3Fc%3D1%26d",
    ]


def spread(code: str) -> str:
    """A field of a link as Word writes it."""

    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"<w:p>{mark('begin')}{instruction}{mark('separate')}<w:r><w:t>Here</w:t></w:r>{mark('end')}</w:p>"


@pytest.mark.parametrize(
    "field",
    [
        spread('HYPERLINK "https://example.org/{{ days[1] }}"'),
        '<w:p><w:fldSimple w:instr="HYPERLINK &quot;https://example.org/{{ days[1] }}&quot;"><w:r><w:t>Here</w:t></w:r>'
        "</w:fldSimple></w:p>",
    ],
)
def test_a_link_that_is_a_field_is_filled_in_too(field: str, tmp_path: Path) -> None:
    path = raw(tmp_path / "t.docx", field)
    assert told(path, LINKED) == []
    merge(LINKED, path, None, PROPERTIES, tmp_path / "m.docx")
    assert addresses(tmp_path / "m.docx") == ["https://example.org/a/b%3Fc%3D1%26d"]
    assert texts(docx.Document(str(tmp_path / "m.docx")).paragraphs) == ["Here"]


# --- what was merged is held against what it was made of ------------------------------------------


@pytest.mark.parametrize(
    ("expected", "has", "words"),
    [
        ("Dear all, come.", "Dear all, come.", ""),
        (f"Page {PAGE}", "Page 1", ""),
        (f"2{RAISED}nd{RAISED_END} of {linked('enclosure:1', 'Agenda')}", "2nd of Agenda", ""),
        ("Dear all, come.", "Dear all", "all, come."),
        ("1. Agenda 2. Programme 3. Form", "1. Agenda", "2. Programme 3. Form"),
        ("Dear all", "Dear all and more", "andmore"),
    ],
)
def test_words_that_are_missing_are_named(expected: str, has: str, words: str) -> None:
    assert lacking(expected, has).replace(" ", "") == words.replace(" ", "")


# --- sections, heads and feet --------------------------------------------------------------------


def headed(path: Path, *, even: bool = False, number: bool = True) -> Path:
    """A letterhead with a larger head on its first page."""
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
    section.first_page_header.paragraphs[0].text = "Large"
    section.header.paragraphs[0].text = "Small"
    if number:
        simple_field(section.header.paragraphs[0], "PAGE")
    if even:
        document.settings.odd_and_even_pages_header_footer = True
        section.even_page_header.paragraphs[0].text = "Even"
    document.save(str(path))
    return path


def on_letterhead(folder: Path, change: Callable[[DocumentObject], object], **kinds: bool) -> DocumentObject:
    source = template(folder / "t.docx", "{{ date }}", change=change)
    merge(WORDING, source, headed(folder / "head.docx", **kinds), PROPERTIES, folder / "m.docx")
    return docx.Document(str(folder / "m.docx"))


def columns(document: DocumentObject) -> None:
    """A list in two columns after the letter, and a table on a page that lies on its side."""
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("List")
    (cols,) = document.sections[1]._sectPr.iter(qn("w:cols"))
    cols.set(qn("w:num"), "2")
    side = document.add_section(WD_SECTION.NEW_PAGE)
    for cols in list(side._sectPr.iter(qn("w:cols"))):
        side._sectPr.remove(cols)
    side.orientation = WD_ORIENT.LANDSCAPE
    side.page_width, side.page_height = side.page_height, side.page_width
    document.add_paragraph("Table")


def test_every_section_has_the_letterhead_and_its_own_columns(tmp_path: Path) -> None:
    document = on_letterhead(tmp_path, columns)
    first, second, third = document.sections
    assert first.different_first_page_header_footer
    assert first.first_page_header.paragraphs[0].text == "Large"
    assert not second.different_first_page_header_footer
    assert not third.different_first_page_header_footer
    assert [each.header.paragraphs[0].text for each in document.sections] == ["Small"] * 3
    numbers = [cols.get(qn("w:num")) for each in document.sections for cols in each._sectPr.iter(qn("w:cols"))]
    assert numbers == [None, "2", None]
    assert [each.start_type for each in document.sections] == [
        WD_SECTION.NEW_PAGE,
        WD_SECTION.CONTINUOUS,
        WD_SECTION.NEW_PAGE,
    ]
    sizes = [(round(each.page_width.mm), round(each.page_height.mm)) for each in document.sections]  # type: ignore[union-attr]
    assert sizes == [(210, 297), (210, 297), (297, 210)]
    order = [etree.QName(child).localname for child in third._sectPr][:5]
    assert order == ["headerReference", "pgSz", "pgMar", "cols", "docGrid"]


@pytest.mark.parametrize("even", [False, True])
def test_even_pages_have_the_letterheads_head(even: bool, tmp_path: Path) -> None:
    document = on_letterhead(
        tmp_path, lambda it: setattr(it.settings, "odd_and_even_pages_header_footer", not even), even=even
    )
    assert document.settings.odd_and_even_pages_header_footer is even


def test_a_head_that_the_letterhead_would_take_the_place_of_is_told(tmp_path: Path) -> None:
    def own(document: DocumentObject) -> None:
        document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"

    source, head = template(tmp_path / "t.docx", "x", change=own), headed(tmp_path / "head.docx")
    (found,) = check_letterhead(source, head)
    assert "“CONFIDENTIAL”" in str(found)
    assert str(source) in str(found)
    with pytest.raises(TemplateError, match="CONFIDENTIAL"):
        merge(WORDING, source, head, PROPERTIES, tmp_path / "m.docx")
    merge(WORDING, source, None, PROPERTIES, tmp_path / "m.docx")


def test_a_foot_stays_where_the_letterhead_has_none(tmp_path: Path) -> None:
    def own(document: DocumentObject) -> None:
        document.sections[0].footer.paragraphs[0].text = "Copy: {{ date }}"

    document = on_letterhead(tmp_path, own)
    assert document.sections[0].footer.paragraphs[0].text == "Copy: 22 April 2024"
    assert document.sections[0].header.paragraphs[0].text == "Small"


@pytest.mark.parametrize("number", [True, False])
def test_a_number_of_the_page_is_lost_where_the_letterhead_has_none(number: bool, tmp_path: Path) -> None:
    def own(document: DocumentObject) -> None:
        paragraph = document.sections[0].header.paragraphs[0]
        paragraph.add_run("Page ")
        simple_field(paragraph, "PAGE")

    source = template(tmp_path / "t.docx", "x", change=own)
    assert bool(check_letterhead(source, headed(tmp_path / "head.docx", number=number))) is not number


def test_an_empty_head_is_none(tmp_path: Path) -> None:
    source = template(tmp_path / "t.docx", "x", change=lambda it: it.sections[0].header.paragraphs[0].add_run(" "))
    assert check_letterhead(source, headed(tmp_path / "head.docx")) == []


def test_a_picture_in_the_letterhead_is_not_cut_by_the_lines_of_the_letter(tmp_path: Path) -> None:
    def exact(document: DocumentObject) -> None:
        document.styles["Header"].paragraph_format.line_spacing = docx.shared.Pt(16)

    def heads(document: DocumentObject) -> list[str | None]:
        found: list[str | None] = []
        for paragraph in document.sections[0].header.paragraphs:
            spacing = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            found.append(None if spacing is None else spacing.get(qn("w:lineRule")))
        return found

    head = docx.Document()
    head.sections[0].header.paragraphs[0].add_run().add_picture(
        str(ROOT / "letterheads" / "siem-reap-angkor" / "emblem.png")
    )
    head.sections[0].header.add_paragraph("The house")
    head.save(str(tmp_path / "head.docx"))
    for change, expected in ((exact, ["auto", None]), (lambda _document: None, [None, None])):
        source = template(tmp_path / "t.docx", "x", change=change)
        merge(WORDING, source, tmp_path / "head.docx", PROPERTIES, tmp_path / "m.docx")
        assert heads(docx.Document(str(tmp_path / "m.docx"))) == expected


# --- the shipped letter --------------------------------------------------------------------------

ASSURANCES = {
    "ar": "التقدير",
    "en": "consideration",
    "es": "consideración",
    "fr": "considération",
    "ru": "уважени",
    "zh": "敬意",
}
"""What the closing of high consideration says in each language."""
ENCLOSED = {"ar": "طيّه", "en": "enclosed", "es": "adjunt", "fr": "ci-joint", "ru": "прилага", "zh": "附"}


def letter_words(language: str, *, enclosing: bool) -> Wording:
    closing = read_phrases(ROOT / "templates" / language / "phrases.po", language)["closing.high-consideration"]
    enclosures = (Words({"item": "1.", "title": "Agenda"}),)
    words: dict[str, Value] = {
        **dict.fromkeys(("date", "addressees", "subject", "salutation"), "…"),
        "closing": closing.format(salutation="…"),
        "signatory": Words({"name": "…", "titles": "…", "picture": "", "capacity": ""}),
        "signatories": (Words({"name": "…", "titles": "…", "picture": "", "capacity": ""}),),
        "signatures": Words({"column": (), "rows": ()}),
        "earlier": Words({"notice": "", "changes": ()}),
        "enclosures": Words({"heading": "…"}),
        "header": (),
        "foot": (),
        "listed_events": (),
        "groups": (Words({"title": "", "enclosures": enclosures}),) if enclosing else (),
    }
    return Wording(language, Words(words))


@pytest.mark.parametrize("language", ASSURANCES)
def test_the_shipped_letter_assures_once_and_promises_what_is_there(language: str, tmp_path: Path) -> None:
    source = ROOT / "templates" / language / "invitation.docx"
    for enclosing in (True, False):
        merge(letter_words(language, enclosing=enclosing), source, None, PROPERTIES, tmp_path / "m.docx")
        words = "\n".join(texts(docx.Document(str(tmp_path / "m.docx")).paragraphs))
        assert words.count(ASSURANCES[language]) == 1
        assert (ENCLOSED[language] in words) is enclosing
