"""Corrigenda and addenda that “papers new” writes from what differs since a package went out."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline import ArchiveError, House, MeetingError, New, UsageError
from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.new.before import Before
from pipeline.new.correction import correction
from pipeline.new.differing import as_they_were, facts, touched
from pipeline.package import gather
from tests.changing import changed
from tests.houses import build, copy_case, copy_house, copy_meeting, without_fonts
from tests.reading import paragraphs, seen

DAY = date(2025, 2, 3)


@pytest.fixture(scope="module")
def sent(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house whose small meeting was built."""
    house = copy_house(tmp_path_factory.mktemp("sent"))
    without_fonts(house / "config.toml")
    build(copy_meeting(house), house / "build" / "small", offices)
    return house


@pytest.fixture
def house(sent: Path, tmp_path: Path) -> House:
    return House.open(shutil.copytree(sent, tmp_path / "house", symlinks=True))


def meeting_of(house: House) -> Path:
    return house.root / "meetings" / "small" / "meeting.toml"


def told(made: New, code: str) -> list[tuple[str, ...]]:
    found = [each for each in made.to_look_at if each.code == code]
    return [(Path(each.place.file).name, *(seen(str(each.values[name])) for name in ("was", "now"))) for each in found]


def test_a_corrigendum_says_what_differs_and_where_it_stood(house: House, offices: Offices, tmp_path: Path) -> None:
    changed(meeting_of(house), "end = 2025-03-03", "end = 2025-03-04 # one day more")
    (signed := meeting_of(house).with_name("signed")).mkdir()
    (signed / "invitation-fr.png").write_bytes(b"the scan of the letter that went out")
    made = house.new("small-corr", corrigendum="small", day=DAY)
    assert not (made.folder / "signed").exists()
    assert [(each.place.key, each.values["was"], each.values["now"]) for each in made.to_look_at[:1]] == [
        (("events", "session", "end"), "2025-03-03", "2025-03-04")
    ]
    dates, prose = ("1er-3 mars 2025", "1er-4 mars 2025"), ("du 1er au 3 mars 2025", "du 1er au 4 mars 2025")
    assert list(dict.fromkeys(told(made, "new-touched"))) == [
        ("invitation.docx", *prose),  # the subject
        ("invitation.docx", *dates),  # the list of events, and the agenda's title
        ("index.docx", *dates),
        ("programme.docx", *prose),
    ]
    data = tomllib.loads((made.folder / "meeting.toml").read_text(encoding="utf-8"))
    assert (data["date"], data["languages"], data["corrects"]["date"]) == (DAY, ["fr"], date(2025, 1, 15))
    assert data["corrects"]["title"]["fr"] == "Réunion du comité <permanent>"
    found = check(made.folder)
    assert found.errors == ()
    package = build(made.folder, tmp_path / "out", offices)
    letter = [seen(line) for line in paragraphs(package.path("letter-docx"))]
    assert "Rectificatif à « Réunion du comité <permanent> » du 15 janvier 2025" in letter
    assert "Au lieu de « 1er-3 mars 2025 », lire « 1er-4 mars 2025 »." in letter
    assert "Au lieu de « du 1er au 3 mars 2025 », lire « du 1er au 4 mars 2025 »." in letter


def test_an_enclosure_that_is_another_now_goes_out_again(house: House) -> None:
    (meeting_of(house).parent / "enclosures" / "note.txt").write_text("Another note.", encoding="utf-8")
    made = house.new("small-corr", corrigendum="small", day=DAY)
    (package,) = gather(made.folder)
    assert [each.title["fr"] for each in package.meeting.enclosures] == ["Note"]
    assert sorted(path.name for path in (made.folder / "enclosures").iterdir()) == ["note.txt"]
    assert made.to_look_at == ()


def test_an_addendum_has_what_is_new(house: House) -> None:
    folder = meeting_of(house).parent
    (folder / "enclosures" / "more.txt").write_text("More.", encoding="utf-8")
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[groups.enclosures]]\ntitle.fr = "Complément"\nfile.fr = "enclosures/more.txt"\n')
    made = house.new("small-add", addendum="small", day=DAY)
    (package,) = gather(made.folder)
    assert [each.title["fr"] for each in package.meeting.enclosures] == ["Complément"]
    assert package.meeting.earlier is not None
    assert (package.meeting.earlier.added_to, package.meeting.earlier.changes) == (True, ())
    assert check(made.folder).errors == ()
    assert {each.code for each in made.to_look_at} == {"new-added"}


@pytest.mark.parametrize("zipped", [False, True])
def test_the_bag_goes_before_a_build_and_may_be_named(zipped: bool, house: House, offices: Offices) -> None:
    sealed = house.archive.seal("small", today="2025-01-20", zipped=zipped)
    changed(meeting_of(house), "end = 2025-03-03", "end = 2025-03-04")
    build(meeting_of(house).parent, house.root / "build" / "small", offices)  # the record of the build is of now
    for number, named in enumerate(("small", sealed.path.name)):
        made = house.new(f"corr-{number}", corrigendum=named, day=DAY)
        assert told(made, "new-differs") == [("meeting.toml", "2025-03-03", "2025-03-04")]
    shutil.rmtree(house.root / "archive")
    with pytest.raises(UsageError, match="Nothing that a letter shows differs"):
        house.new("corr-2", corrigendum="small", day=DAY)


