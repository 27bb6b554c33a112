"""Accepted findings: what is written to meeting.toml, what it silences, when it lapses, and what can't be accepted."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.accepting import accept, accept_number, as_data, settled
from pipeline.check import check
from pipeline.errors import MeetingError, PapersError, UsageError
from pipeline.findings import Finding, Place
from pipeline.findings.accepted import accepts
from pipeline.load import load_house, load_meeting
from pipeline.model import Meeting
from tests.changing import changed
from tests.houses import copy_house, copy_meeting

ON = date(2025, 1, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A meeting whose event ends months after it begins, which is noted."""
    folder = copy_meeting(copy_house(tmp_path))
    changed(folder / "meeting.toml", "end = 2025-03-03", "end = 2025-06-01")
    return folder


def loaded(folder: Path) -> tuple[Meeting, Path]:
    house = load_house(folder)
    return load_meeting(folder, house.settings.fallback), house.root


def number_of(folder: Path, code: str) -> int:
    return next(group.number for group in check(folder).groups if group.first.code == code)


def test_what_is_accepted_is_told_as_such_and_the_file_is_else_as_it_was(folder: Path) -> None:
    before = (folder / "meeting.toml").read_bytes()
    number = number_of(folder, "event-long")
    accept_number(folder, check(folder).groups, number, reason="It is a programme of months.", by="N. Ñ.", on=ON)
    after = (folder / "meeting.toml").read_bytes()
    assert after.startswith(before)
    (entry,) = tomllib.loads(after.decode())["accepted"]
    assert (entry["code"], entry["by"], entry["on"]) == ("event-long", "N. Ñ.", ON)
    found = check(folder)
    assert [(finding.code, entry.reason) for finding, entry in found.accepted] == [
        ("event-long", "It is a programme of months.")
    ]
    assert [each["accepted"] for each in found.as_json()["notes"] if each["code"] == "event-long"] == [
        {"reason": "It is a programme of months.", "by": "N. Ñ.", "on": "2025-01-20"}
    ]
    assert number_of(folder, "event-long") == number  # the numbers of all stay


def test_an_acceptance_lapses_when_what_it_was_about_changes(folder: Path) -> None:
    accept_number(folder, check(folder).groups, number_of(folder, "event-long"), reason="So it is.", by="N. N.", on=ON)
    changed(folder / "meeting.toml", "end = 2025-06-01", "end = 2025-06-02")
    found = check(folder)
    assert found.accepted == ()
    codes = [each.code for each in found.notes]
    assert "event-long" in codes
    assert codes.count("acceptance-lapsed") == 1


def test_what_is_accepted_of_an_enclosure_lapses_with_its_content(folder: Path) -> None:
    meeting, root = loaded(folder)
    file = meeting.enclosures[0].files[meeting.languages[0]]
    finding = Finding("untagged", Place(str(file), page=2))
    accept([finding], meeting, root, reason="It is all that there is.", by="N. N.", on=ON)
    meeting, root = loaded(folder)
    assert meeting.accepted[0].place == Place(file.relative_to(root).as_posix())
    moved = Finding("untagged", Place(file.relative_to(root).as_posix(), page=3))
    assert settled([moved], meeting, root).accepted
    assert settled([Finding("untagged", Place(str(folder / "another.pdf")))], meeting, root).open
    file.write_bytes(file.read_bytes() + b"\n")
    judged = settled([finding], meeting, root)
    assert (judged.open, [each.code for each in judged.lapsed]) == ((finding,), ["acceptance-lapsed"])


