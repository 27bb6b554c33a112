"""A build's heart: a plan's tasks go in, what is stale of them is handed to an executor, what all have made comes out.

A task is stale when no entry of the store has its fingerprint. Tasks are done side by side as soon as what they need
is made; one that fails stops those that need it, and the others go on, so that all problems are told at once.
Files are read for their hashes, and outputs put into the store, on other threads than the one that schedules.
"""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError as NeverBegunError
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from pipeline.errors import CancelledError, ConfigError, PapersError, TemplateError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import Event, Kind, OnEvent
from pipeline.executor.local import OFFICE_STAGES, Executor
from pipeline.executor.prepare import Contents, made_of
from pipeline.executor.schedule import Schedule
from pipeline.files import fingerprint
from pipeline.findings import Finding, Place, Reason
from pipeline.store import Made, Store
from pipeline.store.reasons import reasons
from pipeline.tasks import Result, Stage, Task
from pipeline.tasks.gathering import gathered, halves, parted

LOG = "unexpected.log"
"""In the store's folder: the traces of what nobody foresaw."""
_CLERKS = 2
"""Threads that read files for their hashes."""
_WINDOW, _SEVERAL = 400, 30
"""Of those that are done several at once, or for one recipient: how many are begun and not done; and how many are done
at once."""
_LEAST = 20
"""How many are done at once where so few are left that some office would have none: fewer would take longer, each."""
_FOR_ALL = (CancelledError, ConfigError)
"""Errors that no one of several tasks is to blame for."""
_LOOK = 0.1
"""Seconds between two looks at whether the build was cancelled."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a build has done, task by task in the plan's order."""

    made: Mapping[str, Made]
    stale: Mapping[str, tuple[Reason, ...]]
    """Why each of those that were made now was."""
    keys: Mapping[str, str]
    failed: Mapping[str, PapersError]
    """Those that are of one recipient and could not be made: the others are there."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A task whose fingerprint is known."""

    task: Task
    key: str
    made_of: Mapping[str, Any]
    known: Made | None
    why: tuple[Reason, ...]


def run(
    tasks: Sequence[Task],
    store: Store,
    tools: Mapping[Stage, Mapping[str, str]],
    executor: Executor,
    *,
    force: bool = False,
    on_event: OnEvent = lambda _event: None,
    cancellation: Cancellation | None = None,
    offices_done: Callable[[], None] = lambda: None,
) -> Done:
    """Makes what is stale. ``tools`` has the versions of each stage's tools; ``offices_done`` is called once no task
    that is left can need an office.

    Raises an error of the kind of the first task, in the plan's order, that failed, with the problems of all, but for
    those of one recipient alone; CancelledError when the build was cancelled.
    """
    build = _Build(tasks, store, tools, executor, force, on_event)
    try:
        build.go_on(cancellation or Cancellation(), offices_done)
    except BaseException:
        build.stop()
        raise
    finally:
        store.remember({name: build.keys[name] for name in build.made})
        build.clerks.shutdown(wait=False, cancel_futures=True)
    stopped = [
        error for task in tasks if (error := build.failed.get(task.name)) and not _is_of_one_recipient(task, error)
    ]
    _raise(stopped or [error for error in build.failed.values() if isinstance(error, _FOR_ALL)])
    order = [task.name for task in tasks]
    return Done(
        {name: build.made[name] for name in order if name in build.made},
        {name: build.stale[name] for name in order if name in build.stale},
        {name: build.keys[name] for name in order if name in build.keys},
        {name: build.failed[name] for name in order if name in build.failed},
    )


class _Line:
    """Tasks of a kind of which there may be many thousands: what each is made of is in memory from when it is begun
    until it is done, so that no more are begun than there is room for."""

    def __init__(self, room: int) -> None:
        self.waiting: deque[Task] = deque()
        self.begun = 0
        self._room = room

    def there_is_room_for(self) -> Iterator[Task]:
        while self.waiting and self.begun < self._room:
            self.begun += 1
            yield self.waiting.popleft()


