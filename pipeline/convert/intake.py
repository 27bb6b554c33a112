"""A PDF that others made goes in; the bytes that go on, its pages and remarks come out, or an error that names it.

It is read in a process of its own, with limits of time and memory, because it may be made to harm; what passes there is
safe for the stages that follow. The process is started when the first file comes, and serves for all; it answers in
JSON, and never in pickles, which a file might have forged.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.workers.frames import Message
from pipeline.workers.pool import LostError, Workers

_MEGABYTE = 1 << 20
_PATIENCE = 8
"""How many times as long as a file may take it is waited for, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the meeting says of a PDF: how it opens, and what of it may leave the house."""

    password: str = field(default="", repr=False)
    right_to_assemble: bool = False
    """Whether the office has the right to put it together with other files."""
    keep_remarks: bool = False
    """Whether the remarks of those who read it go out with it."""
    take: str = ""
    """The pages that are taken of it, as :func:`~pipeline.ranges.pages_named` reads them; all where nothing is said."""


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


class Intake(Workers):
    """Up to ``count`` readers, started when they are needed, to be asked from any number of threads."""

    def __init__(self, count: int = 1, limits: Limits | None = None) -> None:
        super().__init__("pipeline.convert.examine", count)
        self._limits = limits or Limits()

    def take(self, source: Path, permissions: Permissions | None = None) -> Taken:
        """The PDF ``source``. MeetingError when it can't be taken."""
        try:
            pdf = source.read_bytes()
        except OSError as error:
            raise _refused(source, "pdf-unread", {"reason": error.strerror or "no reason given"}) from None
        said, new = self._asked(source, permissions or Permissions(), len(pdf))
        if "refused" in said:
            raise _refused(source, said["refused"], said["values"])
        remarks = (Finding(key, Place(str(source)), values) for key, values in said["noted"].items())
        return Taken(new if said["changed"] else pdf, said["pages"], tuple(remarks))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _asked(self, source: Path, permissions: Permissions, size: int) -> Message:
        """What a reader says of a file, and the new bytes where it changed it. One that died is replaced once."""
        seconds, memory = self._limits.of(size)
        request = {
            "path": str(source),
            "password": permissions.password,
            "right": permissions.right_to_assemble,
            "keep": permissions.keep_remarks,
            "take": permissions.take,
            "memory": memory,
            "time": seconds,
        }
        for again in (True, False):
            at = "its cross-references"
            with self.one() as reader:
                try:
                    reader.send(request)
                    end = time.monotonic() + _PATIENCE * seconds
                    while "at" in (answer := reader.receive(end - time.monotonic(), last=False))[0]:
                        at = answer[0]["at"]
                except LostError as lost:
                    if lost.how == "stopped" and again:
                        continue
                    code = "pdf-time" if lost.how == "time" else "pdf-stopped"
                    return _refusal(code, at, time=f"{seconds:.0f}")
                said = answer[0]
                if said.get("refused") in {"pdf-memory", "pdf-unexpected"}:
                    # What ran out of memory, or broke down, answers no more files.
                    return _refusal(said["refused"], at, memory=str(memory // _MEGABYTE), **said.get("values", {}))
                reader.sound = True
                return answer
        raise AssertionError


def _refusal(key: str, at: str, **values: str) -> Message:
    return {"refused": key, "values": {"at": at, **values}}, b""


def _refused(source: Path, code: str, values: Mapping[str, str]) -> MeetingError:
    return MeetingError(Finding(code, Place(str(source)), values))
