from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from pipeline.checked import validated
from pipeline.errors import ConfigError, MeetingError
from pipeline.findings import Finding, Key
from pipeline.load import load_house, load_letterhead, load_meeting
from pipeline.load.schema import ConfigTable, MeetingTable
from pipeline.officefile.kinds import TAKEN
from pipeline.toml import read_toml
from tests.houses import ROOT, SAMPLE, copy_meeting, put_meeting, sound_meeting

BROKEN = sorted((Path(__file__).parent / "broken" / "meetings").glob("*.toml"))


def expected(toml: bytes) -> list[tuple[str, str]]:
    """What the head of a broken meeting says: where each mistake is, and its code."""
    found = re.findall(
        r"^#! where: (.*)\n#! code: (.*)$", toml.decode(errors="replace").replace("\r\n", "\n"), re.MULTILINE
    )
    return [(where, code) for where, code in found]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: str(path.stem))
def test_each_mistake_is_told_with_its_line(broken: Path, tmp_path: Path) -> None:
    folder = put_meeting(tmp_path / "meeting", broken.read_bytes())
    with pytest.raises(MeetingError) as caught:
        load_meeting(folder)
    told = [(each.where.removeprefix(f"{folder}/"), each.code) for each in caught.value.findings]
    assert sorted(told) == sorted(expected(broken.read_bytes()))
    assert caught.value.exit_code == 4


def test_every_broken_meeting_says_what_is_expected() -> None:
    assert len(BROKEN) > 50
    assert [path.name for path in BROKEN if not expected(path.read_bytes())] == []


def test_the_meeting_that_the_broken_ones_were_made_of_is_sound(tmp_path: Path) -> None:
    meeting = load_meeting(put_meeting(tmp_path / "meeting", sound_meeting()))
    assert [each.number for each in meeting.enclosures] == ["1", "2"]
    venue = meeting.events[0].venue
    assert venue is not None
    assert venue.name["en"] == "Conference hall"


def test_numbers_run_on_through_all_groups() -> None:
    meeting = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    assert [each.position for each in meeting.enclosures] == list(range(1, 11))
    assert [len(group.enclosures) for group in meeting.groups] == [4, 6]


def test_a_byte_order_mark_and_windows_line_ends_are_taken(tmp_path: Path) -> None:
    toml = b"\xef\xbb\xbf" + sound_meeting().replace(b"\n", b"\r\n").replace(b"session", b"gathering")
    assert load_meeting(put_meeting(tmp_path / "meeting", toml)).events[0].key == "gathering"


def test_one_file_may_serve_all_languages_and_its_name_may_have_any_sign(tmp_path: Path) -> None:
    toml = sound_meeting().replace(b'file.en = "enclosures/agenda.txt"', 'file = "enclosures/a^b*c é.txt"'.encode())
    folder = put_meeting(tmp_path / "meeting", toml)
    (folder / "enclosures" / "a^b*c é.txt").write_text("Agenda\n")
    assert load_meeting(folder).enclosures[0].files["en"].name == "a^b*c é.txt"


@pytest.mark.parametrize(("name", "told"), [("text.docx", ""), ("gone.txt", "file-missing")])
def test_a_language_that_is_not_built_needs_no_more_than_its_files(name: str, told: str, tmp_path: Path) -> None:
    one = b'file.en = "enclosures/agenda.txt"'
    folder = put_meeting(
        tmp_path / "meeting", sound_meeting().replace(one, one + f'\nfile.fr = "enclosures/{name}"'.encode())
    )
    with pytest.raises(MeetingError):
        load_meeting(folder)
    if told:
        with pytest.raises(MeetingError) as caught:
            load_meeting(folder, languages=("en",))
        assert [each.code for each in caught.value.findings] == [told]
    else:
        assert load_meeting(folder, languages=("en",)).enclosures


@pytest.mark.parametrize("name", ["Réunion", "Meeting", "my meeting", "-x", "a.b"])
def test_a_folders_name_that_can_not_be_part_of_a_files_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(MeetingError, match="folder's name"):
        load_meeting(put_meeting(tmp_path / name, sound_meeting()))


def test_a_meeting_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MeetingError, match="can't be read: No such file"):
        load_meeting(tmp_path)


