"""The fields at a letter's head and foot, who signs, links and ways to take part, as words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from pipeline import addresses, text
from pipeline.check import check
from pipeline.errors import MeetingError
from pipeline.findings import Unfit
from pipeline.held import whole
from pipeline.load import load_meeting
from pipeline.localise import as_data, localise, read_phrases
from pipeline.model import HouseStyle
from pipeline.package import gather
from tests.houses import MEETINGS, ROOT
from tests.languages import of
from tests.templates import template as write_template

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
LEFT, RIGHT = "\u200e", "\u200f"

ONLINE = """
[venues.room]
kind = "online"
link = "https://example.org/join?id=7"
meeting_number = "123 4567"
passcode.{language} = "…"

[[events]]
key = "talk"
title.{language} = "…"
start = 2027-03-05
end = 2027-03-05
venue = "room"

[links.registration]
address = "https://example.org/réunion"
title.{language} = "…"

[links.join]
venue = "room"
"""


def meeting(folder: Path, header: str = "", more: str = "", language: str = "fr", signatory: str = "") -> Path:
    """The tiny meeting in a language, with fields, tables and signatories."""
    source = (MEETINGS / "tiny" / "meeting.toml").read_text(encoding="utf-8")
    source = (
        source.replace('["fr"]', f'["{language}"]')
        .replace(".fr ", f".{language} ")
        .replace("\nfr =", f"\n{language} =")
    )
    if signatory:
        begin, end = source.index("[signatory]"), source.index("[[instruments]]")
        source = source[:begin] + signatory + "\n\n" + source[end:]
    source = source.replace("[[instruments]]", f"{more}\n[[instruments]]").replace(
        "[[groups]]", f"{header}\n\n[[groups]]", 1
    )
    (folder / "enclosures").mkdir(parents=True)
    (folder / "enclosures" / "agenda.txt").write_text("1.\n")
    (folder / "meeting.toml").write_text(source, encoding="utf-8")
    return folder


def words(folder: Path, language: str = "fr", style: HouseStyle | None = None) -> Any:
    loaded = load_meeting(folder)
    phrases = read_phrases(ROOT / "templates" / language / "phrases.po", language)
    made = localise(
        loaded, loaded.instruments[0], of(language), phrases=phrases, letterhead={}, style=style or HouseStyle()
    )
    return as_data(made.words)


def field(name: str, *lines: str) -> str:
    return "\n".join(["[[instruments.header]]", f'field = "{name}"', *lines])


ALL = "\n\n".join(
    [
        field("your-reference", 'value = "AB-1 2026"'),
        field("cc", 'lines = ["Missions", "États"]'),
        field("security", 'value = "Diffusion restreinte"'),
        field("enclosures"),
        field("initials", 'value = "JD/ab"'),
        field("contact", 'contact = {{ person = "Mme X", telephone = "+41 22 917 12-34", email = "x@example.org" }}'),
        field("free", 'key = "room"', 'label.{language} = "…"', 'value = "7"'),
        field("file", 'value = "F 3"', 'place = "apart"'),
    ]
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_a_label_and_its_place(language: str, tmp_path: Path) -> None:
    found = words(meeting(tmp_path / "tiny", ALL.format(language=language), language=language), language)
    assert [len(found["header"]), len(found["foot"])] == [4, 3]
    assert all(each["label"] and each["value"] for each in [*found["header"], *found["foot"]])
    assert found["fields"]["file"]["value"] == whole("F 3", right_to_left=language == "ar")
    assert found["fields"]["room"]["value"] == "7"
    assert found["fields"]["reference"]["value"] == ""


def test_the_fields_stand_in_the_houses_order(tmp_path: Path) -> None:
    folder = meeting(tmp_path / "tiny", ALL.format(language="fr"))
    style = HouseStyle(head=("security", "contact"), foot=("cc", "your-reference"))
    found = words(folder, style=style)
    assert [each["label"] for each in found["header"]] == [
        "Classification", "Contact", "Pièces jointes", "Rédaction", "…",
    ]  # fmt: skip
    assert [each["label"] for each in found["foot"]] == ["Copie à", "Votre référence"]


def test_lines_and_contacts_are_lines(tmp_path: Path) -> None:
    found = words(meeting(tmp_path / "tiny", ALL.format(language="fr")))["fields"]
    assert found["cc"]["lines"] == ["Missions", "États"]
    person, telephone, email = found["contact"]["lines"]
    assert (person, telephone) == ("Mme X", "+41\u00a022\u00a0917\u00a012-\u206034")
    assert email == text.linked("mailto:x@example.org", "x@example.org")


def test_a_letter_without_enclosures_has_no_number_of_them(tmp_path: Path) -> None:
    folder = meeting(tmp_path / "tiny", field("enclosures"))
    toml = folder / "meeting.toml"
    source = toml.read_text(encoding="utf-8")
    toml.write_text(source[: source.index("[[groups]]")], encoding="utf-8")
    assert words(folder)["foot"] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2024-15", f"{LEFT}2024-\u206015{RIGHT}"), ("C++", f"{LEFT}C++{LEFT}{RIGHT}"), ("م/15", "م/15"), ("", "")],
)
def test_a_reference_keeps_its_order_in_arabic(typed: str, shown: str) -> None:
    assert whole(typed, right_to_left=True) == shown


TWO = """[[signatories]]
name.{language} = "…"
titles.{language} = ["…", "…"]
signs_for.{language} = "…"

