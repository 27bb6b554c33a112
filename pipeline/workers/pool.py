"""Workers: a module and requests go in; its answers come out of a process of its own.

A worker is a Python process that runs ``serve`` of one module of this program (:mod:`~pipeline.workers.serve` has its
side). It is ended when it takes too long, breaks down or answers rubbish: what is made to do harm does it there.
Both sides speak in frames: the length of a line of JSON and of the bytes behind it, then both. JSON is what a worker
answers that has read what others made; bytes may be pickles only where both are ours.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any, Literal

from pipeline.errors import CancelledError
from pipeline.workers import serving
from pipeline.workers.frames import HEAD, Message, write_frame

_LONGEST = 1 << 20
"""Bytes of JSON: a longer head is rubbish."""
_LONGEST_POLL = 2**31 - 1
"""In milliseconds: what the system can count, 24 days."""


class LostError(Exception):
    """A worker did not answer; it can't be asked again."""

    def __init__(self, how: Literal["time", "stopped"]) -> None:
        super().__init__(how)
        self.how = how
        """``time``: it took longer than it may, of the clock or of the processor. ``stopped``: it died, or answered
        rubbish."""


class Worker:
    """One process; to be used by one thread at a time."""

    def __init__(self, module: str) -> None:
        self._process = subprocess.Popen(
            serving(module), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.sound = True
        """Whether it may be asked again."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, said: Mapping[str, Any], data: bytes = b"") -> None:
        """Sends a request. LostError where nobody takes it."""
        self.sound = False  # until it has answered
        try:
            write_frame(self._to, said, data)
        except OSError:
            raise self._lost() from None

    def receive(self, seconds: float | None = None, *, last: bool = True) -> Message:
        """An answer, within so many seconds. With ``last`` it is the one that the request is done with."""
        end = None if seconds is None else time.monotonic() + seconds
        try:
            length, size = HEAD.unpack(self._read(HEAD.size, end))
            if length > _LONGEST:
                raise ValueError(length)
            said = json.loads(self._read(length, end))
            if not isinstance(said, dict):
                raise TypeError(said)
            data = self._read(size, end)
        except TimeoutError:
            raise LostError("time") from None
        except (OSError, EOFError, ValueError, TypeError, MemoryError):
            raise self._lost() from None
        self.sound = last
        return said, data

    def close(self) -> None:
        """Ends the process, whatever it is at."""
        self._end()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # of what was written to one that has ended
                if pipe is not None:
                    pipe.close()
        self._process.wait()

    def kill(self) -> None:
        """Ends the process; whoever waits for an answer is told, and closes it."""
        self._end()

    def _end(self) -> None:
        """Ends it, and what it started, where it leads a group."""
        if self._process.returncode is None:
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()

    def _lost(self) -> LostError:
        self._end()
        return LostError("time" if self._process.wait() == -signal.SIGXCPU else "stopped")

    def _read(self, size: int, end: float | None) -> bytes:
        received = bytearray()
        pipe = select.poll()
        pipe.register(self._from, select.POLLIN)
        while len(received) < size:
            left = None if end is None else min(max(0.0, end - time.monotonic()) * 1000, _LONGEST_POLL)
            if not pipe.poll(left):
                raise TimeoutError
            more = os.read(self._from.fileno(), min(size - len(received), 1 << 20))
            if not more:
                raise EOFError
            received += more
        return bytes(received)

    @property
    def _to(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _from(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout


class Workers:
    """Up to ``count`` workers of a module, started when they are asked for, from any number of threads."""

    def __init__(self, module: str, count: int = 1) -> None:
        self._module, self._count = module, count
        self._free: list[Worker] = []
        self._all: list[Worker] = []
        self._change = threading.Condition()
        self._closed = False

    @contextmanager
    def one(self) -> Iterator[Worker]:
        """A worker for one request. It serves others afterwards, where it is :attr:`~Worker.sound` then.

        CancelledError once the workers are closed.
        """
        worker = self._take()
        try:
            yield worker
        finally:
            self._give(worker)

    def stand_by(self) -> None:
        """Starts one where there is none, without waiting for it: it loads what it needs before it is asked."""
        with self._change:
            if not self._all and not self._closed:
                self._all.append(worker := Worker(self._module))
                self._free.append(worker)
                self._change.notify()

    def pids(self) -> list[int]:
        """The process of each; for tests."""
        with self._change:
            return [worker.pid for worker in self._all]

    def close(self) -> None:
        """Ends all of them, also those that are at work: whoever waits for one is told."""
        with self._change:
            self._closed = True
            for worker in self._all:
                worker.kill()
            for worker in self._free:
                worker.close()
            self._all = [worker for worker in self._all if worker not in self._free]
            self._free.clear()
            self._change.notify_all()

    def _take(self) -> Worker:
        with self._change:
            self._change.wait_for(lambda: self._closed or self._free or len(self._all) < self._count)
            if self._closed:
                raise CancelledError
            if self._free:
                return self._free.pop()
            worker = Worker(self._module)
            self._all.append(worker)
            return worker

    def _give(self, worker: Worker) -> None:
        with self._change:
            if worker.sound and not self._closed:
                self._free.append(worker)
            else:
                self._all.remove(worker)
                worker.close()
            self._change.notify()