def test_spaces_of_any_sort_may_stand_in_names(tmp_path: Path) -> None:
    toml = sound_meeting().replace(b'"Secretariat"', '"Secrétariat\u00a0A\u202fB\u3000C \u2067D\u2069 \u200f"'.encode())
    toml = toml.replace(
        b'file.en = "enclosures/agenda.txt"', 'symbol = "A\u00a01"\nfile.en = "enclosures/a\u00a0b.txt"'.encode()
    )
    folder = put_meeting(tmp_path / "meeting", toml)
    (folder / "enclosures" / "a\u00a0b.txt").write_text("Agenda\n")
    meeting = load_meeting(folder)
    assert meeting.author.startswith("Secrétariat\u00a0A")
    assert meeting.enclosures[0].symbol == "A\u00a01"


def test_an_event_may_last_a_year(tmp_path: Path) -> None:
    toml = sound_meeting().replace(b"end = 2025-03-05", b"end = 2026-03-03")
    assert load_meeting(put_meeting(tmp_path / "meeting", toml)).events[0].end == date(2026, 3, 3)


ODD: list[object] = [
    1, -1, 1.5, float("inf"), float("nan"), 10**400, True, "", "x", "X y", "*", [], {}, [1], [[]], {"x": 1}, {"X": ""},
    [{}], {"*": []}, date(2025, 1, 1), date(1, 1, 1), datetime(2025, 1, 1), datetime.max,
    datetime.min.replace(tzinfo=UTC), time(1),
]  # fmt: skip
EVERY_SETTING = {
    "fallback": ["en"],
    "typography": {"fr": "swiss"},
    "state_names": {"en": {"TUR": "Turkey"}},
    "dates": {"ru": {"year": "{year}"}},
    "ordinals": {"fr": "e"},
    "stamp": {"font": "Carlito", "fonts": {"zh": "W"}, "symbol": True, "size": 8.0},
    "fonts": {"folders": ["fonts"], "families": ["Carlito"], "substitutes": {"Gotham": "Carlito"}},
    "holidays": {"12-25": "Christmas Day", "2025-12-24/2026-01-02": "Closure"},
    "weekend": ["friday", "saturday"],
    "letter": {"least_dpi": 150.0},
}


FURTHER = {
    "zone": "Europe/Zurich",
    "zones": ["Asia/Tokyo", {"zone": "Europe/Zurich", "key": "geneva", "city": {"en": "Geneva"}}],
    "calendar": True,
    "deadlines": [
        {
            "key": "registration",
            "title": {"en": "Registration"},
            "by": datetime(2025, 2, 14, 18),
            "zone": "Asia/Tokyo",
            "for": "session",
        }
    ],
    "pictures": {"logo": {"file": "logo.png", "width": 30.0, "height": 10.0, "description": {"en": "Logo"}}},
}
"""What a meeting may have besides."""


def odd(data: Any, whole: Any, change: Any) -> Iterator[Any]:
    """The whole with each of its values, and each of its keys, replaced by each odd value."""
    for key in list(data) if isinstance(data, dict) else range(len(data)):
        kept = data[key]
        for value in ODD:
            data[key] = value
            yield deepcopy(whole)
        data[key] = kept
        if isinstance(kept, (dict, list)):
            yield from odd(kept, whole, change)
    for key in ("", "x", "X y", "*", "items") if isinstance(data, dict) else ():
        yield deepcopy({**whole}) if key in data else deepcopy(change(data, key, whole))


def added(data: Any, key: str, whole: Any) -> Any:
    data[key] = 1
    copy = deepcopy(whole)
    del data[key]
    return copy


@pytest.mark.parametrize("model", [MeetingTable, ConfigTable])
def test_whatever_stands_in_a_file_is_answered_in_words_of_our_own(model: type[BaseModel]) -> None:
    whole = (
        tomllib.loads(sound_meeting().decode()) | deepcopy(FURTHER)
        if model is MeetingTable
        else deepcopy(EVERY_SETTING)
    )
    assert validated(model, whole, Path("x.toml"), lambda _key: None)[1] == []
    told: set[Finding] = set()
    for data in odd(whole, whole, added):
        told |= set(validated(model, data, Path("x.toml"), lambda _key: None)[1])
    assert len({each.code for each in told}) > 10
    assert not [each for each in told if each.code == "value-unusable"]
    assert not [each for each in told if "nput" in each.what or "{}" in each.mend or not each.mend]


