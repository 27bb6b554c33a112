"""Batches of letters whose office is killed, hangs, or has no memory left: the letters are those of a batch that nobody
disturbed, and no process or folder stays. A letter that ends each office it comes to is told, and stops no other."""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from pipeline.convert.office import Offices
from pipeline.errors import ConverterError
from pipeline.libreoffice import find_program
from pipeline.model import HIGHEST
from pipeline.tasks.letters import _make
from pipeline.tasks.workshop import Workshop
from pipeline.workers.mergers import Mergers
from tests.company import MISSION, batch_of, made

pytestmark = pytest.mark.office

NAMES = ("Anna", "Berta", "Guilty", "Dora", "Emil")


def kill(pid: int) -> None:
    os.killpg(pid, signal.SIGKILL)


def hang(pid: int) -> None:
    os.kill(pid, signal.SIGSTOP)


def starve(pid: int) -> None:
    """Lets it take no more memory than it has."""
    resource.prlimit(pid, resource.RLIMIT_AS, (1 << 20, 1 << 20))


@contextmanager
def struck(pool: Offices, strike: Callable[[int], None], name: str, times: int) -> Iterator[list[int]]:
    """Strikes the only office of a pool whenever it is handed a document with that name; which ones were struck."""
    hit: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set() and len(hit) < times:
            for copy in pool.folder.glob("*/in/*.docx") if pool.folder is not None else ():
                try:
                    with zipfile.ZipFile(copy) as archive:
                        holds = name.encode() in archive.read("word/document.xml")
                except (OSError, KeyError, zipfile.BadZipFile):  # it is being written, or done
                    continue
                pids = pool.pids()
                if holds and pids and pids[0] not in hit:
                    hit.append(pids[0])
                    strike(pids[0])
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield hit
    finally:
        ended.set()
        watcher.join()


def gone(pid: int) -> bool:
    for _ in range(200):
        try:
            os.killpg(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("strike", [kill, hang, starve])
def test_letters_of_a_batch_whose_office_was_struck_are_those_of_another(
    strike: Callable[[int], None], offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of("en", [replace(MISSION, person=name) for name in NAMES], tmp_path)
    calm = made(batch, offices)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with Offices(find_program(), count=1, time_limit=4) as pool, struck(pool, strike, "Guilty", 1) as hit:
        assert made(batch, pool) == calm
        after = pool.pids()
    assert len(hit) == 1
    assert hit != after
    assert all(map(gone, {*hit, *after}))
    assert list(temporary.iterdir()) == []


def test_a_letter_that_ends_each_office_is_told_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = batch_of("en", [replace(MISSION, person=name) for name in NAMES], tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with Offices(find_program(), count=1) as pool, struck(pool, kill, "Guilty", 100) as hit:
        nothing = cast(Any, None)
        found = _make(batch, Workshop(pool, nothing, nothing, Mergers(1)), tmp_path / "alone.docx")
        after = pool.pids()
    assert [type(each.error) for each in found if each.error] == [ConverterError]
    assert found[NAMES.index("Guilty")].error is not None
    assert [each.met == HIGHEST for each in found if not each.error] == [True] * 4
    assert len(hit) == 4  # twice among others, and twice alone
    assert all(map(gone, {*hit, *after}))
    assert list(temporary.iterdir()) == []
