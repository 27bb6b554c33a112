"""New meetings: what is asked, what is written, and what of a past meeting is moved and told."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import House, MeetingError, UsageError
from pipeline.check import check
from pipeline.cli.meetings import ask
from pipeline.load import load_meeting
from pipeline.needs import NEEDS, needed
from tests.changing import changed
from tests.houses import ROOT, SAMPLE, copy_case, copy_meeting

SIX = ("ar", "en", "es", "fr", "ru", "zh")
NEEDED: tuple[Mapping[str, bool], ...] = (
    {},
    {need.name: True for need in NEEDS},
    {need.name: False for need in NEEDS},
    {"events": False, "note-verbale": True, "reference": True},
    {"venue": False, "circular": True, "enclosures": False},
    {"subject": False, "index": False, "slip-sheets": True, "note-verbale": True},
)


def told(folder: Path) -> list[str]:
    found = check(folder)
    assert found.errors == ()
    return [
        note.code
        for note in found.notes
        if not note.code.startswith(("phrase", "list-columns", "recipient-example", "facts-example"))
    ]


@pytest.mark.parametrize("needs", NEEDED, ids=lambda needs: " ".join(sorted(needed(needs))) or "nothing")
def test_whatever_is_needed_is_written_so_that_nothing_is_wrong_with_it(
    needs: Mapping[str, bool], own_house: Path
) -> None:
    made = House.open(own_house).new("spring", languages=SIX, needs=needs)
    assert made.to_look_at == ()
    assert told(made.folder) == []
    text = (made.folder / "meeting.toml").read_text(encoding="utf-8")
    assert "\n\n\n" not in text
    assert text.startswith("#:schema ../../docs/meeting.schema.json\n# A meeting")
    data = tomllib.loads(text)
    assert [name for name in ("events", "venues", "subject", "groups") if name in data] == [
        name
        for name, need in (("events", "events"), ("venues", "venue"), ("subject", "subject"), ("groups", "enclosures"))
        if need in needed(needs)
    ]


def test_what_is_asked_depends_on_what_was_answered() -> None:
    asked: list[str] = []

    def no(question: str, usual: bool) -> bool:
        asked.append(question)
        return False

    answers = ask({"note-verbale": True}, no)
    questions = {need.question: need.name for need in NEEDS}
    assert [questions[each] for each in asked] == [
        "events",
        "deadlines",
        "subject",
        "reference",
        "contact",
        "co-chairs",
        "enclosures",
        "recipients",
    ]
    assert answers == {need.name: need.name == "note-verbale" for need in NEEDS}


def papers(*words: str, house: Path, answers: str | None = None) -> subprocess.CompletedProcess[bytes]:
    """The command, its input a pipe; with ``answers``, a terminal where a person types them."""
    command = [str(Path(sys.executable).with_name("papers")), "new", *words]
    if answers is None:
        return subprocess.run(command, cwd=house, stdin=subprocess.PIPE, capture_output=True, timeout=60, check=False)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, answers.encode())
        return subprocess.run(command, cwd=house, stdin=theirs, capture_output=True, timeout=60, check=False)
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_terminal_is_asked_and_nothing_else_is(own_house: Path) -> None:
    piped = papers("piped", "--no-enclosures", house=own_house)
    assert (piped.returncode, piped.stdout, b"?" in piped.stderr) == (0, b"", False)
    typed = papers("typed", "--no-enclosures", house=own_house, answers="n\n" * 8)
    assert (typed.returncode, typed.stderr.count(b"?")) == (0, 8)
    said = papers("said", "--json", house=own_house, answers="")
    assert b'"to_look_at": []' in said.stdout
    has = {slug: tomllib.loads((own_house / "meetings" / slug / "meeting.toml").read_text("utf-8")) for slug in
           ("piped", "typed")}  # fmt: skip
    assert ("events" in has["piped"], "groups" in has["piped"]) == (True, False)
    assert ("events" in has["typed"], "groups" in has["typed"], "subject" in has["typed"]) == (False,) * 3


# --- like a past one -----------------------------------------------------------------------------


def dates_of(value: Any) -> list[date]:
    match value:
        case date():
            return [value]
        case dict():
            return [each for inner in value.values() for each in dates_of(inner)]
        case list():
            return [each for inner in value for each in dates_of(inner)]
        case _:
            return []


def test_all_dates_move_by_the_same_weeks_and_comments_stay(own_house: Path) -> None:
    old = copy_meeting(own_house)
    second = '[[events]] # the second\nkey = "late"\ntitle.fr = "Soirée"\nvenue = "hall"\n'
    second += "start = 2025-03-02T20:00:00+01:00 # after dinner\nend = 2025-03-02T22:00:00+01:00\n"
    changed(old / "meeting.toml", "[signatory]", f"{second}\n# who signs\n[signatory]")
    made = House.open(own_house).new("next", like="small", day=date(2026, 1, 16))
    before, after = (tomllib.loads((each / "meeting.toml").read_text("utf-8")) for each in (old, made.folder))
    shifts = {new - was for new, was in zip(dates_of(after), dates_of(before), strict=True)}
    assert shifts == {timedelta(weeks=52)}
    assert after["events"][1]["start"] == datetime.fromisoformat("2026-03-01T20:00:00+01:00")
    lines = (made.folder / "meeting.toml").read_text("utf-8").splitlines()
    assert [line.partition("#")[2] for line in lines] == [
        line.partition("#")[2] for line in (old / "meeting.toml").read_text("utf-8").splitlines()
    ]
    assert told(made.folder) == []


def test_letters_that_were_signed_stay_with_the_past_one(own_house: Path) -> None:
    old = copy_meeting(own_house)
    for folder in (old / "signed", old / "enclosures" / "signed"):
        folder.mkdir()
        (folder / "invitation-fr.toml").write_text("", encoding="utf-8")
    made = House.open(own_house).new("next", like=old)
    assert not (made.folder / "signed").exists()
    assert (made.folder / "enclosures" / "signed" / "invitation-fr.toml").is_file()


def test_what_is_still_of_the_past_is_told_by_fact(own_house: Path) -> None:
    old = copy_meeting(own_house)
    changed(old / "meeting.toml", "Réunion du comité", "Quatorzième réunion du comité, 2025")
    changed(old / "meeting.toml", '"Secrétaire"', '"Secrétaire jusqu’au 1er mars"')
    changed(old / "meeting.toml", 'title.fr = "Formulaire"', 'symbol = "C/14/2"\ntitle.fr = "Formulaire"')
    changed(old / "meeting.toml", "[venues.hall]", "[numbers]\nsession = 14\n\n[venues.hall]")
    with (old / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[accepted]]\ncode = "untagged"\nplace = {}\nof = "0123456789abcdef"\n')
        file.write('reason = "R"\nby = "B"\non = 2025-01-01\n')
    made = House.open(own_house).new("next", like=old)
    found = [(each.code, each.place.key, each.values.get("words")) for each in made.to_look_at]
    assert found == [
        ("new-moved", ("date",), None),
        ("new-accepted", (), None),
        ("new-year", ("title",), ("2025",)),
        ("new-ordinal", ("title",), ("Quatorzième",)),
        ("new-number", ("numbers", "session"), None),
        ("new-day", ("signatory", "titles"), ("1er mars",)),
        ("new-file", ("groups", 0, "enclosures", 0, "file"), None),
        ("new-file", ("groups", 0, "enclosures", 1, "file"), None),
        ("new-symbol", ("groups", 1, "enclosures", 0, "symbol"), None),
        ("new-file", ("groups", 1, "enclosures", 0, "file"), None),
        ("new-file", ("groups", 1, "enclosures", 1, "file"), None),
    ]
    assert {each.place.file for each in made.to_look_at} == {str(made.folder / "meeting.toml")}
    assert all(each.place.line for each in made.to_look_at[2:])
    assert told(made.folder) == []  # nothing accepted any more, so nothing lapses


def test_the_days_of_six_languages_are_seen(own_house: Path) -> None:
    found = House.open(ROOT).find(SAMPLE)
    made = House.open(own_house).new("like-the-sample", like=found)
    (days,) = (each for each in made.to_look_at if each.code == "new-day")
    assert days.values["words"] == (
        "19 نيسان/أبريل 2024",
        "19 April 2024",
        "19 de abril de 2024",
        "19 avril 2024",
        "19 апреля 2024",
        "2024年4月19日",
    )


@pytest.mark.parametrize("meeting", ["oridan-2026", "skalden-2026", "lumeria-2027", "tirane-2026"])
def test_a_copy_of_a_whole_meeting_is_sound(meeting: str, tmp_path: Path) -> None:
    """Its deadlines are still before what they are for, and its times are those of its zones."""
    house = House.open(copy_case(tmp_path, meeting))
    made = house.new("again", like=meeting)
    assert set(told(made.folder)) == {"file-instead"}
    signatures = [each.place.key for each in made.to_look_at if each.code == "new-signature"]
    assert len(signatures) == (2 if meeting == "lumeria-2027" else 0)
    assert all(each.place.line for each in made.to_look_at if each.place.key and each.code != "new-moved")


def test_what_can_not_be_copied_leaves_nothing_behind(own_house: Path) -> None:
    house, old = House.open(own_house), copy_meeting(own_house)
    with pytest.raises(UsageError, match="There is a meeting of that name already"):
        house.new("small", like="small")
    with pytest.raises(UsageError, match="There is no such meeting"):
        house.new("next", like="smal")
    changed(old / "meeting.toml", "date = 2025-01-15", 'date = "15 January"')
    with pytest.raises(MeetingError, match="day"):
        house.new("next", like="small")
    changed(old / "meeting.toml", "[title]", "[title")
    with pytest.raises(MeetingError):
        house.new("next", like="small")
    (old / "meeting.toml").write_bytes(b"a = " + b"[" * 5000)
    with pytest.raises(MeetingError):
        house.new("next", like="small")
    assert [each.name for each in (own_house / "meetings").iterdir()] == ["small"]


def test_the_dates_of_a_new_meeting_lie_ahead_on_the_weekdays_of_the_example(own_house: Path) -> None:
    for day in (date(2026, 11, 29), date(2027, 3, 3), date(2028, 2, 29)):
        folder = House.open(own_house).new(f"m-{day}", needs={"deadlines": True}, day=day).folder
        made = load_meeting(folder)
        days = [made.date, made.deadlines[0].by, made.events[0].start, made.events[0].end]
        assert day < days[0] <= day + timedelta(days=7)
        assert days == sorted(days)
        assert [f"{each:%a}" for each in days] == ["Wed", "Fri", "Mon", "Wed"]
        assert "2025" not in (folder / "meeting.toml").read_text(encoding="utf-8")


def test_what_a_new_meeting_is_begun_with_is_told_until_somebody_types_it(own_house: Path) -> None:
    house = House.open(own_house)
    made = house.new("next", languages=["en", "fr"])
    toml = made.folder / "meeting.toml"

    def left() -> list[str]:
        found = check(made.folder).notes
        return [".".join(map(str, each.place.key)) for each in found if each.code == "facts-example"]

    assert {"title.en", "title.fr", "subject.fr", "events.0.title.en", "signatory.name"} <= set(left())
    assert "venues.hall.name.en" not in left()  # a hall may be called so
    text = toml.read_text("utf-8")
    for words in ("Sample meeting", "Réunion d’exemple"):
        text = text.replace(f'"{words}"', '"The meeting"')
    toml.write_text(text.replace("Name Surname", "A. Nom"), encoding="utf-8")
    assert sorted(left()) == ["subject.en", "subject.fr", "venues.hall.address.en", "venues.hall.address.fr"]
