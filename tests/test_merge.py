from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from pipeline.errors import TemplateError
from pipeline.findings import Place, Reason
from pipeline.localise import Wording, Words
from pipeline.merge import check_template, merge
from pipeline.model import Properties
from tests.houses import ROOT
from tests.reading import texts
from tests.templates import PROPERTIES, WORDING, template
from tests.wordxml import simple_field


def merged(
    folder: Path,
    *lines: str,
    letterhead: Path | None = None,
    wording: Wording = WORDING,
    change: Callable[[DocumentObject], object] = lambda _document: None,
) -> DocumentObject:
    target = folder / "merged.docx"
    merge(wording, template(folder / "template.docx", *lines, change=change), letterhead, PROPERTIES, target)
    assert [path.name for path in folder.glob(".*")] == []
    return docx.Document(str(target))


def runs(paragraph: Paragraph) -> list[tuple[str, bool, bool, bool]]:
    """Each run's text, and whether it is bold, italic and raised; those of links too."""
    found = [Run(element, paragraph) for element in paragraph._p.xpath(".//w:r")]
    return [(run.text, bool(run.bold), bool(run.italic), bool(run.font.superscript)) for run in found if run.text]


# --- words into text -----------------------------------------------------------------------------


def test_signs_that_xml_uses_survive(tmp_path: Path) -> None:
    document = merged(tmp_path, "By {{ house }}, {{ date }}")
    assert texts(document.paragraphs) == ["By Smith & Sons <“A” 'B' \"C\">, 22 April 2024"]
    assert document.core_properties.title == "A letter & <more>"


def test_marks_inside_bold_text_keep_it_bold(tmp_path: Path) -> None:
    document = merged(tmp_path, "In **the {{ ordinal }} year of {{ marked }}** today")
    assert runs(document.paragraphs[0]) == [
        ("In ", False, False, False),
        ("the 25", True, False, False),
        ("th", True, False, True),
        (" year of the ", True, False, False),
        ("Summit", True, True, False),
        (" of Angkor", True, False, False),
        (" today", False, False, False),
    ]


def test_a_value_of_several_lines_makes_paragraphs_of_the_same_style(tmp_path: Path) -> None:
    def styled(document: DocumentObject) -> None:
        document.paragraphs[0].style = "Quote"
        document.paragraphs[0].paragraph_format.keep_with_next = True

    document = merged(tmp_path, "{{ lines }}!", "After", change=styled)
    assert texts(document.paragraphs) == ["One", "Two", "Three!", "After"]
    assert [paragraph.style.name for paragraph in document.paragraphs if paragraph.style] == ["Quote"] * 3 + ["Normal"]
    assert [paragraph.paragraph_format.keep_with_next for paragraph in document.paragraphs] == [True] * 3 + [None]
    assert [run[2] for run in runs(document.paragraphs[1])] == [True]


def test_links_are_links_even_over_several_lines(tmp_path: Path) -> None:
    lines = ("{%p for group in groups %}", "{%p for paper in group.papers %}", "{{ paper.title }}.")
    document = merged(tmp_path, *lines, "{%p endfor %}", "{%p endfor %}")
    assert texts(document.paragraphs) == ["Agenda", "and notes.", "Programme & more."]
    links = [[link.address for link in paragraph.hyperlinks] for paragraph in document.paragraphs]
    assert links == [["enclosure:1"], ["enclosure:1"], ["enclosure:2"]]
    assert runs(document.paragraphs[1])[1] == ("notes", False, True, False)
    known = {child.tag for child in document.element.body.iter() if isinstance(child.tag, str)}
    assert all(tag.startswith("{") and not tag.endswith("}split") for tag in known)


