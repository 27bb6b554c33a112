"""What takes long is done in a process apart: a function of a session goes in, what it gives comes out.

The desk's own process answers pages; what builds, checks and draws would take its turns from them. The process apart
has the session with its warm offices. It is started when it is first needed, ends when the desk does, however that is,
or when nobody has needed it for long, and another takes its place where it has ended or died.
"""

from __future__ import annotations

import itertools
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from pipeline import Cancellation, CancelledError, Event, Finding, House, PapersError, Place, Session
from pipeline.desk.memory import give_back, share_pools
from pipeline.desk.trouble import UnforeseenError

P = ParamSpec("P")
T = TypeVar("T")

_RUN = "import sys; sys.path[:] = sys.argv[2:]; from pipeline.desk.apart import serve; serve(int(sys.argv[1]))"
"""It imports what this process would, and nothing from the folder where the command was typed."""
_AT_ONCE = 16
"""That the process apart does at once: more wait."""
_LOOKED_AT_EVERY = 0.2
_PATIENCE = 20.0
"""Seconds that it has to end by itself."""
_QUIET = 3.0
"""Seconds without anything new to do after which it gives back memory."""
_IDLE = 1800.0
"""Seconds for which nothing is asked of it, after which it ends, and its offices with it: they hold a gigabyte."""

_COURTESY = 10
"""How much it, and all that it starts, gives way to the desk's own process where both want a processor (nice(2))."""

OnEvent: TypeAlias = Callable[[Event], object]
Work: TypeAlias = Callable[..., object]


class LostError(PapersError):
    """The process that did the work ended in the middle of it."""


@dataclass(slots=True)
class _Process:
    """A process apart, as this one sees it."""

    running: subprocess.Popen[bytes]
    line: Connection
    asked: dict[int, tuple[Future[Any], OnEvent | None]] = field(default_factory=dict)
    sending: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False

    def send(self, *message: object) -> None:
        with self.sending:
            self.line.send(message)


class Apart:
    """The process apart of a house's desk; asked from any number of threads."""

    def __init__(self, root: Path, jobs: int | None, *, idle: float = _IDLE) -> None:
        self._root, self._jobs, self._idle = root, jobs, idle
        self._process: _Process | None = None
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._closed = False

    def do(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **named: P.kwargs) -> T:
        """What ``work``, a function of a module, gives for its session; raises what it raises. CancelledError once the
        desk is stopped, LostError where the process died."""
        return self.begin(work, *args, **named).result()

    def begin(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **named: P.kwargs) -> Future[T]:
        """The same, to be waited for."""
        _process, _number, asked = self._asked(work, args, named, None)
        return cast(Future[T], asked)

    def follow(
        self, work: Callable[..., T], *args: object, on_event: OnEvent, stop: Cancellation, **named: object
    ) -> T:
        """The same of a work that takes ``on_event`` and ``stop`` as well, which may be told to stop."""
        process, number, asked = self._asked(work, args, named, on_event)
        while not stop.cancelled:
            with suppress(TimeoutError):
                return cast(T, asked.result(_LOOKED_AT_EVERY))
        with suppress(OSError):
            process.send("stop", number)
        return cast(T, asked.result())

    def close(self) -> None:
        """Ends the process, and all that it does."""
        with self._lock:
            self._closed, process = True, self._process
        if process is not None:
            _end(process)

    def _listen(self, process: _Process) -> None:
        """Hears what a process says until it ends, or is not needed any more."""
        try:
            while True:
                if process.line.poll(self._idle):
                    _hear(process)
                elif self._not_needed(process):
                    _end(process)
                    return
        except (EOFError, OSError):
            _lost(process)

    def _not_needed(self, process: _Process) -> bool:
        """Whether nobody waits for anything; whoever comes from now on is given another process."""
        with self._lock:
            process.ended = process.ended or not process.asked
            return process.ended

    def _asked(
        self,
        work: Callable[..., object],
        args: tuple[object, ...],
        named: Mapping[str, object],
        on_event: OnEvent | None,
    ) -> tuple[_Process, int, Future[Any]]:
        asked: Future[Any] = Future()
        with self._lock:
            if self._closed:
                raise CancelledError
            if self._process is None or self._process.ended:
                self._process = self._started()
            process, number = self._process, next(self._numbers)
            process.asked[number] = asked, on_event
        try:
            process.send("do", number, work, args, named, on_event is not None)
        except OSError:
            _lost(process)
        return process, number, asked

    def _started(self) -> _Process:
        ours, its = socket.socketpair()
        with its:
            path = filter(os.path.isabs, sys.path)
            running = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _RUN, str(its.fileno()), *path],
                stdin=subprocess.DEVNULL,
                pass_fds=(its.fileno(),),
                process_group=0,  # what is typed at the terminal to stop the desk is told to the desk alone
            )
        process = _Process(running, Connection(ours.detach()))
        process.send(self._root, self._jobs)
        threading.Thread(target=self._listen, args=(process,), name="apart", daemon=True).start()
        return process


