"""A PDF that others made goes in; the bytes that go on, its pages and remarks come out, or an error that names it.

It is read in a process of its own, with limits of time and memory, because it may be made to harm; what passes there is
safe for the stages that follow. The process is started when the first file comes, and serves for all.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.workers import serving

_MEGABYTE = 1 << 20
_PATIENCE = 8
"""How many times as long as a file may take it is waited for, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What the meeting says of a PDF: how it opens, and what of it may leave the house."""

    password: str = field(default="", repr=False)
    right_to_assemble: bool = False
    """Whether the office has the right to put it together with other files."""
    keep_remarks: bool = False
    """Whether the remarks of those who read it go out with it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take to be read."""

    seconds: float = 8.0
    """Of the processor's time."""
    seconds_a_megabyte: float = 1.0
    megabytes: int = 1000
    times_its_size: int = 4
    """Added to ``megabytes``."""

    def of(self, size: int) -> tuple[float, int]:
        """Seconds and bytes for a file of ``size`` bytes."""
        time_limit = self.seconds + self.seconds_a_megabyte * size / _MEGABYTE
        return time_limit, self.megabytes * _MEGABYTE + self.times_its_size * size


@dataclass(frozen=True, slots=True)
class Taken:
    """A PDF that goes on."""

    pdf: bytes = field(repr=False)
    """The very bytes of the file, where nothing had to be done to them."""
    pages: int
    remarks: tuple[Finding, ...]


class Intake:
    """Up to ``count`` readers, started when they are needed, to be asked from any number of threads."""

    def __init__(self, count: int = 1, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._free: list[_Reader] = []
        self._room = threading.BoundedSemaphore(count)

    def take(self, source: Path, leave: Leave | None = None) -> Taken:
        """The PDF ``source``. MeetingError when it can't be taken."""
        try:
            pdf = source.read_bytes()
        except OSError as error:
            raise _refused(source, "pdf-unread", {"reason": error.strerror or "no reason given"}) from None
        said, new = self._asked(source, leave or Leave(), len(pdf))
        if "refused" in said:
            raise _refused(source, said["refused"], said["values"])
        remarks = (Finding(key, Place(str(source)), values) for key, values in said["noted"].items())
        return Taken(new if said["changed"] else pdf, said["pages"], tuple(remarks))

    def pids(self) -> list[int]:
        """The process of each reader that has nothing to do; for tests."""
        return [reader.pid for reader in self._free]

    def close(self) -> None:
        """Ends all readers."""
        while self._free:
            self._free.pop().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _asked(self, source: Path, leave: Leave, size: int) -> tuple[Mapping[str, Any], bytes]:
        seconds, memory = self._limits.of(size)
        with self._room:
            reader = self._free.pop() if self._free else _Reader()
            try:
                answer = reader.ask(str(source), leave, seconds, memory)
            except BaseException:
                reader.close()
                raise
            # What ran out of memory, was stopped or broke down answers no more files.
            (self._free.append if reader.sound else _Reader.close)(reader)
        return answer


def _refused(source: Path, code: str, values: Mapping[str, str]) -> MeetingError:
    return MeetingError(Finding(code, Place(str(source)), values))


class _Reader:
    """One process; it speaks in lines of JSON over its pipes, and never in pickles, which a file might have forged."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            serving("pipeline.convert.examine"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._at = ""
        self.sound = True
        """Whether it can be asked again."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def ask(self, path: str, leave: Leave, seconds: float, memory: int) -> tuple[Mapping[str, Any], bytes]:
        """What the process says of a file, and the new bytes where it changed it."""
        request = {
            "path": path,
            "password": leave.password,
            "right": leave.right_to_assemble,
            "keep": leave.keep_remarks,
            "memory": memory,
            "time": seconds,
        }
        self._at = "its cross-references"
        try:
            said, new = self._asked(request, time.monotonic() + _PATIENCE * seconds)
        except TimeoutError:
            return self._lost("pdf-time", at=self._at, time=f"{seconds:.0f}")
        except (OSError, EOFError, ValueError):
            self._process.kill()
            ended = self._process.wait()
            return self._lost(
                "pdf-time" if ended == -signal.SIGXCPU else "pdf-stopped", at=self._at, time=f"{seconds:.0f}"
            )
        if said.get("refused") in {"pdf-memory", "pdf-unexpected"}:
            return self._lost(said["refused"], at=self._at, memory=str(memory // _MEGABYTE), **said.get("values", {}))
        return said, new

    def close(self) -> None:
        for pipe in (self._to, self._from):
            pipe.close()
        self._process.kill()
        self._process.wait()

    @property
    def _to(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def _from(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def _lost(self, code: str, **values: str) -> tuple[Mapping[str, Any], bytes]:
        self.sound = False
        return {"refused": code, "values": values}, b""

    def _asked(self, request: object, end: float) -> tuple[Mapping[str, Any], bytes]:
        self._to.write(json.dumps(request).encode() + b"\n")
        self._to.flush()
        received = bytearray()
        while True:
            while (line_end := received.find(b"\n")) < 0:
                received += self._more(end)
            said = json.loads(received[:line_end])
            del received[: line_end + 1]
            if "at" not in said:
                break
            self._at = said["at"]
        while len(received) < said["bytes"]:
            received += self._more(end)
        return said, bytes(received)

    def _more(self, end: float) -> bytes:
        pipe = select.poll()
        pipe.register(self._from, select.POLLIN)
        if not pipe.poll(max(0.0, end - time.monotonic()) * 1000):
            raise TimeoutError
        more = os.read(self._from.fileno(), 1 << 16)
        if not more:
            raise EOFError
        return more