def controlled(document: DocumentObject) -> None:
    """Puts the words of the first paragraph into a content control that shows what is to be typed there."""
    paragraph = document.paragraphs[0]._p
    control = etree.SubElement(paragraph, qn("w:sdt"))
    etree.SubElement(etree.SubElement(control, qn("w:sdtPr")), qn("w:showingPlcHdr"))
    content = etree.SubElement(control, qn("w:sdtContent"))
    for run in paragraph.findall(qn("w:r")):
        properties = etree.SubElement(run, qn("w:rPr"))
        run.insert(0, properties)
        etree.SubElement(properties, qn("w:rStyle")).set(qn("w:val"), "PlaceholderText")
        content.append(run)


def test_a_placeholder_in_a_content_control_is_filled_in_and_the_control_goes(tmp_path: Path) -> None:
    document = merged(tmp_path, "{{ lines }}", change=controlled)
    assert texts(document.paragraphs) == ["One", "Two", "Three"]
    left = {etree.QName(node).localname for node in document.element.body.iter()}
    assert not left & {"sdt", "sdtContent", "split", "rStyle"}


def test_a_content_control_without_a_placeholder_stays(tmp_path: Path) -> None:
    document = merged(tmp_path, "Words", change=controlled)
    assert len(list(document.element.body.iter(qn("w:sdt")))) == 1


def test_marks_in_a_text_box_become_formatting(tmp_path: Path) -> None:
    def boxed(document: DocumentObject) -> None:
        anchor, inner = document.paragraphs
        run = etree.SubElement(anchor._p, qn("w:r"))
        box = etree.SubElement(etree.SubElement(run, qn("w:pict")), qn("w:txbxContent"))
        box.append(inner._p)

    document = merged(tmp_path, "Anchor {{ ordinal }}", "In the {{ ordinal }} year {{ lines }}", change=boxed)
    (box,) = document.element.body.iter(qn("w:txbxContent"))
    assert ["".join(node.text or "" for node in paragraph.iter(qn("w:t"))) for paragraph in box.iter(qn("w:p"))] == [
        "In the 25th year One",
        "Two",
        "Three",
    ]
    assert len(list(document.element.body.iter(qn("w:vertAlign")))) == 2


def footnoted(path: Path, note: str) -> Path:
    """A template with a footnote, which python-docx can't write."""
    plain, whole = io.BytesIO(), path
    docx.Document().save(plain)
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    words = f'<w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{w}">{words}</w:footnotes>'
    added = {
        "[Content_Types].xml": (
            b"</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>',
        ),
    }
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            end, more = added.get(name, (b"", ""))
            content = old.read(name)
            new.writestr(name, content.replace(end, more.encode()) if end else content)
        new.writestr("word/footnotes.xml", notes)
    return path


def test_footnotes_are_filled_in_with_their_marks(tmp_path: Path) -> None:
    source, target = footnoted(tmp_path / "t.docx", "In the {{ ordinal }} year"), tmp_path / "m.docx"
    merge(WORDING, source, None, PROPERTIES, target)
    notes = etree.fromstring(zipfile.ZipFile(target).read("word/footnotes.xml"))
    assert [node.text for node in notes.iter(qn("w:t"))] == ["In the 25", "th", " year"]
    assert len(list(notes.iter(qn("w:vertAlign")))) == 1


def test_a_mistake_in_a_footnote_is_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"t\.docx: footnotes: “In {{ dat }}”"):
        merge(WORDING, footnoted(tmp_path / "t.docx", "In {{ dat }}"), None, PROPERTIES, tmp_path / "m.docx")


def test_a_placeholder_that_word_has_split_over_runs_is_one(tmp_path: Path) -> None:
    def split(document: DocumentObject) -> None:
        paragraph = document.add_paragraph()
        for piece in ("On {", "{ da", "te }", "} in {{ venue", ".city }}"):
            paragraph.add_run(piece)

    assert merged(tmp_path, change=split).paragraphs[0].text == "On 22 April 2024 in Geneva"


