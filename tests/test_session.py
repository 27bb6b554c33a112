"""A session: warm from one build to the next, for any number of threads, stopped at any time, and gone when closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import Cancellation, CancelledError, Event, House, PapersError, Session
from pipeline.building.office import office_settings, unchecked_office_settings
from pipeline.load.schema import ConfigTable
from pipeline.machine import Machine
from pipeline.settings import read_settings
from tests.houses import copy_house, copy_meeting
from tests.waiting import gone, soon

pytestmark = pytest.mark.office


def folders(temporary: Path) -> list[Path]:
    return list(temporary.glob("papers-*"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    root = copy_house(tmp_path_factory.mktemp("session") / "house")
    for slug in ("one", "two"):
        copy_meeting(root, "tiny", slug)
    return House.open(root)


@pytest.fixture(scope="module")
def warm(house: House) -> Iterator[Session]:
    with Session(house, jobs=2) as session:
        session.build("one")
        yield session


def test_a_second_build_starts_nothing(warm: Session, house: House) -> None:
    pids = warm.pids()
    enclosure = next((house.find("one") / "enclosures").glob("*.txt"))
    enclosure.write_text("Another line.\n", encoding="utf-8")
    built = warm.build("one")
    assert any(step.ran for step in built.steps if step.stage == "convert")
    assert warm.pids() == pids
    assert not any(step.ran for step in warm.build("one").steps)


def test_threads_build_side_by_side(warm: Session) -> None:
    built = {}

    def build(slug: str) -> None:
        built[slug] = warm.build(slug, force=True)

    threads = [threading.Thread(target=build, args=(slug,)) for slug in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert {slug: all(bundle.is_file() for bundle in each.bundles) for slug, each in built.items()} == {
        "one": True,
        "two": True,
    }


def test_a_build_that_is_cancelled_stops_at_once_and_the_next_goes_on(warm: Session) -> None:
    token, events = Cancellation(), list[Event]()

    def show(event: Event) -> None:
        events.append(event)
        if event.kind == "started" and event.stage == "convert":
            token.cancel()

    with pytest.raises(CancelledError):
        warm.build("two", force=True, on_event=show, cancellation=token)
    assert "cancelled" in {event.kind for event in events}
    assert {event.task for event in events if event.kind == "started"} != {event.task for event in events}
    assert warm.build("two").bundles
    with pytest.raises(CancelledError):
        warm.build("two", cancellation=token)


def test_other_settings_get_other_offices(warm: Session, house: House) -> None:
    warm.build("one")
    before = set(warm.pids())
    config = house.root / "config.toml"
    kept = config.read_text(encoding="utf-8")
    config.write_text(kept.replace("documents_each = 300", "documents_each = 7"), encoding="utf-8")
    try:
        warm.build("one", force=True)
        assert not before & set(warm.pids())
        assert all(map(gone, before))
    finally:
        config.write_text(kept, encoding="utf-8")


@pytest.mark.parametrize("when", ["before", "planned", "started"])
def test_closing_in_any_state_leaves_nothing_behind(
    when: str, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    session, begun, pids = Session(house, jobs=1), threading.Event(), list[int]()
    told: list[str] = []

    def show(event: Event) -> None:
        if event.kind == when and not begun.is_set():
            pids.extend(session.pids())
            begun.set()

    def build() -> None:
        try:
            session.build("two", out=tmp_path / "out", on_event=show)
        except PapersError as error:
            told.append(error.findings[0].code)

    if when == "before":
        session.close()
    thread = threading.Thread(target=build)
    thread.start()
    assert when == "before" or begun.wait(60)
    session.close()
    thread.join(60)
    assert told == ["cancelled"]
    soon(lambda: all(map(gone, pids)))  # the system takes a moment to bury them
    soon(lambda: not folders(tmp_path))
    assert session.pids() == []
    session.close()


# --- settings are read once ----------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_gives_no_other_fonts(mark: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'{mark}[fonts]\nfamilies = ["Carlito"]\n[convert]\ntime_limit = 5\n', encoding="utf-8")
    early = unchecked_office_settings(tmp_path, read_settings(tmp_path).data, Machine(), ())
    assert early is not None
    assert (early.fonts.families, early.time_limit) == (("Carlito",), 5.0)


def test_offices_start_with_what_the_checked_settings_say() -> None:
    checked = office_settings(Path("/house"), ConfigTable().model_dump(), Machine())
    assert office_settings(Path("/house"), {}, Machine()) == checked


@pytest.mark.parametrize(
    "words", ["convert = 3", "[convert]\ntime_limit = []", '[fonts]\nfamilies = ["\\u0000"]', "fonts.folders = 3"]
)
def test_settings_that_are_wrong_start_no_office(words: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(words, encoding="utf-8")
    assert unchecked_office_settings(tmp_path, read_settings(tmp_path).data, Machine(), ()) is None
