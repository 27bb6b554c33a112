"""Letters that are about no meeting, or travel alone: what they lack is promised nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from pipeline import House
from pipeline.archivist.catalogue import catalogue
from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError
from pipeline.load import load_meeting
from pipeline.merge import merge
from pipeline.merge.promised import promised
from pipeline.package import gather
from pipeline.vocabulary import vocabulary
from tests.calls import BODY, SALUTATION, a_call
from tests.changing import changed, rewrite
from tests.houses import ROOT, Package, build, copy_house
from tests.languages import SIX
from tests.reading import labels, outline, pages, paragraphs, root

NOTE = 'kind = "note-verbale"\nsender.fr = "Le Secrétariat"\nto.fr = "aux Missions permanentes"'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_call(copy_house(tmp_path_factory.mktemp("letters")))


@pytest.fixture(scope="module")
def package(folder: Path, offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Package:
    return build(folder, tmp_path_factory.mktemp("call"), offices)


def codes(folder: Path) -> set[str]:
    found = check(folder)
    assert found.errors == ()
    return {note.code for note in found.notes if not note.code.startswith("phrase")}


def test_nothing_is_wrong_with_it(folder: Path) -> None:
    assert codes(folder) == set()


@pytest.mark.parametrize("language", SIX)
def test_a_letter_alone_promises_nothing(language: str, package: Package) -> None:
    """Its address, greeting, body, closing and signature, and no more."""
    letter = paragraphs(package.path("letter-docx", language=language))
    assert len(letter) == 8
    assert tuple(letter[3:5]) == BODY[language]
    bundle = package.path("bundle", language=language)
    assert len(outline(bundle)) == len(labels(bundle)) == len(pages(bundle)) == 1
    assert {entry["role"] for entry in package.manifest["outputs"]} == {"bundle", "letter", "letter-docx", "report"}
    assert root(bundle)["/Lang"] == language


def test_the_archive_finds_it_by_its_title(folder: Path) -> None:
    facts = catalogue(gather(folder))
    assert (facts["subjects"], facts["enclosures"]) == ({}, [])
    assert facts["titles"]["en"] == "Call en"


def test_its_vocabulary_has_what_it_has(folder: Path) -> None:
    values = {each.name: each.value for each in vocabulary(folder, "en").placeholders}
    assert values["body"] == " ".join(BODY["en"])
    assert values["subject"] == ""
    assert not [name for name in values if name.startswith(("event", "groups", "enclosure."))]


def test_a_note_verbale_that_invites_to_nothing_informs(own_house: Path) -> None:
    folder = a_call(own_house, languages=("fr",))
    changed(folder / "meeting.toml", 'kind = "circular"\ntemplate = "circular"', f'{NOTE}\ntemplate = "note-verbale"')
    changed(folder / "meeting.toml", f"{SALUTATION}\n", "")
    # nobody signs a note verbale, so nobody need be named
    changed(folder / "meeting.toml", '[signatory]\nname = "A. Name"\ntitles.fr = ["Head"]\n', "")
    assert codes(folder) == set()


@pytest.mark.parametrize("template", ["circular", "invitation"])
def test_a_template_that_asks_for_nothing_is_told_what_it_promises(template: str, own_house: Path) -> None:
    folder = a_call(own_house, languages=("en",))
    changed(folder / "meeting.toml", 'template = "circular"', f'template = "{template}"')
    path = own_house / "templates" / "en" / f"{template}.docx"
    (package,) = gather(folder)
    words = package.words().words
    assert list(promised(path, words)) == []
    document = docx.Document(str(path))
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        if re.match(r"\{%p (?:if|else|endif)", "".join(paragraph.itertext())):
            document.element.body.remove(paragraph)
    document.save(str(path))
    told = [(note.place.paragraph, note.values["name"]) for note in promised(path, words)]
    invites = [("I have the honour to invite you to participate in:", "listed_events")]
    assert told == [
        ("Subject: {{ subject }}", "subject"),
        *(invites if template == "invitation" else []),
        ("{{ enclosures.heading }}:", "groups"),
    ]


def test_what_a_recipient_has_not_is_not_promised(own_house: Path) -> None:
    folder = a_call(own_house, languages=("en",))
    rewrite(own_house / "templates" / "en" / "circular.docx", "{{ date }}", "Function: {{ recipient.function }}")
    assert "promised" not in codes(folder)


def test_a_body_that_no_template_shows_is_told(own_house: Path) -> None:
    folder = a_call(own_house, languages=("en",))
    changed(folder / "meeting.toml", 'template = "circular"', 'template = "invitation"')
    assert codes(folder) == {"letter-omits"}


SIGNATORY = '[signatory]\nname = "A. Name"\ntitles.en = ["Head"]\n'
EVENT = '\n[[events]]\nkey = "day"\ntitle.en = "Day"\nstart = 2025-03-03\nend = 2025-03-03\n'


@pytest.mark.parametrize(
    ("old", "new", "more", "code"),
    [
        (SIGNATORY, "", "", "key-missing"),
        ("", "", '\n[[instruments.header]]\nfield = "subject"\n', "header-no-subject"),
        ('"Call en"', '"Call, {{ event.day.venue }}"', EVENT, "placeholder-empty"),
    ],
)
def test_what_is_shown_must_be_there(old: str, new: str, more: str, code: str, own_house: Path) -> None:
    path = a_call(own_house, languages=("en",)) / "meeting.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new) + more, encoding="utf-8")
    assert [each.code for error in check(path.parent).errors for each in error.findings] == [code]


def test_an_event_may_be_nowhere(own_house: Path) -> None:
    folder = a_call(own_house, languages=("en",))
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write(EVENT)
    assert load_meeting(folder).events[0].venue is None
    assert codes(folder) == set()
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write('venue = "hall"\n')
    with pytest.raises(MeetingError, match="There is no venue “hall”"):
        load_meeting(folder)


SEVERAL = {
    "ar": ("يشرفنا", "ونرجو", "ونتطلع"),
    "en": ("We have", "We should", "We look", "our highest"),
    "es": ("Tenemos", "Agradeceríamos", "Esperamos", "nuestra más alta"),
    "fr": ("Nous avons", "Nous vous saurions", "Nous nous réjouissons", "Nous vous prions"),
    "ru": ("Просим", "ждем", "в нашем"),
    "zh": ("我们谨此邀请",),
}


def test_several_who_sign_speak_of_themselves_as_several(own_house: Path, tmp_path: Path) -> None:
    made = House.open(own_house).new("chairs", languages=SIX, needs={"co-chairs": True}).folder
    changed(made / "meeting.toml", 'closing = "cordially"', 'closing = "high-consideration"')
    for package in gather(made):
        template = package.template("invitation")
        target = tmp_path / f"{package.language}.docx"
        merge(package.words(), template, None, package.properties(""), target)
        words = " ".join(paragraphs(target))
        assert [each for each in SEVERAL[package.language] if each not in words] == [], words


@pytest.mark.parametrize("language", SIX)
def test_the_invitation_and_the_circular_end_alike(language: str) -> None:
    """What is put into the one's signatures, lists and foot belongs into the other's."""
    ends = []
    for name in ("invitation", "circular"):
        words = paragraphs(ROOT / "templates" / language / f"{name}.docx")
        ends.append(words[words.index("{{ closing }}") :])
    assert ends[0] == ends[1]
