"""Lists: joined as each language joins them."""

from __future__ import annotations

from typing import Literal

import pytest
from babel.lists import format_list
from hypothesis import given
from hypothesis import strategies as st

from pipeline.localise.lists import joined
from pipeline.text import linked, parse, plain
from tests.languages import SIX, of


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "مصر والأردن ولبنان"),
        ("en", "Egypt, Jordan and Lebanon"),
        ("es", "Egipto, Jordania y Líbano"),
        ("fr", "Égypte, Jordanie et Liban"),
        ("ru", "Египет, Иордания и Ливан"),
        ("zh", "埃及、约旦和黎巴嫩"),
    ],
)
def test_three_states(language: str, expected: str) -> None:
    items = {
        "ar": ["مصر", "الأردن", "لبنان"],
        "en": ["Egypt", "Jordan", "Lebanon"],
        "es": ["Egipto", "Jordania", "Líbano"],
        "fr": ["Égypte", "Jordanie", "Liban"],
        "ru": ["Египет", "Иордания", "Ливан"],
        "zh": ["埃及", "约旦", "黎巴嫩"],
    }
    assert joined(items[language], of(language)) == expected


@pytest.mark.parametrize("language", sorted(set(SIX) - {"en"}))
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_elsewhere_than_in_english_lists_are_those_of_cldr(language: str, count: int) -> None:
    items = [f"B{number}" for number in range(count)]
    assert joined(items, of(language)) == format_list(items, "standard", locale=language)
    assert joined(items, of(language), "or") == format_list(items, "or", locale=language)


@pytest.mark.parametrize(
    ("last", "conjunction", "word"),
    [
        ("Italia", "and", "e"),
        ("Irán (República Islámica del)", "and", "e"),
        ("Íñigo", "and", "e"),
        ("hijos", "and", "e"),
        ("Hispania", "and", "e"),
        ("«Israel»", "and", "e"),
        ("Ybarra", "and", "e"),
        ("hielo", "and", "y"),
        ("hiato", "and", "y"),
        ("iones", "and", "y"),
        ("Yemen", "and", "y"),
        ("Hungría", "and", "y"),
        ("Austria", "and", "y"),
        ("Omán", "or", "u"),
        ("hombres", "or", "u"),
        ("ópera", "or", "u"),
        ("8", "or", "u"),
        ("80", "or", "u"),
        ("11", "or", "u"),
        ("110", "or", "o"),
        ("Italia", "or", "o"),
        ("Omán", "and", "y"),
    ],
)
def test_spanish_conjunctions_change_before_their_own_sound(
    last: str, conjunction: Literal["and", "or"], word: str
) -> None:
    assert joined(["Francia", last], of("es"), conjunction) == f"Francia {word} {last}"


def test_the_sound_is_that_of_the_words_not_of_their_marks() -> None:
    assert joined(["a", parse("*Informe*")], of("es")) == f"a e {parse('*Informe*')}"
    assert plain(joined(["a", linked("enclosure:3", "Informe")], of("es"))) == "a e Informe"
    assert plain(joined(["a", linked("informe:3", "Programa")], of("es"))) == "a y Programa"


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=1), st.sampled_from(SIX))
def test_every_word_is_there_in_its_order(items: list[str], language: str) -> None:
    words = joined(items, of(language))
    place = 0
    for item in items:
        place = words.index(item, place) + len(item)
    assert joined(items[:1], of(language)) == items[0]


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError, match="a list needs at least one word"):
        joined([], of("en"))