def test_values_nested_without_end_are_told(tmp_path: Path) -> None:
    toml = sound_meeting().replace(b'"Secretariat"', b"[" * 20000)
    with pytest.raises(MeetingError, match="not valid TOML"):
        load_meeting(put_meeting(tmp_path / "meeting", toml))


# --- the settings of a house ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "where", "what"),
    [
        ("[stampp]\n", "config.toml:1: stampp", "Did you mean “stamp”?"),
        ("[stamp]\n\nsiez = 8.0\n", "config.toml:3: stamp.siez", "Did you mean “size”?"),
        ('[stamp]\nsize = "8"\n', "config.toml:2: stamp.size", "It is not a number"),
        ("[stamp]\nsize = nan\n", "config.toml:2: stamp.size", "not a number that can be used"),
        ("[stamp]\nsize = 80\n", "config.toml:2: stamp.size", "It must be 14 or less"),
        ("[stamp]\nfont = 1\n", "config.toml:2: stamp.font", "not words in quotes"),
        ("[convert]\ntime_limit = 0\n", "config.toml:2: convert.time_limit", "It must be more than 0"),
        ("[convert]\ntime_limit = inf\n", "config.toml:2: convert.time_limit", "not a number that can be used"),
        ("[convert]\ntime_limit = 1e300\n", "config.toml:2: convert.time_limit", "It must be 86400 or less"),
        ("[convert]\ndocuments_each = inf\n", "config.toml:2: convert.documents_each", "not a whole number"),
        ('[dates.fr]\nyear = ""\n', "config.toml:2: dates.fr.year", "It is empty"),
        ("[convert]\ndocuments_each = 0.5\n", "config.toml:2: convert.documents_each", "not a whole number"),
        ('[fonts]\nfolders = "fonts"\n', "config.toml:2: fonts.folders", "not a list"),
        ("[ordinals]\nfr = 1\n", "config.toml:2: ordinals.fr", "not words in quotes"),
        ("[ordinals\n", "config.toml:1", "not valid TOML"),
        ('[archive]\nfallback = ["en"]\n', "config.toml:2: archive.fallback", "belongs at the top of the file"),
        ('[dates]\nfallback = ["en"]\n', "config.toml:2: dates.fallback", "belongs at the top of the file"),
        ('fallback = ["en"]\n[archive]\nfallback = ["en"]\n', "config.toml:3: archive.fallback", "no key “fallback”"),
        ('\n[fonts]\nfolders = ["C:\\Users\\fonts"]\n', "config.toml:3", "Write “/”"),
        ('[archive]\nplace = "D:\\papers"\n', "config.toml:2", "between single quotes"),
        (
            '\nfallback = ["en", "ff"]\n',
            "config.toml:2: fallback, entry 2",
            "“ff” is not a language that is known here",
        ),
        ('[typography]\nda = "swiss"\n', "config.toml:2: typography.da", "“da” is not a language"),
        ('[dates.xx]\nyear = "{year}"\n', "config.toml:1: dates.xx", "“xx” is not a language"),
        ('[stamp.fonts]\nda = "Amiri"\n', "config.toml:2: stamp.fonts.da", "“da” is not a language"),
        ("[convert]\n\n[stamp]\n\n[convert]\n", "config.toml:5", "the table [convert] stands twice"),
    ],
)
def test_mistakes_in_the_settings_are_told(toml: str, where: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_house(tmp_path / "meetings" / "x")
    assert [problem.where for problem in caught.value.problems] == [f"{tmp_path}/{where}"]
    assert what in str(caught.value)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("value", "is_date"),
    [
        ("3 March 2025", True),
        ("15.01.2025", True),
        ("March 3, 2025 # a Monday", True),
        ("1er mars 2025", True),
        ("2025/03/03", True),
        ("2025-3-3", True),
        ("2025年3月3日", True),
        ("Monday", False),
        ("2025 = 3", False),
        ('"Session" 2025', False),
    ],
)
def test_a_date_typed_otherwise_is_told(value: str, is_date: bool, tmp_path: Path) -> None:
    (tmp_path / "meeting.toml").write_text(f"\ndate = {value}\n", encoding="utf-8")
    with pytest.raises(MeetingError) as caught:
        load_meeting(tmp_path)
    assert caught.value.problems[0].where.endswith("meeting.toml:2")
    assert ("Write dates as 2025-03-03" in str(caught.value)) == is_date