@pytest.mark.parametrize("head", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_line_ends_and_marks_stay(head: str, end: str, folder: Path) -> None:
    path = folder / "meeting.toml"
    text = head + f"# A comment.{end}" + path.read_text(encoding="utf-8").rstrip("\n").replace("\n", end)
    path.write_bytes(text.encode())
    accept_number(folder, check(folder).groups, number_of(folder, "event-long"), reason='"\\ \x7e', by="’", on=ON)
    after = path.read_bytes().decode()
    assert after.startswith(text)
    assert after.count("\n") == after.count(end)
    assert loaded(folder)[0].accepted[0].reason == '"\\ ~'


@pytest.mark.parametrize(
    ("finding", "reason", "by", "code"),
    [
        (Finding("removed-script", Place("a.pdf"), {"pages": "1"}), "Why not.", "N. N.", "not-acceptable"),
        (Finding("file-missing", Place("a"), {"name": "a", "near": ""}), "Why not.", "N. N.", "not-acceptable"),
        (Finding("untagged", Place("a.pdf")), " ", "N. N.", "acceptance-words"),
        (Finding("untagged", Place("a.pdf")), "Why not.", "N\x1b[31m", "acceptance-words"),
        (Finding("untagged", Place("a.pdf")), "Why\nnot.", "N. N.", "acceptance-words"),
    ],
)
def test_what_cant_be_accepted_is_refused(finding: Finding, reason: str, by: str, code: str, folder: Path) -> None:
    before = (folder / "meeting.toml").read_bytes()
    with pytest.raises(UsageError) as caught:
        accept([finding], *loaded(folder), reason=reason, by=by, on=ON)
    assert [each.code for each in caught.value.findings] == [code]
    assert (folder / "meeting.toml").read_bytes() == before


def test_a_number_that_nothing_has_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError) as caught:
        accept_number(folder, check(folder).groups, 999, reason="Why not.", by="N. N.", on=ON)
    assert [each.code for each in caught.value.findings] == ["acceptance-number"]


def test_a_list_in_one_line_is_refused(folder: Path) -> None:
    path = folder / "meeting.toml"
    path.write_text("accepted = []\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(MeetingError) as caught:
        accept([Finding("untagged", Place("a.pdf"))], *loaded(folder), reason="Why not.", by="N. N.", on=ON)
    assert [each.code for each in caught.value.findings] == ["acceptance-list"]


ENTRY = """
[[accepted]]
code = "untagged"
place = { file = "a.pdf" }
of = "0123456789abcdef"
reason = "Why not."
by = "N. N."
on = 2025-01-20
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"untagged"', '"untaged"', "acceptance-code"),
        ('"untagged"', '"removed-script"', "not-acceptable"),
        ('"untagged"', '"file-missing"', "not-acceptable"),
        ('"0123456789abcdef"', '"all"', "hash-malformed"),
        ('"Why not."', '" "', "value-empty"),
        ("2025-01-20", '"today"', "value-no-day"),
        ("file = ", "flie = ", "key-unknown"),
        ("reason", "why", "key-unknown"),
    ],
)
def test_an_entry_that_does_not_hold_is_told(old: str, new: str, code: str, folder: Path) -> None:
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    loaded(folder)
    changed(folder / "meeting.toml", old, new)
    with pytest.raises(PapersError) as caught:
        loaded(folder)
    assert code in [each.code for each in caught.value.findings]


def test_what_was_accepted_is_known_to_those_who_have_not_the_files(folder: Path) -> None:
    meeting, root = loaded(folder)
    file = meeting.enclosures[0].files[meeting.languages[0]]
    accept([Finding("untagged", Place(str(file)))], meeting, root, reason="So it is.", by="N. N.", on=ON)
    meeting, root = loaded(folder)
    name = file.relative_to(root).as_posix()
    (entry,) = as_data(meeting, root)
    assert accepts(entry, Finding("untagged", Place(name, page=4)))
    assert not accepts(entry, Finding("untagged", Place(name, enclosure="2")))
    assert not accepts(entry, Finding("no-language", Place(name)))
    file.write_bytes(file.read_bytes() + b"\n")
    (entry,) = as_data(meeting, root)
    assert not accepts(entry, Finding("untagged", Place(name)))
