"""Cardinals and ordinals against the table in golden/numbers.txt, each from 1 to 100, and the rules that it follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from pipeline.localise import numbers, ordinals
from pipeline.localise.figures import number_words
from pipeline.localise.numbers import Case, Gender
from pipeline.text import RAISED, RAISED_END, plain, raised
from tests.languages import SIX as LANGUAGES
from tests.languages import of

GOLDEN = Path(__file__).parent / "golden" / "numbers.txt"
GENDERS: tuple[Gender, ...] = ("masculine", "feminine")
ALL_GENDERS: tuple[Gender, ...] = get_args(Gender)
CASES: tuple[Case, ...] = get_args(Case)


def shown(words: str) -> str:
    return words.replace(RAISED, "<").replace(RAISED_END, ">")


def rows() -> Iterator[str]:
    for language in LANGUAGES:
        yield f"\n# {language}: cardinal, masculine and feminine; ordinal, masculine and feminine; in figures"
        for number in range(1, 101):
            forms = [
                *(numbers.words(number, of(language), gender=gender) for gender in GENDERS),
                *(ordinals.in_words(number, of(language), gender=gender) for gender in GENDERS),
                *(shown(numbers.ordinal(number, of(language), gender=gender)) for gender in GENDERS),
            ]
            yield f"{number}: {' | '.join(forms)}"
    yield "\n# ru: cardinals from the genitive to the prepositional"
    for number in [*range(1, 21), *range(30, 101, 10)]:
        yield f"{number}: {' | '.join(numbers.words(number, of('ru'), case=case) for case in CASES[1:])}"
    for gender in ALL_GENDERS:
        yield f"\n# ru: ordinals, {gender}, from the nominative to the prepositional"
        for number in [*range(1, 21), *range(30, 101, 10)]:
            declined = (ordinals.in_words(number, of("ru"), gender=gender, case=case) for case in CASES)
            yield f"{number}: {' | '.join(declined)}"
    yield "\n# ru: ordinals in figures"
    for number in (1, 3):
        for gender in ALL_GENDERS:
            yield " | ".join(numbers.ordinal(number, of("ru"), gender=gender, case=case) for case in CASES)
        yield " | ".join(numbers.ordinal(number, of("ru"), plural=True, case=case) for case in CASES)
    yield "\n# ar: oblique; cardinal, masculine and feminine; ordinal, masculine and feminine"
    for number in range(1, 101):
        forms = [
            *(numbers.words(number, of("ar"), gender=gender, case="genitive") for gender in GENDERS),
            *(ordinals.in_words(number, of("ar"), gender=gender, case="genitive") for gender in GENDERS),
        ]
        yield f"{number}: {' | '.join(forms)}"


LARGE = (
    *(
        101,
        102,
        108,
        111,
        112,
        113,
        121,
        123,
        156,
        171,
        180,
        199,
        200,
        201,
        211,
        280,
        300,
        321,
        400,
        500,
        508,
        600,
        700,
    ),
    *(777, 800, 880, 900, 999, 1000, 1001, 1003, 1010, 1011, 1080, 1100, 1111, 1156, 1200, 1999, 2000, 2002, 2024),
    *(2300, 3000, 4000, 5021, 6000, 7000, 8800, 9000, 9999),
)
"""Each hundred and thousand, and where rules meet."""


def large_rows() -> Iterator[str]:
    for language in LANGUAGES:
        last = ordinals.last(of(language))
        yield f"\n# {language}: above a hundred; in the same order; in words as far as they go"
        for number in LARGE:
            forms = [
                *(numbers.words(number, of(language), gender=gender) for gender in GENDERS),
                *(
                    ordinals.in_words(number, of(language), gender=gender) if number <= last else "–"
                    for gender in GENDERS
                ),
                *(shown(numbers.ordinal(number, of(language), gender=gender)) for gender in GENDERS),
            ]
            yield f"{number}: {' | '.join(forms)}"
    yield "\n# ru: above a hundred: cardinals from the genitive to the prepositional; feminine ordinals likewise"
    for number in LARGE:
        yield f"{number}: {' | '.join(numbers.words(number, of('ru'), case=case) for case in CASES[1:])}"
        ordinal = (ordinals.in_words(number, of("ru"), gender="feminine", case=case) for case in CASES[1:])
        yield f"{number}: {' | '.join(ordinal)}"
    yield "\n# ar: above a hundred, oblique: cardinal, masculine and feminine; ordinal, masculine and feminine"
    for number in LARGE:
        forms = [
            *(numbers.words(number, of("ar"), gender=gender, case="genitive") for gender in GENDERS),
            *(
                ordinals.in_words(number, of("ar"), gender=gender, case="genitive") if number < 1000 else "–"
                for gender in GENDERS
            ),
        ]
        yield f"{number}: {' | '.join(forms)}"


def test_every_number_is_as_the_table_has_it(tmp_path: Path) -> None:
    actual = tmp_path / "numbers.txt"
    actual.write_text("\n".join([*rows(), *large_rows()]).lstrip() + "\n", encoding="utf-8")
    assert actual.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8"), f"what came out is in {actual}"


@pytest.mark.parametrize(
    ("language", "gender", "expected"),
    [
        ("fr", "feminine", "cinquième"),
        ("es", "feminine", "quinta"),
        ("zh", "feminine", "第五次"),
        ("ru", "feminine", "пятая"),
        ("ar", "masculine", "الخامس"),
        ("ar", "feminine", "الخامسة"),
        ("en", "masculine", "fifth"),
    ],
)
def test_the_fifth(language: str, gender: Gender, expected: str) -> None:
    assert ordinals.in_words(5, of(language), gender=gender) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_numbers_are_called_alike(language: str) -> None:
    for gender in GENDERS:
        last = ordinals.last(of(language))
        assert len({numbers.words(number, of(language), gender=gender) for number in range(10_000)}) == 10_000
        assert len({ordinals.in_words(number, of(language), gender=gender) for number in range(1, last + 1)}) == last
        assert len({numbers.ordinal(number, of(language), gender=gender) for number in range(1, 10_000)}) == 9_999


@pytest.mark.parametrize("number", [-1, 0, 10_000])
@pytest.mark.parametrize("language", LANGUAGES)
def test_out_of_range_is_refused(number: int, language: str) -> None:
    for form, first, last in (
        (numbers.words, 0, 9_999),
        (numbers.ordinal, 1, 9_999),
        (ordinals.in_words, 1, ordinals.last(of(language))),
    ):
        if number != first:
            with pytest.raises(ValueError, match=f"^{number} is out of range: it goes from {first} to {last}$"):
                form(number, of(language))
        form(last, of(language))


def test_the_house_chooses_the_ending_of_french_ordinals() -> None:
    assert numbers.ordinal(25, of("fr")) == f"25{raised('e')}"
    assert numbers.ordinal(25, of("fr"), "ème") == f"25{raised('ème')}"
    # The first is always 1er or 1re.
    assert numbers.ordinal(1, of("fr"), "ème") == f"1{raised('er')}"
    assert numbers.ordinal(1, of("fr"), "ème", feminine=True) == f"1{raised('re')}"


def test_feminine_is_short_for_the_gender() -> None:
    for number in range(1, 101):
        for language in LANGUAGES:
            assert numbers.words(number, of(language), feminine=True) == numbers.words(
                number, of(language), gender="feminine"
            )
            short = numbers.ordinal(number, of(language), feminine=True)
            assert short == numbers.ordinal(number, of(language), gender="feminine")


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "primer"), (3, "tercer"), (11, "undécimo"), (13, "decimotercer"), (21, "vigesimoprimer"), (5, "quinto")],
)
def test_spanish_ordinals_before_a_masculine_noun(number: int, words: str) -> None:
    assert ordinals.in_words(number, of("es"), before_noun=True) == words
    assert ordinals.in_words(number, of("es"), before_noun=True, gender="feminine").endswith("a")
    assert ordinals.in_words(number, of("es"), before_noun=True, plural=True).endswith("os")


def test_spanish_figures_before_a_masculine_noun() -> None:
    assert plain(numbers.ordinal(1, of("es"), before_noun=True)) == "1.er"
    assert plain(numbers.ordinal(23, of("es"), before_noun=True)) == "23.er"
    assert plain(numbers.ordinal(11, of("es"), before_noun=True)) == "11.º"
    assert plain(numbers.ordinal(1, of("es"), before_noun=True, feminine=True)) == "1.ª"


def test_cardinals_before_their_noun() -> None:
    assert numbers.words(1, of("es"), before_noun=True) == "un"
    assert numbers.words(21, of("es"), before_noun=True) == "veintiún"
    assert numbers.words(31, of("es"), before_noun=True) == "treinta y un"
    assert numbers.words(2, of("zh"), before_noun=True) == "两"
    assert numbers.words(12, of("zh"), before_noun=True) == "十二"
    assert numbers.words(8, of("ar"), feminine=True, before_noun=True) == "ثماني"


def test_plurals() -> None:
    assert ordinals.in_words(1, of("fr"), gender="feminine", plural=True) == "premières"
    assert ordinals.in_words(5, of("es"), gender="feminine", plural=True) == "quintas"
    assert ordinals.in_words(21, of("ru"), plural=True, case="genitive") == "двадцать первых"
    assert plain(numbers.ordinal(2, of("fr"), plural=True)) == "2es"


def test_the_russian_accusative() -> None:
    assert numbers.words(21, of("ru"), feminine=True, case="accusative") == "двадцать одну"
    assert numbers.words(2, of("ru"), feminine=True, case="accusative") == "две"
    assert numbers.words(5, of("ru"), case="accusative") == "пять"
    assert ordinals.in_words(5, of("ru"), gender="feminine", case="accusative") == "пятую"


def test_a_russian_ending_in_figures_is_that_of_the_word() -> None:
    for number in (*range(1, 101), *LARGE):
        for gender in ALL_GENDERS:
            for case in CASES:
                ending = numbers.ordinal(number, of("ru"), gender=gender, case=case).partition("-")[2]
                assert ordinals.in_words(number, of("ru"), gender=gender, case=case).endswith(ending)


def test_the_arabic_cardinal_is_of_the_opposite_gender() -> None:
    assert numbers.words(3, of("ar")) == "ثلاثة"  # ثلاثة أشخاص
    assert numbers.words(3, of("ar"), feminine=True) == "ثلاث"  # ثلاث دورات
    assert numbers.words(13, of("ar")) == "ثلاثة عشر"
    assert numbers.words(13, of("ar"), feminine=True) == "ثلاث عشرة"


def test_a_chinese_ordinal_takes_the_classifier_of_its_noun() -> None:
    assert ordinals.in_words(22, of("zh"), classifier="届") == "第二十二届"
    assert ordinals.in_words(2, of("zh"), before_noun=True, classifier="") == "第二"


def test_a_form_that_templates_ask_for_has_the_case_of_the_plain_one() -> None:
    words = number_words(156, of("ru"), None)
    assert (words.ordinal, words.ordinal_feminine, words.ordinal_neuter) == ("156-й", "156-я", "156-е")
    assert words.ordinal_words_feminine == "сто пятьдесят шестая"
    assert words.words_feminine == "сто пятьдесят шесть"
