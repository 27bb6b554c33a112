"""A table of contents that says what is not so is told; one that is right is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import docx
import pytest
from docx.oxml import parse_xml
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style
from odf.text import H, IndexBody, IndexTitle, P, Tab, TableOfContent, TableOfContentSource

from pipeline.completeness import compare_file
from pipeline.convert.office import Offices
from pipeline.findings import Reason
from tests.wordxml import MARK, WORD_XML

Entries: TypeAlias = Sequence[tuple[str, str]]
HEADINGS = (("Opening of the meeting", 1), ("Agenda and 2 dates", 2), ("Budget 2025", 1))
"""On pages 2, 3 and 4."""
RIGHT = (("Opening of the meeting", "2"), ("Agenda and 2 dates", "3"), ("Budget 2025", "4"))


def a_docx(path: Path, entries: Entries, *, switches: str = r"\o &quot;1-3&quot; \h \z \u", start: int = 0) -> Path:
    document = docx.Document()
    begin = f"{MARK('begin')}<w:r><w:instrText> TOC {switches} </w:instrText></w:r>{MARK('separate')}"
    for number, (title, page) in enumerate(entries):
        shown = f"<w:r><w:t>{title}</w:t></w:r><w:r><w:tab/></w:r>"
        numbered = f"{MARK('begin')}<w:r><w:instrText> PAGEREF _Toc{number} \\h </w:instrText></w:r>{MARK('separate')}"
        label = f"<w:r><w:t>{page}</w:t></w:r>"
        inner = f"{'' if number else begin}{shown}{numbered}{label}{MARK('end')}"
        document.element.body.insert(number, parse_xml(f"<w:p {WORD_XML}>{inner}</w:p>"))
    document.element.body.insert(len(entries), parse_xml(f"<w:p {WORD_XML}>{MARK('end')}</w:p>"))
    for title, level in HEADINGS:
        document.add_heading(title, level).paragraph_format.page_break_before = True
        document.add_paragraph(f"What is said below {title.lower()}, in the budget 2025 and elsewhere.")
    if start:
        section = document.sections[0]._sectPr
        section.insert(2, parse_xml(f'<w:pgNumType {WORD_XML} w:start="{start}"/>'))
    document.save(str(path))
    return path


def an_odt(path: Path, entries: Entries, *, start: int = 0) -> Path:
    document = OpenDocumentText()
    breaks = Style(name="new", family="paragraph")
    breaks.addElement(ParagraphProperties(breakbefore="page"))
    first = Style(name="first", family="paragraph")
    first.addElement(ParagraphProperties(pagenumber=str(start or "auto")))
    document.automaticstyles.addElement(breaks)
    document.automaticstyles.addElement(first)
    document.text.addElement(P(text="Cover", stylename=first))
    table = TableOfContent(name="Contents1")
    table.addElement(TableOfContentSource(outlinelevel="3"))
    body = IndexBody()
    title = IndexTitle(name="Contents1_Head")
    title.addElement(P(text="Contents"))
    body.addElement(title)
    for words, page in entries:
        entry = P(text=words)
        entry.addElement(Tab())
        entry.addText(page)
        body.addElement(entry)
    table.addElement(body)
    document.text.addElement(table)
    for words, level in HEADINGS:
        document.text.addElement(H(outlinelevel=level, text=words, stylename=breaks))
        document.text.addElement(P(text=f"What is said below {words.lower()}."))
    document.save(str(path))
    return path


def told(offices: Offices, source: Path) -> list[str]:
    found = [each for each in compare_file(source, offices.export(source)) if each.code == "contents-stale"]
    assert len(found) <= 1
    reasons = [reason for each in found for reason in each.values["entries"]]  # type: ignore[union-attr]
    return [str(reason) for reason in reasons if isinstance(reason, Reason)]


MAKERS = pytest.mark.parametrize("make", [a_docx, an_odt])


@MAKERS
@pytest.mark.parametrize(
    ("entries", "start"),
    [
        (RIGHT, 0),
        ([(title, str(int(page) + 10)) for title, page in RIGHT], 11),
        ([(f"{number}. {title}", page) for number, (title, page) in enumerate(RIGHT, start=1)], 0),
        ([(title.upper(), page) for title, page in RIGHT], 0),
    ],
    ids=["right", "shifted", "numbered", "capitals"],
)
def test_a_table_of_contents_that_is_right_is_not_told(
    offices: Offices, tmp_path: Path, make: Callable[..., Path], entries: Entries, start: int
) -> None:
    assert told(offices, make(tmp_path / f"a.{make.__name__.split('_')[1]}", entries, start=start)) == []


@MAKERS
@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([*RIGHT[:2], ("Budget 2025", "17")], ["“Budget 2025” stands on page 4, not on page 17"]),
        ([RIGHT[0], RIGHT[2]], ["the heading “Agenda and 2 dates” is not in it"]),
        ([("Former item", "2"), *RIGHT], ["“Former item” is no heading of the document"]),
        ([(title, str(int(page) + 1)) for title, page in RIGHT], None),
    ],
    ids=["page", "lacks", "gone", "all pages"],
)
def test_a_table_of_contents_that_is_out_of_date_is_told(
    offices: Offices, tmp_path: Path, make: Callable[..., Path], entries: Entries, expected: list[str] | None
) -> None:
    found = told(offices, make(tmp_path / f"a.{make.__name__.split('_')[1]}", entries))
    assert found == expected or (expected is None and len(found) == 3)


@pytest.mark.parametrize(
    ("entries", "switches"),
    [
        ([RIGHT[0], RIGHT[2]], r"\o &quot;1-1&quot; \h"),
        ([RIGHT[0]], r"\b part \o &quot;1-3&quot;"),
        ([("Figure 1: a map", "9")], r"\h \c &quot;Figure&quot;"),
        ([(title, "") for title, _ in RIGHT], r"\o &quot;1-3&quot; \n"),
    ],
    ids=["levels", "of a part", "figures", "without pages"],
)
def test_what_a_table_of_contents_leaves_out_by_its_switches_is_not_told(
    offices: Offices, tmp_path: Path, entries: Entries, switches: str
) -> None:
    assert told(offices, a_docx(tmp_path / "a.docx", entries, switches=switches)) == []