def test_conditions_and_loops(tmp_path: Path) -> None:
    document = merged(
        tmp_path,
        "{%p if groups and venue.city == 'Geneva' %}",
        "{% for day in days %}{{ loop.index }} {{ day }}{% if not loop.last %}, {% endif %}{% endfor %}",
        "{%p else %}",
        "Never",
        "{%p endif %}",
        "{{ days | join(' and ') }}, {{ groups | length }}",
    )
    assert texts(document.paragraphs) == ["1 Monday, 2 Tuesday", "Monday and Tuesday, 2"]


def test_filters_change_letters_and_nothing_else(tmp_path: Path) -> None:
    document = merged(
        tmp_path,
        "{{ marked | upper }} {{ marked | capitalize }}",
        "{{ groups[1].papers[0].title | upper }}",
    )
    assert document.paragraphs[0].text == "THE SUMMIT OF ANGKOR The Summit of Angkor"
    assert [run[0] for run in runs(document.paragraphs[0]) if run[2]] == ["SUMMIT", "Summit"]
    assert [(link.text, link.address) for link in document.paragraphs[1].hyperlinks] == [
        ("PROGRAMME & MORE", "enclosure:2")
    ]


# --- the letterhead ------------------------------------------------------------------------------


def letterhead(path: Path, name: str) -> Path:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.left_margin = docx.shared.Mm(31)
    section.first_page_header.paragraphs[0].text = f"{name} {{{{ letterhead.house }}}}"
    section.first_page_header.paragraphs[0].add_run().add_picture(
        str(ROOT / "letterheads" / "siem-reap-angkor" / "emblem.png")
    )
    section.header.paragraphs[0].text = f"{name} later"
    section.first_page_footer.paragraphs[0].text = f"{name} foot"
    document.styles.add_style(f"{name} Style", 1)
    document.styles["Normal"].font.name = name
    document.add_paragraph("The letterhead's own text stays behind.")
    document.save(str(path))
    return path


@pytest.mark.parametrize("name", ["Alpha", "Beta"])
def test_the_letterhead_is_put_on_the_letter_and_can_be_swapped(name: str, tmp_path: Path) -> None:
    document = merged(tmp_path, "Text", letterhead=letterhead(tmp_path / "letterhead.docx", name))
    section = document.sections[0]
    assert texts(document.paragraphs) == ["Text"]
    assert section.first_page_header.paragraphs[0].text == f"{name} The House & Co"
    assert section.header.paragraphs[0].text == f"{name} later"
    assert section.first_page_footer.paragraphs[0].text == f"{name} foot"
    assert round(section.left_margin.mm if section.left_margin else 0) == 31
    assert f"{name} Style" in [style.name for style in document.styles]
    assert document.styles["Normal"].font.name != name
    (picture,) = [
        each.target_part.blob
        for each in section.first_page_header.part.rels.values()
        if each.reltype.endswith("/image")
    ]
    assert picture == (ROOT / "letterheads" / "siem-reap-angkor" / "emblem.png").read_bytes()


def test_an_index_has_the_smaller_head_on_every_page(tmp_path: Path) -> None:
    target = tmp_path / "m.docx"
    head, source = letterhead(tmp_path / "letterhead.docx", "Alpha"), template(tmp_path / "t.docx", "Text")
    merge(WORDING, source, head, PROPERTIES, target, first_page=False)
    section = docx.Document(str(target)).sections[0]
    assert not section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Alpha later"


