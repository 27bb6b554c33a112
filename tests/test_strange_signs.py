"""Signs that no font has, or that are none: each is told by its code and its place, wherever it was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import House, Session
from pipeline.findings import Finding
from tests.houses import copy_house

TANGUT, FLAG = "\U00017000", "\U0001f1eb\U0001f1f7"


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(copy_house(tmp_path / "house"))
    house.new("signs", languages=["en"])
    return house


def typed(house: House, file: str, words: str, instead: str) -> None:
    path = house.root / file
    text = path.read_text(encoding="utf-8")
    assert words in text
    path.write_text(text.replace(words, instead, 1), encoding="utf-8")


def told(house: House) -> list[Finding]:
    with Session(house) as session:
        found = session.check("signs")
    return [*found.problems, *found.notes]


@pytest.mark.parametrize("sign", ["\ue123", "\U000f0001", "\u0378", "\ufffe", "\x07", "\U0010fffd"])
@pytest.mark.parametrize(
    ("words", "key"),
    [
        ('en = "Sample meeting"', ("title", "en")),
        ('en = "Provisional agenda"', ("groups", 0, "enclosures", 0, "title", "en")),
        ('name = "Name Surname"', ("signatory", "name")),
    ],
)
def test_what_is_no_sign_is_told_with_its_key(house: House, words: str, key: tuple[str | int, ...], sign: str) -> None:
    shown = f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
    typed(house, "meetings/signs/meeting.toml", words, f'{words[:-1]} {shown}"')
    found = [each for each in told(house) if each.code == "character-unprintable"]
    assert [(each.values["code"], each.place.key) for each in found] == [(f"U+{ord(sign):04X}", key)]
    assert sign not in str(found[0])


@pytest.mark.office
@pytest.mark.parametrize("sign", [TANGUT, FLAG], ids=["tangut", "flag"])
def test_what_no_font_has_is_told_by_its_code_wherever_it_stands(house: House, sign: str) -> None:
    typed(house, "meetings/signs/meeting.toml", '"Provisional agenda"', f'"Provisional {sign} agenda"')
    typed(house, "meetings/signs/meeting.toml", '"Name Surname"', f'"Name {sign}"')
    found = [each for each in told(house) if each.code == "signs-undrawn"]
    assert {Path(each.place.file).name for each in found} == {"invitation.docx", "index.docx"}
    codes = " ".join(f"U+{ord(each):04X}" for each in sign)
    assert all(codes in str(each.values["signs"]) for each in found)


def test_a_sign_of_a_stamp_that_its_font_lacks_is_told(house: House) -> None:
    phrase = 'msgstr "Enclosure {number} – page {page}/{pages}"'
    typed(house, "templates/en/phrases.po", phrase, phrase.replace("Enclosure", f"Enclosure {TANGUT}"))
    found = [each for each in told(house) if each.code == "stamp-font-lacks"]
    assert found
    assert all("U+17000" in str(each.values["signs"]) for each in found)
