"""Spelling: what Hunspell does not know of a letter is told, but for names and the house's own words."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from pipeline.convert.office import Offices
from pipeline.findings import Finding
from pipeline.preflight.spelling import misspelt
from pipeline.workers import speller
from tests.houses import build, copy_meeting
from tests.preflight.test_said import letter

hunspell = pytest.mark.skipif(not speller.files("fr"), reason="Hunspell and its French dictionary are an extra")


def told(text: str, own: Collection[str] = ()) -> list[Finding]:
    return list(misspelt(letter(text, "fr"), own, lambda words: speller.unknown(words, "fr")))


@hunspell
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La réunoin s’ouvre, et la réunoin se ferme.", ("réunoin",)),
        ("Nous avons l’honeur de vous inviter à la session.", ("l'honeur",)),
        ("Une réu\u0301nion", ("réúnion",)),
    ],
)
def test_what_is_misspelt_is_told_once(text: str, words: tuple[str, ...]) -> None:
    assert [each.values["words"] for each in told(text)] == [words]


@hunspell
@pytest.mark.parametrize(
    "text",
    [
        "L’entrée est libre aujourd’hui, à l’Office ; le vice-président Ly Thuch vous attend.",
        "Écrivez à isu@apminebanconvention.org ou voyez www.example.org/formulaire_xyz.",
        "Le 25ème anniversaire, A/78/5, OMM, h2o, n° 5",
        "Les interssions",
    ],
)
def test_nothing_is_told_of_sound_words_names_and_addresses(text: str) -> None:
    assert told(text, {"interssions"}) == []


def test_a_dictionary_that_is_not_there_says_nothing() -> None:
    assert speller.files("../../../etc/passwd") == ()
    assert (speller.digest("tlh"), speller.unknown(["mot"], "tlh")) == ("", frozenset())


def test_a_house_that_looks_at_spelling_is_told_what_it_lacks(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house, "tiny")
    own = own_house / "words.txt"
    own.write_text("subagenda\n", encoding="utf-8")
    config = own_house / "config.toml"
    settings = config.read_text(encoding="utf-8") + '\n[words]\nspelling = { fr = "NAME" }\nown = "words.txt"\n'
    config.write_text(settings.replace("NAME", "fr_XX"), encoding="utf-8")
    package = build(folder, own_house / "out", offices)
    assert "dictionary-missing" in {each["code"] for each in package.manifest["notes"]}
    if speller.files("fr"):
        config.write_text(settings.replace("NAME", "fr"), encoding="utf-8")
        agenda = next(folder.glob("enclosures/*.txt"))
        agenda.write_text("Une reunoin, et un subagenda.\n", encoding="utf-8")
        package = build(folder, own_house / "out", offices)
        (note,) = [each for each in package.manifest["notes"] if each["code"] == "words-unknown"]
        assert note["values"]["words"] == ["reunoin"]