[[signatories]]
name = "B. Name"
titles.{language} = ["…"]
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_sign(language: str, tmp_path: Path) -> None:
    found = words(meeting(tmp_path / "tiny", language=language, signatory=TWO.format(language=language)), language)
    assert [each["name"] for each in found["signatories"]] == ["…", "B. Name"]
    assert "…" in found["signatories"][0]["capacity"]
    assert found["signatory"] == found["signatories"][0]
    assert [len(found["signatures"][way]) for way in ("column", "rows")] == [2, 0]
    first, second = found["signed_by"].split(text.LINE * 2)  # as a covering message has them
    assert found["signatories"][0]["name"] in first.split(text.LINE)
    assert second.split(text.LINE)[0] == "B. Name"


@pytest.mark.parametrize(("number", "rows"), [(2, [2]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 2, 2])])
def test_they_stand_in_rows_of_three(number: int, rows: list[int], tmp_path: Path) -> None:
    one = '[[signatories]]\nname = "A"\ntitles.fr = ["T"]\n'
    folder = meeting(tmp_path / "tiny", signatory=one * number)
    toml = folder / "meeting.toml"
    toml.write_text('signature_block = "row"\n' + toml.read_text(encoding="utf-8"), encoding="utf-8")
    found = words(folder)["signatures"]
    assert ([len(row) for row in found["rows"]], found["column"]) == (rows, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_online_venue_says_how_to_take_part(language: str, tmp_path: Path) -> None:
    found = words(meeting(tmp_path / "tiny", more=ONLINE.format(language=language), language=language), language)
    talk, session = found["event"]["talk"], found["event"]["session"]
    assert talk["venue"]
    assert talk["venue_address"] == ""
    assert len(talk["online"].split("\n")) == 3
    assert (session["online"], session["qr"], session["link"]) == ("", "", "")
    assert text.plain(found["links"]["registration"]["link"]) == "…"
    assert text.spoken(found["qr"]["registration"]) == "https://example.org/réunion"
    assert text.spoken(found["qr"]["join"]) == "https://example.org/join?id=7"


SOUND = [
    "https://example.org",
    "http://example.org:8080/a?b=c#d",
    "https://пример.рф/сор",
    "https://münchen.example/ü",
    "https://[2001:db8::1]/",
    "mailto:x@example.org?subject=A%20B",
    "tel:+41229171234",
]


@pytest.mark.parametrize("address", SOUND)
def test_a_sound_address_is_taken(address: str) -> None:
    assert addresses.checked(address).isascii()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://ex\u0430mple.org", "address-lookalike"),
        ("https://\u0430\u0440\u0440\u04cf\u0435.com", "address-lookalike"),
        ("https://a b.org", "address-unseen"),
        ("https://a.org/\u2066b", "address-unseen"),
        ("https://a..org:99999", "address-nowhere"),
        ("https://" + "é" * 400 + ".org", "address-nowhere"),
        ("data:text/html,x", "address-scheme"),
        ("https://a.org/" + "é" * 900, "address-long"),
    ],
)
def test_an_address_that_hides_something_is_not(address: str, code: str) -> None:
    with pytest.raises(Unfit) as caught:
        addresses.checked(address)
    assert caught.value.code == code


