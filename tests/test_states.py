"""The names of States: no gaps, the names that are often got wrong, and the order of each language."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline import states
from pipeline.findings import Unfit
from pipeline.languages import Language
from tests.languages import SIX as LANGUAGES
from tests.languages import of

GOLDEN = Path(__file__).parent / "golden" / "states.txt"


def test_there_are_193_members_and_two_observers() -> None:
    assert len(states.codes()) == 195
    assert set(states.codes()) - set(states.codes(observers=False)) == {"VAT", "PSE"}
    assert all(re.fullmatch("[A-Z]{3}", code) for code in states.codes())


SCRIPTS = {"ar": "[\u0600-\u06ff]", "ru": "[а-яА-ЯёЁ]", "zh": "[\u4e00-\u9fff]"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_short_name_is_missing_or_doubled(language: str) -> None:
    names = [states.short(code, of(language)) for code in states.codes()]
    assert len(set(names)) == 195
    for name in names:
        assert name == name.strip()
        assert re.search(SCRIPTS.get(language, "[A-Za-z]"), name)
        assert not re.search(r"['_]|  ", name)
        if language in {"ar", "ru", "zh"}:
            assert not re.search("[A-Za-z]", name)


def test_every_chinese_character_has_its_syllable_and_tone() -> None:
    for code in states.codes():
        pinyin = states.pinyin(code).split()
        assert len(pinyin) == len(states.short(code, of("zh")))
        assert all(re.fullmatch("[a-zü]+[1-5]", syllable) for syllable in pinyin)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("TUR", ["تركيا", "Türkiye", "Türkiye", "Türkiye", "Турция", "土耳其"]),
        ("CZE", ["تشيكيا", "Czechia", "Chequia", "Tchéquie", "Чехия", "捷克"]),
        ("CIV", ["كوت ديفوار", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire", "Кот-д’Ивуар", "科特迪瓦"]),
        ("SWZ", ["إسواتيني", "Eswatini", "Eswatini", "Eswatini", "Эсватини", "斯威士兰"]),
        ("VNM", ["فييت نام", "Viet Nam", "Viet Nam", "Viet Nam", "Вьетнам", "越南"]),
        (
            "LAO",
            [
                "جمهورية لاو الديمقراطية الشعبية",
                "Lao People’s Democratic Republic",
                "República Democrática Popular Lao",
                "République démocratique populaire lao",
                "Лаосская Народно-Демократическая Республика",
                "老挝人民民主共和国",
            ],
        ),
        (
            "MKD",
            [
                "مقدونيا الشمالية",
                "North Macedonia",
                "Macedonia del Norte",
                "Macédoine du Nord",
                "Северная Македония",
                "北马其顿",
            ],
        ),
        (
            "NLD",
            [
                "هولندا (مملكة -)",
                "Netherlands (Kingdom of the)",
                "Países Bajos (Reino de los)",
                "Pays-Bas (Royaume des)",
                "Нидерланды (Королевство)",
                "荷兰王国",
            ],
        ),
        (
            "PSE",
            [
                "دولة فلسطين",
                "State of Palestine",
                "Estado de Palestina",
                "État de Palestine",
                "Государство Палестина",
                "巴勒斯坦国",
            ],
        ),
    ],
)
def test_names_that_are_often_got_wrong(code: str, names: list[str]) -> None:
    assert [states.short(code, of(language)) for language in LANGUAGES] == names


def test_every_formal_name_in_english() -> None:
    assert all(states.formal(code, of("en")) for code in states.codes())
    assert states.formal("GBR", of("en")) == "the United Kingdom of Great Britain and Northern Ireland"
    assert states.formal("CHE", of("en")) == "the Swiss Confederation"
    assert states.formal("CAN", of("en")) == "Canada"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_a_formal_name_that_the_table_lacks_is_refused_and_a_house_can_give_it(language: str) -> None:
    with pytest.raises(ValueError, match=f"no formal name of Switzerland in “{language}”"):
        states.formal("CHE", of(language))
    own = {"CHE": "la Confédération suisse"}
    assert states.formal("CHE", of(language), own) == own["CHE"]


def test_a_house_overrides_a_short_name_and_its_place() -> None:
    own = {"CIV": "Ivory Coast"}
    assert states.short("CIV", of("en"), own) == "Ivory Coast"
    assert states.short("CHE", of("en"), own) == "Switzerland"
    assert states.in_order(["ITA", "CIV", "DEU"], of("en"), own) == ("DEU", "ITA", "CIV")
    assert states.in_order(["ITA", "CIV", "DEU"], of("en")) == ("CIV", "DEU", "ITA")


@pytest.mark.parametrize("form", [states.short, states.formal])
def test_an_unknown_code_is_refused(form: Callable[[str, Language], str]) -> None:
    with pytest.raises(Unfit, match="There is no State “CHX”") as caught:
        form("CHX", of("en"))
    assert caught.value.code == "state-unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_order_of_each_language_is_as_the_table_has_it(language: str) -> None:
    sections = dict(
        section.split("\n", 1) for section in GOLDEN.read_text(encoding="utf-8").strip().split("\n\n") if section
    )
    ordered = [states.short(code, of(language)) for code in states.in_order(reversed(states.codes()), of(language))]
    assert ordered == sections[f"# {language}"].split("\n")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        # an accent counts for nothing between different letters
        ("fr", ["Égypte", "Émirats", "Équateur", "Érythrée", "Espagne", "État", "Éthiopie"]),
        ("es", ["Eslovenia", "España", "Estado de Palestina"]),
        ("en", ["Tunisia", "Türkiye", "Turkmenistan"]),
        ("ru", ["Италия", "Йемен", "Кабо-Верде"]),
        ("ar", ["بالاو", "البحرين", "البرازيل", "بربادوس"]),
        ("zh", ["贝宁", "比利时", "秘鲁", "冰岛"]),
    ],
)
def test_neighbours(language: str, names: list[str]) -> None:
    ordered = [states.short(code, of(language)) for code in states.in_order(states.codes(), of(language))]
    places = [next(place for place, name in enumerate(ordered) if name.startswith(start)) for start in names]
    assert all(first < second for first, second in pairwise(places))


def test_letters_of_their_own() -> None:
    # Names of no State, so that each rule has its case.
    def order(language: str, *names: str) -> list[str]:
        own = dict(zip(states.codes(), names, strict=False))
        return [own[code] for code in states.in_order(list(own), of(language), own)]

    assert order("es", "Caña", "Canuto", "Cana", "Cao") == ["Cana", "Canuto", "Caña", "Cao"]
    assert order("ru", "Ёлка", "Ель", "Ежи", "Йод", "Ива", "Кот") == ["Ежи", "Ёлка", "Ель", "Ива", "Йод", "Кот"]
    assert order("ar", "الباء", "أبجد", "تاء", "آب") == ["آب", "أبجد", "الباء", "تاء"]
    assert order("en", "New Zealand", "Newark", "New-found") == ["New-found", "New Zealand", "Newark"]
    assert order("fr", "Côte", "Cote", "Coté") == ["Cote", "Coté", "Côte"]


def test_the_table_is_read_only_when_a_name_is_asked_for() -> None:
    script = "from pipeline import states; raise SystemExit(states._states.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_leads_back_to_its_state(language: str) -> None:
    for code in states.codes():
        for name in (code, states.short(code, of(language)), states.short(code, of(language)).upper()):
            assert states.find(name) == code
        assert states.find(states.formal(code, of("en"))) == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("fr", "FRA"), ("la France", "FRA"), ("l’Italie", "ITA"), ("ETATS-UNIS", "USA"),
        ("EE. UU.", "USA"), ("U.K.", "GBR"),
        ("Congo", "COG"), ("République démocratique du Congo", "COD"), ("Corée du Sud", "KOR"), ("Россия", "RUS"),
        ("", None), ("Korea", None), ("République", None), ("Zürich", None),
    ],
)  # fmt: skip
def test_a_state_goes_by_many_names(words: str, code: str | None) -> None:
    assert states.find(words) == code