def field(paragraph: Paragraph, *codes: str) -> None:
    """A field as Word writes it, its code split over runs."""
    for kind in ("begin", *codes, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = kind
            continue
        node = OxmlElement("w:instrText" if kind in codes else "w:fldChar")
        if kind in codes:
            node.text = kind
        else:
            node.set(qn("w:fldCharType"), kind)
        run._r.append(node)


def numbered(path: Path) -> Path:
    """A letterhead that numbers its pages in each way that Word has."""
    document = docx.Document()
    section = document.sections[0]
    line = section.header.paragraphs[0]
    line.add_run("{{ letterhead.house }}\t")
    line.add_run("Page ")
    field(line, " PA", "GE ")
    line.add_run(" of ")
    simple_field(line, " NUMPAGES ")
    simple_field(section.footer.paragraphs[0], "PAGE")
    field(section.footer.add_paragraph("See page "), "PAGEREF there")
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("wanted", "line", "foot"), [(True, "The House & Co\tPage 1 of 1", "1"), (False, "The House & Co\t", "")]
)
def test_a_sheet_that_stands_alone_has_no_number(wanted: bool, line: str, foot: str, tmp_path: Path) -> None:
    source, target = template(tmp_path / "t.docx", "Text"), tmp_path / "m.docx"
    merge(WORDING, source, numbered(tmp_path / "head.docx"), PROPERTIES, target, first_page=False, numbered=wanted)
    section = docx.Document(str(target)).sections[0]
    assert whole(section.header.paragraphs[0]) == line
    assert [whole(each) for each in section.footer.paragraphs] == [foot, "See page 1"]


def whole(paragraph: Paragraph) -> str:
    """The words of a paragraph, those of its fields too."""
    names = {qn("w:t"): None, qn("w:tab"): "\t"}
    nodes = [node for run in paragraph._p.iter(qn("w:r")) for node in run if node.tag in names]
    return "".join(names[node.tag] or node.text or "" for node in nodes)


def test_a_mistake_in_the_letterhead_is_told_with_its_part(tmp_path: Path) -> None:
    path = letterhead(tmp_path / "letterhead.docx", "{{ letterhead.hous }}")
    with pytest.raises(TemplateError) as caught:
        merged(tmp_path, "Text", letterhead=path)
    (found, *_) = caught.value.findings
    assert (found.code, found.place.file) == ("placeholder-unknown", str(path))
    assert found.place.part.startswith("header")
    assert found.values["near"] == Reason("near", {"word": "letterhead.house"})


# --- mistakes in templates -----------------------------------------------------------------------