def test_the_guide_names_the_endings_of_all_files_that_are_taken() -> None:
    guide = (ROOT / "docs" / "staff.md").read_text(encoding="utf-8")
    assert [suffix for suffix in TAKEN if f"`{suffix}`" not in guide] == []


def test_every_setting_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "config.toml").touch()
    assert load_house(tmp_path).settings.stamp.font == "Carlito"


def test_a_meeting_outside_any_house_is_told() -> None:
    with pytest.raises(ConfigError, match=r"No config\.toml"):
        load_house(Path("/proc"))


# --- a letterhead's words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("toml", "where", "what"),
    [
        ('[en]\nhouse = "H"\n', "words.toml", "no words in “fr”"),
        ('[en]\nhouse = "H"\nfoot = "F"\n\n[fr]\nhouse = "M"\n', "words.toml:5: fr", "lack “foot”"),
        ("[fr]\nhouse = 3\n", "words.toml:2: fr.house", "not words in quotes"),
        ('[fr]\nhouse = "*Maison"\n', "words.toml:2: fr.house", "“*” is opened and not closed"),
        ('[fr]\nhouse = "M"\nfoot = "{{ date }}"\n', "words.toml:3: fr.foot", "placeholder"),
        ("[fr\n", "words.toml:1", "not valid TOML"),
        ('fr = "M"\n', "words.toml", "no words in “fr”"),
    ],
)
def test_mistakes_in_a_letterheads_words_are_told(toml: str, where: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "letterhead.docx").touch()
    (tmp_path / "words.toml").write_text(toml)
    with pytest.raises(ConfigError) as caught:
        load_letterhead(tmp_path, "fr")
    assert [problem.where for problem in caught.value.problems] == [f"{tmp_path}/{where}"]
    assert what in str(caught.value)


def test_a_letterhead_that_is_not_there_is_answered_with_the_nearest(house: Path) -> None:
    with pytest.raises(ConfigError, match="Did you mean “siem-reap-angkor”"):
        load_letterhead(house / "letterheads" / "siem-reap", "fr")


def test_a_letterhead_may_have_no_words(tmp_path: Path) -> None:
    (tmp_path / "letterhead.docx").touch()
    assert load_letterhead(tmp_path, "fr") == {}


# --- the lines of keys ---------------------------------------------------------------------------

