"""Digits of a language: where its rows say so, numbers, enclosures, pages, lists and stamps are set in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from pipeline import ConfigError, House, Session
from pipeline.languages import language_of
from pipeline.localise.figures import number_words
from pipeline.localise.typography.markers import list_marker
from pipeline.localise.wording import Wording, Words, with_counts, with_pages
from pipeline.model import PageSpan
from pipeline.numbering import in_figures
from pipeline.text import pages_of
from tests.houses import ROOT, copy_house
from tests.reading import outline, pages

KHMER = "០១២៣៤៥៦៧៨៩"


def with_digits(root: Path, tag: str, name: str, signs: str) -> None:
    path = root / f"templates/{tag}/language.toml"
    toml = path.read_text(encoding="utf-8")
    toml = re.sub(r"(?m)^\[digits\]\n", f'[digits]\n{name} = "{signs}"\n', toml) if f"\n{name} = " not in toml else toml
    path.write_text(toml.replace("\n[numbers]\n", f'\n[numbers]\ndigits = "{name}"\n'), encoding="utf-8")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(copy_house(tmp_path / "house"))


def test_numbers_and_marks_of_lists_are_in_the_digits_of_the_language(house: House) -> None:
    with_digits(house.root, "ar", "arab", "٠١٢٣٤٥٦٧٨٩")
    language = language_of("ar", house.root / "templates")
    assert number_words(2024, language, None).figures == "٢٠٢٤"
    assert number_words(25, language, None).ordinal == "٢٥"
    assert list_marker(4, 2, language) == "‘٤’"
    assert list_marker(1, 1, language) == "(أ)"


def test_a_language_that_says_nothing_keeps_its_figures() -> None:
    for tag in ("ar", "km", "en"):
        language = language_of(tag, ROOT / "templates")
        assert (language.figures, number_words(14, language, None).figures) == ("", "14")


def test_pages_that_are_counted_later_are_in_them_too() -> None:
    group = Words({"enclosures": (Words({"title": f"A ({pages_of(1)})"}),)})
    wording = Wording("km", Words({"groups": (group,), "digits": KHMER}))
    groups: Any = with_pages(wording, {1: PageSpan(12, 30, "1-1")}).words.groups
    listed = groups[0].enclosures[0]
    assert (listed.pages, listed.page, listed.label) == ("៣០", "១២", "1-1")
    groups = with_counts(wording, {1: 30}).words.groups
    assert groups[0].enclosures[0].title == "A (៣០)"


@pytest.mark.parametrize(("typed", "seen"), [("2.1", "២.១"), ("A", "A"), ("IV", "IV"), ("10", "១០")])
def test_a_number_of_an_enclosure(typed: str, seen: str) -> None:
    assert in_figures(typed, KHMER) == seen
    assert in_figures(typed, "") == typed


def test_digits_that_the_file_does_not_have_are_told(house: House) -> None:
    path = house.root / "templates/fr/language.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\n[numbers]\n", '\n[numbers]\ndigits = "deva"\n'), encoding="utf-8"
    )
    with pytest.raises(ConfigError) as caught:
        language_of("fr", house.root / "templates")
    assert [each.code for each in caught.value.findings] == ["language-digits"]


def test_a_new_language_takes_those_that_it_is_written_with(house: House) -> None:
    file = (house.new_language("mr").folder / "language.toml").read_text(encoding="utf-8")
    assert file.count('digits = "deva"') == 2


@pytest.mark.office
def test_letter_index_outline_stamps_and_page_numbers_are_in_them(house: House) -> None:
    with_digits(house.root, "km", "khmr", KHMER)
    house.new("digits", languages=["km"])
    meeting = house.root / "meetings/digits/meeting.toml"
    toml = meeting.read_text(encoding="utf-8")
    meeting.write_text(toml.replace("\nlanguages = ", "\nrunning_numbers = true\nlanguages = ", 1), encoding="utf-8")
    with Session(house) as session:
        assert [str(each) for each in session.check("digits").problems] == []
        (bound,) = session.build("digits").bundles
    letter, index, *_enclosures = pages(bound)
    assert "១" in letter
    assert "៣" in index  # the page that the enclosure begins on
    assert any("១" in line for line in outline(bound))
    stamp = pypdf.PdfReader(bound).pages[2].extract_text()
    assert "១" in stamp
    assert "៣" in stamp  # the page's number in the bundle
