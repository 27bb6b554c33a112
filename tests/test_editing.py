"""A meeting is changed by several: comments and order stay, what others changed stays, nothing wrong is written."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline import Change, ChangedError, House, MeetingError, editing
from tests.houses import ROOT, SAMPLE, copy_house, copy_meeting


@pytest.fixture
def house(tmp_path: Path) -> House:
    root = copy_house(tmp_path / "house")
    (copy_meeting(root, "tiny") / "enclosures" / "budget.txt").write_text("Budget\n", encoding="utf-8")
    return House.open(root)


def data(house: House) -> Any:
    return tomllib.loads(house.facts("tiny").decode())


def lines(text: bytes) -> list[str]:
    return text.decode().split("\n")


ENTRY = {"title": {"fr": "Budget"}, "file": {"fr": "enclosures/budget.txt"}}


@pytest.mark.parametrize(
    ("change", "gone", "come"),
    [
        (Change("set", ("title", "fr"), "Comité"), ['fr = "Réunion du comité"'], ['fr = "Comité"']),
        (Change("set", ("index",), True), ["index = false"], ["index = true"]),
        (Change("set", ("paper",), "A4"), [], ['paper = "A4"']),
        (Change("set", ("venues", "hall", "name", "fr"), "S"), ['name.fr = "Salle"'], ['name.fr = "S"']),
        (Change("remove", ("subject",)), ["[subject]"], []),
        (Change("insert", ("groups", 0, "enclosures", 1), ENTRY), [], ['title.fr = "Budget"']),
    ],
    ids=lambda each: "-".join(map(str, each.key)) if isinstance(each, Change) else "",
)
def test_only_what_is_changed_is_otherwise(house: House, change: Change, gone: list[str], come: list[str]) -> None:
    before = house.facts("tiny")
    after = house.change("tiny", [change], read=before)
    assert after == house.facts("tiny")
    assert b"# The smallest meeting that has all kinds of things" in after
    kept = [line for line in lines(before) if line.strip() and line not in lines(after)]
    new = [line for line in lines(after) if line.strip() and line not in lines(before)]
    assert (set(gone) <= {*kept, *lines(before)}, set(come) <= set(lines(after))) == (True, True)
    assert len(kept) <= 2
    assert len(new) <= 2


DEADLINE = {"key": "registration", "title": {"fr": "Inscription"}, "by": date(2027, 2, 1)}


@pytest.mark.parametrize("said", ["", "deadlines = []\n"])
def test_the_first_entry_of_a_list_is_written_as_others_are(house: House, said: str) -> None:
    path = house.find("tiny") / "meeting.toml"
    path.write_text(said + path.read_text("utf-8"), encoding="utf-8")
    after = house.change("tiny", [Change("insert", ("deadlines", 0), DEADLINE)], read=house.facts("tiny"))
    assert data(house)["deadlines"] == [DEADLINE]
    assert b'\n\n[[deadlines]]\nkey = "registration"\ntitle.fr = "Inscription"\n' in after
    assert after.count(b"deadlines") == 1


def test_the_only_group_is_taken_out_and_put_back(house: House) -> None:
    (group,) = data(house)["groups"]
    gone = house.change("tiny", [Change("remove", ("groups", 0))], read=house.facts("tiny"))
    house.change("tiny", [Change("insert", ("groups", 0), group)], read=gone)
    assert data(house)["groups"] == [group]


def test_entries_are_moved_with_their_comments(house: House) -> None:
    read = house.change("tiny", [Change("insert", ("groups", 0, "enclosures", 0), ENTRY)], read=house.facts("tiny"))
    path = house.find("tiny") / "meeting.toml"
    path.write_bytes(read.replace(b'symbol = "CP/2027/1"', b'symbol = "CP/2027/1" # ask N.'))
    after = house.change("tiny", [Change("move", ("groups", 0, "enclosures", 1), 0)], read=house.facts("tiny"))
    titles = [each["title"]["fr"] for each in data(house)["groups"][0]["enclosures"]]
    assert titles == ["Ordre du jour", "Budget"]
    assert b'symbol = "CP/2027/1" # ask N.' in after


def test_all_of_the_sample_is_written_back_as_it_is(tmp_path: Path) -> None:
    root = copy_house(tmp_path / "house")
    copied = root / "meetings" / SAMPLE
    copied.mkdir()
    text = (ROOT / "meetings" / SAMPLE / "meeting.toml").read_bytes()
    (copied / "meeting.toml").write_bytes(text)
    house = House.open(root)
    there = house.change(SAMPLE, [Change("set", ("numbers", "again"), 3)], read=text)
    assert house.change(SAMPLE, [Change("remove", ("numbers", "again"))], read=there) == text


def test_what_is_written_is_the_same_whether_the_text_was_kept_or_is_read_again(tmp_path: Path) -> None:
    root = copy_house(tmp_path / "house")
    copied = root / "meetings" / SAMPLE
    copied.mkdir()
    begun = (ROOT / "meetings" / SAMPLE / "meeting.toml").read_bytes()
    house = House.open(root)
    steps = [
        Change("set", ("subject", "fr"), "Un"),
        Change("set", ("subject", "fr"), 'Deux "et" trois'),
        Change("set", ("numbers", "again"), 3),
        Change("set", ("groups", 0, "enclosures", 1, "title", "fr"), "Ordre du jour"),
        Change("set", ("names", "town"), dict.fromkeys(("ar", "en", "es", "fr", "ru", "zh"), "Siem Reap")),
        Change("set", ("events", 0, "title", "fr"), "Session"),
        Change("set", ("numbers", "again"), 4),
    ]

    def texts(*, kept: bool) -> list[bytes]:
        (copied / "meeting.toml").write_bytes(begun)
        written = []
        for each in steps:
            if not kept:
                editing._KEPT.clear()
            written.append(house.change(SAMPLE, [each], read=house.facts(SAMPLE)))
        return written

    again = texts(kept=False)
    assert texts(kept=True) == again
    assert 0 < len(editing._KEPT) <= editing._MOST


def test_the_ends_of_lines_and_the_mark_at_the_beginning_stay(house: House) -> None:
    path = house.find("tiny") / "meeting.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = house.change("tiny", [Change("set", ("author",), "N.")], read=path.read_bytes())
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\n") == after.count(b"\r\n")


def test_what_somebody_else_changed_since_stays(house: House) -> None:
    read = house.facts("tiny")
    house.change("tiny", [Change("set", ("author",), "Theirs")], read=read)
    house.change("tiny", [Change("set", ("title", "fr"), "Mine")], read=read)
    assert (data(house)["author"], data(house)["title"]["fr"]) == ("Theirs", "Mine")


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (Change("set", ("author",), "Theirs"), Change("set", ("author",), "Mine")),
        (Change("insert", ("groups", 0, "enclosures", 0), ENTRY), Change("remove", ("groups", 0, "enclosures", 0))),
        (
            Change("insert", ("groups", 0, "enclosures", 0), ENTRY),
            Change("set", ("groups", 0, "enclosures", 0, "symbol"), "CP/2027/2"),
        ),
        (Change("remove", ("subject",)), Change("set", ("subject", "fr"), "Mine")),
    ],
)
def test_what_both_changed_is_told_and_nothing_is_written(house: House, theirs: Change, mine: Change) -> None:
    read = house.facts("tiny")
    now = house.change("tiny", [theirs], read=read)
    with pytest.raises(ChangedError) as error:
        house.change("tiny", [Change("set", ("index",), True), mine], read=read)
    assert error.value.findings[0].code == "changed-meanwhile"
    assert house.facts("tiny") == now


def test_two_who_change_to_the_same_agree(house: House) -> None:
    read = house.facts("tiny")
    for _ in range(2):
        house.change("tiny", [Change("set", ("author",), "N. N.")], read=read)
    assert data(house)["author"] == "N. N."


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        (Change("set", ("date",), "3 March"), "value-no-day", ("date",)),
        (Change("remove", ("author",)), "key-missing", ("author",)),
        (Change("set", ("unknown",), 1), "key-unknown", ("unknown",)),
        (Change("remove", ("title", "fr")), "language-lacks", ("title",)),
    ],
)
def test_what_would_be_wrong_is_told_with_its_key_and_not_written(
    house: House, change: Change, code: str, key: tuple[str, ...]
) -> None:
    before = house.facts("tiny")
    with pytest.raises(MeetingError) as error:
        house.change("tiny", [change], read=before)
    assert (code, key) in {(each.code, each.place.key) for each in error.value.findings}
    assert house.facts("tiny") == before


def test_a_meeting_that_is_wrong_already_can_be_mended_bit_by_bit(house: House) -> None:
    path = house.find("tiny") / "meeting.toml"
    text = path.read_text(encoding="utf-8").replace('author = "', 'autor = "').replace("2027-03-03", "2027-02-03")
    path.write_text(text, encoding="utf-8")
    house.change(
        "tiny", [Change("set", ("events", 0, "end"), data(house)["events"][0]["start"])], read=path.read_bytes()
    )
    assert data(house)["events"][0]["end"].isoformat() == "2027-03-01"