class _Build:
    """One build on its way. Its state is touched by the thread that schedules alone; others put what they have to say
    into ``arrivals``."""

    def __init__(
        self,
        tasks: Sequence[Task],
        store: Store,
        tools: Mapping[Stage, Mapping[str, str]],
        executor: Executor,
        force: bool,
        on_event: OnEvent,
    ) -> None:
        self.made: dict[str, Made] = {}
        self.stale: dict[str, tuple[Reason, ...]] = {}
        self.keys: dict[str, str] = {}
        self.failed: dict[str, PapersError] = {}
        self.clerks = ThreadPoolExecutor(max_workers=_CLERKS, thread_name_prefix="clerk")
        self._tasks, self._store, self._tools, self._executor, self._force = tasks, store, tools, executor, force
        self._on_event, self._began = on_event, time.monotonic()
        self._contents = Contents()
        self._schedule = Schedule(tasks)
        self._arrivals: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._making: dict[str, list[_Prepared]] = {}
        """By fingerprint: two enclosures with the same content are one piece of work."""
        self._running: dict[str, Future[Result]] = {}
        self._office_tasks = sum(task.stage in OFFICE_STAGES for task in tasks)
        self._of_several, self._of_one = (_Line(max(_WINDOW, executor.width * _SEVERAL)) for _ in range(2))
        """Those that are done several at once, and those that are of one recipient, of which there may be as many."""
        self._preparing = 0
        """How many of several are with the clerks."""
        self._gathering: dict[str, list[_Prepared]] = {}
        """Those that are stale, by what they are done together with."""
        self._at_several = 0
        """How many times several are being done."""

    def go_on(self, cancellation: Cancellation, offices_done: Callable[[], None]) -> None:
        for task in self._tasks:
            self._tell("planned", task)
        released = False
        while self._schedule.left:
            for task in self._schedule.ready():
                if line := self._line_of(task):
                    line.waiting.append(task)
                else:
                    self._submit_to_clerks(task)
            for line in (self._of_several, self._of_one):
                for task in line.there_is_room_for():
                    self._preparing += bool(task.together)
                    self._submit_to_clerks(task)
            if self._are_all_here():
                for several in self._gathering.values():
                    self._submit_several(several)
                self._gathering.clear()
            if not released and not self._office_tasks:
                released = True
                offices_done()
            self._arrival(cancellation)()

    def _are_all_here(self) -> bool:
        """Whether no more are gathered: each that is still to come waits for those that are."""
        return not self._preparing and not (self._of_several.waiting and self._at_several)

    def _are_enough(self, several: Sequence[_Prepared]) -> bool:
        """Whether these are as many as are done at once: at the end fewer, so that no office is left without."""
        left = len(several) + self._preparing + len(self._of_several.waiting)
        each = -(-left // max(1, self._executor.width // 2))
        return len(several) >= min(_SEVERAL, max(_LEAST, each))

    def _line_of(self, task: Task) -> _Line | None:
        return self._of_several if task.together else self._of_one if task.recipient else None

    def _leave(self, task: Task) -> None:
        if line := self._line_of(task):
            line.begun -= 1

    def stop(self) -> None:
        """Begins nothing more."""
        for future in self._running.values():
            future.cancel()

    def _arrival(self, cancellation: Cancellation) -> Callable[[], None]:
        while not cancellation.cancelled:
            try:
                return self._arrivals.get(timeout=_LOOK)
            except Empty:
                continue
        for task in self._tasks:
            if task.name not in self.made and task.name not in self.failed:
                self._tell("cancelled", task)
        raise CancelledError

    # --- on a clerk's thread -------------------------------------------------------------------

    def _submit_to_clerks(self, task: Task) -> None:
        made = {need: self.made[need] for need in task.needs}
        self.clerks.submit(self._prepare, task, made)

    def _prepare(self, task: Task, made: Mapping[str, Made]) -> None:
        try:
            own = made_of(task, made, self._contents, self._tools[task.stage])
            key = fingerprint(own)
            known = None if self._force else self._store.find(key, task.suffix)
            why: tuple[Reason, ...] = ()
            if self._force:
                why = (Reason("asked-for"),)
            elif known is None:
                why = reasons(task, own, self._store.last_made_of(task.name))
            self._arrivals.put(partial(self._prepared, _Prepared(task, key, own, known, why)))
        except BaseException as error:
            self._arrivals.put(partial(self._unprepared, task, error))

    # --- on the thread that schedules ----------------------------------------------------------

    def _unprepared(self, task: Task, error: BaseException) -> None:
        self._preparing -= bool(task.together)
        self._fail((task,), error)

    def _prepared(self, prepared: _Prepared) -> None:
        task, key = prepared.task, prepared.key
        self.keys[task.name] = key
        self._preparing -= bool(task.together)
        if prepared.known is not None:
            self._finish(task, prepared.known, "reused")
        elif key in self._making:
            self._making[key].append(prepared)
        elif task.together:
            self._making[key] = [prepared]
            several = self._gathering.setdefault(task.together, [])
            several.append(prepared)
            if self._are_enough(several):
                self._submit_several(self._gathering.pop(task.together))
        else:
            self._making[key] = [prepared]
            made = {need: self.made[need] for need in task.needs}
            target = self._store.draft(key, task.suffix)
            started = partial(self._arrivals.put, partial(self._tell, "started", task, prepared.why))
            future = self._executor.submit(task, made, target, started)
            self._running[key] = future
            future.add_done_callback(partial(self._arrived, prepared, target))

    def _arrived(self, prepared: _Prepared, target: Path, future: Future[Result]) -> None:
        """On the thread that did the work: its output goes into the store before anybody is told."""
        try:
            made = self._store.keep(prepared.key, target, future.result(), prepared.made_of)
        except NeverBegunError:
            return
        except BaseException as error:
            waiting = partial(self._fail_all, prepared.key, error)
            self._arrivals.put(waiting)
        else:
            self._arrivals.put(partial(self._kept, prepared, made))

    # --- several at once -----------------------------------------------------------------------

    def _submit_several(self, several: Sequence[_Prepared]) -> None:
        self._at_several += 1
        first = several[0]
        task = gathered([each.task for each in several])
        target = self._store.draft(first.key, task.suffix)
        made = {need: self.made[need] for need in task.needs}

        def started() -> None:
            for each in several:
                self._arrivals.put(partial(self._tell, "started", each.task, each.why))

        future = self._executor.submit(task, made, target, started)
        self._running[first.key] = future
        future.add_done_callback(partial(self._arrived_several, several, target))

    def _arrived_several(self, several: Sequence[_Prepared], target: Path, future: Future[Result]) -> None:
        """On the thread that did the work, as :meth:`_arrived`. What failed is tried again in halves, until one that
        is to blame is alone."""
        self._arrivals.put(partial(self._no_more, several[0].key))
        try:
            for each, part in zip(several, parted(future.result(), target), strict=True):
                if part.error is not None:
                    self._arrivals.put(partial(self._fail_one, each, part.error))
                    continue
                draft = self._store.draft(each.key, each.task.suffix)
                draft.write_bytes(part.output)
                made = self._store.keep(each.key, draft, part.result, each.made_of)
                self._arrivals.put(partial(self._kept, replace(each, why=(*each.why, *part.alone)), made))
            target.unlink(missing_ok=True)
        except NeverBegunError:
            return
        except BaseException as error:
            if len(several) > 1 and isinstance(error, Exception) and not isinstance(error, _FOR_ALL):
                for half in halves(several):
                    self._arrivals.put(partial(self._submit_several, half))
            else:
                for each in several:
                    self._arrivals.put(partial(self._fail_one, each, error))

    def _no_more(self, key: str) -> None:
        self._at_several -= 1
        del self._running[key]

    def _fail_one(self, prepared: _Prepared, error: BaseException) -> None:
        self._fail([each.task for each in self._making.pop(prepared.key)], error)

    # --- what came of it -----------------------------------------------------------------------

    def _kept(self, prepared: _Prepared, made: Made) -> None:
        self._running.pop(prepared.key, None)
        first, *same = self._making.pop(prepared.key)
        self.stale[first.task.name] = prepared.why
        self._finish(first.task, made, "made", prepared.why)
        for each in same:
            self._finish(each.task, made, "reused")

    def _finish(self, task: Task, made: Made, kind: Kind, why: tuple[Reason, ...] = ()) -> None:
        self.made[task.name] = made
        self._leave(task)
        self._schedule.done(task.name)
        self._office_tasks -= task.stage in OFFICE_STAGES
        self._tell(kind, task, why)

    def _fail_all(self, key: str, error: BaseException) -> None:
        del self._running[key]
        self._fail([each.task for each in self._making.pop(key)], error)

    def _fail(self, tasks: Iterable[Task], error: BaseException) -> None:
        if not isinstance(error, Exception):
            raise error
        for task in tasks:
            self.failed[task.name] = _told(error, task, self._store.folder / LOG)
            self._leave(task)
            self._office_tasks -= task.stage in OFFICE_STAGES
            self._tell("failed", task)
            for other in self._schedule.out(task.name):
                self._office_tasks -= other.stage in OFFICE_STAGES
                self._tell("cancelled", other)

    def _tell(self, kind: Kind, task: Task, why: tuple[Reason, ...] = ()) -> None:
        self._on_event(Event(kind, task.name, task.stage, time.monotonic() - self._began, why, task.recipient))


def _is_of_one_recipient(task: Task, error: PapersError) -> bool:
    """Whether what could not be made is one recipient's alone. The template of their messages is everybody's."""
    return bool(task.together or (task.recipient and not isinstance(error, TemplateError)))


def _raise(errors: Sequence[PapersError]) -> None:
    if errors:
        problems = [problem for error in errors for problem in error.problems]
        raise type(errors[0])(*dict.fromkeys(problems)) from errors[0]


def _told(error: Exception, task: Task, log: Path) -> PapersError:
    """An error for people: what nobody foresaw names the document, and has its trace in the log."""
    if isinstance(error, PapersError):
        return error
    where = str(task.about.path) if task.about else task.published[0].path if task.published else task.name
    if isinstance(error, OSError):
        place, values = Place(str(error.filename or where)), {"why": error.strerror or str(error)}
        told = PapersError(Finding("system-refused", place, values))
    else:
        values = {"task": task.name, "error": f"{type(error).__name__}: {error}", "log": str(log)}
        told = PapersError(Finding("unexpected-task", Place(where), values))
        with suppress(OSError), log.open("a", encoding="utf-8") as file:
            file.write(f"{task.name}\n{''.join(traceback.format_exception(error))}\n")
    told.__cause__ = error
    return told
