"""What would go out as nobody meant it: small Word documents, each with one such thing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from odf.opendocument import OpenDocumentText
from odf.text import Bookmark, BookmarkRef, P
from pypdf import PdfReader

from pipeline.check import check
from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.officefile.misprints import misprints
from tests.houses import copy_meeting
from tests.wordxml import MARK, WORD_XML


def a_docx(path: Path, *runs: str) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (("Held on {{ event.session.prose }}.",), "{{ event.session.prose }}"),
        (
            ("{", "{ event.", "session.prose }", "}, {{ subject | upper }}"),
            "{{ event.session.prose }} {{ subject | upper }}",
        ),
        (("{%p for group in groups %}",), "{%p for group in groups %}"),
    ],
)
def test_a_placeholder_that_is_not_filled_in_is_told(
    runs: tuple[str, ...], shown: str, tmp_path: Path, offices: Offices
) -> None:
    source = a_docx(tmp_path / "a.docx", *runs)
    converted = convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), tmp_path / "a.pdf")
    told = [remark for remark in converted.remarks if remark.kind == "warning"]
    assert [(each.code, each.values) for each in told] == [("placeholders", {"placeholders": shown})]


@pytest.mark.parametrize("words", ["f: {{1, 2}, {3}}", "{ event.session.prose }", "100 {% of %}", "{{ }}"])
def test_other_braces_are_words(words: str, tmp_path: Path) -> None:
    assert list(misprints(a_docx(tmp_path / "a.docx", words))) == []


def test_check_notes_an_enclosure_that_is_not_filled_in(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    document = folder / "enclosures" / "programme.docx"
    assert "{{" in "".join(paragraph.text for paragraph in docx.Document(str(document)).paragraphs)
    assert str(document) not in {note.where for note in check(folder).notes}
    toml = folder / "meeting.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("template = true\n", ""), encoding="utf-8")
    found = check(folder)
    assert found.errors == ()
    for notes in (found.notes, found.summary):
        (note,) = [note for note in notes if note.where == str(document)]
        assert "{{ " in note.what
        assert "template = true" in note.mend


def words_of(pdf: Path) -> str:
    return " ".join(page.extract_text() for page in PdfReader(pdf).pages)


def a_field(instruction: str, shown: str = "7") -> str:
    """As Word writes it, with its instruction in two runs."""
    pieces = f" {instruction} ".partition(" ")
    said = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in pieces if each)
    return f"{MARK('begin')}{said}{MARK('separate')}<w:r><w:t>{shown}</w:t></w:r>{MARK('end')}"


def a_docx_of(path: Path, inner: str, *, header: str = "") -> Path:
    document = docx.Document()
    for paragraph, xml in ((document.add_paragraph(), inner), (document.sections[0].header.paragraphs[0], header)):
        paragraph._p.extend(parse_xml(f"<w:p {WORD_XML}>{xml}</w:p>"))
    document.save(str(path))
    return path


BOOKMARK = '<w:bookmarkStart w:id="1" w:name="_Ref1"/><w:r><w:t>here</w:t></w:r><w:bookmarkEnd w:id="1"/>'


@pytest.mark.parametrize(
    ("inner", "header", "names"),
    [
        (BOOKMARK + a_field(r"REF _Ref2 \h") + a_field(r"PAGEREF _Ref2"), "", "_Ref2"),
        ('<w:fldSimple w:instr=" REF gone \\h "/>', "", "gone"),
        (BOOKMARK, a_field(r"PAGEREF &quot;_ref1&quot; \h"), "_ref1"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(
    inner: str, header: str, names: str, tmp_path: Path, offices: Offices
) -> None:
    source = a_docx_of(tmp_path / "a.docx", inner, header=header)
    converted = convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), tmp_path / "a.pdf")
    assert [(each.code, each.values) for each in converted.remarks if each.kind == "warning"] == [
        ("stale", {"names": names})
    ]
    assert "Reference source not found" in words_of(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    "shown",
    [
        "Error! Bookmark not defined.",
        "Erreur ! Signet non défini.",
        "错误！未找到引用源。",
        "Right-click to update field.",
    ],
)
def test_what_word_says_of_a_field_that_it_can_not_fill_is_told(shown: str, tmp_path: Path) -> None:
    source = a_docx_of(tmp_path / "a.docx", a_field(r"TOC \o &quot;1-3&quot;", shown))
    (remark,) = misprints(source)
    assert remark.code == "stale"
    assert str(remark.values["names"]) in shown


@pytest.mark.parametrize(
    "inner",
    [
        BOOKMARK + a_field(r"REF _Ref1 \h") + a_field("PAGEREF _Ref1"),
        a_field("SET words &quot;a&quot;") + a_field("REF words"),
        a_field(r"TOC \o", f"</w:t></w:r>{a_field('PAGEREF _Toc9')}<w:r><w:t>"),
        a_field("NOTEREF _Ref9") + a_field("SEQ REF"),
        "<w:r><w:t>REF gone</w:t></w:r>",
    ],
)
def test_a_reference_that_prints_as_it_reads_is_not(inner: str, tmp_path: Path, offices: Offices) -> None:
    source = a_docx_of(tmp_path / "a.docx", inner)
    assert list(misprints(source)) == []
    convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), tmp_path / "a.pdf")
    assert "Reference source not found" not in words_of(tmp_path / "a.pdf")


def an_odt(path: Path, *names: str) -> Path:
    document = OpenDocumentText()
    paragraph = P(text="Geneva ")
    paragraph.addElement(Bookmark(name="here"))
    for name in names:
        paragraph.addElement(BookmarkRef(refname=name, referenceformat="text", text="there"))
    document.text.addElement(paragraph)
    document.save(str(path))
    return path


@pytest.mark.parametrize(("names", "told"), [(("here",), []), (("here", "gone & away", "Here"), ["gone & away, Here"])])
def test_a_reference_of_libreoffice_that_leads_nowhere_is_told(
    names: tuple[str, ...], told: list[str], tmp_path: Path, offices: Offices
) -> None:
    source = an_odt(tmp_path / "a.odt", *names)
    converted = convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), tmp_path / "a.pdf")
    assert [each.values["names"] for each in converted.remarks if each.code == "stale"] == told
    assert ("Reference source not found" in words_of(tmp_path / "a.pdf")) == bool(told)
