"""A number is made once: each scheme is followed through a bundle that was built."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.convert.office import Offices
from pipeline.numbering import SCHEMES, letter, numbers, roman
from tests.houses import ROOT, build, copy_house, copy_meeting
from tests.reading import labels, links, outline, pages, paragraphs, seen

SIZES = st.lists(st.integers(1, 30), min_size=1, max_size=6)


@given(st.sampled_from(sorted(SCHEMES)), SIZES)
def test_every_enclosure_has_a_number_and_none_has_anothers(name: str, sizes: list[int]) -> None:
    made = numbers(SCHEMES[name], sizes)
    assert [len(group) for group in made] == sizes
    every = [number for group in made for number in group]
    assert len(set(every)) == len(every)
    assert all(number.strip() == number and number for number in every)


@given(SIZES, SIZES)
def test_a_number_depends_on_its_place_alone(before: list[int], after: list[int]) -> None:
    for scheme in SCHEMES.values():
        assert numbers(scheme, before + after)[: len(before)] == numbers(scheme, before)


@given(st.integers(1, 5000))
def test_letters_can_be_read_back(number: int) -> None:
    value = 0
    for sign in letter(number):
        value = value * 26 + ord(sign) - ord("A") + 1
    assert value == number


@given(st.integers(1, 399))
def test_roman_figures_can_be_read_back(number: int) -> None:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}[sign] for sign in roman(number)]
    following = [*values[1:], 0]
    assert sum(-value if value < after else value for value, after in zip(values, following, strict=True)) == number
    assert not re.search(r"(.)\1{3}", roman(number))


SCHEME_NUMBERS = {
    "through": ["1", "2", "3", "4"],
    "by-group": ["1.1", "1.2", "2.1", "2.2"],
    "roman": ["I", "II", "III", "IV"],
    "letter": ["A", "B", "C", "D"],
    "annex": ["1", "2", "3", "4"],
    "annex-letter": ["A", "B", "C", "D"],
    "annex-roman": ["I", "II", "III", "IV"],
}


def test_each_scheme_is_followed() -> None:
    assert set(SCHEME_NUMBERS) == set(SCHEMES)


@pytest.mark.parametrize("name", SCHEME_NUMBERS)
def test_the_number_is_the_same_wherever_it_is_printed(name: str, tmp_path: Path, offices: Offices) -> None:
    folder = copy_meeting(copy_house(tmp_path / "house"))
    path = folder / "meeting.toml"
    toml = path.read_text(encoding="utf-8").replace("slip_sheets = false", "slip_sheets = true")
    # A page each, so that every place is known; and one enclosure whose own words say its number.
    shutil.copy(folder / "enclosures" / "agenda.txt", folder / "enclosures" / "form.txt")
    toml = toml.replace("form.pdf", "form.txt").replace(", *{{ event.session.dates }}*", "")
    path.write_text(f'numbering = "{name}"\n{toml}', encoding="utf-8")
    package = build(folder, tmp_path / "out", offices)
    bundle, expected = package.path("bundle"), SCHEME_NUMBERS[name]
    noun = "Annexe" if name.startswith("annex") else "Pièce jointe"
    titles = ["Ordre du jour", "Programme", "Formulaire", "Note"]

    items = [f"{noun} {each}" if noun == "Annexe" else f"{each}." for each in expected]
    letter_lines = [seen(line) for line in paragraphs(package.path("letter-docx"))]
    assert [line for line in letter_lines if any(line.endswith(f" {title}") for title in titles)] == [
        f"{item} {title}" for item, title in zip(items, titles, strict=True)
    ]
    words = pages(bundle)
    index = [
        f"{number} {title} 1 {3 + 2 * at}" for at, (number, title) in enumerate(zip(expected, titles, strict=True))
    ]
    assert [row for row in index if row not in words[1]] == []
    assert labels(bundle) == ["1", "i", *(label for number in expected for label in (f"{number}-i", f"{number}-1"))]
    entries = [seen(line).rpartition(" @")[0] for line in outline(bundle, deepest=1)]
    numbered = [f"{number}. {title}" for number, title in zip(expected, titles, strict=True)]
    assert [line for line in entries if any(line.endswith(f" {title}") for title in titles)] == numbered
    for at, number in enumerate(expected):
        assert f"{noun} {number} {titles[at]}" in words[2 + 2 * at]
        assert f"{noun} {number} – page 1/1" in words[3 + 2 * at]
    assert f"(pièce {expected[1]})" in words[5]
    assert links(bundle, 0) == [2, 4, 6, 8]
    assert links(bundle, 1) == [2, 4, 6, 8]


def test_long_roman_figures_stand_on_one_line(tmp_path: Path, offices: Offices) -> None:
    folder = copy_meeting(copy_house(tmp_path / "house"))
    path = folder / "meeting.toml"
    toml, _, _ = path.read_text(encoding="utf-8").partition("[[groups]]")
    enclosures = []
    for number in range(1, 39):
        (folder / "enclosures" / f"{number}.txt").write_text("Un papier.\n", encoding="utf-8")
        enclosures.append(f'[[groups.enclosures]]\ntitle.fr = "Papier {number}"\nfile.fr = "enclosures/{number}.txt"')
    groups = "\n".join(['[[groups]]\ntitle.fr = "Documents"', *enclosures])
    path.write_text(f'numbering = "roman"\n{toml}\n{groups}\n', encoding="utf-8")
    package = build(folder, tmp_path / "out", offices)
    bundle = package.path("bundle")
    index = " ".join(
        words for words, label in zip(pages(bundle), labels(bundle), strict=True) if re.match("[iv]", label)
    )
    # Next to a wide number there is hardly a gap: a reader of PDF may see none.
    broken = [number for number in range(1, 39) if not re.search(rf"\b{roman(number)} ?Papier {number}", index)]
    assert broken == []


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_indexs_numbers_have_room_for_38(language: str) -> None:
    """XXXVIII, the widest number up to 40, is 15 mm wide in the widest of the six languages' fonts."""
    table = docx.Document(str(ROOT / "templates" / language / "index.docx")).tables[0]
    rows = [row for row in table.rows if len(row._tr.tc_lst) == 4]
    assert rows
    for row in rows:
        width = row.cells[0].width
        assert width is not None
        assert width.mm - MARGIN >= 15
        assert row._tr.tc_lst[0].xpath("w:tcPr/w:tcMar/w:right/@w:w") == ["0"]


MARGIN = 1.9
"""Of a cell, in millimetres, as Word has it where nothing is said: 0.08 in."""
