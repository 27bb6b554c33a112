"""An executor on a cluster: tasks go in, Dask's workers do those that need an office, futures come out as from threads.

A bounded window of parcels is on its way at a time, and each result is written where the build keeps it as soon as it
comes: a scheduler that is lost takes nothing along that was made.
"""

from __future__ import annotations

import logging
import pickle
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask.config
from distributed import Client, KilledWorker
from distributed.client import FutureCancelledError
from distributed.comm.core import CommClosedError

from pipeline.building.office import OfficeSettings
from pipeline.cluster.parcel import can_travel, pack
from pipeline.cluster.worker import OtherToolsError, Wish, do, tools_here
from pipeline.errors import CancelledError, ConfigError, ConverterError
from pipeline.executor.local import OFFICE_STAGES, Executor
from pipeline.executor.tools import Tools
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.store import Made
from pipeline.tasks import Result, Task
from pipeline.tasks.gathering import OWN

OFFICE = "office"
"""The resource that a worker is started with, one of it: Dask gives such a worker one task at a time."""
_DEATHS = 3
"""Workers that may end at a task before the task is to blame."""
_AHEAD = 2
"""Parcels on their way for each worker: one that it is at, one that it finds when it is done."""
_FEWEST = 8
_LOOK = 0.2
"""Seconds between two looks at whether the build was stopped, and the scheduler is there."""
_FETCH = 10.0
"""Seconds that fetching a result may take before it is looked whether its worker is still there."""
_CREW = 2.0
"""Seconds after which workers that came later are seen."""
_PATIENCE = 30.0
"""Seconds that a build waits for workers when all have ended: their nannies start them again."""


class _GoneError(Exception):
    """None of those that a parcel was for is there any more."""