MISTAKES: list[tuple[str, str, dict[str, object]]] = [
    ("Dear {{ dat }}", "placeholder-unknown", {"near": Reason("near", {"word": "date"})}),
    ("{{ venue.nam }}", "placeholder-unknown", {"near": Reason("near", {"word": "venue.name"})}),
    ("{{ venue['nam'] }}", "placeholder-unknown", {"name": "venue[nam]"}),
    ("{{ venue.name.first }}", "placeholder-unknown", {"name": "venue.name.first"}),
    ("{{ groups[7].title }}", "placeholder-beyond", {"name": "groups[7]", "count": 2}),
    ("{{ venue }}", "placeholder-group", {}),
    ("{{ groups }}", "placeholder-list", {}),
    ("{{ groups | first }}", "placeholder-group", {}),
    ("{{ groups | join }}", "placeholder-list", {}),
    ("{{ groups | upper }}", "placeholder-list", {}),
    ("{{ date | first }}", "filter-of-lists", {"name": "first"}),
    ("{{ date", "placeholder-open", {"sign": "{{"}),
    ("date }}", "placeholder-open", {"sign": "}}"}),
    ("{% if date", "placeholder-open", {"sign": "{%"}),
    ("{{ date + 1 }}", "placeholder-computes", {}),
    ("{{ date ~ date }}", "placeholder-computes", {}),
    ("{{ -1 }}", "placeholder-computes", {}),
    ("{{ date.upper() }}", "placeholder-computes", {}),
    ("{{ range(5) }}", "placeholder-computes", {}),
    ("{{ [date] }}", "placeholder-computes", {}),
    ("{{ date[1:] }}", "placeholder-computes", {}),
    ("{{ ''.__class__ }}", "placeholder-unknown", {"name": "….__class__"}),
    ("{{ date.__class__ }}", "placeholder-unknown", {"name": "date.__class__"}),
    ("{{ venue._values }}", "placeholder-unknown", {"name": "venue._values"}),
    ("{{ venue.items }}", "placeholder-unknown", {"name": "venue.items"}),
    ("{{ self }}", "placeholder-unknown", {"name": "self"}),
    ("{{ date | capitalise }}", "filter-unknown", {"near": Reason("near", {"word": "capitalize"})}),
    ("{{ date | attr('x') }}", "filter-unknown", {"name": "attr"}),
    ("{{ date | default(dat) }}", "placeholder-unknown", {"name": "dat"}),
    ("{% if date is odder %}{% endif %}", "test-unknown", {"near": Reason("near", {"word": "odd"})}),
    ("{{ }}", "placeholder-syntax", {}),
    ("{{ date date }}", "placeholder-syntax", {}),
    ("{{r date }}", "placeholder-syntax", {}),
    ("{% for day in days %}", "statement-never-closed", {"whole": "", "word": "for"}),
    ("{%p if date %}", "statement-never-closed", {"whole": "p", "word": "if"}),
    ("{% if date %}", "statement-never-closed", {"whole": "", "word": "if"}),
    ("{% endfor %}", "statement-closes-nothing", {"word": "for"}),
    ("{% if date %}{% endfor %}{% endif %}", "statement-closes-nothing", {"tag": "{% endfor %}", "word": "for"}),
    ("{% else %}", "statement-without-if", {}),
    ("{% for day in days %}{% elif date %}{% endfor %}", "statement-without-if", {"tag": "{% elif date %}"}),
    ("{% if date %}{% elif dat %}{% endif %}", "placeholder-unknown", {"name": "dat"}),
    ("{% for x in date %}{% endfor %}", "statement-no-list", {"tag": "{% for x in date %}"}),
    (
        "{% for x in groups %}{{ x.titel }}{% endfor %}",
        "placeholder-unknown",
        {"near": Reason("near", {"word": "x.title"})},
    ),
    ("{% for x in groups %}{{ x.note }}{% endfor %}", "placeholder-unknown", {"name": "x.note"}),
    (
        "{% for x in groups if x.title.upper() %}{% endfor %}",
        "statement-loop",
        {"tag": "{% for x in groups if x.title.upper() %}"},
    ),
    ("{% for a, b in groups %}{% endfor %}", "statement-loop", {"tag": "{% for a, b in groups %}"}),
    ("{% for x in days %}{% endfor %}{{ x }}", "placeholder-unknown", {"name": "x"}),
    ("{% for x days %}{% endfor %}", "placeholder-syntax", {}),
    ("{% if %}{% endif %}", "placeholder-syntax", {}),
    ("{% set x = 1 %}", "statement-unknown", {}),
    ("{% include 'x' %}", "statement-unknown", {}),
    ("{% import 'x' as y %}", "statement-unknown", {}),
    ("{% macro x() %}{% endmacro %}", "statement-unknown", {"tag": "{% macro x() %}"}),
    ("{% raw %}{{ x }}{% endraw %}", "statement-unknown", {"tag": "{% raw %}"}),
    ("{%- if date -%}{% endif %}", "statement-unknown", {"tag": "{%- if date -%}"}),
    ("{%r if date %}x{%r endif %}", "statement-unknown", {"tag": "{%r if date %}"}),
    ("{% %}", "statement-unknown", {}),
    ("Lost {%p if date %}", "statement-alone", {}),
    ("{%p if date %}{%p endif %}", "statement-alone", {}),
    ("{%tr if date %}", "statement-alone", {}),
]


