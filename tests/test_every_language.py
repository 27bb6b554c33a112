"""Every language that CLDR has becomes a folder whose file can be read, and that sets days and times."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from pipeline.errors import ConfigError
from pipeline.findings import Unfit
from pipeline.fonts.scripts import OF_SCRIPT
from pipeline.languages import calendar, language_of, names
from pipeline.languages.cldr import left_out, script_of
from pipeline.localise import dates, lists, right_to_left
from pipeline.reviewing.new import rules_for
from pipeline.text import plain


def every() -> list[str]:
    """The tags of all locales; of those with the same rows, the shortest."""
    tags = sorted((each.replace("_", "-") for each in locale_identifiers()), key=lambda tag: (len(tag), tag))
    return list({repr(left_out(tag)): tag for tag in reversed(tags)}.values())


def test_every_language_of_cldr_has_a_file_that_is_read(tmp_path: Path) -> None:
    for tag in every():
        file = rules_for(tag)
        (tmp_path / tag).mkdir()
        (tmp_path / tag / "language.toml").write_text(file, encoding="utf-8")
        try:
            language = language_of(tag, tmp_path)
        except ConfigError as error:
            lacking = {each.values["key"] for each in error.findings if each.code == "language-row-missing"}
            assert lacking == {f"dates.{row}" for row in re.findall(r"(?m)^# (\w+) = \[\]", file)} != set(), tag
            continue
        said = dates.moment(datetime.fromisoformat("2024-06-18T15:30+02:00"), language)
        assert ("2024" in said) == (language.dates.style.digits == "latn"), tag
        assert "{" not in said + dates.prose(date(2024, 5, 30), date(2024, 6, 3), language), tag


def test_patterns_of_cldr_have_no_field_that_is_not_known() -> None:
    for each in locale_identifiers():
        of = Locale.parse(each)
        patterns = [of.date_formats["full"].pattern, of.date_formats["long"].pattern, of.time_formats["short"].pattern]
        assert {found for pattern in patterns for found in calendar._fields(pattern)} <= KNOWN, each


KNOWN = {*"".join(calendar._FIELDS), "G"}


@pytest.mark.parametrize(
    ("tag", "day", "weekday", "time"),
    [
        ("th", "18 มิถุนายน ค.ศ. 2024", "วันอังคารที่ 18 มิถุนายน ค.ศ. 2024", "15:30"),  # an era
        ("zh-Hant", "2024年6月18日", "2024年6月18日 星期二", "下午3:30"),  # parts of the day
        ("yo", "18 Oṣù Òkúdu 2024", "Ọjọ́ Ìsẹ́gun, 18 Oṣù Òkúdu 2024", "15:30"),  # minutes by one letter
        ("fi", "18. kesäkuuta 2024", "tiistai 18. kesäkuuta 2024", "15.30"),  # names as they are by themselves
        ("ms-BN", "18 Jun 2024", "Selasa, 18 Jun 2024", "3:30 PTG"),  # a day with no name
        ("ti", "ሰነ 18, 2024", "ሰሉስ፣ ሰነ 18, 2024", "3:30 ድ.ቀ."),  # a day that is another beside its name
    ],
)
def test_what_patterns_of_cldr_say(tmp_path: Path, tag: str, day: str, weekday: str, time: str) -> None:
    (tmp_path / tag).mkdir()
    (tmp_path / tag / "language.toml").touch()
    language, on = language_of(tag, tmp_path), datetime.fromisoformat("2024-06-18T15:30+02:00")
    said = [dates.day(on, language), dates.weekday(on, language), dates.time(on, language)]
    assert [plain(each).replace("\u00a0", " ") for each in said] == [day, weekday, time]


def test_digits_of_the_further_scripts(tmp_path: Path) -> None:
    (tmp_path / "ff-Adlm").mkdir()
    (tmp_path / "ff-Adlm/language.toml").touch()
    assert "𞤂𞤐𞥒𞥔" not in dates.day(date(2024, 6, 18), language_of("ff-Adlm", tmp_path))
    assert "𞥒𞥐𞥒𞥔" in dates.day(date(2024, 6, 18), language_of("ff-Adlm", tmp_path))


def test_a_language_in_another_script_than_cldrs_takes_no_words_of_it(tmp_path: Path) -> None:
    file = rules_for("ku-Arab")
    assert "from right to left" in file
    assert {"# months = []", "# weekdays = []"} <= {line.partition(" # ")[0] for line in file.splitlines()}
    assert not re.search("[êû]", file)
    with pytest.raises(Unfit, match="no name for the State FRA"):
        names.territory("FRA", "ku-Arab")


@pytest.mark.parametrize(("tag", "turned"), [("ku-Arab", True), ("ku", False), ("az-Latn", False), ("nqo", True)])
def test_the_script_of_a_tag_says_its_direction(tag: str, turned: bool) -> None:
    assert right_to_left(tag) == turned


def test_direction_is_that_of_cldr_wherever_it_has_the_language() -> None:
    for each in set(locale_identifiers()) - {"root"}:
        assert right_to_left(each.replace("_", "-")) == (Locale.parse(each).character_order == "right-to-left"), each


def test_no_language_is_given_an_english_or(tmp_path: Path) -> None:
    for tag in every():
        assert left_out(tag)["lists"].get("or") != " or ", tag
    (tmp_path / "zu").mkdir()
    (tmp_path / "zu/language.toml").touch()
    zulu = language_of("zu", tmp_path)
    assert lists.joined(["A", "B"], zulu).startswith("A")
    with pytest.raises(Unfit, match=r"“lists\.or” is missing"):
        lists.joined(["A", "B"], zulu, "or")


def test_every_script_that_cldr_has_a_language_in_has_a_family_but_those_of_every_house() -> None:
    scripts = {script_of(each.replace("_", "-")) for each in locale_identifiers() if each != "root"}
    of_every_house = {"Arab", "Cyrl", "Grek", "Hans", "Hant", "Jpan", "Latn"}
    assert scripts - OF_SCRIPT.keys() == of_every_house
