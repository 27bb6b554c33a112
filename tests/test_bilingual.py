"""A letter in two languages: a template that asks for another one's words has them under its tag."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline import House, Session
from pipeline.beside import asked_for
from pipeline.package import gather
from pipeline.text import plain
from tests.houses import copy_house


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
