"""Eras: a language whose file has some counts years in them, in all that it sets, and reads those that people type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.findings import Unfit
from pipeline.folders import SHIPPED
from pipeline.languages import Language, language_of
from pipeline.languages.rows import unreviewed
from pipeline.localise import dates, said
from pipeline.reviewing.sheet import examples
from pipeline.text import plain

BUDDHIST = """
[dates]
whole = "{date}_{year}"
eras = [{ since = 0001-01-01, first = 544, words = "พ.ศ._{year}" }]
"""
"""CLDR, the Buddhist calendar."""
JAPANESE = """
inherits = "ja"
[dates]
eras = [
    { since = 1926-12-25, words = "昭和{year}", one = "昭和元" },
    { since = 1989-01-08, words = "平成{year}", one = "平成元" },
    { since = 2019-05-01, words = "令和{year}", one = "令和元" },
]
"""


def of(folder: Path, tag: str, toml: str) -> Language:
    path = folder / "templates" / tag / "language.toml"
    path.parent.mkdir(parents=True)
    path.write_text(toml, encoding="utf-8")
    return language_of(tag, folder / "templates")


@pytest.fixture
def thai(tmp_path: Path) -> Language:
    return of(tmp_path, "th", BUDDHIST)


@pytest.fixture
def japanese(tmp_path: Path) -> Language:
    return of(tmp_path, "ja-JP", JAPANESE)


def seen(words: str) -> str:
    return plain(words).replace("\u00a0", " ")


def test_years_are_those_of_the_era_in_all_that_is_set(thai: Language) -> None:
    june = date(2026, 6, 18), date(2026, 6, 20)
    assert seen(dates.day(june[0], thai)) == "18 มิถุนายน พ.ศ. 2569"
    assert seen(dates.compact(*june, thai)) == "18–20 มิถุนายน พ.ศ. 2569"
    assert seen(dates.compact(date(2026, 12, 30), date(2027, 1, 1), thai)).endswith("1 มกราคม พ.ศ. 2570")
    assert seen(dates.weekday(june[0], thai)).endswith("พ.ศ. 2569")


def test_an_era_begins_on_its_day_within_a_year(japanese: Language) -> None:
    said_so = [seen(dates.day(day, japanese)) for day in (date(2019, 4, 30), date(2019, 5, 1), date(2024, 6, 18))]
    assert said_so == ["平成31年4月30日", "令和元年5月1日", "令和6年6月18日"]
    assert seen(dates.prose(date(2019, 4, 30), date(2019, 5, 2), japanese)) == "平成31年4月30日から令和元年5月2日まで"
    assert seen(dates.compact(date(2019, 5, 1), date(2019, 5, 2), japanese)).count("令和") == 1
    assert seen(dates.day(date(1900, 1, 1), japanese)) == "1900年1月1日"  # before all of them


def test_a_house_may_count_as_everybody_does(thai: Language) -> None:
    style = dates.style_for(thai, {"calendar": "common"})
    assert seen(dates.day(date(2026, 6, 18), thai, style=style)) == "18 มิถุนายน 2026"
    with pytest.raises(Unfit, match="calendar"):
        dates.style_for(thai, {"calendar": "buddhist"})


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("18 มิถุนายน พ.ศ. 2569", 2026),
        ("18 มิถุนายน พ.ศ.2569", 2026),
        ("๑๘ มิถุนายน ๒๕๖๙", 2026),
        ("18 มิถุนายน 2026", 2026),
        ("18 มิถุนายน 3569", None),
    ],
)
def test_years_that_were_typed_are_read(thai: Language, typed: str, year: int | None) -> None:
    assert [each.year for each in said.days(typed, thai) if each.year] == ([year] if year else [])


def test_years_of_several_eras_are_read(japanese: Language) -> None:
    typed = "令和6年6月18日、平成31年4月30日、令和元年5月1日、2024年6月18日"
    assert [each.year for each in said.days(typed, japanese)] == [2024, 2019, 2019, 2024]


def test_eras_are_a_row_that_a_native_speaker_reads(japanese: Language) -> None:
    shown = examples(japanese)["dates.eras"]
    assert shown[-2:] == ("令和元年5月1日", "令和6年6月1日")
    assert "dates.eras" in unreviewed(japanese)


@pytest.mark.parametrize(
    ("typed", "instead", "code"),
    [
        ("1989-01-08", "1912-07-30", "language-era-order"),
        ("平成{year}", "平成", "language-place-missing"),
        ("平成{year}", "平成{era}{year}", "language-place-unknown"),
        ("since = 1989-01-08, ", "", "key-missing"),
        ("1989-01-08", '"1989"', "value-no-day"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, typed: str, instead: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        of(tmp_path, "ja-JP", JAPANESE.replace(typed, instead))
    assert [(each.code, each.place.line) for each in caught.value.findings] == [(code, 4)]


def test_no_language_that_ships_counts_otherwise_than_everybody() -> None:
    tags = [path.parent.name for path in SHIPPED.glob("*/language.toml")]
    assert "en" in tags
    assert [tag for tag in tags if language_of(tag).dates.eras] == []