class ClusterExecutor:
    """Dask's workers at one scheduler; what needs no office, or a password, is done by the ``local`` executor.

    ``tools`` are those of this program, which every worker must have. ConfigError when there is no scheduler at that
    address, or no worker there serves.
    """

    def __init__(self, address: str, settings: OfficeSettings, tools: Tools, local: Executor) -> None:
        self._address, self._local = address, local
        self._tools: Tools = {stage: known for stage, known in tools.items() if stage != "scan"}  # which is done here
        self._wish = Wish.of(settings)
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._turn = threading.Condition()
        self._underway = 0
        """Parcels that are on their way."""
        self._suspects = 0
        """Those that wait for having the way to themselves, or have it."""
        self._known: dict[str, bool] = {}
        """Whether each worker serves, by its address."""
        self._looked = 0.0
        self._refused: list[Finding] = []
        self._client = _client(address)
        try:
            crew = self._crew()
            if not crew:
                raise ConfigError(*(self._refused or [Finding("no-workers", Place(address))]))
        except BaseException:
            self._client.close(timeout=1)
            raise
        self.width = max(_FEWEST, _AHEAD * len(crew))
        self._window = ThreadPoolExecutor(self.width, thread_name_prefix="parcel")

    def submit(
        self, task: Task, made: Mapping[str, Made], target: Path, started: Callable[[], object]
    ) -> Future[Result]:
        if task.stage not in OFFICE_STAGES or not can_travel(task):
            return self._local.submit(task, made, target, started)
        return self._window.submit(self._sent, task, made, target, started)

    @property
    def told(self) -> tuple[Finding, ...]:
        return tuple(self._refused)

    def close(self) -> None:
        self._closed.set()
        with self._turn:
            self._turn.notify_all()
        self._local.close()
        self._window.shutdown(wait=False, cancel_futures=True)
        threading.Thread(target=self._client.close, kwargs={"timeout": 2}, daemon=True).start()

    def _sent(self, task: Task, made: Mapping[str, Made], target: Path, started: Callable[[], object]) -> Result:
        started()
        parcel = pickle.dumps(pack(task, made, target.name))  # bytes: the scheduler has no need to look into them
        several = task.parameters.get(OWN)
        halved = isinstance(several, tuple) and len(several) > 1  # after one death: they are tried again in halves
        # A worker's death is told of all parcels that it had been given, also of those that waited there: whoever is to
        # be blamed has been tried once with nothing else on its way.
        tries = (False,) if halved else (*(False,) * (_DEATHS - 1), True)
        for by_itself in tries:
            try:
                with self._its_turn(by_itself=by_itself):
                    result, content = self._answer(parcel)
            except KilledWorker:
                continue
            write_whole(target, content)
            return result
        where = Place(str(task.about.path) if task.about else self._address)
        raise ConverterError(Finding("workers-died", where, {"count": len(tries)}))

    @contextmanager
    def _its_turn(self, *, by_itself: bool) -> Iterator[None]:
        """Until a parcel may be sent, and until it has come back; by itself, or beside others that are not."""

        def free() -> bool:
            return self._closed.is_set() or not (self._underway if by_itself else self._suspects)

        with self._turn:
            self._suspects += by_itself
            self._turn.wait_for(free)
            self._underway += 1
        try:
            if self._closed.is_set():
                raise CancelledError
            yield
        finally:
            with self._turn:
                self._underway -= 1
                self._suspects -= by_itself
                self._turn.notify_all()

    def _answer(self, parcel: bytes) -> tuple[Result, bytes]:
        """What comes of a parcel, from whichever worker. KilledWorker when that one ended."""
        while True:
            crew = self._crew_now()
            future = self._client.submit(
                do, parcel, self._wish, self._tools,
                pure=False, retries=0, resources={OFFICE: 1}, workers=crew, allow_other_workers=False,
            )  # fmt: skip
            try:
                answer = self._result(future, crew)
            except _GoneError:
                continue
            except OtherToolsError:  # since it was asked, another worker, or another program, has taken its place
                with self._lock:
                    self._known.clear()
                    self._looked = 0.0
            else:
                return answer
            finally:
                future.release()

    def _result(self, future: Any, crew: Collection[str]) -> tuple[Result, bytes]:
        """What comes of a task. A result that is lost with its worker, before it is fetched, is waited for again."""
        done = threading.Event()
        future.add_done_callback(lambda _future: done.set())
        while True:
            if done.wait(_LOOK):
                try:
                    result: tuple[Result, bytes] = future.result(timeout=_FETCH)
                except (TimeoutError, UnboundLocalError):  # the latter is how Dask's own waiting ends, now and then
                    pass
                except FutureCancelledError:
                    raise CancelledError if self._closed.is_set() else self._lost() from None
                else:
                    return result
            if self._closed.is_set():
                future.cancel()
                raise CancelledError
            if not set(crew) & set(self._crew_now()):
                future.cancel()
                raise _GoneError

    def _lost(self) -> ConfigError:
        return ConfigError(Finding("scheduler-lost", Place(self._address)))

    # --- who serves ----------------------------------------------------------------------------

    def _crew_now(self) -> list[str]:
        """Those who serve. Where nobody does, whoever comes back is waited for; ConfigError when nobody comes."""
        until = time.monotonic() + _PATIENCE
        while not (crew := self._crew()):
            if self._closed.wait(_LOOK):
                raise CancelledError
            if time.monotonic() > until:
                raise ConfigError(Finding("no-workers", Place(self._address)))
        return crew

    def _crew(self) -> list[str]:
        """The addresses of the workers that serve; whoever came since the last look is asked for its tools."""
        with self._lock:
            if time.monotonic() - self._looked > _CREW:
                workers = self._workers()
                self._known = {address: serves for address, serves in self._known.items() if address in workers}
                if new := [address for address in workers if address not in self._known]:
                    self._ask({address: workers[address] for address in new})
                self._looked = time.monotonic()
            return [address for address, serves in self._known.items() if serves]

    def _workers(self) -> Mapping[str, Any]:
        if self._client.status != "running":
            raise self._lost()
        try:
            found: Mapping[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, CommClosedError, TimeoutError) as error:
            raise self._lost() from error
        return found

    def _ask(self, workers: Mapping[str, Any]) -> None:
        try:
            told = self._client.run(tools_here, self._wish, workers=list(workers), on_error="return")
        except (OSError, CommClosedError, TimeoutError) as error:
            raise self._lost() from error
        for address, worker in workers.items():
            wrong = self._wrong_with(worker, told.get(address))
            self._known[address] = wrong is None
            if wrong is not None:
                self._refused.append(wrong)

    def _wrong_with(self, worker: Mapping[str, Any], tools: object) -> Finding | None:
        """Why a worker does not serve."""
        place = Place(f"{self._address}", part=str(worker.get("name") or worker.get("id") or ""))
        if not isinstance(tools, Mapping):
            return Finding("worker-no-answer", place, {"error": f"{type(tools).__name__}: {tools}"})
        if worker.get("resources", {}).get(OFFICE) != 1 or worker.get("nthreads") != 1:
            return Finding("worker-no-office", place)
        ours, theirs = _flat(self._tools), _flat(tools)
        other = [name for name in ours if ours[name] != theirs.get(name)]
        if not other:
            return None
        first = other[0]
        return Finding(
            "worker-other-tools",
            place,
            {"tools": ", ".join(other), "tool": first, "here": ours[first], "there": theirs.get(first, "–")},
        )


def _client(address: str) -> Any:
    for name in ("distributed", "asyncio", "tornado"):  # what matters is told as findings
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Documents are what is sent: that they are larger than a graph should be is no news.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10GB"})
    try:
        client: Any = Client  # which has no types
        return client(address, set_as_default=False)
    except (OSError, TimeoutError, ValueError, TypeError, CommClosedError, FutureCancelledError) as error:
        why = str(error) or type(error).__name__
        raise ConfigError(Finding("no-scheduler", Place(address), {"why": why})) from error


def _flat(tools: Mapping[Any, Any]) -> dict[str, str]:
    """The version of each tool, whichever stage uses it; in the order in which a person would look."""
    flat = {name: str(version) for stage in tools.values() for name, version in stage.items()}
    first = ("libreoffice", "fonts", "pipeline", "python")
    return {name: flat[name] for name in (*first, *sorted(flat)) if name in flat}
