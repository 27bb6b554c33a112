"""What the program says in a language stands in a catalogue of its own, and is read when it is said."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pipeline import House, Session
from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import TemplateError
from pipeline.folders import SHIPPED
from pipeline.localise import po
from pipeline.localise.phrases import program_files, program_phrases, read_phrases
from pipeline.speaking import words_of_findings
from tests.changing import changed
from tests.houses import build, copy_meeting

TITLE = "report.title"


def said(root: Path, tag: str, key: str = TITLE) -> str:
    return words_of_findings(root, tag).phrases[key.removeprefix("report.")]


def in_one(folder: Path) -> None:
    """The catalogues of a language as houses had them before: letters' and the program's in one file."""
    apart = folder / "program.po"
    _head, gap, entries = apart.read_text(encoding="utf-8").partition("\n\n")
    apart.unlink()
    with (folder / "phrases.po").open("a", encoding="utf-8") as file:
        file.write(gap[1:] + entries)


def test_a_house_that_has_all_in_one_catalogue_is_taken_as_before(own_house: Path) -> None:
    folder = own_house / "templates" / "fr"
    in_one(folder)
    changed(folder / "phrases.po", '"Rapport d’assemblage"', '"Compte rendu"')
    assert said(own_house, "fr") == "Compte rendu"
    assert said(own_house, "fr", "report.pages") == said(SHIPPED.parent, "fr", "report.pages")
    assert program_files(own_house / "templates", "fr") == (folder / "phrases.po", SHIPPED / "fr" / "program.po")


def test_what_a_houses_catalogue_lacks_is_as_it_ships(own_house: Path) -> None:
    folder = own_house / "templates" / "fr"
    shipped = said(own_house, "fr")
    changed(folder / "program.po", f'msgctxt "{TITLE}"', 'msgctxt "report.pages-of-nothing"')
    assert said(own_house, "fr") == shipped
    (folder / "program.po").unlink()
    assert said(own_house, "fr") == shipped


def places_changed(path: Path, key: str) -> None:
    """A catalogue as an earlier version shipped it, whose sentence of that key had another value, in all its forms."""
    text = path.read_text(encoding="utf-8")
    at = text.index(f'msgctxt "{key}"')
    end = text.index("\n\n", at)
    entry = re.sub(r'^(msg(?:id|id_plural|str.*?) ".*)"$', r'\1 {earlier}"', text[at:end], flags=re.MULTILINE)
    path.write_text(text[:at] + entry + text[end:], encoding="utf-8")


@pytest.mark.parametrize("key", ["report.dead-links", "report.aloud.undecided"])
def test_a_sentence_of_another_version_gives_way_to_that_of_this_one(own_house: Path, key: str) -> None:
    """So that a house of its own words, and a bag, are built by every later version."""
    folder = own_house / "templates" / "fr"
    before = words_of_findings(own_house, "fr").phrases
    places_changed(folder / "program.po", key)
    assert words_of_findings(own_house, "fr").phrases == before
    assert check(copy_meeting(own_house)).errors == ()


def test_a_language_that_does_not_ship_says_such_a_sentence_in_english(own_house: Path) -> None:
    folder = own_house / "templates" / "da"
    shutil.copytree(own_house / "templates" / "fr", folder)
    for key in ("report.dead-links", "report.aloud.undecided"):
        places_changed(folder / "program.po", key)
    words = words_of_findings(own_house, "da")
    assert words.phrases["title"] == said(own_house, "fr")
    gone = {"dead-links", "aloud.undecided", "aloud.undecided[0]"}
    assert gone & words.phrases.keys() == set()


def test_a_region_says_what_differs(house: Path) -> None:
    templates = house / "templates"
    files = program_files(templates, "pt-BR")
    assert [path.parent for path in files] == [
        folder / tag for tag in ("pt-BR", "pt") for folder in (templates, SHIPPED)
    ]
    own, both = read_phrases(files[0], "pt-BR").words, program_phrases(files, "pt-BR").words
    assert own.keys() < both.keys() == read_phrases(files[2], "pt").words.keys() | own.keys()


def test_letters_are_made_without_it(own_house: Path, offices: Offices) -> None:
    """Its one line that can't be read is told by a check, and by a build when it comes to the report."""
    folder = copy_meeting(own_house, "tiny")
    path = own_house / "templates" / "fr" / "program.po"
    changed(path, f'msgctxt "{TITLE}"', f"msgctxt “{TITLE}”")
    house = House.open(own_house)
    with Session(house) as session:
        assert session.vocabulary("tiny", "fr").placeholders
        (problem,) = (problem for error in session.check("tiny").errors for problem in error.problems)
        assert problem.code == "phrase-quotes"
    with pytest.raises(TemplateError, match=r"program\.po:\d+"):
        build(folder, own_house / "out", offices)


def test_another_sentence_makes_the_report_anew_and_no_letter(own_house: Path, offices: Offices) -> None:
    folder, out = copy_meeting(own_house, "tiny"), own_house / "out"
    build(folder, out, offices)
    changed(own_house / "templates" / "fr" / "program.po", '"Rapport d’assemblage"', '"Compte rendu"')
    built = build(folder, out, offices)
    assert set(built.ran) == {"report invitation fr"}
    assert "Compte rendu" in built.path("report").read_text(encoding="utf-8")
    assert build(folder, out, offices).ran == ()


@pytest.mark.parametrize("tag", ["da", "es-MX"])
def test_a_new_language_has_a_catalogue_for_it(own_house: Path, tag: str) -> None:
    house = House.open(own_house)
    (own_house / "templates" / "es" / "program.po").unlink()
    folder = house.new_language(tag).folder
    like = read_phrases(SHIPPED / "es" / "program.po", "es").words
    (mine,) = (each for each in house.spoken() if each.tag == tag)
    assert read_phrases(folder / "program.po", tag).words == {}
    assert mine.program_missing == (0 if mine.inherits else len(like))
    assert mine.phrases_missing >= mine.program_missing


@pytest.mark.parametrize(("tag", "forms"), [("cs", 3), ("lo", 1)])
def test_what_is_counted_has_as_many_empty_forms_as_a_new_language_needs(own_house: Path, tag: str, forms: int) -> None:
    path = House.open(own_house).new_language(tag).folder / "program.po"
    (counted, *_) = (each for each in po.read(path.read_bytes())[0] if each.plural)
    assert counted.words == [""] * forms
    assert po.plural_rule(po.read(path.read_bytes())[0][0].words[0])[1] == forms
