"""What a house says of its desk, and the command beside it: taken as it is meant, or told with its key and its cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import ConfigError, House
from pipeline.desk.people import Person
from pipeline.desk.serving import Place
from tests.houses import copy_house


def settings(root: Path, text: str) -> House:
    (root / "config.toml").write_text(text, encoding="utf-8")
    return House.open(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_house(tmp_path / "house")


OFFICE = '[desk]\nuser_header = "X-Remote-User"\nproxies = ["10.0.0.5"]\n'


def test_a_house_that_says_nothing_has_what_is_usual(root: Path) -> None:
    place = Place.of(settings(root, "").desk())
    assert (place.host, place.port, place.names, place.office) == ("127.0.0.1", 8100, (), None)
    assert (place.limits.upload, place.limits.requests, place.limits.burst) == (300, 40, 400)


def test_what_the_command_says_stands_in_place_of_the_houses(root: Path) -> None:
    house = settings(root, f'{OFFICE}send = ["anna"]\nport = 9000\nupload = 50\n')
    place = Place.of(house.desk({"port": 9100, "proxies": ["::1"]}))
    assert (place.port, place.limits.upload) == (9100, 50)
    assert place.office is not None
    assert (place.office.proxies, place.office.senders) == (frozenset({"::1"}), frozenset({"anna"}))


WRONG = {
    "host = 'papers.example.org'": "desk-address",
    "port = 70000": "value-too-large",
    "port = '8100'": "value-no-whole-number",
    "names = ['https://papers.example.org']": "desk-host-name",
    "user_header = 'X Remote'\nproxies = ['10.0.0.5']": "desk-header",
    "user_header = 'X-Remote-User'": "desk-office",
    "proxies = ['10.0.0.5']": "desk-office",
    "proxies = ['proxy']\nuser_header = 'X-Remote-User'": "desk-address",
    "see_recipients = 'nobody'": "desk-who-sees",
    "see_recipients = ['']": "desk-who-sees",
    "see_recipients = true": "desk-who-sees",
    "send = 'anna'": "value-no-list",
    "upload = 0": "value-too-small",
    "requests = 0.5": "value-no-whole-number",
    "uploads = 5": "key-unknown",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_told_with_its_key(root: Path, line: str) -> None:
    with pytest.raises(ConfigError) as told:
        settings(root, f"[desk]\n{line}\n").desk()
    (found,) = told.value.findings
    assert found.code == WRONG[line]
    assert found.place.key[0] == "desk"
    assert found.place.file == str(root / "config.toml")
    assert found.place.line


def test_a_desk_that_is_no_table_and_a_wrong_option_are_told(root: Path) -> None:
    with pytest.raises(ConfigError) as told:
        settings(root, "desk = 3\n").desk()
    assert [each.code for each in told.value.findings] == ["value-no-table"]
    with pytest.raises(ConfigError) as told:
        settings(root, "").desk({"user_header": "X-Remote-User"})
    assert [(each.code, each.place.file) for each in told.value.findings] == [("desk-office", "papers desk")]


def test_what_else_is_wrong_with_the_settings_keeps_no_desk_from_being_served(root: Path) -> None:
    assert settings(root, "[stamp]\nsize = 'large'\n[desk]\nport = 0\n").desk().port == 0


@pytest.mark.parametrize(
    ("more", "person", "expected"),
    [
        ("", "boris", Person("boris", "", may_send=False, may_see=True)),
        ('send = ["anna"]', "anna", Person("anna", "", may_send=True, may_see=True)),
        ('prepare = ["anna"]', "boris", None),
        ('prepare = ["anna"]', "anna", Person("anna", "", may_send=False, may_see=True)),
        ('prepare = ["anna"]\nsend = ["carla"]', "carla", Person("carla", "", may_send=True, may_see=True)),
        ('see_recipients = "senders"', "boris", Person("boris", "", may_send=False, may_see=False)),
        ('send = ["anna"]\nsee_recipients = "senders"', "anna", Person("anna", "", may_send=True, may_see=True)),
        ('send = ["anna"]\nsee_recipients = ["boris"]', "anna", Person("anna", "", may_send=True, may_see=False)),
        ('see_recipients = ["boris"]', "boris", Person("boris", "", may_send=False, may_see=True)),
    ],
)
def test_who_may_do_what(root: Path, more: str, person: str, expected: Person | None) -> None:
    office = Place.of(settings(root, f"{OFFICE}{more}\n").desk()).office
    assert office is not None
    assert office.person(person) == expected
