"""Work that takes a while: what a person asked for goes in, a job comes out that pages look at until it is over.

A job is a row of the database from the moment that it is asked for; what it is at is held in memory, and written down
when it is over. One that a stopped server left is begun again by the next, which goes on where it was: what was made is
in the store of its build. A meeting has one job at a time. Passwords that were typed for a job are held in memory until
it begins, and written nowhere: the next server has none, and asks again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pipeline import Cancellation, CancelledError, Event, Finding, PapersError, Place
from pipeline.desk.database import Database
from pipeline.desk.trouble import trouble

State: TypeAlias = Literal["queued", "running", "done", "failed", "cancelled"]
_AT_ONCE = 2
"""Jobs of different meetings."""
_MOST_TIMES = 3
"""That a job is begun, before it is said that the machine stops whenever it is at it."""
_LOOKED_FOR_ROOM_EVERY = 1.0
"""Seconds, while the disk is full."""
_LAST = 2**63 - 1
"""The last number that SQLite counts to."""
_UNNAMED = frozenset({"picture", "letters"})
"""Stages of which no person thinks one by one, and of which there may be thousands."""


@dataclass(slots=True)
class Progress:
    """What a job is at, as it is told in events; read from any thread."""

    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By name: ``state``, ``stage``, ``why``, and how many seconds it took."""
    version: int = 0
    """Of what there is to see: another number after each change."""

    def take(self, event: Event) -> None:
        step = self.steps.setdefault(
            event.task,
            {"name": event.task, "stage": event.stage, "why": [], "took": None, "recipient": event.recipient},
        )
        if event.kind == "started":
            step["began"] = event.seconds
        elif event.kind != "planned":
            step["took"] = round(event.seconds - step.get("began", event.seconds), 2)
        if event.reasons:
            step["why"] = [each.as_json() for each in event.reasons]
        step["state"] = event.kind
        self.version += 1

    def as_json(self) -> dict[str, Any]:
        """The steps that people know by name, and how many of the others there are."""
        steps = list(self.steps.values())  # at once: the thread that builds adds to it
        over = [each for each in steps if each["state"] not in {"planned", "started"}]
        shown = ("name", "stage", "state", "took", "why", "recipient")
        return {
            "total": len(steps),
            "done": len(over),
            "steps": [{key: each[key] for key in shown} for each in steps if each["stage"] not in _UNNAMED],
            "letters": {
                "total": sum(each["stage"] == "letters" for each in steps),
                "done": sum(each["stage"] == "letters" for each in over),
            },
        }


@dataclass(frozen=True, slots=True)
class Job:
    """One job, as it stands."""

    number: int
    meeting: str
    kind: str
    options: Mapping[str, Any]
    by: str
    state: State
    asked: str
    """Moments, in UTC: 2026-03-02T14:05:00Z."""
    began: str
    ended: str
    progress: Mapping[str, Any]
    version: int
    problems: tuple[Finding, ...] = ()
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        return self.state not in {"queued", "running"}


Secrets: TypeAlias = Mapping[str, str]
"""Passwords, by the variables in which their meeting says that they are."""
Work: TypeAlias = Callable[[str, Mapping[str, Any], Secrets, Callable[[Event], None], Cancellation], Mapping[str, Any]]
"""Does a job: the meeting, the options, passwords; gives what there is to show of it."""


_Outcome: TypeAlias = tuple[State, tuple[Finding, ...], Mapping[str, Any]]


