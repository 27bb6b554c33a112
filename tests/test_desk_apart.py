"""The process apart: what is done there comes back, whatever it is; it may die, and its desk may."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import Cancellation, CancelledError, Event, Session, UsageError
from pipeline.desk.apart import Apart, LostError
from pipeline.desk.trouble import UnforeseenError, trouble
from tests.houses import copy_house, copy_meeting

HEAVY = ("docx", "pikepdf", "pypdf", "lxml", "reportlab", "pypdfium2", "PIL", "bagit")
TINY = "/meetings/tiny"
PAGES = (
    *("/meetings", "/new", "/archive", "/history", "/you", TINY, f"{TINY}/facts", f"{TINY}/facts/letter?saved=true"),
    *(f"{TINY}/enclosures", f"{TINY}/templates", f"{TINY}/package", f"{TINY}/vocabulary", f"{TINY}/recipients"),
)
_ASKED = """
import sys, time
from pathlib import Path
from starlette.testclient import TestClient
from pipeline import House
from pipeline.desk.app import make_app
root, *paths = sys.argv[1:]
app = make_app(House.open(Path(root)), clock=time.time, names=frozenset({"testserver"}), jobs=1)
with TestClient(app, headers={"sec-fetch-site": "same-origin"}) as client:
    client.get("/enter", params={"key": app.state.desk.people.new_key()})
    for path in paths:
        assert client.get(path).status_code == 200, path
print(*sys.modules)
"""


def test_the_process_that_answers_loads_nothing_that_works_on_documents() -> None:
    program = "import sys, pipeline.desk.serving; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in HEAVY if name in loaded] == []


def test_nor_do_its_pages(tmp_path: Path) -> None:
    root = copy_house(tmp_path / "house")
    copy_meeting(root, "tiny")
    command = [sys.executable, "-c", _ASKED, str(root), *PAGES]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    assert [name for name in HEAVY if name in asked.stdout.split()] == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_house(tmp_path_factory.mktemp("apart") / "house")


@pytest.fixture(scope="module")
def apart(house: Path) -> Iterator[Apart]:
    made = Apart(house, 1)
    yield made
    made.close()


def where(session: Session) -> tuple[int, Path]:
    return os.getpid(), session.house.root


def fail(_session: Session, kind: type[Exception]) -> None:
    raise kind("why not")


def full(_session: Session) -> None:
    raise OSError(28, "No space left on device", "/a/file")


def die(_session: Session) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def wait(_session: Session, *, on_event: Callable[[Event], None], stop: Cancellation) -> None:
    on_event(Event("started", "it", "work", 0.5))
    while not stop.cancelled:
        time.sleep(0.01)
    raise CancelledError


def test_what_is_done_there_is_done_in_another_process(apart: Apart, house: Path) -> None:
    there, root = apart.do(where)
    assert there != os.getpid()
    assert root == house
    assert apart.do(where)[0] == there


def test_what_is_done_there_gives_way_to_pages(apart: Apart) -> None:
    there = apart.do(where)[0]
    assert os.getpriority(os.PRIO_PROCESS, there) > os.getpriority(os.PRIO_PROCESS, 0)


def test_what_is_raised_there_is_raised_here_with_what_is_to_be_told_of_it(apart: Apart) -> None:
    with pytest.raises(UsageError) as known:
        apart.do(Session.check, "nowhere")
    assert known.value.findings[0].code == "meeting-missing"
    with pytest.raises(OSError) as disk:
        apart.do(full)
    assert trouble(disk.value, "x").code == "desk-disk-full"
    with pytest.raises(UnforeseenError) as unforeseen:
        apart.do(fail, ZeroDivisionError)
    told = trouble(unforeseen.value, "x").values
    assert told["error"] == "ZeroDivisionError: why not"
    assert str(told["at"]).startswith("test_desk_apart.py:")


def test_it_tells_what_goes_on_and_is_stopped(apart: Apart) -> None:
    seen, stop = list[Event](), Cancellation()

    def heard(event: Event) -> None:
        seen.append(event)
        stop.cancel()

    with pytest.raises(CancelledError):
        apart.follow(wait, on_event=heard, stop=stop)
    assert [(each.kind, each.seconds) for each in seen] == [("started", 0.5)]


def test_another_takes_the_place_of_one_that_died_and_all_that_it_did_is_told(apart: Apart) -> None:
    before = apart.do(where)[0]
    told = list[BaseException]()
    begun = threading.Event()

    def waiting() -> None:
        try:
            apart.follow(wait, on_event=lambda _: begun.set(), stop=Cancellation())
        except LostError as error:
            told.append(error)

    thread = threading.Thread(target=waiting)
    thread.start()
    begun.wait()
    with pytest.raises(LostError):
        apart.do(die)
    thread.join()
    assert len(told) == 1
    assert apart.do(where)[0] != before


def test_one_that_nobody_needs_ends_and_another_is_there_for_who_does(house: Path) -> None:
    made = Apart(house, 1, idle=0.05)
    try:
        before = made.do(where)[0]
        assert made.do(rest, 0.2)  # as long as it does something it is needed
        gone(before)
        assert made.do(where)[0] != before
    finally:
        made.close()


def rest(_session: Session, seconds: float) -> bool:
    time.sleep(seconds)
    return True


def test_a_desk_that_is_stopped_does_no_more(house: Path) -> None:
    made = Apart(house, 1)
    made.do(where)
    made.close()
    with pytest.raises(CancelledError):
        made.do(where)


HELD = """
import sys
from pathlib import Path
from pipeline.desk.apart import Apart
from tests.test_desk_apart import where
print(Apart(Path(sys.argv[1]), 1).do(where)[0], flush=True)
sys.stdin.read()
"""


def test_it_ends_with_a_desk_that_was_killed(house: Path) -> None:
    desk = subprocess.Popen(
        [sys.executable, "-c", HELD, str(house)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert desk.stdout is not None
    there = int(desk.stdout.readline())
    os.kill(there, 0)
    desk.kill()
    desk.communicate()
    gone(there)


def gone(there: int) -> None:
    """Waits until a process has ended."""
    deadline = time.monotonic() + 30
    while Path(f"/proc/{there}/cmdline").exists() and Path(f"/proc/{there}/cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.02)
