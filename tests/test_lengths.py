"""What is longer in a settings file than anything of its kind is told by its key, before anybody works on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.errors import ConfigError, MeetingError
from pipeline.load import load_house, load_meeting
from tests.changing import changed
from tests.houses import copy_meeting, put_meeting, sound_meeting

TITLE, PLACE, LINE = (
    '[title]\nen = "Meeting of the committee"',
    'address.en = "1 Square of Nations"',
    '["Permanent missions"]',
)
ENCLOSURE = '\n[[groups.enclosures]]\ntitle.en = "Note"\nfile.en = "enclosures/note.txt"\n'
TOO_MUCH = {
    "a title": (TITLE, f'[title]\nen = "{"a" * 1_000_000}"', "value-too-long", ("title", "en"), 2_000),
    "a place": (PLACE, f'address.en = "{"a" * 100_000}"', "value-too-long", ("venues", "hall", "address", "en"), 2_000),
    "a line": (LINE, f'["{"a" * 20_001}"]', "value-too-long", ("instruments", 0, "addressees", "en", 0), 20_000),
    "lines": (LINE, "[" + '"a", ' * 5_001 + "]", "list-too-long", ("instruments", 0, "addressees", "en"), 5_000),
    "enclosures": (ENCLOSURE, ENCLOSURE * 10_000, "list-too-long", ("groups", 0, "enclosures"), 5_000),
    "a name": (TITLE, f'{TITLE}\n[names]\n{"a" * 100_000}.en = "A"', "value-too-long", ("names",), 2_000),
    "a file": (
        '"enclosures/note.txt"',
        f'"{"a" * 5_000}"',
        "value-too-long",
        ("groups", 0, "enclosures", 1, "file", "en"),
        4_096,
    ),
}
"""In place of what, what was typed; the code that is told, of which key, and the most that there may be."""


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_long_is_told_with_its_key_and_line(name: str, tmp_path: Path) -> None:
    old, new, code, key, most = TOO_MUCH[name]
    folder = put_meeting(tmp_path / "meeting", sound_meeting())
    changed(folder / "meeting.toml", old, new)
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.key, problem.values["most"]) == (code, key, most)
    assert problem.place.line is not None
    assert len(str(problem)) < 500


def test_what_is_long_and_no_longer_is_taken(tmp_path: Path) -> None:
    folder = put_meeting(tmp_path / "meeting", sound_meeting())
    changed(folder / "meeting.toml", TITLE, f'[title]\nen = "{"a" * 2_000}"')
    changed(folder / "meeting.toml", LINE, f'["{"a" * 20_000}", ' + '"a", ' * 4_999 + "]")
    many = [f"{number}.txt" for number in range(1_000)]
    for name in many:
        (folder / "enclosures" / name).write_text(name)
    changed(folder / "meeting.toml", ENCLOSURE, "".join(ENCLOSURE.replace("note.txt", name) for name in many))
    assert len(load_meeting(folder).enclosures) == 1_001


def test_what_is_too_long_stops_a_check_before_anything_is_made_of_it(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    changed(folder / "meeting.toml", 'author = "', f'author = "{"a" * 1_000_000}')
    assert [each.code for error in check(folder).errors for each in error.problems] == ["value-too-long"]


def test_a_house_that_says_too_much_is_told(own_house: Path) -> None:
    with (own_house / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f'\n[words]\nterms = "{"a" * 30_000}"\n')
    with pytest.raises(ConfigError) as caught:
        load_house(own_house)
    assert [each.code for each in caught.value.problems] == ["value-too-long"]


def test_a_file_that_holds_a_document_is_told_unread(tmp_path: Path) -> None:
    folder = put_meeting(tmp_path / "meeting", sound_meeting() + b"#" * 8_000_001)
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    assert [each.code for each in caught.value.problems] == ["toml-too-large"]
