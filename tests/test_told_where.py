"""What is wrong is told where it is mended: at its key and line, with the words around it, and the least grave last."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX

from pipeline.check import check
from pipeline.findings import Finding
from pipeline.translating.behind import left_behind
from pipeline.translations import Translations
from tests.houses import copy_case, copy_house, copy_meeting


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_house(tmp_path_factory.mktemp("house") / "house")


def changed(house: Path, *changes: tuple[str, str]) -> Path:
    folder = copy_meeting(house, slug=f"changed-{len(list((house / 'meetings').iterdir()))}")
    file = folder / "meeting.toml"
    text = file.read_text(encoding="utf-8")
    for pattern, instead in changes:
        text, count = re.subn(pattern, instead, text, flags=re.MULTILINE)
        assert count, pattern
    file.write_text(text, encoding="utf-8")
    return file


def errors(file: Path) -> list[Finding]:
    return [each for error in check(file.parent).errors for each in error.findings]


def line_of(file: Path, words: str) -> int:
    return next(at for at, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1) if words in line)


def test_a_salutation_typed_wrong_is_told_once_at_its_line_with_the_one_that_is_meant(house: Path) -> None:
    file = changed(house, ('"excellencies"', '"excelencies"'), (r"^closing = .*", 'closing = "cordialy"'))
    found = errors(file)
    assert [(each.code, each.place.line) for each in found] == [
        ("greeting-unknown", line_of(file, "excelencies")),
        ("greeting-unknown", line_of(file, "cordialy")),
    ]
    assert [each.values["meant"] for each in found] == ["excellencies", "cordially"]


def test_a_phrase_that_a_language_lacks_is_told_of_its_catalogue(house: Path) -> None:
    file = changed(house, ('"excellencies"', '"guests"'))
    assert {each.code for each in errors(file)} == {"phrase-missing"}


def test_a_value_in_the_place_of_words_is_told_as_that(house: Path) -> None:
    file = changed(house, (r"^\[title\]\n(?:\w+ = .*\n)+", "title = 12\n"))
    (found,) = errors(file)
    assert found.code == "value-no-languages"
    assert "title.fr" in found.mend


@pytest.mark.parametrize("beginning", [b"PK\x03\x04\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rb"{\rtf1\ansi x}"])
def test_a_word_document_in_the_place_of_a_text_is_told_as_one(house: Path, beginning: bytes) -> None:
    file = changed(house)
    file.write_bytes(beginning)
    (found,) = errors(file)
    assert found.code == "toml-office"


def test_a_text_in_another_encoding_is_none(house: Path) -> None:
    file = changed(house)
    file.write_bytes('title = "Réunion"'.encode("latin-1"))
    assert {each.code for each in errors(file)} == {"toml-encoding"}


def test_an_entry_that_is_known_by_its_key_is_told_with_its_line(house: Path) -> None:
    file = changed(house, (r"^date = .*", "date = 2031-01-01"))
    found = {each.code: each.place for each in check(file.parent).notes}
    assert found["event-before-letter"].line == line_of(file, "[[events]]")


def test_phrases_that_nobody_has_reviewed_are_told_last(house: Path) -> None:
    file = changed(house, (r"^date = .*", "date = 2031-01-01"))
    codes = [each.code for each in check(file.parent).summary]
    assert codes[-1].startswith("phrases-unreviewed")
    assert codes[0] == "event-before-letter"


def test_a_full_stop_that_is_highlighted_is_told_with_the_words_before_it(house: Path) -> None:
    folder = copy_meeting(house, slug="marked")
    path = house / "templates" / "fr" / "invitation.docx"
    kept = path.read_bytes()
    document = docx.Document(str(path))
    paragraph = document.add_paragraph("Le nombre reste à confirmer")
    paragraph.add_run(".").font.highlight_color = WD_COLOR_INDEX.YELLOW
    document.save(str(path))
    try:
        found = [each for each in errors(folder / "meeting.toml") if each.code == "highlighted"]
    finally:
        path.write_bytes(kept)
    assert [each.values["words"] for each in found] == ["Le nombre reste à confirmer."]


def test_a_letter_that_says_nothing_of_the_meeting_is_told_what_it_lacks(house: Path) -> None:
    file = changed(house, (r'^template = "invitation"$', 'template = "mine"'))
    document = docx.Document()
    document.add_paragraph("Chers collègues, venez le 3 mars 2027.")
    document.save(str(house / "templates" / "fr" / "mine.docx"))
    omits = {each.values["name"] for each in check(file.parent).notes if each.code == "letter-omits"}
    assert omits == {"subject", "salutation", "closing", "signatory.name", "addressees", "date", "listed_events"}


def test_check_tells_of_a_translation_that_its_source_has_left_behind(tmp_path: Path) -> None:
    folder = copy_case(tmp_path / "house", "lumeria-2027")
    house = folder.parent.parent
    Translations(house).confirm(folder, by="N. N.", on=date(2026, 1, 2))
    assert not {each.code for each in check(folder, behind=left_behind).notes} & {"source-changed", "source-added"}
    source = Translations(house).compare(folder).source
    path = house / "templates" / source / "circular.docx"
    document = docx.Document(str(path))
    document.add_paragraph("One more line.")
    document.save(str(path))
    found = {each.code for each in check(folder, behind=left_behind).notes}
    assert {"source-added", "paired-paragraph-missing"} <= found