LINES = '''\
# [a comment]
plain = 1
"quoted key" = 2
dotted.in.three = 3
inline = { first = 1, second = { third = 2 } }
words = """
[not a table]
key = "not a key"
""" # ""\" in a comment
raw = \'\'\'
[[neither]]\'\'\'
list = [
    "an item with ] and [",
    """
    of several lines ]""", # a comment with [ and """
    { name = "x" },
]
after = "a \\\\"
escaped = """a \\""" b"""
three = """ends with two quotes"""""
last = 4

[table]
key = 5
[table.inner]
key = 6 # [comment]

[[array]]
key = 7
[[array.inner]]
key = 8
[[array.inner]]
key = 9
[array.inner.deep]
key = 10
[[array]]
[[array.inner]]
key = 11
["quoted.table"]
key = 12
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("plain",), 2),
        (("quoted key",), 3),
        (("dotted", "in", "three"), 4),
        (("dotted", "in"), 4),
        (("dotted",), 4),
        (("inline", "second", "third"), 5),
        (("words",), 6),
        (("not a table",), None),
        (("raw",), 10),
        (("neither",), None),
        (("list",), 12),
        (("list", 2, "name"), 12),
        (("after",), 18),
        (("escaped",), 19),
        (("three",), 20),
        (("last",), 21),
        (("table",), 23),
        (("table", "key"), 24),
        (("table", "missing"), 23),
        (("table", "inner", "key"), 26),
        (("array", 0), 28),
        (("array", 0, "key"), 29),
        (("array", 0, "inner", 0, "key"), 31),
        (("array", 0, "inner", 1), 32),
        (("array", 0, "inner", 1, "key"), 33),
        (("array", 0, "inner", 1, "deep", "key"), 35),
        (("array", 1), 36),
        (("array", 1, "inner", 0, "key"), 38),
        (("quoted.table", "key"), 40),
    ],
)
def test_a_keys_line_is_found(key: Key, line: int | None, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text(LINES)
    assert read_toml(path, MeetingError)[1](key) == line


def written(value: object) -> str:
    """A value as TOML, over as many lines as it may take."""
    if isinstance(value, list):
        return "[\n" + "".join(f'  {written(item)}, # ] }} """\n' for item in value) + "]"
    return json.dumps(value)


scalars = st.one_of(
    st.integers(),
    st.text(st.sampled_from("ab []{}#=\"'\\\n\u2028\u0085."), max_size=8),
)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3), max_leaves=6)
tables = st.lists(st.tuples(st.booleans(), st.lists(values, max_size=3)), max_size=4)


@given(tables)
def test_the_line_of_any_key_is_the_one_that_it_was_written_on(content: list[tuple[bool, list[object]]]) -> None:
    toml, places = "", list[tuple[Key, int]]()

    def line() -> int:
        return toml.count("\n") + 1

    arrays = 0
    for number, (is_array, entries) in enumerate(content):
        table: Key = ("array", arrays) if is_array else (f"table{number}",)
        arrays += is_array
        places.append((table, line()))
        toml += "[[array]]\n" if is_array else f"[table{number}]\n"
        for position, value in enumerate(entries):
            places.append(((*table, f"key{position}"), line()))
            multiple = isinstance(value, str) and position % 2
            toml += f'key{position} = """{json.dumps(value)[1:-1]}\n"""\n' if multiple else ""
            toml += "" if multiple else f"key{position} = {written(value)}\n"
    tomllib.loads(toml)
    from pipeline.toml import _finder  # noqa: PLC0415

    line_of = _finder(toml)
    assert [(key, line_of(key)) for key, _ in places] == places


def test_problems_read_as_sentences(tmp_path: Path) -> None:
    told: list[Finding] = []
    for number, broken in enumerate(BROKEN):
        with pytest.raises(MeetingError) as caught:
            load_meeting(put_meeting(tmp_path / f"{number}" / "meeting", broken.read_bytes()))
        told += caught.value.problems
    for problem in told:
        assert problem.what[0].isupper() or problem.what[0] in "“e0123456789", problem
        assert problem.what.endswith("."), problem
        assert problem.mend, problem
        assert "pydantic" not in str(problem)


def test_a_password_typed_where_its_place_belongs_is_in_no_message(tmp_path: Path) -> None:
    told = []
    for broken in BROKEN:
        if broken.stem.startswith("password"):
            with pytest.raises(MeetingError) as caught:
                load_meeting(put_meeting(tmp_path / broken.stem / "meeting", broken.read_bytes()))
            told.append(str(caught.value))
    assert len(told) >= 5
    assert not [words for words in told if "geheim" in words or "my secret" in words]


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("Résumé.pdf", "Re\u0301sume\u0301.pdf"),
        ("Re\u0301sume\u0301.pdf", "Résumé.pdf"),
        ("FORM.PDF", "form.pdf"),
        ("form.pdf", "Form.PDF"),
    ],
)
def test_a_file_is_found_by_its_name_however_a_system_writes_it(typed: str, there: str, house: Path) -> None:
    folder = copy_meeting(house, slug=f"small-{abs(hash((typed, there)))}")
    meeting, enclosures = folder / "meeting.toml", folder / "enclosures"
    (enclosures / "form.pdf").rename(enclosures / there)
    meeting.write_text(meeting.read_text(encoding="utf-8").replace("enclosures/form.pdf", f"enclosures/{typed}"))
    assert enclosures / there in {path for each in load_meeting(folder).enclosures for path in each.files.values()}


def test_the_nearest_of_several_names_is_named(house: Path) -> None:
    folder = copy_meeting(house, slug="small-near")
    meeting, enclosures = folder / "meeting.toml", folder / "enclosures"
    (enclosures / "form.pdf").rename(enclosures / "Re\u0301sume\u0301.pdf")
    meeting.write_text(meeting.read_text(encoding="utf-8").replace("enclosures/form.pdf", "enclosures/Résumés.pdf"))
    with pytest.raises(MeetingError, match="Résumé"):
        load_meeting(folder)
