"""A PDF that others made goes in; the bytes that go on, its pages and remarks come out, or an error that names it.

It is read in a process of its own, with limits of time and memory, because it may be made to harm; what passes there is
safe for the stages that follow. The process is started when the first file comes, and serves for all; it answers in
JSON, and never in pickles, which a file might have forged.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.convert.textlayer import Recognisers, refuse_unread
from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.ranges import in_ranges, pages_named
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
    read_in: tuple[str, ...] = ()
    """The languages that pages without text are read in by a program; none where they stay without."""


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
        self._recognisers = Recognisers(count)

    def close(self) -> None:
        self._recognisers.close()
        super().close()

    def take(self, source: Path, permissions: Permissions | None = None) -> Taken:
        """The PDF ``source``. MeetingError when it can't be taken."""
        try:
            pdf = source.read_bytes()
        except OSError as error:
            raise _refused(source, "pdf-unread", {"reason": error.strerror or Reason("no-reason")}) from None
        permissions = permissions or Permissions()
        if permissions.read_in:
            return self._read(source, pdf, permissions)
        return self._taken(source, pdf, permissions)

    def _taken(self, source: Path, pdf: bytes, permissions: Permissions, like: Path | None = None) -> Taken:
        """The file at ``source``, whose bytes are ``pdf``; its pages must look like those of ``like``, where it is
        given."""
        said, new = self._asked(source, permissions, len(pdf), like)
        if "refused" in said:
            raise _refused(source, said["refused"], said["values"])
        remarks = (Finding(key, Place(str(source)), values) for key, values in said["noted"].items())
        return Taken(new if said["changed"] else pdf, said["pages"], tuple(remarks))

    def _read(self, source: Path, pdf: bytes, permissions: Permissions) -> Taken:
        """The file, with words under those of its pages that have none and show some. MeetingError where the machine
        lacks what reads them."""
        whole = self._taken(source, pdf, replace(permissions, take=""))
        wanted = self._taken(source, pdf, permissions) if permissions.take else whole
        without = _pages_without_text(whole)
        if permissions.take:
            without &= {index + 1 for index in pages_named(permissions.take, whole.pages)}
        if not without:
            return wanted
        if refused := refuse_unread(source, permissions.read_in):
            raise MeetingError(*refused)
        why, new = self._recognisers.read(whole.pdf, sorted(without), permissions.read_in)
        values: dict[str, Value] = {"pages": in_ranges(sorted(without))}
        if why:
            others = (each for each in wanted.remarks if each.code != "no-text")
            return replace(wanted, remarks=(*others, _ocr(source, "ocr-left", values | {"why": Reason(why)})))
        return self._with_words(source, whole, new, without, permissions)

    def _with_words(self, source: Path, whole: Taken, new: bytes, without: set[int], permissions: Permissions) -> Taken:
        """The file whose pages ``without`` text were read, looked at as every other: nothing but words may have come to
        it."""
        with tempfile.TemporaryDirectory(prefix="papers-") as folder:
            before, after = Path(folder, "before.pdf"), Path(folder, "after.pdf")
            before.write_bytes(whole.pdf)
            after.write_bytes(new)
            opened = replace(permissions, password="", right_to_assemble=True)
            try:
                read = self._taken(after, new, opened, before)
            except MeetingError as error:
                raise MeetingError(*(each.at(str(source)) for each in error.findings)) from None
        still = without & _pages_without_text(read)
        told = [each for each in whole.remarks if each.code != "no-text"]
        if now := sorted(without - still):
            told.append(_ocr(source, "ocr-read", {"pages": in_ranges(now), "languages": permissions.read_in}))
        if still:
            told.append(_ocr(source, "ocr-left", {"pages": in_ranges(sorted(still)), "why": Reason("ocr-nothing")}))
        return replace(read, remarks=tuple(told))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _asked(self, source: Path, permissions: Permissions, size: int, like: Path | None = None) -> Message:
        """What a reader says of a file, and the new bytes where it changed it. One that died is replaced once."""
        seconds, memory = self._limits.of(size)
        request = {
            "path": str(source),
            "password": permissions.password,
            "right": permissions.right_to_assemble,
            "keep": permissions.keep_remarks,
            "take": permissions.take,
            "like": str(like) if like else "",
            "memory": memory,
            "time": seconds,
        }
        for again in (True, False):
            at: str | int = "at-references"
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


def _pages_without_text(taken: Taken) -> set[int]:
    """The numbers of the pages that show something, and no text."""
    said = next((str(each.values["pages"]) for each in taken.remarks if each.code == "no-text"), "")
    return {index + 1 for index in pages_named(said, taken.pages)} if said else set()


def _ocr(source: Path, code: str, values: Mapping[str, Value]) -> Finding:
    return Finding(code, Place(str(source)), values)


def _refusal(key: str, at: str | int, **values: str) -> Message:
    return {"refused": key, "values": {"at": at, **values}}, b""


def _refused(source: Path, code: str, values: Mapping[str, Value]) -> MeetingError:
    told: dict[str, Value] = {**values}
    if "at" in values:  # what was being looked at, or which page
        at = values["at"]
        told["at"] = Reason("page", {"page": at}) if isinstance(at, int) else Reason(str(at))
    return MeetingError(Finding(code, Place(str(source)), told))
