"""The sample's letter against the real one: tests/golden has its paragraphs as published, with their marks."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import docx
import pypdf
import pytest
from docx.document import Document as DocumentObject
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tests.houses import Package

GOLDEN = Path(__file__).parent / "golden"


def folded(text: str) -> str:
    """The text with one kind of quote, dash and space, as the published one has them."""
    for signs, one in (("’‘ʼ", "'"), ("–—‑", "-"), ("\u00a0\u202f\t", " ")):
        text = re.sub(f"[{signs}]", one, text)
    return re.sub(r" +", " ", text).strip()


def golden(name: str) -> list[str]:
    return [folded(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


def bare(text: str) -> str:
    """The words alone: no marks, no spaces."""
    return re.sub(r"\*|</?sup>|### |[\s\u00a0]", "", folded(text))


def letter(sample: Package) -> DocumentObject:
    return docx.Document(str(sample.path("letter-docx")))


def is_bold(run: Run, paragraph: Paragraph) -> bool:
    """Whether it is seen bold, by its own formatting or by its paragraph's style."""
    if run.bold is not None:
        return bool(run.bold)
    style = paragraph.style
    while isinstance(style, ParagraphStyle):
        if style.font.bold is not None:
            return bool(style.font.bold)
        style = style.base_style
    return False


def marked(paragraph: Paragraph) -> str:
    """A paragraph with its marks as the golden text has them."""
    runs = [Run(element, paragraph) for element in paragraph._p.xpath(".//w:r")]
    if paragraph.style is not None and (paragraph.style.name or "").startswith("Heading"):
        return folded(f"### {paragraph.text}")
    marks = [((is_bold(run, paragraph), bool(run.italic), bool(run.font.superscript)), run.text) for run in runs]
    text = ""
    for (bold, italic, raised), stretch in groupby(marks, key=lambda each: each[0]):
        words = "".join(each[1] for each in stretch)
        around = "**" * bold + "*" * italic
        text += f"<sup>{words}</sup>" if raised else f"{around}{words}{around}"
    return folded(text)


def test_every_paragraph_is_there_word_for_word_with_its_bold_and_its_italic(sample: Package) -> None:
    assert [marked(paragraph) for paragraph in letter(sample).paragraphs] == golden("invitation.fr.txt")


def test_the_golden_text_has_what_the_letter_is_known_for() -> None:
    lines = golden("invitation.fr.txt")
    assert len(lines) == 32
    assert "25<sup>ème</sup>" in " ".join(lines)
    assert [line.split(".")[0] for line in lines if re.match(r"\d+\. ", line)] == [str(n) for n in range(1, 11)]
    assert next(line for line in lines if line.startswith("4. ")).startswith("4. *Informations")


def test_the_letterhead_has_the_slogan_and_the_block_at_the_foot(sample: Package) -> None:
    section = letter(sample).sections[0]
    head = folded(" ".join(paragraph.text for paragraph in section.first_page_header.paragraphs).replace("•", ""))
    slogan, *block = golden("letterhead.txt")
    assert head == folded(slogan.replace("👤", ""))
    foot = [marked(paragraph) for paragraph in section.first_page_footer.paragraphs]
    # The published text breaks the last two lines where a page ended.
    assert bare("".join(foot)) == bare("".join(block))
    assert foot[0] == block[0] == "**Président de la Cinquième Conférence d'examen**"
    assert len(section.first_page_header.part.related_parts) == 1


@pytest.mark.parametrize("role", ["letter", "bundle"])
def test_the_pdf_says_the_same_word_for_word(role: str, sample: Package) -> None:
    pages = pypdf.PdfReader(sample.path(role)).pages[:2]
    section = letter(sample).sections[0]
    around = [*section.first_page_header.paragraphs, *section.first_page_footer.paragraphs]
    first, second = (bare(page.extract_text()) for page in pages)
    for paragraph in around:
        assert bare(paragraph.text) in first
        first = first.replace(bare(paragraph.text), "", 1)
    for paragraph in (*section.header.paragraphs, *section.footer.paragraphs):
        assert bare(paragraph.text) in second
        second = second.replace(bare(paragraph.text), "", 1)
    assert first + second == bare("".join(golden("invitation.fr.txt")))


def test_the_list_links_to_each_enclosures_file(sample: Package) -> None:
    addresses = [link.address for paragraph in letter(sample).paragraphs for link in paragraph.hyperlinks]
    assert addresses == [f"enclosure:{number}" for number in range(1, 11)]
    outputs = sample.manifest["outputs"]
    enclosures = [entry for entry in outputs if (entry["role"], entry["language"]) == ("enclosure", "fr")]
    assert [Path(entry["path"]).name[:3] for entry in enclosures] == [f"{number:02}-" for number in range(1, 11)]
