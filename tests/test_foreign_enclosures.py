"""Enclosures in languages that no letter is in, in several at once, and in one that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.errors import MeetingError
from pipeline.languages import known
from pipeline.load import load_meeting
from pipeline.localise import localise, phrases_in
from pipeline.localise.wording import as_data
from pipeline.model import HouseStyle
from pipeline.text import plain
from tests.houses import ROOT
from tests.languages import SIX, of

MEETING = """
languages = [{languages}]
letterhead = "plain"
author = "Secretariat"
date = 2025-01-15
index = false
slip_sheets = false

[title]
{titles}

[[instruments]]
key = "invitation"
template = "invitation"
salutations = ["excellencies"]
closing = "high-consideration"
[instruments.addressees]
{lines}

[signatory]
name = "A. Name"
[signatory.titles]
{lines}

[[groups]]
[[groups.enclosures]]
title = {{ {several} }}
{file}
"""


def told(folder: Path, file: str, languages: Sequence[str] = SIX, *, what: str = "title") -> dict[str, str]:
    """The title of the enclosure in the list of each language, or its stamp."""
    each = "\n".join(f'{tag} = "T"' for tag in languages)
    lines = "\n".join(f'{tag} = ["T"]' for tag in languages)
    several = ", ".join(f'{tag} = "T"' for tag in languages)
    named = ", ".join(f'"{tag}"' for tag in languages)
    toml = MEETING.format(titles=each, lines=lines, several=several, file=file, languages=named)
    place = folder / "meeting"
    (place / "enclosures").mkdir(parents=True)
    (place / "meeting.toml").write_text(toml, encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (place / "enclosures" / name).write_text("words", encoding="utf-8")
    meeting = load_meeting(place, ["en", "pt", "tr"])
    found = {}
    for tag in languages:
        phrases = phrases_in(ROOT / "templates", tag)
        words = localise(
            meeting, meeting.instruments[0], of(tag), phrases=phrases, letterhead={}, style=HouseStyle()
        ).words
        found[tag] = plain(as_data(words)["groups"][0]["enclosures"][0][what]).replace("\u00a0", " ")
    return found


def test_a_language_that_no_letter_is_in_is_named_in_the_letters_own(tmp_path: Path) -> None:
    assert told(tmp_path, 'file.pt = "enclosures/a.txt"') == {
        "ar": "T (بالبرتغالية فقط)",
        "en": "T (Portuguese only)",
        "es": "T (en portugués únicamente)",
        "fr": "T (portugais seulement)",
        "ru": "T (только на португальском языке)",
        "zh": "T（仅有葡萄牙文）",
    }


GOLDEN = ROOT / "tests" / "golden" / "only-in.txt"
"""In Portuguese; in English and Portuguese; in none that is known; in Hindi, whose name is a noun; in both of these;
and on the stamp of one that is translated from Portuguese, or from Turkish."""
FILES = ("file.pt =", "file =", "file.und =", "file.hi =", "file = ")
SEVERAL = {"file =": '\nlanguages = ["en", "pt"]', "file = ": '\nlanguages = ["hi", "pt"]'}


@pytest.mark.parametrize("language", known(None))
def test_every_language_that_ships_says_it_with_its_grammar(language: str, tmp_path: Path) -> None:
    said = []
    only = {
        line.partition(": ")[0]: line.partition(": ")[2].split(" | ")
        for line in GOLDEN.read_text(encoding="utf-8").splitlines()
    }
    beside = "de" if language == "fr" else "fr"
    for number, file in enumerate(FILES):
        asked = f'{file} "enclosures/a.txt"{SEVERAL.get(file, "")}'
        said.append(told(tmp_path / str(number), asked, (language, beside))[language])
    original = "tr" if language == "pt" else "pt"
    asked = f'file = {{ {language} = "enclosures/a.txt", {beside} = "enclosures/b.txt" }}'
    asked += f'\ntranslated_from.{language} = "{original}"'
    said.append(told(tmp_path / "translated", asked, (language, beside), what="stamp")[language])
    in_it = {"en": {1}, "pt": {0, 1, 4}}.get(language, set())  # which say nothing, as the file is in that language
    wanted = ["T" if number in in_it else each for number, each in enumerate(only[language])]
    assert [re.sub(r"^.*?\s?[(（](.*)[)）]$", r"\1", each) for each in said] == wanted


def test_one_file_in_several_languages_is_told_where_it_has_not_the_letters(tmp_path: Path) -> None:
    found = told(tmp_path, 'file = "enclosures/a.txt"\nlanguages = ["en", "pt"]')
    assert found["en"] == "T"
    assert found["fr"] == "T (anglais et portugais seulement)"
    assert found["ru"] == "T (только на английском и португальском языках)"
    assert found["zh"] == "T（仅有英文和葡萄牙文）"
    assert found["ar"] == "T (بالإنكليزية والبرتغالية فقط)"


def test_one_file_in_one_language_and_one_that_nobody_can_read(tmp_path: Path) -> None:
    found = told(tmp_path / "a", 'file = "enclosures/a.txt"\nlanguages = ["en"]')
    assert found["es"] == "T (en inglés únicamente)"
    found = told(tmp_path / "b", 'file.und = "enclosures/a.txt"')
    assert found["en"] == "T (in a language that is not known)"
    assert found["fr"] == "T (dans une langue qui n’est pas connue)"


def test_a_letter_has_its_own_file_where_there_is_one(tmp_path: Path) -> None:
    found = told(tmp_path, 'file = { pt = "enclosures/a.txt", fr = "enclosures/b.txt" }')
    assert (found["fr"], found["es"]) == ("T", "T (en portugués únicamente)")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ('file.xx = "enclosures/a.txt"', "language-unknown"),
        ('file = "enclosures/a.txt"\nlanguages = ["en", "xx"]', "language-unknown"),
        ('file = "enclosures/a.txt"\nlanguages = ["English"]', "language-malformed"),
        ('file.pt = "enclosures/a.txt"\nlanguages = ["pt"]', "languages-of-one-file"),
        ('file.fr = "enclosures/a.txt"', "file-lacks-fallback"),
    ],
)
def test_what_is_no_language_is_told(tmp_path: Path, file: str, code: str) -> None:
    with pytest.raises(MeetingError) as caught:
        told(tmp_path, file)
    assert code in {each.code for each in caught.value.findings}