@pytest.mark.parametrize("facts_in_it", [b"\xff", b"a = [", b"a = " + b"[" * 5000, b"date = 1"], ids=repr)
def test_a_bag_whose_facts_are_none_is_told(facts_in_it: bytes, house: House) -> None:
    sealed = house.archive.seal("small", today="2025-01-20")
    (inside,) = sealed.path.glob("data/house/**/meeting.toml")
    inside.chmod(0o644)
    inside.write_bytes(facts_in_it)
    with pytest.raises((ArchiveError, MeetingError)):
        house.new("corr", corrigendum=sealed.path.name, day=DAY)
    assert sorted(each.name for each in (house.root / "meetings").iterdir()) == ["small"]


def test_what_nobody_knows_is_told(house: House) -> None:
    with pytest.raises(UsageError, match="Nothing that a letter shows differs"):
        house.new("corr", corrigendum="small", day=DAY)
    with pytest.raises(UsageError, match="There is no such meeting"):
        house.new("corr", corrigendum="smal", day=DAY)
    with pytest.raises(ArchiveError):
        house.new("corr", corrigendum="small-2025-01-15-0123456789abcdef0123456789abcdef", day=DAY)
    for kept in (house.root / "build" / "small" / ".state").glob("facts-*"):
        kept.write_text("altered", encoding="utf-8")
    with pytest.raises(UsageError, match="Nobody knows what of “small” went out"):
        house.new("corr", corrigendum="small", day=DAY)
    assert sorted(each.name for each in (house.root / "meetings").iterdir()) == ["small"]


def test_facts_are_told_by_their_own_keys() -> None:
    first, second = {"file": "a"}, {"file": {"en": "b"}}
    was = {"a": 1, "events": [{"key": "x", "end": 2}], "groups": [{"enclosures": [first, second]}]}
    now = {"b": 1, "events": [{"key": "y"}, {"key": "x", "end": 3}], "groups": [{"enclosures": [second]}]}
    found = [(each.code, each.place.key) for each in facts(was, now, "meeting.toml")]
    assert found == [
        ("new-gone", ("a",)),
        ("new-differs", ("events", "x", "end")),
        ("new-gone", ("groups", 0, "enclosures", "a", "file")),
        ("new-added", ("b",)),
        ("new-added", ("events", "y", "key")),
    ]


def test_a_day_that_another_event_keeps_is_not_said_for_a_longer_text(house: House) -> None:
    late = '[[events]]\nkey = "late"\ntitle.fr = "Soirée"\nstart = 2025-03-03\nend = 2025-03-03\n\n[signatory]'
    changed(meeting_of(house), "[signatory]", late)
    changed(meeting_of(house), "{{ event.session.prose }}", "{{ event.session.last_day }}, {{ event.late.last_day }}")
    before = Before("then", meeting_of(house).parent, {"fr": meeting_of(house).read_bytes()}, {})
    changed(meeting_of(house), "end = 2025-03-03\nvenue", "end = 2025-03-04\nvenue")
    found = {seen(each.was) for each in touched(as_they_were(before, gather(meeting_of(house).parent)))}
    assert "3 mars 2025" not in found
    assert "Invitation, 3 mars 2025, 3 mars 2025" in found


@pytest.mark.parametrize(
    ("meeting", "old", "new", "was", "now"),
    [
        (
            "skalden-2026",
            "by = 2026-08-14",
            "by = 2026-08-28",
            {"en": "14 August 2026", "es": "14 de agosto de 2026", "fr": "14 août 2026"},
            {"en": "28 August 2026", "es": "28 de agosto de 2026", "fr": "28 août 2026"},
        ),
        (
            "lumeria-2027",
            "delegation = 5",
            "delegation = 4",
            {
                "ar": "ويقتصر كل وفد على خمسة أشخاص.",
                "en": "Delegations are limited to five persons each.",
                "fr": "Chaque délégation est limitée à cinq personnes.",
            },
            {
                "ar": "ويقتصر كل وفد على أربعة أشخاص.",
                "en": "Delegations are limited to four persons each.",
                "fr": "Chaque délégation est limitée à quatre personnes.",
            },
        ),
    ],
)
def test_what_a_letters_own_words_say_is_told_by_sentence_in_each_language(
    meeting: str, old: str, new: str, was: dict[str, str], now: dict[str, str], tmp_path: Path
) -> None:
    """A note verbale's deadline, which stands in its head, its words and its form; a number in a letter's words."""
    folder = copy_case(tmp_path, meeting)
    sent_then = Before("then", folder, dict.fromkeys(was, (folder / "meeting.toml").read_bytes()), {})
    changed(folder / "meeting.toml", old, new)
    target = tmp_path / "meetings" / "corrigendum"
    target.mkdir()
    told_of = correction("corrects", sent_then, target, date(2026, 5, 20))
    data = tomllib.loads((target / "meeting.toml").read_text(encoding="utf-8"))
    (change,) = data["corrects"]["changes"]
    assert [{tag: seen(words) for tag, words in change[name].items()} for name in ("was", "now")] == [was, now]
    assert {each.values["language"] for each in told_of if each.code == "new-touched"} == set(was)
    # the earlier package's reference is as it was; this one needs its own
    assert [each.place.key[0] for each in told_of if each.code == "new-symbol"] == ["instruments"]
    assert len([each for each in told_of if each.code == "new-signature"]) == (2 if meeting == "lumeria-2027" else 0)
    found = check(target)
    assert found.errors == ()
    assert {each.code for each in found.notes if not each.code.startswith("phrase")} == set()
