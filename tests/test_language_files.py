"""A language's file: what is wrong with one is told with its line; what it leaves out is its parent's or CLDR's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline import states
from pipeline.errors import ConfigError
from pipeline.languages import Language, known, language_of, languages
from pipeline.localise import dates, lists, numbers
from pipeline.text import plain
from tests.houses import ROOT

FRENCH = (ROOT / "templates/fr/language.toml").read_text(encoding="utf-8")


def written(folder: Path, tag: str, toml: str) -> Path:
    """The templates of a house that has a language's file."""
    path = folder / "templates" / tag / "language.toml"
    path.parent.mkdir(parents=True)
    path.write_text(toml, encoding="utf-8")
    return folder / "templates"


def told(folder: Path, toml: str, tag: str = "xyz") -> list[tuple[str, int | None]]:
    with pytest.raises(ConfigError) as caught:
        language_of(tag, written(folder, tag, toml))
    assert all(Path(each.place.file).parent.name == tag for each in caught.value.findings)
    return [(each.code, each.place.line) for each in caught.value.findings]


def seen(words: str) -> str:
    return plain(words).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "instead", "code"),
    [
        ('prose = "du_{first} au_{last}"', 'prose = "du_{first} au_{last}}"', "language-brace"),
        ('prose = "du_{first} au_{last}"', 'prose = "du_{first au_{last}"', "language-brace"),
        ('prose = "du_{first} au_{last}"', 'prose = "du_{first} au_{end}"', "language-place-unknown"),
        ('prose = "du_{first} au_{last}"', 'prose = "du_{first!r} au_{last}"', "language-place-unknown"),
        ('prose = "du_{first} au_{last}"', 'prose = "du_{first}"', "language-place-missing"),
        ('prose = "du_{first} au_{last}"', "prose = 3", "value-no-words"),
        ('prose = "du_{first} au_{last}"', 'pros = "du_{first} au_{last}"', "key-unknown"),
        ('    { words = "{hour}_h_{minute}" },\n', "", "language-time-gap"),
        ('hours = "0-1"', 'hours = "1-0"', "language-hours"),
        ('hours = "0-1"', 'hours = "0-24"', "language-hours"),
        ('"lundi", ', "", "value-length"),
        ('cardinal = "%cardinal"', 'cardinal = "%cardinals"', "number-set-missing"),
        ("30: trente[→%%et→];", "30: trente[→%%und→];", "number-set-missing"),
        ("30: trente[→%%et→];", "30: trente[→%%et→;", "number-rule"),
        ("30: trente[→%%et→];", "30: trente | trenta | trento;", "number-rule-forms"),
        ("30: trente[→%%et→];", "19: trente;", "number-rule-order"),
        ("%%et: *, feminine\n", "%%cents: *, feminine\n", "number-set-twice"),
        ('latn = "0123456789"', 'latn = "012345678"', "value-length"),
        ('digits = "latn"', 'digits = "latin"', "language-digits"),
        ('where = "elision"', 'where = "elisions"', "value-unknown"),
        (', where = "elision"', "", "typography-rule-lacks"),
        ('rule = "apostrophe"', 'rule = "apostrophes"', "value-unknown"),
        ("article = 'l[", "article = 'l(?[", "language-expression"),
        ('forms = ["{d} au', 'forms = ["{d} au {jour}', "language-place-unknown"),
        ("assurances = '", "assurances = '(", "language-expression"),
        ('small = "', 'smal = "', "key-unknown"),
        ('enclosure = "feminine"', 'enclosure = "female"', "value-unknown"),
        ("last = 9999", "last = 0", "value-too-small"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, typed: str, instead: str, code: str) -> None:
    assert typed in FRENCH
    toml = FRENCH.replace(typed, instead, 1)
    found = told(tmp_path, toml, "fr")
    assert code in [each for each, _line in found]
    line = dict(found)[code]
    if code == "language-digits":
        return  # of a language as a whole
    assert line is not None
    before = FRENCH[: FRENCH.index(typed)].count("\n") + 1
    assert before - 20 <= line <= before + 3


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    templates = written(
        tmp_path, "fr", FRENCH.replace('on = "le_{date}"', 'on = "le"').replace("last = 9999", "last = 0")
    )
    written(tmp_path / "b", "es", "x")
    (templates / "es").mkdir()
    (templates / "es/language.toml").write_text('[lists]\nbetween = ""\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        languages(["fr", "es"], templates)
    told = {(Path(each.place.file).parent.name, each.code) for each in caught.value.findings}
    assert told == {("fr", "language-place-missing"), ("fr", "value-too-small"), ("es", "value-empty")}


@pytest.mark.parametrize("tag", ["xx", "tlh-Piqd", "FR", "..", "fr/../en", ""])
def test_what_is_no_tag_is_no_language(tmp_path: Path, tag: str) -> None:
    with pytest.raises(ConfigError, match="is not a language that is known here"):
        language_of(tag, tmp_path)


def test_a_folder_named_by_no_tag_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "") == [("language-no-tag", None)]


@pytest.mark.parametrize(("parent", "code"), [("da", "language-circle"), ("sv", "language-unknown")])
def test_a_language_that_inherits_from_none(tmp_path: Path, parent: str, code: str) -> None:
    assert [each for each, _ in told(tmp_path, f'inherits = "{parent}"\n', "da")] == [code]


def danish(folder: Path) -> Language:
    return language_of("da", written(folder, "da", '[dates]\nday_month = "{number}._{month}"\nday = "{number}."\n'))


def test_what_a_file_leaves_out_is_what_cldr_says(tmp_path: Path) -> None:
    language = danish(tmp_path)
    assert seen(dates.day(date(2024, 6, 18), language)) == "18. juni 2024"
    assert seen(dates.compact(date(2024, 6, 18), date(2024, 6, 20), language)) == "18.–20. juni 2024"
    assert lists.joined(["Danmark", "Norge", "Sverige"], language) == "Danmark, Norge og Sverige"
    assert states.short("CIV", language) == "Elfenbenskysten"
    assert language.left_out["dates.months"] == "CLDR"
    assert "dates.day_month" not in language.left_out


def test_what_no_rule_says_is_no_number_in_another_language(tmp_path: Path) -> None:
    language = danish(tmp_path)
    with pytest.raises(ValueError, match="“da” has no rules for numbers in words"):
        numbers.said(3, language, language.numbers.cardinal, frozenset())


def test_a_region_inherits_from_its_language_and_says_what_is_its_own(tmp_path: Path) -> None:
    templates = written(tmp_path, "es-MX", '[salutations]\nend = ","\n')
    language = language_of("es-MX", templates)
    assert seen(dates.prose(date(2024, 6, 18), date(2024, 6, 20), language)) == "del 18 al 20 de junio de 2024"
    assert (language.table.salutations.between, language.table.salutations.end) == (", ", ",")
    assert numbers.words(21, language, feminine=True) == "veintiuna"
    assert states.short("CIV", language) == "Côte d’Ivoire"
    assert language.left_out["dates.prose"] == "es"


def test_a_script_is_a_language_of_its_own(tmp_path: Path) -> None:
    language = language_of("zh-Hant", written(tmp_path, "zh-Hant", ""))
    assert "zh" not in language.left_out.values()
    assert states.short("DEU", language) == "德國"


def test_the_six_leave_nothing_to_cldr() -> None:
    for tag in ("ar", "en", "es", "fr", "ru", "zh"):
        assert language_of(tag).left_out == {}
    assert {"ar", "en", "es", "fr", "ru", "zh"} <= set(known(None))


def test_a_house_has_its_own_rules_and_those_that_ship_where_it_has_none(tmp_path: Path) -> None:
    own = FRENCH.replace('prose = "du_{first} au_{last}"', 'prose = "entre le_{first} et le_{last}"')
    templates = written(tmp_path, "fr", own)
    days = date(2024, 6, 18), date(2024, 6, 20)
    assert seen(dates.prose(*days, language_of("fr", templates))) == "entre le 18 et le 20 juin 2024"
    assert seen(dates.prose(*days, language_of("en", templates))) == "from 18 to 20 June 2024"
