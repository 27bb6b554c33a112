"""Measures how letters to recipients grow: the time and the memory of lists of several sizes, each built by a process
of its own, and the same work by Dask's workers on this machine.

What is measured is the whole build of a package whose other parts are made: list, letters, dispatch list, manifest.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.addressed import SAMPLE, list_letters, peak_memory
from pipeline import Event, House, Session

SIZES = (100, 1000, 10_000)
FEW = 4
"""Letters that a build is measured with for what it does besides."""
_DESKS = b"pipeline.tasks.batches"
"""The module of the processes that do what Python does for letters, beside each office."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build took."""

    whole: float
    """Seconds, from a session that is just open to the package."""
    letters: float
    """Seconds from the first letter that was begun to the last that was made."""
    peak: float
    """MB, of the process that built."""
    desks: float
    """MB, of the largest of those that put letters together and take them apart."""


def measure(house: Path, work: Path, letters: int, sizes: Sequence[int], jobs: int) -> None:
    """Prints what lists of these sizes take, and how ``letters`` of them are made by as many workers as there are
    offices here; ``house`` has all else made."""
    first = iter(range(10_000_000, 10**9, 1_000_000))  # letters that nobody has made before

    def of(count: int, scheduler: str = "") -> Built:
        list_letters(house, count, first=next(first))
        return _apart(house, jobs, scheduler)

    besides = of(FEW)
    found = {count: of(count) for count in sizes}
    each = {count: (built.whole - besides.whole) / (count - FEW) for count, built in found.items()}
    for count, built in found.items():
        print(
            f"  {count:,} from list to package: {built.whole:.1f} s, {1000 * each[count]:.1f} ms each; peak memory "
            f"{built.peak:.0f} MB, and {built.desks:.0f} MB beside each office"
        )
    least, *_, most = sizes
    before = sizes[-2]
    more, beside = (getattr(found[most], name) - getattr(found[before], name) for name in ("peak", "desks"))
    print(
        f"  each of {most:,} takes {each[most] / each[least]:.2f} times each of {least:,} (at most 1.15); memory of "
        f"{most:,} less that of {before:,}: {more:.0f} MB, beside each office {beside:.0f} MB (under 50)"
    )
    with _cluster(work, jobs) as scheduler:
        of(40 * jobs, scheduler)  # a task for each worker, whose office is warm from here on
        far, near = (_rate(of(letters, address), letters) for address in (scheduler, ""))
    print(
        f"  Dask with {jobs} local workers: {far:.1f} a second, {far / near:.2f} times as many as here (at least 0.9)"
    )


def _rate(built: Built, letters: int) -> float:
    return letters / built.letters


def _apart(house: Path, jobs: int, scheduler: str) -> Built:
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(house), str(jobs), scheduler], check=True, capture_output=True, text=True
    )
    return Built(**json.loads(done.stdout))


def _built(house: Path, jobs: int, scheduler: str) -> Built:
    """What a build takes in this process."""
    times: list[float] = []

    def note(event: Event) -> None:
        if event.stage == "letters" and event.kind in {"started", "made"}:
            times.append(event.seconds)

    began = time.perf_counter()
    with Session(House.open(house), jobs=jobs, scheduler=scheduler or None) as session:
        session.build(SAMPLE, languages=["en"], on_event=note)
        whole = time.perf_counter() - began
        desks = max(_peaks(_DESKS), default=0.0)
    return Built(whole, max(times) - min(times), peak_memory(), desks)


def _peaks(module: bytes) -> Iterator[float]:
    """The peak memory, in MB, of each process that this one began for a module."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            if f"\nPPid:\t{os.getpid()}\n" in status and module in (folder / "cmdline").read_bytes():
                yield peak_memory(int(folder.name))
        except (OSError, IndexError):
            continue  # it has ended meanwhile


@contextmanager
def _cluster(work: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers, which are ended with it."""
    told, dask = work / "scheduler.json", Path(sys.executable).with_name("dask")
    environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*words: str) -> None:
        begun.append(
            subprocess.Popen(
                [dask, *words, "--no-dashboard"], cwd=work, env=environment, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip

    try:
        begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(told))
        while not told.is_file():
            time.sleep(0.1)
        address = json.loads(told.read_text())["address"]
        for number in range(workers):
            told_of_it = ("--nthreads", "1", "--nworkers", "1", "--resources", "office=1", "--name", f"w{number}")
            begin("worker", address, *told_of_it)
        _wait_for(address, workers)
        yield address
    finally:
        for process in reversed(begun):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(address: str, workers: int) -> None:
    from distributed import Client  # noqa: PLC0415 - loads half of what the build is measured by

    client: type = Client  # which has no types
    with client(address, set_as_default=False) as asked:
        asked.wait_for_workers(workers, timeout=60)


if __name__ == "__main__":
    print(json.dumps(asdict(_built(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))))