def test_a_passcode_is_printed_where_the_house_allows_it(tmp_path: Path) -> None:
    online = ONLINE.format(language="fr").replace('passcode.fr = "…"', 'passcode = "8311"')
    folder = meeting(tmp_path / "tiny", more=online)
    with pytest.raises(MeetingError):
        load_meeting(folder)
    venue = load_meeting(folder, passcodes=True).events[1].venue
    assert venue is not None
    assert venue.passcode == {"*": "8311"}


def test_a_letter_without_a_place_for_what_the_meeting_gives_is_told(own_house: Path) -> None:
    folder = meeting(own_house / "meetings" / "tiny", ALL.format(language="fr"), signatory=TWO.format(language="fr"))

    def lacks() -> list[object]:
        return [each.values["names"] for each in check(folder).notes if each.code == "letter-lacks"]

    template = own_house / "templates" / "fr" / "invitation.docx"
    assert lacks() == [("{{ fields.file.value }}",)]
    write_template(template, "{{ subject }}", "{{ salutation }}", "{{ closing }}", "{{ signatory.name }}")
    assert lacks() == [
        (
            "{% for field in header %}",
            "{% for field in foot %}",
            "{{ fields.file.value }}",
            "{% for one in signatories %}",
            "{{ signatory.capacity }}",
        )
    ]


def test_a_passcode_is_found_where_it_lies(own_house: Path) -> None:
    online = ONLINE.format(language="fr").replace('passcode.fr = "…"', 'passcode_from = { env = "PASSCODE" }')
    folder = meeting(own_house / "meetings" / "tiny", more=online)
    assert [each.code for each in check(folder).problems] == ["password-not-set"]
    assert check(folder, {"PASSCODE": "8311"}).errors == ()
    (package,) = gather(folder, environment={"PASSCODE": "8311"})
    assert "8311" in as_data(package.words().words)["event"]["talk"]["online"]
    (package,) = gather(folder)
    assert as_data(package.words().words)["event"]["talk"]["passcode"] == ""
    with pytest.raises(MeetingError):
        gather(folder, environment={})


def test_a_house_may_want_passcodes_in_its_files(own_house: Path) -> None:
    online = ONLINE.format(language="fr").replace('passcode.fr = "…"', 'passcode = "8311"')
    folder = meeting(own_house / "meetings" / "tiny", more=online)
    assert [each.code for each in check(folder).problems] == ["passcode-written"]
    with (own_house / "config.toml").open("a", encoding="utf-8") as config:
        config.write("\n[online]\npasscodes_in_files = true\n")
    assert check(folder).errors == ()
    assert gather(folder)


def test_a_symbol_that_a_line_could_break_stays_whole(tmp_path: Path) -> None:
    folder = meeting(tmp_path / "tiny")
    toml = folder / "meeting.toml"
    found = []
    for symbol in ("CP/2027/1", "CP-2027 L.1"):
        source = toml.read_text(encoding="utf-8").replace('symbol = "CP/2027/1"', f'symbol = "{symbol}"')
        toml.write_text(source, encoding="utf-8")
        found.append(words(folder)["groups"][0]["enclosures"][0]["symbol"])
    assert found == ["CP/2027/1", "CP-\u20602027\u00a0L.1"]


WE = {
    "ar": "يشرفنا أن ندعوكم",
    "en": "We have the honour",
    "es": "Tenemos el honor",
    "fr": "Nous avons l’honneur",
    "ru": "Имеем честь",
    "zh": "我们谨此邀请",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_who_sign_say_we(language: str) -> None:
    words = [each.text for each in Document(str(ROOT / "templates" / language / "invitation.docx")).paragraphs]
    (place,) = (number for number, each in enumerate(words) if each.startswith(WE[language]))
    assert words[place - 1] == "{%p if signatories|length > 1 %}"
