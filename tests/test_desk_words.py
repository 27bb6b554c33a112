"""The desk's words: the catalogues of all languages have the same, all that pages say is in them, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from pipeline import House
from pipeline.desk import forms, words
from pipeline.desk.rendering import size
from pipeline.findings.catalogue import CATALOGUE, desk, editing
from tests.houses import ROOT, copy_house

DESK = ROOT / "pipeline" / "desk"
CATALOGUES = sorted((DESK / "words").glob("*.po"))
SCRIPTS = {"ar": (0x0600, 0x06FF), "ru": (0x0400, 0x04FF), "zh": (0x4E00, 0x9FFF)}


def messages(path: Path) -> dict[str, tuple[str, str]]:
    with path.open("rb") as file:
        found = [each for each in read_po(file, locale=path.stem, abort_invalid=True) if each.context]
    assert len({each.context for each in found}) == len(found), path
    assert all("awaits review" in " ".join(each.auto_comments) for each in found), path
    return {str(each.context): (str(each.id), str(each.string)) for each in found}


PUT_RIGHT = (
    *("list-unchangeable", "list-row-gone", "list-cell-merged", "list-row-changed"),
    *("letter-to-nobody", "recipient-email"),
)
"""What is told of the list of recipients where it is put right on a page."""
LOCKED = (
    *("pdf-password", "pdf-wrong-password", "locked", "wrong-office-password"),
    *("password-not-set", "password-variable-empty"),
)
"""What is told of a file whose password is asked for on a page."""
ENTRIES = {**desk.ENTRIES, **editing.ENTRIES, **{code: CATALOGUE[code] for code in (*PUT_RIGHT, *LOCKED)}}
ENGLISH = messages(DESK / "words" / "en.po")


def test_the_desk_speaks_six_languages() -> None:
    assert words.LANGUAGES == ("ar", "en", "es", "fr", "ru", "zh")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_catalogue_has_every_phrase_with_its_places(path: Path) -> None:
    found = messages(path)
    assert {key: source for key, (source, _) in found.items()} == {key: source for key, (source, _) in ENGLISH.items()}
    for key, (source, said) in found.items():
        places = [sorted(re.findall(r"\{\w+\}", each)) for each in (source, said)]
        assert (key, places[0]) == (key, places[1])
        if path.stem in SCRIPTS and not key.startswith("language."):
            first, last = SCRIPTS[path.stem]
            assert any(first <= ord(sign) <= last for sign in said), key


ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
TYPED = re.compile(r"(?<![\w-])--[a-z]|\w = \W|\{\{|://(?!\w)")
"""What begins or ends with a sign that has no direction: an option, a setting, a placeholder."""


def test_what_is_typed_keeps_its_order_among_words_from_right_to_left() -> None:
    house = House.open(ROOT)
    for tag in (each for each in words.LANGUAGES if house.words(each).right_to_left):
        for path in (DESK / "words" / f"{tag}.po", ROOT / "templates" / tag / "program.po"):
            with path.open("rb") as file:
                said = [str(each.string) for each in read_po(file, locale=tag) if each.id]
            assert [each for each in said if TYPED.search(ISOLATED.sub("", each))] == [], path


def test_the_words_of_findings_are_those_of_their_catalogue() -> None:
    told = {code: entry.what for code, entry in ENTRIES.items()}
    told |= {f"{code}.mend": entry.mend for code, entry in ENTRIES.items()}
    assert {key: said for key, (_, said) in ENGLISH.items() if key in told} == told


def test_pages_say_what_the_catalogues_have_and_nothing_else() -> None:
    sources = [*DESK.rglob("*.py"), *DESK.rglob("*.html")]
    said, begun = set[str](), set[str]()
    for path in sources:
        text = path.read_text(encoding="utf-8")
        said |= set(re.findall(r"[\"']([a-z][\w-]*(?:\.[\w-]+)*)[\"']", text))
        begun |= {f"{each}." for each in re.findall(r"f\"([a-z-]+(?:\.[a-z-]+)*)\.\{", text)}
        said |= {f"act.{each}" for each in re.findall(r"(?:did|history\.add)\(\s*\"([\w-]+)\"", text)}
    made_up = begun | {
        f"{each}." for path in sources for each in re.findall(r"\"([\w.-]+)\.\" ?~", path.read_text("utf-8"))
    }
    asked = {each for each in said if any(each.startswith(f"{key.partition('.')[0]}.") for key in ENGLISH)}
    own = {key for key in ENGLISH if key.removesuffix(".mend") not in ENTRIES and not key.startswith("help.")}
    assert {key for key in own if key not in said and not any(key.startswith(each) for each in made_up)} == set()
    files = {each for each in asked if each.endswith((".html", ".css", ".js", ".json", ".toml"))}
    assert asked - own - files == set()


def test_what_helps_with_a_field_is_said_in_all_languages(tmp_path: Path) -> None:
    """It is known by its English, which is the schema's own: a word of it that is changed is to be said anew."""
    house = House.open(copy_house(tmp_path / "house"))
    asked = set(_helps(forms.root(house.schema)))
    known = {said for key, (said, _) in ENGLISH.items() if key.startswith("help.")}
    assert known == asked
    french = words.speech(house, "fr")
    assert {french.help(each)[1] for each in asked} == {"fr"}
    assert french.help("Nobody says this.") == ("Nobody says this.", "en")


def _helps(node: forms.Node) -> Iterator[str]:
    yield from (each.help for each in node.fields if each.help)
    for name, below in node.below.items():
        if name != "accepted":  # which has a page of its own
            yield from _helps(below)
    if node.of:
        yield from _helps(node.of)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_page_of_each_language_says_its_direction(language: str) -> None:
    assert words._read(language).right_to_left == (language == "ar")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", ("999 B", "1.5 kB", "12.3 MB")),
        ("fr", ("999 o", "1,5 ko", "12,3 Mo")),
        ("ar", ("\u2068999\u2069 بايت", "\u2066\u20681\u2069,\u20685\u2069\u2069 كيلوبايت", None)),
    ],
)
def test_a_size_is_said_as_the_reader_writes_it(tag: str, said: tuple[str | None, ...]) -> None:
    speech = words.speech(House.open(ROOT), tag)
    for count, wanted in zip((999, 1_500, 12_345_678), said, strict=True):
        assert wanted is None or size(count, speech).replace("\u00a0", " ") == wanted
