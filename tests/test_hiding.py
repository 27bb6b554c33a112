"""Signs that nobody sees, in the facts of a meeting and in the cells of lists, and what scripts need, which is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import House, Session
from pipeline.findings.hiding import hiding
from tests.houses import copy_house
from tests.lists import write

HIDDEN = {
    "a place to break a line": ("Mar\u200bie Dupont", "Mar[U+200B]ie"),
    "one at the end": ("Kenya\u200b", "Kenya[U+200B]"),
    "one between Chinese signs": ("会\u200b议", "会[U+200B]议"),
    "a mark of order": ("\ufeffMarie", "[U+FEFF]Marie"),
    "a joiner of words": ("Ma\u2060rie", "Ma[U+2060]rie"),
    "a joiner": ("Мар\u200dия", "Мар[U+200D]ия"),
    "one that parts": ("Mar\u200cie", "Mar[U+200C]ie"),
    "one that joins nothing": ("a \u200db", "[U+200D]b"),
    "a mark of direction": ("Marie\u200f Dupont", "Marie[U+200F]"),
    "a blank letter": ("Marie \u3164", "[U+3164]"),
    "tags": ("Marie\U000e0041", "Marie[U+E0041]"),
}
SOUND = {
    "Persian": "می\u200cخواهم",
    "Devanagari": "क्\u200dष और क्\u200cष",
    "Khmer": "កិច្ចប្រជុំ\u200bរដ្ឋភាគី\u200b (2025)",
    "Thai": "การ\u200bประชุม",
    "emoji": "👩\u200d💻 🏳\ufe0f\u200d🌈",
    "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Arabic and Latin": "استمارة \u2068XFA\u2069 \u200f(PDF)",
    "no-break spaces": "Objet\u00a0: n°\u202f5",
    "a soft hyphen": "Tages\u00adordnung",
    "accents that combine": "Re\u0301union",
}


@pytest.mark.parametrize(("words", "shown"), HIDDEN.values(), ids=HIDDEN)
def test_a_sign_that_nobody_sees_is_shown_in_its_word(words: str, shown: str) -> None:
    assert hiding(words) == (shown,)


@pytest.mark.parametrize("words", SOUND.values(), ids=SOUND)
def test_what_a_script_needs_is_not_told(words: str) -> None:
    assert hiding(words) == ()


def test_facts_and_cells_that_have_such_signs_are_told_with_their_place(tmp_path: Path) -> None:
    house = House(copy_house(tmp_path / "house"))
    house.new("signs", languages=["en"])
    path = house.root / "meetings" / "signs" / "meeting.toml"
    said = path.read_text(encoding="utf-8")
    for words, instead in (
        ('en = "Sample meeting"', 'en = "Sample\u200b meeting"'),
        ('name = "Name Surname"', 'name = "Name \\u200bSurname"'),
        ('en = "Provisional agenda"', 'en = "Provisional\u00a0agenda"'),
    ):
        assert words in said
        said = said.replace(words, instead, 1)
    lists = 'recipients = "recipients.csv"\n' if "recipients =" not in said else ""
    path.write_text(lists + said, encoding="utf-8")
    rows = [("Name", "Category"), ("Ma\u200brie Dupont", "person"), ("احمد می\u200cخواهم", "person")]
    write(path.with_name("recipients.csv"), rows)
    with Session(house) as session:
        found = [each for each in session.check("signs").notes if each.code == "signs-unseen"]
    assert [(each.place.key, each.place.cell, each.values["words"]) for each in found] == [
        ((), "A2", ("Ma[U+200B]rie",)),
        (("title", "en"), "", ("Sample[U+200B]",)),
        (("signatory", "name"), "", ("[U+200B]Surname",)),
    ]
    assert all(each.place.line for each in found[1:])
