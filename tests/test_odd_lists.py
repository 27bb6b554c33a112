"""Lists of recipients as offices have had them for years: what they call columns, and what stands in their cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import House, Session
from pipeline.errors import MeetingError
from pipeline.findings.words import say
from pipeline.fonts import house_fonts, system_folders
from pipeline.load.recipients import RecipientList, load_recipients
from tests.houses import ROOT, copy_house
from tests.lists import FRANCE, HEAD, KENYA, a_house, a_meeting, edited, write
from tests.mailing import add_recipients

SIX = ("ar", "en", "es", "fr", "ru", "zh")


def read(folder: Path, rows: Sequence[Sequence[Any]], name: str = "recipients.xlsx") -> RecipientList:
    return load_recipients(a_meeting(write(folder / name, rows), languages=SIX), a_house())


def told(found: RecipientList) -> list[tuple[str, str]]:
    findings = [*found.problems, *(each for each in found.notes if each.code != "list-columns")]
    return [(each.code, each.place.cell) for each in findings]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Titre", {"S.E. M.": "masculine", "S. E. Mme": "feminine", "Mme": "feminine", "S.Exc. Monsieur": "masculine"}),
        ("Title", {"H.E. Mr": "masculine", "Her Excellency Ms.": "feminine", "Hon. Mr.": "masculine"}),
        ("Tratamiento", {"Excmo. Sr.": "masculine", "S.E. Sra. Dña.": "feminine", "Sr. D.": "masculine"}),
        ("Титул", {"Е.П. г-н": "masculine", "Её Превосходительство г-жа": "feminine"}),
        ("اللقب", {"سعادة السيد": "masculine", "معالي السيدة": "feminine", "صاحبة السعادة": "feminine"}),
        ("称谓", {"先生阁下": "masculine", "女士": "feminine"}),
        ("Anrede", {"S.E. Herrn": "masculine", "I.E. Frau": "feminine"}),
    ],
)  # fmt: skip
def test_excellencies_are_men_and_women(tmp_path: Path, heading: str, cells: dict[str, str]) -> None:
    """And who is one is told where no rank says so, as the letter would greet them as anyone."""
    rows = [
        ("State", heading, "Name", "Language"),
        *(("Kenya", each, f"Name {number}", "fr") for number, each in enumerate(cells)),
    ]
    found = read(tmp_path, rows)
    assert [each.gender for each in found.recipients] == list(cells.values())
    assert not found.problems
    plain = {"Mme", "Sr. D.", "女士"}
    assert told(found) == [
        ("recipient-excellency", f"B{row}") for row, each in enumerate(cells, start=2) if each not in plain
    ]


def test_an_excellency_with_a_rank_is_greeted_as_one(tmp_path: Path) -> None:
    rows = [("State", "Title", "Name", "Rank", "Language"), ("Kenya", "H.E. Ms", "Jane Roe", "Ambassador", "en")]
    assert told(read(tmp_path, rows)) == []


def test_one_title_that_is_none_of_mr_and_ms_makes_no_column_a_function(tmp_path: Path) -> None:
    """It is told, with its cell; else all would have “Mr” for their function."""
    rows = [("State", "Title", "Name", "Job title", "Language")]
    rows += [("Kenya", "Mr", "John Roe", "Counsellor", "en"), ("Kenya", "Ms", "Ann Poe", "Attaché", "en")]
    rows += [("Kenya", "Dr", "Eve Moe", "Attaché", "en")]
    found = read(tmp_path, rows)
    assert told(found) == [("recipient-gender", "B4")]
    assert [each.function for each in found.recipients] == ["Counsellor", "Attaché"]


def test_a_title_that_few_have_for_mr_is_a_function(tmp_path: Path) -> None:
    rows = [("State", "Title", "Name", "Language"), ("Kenya", "Minister Counsellor", "John Roe", "en")]
    rows += [("Kenya", "Deputy Head of Mission", "Ann Poe", "en"), ("Kenya", "Mr", "Eve Moe", "en")]
    assert [each.function for each in read(tmp_path, rows).recipients][:2] == [
        "Minister Counsellor",
        "Deputy Head of Mission",
    ]


@pytest.mark.parametrize(
    ("headings", "cells", "person"),
    [
        (("Фамилия", "Имя", "Отчество"), ("Иванов", "Иван", "Петрович"), "Иван Петрович Иванов"),
        (("Last name", "First name", "Middle name"), ("Roe", "Jane", "Q."), "Jane Q. Roe"),
        (("Фамилия", "Имя и отчество"), ("Иванов", "Иван Петрович"), "Иван Петрович Иванов"),
        (("اسم العائلة", "الاسم الأول", "اسم الأب"), ("حسن", "ليلى", "علي"), "ليلى علي حسن"),
    ],
)
def test_no_part_of_a_name_is_lost(
    tmp_path: Path, headings: tuple[str, ...], cells: tuple[str, ...], person: str
) -> None:
    found = read(tmp_path, [(*headings, "State", "Language"), (*cells, "Kenya", "en")])
    assert [each.person for each in found.recipients] == [person]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Correspondence language", "language"), ("Language of correspondence", "language"),
        ("Langue de travail", "language"), ("Idioma de correspondencia", "language"), ("Рабочий язык", "language"),
        ("工作语言", "language"), ("لغة المراسلة", "language"), ("Name of representative", "person"),
    ],
)  # fmt: skip
def test_a_heading_is_known_as_offices_write_it(tmp_path: Path, heading: str, field: str) -> None:
    rows = [{"State": "Kenya", "Name": "Jane Roe", "Language": "en"}]
    replaced = {"language": "Language", "person": "Name"}[field]
    names = [heading if each == replaced else each for each in rows[0]]
    found = read(tmp_path, [names, tuple(rows[0].values())])
    assert [(each.person, each.language) for each in found.recipients] == [("Jane Roe", "en")]


def test_a_towns_code_is_part_of_the_address_whatever_it_is_called(tmp_path: Path) -> None:
    for heading in ("CP", "C.P.", "PLZ", "CAP"):
        found = read(
            tmp_path, [("State", "Address", heading, "City", "Language"), ("Kenya", "Rue 1", "01202", "X", "fr")]
        )
        assert found.recipients[0].address == ("Rue 1", "01202 X"), heading


def test_what_was_read_is_shown_where_a_column_is_missing(tmp_path: Path) -> None:
    """So that a person sees which heading was not known."""
    with pytest.raises(MeetingError) as error:
        read(tmp_path, [("State", "Sprache des Briefs hier", "Name"), ("Kenya", "en", "Jane Roe")])
    (finding,) = error.value.findings
    assert finding.code == "list-column-missing"
    assert "B “Sprache des Briefs hier” → recipient.extra." in say(finding).what


@pytest.mark.parametrize(
    ("said", "language"), [("ENG", "en"), ("fre", "fr"), ("FRA", "fr"), ("spa", "es"), ("ara", "ar"), ("рус.", "ru")]
)  # fmt: skip
def test_a_language_is_known_by_its_code_of_three_letters(tmp_path: Path, said: str, language: str) -> None:
    found = read(tmp_path, [("State", "Language"), ("Kenya", said)])
    assert [each.language for each in found.recipients] == [language]


def test_a_state_that_is_like_none_is_not_answered_by_the_first_of_all(tmp_path: Path) -> None:
    found = read(tmp_path, [("State", "Language"), ("Zzyzx", "en")])
    (finding,) = found.problems
    assert "Afghanistan" not in say(finding).mend
    found = read(tmp_path, [("State", "Language"), ("Germani", "en")])
    assert "Germany" in say(found.problems[0]).mend


def test_who_gets_no_draft_for_want_of_an_e_mail_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "recipients.csv", [HEAD, FRANCE, KENYA])
    asked = replace(a_meeting(path), messages="letter")
    (finding,) = (each for each in load_recipients(asked, a_house()).notes if each.code != "list-columns")
    assert (finding.code, finding.values) == ("recipients-without-email", {"count": 1, "rows": ("3",)})
    assert "recipients-without-email" not in [each.code for each in load_recipients(a_meeting(path), a_house()).notes]


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("สมชาย", "สมชาย"),
        ("አበበ", "አበ"),
        ("王小明", ""),
        ("ليلى", ""),
        ("Ἀριστοτέλης", ""),
        ("Nguyễn", ""),
        ("გიორგი", ""),
    ],
)
def test_a_name_that_would_be_printed_as_boxes_is_told(tmp_path: Path, name: str, lacking: str) -> None:
    path = write(tmp_path / "recipients.csv", [("State", "Name", "Language"), ("Kenya", name, "en")])
    meeting = a_meeting(path, languages=SIX)
    fonts = house_fonts(ROOT, a_house().settings.model_dump(), system_folders(Path.home()))
    found = load_recipients(meeting, a_house(), lacking=fonts.lacking)
    assert [(each.place.cell, each.values["signs"]) for each in found.left_out] == (
        [("B2", lacking)] if lacking else []
    )
    assert len(found.recipients) == 1


@pytest.mark.office
def test_a_build_tells_what_of_the_list_was_hidden(tmp_path: Path) -> None:
    """As a filter hides rows, and who builds without a check would take the letters for all; also where all is made."""
    house = copy_house(tmp_path / "house")
    meeting = add_recipients(house, more="")
    words = (meeting / "meeting.toml").read_text(encoding="utf-8")
    (meeting / "meeting.toml").write_text(words.replace("recipients.csv", "list.xlsx"), encoding="utf-8")
    rows = [("Category", "State", "Language"), ("missions", "France", "fr"), ("missions", "Kenya", "fr")]

    def hide(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    edited(write(meeting / "list.xlsx", rows), hide)
    with Session(House.open(house)) as session:
        for _ in range(2):
            built = session.build("tiny")
            assert [(each.code, each.values["rows"]) for each in built.left_out] == [("list-hidden-rows", ("3",))]
            assert len([each for each in built.manifest["outputs"] if each["role"] == "dispatch"]) == 2


@pytest.mark.office
def test_a_dispatch_list_says_which_letters_are_of_an_earlier_build_and_which_are_not_made(tmp_path: Path) -> None:
    """A build of one language lists the letters of all, and who sends them out is to know which are not to go."""
    house = House.open(copy_house(tmp_path / "house"))
    needs = {each.name: each.name == "recipients" for each in house.needs}
    folder = house.new("two", languages=("en", "fr"), needs=needs).folder
    rows = [("Category", "State", "Language"), ("missions", "France", "fr"), ("missions", "Kenya", "en")]
    write(folder / "recipients.xlsx", rows)

    def problems(*languages: str) -> list[tuple[str, bool, str]]:
        built = session.build("two", languages=languages)
        letters = json.loads((built.out / "dispatch.json").read_text(encoding="utf-8"))["letters"]
        return [(each["language"], bool(each["path"]), each["problem"].partition(".")[0]) for each in letters]

    none = "This build made letters in other languages alone"
    before = "The letter is of an earlier build, before the last change"
    with Session(house) as session:
        assert problems("fr") == [("en", False, none), ("fr", True, "")]
        assert problems() == [("en", True, ""), ("fr", True, "")]
        assert problems("fr") == [("en", True, ""), ("fr", True, "")]
        toml = folder / "meeting.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace('author = "', 'author = "The '), encoding="utf-8")
        assert problems("fr") == [("en", True, before), ("fr", True, "")]