@pytest.mark.parametrize(("line", "code", "values"), MISTAKES, ids=[line for line, _, _ in MISTAKES])
def test_each_mistake_is_told_with_its_paragraph(
    line: str, code: str, values: dict[str, object], tmp_path: Path
) -> None:
    with pytest.raises(TemplateError) as caught:
        merged(tmp_path, "Before", line, "After")
    found = next(finding for finding in caught.value.findings if finding.code == code)
    assert values.items() <= found.values.items()
    assert found.place == Place(str(tmp_path / "template.docx"), paragraph=line)
    assert not (tmp_path / "merged.docx").exists()
    assert caught.value.exit_code == 5


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        merged(tmp_path, "{{ a }} {{ b }}", "{% if date %}", "{{ c.d }}")
    assert len(caught.value.problems) == 4


def test_a_sound_template_has_no_problems(tmp_path: Path) -> None:
    assert check_template(template(tmp_path / "t.docx", "{{ date }} {# a note #}", "{ plain }"), WORDING) == []


@pytest.mark.parametrize(
    ("instruction", "change", "word"),
    [(" FILENAME ", "", "Ctrl+Shift+F9"), (" DATE ", "", "Ctrl+Shift+F9"), (" PAGE ", "ins", "Accept All Changes")],
)
def test_what_would_print_otherwise_than_it_reads_is_told(
    tmp_path: Path, instruction: str, change: str, word: str
) -> None:
    def put_in(document: DocumentObject) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        document.sections[0].footer.paragraphs[0]._p.append(field)
        if change:
            document.paragraphs[0]._p.append(OxmlElement(f"w:{change}"))

    source = template(tmp_path / "t.docx", "{{ date }}", change=put_in)
    (problem,) = check_template(source, WORDING)
    assert problem.where == f"{source}: {'“{{ date }}”' if change else 'footer1'}"
    assert word in problem.mend


def test_a_tag_beside_other_cells_of_its_row_is_told(tmp_path: Path) -> None:
    def tabled(document: DocumentObject) -> None:
        table = document.add_table(rows=3, cols=2)
        for row, words in zip(table.rows, ("{%tr for x in days %}", "{{ x }}", "{%tr endfor %}"), strict=True):
            row.cells[0].text = words
        table.rows[2].cells[1].text = "Lost"

    with pytest.raises(TemplateError) as caught:
        merged(tmp_path, change=tabled)
    (found,) = caught.value.findings
    assert found.code == "statement-alone"
    assert (found.values["kind"], found.values["beside"]) == (Reason("whole-tr"), Reason("beside"))


def test_a_placeholder_where_none_is_filled_in_is_told(tmp_path: Path) -> None:
    def commented(document: DocumentObject) -> None:
        document.add_comment(document.paragraphs[0].runs, "{{ date }}", "A", "A")

    with pytest.raises(TemplateError) as caught:
        merged(tmp_path, "Text", change=commented)
    (found,) = caught.value.findings
    assert (found.code, found.place.part) == ("placeholder-elsewhere", "word/comments.xml")
    assert (found.place.paragraph, found.values["held"]) == ("{{ date }}", Reason("held-comment"))


# --- files that are no templates -----------------------------------------------------------------


def repacked(path: Path, name: str, content: bytes) -> Path:
    """A Word document, with one part in another's place."""
    whole = io.BytesIO()
    docx.Document().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, content if each == name else old.read(each))
    return path


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
        f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    ).encode()


def outside() -> bytes:
    return laughs().replace(b'"ha"', b'SYSTEM "file:///etc/hostname"').replace(b"&l11;", b"&l0;")


def damaged(path: Path) -> Path:
    """A document whose styles don't unpack: only the text is sound."""
    source = template(path, "Text")
    data = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as package:
        place = package.getinfo("word/styles.xml").header_offset + 200
    data[place : place + 40] = b"\0" * 40
    path.write_bytes(data)
    return path


