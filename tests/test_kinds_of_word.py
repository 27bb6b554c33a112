"""Word documents as other programs write them: each is converted, and nothing of it is lost."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdfium2
import pytest

from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from tests.rich_documents import a_word_document

DAY = datetime(2024, 1, 1, tzinfo=UTC)
_STRICT = (
    (rb"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    (rb"http://schemas.openxmlformats.org/(\w+)/2006/", rb"http://purl.oclc.org/ooxml/\1/"),
)
"""ECMA-376-1, annex A, against ECMA-376-4: the names of the strict schemas."""


def rewritten(source: Path, target: Path, *changes: tuple[bytes, bytes], parts: str = ".*") -> Path:
    """A copy of a package, with patterns replaced in the parts of a name."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for pattern, words in changes if re.fullmatch(parts, name) and name.endswith((".xml", ".rels")) else ():
                data = re.sub(pattern, words, data)
            new.writestr(name, data)
    return target


def strict(source: Path, target: Path) -> Path:
    parts = r"word/(?!_rels|theme).*|_rels/.*|word/_rels/.*"
    made = rewritten(source, target, *_STRICT, parts=parts)
    return rewritten(
        made,
        target.with_name(f"strict-{target.name}"),
        (rb"http://purl.oclc.org/ooxml/package/", b"http://schemas.openxmlformats.org/package/2006/"),
    )


def a_template(source: Path, target: Path) -> Path:
    kind = rb"wordprocessingml\.document\.main"
    return rewritten(source, target, (kind, b"wordprocessingml.template.main"), parts=r"\[Content_Types\]\.xml")


def words_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def told(offices: Offices, source: Path) -> list[str]:
    made = convert_with_remarks(source, offices, DAY, source.with_suffix(".pdf"))
    return [each.code for each in made.remarks if not each.code.startswith("font")]


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("A heading", 1)
    document.add_paragraph("Words of the committee", style="List Bullet")
    document.sections[0].footer.paragraphs[0].text = "The foot"
    document.save(str(path := tmp_path / "plain.docx"))
    return path


@pytest.mark.parametrize(("make", "name"), [(strict, "made.docx"), (a_template, "made.dotx")])
def test_strict_documents_and_templates_are_converted(
    offices: Offices, tmp_path: Path, plain: Path, make: Callable[[Path, Path], Path], name: str
) -> None:
    source = make(plain, tmp_path / name)
    assert told(offices, source) == []
    words = words_of(source.with_suffix(".pdf"))
    assert all(each in words for each in ("A heading", "Words of the committee", "The foot"))


def test_libreoffice_s_own_open_xml_is_converted(offices: Offices, tmp_path: Path) -> None:
    """Its filter “Office Open XML Text” writes other parts and prefixes than that for Word."""
    program = find_program()
    assert program is not None
    source = a_word_document(tmp_path / "rich.docx", 1)
    (out := tmp_path / "out").mkdir()
    command = [str(program / "soffice"), f"-env:UserInstallation={(tmp_path / 'user').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:Office Open XML Text", "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert told(offices, out / "rich.docx") == []


@pytest.mark.parametrize(
    ("font", "words", "expected"),
    [
        ("Wingdings", "J", [("J", "Wingdings", "Well done J")]),
        ("Webdings", "\uf061", []),
        ("Carlito", "J", []),
    ],
)
def test_a_sign_that_is_printed_as_a_letter_is_told_with_its_paragraph(
    offices: Offices, tmp_path: Path, font: str, words: str, expected: list[tuple[str, str, str]]
) -> None:
    document = docx.Document()
    document.add_paragraph("Well done ").add_run(words).font.name = font
    document.save(str(source := tmp_path / "smile.docx"))
    made = convert_with_remarks(source, offices, DAY, source.with_suffix(".pdf"))
    found = [each for each in made.remarks if each.code == "symbol-letter"]
    assert [(each.values["letter"], each.values["font"], each.place.paragraph) for each in found] == expected
