"""Workers: whatever one does, who asked it is told, nobody waits, and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from pipeline.errors import CancelledError
from pipeline.workers.pool import LostError, Workers
from tests.houses import ROOT
from tests.waiting import gone, soon


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers("tests.odd_worker", count=1)
    yield made
    made.close()


def test_one_answers_again_and_again_with_what_it_was_sent(workers: Workers) -> None:
    pids = set()
    for data in (b"", b"x", bytes(3 << 20)):
        with workers.one() as worker:
            worker.send({"do": "echo"}, data)
            said, same = worker.receive(20)
        assert same == data
        pids.add(said["pid"])
    assert pids == set(workers.pids())
    assert len(pids) == 1
    assert "" not in said["path"]  # nothing is imported from where the command was typed


@pytest.mark.parametrize(
    ("do", "how"), [("die", "stopped"), ("rubbish", "stopped"), ("eat", "stopped"), ("hang", "time"), ("spin", "time")]
)
def test_one_that_does_not_answer_is_ended_and_another_serves(do: str, how: str, workers: Workers) -> None:
    with workers.one() as worker:
        worker.send({"do": do})
        with pytest.raises(LostError, match=how):
            worker.receive(0.3 if do == "hang" else 20)
    assert gone(worker.pid)
    with workers.one() as other:
        other.send({"do": "echo"})
        assert other.receive(20)[0]["pid"] != worker.pid


def test_one_that_stands_by_is_the_first_that_is_asked(workers: Workers) -> None:
    workers.stand_by()
    workers.stand_by()
    (pid,) = workers.pids()
    with workers.one() as worker:
        assert worker.pid == pid
    workers.close()
    workers.stand_by()
    assert workers.pids() == []
    assert gone(pid)


def test_one_that_was_not_heard_out_is_not_asked_again(workers: Workers) -> None:
    with workers.one() as worker:
        worker.send({"do": "echo"})
    assert gone(worker.pid)
    assert workers.pids() == []


def test_who_waits_for_an_answer_or_for_a_worker_is_told_when_they_are_closed(workers: Workers) -> None:
    told: list[str] = []
    begun = threading.Event()

    def ask() -> None:
        try:
            with workers.one() as worker:
                worker.send({"do": "hang"})
                begun.set()
                worker.receive()
        except (LostError, CancelledError) as error:
            told.append(type(error).__name__)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert begun.wait(20)
    (pid,) = workers.pids()
    workers.close()
    for thread in threads:
        thread.join(20)
    assert sorted(told) == ["CancelledError", "LostError"]
    assert gone(pid)
    with pytest.raises(CancelledError), workers.one():
        pass
    workers.close()


PARENT = """
from pipeline.workers.pool import Workers
worker = Workers("tests.odd_worker").one().__enter__()
worker.send({"do": "echo"})
print(worker.receive(20)[0]["pid"])
"""


def test_a_worker_ends_with_the_process_that_asked_it() -> None:
    ran = subprocess.run([sys.executable, "-c", PARENT], cwd=ROOT, capture_output=True, text=True, check=True)
    soon(lambda: gone(int(ran.stdout)))