class BusyError(Exception):
    """The meeting has a job already."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(slots=True)
class _Live:
    """A job that goes on."""

    progress: Progress = field(default_factory=Progress)
    cancellation: Cancellation = field(default_factory=Cancellation)
    outcome: _Outcome | None = None
    """How it ended, until that is written down."""


class Jobs:
    """The queue, and those who work on it; ``work`` has what is done for each kind of job."""

    def __init__(self, database: Database, work: Mapping[str, Work], now: Callable[[], str]) -> None:
        self._database, self._work, self._now = database, work, now
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="job")
        self._live: dict[int, _Live] = {}
        self._secrets: dict[int, Secrets] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def go_on(self) -> None:
        """Begins again what a stopped server left."""
        with self._database.writing() as rows:
            left = rows.execute("SELECT number, times FROM jobs WHERE state IN ('queued', 'running') ORDER BY number")
            for number, times in left.fetchall():
                if times >= _MOST_TIMES:
                    told = json.dumps([Finding("desk-job-stops", Place("papers desk")).as_data()])
                    rows.execute(
                        "UPDATE jobs SET state = 'failed', ended = ?, problems = ? WHERE number = ?",
                        (self._now(), told, number),
                    )
                else:
                    rows.execute("UPDATE jobs SET state = 'queued' WHERE number = ?", (number,))
                    self._threads.submit(self._do, int(number))

    def ask(
        self, meeting: str, kind: str, options: Mapping[str, Any], *, by: str, secrets: Secrets | None = None
    ) -> int:
        """The number of a new job. BusyError where the meeting has one."""
        try:
            with self._database.writing() as rows:
                done = rows.execute(
                    "INSERT INTO jobs (meeting, kind, options, by, state, asked) VALUES (?, ?, ?, ?, 'queued', ?)",
                    (meeting, kind, json.dumps(options), by, self._now()),
                )
                number = int(done.lastrowid or 0)
        except sqlite3.IntegrityError:
            found = self.of(meeting)
            raise BusyError(found.number if found else 0) from None
        with self._lock:
            self._secrets[number] = secrets or {}
        self._threads.submit(self._do, number)
        return number

    def cancel(self, number: int) -> None:
        """Stops a job, or takes it from the queue; one that is over stays as it is."""
        with self._lock:
            live = self._live.get(number)
        if live:
            live.cancellation.cancel()
            return
        with self._database.writing() as rows:
            rows.execute(
                "UPDATE jobs SET state = 'cancelled', ended = ? WHERE number = ? AND state = 'queued'",
                (self._now(), number),
            )

    def get(self, number: int) -> Job | None:
        if number > _LAST:
            return None
        found = self._database.rows().execute("SELECT * FROM jobs WHERE number = ?", (number,)).fetchone()
        return self._job(found) if found else None

    def of(self, meeting: str) -> Job | None:
        """The latest of a meeting."""
        found = self._database.rows().execute(
            "SELECT * FROM jobs WHERE meeting = ? ORDER BY number DESC LIMIT 1", (meeting,)
        )
        row = found.fetchone()
        return self._job(row) if row else None

    def close(self) -> None:
        """Stops what goes on; the next server begins it again."""
        self._closing.set()
        with self._lock:
            for each in self._live.values():
                each.cancellation.cancel()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _job(self, row: sqlite3.Row) -> Job:
        with self._lock:
            live = self._live.get(row["number"])
        progress = live.progress.as_json() if live else json.loads(row["progress"])
        problems = tuple(map(Finding.from_json, json.loads(row["problems"])))
        result: Mapping[str, Any] = json.loads(row["result"])
        told = {name: row[name] for name in ("number", "meeting", "kind", "by", "state", "asked", "began", "ended")}
        if live and live.outcome:
            told["state"], problems, result = live.outcome
        return Job(
            **told,
            options=json.loads(row["options"]),
            progress=progress,
            version=live.progress.version if live else -1,
            problems=problems,
            result=result,
        )

    def _do(self, number: int) -> None:
        live = _Live()
        with self._lock:
            self._live[number] = live
            secrets = self._secrets.pop(number, {})
        try:
            row = self._noted(
                "UPDATE jobs SET state = 'running', began = ?, times = times + 1 "
                "WHERE number = ? AND state = 'queued' RETURNING *",
                (self._now(), number),
            )
            if row is None or self._closing.is_set():
                return
            live.outcome = state, problems, result = self._done(row, secrets, live.progress, live.cancellation)
            if self._closing.is_set() and state == "cancelled":
                return
            self._noted(
                "UPDATE jobs SET state = ?, ended = ?, progress = ?, problems = ?, result = ? WHERE number = ?",
                (
                    *(state, self._now(), json.dumps(live.progress.as_json())),
                    *(json.dumps([each.as_data() for each in problems]), json.dumps(result), number),
                ),
            )
        finally:
            with self._lock:
                del self._live[number]

    def _noted(self, statement: str, values: tuple[object, ...]) -> sqlite3.Row | None:
        """Writes down how a job stands, as soon as the disk has room for it; gives the row that the statement returns.
        Where the desk is stopped before, the next begins the job again."""
        while True:
            try:
                with self._database.writing() as rows:
                    row: sqlite3.Row | None = rows.execute(statement, values).fetchone()
            except sqlite3.OperationalError:
                if self._closing.wait(_LOOKED_FOR_ROOM_EVERY):
                    return None
            else:
                return row

    def _done(self, row: sqlite3.Row, secrets: Secrets, progress: Progress, cancellation: Cancellation) -> _Outcome:
        try:
            work = self._work[row["kind"]]
            return "done", (), work(row["meeting"], json.loads(row["options"]), secrets, progress.take, cancellation)
        except CancelledError:
            return "cancelled", (), {}
        except PapersError as error:
            return "failed", error.findings, {}
        except Exception as error:
            return "failed", (trouble(error, row["meeting"]),), {}
