"""A letter in two languages: a template that asks for another one's words has them under its tag."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from pipeline import House, Session
from pipeline.beside import asked_for
from pipeline.model import Recipient
from pipeline.package import gather
from pipeline.text import plain
from tests.houses import copy_house
from tests.reading import pages


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(copy_house(tmp_path / "house"))
    house.new("two", languages=["en", "fr"])
    return house


def asks(house: House, *lines: str) -> Path:
    """The English invitation, with further paragraphs."""
    path = house.root / "templates/en/invitation.docx"
    document = docx.Document(str(path))
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def test_a_template_that_asks_for_another_language_has_its_words(house: House) -> None:
    path = asks(house, "{{ event.session.prose }} / {{ fr.event.session.prose }}")
    assert asked_for(path, ["fr", "en"]) == ("fr",)
    with Session(house) as session:
        assert [str(each) for each in session.check("two").problems] == []
        said = {each.name: each.value.replace("\u00a0", " ") for each in session.vocabulary("two", "en").placeholders}
    assert said["event.session.prose"] == "from 3 to 5 March 2025"
    assert said["fr.event.session.prose"] == "du 3 au 5 mars 2025"


def test_a_template_that_asks_for_none_has_its_own_words_alone(house: House) -> None:
    english = gather(house.find("two"), ["en"])[0]
    assert english.beside == ()
    assert "fr" not in english.words().words


def test_a_language_that_the_meeting_is_not_made_in_is_told(house: House) -> None:
    asks(house, "{{ es.event.session.prose }}")
    with Session(house) as session:
        told = session.check("two").problems
    assert "es.event" in " ".join(map(str, told)) or "“es”" in " ".join(map(str, told))


def test_a_word_that_another_language_lacks_is_told_by_its_name(house: House) -> None:
    asks(house, "{{ fr.event.nowhere.prose }}")
    with Session(house) as session:
        told = " ".join(str(each) for each in session.check("two").problems)
    assert "fr.event.nowhere" in plain(told)


def test_its_own_tag_names_its_own_words(house: House) -> None:
    """So that the template of a letter in two languages may be the same in both of their folders."""
    asks(house, "{{ en.title }} / {{ fr.title }}")
    with Session(house) as session:
        said = {each.name: each.value for each in session.vocabulary("two", "en").placeholders}
    assert said["en.title"] == said["title"] == "Sample meeting"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("{{ es.event.session.prose }}", "placeholder-language"),
        ("{{ pt_BR.title }}", "placeholder-language"),
        ("{%p for group in es.groups %}", "placeholder-language"),
        ("{{ frr.title }}", "placeholder-language"),  # Northern Frisian, which the meeting is not made in either
        ("{{ xx.title }}", "placeholder-unknown"),
        ("{{ fr.titel }}", "placeholder-unknown"),
    ],
)
def test_words_in_a_language_that_is_not_there_are_told_with_their_place(house: House, typed: str, code: str) -> None:
    lines = [typed, "{{ group.title }}", "{%p endfor %}"] if "for" in typed.split() else [typed]
    asks(house, "{{ fr.title }}", *lines)
    with Session(house) as session:
        told = [each for each in session.check("two").problems if each.code == code]
    assert [Path(each.place.file).parts[-3:] for each in told] == [("templates", "en", "invitation.docx")]
    assert told[0].place.paragraph == typed
    assert code != "placeholder-language" or "meeting.toml" in told[0].mend


def in_columns(house: House, own: str, other: str) -> Path:
    """A template of two columns, a language each, the same in both folders."""
    path = house.root / f"templates/{own}/invitation.docx"
    document = docx.Document(str(path))
    table = document.add_table(rows=0, cols=2)
    for line in ("{{ @salutation }}", "{{ @title }} (APLC/MSP.5), {{ @event.session.prose }}", "{{ @closing }}"):
        for cell, tag in zip(table.add_row().cells, (own, other), strict=True):
            cell.paragraphs[0].text = line.replace("@", f"{tag}.")
    loop = ["{%p for group in @groups %}", "{%p for each in group.enclosures %}", "{{ each.number }}. {{ each.title }}"]
    for cell, tag in zip(table.add_row().cells, (own, other), strict=True):
        for line in [*loop, "{%p endfor %}", "{%p endfor %}", "APLC/MSP.5"]:
            cell.add_paragraph(line.replace("@", f"{tag}."))
    document.add_paragraph(f"{{{{ date }}}}; {{{{ {other}.event.session.prose }}}}; {{{{ {other}.date }}}}.")
    document.save(str(path))
    return path


def said(path: Path) -> list[tuple[str, str]]:
    """The words of a letter by their language, empty where they say none."""
    runs = docx.Document(str(path)).element.body.iter(qn("w:r"))
    found = (
        (run.find(f"{qn('w:rPr')}/{qn('w:lang')}"), "".join(t.text or "" for t in run.iter(qn("w:t")))) for run in runs
    )
    return [("" if lang is None else lang.get(qn("w:val"), ""), words) for lang, words in found if words.strip()]


@pytest.mark.office
@pytest.mark.parametrize(
    ("own", "other", "turned", "words"),
    [("fr", "ar", True, "جدول الأعمال المؤقت"), ("en", "zh", False, "临时议程")],
)
def test_a_letter_in_two_languages_says_which_words_are_in_which(
    tmp_path: Path, own: str, other: str, turned: bool, words: str
) -> None:
    house = House(copy_house(tmp_path / "house"))
    house.new("two", languages=[own, other])
    in_columns(house, own, other)
    with Session(house) as session:
        assert [str(each) for each in session.check("two").problems] == []
        built = session.build("two", languages=(own,))
    notes = {note["code"] for note in built.manifest["notes"]}
    assert not notes & {"paragraph-other-language", "fonts-substituted", "words-lost", "word-twice"}
    letter = next(each for each in built.manifest["outputs"] if each["role"] == "letter")
    assert letter["conformance"] == {"pdfa": "2a", "pdfua": True}
    document = docx.Document(str(built.out / own / f"invitation-{own}.docx"))
    table = document.tables[-1]
    for row in table.rows:
        mine, theirs = (cell.paragraphs[-1]._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") for cell in row.cells)
        assert mine is None
        assert (theirs is not None) == turned
    spoken = said(built.out / own / f"invitation-{own}.docx")
    assert words in "".join(each for tag, each in spoken if tag == other)
    assert not any(ord(sign) > 0x500 and sign.isalpha() for tag, each in spoken if tag != other for sign in each)
    assert ("", "APLC/MSP.5") in spoken  # in the first column
    assert (other, "APLC/MSP.5") in spoken  # in the second, whose placeholders are all of the other language
    with pikepdf.open(built.out / letter["path"]) as pdf:
        assert str(pdf.Root.Lang).partition("-")[0] == own
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each]
        said_in_tags = [str(each.Lang) for each in tags]
    assert any(each.partition("-")[0] == other for each in said_in_tags)
    assert words in "".join(pages(built.out / letter["path"]))


def test_recipients_are_greeted_in_both_languages(house: House) -> None:
    asks(house, "{{ fr.salutation }} {{ fr.recipient.form }}")
    english = gather(house.find("two"), ["en"])[0]
    one = Recipient("ka", 2, "missions", "invitation", "en", person="Ada Kern", gender="feminine")
    own: Any = english.addressed(english.words(), one).words
    assert (own.salutation, own.fr.salutation) == ("Dear Madam,", "Madame,")
    assert own.fr.recipient.name == own.recipient.name == "Ada Kern"


def test_templates_that_ask_for_each_other_are_held_side_by_side(house: House) -> None:
    pairs = {
        "en": ("The meeting is {{ event.session.title }}.", "La réunion : {{ fr.event.session.prose }}."),
        "fr": ("La réunion est {{ event.session.title }}.", "The meeting: {{ en.event.session.on }}."),
    }
    for tag, lines in pairs.items():
        path = house.root / f"templates/{tag}/invitation.docx"
        document = docx.Document(str(path))
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    assert [str(each) for each in house.translations.compare("two").findings] == []
    asks(house, "{{ fr.event.session.title }}")
    document = docx.Document(str(path))
    document.add_paragraph("{{ en.title }}")
    document.save(str(path))
    assert house.translations.compare("two").findings != ()