def _hear(process: _Process) -> None:
    """Hears one thing that the process says."""
    kind, number, value = process.line.recv()
    future, on_event = process.asked[number] if kind == "event" else process.asked.pop(number)
    if kind == "event" and on_event is not None:
        on_event(value)
    elif kind == "made":
        future.set_result(value)
    elif kind == "raised":
        future.set_exception(value)


def _end(process: _Process) -> None:
    with process.sending, suppress(OSError):
        process.line.send(("end",))
    try:
        process.running.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.running.kill()
        process.running.wait()


def _lost(process: _Process) -> None:
    process.ended = True
    process.running.wait()
    while process.asked:
        with suppress(KeyError):  # another thread was first
            future, _ = process.asked.pop(next(iter(process.asked)))
            future.set_exception(LostError(Finding("desk-lost", Place("papers desk"))))


# --- the process apart ------------------------------------------------------------------------------


def serve(descriptor: int) -> None:
    """Does what it is asked until nobody asks any more."""
    os.set_inheritable(descriptor, False)
    share_pools()
    os.nice(_COURTESY)
    line = Connection(descriptor)
    root, jobs = line.recv()
    sending, stops, worked = threading.Lock(), dict[int, Cancellation](), threading.Event()

    def say(kind: str, number: int, value: object) -> None:
        packed = pickle.dumps((kind, number, value))
        with sending, suppress(OSError):  # the desk is gone: this process ends as well
            line.send_bytes(packed)

    def done(number: int, work: Work, args: tuple[object, ...], named: dict[str, Any]) -> None:
        try:
            say("made", number, work(session, *args, **named))
        except (PapersError, OSError) as error:
            say("raised", number, error)
        except Exception as error:
            say("raised", number, UnforeseenError.of(error))
        finally:
            stops.pop(number, None)
            worked.set()

    threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="work")
    session = Session(House(root), jobs=jobs)
    with session:
        while (asked := _next(line, worked)) is not None:
            kind, *rest = asked
            if kind == "stop":
                if (stop := stops.get(rest[0])) is not None:
                    stop.cancel()
                continue
            number, work, args, named, follows = rest
            if follows:
                stops[number] = stop = Cancellation()
                named = {**named, "stop": stop, "on_event": lambda event, of=number: say("event", of, event)}
            threads.submit(done, number, work, args, named)
        for stop in [*stops.values()]:
            stop.cancel()
    threads.shutdown(cancel_futures=True)


def _next(line: Connection, worked: threading.Event) -> tuple[Any, ...] | None:
    """What is asked next; None at the end, whoever brought it about. Meanwhile memory is given back of what it has
    ``worked`` at."""
    try:
        while not line.poll(_QUIET):
            if worked.is_set():
                worked.clear()
                give_back()
        asked: tuple[Any, ...] = line.recv()
    except (EOFError, OSError):
        return None
    return None if asked == ("end",) else asked