def renamed(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda path: renamed(path, b""),
        lambda path: renamed(path, b"Not a Word document"),
        lambda path: renamed(path, template(path, "x").read_bytes()[:4000]),
        lambda path: repacked(path, "word/document.xml", b"<w:document"),
        lambda path: repacked(path, "word/styles.xml", b"<w:styles"),
        lambda path: repacked(path, "[Content_Types].xml", b"<Types/>"),
        lambda path: repacked(path, "word/document.xml", laughs()),
        lambda path: repacked(path, "word/document.xml", outside()),
        lambda path: repacked(path, "word/document.xml", b"<a>" + b" " * 300_000_000 + b"</a>"),
        damaged,
        lambda path: path.mkdir() or path,
    ],
    ids="empty text truncated xml styles types laughs outside bomb crc folder".split(),
)
def test_a_file_that_is_no_sound_document_is_told(make: Callable[[Path], Path], tmp_path: Path) -> None:
    source = make(tmp_path / "t.docx")
    begun = time.process_time()
    with pytest.raises(TemplateError) as caught:
        merge(WORDING, source, None, PROPERTIES, tmp_path / "m.docx")
    assert time.process_time() - begun < 2  # of the processor's time, not of the clock's
    assert "t.docx" in caught.value.problems[0].where
    assert "Traceback" not in str(caught.value)
    assert "Word" in str(caught.value)


def test_a_hostile_part_beside_the_text_does_no_harm(tmp_path: Path) -> None:
    styles = laughs().replace(b"w:document", b"w:styles").replace(b"w:body", b"w:style")
    begun = time.process_time()
    with pytest.raises(TemplateError, match="declares entities"):
        merge(WORDING, repacked(tmp_path / "t.docx", "word/styles.xml", styles), None, PROPERTIES, tmp_path / "m.docx")
    assert time.process_time() - begun < 2  # of the processor's time, not of the clock's


def test_a_template_that_is_not_there_is_answered_with_the_nearest(tmp_path: Path) -> None:
    template(tmp_path / "invitation.docx", "x")
    with pytest.raises(TemplateError, match="Did you mean “invitation”"):
        merge(WORDING, tmp_path / "invitaton.docx", None, PROPERTIES, tmp_path / "m.docx")


# --- bytes ---------------------------------------------------------------------------------------


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        head = letterhead(folder / "letterhead.docx", "Alpha")
        merged(folder, "{{ lines }}", "{{ house }}", letterhead=head)
        made.append((folder / "merged.docx").read_bytes())
        time.sleep(2.1 if name == "a" else 0)  # zip files keep time in steps of two seconds
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("A" * 255, "A" * 255),
        ("A" * 256, "A" * 254 + "…"),
        ("Word " * 60, "Word " * 50 + "Word…"),
        ("A " + "字" * 300, "A " + "字" * 252 + "…"),
    ],
)
def test_what_is_too_long_for_a_property_is_cut_at_a_word(words: str, cut: str, tmp_path: Path) -> None:
    path = tmp_path / "merged.docx"
    properties = Properties(words, words, "en", PROPERTIES.created)
    merge(WORDING, template(tmp_path / "template.docx", "Text"), None, properties, path)
    core = docx.Document(str(path)).core_properties
    assert (core.title, core.author, core.last_modified_by) == (cut, cut, cut)


def test_words_with_the_name_of_a_method_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "merged.docx"
    wording = Wording("en", Words({"names": Words({"items": "A", "count": "B", "keys": "C"}), "update": "D"}))
    lines = ["{{ names.items }}, {{ names.count|upper }}, {{ names.keys }}, {{ update }}"]
    merge(wording, template(tmp_path / "template.docx", *lines), None, PROPERTIES, path)
    assert texts(docx.Document(str(path)).paragraphs) == ["A, B, C, D"]


def test_the_document_bears_the_meetings_date_and_author(tmp_path: Path) -> None:
    core = merged(tmp_path, "Text").core_properties
    assert (core.author, core.language, core.last_modified_by) == ("Secretariat", "en", "Secretariat")
    assert core.created == core.modified == PROPERTIES.created
