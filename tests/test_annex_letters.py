"""Letters of a language: annexes that are lettered have those of the language's rows, as far as they go."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import ConfigError, House, MeetingError, Session
from pipeline.languages import language_of
from pipeline.localise.mentions import mentions
from pipeline.package import gather
from pipeline.preflight.facts import EnclosureFact
from pipeline.reviewing.sheet import examples
from tests.houses import copy_house
from tests.languages import SIX
from tests.reading import labels, outline, pages

GREEK = "Α Β Γ Δ ΣΤ"
"""The last has two signs."""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(copy_house(tmp_path / "house"))


def greek(house: House, letters: str = GREEK) -> None:
    """A language of the house, whose annexes have letters of its own."""
    path = house.new_language("el").folder / "language.toml"
    toml = path.read_text(encoding="utf-8")
    path.write_text(toml.replace("\n[markers]\n", f'\n[markers]\nenclosures = "{letters}"\n'), encoding="utf-8")


def lettered(house: House, slug: str, tag: str, enclosures: int = 1) -> None:
    """A meeting of so many annexes that are lettered."""
    house.new(slug, languages=[tag])
    path = house.root / f"meetings/{slug}/meeting.toml"
    toml = re.sub(r'(?m)^numbering = ".*"\n', "", path.read_text(encoding="utf-8"))
    toml = toml.replace("\nlanguages = ", '\nnumbering = "annex-letter"\nlanguages = ', 1)
    one = re.search(r"(?ms)^\[\[groups\.enclosures\]\]\n.*?(?=^\[|\Z)", toml)
    assert one is not None
    more = [one[0].replace("enclosures/01", f"enclosures/{number:02}") for number in range(1, enclosures + 1)]
    path.write_text(toml.replace(one[0], "\n\n".join(more)), encoding="utf-8")
    first = next(path.parent.glob("enclosures/01*"))
    for number in range(2, enclosures + 1):
        first.with_name(first.name.replace("01", f"{number:02}")).write_text(f"{number}\n", encoding="utf-8")


def test_annexes_have_the_letters_of_the_language(house: House) -> None:
    greek(house)
    language = language_of("el", house.root / "templates")
    assert [language.set_number(each, lettered=True) for each in ("A", "C", "E")] == ["Α", "Γ", "ΣΤ"]
    assert language.set_number("C", lettered=False) == "C"  # a hundred in Roman figures
    assert examples(language)["markers.enclosures"] == ("1: Α", "2: Β", "3: Γ", "4: Δ", "5: ΣΤ")


@pytest.mark.parametrize("tag", [*SIX, "de", "pt-BR"])
def test_a_language_without_the_row_has_latin_letters_to_the_end_and_beyond(tag: str) -> None:
    language = language_of(tag)
    assert [language.set_number(each, lettered=True) for each in ("A", "Z", "AA")] == ["A", "Z", "AA"]


def test_a_region_has_those_of_its_language(house: House) -> None:
    greek(house)
    house.new_language("el-CY")
    language = language_of("el-CY", house.root / "templates")
    assert (language.letters[-1], language.left_out["markers.enclosures"]) == ("ΣΤ", "el")


@pytest.mark.parametrize(
    ("letters", "code"),
    [("Α Β Α", "language-letter-twice"), ("Α Β-", "language-letter"), ("Α 2", "language-letter"), ("", "value-empty")],
)
def test_what_are_no_letters_is_told_with_its_line(house: House, letters: str, code: str) -> None:
    greek(house, letters)
    with pytest.raises(ConfigError) as caught:
        language_of("el", house.root / "templates")
    (found,) = caught.value.findings
    lines = (house.root / "templates/el/language.toml").read_text(encoding="utf-8").splitlines()
    assert (found.code, found.place.line) == (code, lines.index(f'enclosures = "{letters}"') + 1)


def test_an_annex_beyond_the_last_letter_is_told_in_each_language_that_has_none_for_it(house: House) -> None:
    lettered(house, "many", "uk", 25)
    with pytest.raises(MeetingError) as caught:
        gather(house.find("many"))[0].words()
    (told,) = [each for each in caught.value.findings if each.code == "letters-beyond"]
    assert dict(told.values) == {"count": 25, "language": "uk", "last": 24}
    lettered(house, "enough", "uk", 24)
    (enough,) = gather(house.find("enough"))
    assert [enough.number_of(each) for each in enough.meeting.enclosures][-1] == "Я"
    assert enough.words()


def test_a_letter_that_was_typed_is_held_against_the_list() -> None:
    ukrainian, khmer = language_of("uk"), language_of("km")
    listed = [EnclosureFact(1, "А", "Додаток А"), EnclosureFact(2, "Б", "Додаток Б")]
    (told,) = mentions("Див. додаток Б, додаток В.", ukrainian, "enclosure", listed)
    assert (told.typed, told.position) == ("додаток В", None)
    own = [EnclosureFact(1, "ក", "ឧបសម្ព័ន្ធ ក")]
    assert [each.typed for each in mentions("សូមមើលឧបសម្ព័ន្ធ ខ។", khmer, "annex", own)] == ["ឧបសម្ព័ន្ធ ខ"]
    assert mentions("សូមមើលឧបសម្ព័ន្ធ ក។ ឧបសម្ព័ន្ធកម្ពុជា", khmer, "annex", own) == []


@pytest.mark.office
def test_letter_index_outline_stamps_and_labels_have_them(house: House) -> None:
    lettered(house, "annexes", "km", 2)
    with Session(house) as session:
        assert [str(each) for each in session.check("annexes").problems] == []
        build = session.build("annexes")
    (bound,) = build.bundles
    levels = [each["conformance"] for each in build.manifest["outputs"] if each["role"] in {"letter", "bundle"}]
    assert levels == [{"pdfa": "2a", "pdfua": True}] * 2
    letter, index, *enclosures = pages(bound)
    assert "ឧបសម្ព័ន្ធ" in letter
    for page in (letter, index, *enclosures[:1]):
        assert "ក" in page
    assert [line.strip()[:3] for line in outline(bound)][-2:] == ["ក. ", "ខ. "]
    assert labels(bound)[-2:] == ["ក-1", "ខ-1"]
