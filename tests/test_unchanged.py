"""Whether there is anything to do at all: what a build depends on is looked at, and whatever changes is seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import Build, Event, Finding, House, PapersError, Place, Session
from pipeline.building import unchanged
from pipeline.building.office import OfficeSettings, office_settings
from pipeline.building.order import Order, alone
from pipeline.convert.surroundings import _places, libraries
from pipeline.folders import STATE
from pipeline.machine import read_machine, settings_file
from pipeline.settings import read_settings
from tests.houses import copy_house, copy_meeting

pytestmark = pytest.mark.office
NOTE = Path(STATE, "answer.json")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = copy_house(tmp_path_factory.mktemp("unchanged") / "house")
    copy_meeting(root, "tiny")
    config = root / "config.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("folders = []", 'folders = ["fonts"]', 1), encoding="utf-8")
    (root / "fonts").mkdir()
    return House.open(root)


@pytest.fixture(scope="module")
def built(house: House) -> Build:
    with Session(house, jobs=1) as session:
        return session.build("tiny")


@pytest.fixture(autouse=True)
def _no_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a test are no older than the test."""
    monkeypatch.setattr(unchanged, "_GRAIN", 0)


def order(house: House, languages: tuple[str, ...] = (), began: int = 0) -> Order:
    folder = house.find("tiny")
    return Order(folder, house.root / "build/tiny", read_settings(house.root), languages, began=began)


def offices(house: House) -> OfficeSettings:
    return office_settings(house.root, read_settings(house.root).data, read_machine(os.environ))


def noted(house: House, built: Build) -> None:
    """Notes the answer, as a build does that has just been done."""
    unchanged.note(order(house, began=time.time_ns()), offices(house), built, [])
    assert unchanged.answer(order(house), offices(house)) is not None


def rewritten(path: Path) -> None:
    """Another content of the same size, with the times that the file had."""
    before, data = path.stat(), bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


CHANGES: dict[str, Callable[[Path], object]] = {
    "an enclosure": lambda root: rewritten(root / "meetings/tiny/enclosures/agenda.txt"),
    "the template": lambda root: rewritten(root / "templates/fr/invitation.docx"),
    "phrases": lambda root: (root / "templates/fr/phrases.po").touch(),
    "the letterhead's words": lambda root: (root / "letterheads/plain/words.toml").write_text('[fr]\nname = "N"\n'),
    "a file beside the settings": lambda root: (root / "new.toml").write_text(""),
    "a font": lambda root: (root / "fonts/new.ttf").write_bytes(b""),
    "an output": lambda root: rewritten(root / "build/tiny/fr/invitation-fr.pdf"),
    "an output that is gone": lambda root: (root / "build/tiny/tiny-invitation-fr-report.html").unlink(),
    "the manifest": lambda root: rewritten(root / "build/tiny/manifest.json"),
    "an enclosure that is gone": lambda root: (root / "meetings/tiny/enclosures/agenda.txt").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen(change: str, house: House, built: Build) -> None:
    kept = {path: path.read_bytes() for path in house.root.rglob("*") if path.is_file() and STATE not in path.parts}
    noted(house, built)
    try:
        CHANGES[change](house.root)
        assert unchanged.answer(order(house), offices(house)) is None
    finally:
        for path in house.root.rglob("*"):
            if path.is_file() and STATE not in path.parts and path not in kept:
                path.unlink()
        for path, data in kept.items():
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)


def test_another_order_is_another(house: House, built: Build) -> None:
    noted(house, built)
    assert unchanged.answer(order(house, languages=("fr",)), offices(house)) is None
    assert unchanged.answer(replace(order(house), draft=True), offices(house)) is None
    assert unchanged.answer(order(house), OfficeSettings(None, offices(house).fonts)) is None


def test_the_answer_is_that_of_a_build(house: House, built: Build) -> None:
    told: dict[str, list[tuple[str, str, str]]] = {}
    answers = {}
    for way in ("build", "answer"):
        events: list[Event] = []
        (house.root / "build/tiny" / NOTE).unlink(missing_ok=True) if way == "build" else noted(house, built)
        with Session(house, jobs=1) as session:
            answers[way] = session.build("tiny", on_event=events.append)
            assert way == "build" or session.pids() == []
        told[way] = sorted((event.kind, event.task, event.stage) for event in events)
    assert answers["answer"] == answers["build"]
    assert told["answer"] == told["build"]


def test_what_has_just_been_changed_is_not_believed(
    house: House, built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_GRAIN", 2_000_000_000)
    note = house.root / "build/tiny" / NOTE
    (house.root / "meetings/tiny/meeting.toml").touch()
    unchanged.note(order(house, began=time.time_ns()), offices(house), built, [])
    assert not note.exists()
    unchanged.note(order(house, began=time.time_ns() + 3_000_000_000), offices(house), built, [])
    assert note.exists()


def test_an_answer_with_more_in_it_is_not_noted(house: House, built: Build) -> None:
    noted(house, built)
    more = replace(built, elsewhere=(Finding("cancelled", Place("papers")),))
    unchanged.note(order(house, began=time.time_ns()), offices(house), more, [])
    assert unchanged.answer(order(house), offices(house)) is None


def test_what_stands_in_the_way_is_told(house: House, built: Build) -> None:
    noted(house, built)
    with alone(built.out), pytest.raises(PapersError, match="Another build of this package is under way"):
        unchanged.answer(order(house), offices(house))


ANSWERED = """
import sys
from pipeline import House, Session
with Session(House.open(sys.argv[1]), jobs=1) as session:
    session.build("tiny")
print(*sys.modules)
"""


def test_an_answer_loads_next_to_nothing(house: House, built: Build) -> None:
    with Session(house, jobs=1) as session:
        session.build("tiny")  # for the guess before the answer
    noted(house, built)
    done = subprocess.run([sys.executable, "-c", ANSWERED, str(house.root)], capture_output=True, text=True, check=True)
    heavy = {"pydantic", "lxml", "babel", "pikepdf", "pipeline.model", "pipeline.load", "pipeline.plan", "subprocess"}
    assert heavy & {*done.stdout.split()} == set()


WATCHED = """
import json, sys
from pathlib import Path
opened = set()
def watch(event, arguments):
    if event in {"open", "os.listdir", "os.scandir"} and isinstance(arguments[0], (str, bytes)):
        opened.add(arguments[0] if isinstance(arguments[0], str) else arguments[0].decode())
import babel.dates  # looks up the machine's zone as it loads, which nobody asks for
from pipeline import House, Session
from pipeline.building import build
build.note = lambda *given: None  # which looks at everything
sys.addaudithook(watch)
with Session(House.open(sys.argv[1]), jobs=1) as session:
    assert not any(step.ran for step in session.build("tiny").steps)
print(json.dumps(sorted(opened)))
"""


def test_a_build_reads_nothing_else(house: House, built: Build) -> None:
    (built.out / NOTE).unlink(missing_ok=True)
    done = subprocess.run([sys.executable, "-c", WATCHED, str(house.root)], capture_output=True, text=True, check=True)
    look = unchanged._Looks(built.out)
    list(unchanged._look(look, order(house), offices(house), []))
    program = offices(house).program
    assert program is not None
    known = (
        *(str(built.out), sys.prefix, sys.base_prefix, "/proc/", "/dev/", "/sys/"),
        *(str(path) for path in libraries(program)),  # noted with the answer, as it is found
        str(settings_file(os.environ)),  # of the machine, read before by whoever looks
        "/var/lib/dpkg",  # of which package a library is
    )
    opened = [Path(path) for path in json.loads(done.stdout) if path.startswith("/") and not path.startswith(known)]
    assert [path for path in opened if path.is_file() and str(path) not in look.found] == []
    listed = [
        path for path in opened if path.is_dir() and path.name != "__pycache__" and path not in folders_of_system()
    ]
    assert [path for path in listed if (path.stat().st_dev, path.stat().st_ino) not in look._folders] == []


def folders_of_system() -> list[Path]:
    """Where libraries are looked for, and what lies above."""
    places = [Path("/"), *_places(Path("/nowhere"))]
    return [*places, *(above for place in places for above in place.parents)]
