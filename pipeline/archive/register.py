"""The register of seals: a line for each bag goes in, a file comes out in which no line can be changed or taken out.

Each line is a JSON object and has, as ``previous``, the SHA-256 of the line before. Whoever has the hash of the last
line, on paper, can prove all that stood before it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive.writing import settle
from pipeline.errors import ArchiveError
from pipeline.files import draft_of
from pipeline.findings import Finding, Place

REGISTER = "register.jsonl"
LOCK = "register.lock"
NOTHING = "0" * 64
"""What the first line has as the hash of the one before."""

DISPOSED = "disposed"
"""The key of a line that says on what day a bag was disposed of: a line is added, and none is taken out."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register as read."""

    path: Path
    lines: Sequence[Mapping[str, Any]]
    hashes: Sequence[str]
    """Of each line."""
    problems: tuple[Finding, ...]
    """Where the chain is broken."""

    @property
    def last(self) -> str:
        """The hash of the last line."""
        return self.hashes[-1] if self.hashes else NOTHING

    def of(self, bag: str) -> Mapping[str, Any] | None:
        """The line of a bag's sealing, the last where it was sealed again; None for one that has none."""
        return next((line for line in reversed(self.lines) if line["bag"] == bag and DISPOSED not in line), None)

    def disposed(self, bag: str) -> Mapping[str, Any] | None:
        """The line that says that a bag was disposed of; None for one that is kept, or was sealed again since."""
        last = next((line for line in reversed(self.lines) if line["bag"] == bag), None)
        return last if last and DISPOSED in last else None


@contextmanager
def locked(place: Path) -> Iterator[None]:
    """Holds an archive for one process at a time; waits for its turn. The system lets go when the process ends."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_register(path: Path) -> Register:
    """The register, with all that is wrong with it. One that is not there has no lines."""
    text = path.read_bytes() if path.is_file() else b""
    lines: list[Mapping[str, Any]] = []
    hashes: list[str] = []
    problems: list[Finding] = []
    previous = NOTHING
    *whole, rest = text.split(b"\n")
    if rest:
        problems.append(Finding("register-not-whole", Place(str(path), len(whole) + 1)))
    for number, line in enumerate(whole, start=1):
        place = Place(str(path), number)
        try:
            entry = json.loads(line)
            bag, _seal, before = str(entry["bag"]), str(entry["seal"]), entry["previous"]
            written = _written(entry)
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(Finding("register-line", place))
        else:
            if before != previous:
                problems.append(Finding("register-chain", place, {"bag": bag}))
            if written != line:
                problems.append(Finding("register-rewritten", place, {"bag": bag}))
            lines.append(entry)
        previous = hashlib.sha256(line).hexdigest()
        hashes.append(previous)
    problems += [Finding("register-twice", Place(str(path)), {"bag": bag}) for bag in _twice(lines)]
    return Register(path, lines, hashes, tuple(problems))


def _twice(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """The bags that have a line of the same kind twice in a row: a bag is disposed of before it is sealed again."""
    kinds: dict[str, bool] = {}
    found: set[str] = set()
    for line in lines:
        bag, gone = str(line["bag"]), DISPOSED in line
        if kinds.get(bag, True) == gone:
            found.add(bag)
        kinds[bag] = gone
    return sorted(found)


def add(register: Register, entry: Mapping[str, Any]) -> Register:
    """The register with one more line, written anew beside it and renamed, so that it is never there by half.

    To be called while the archive is :func:`locked`. ArchiveError for a register that is damaged: a line after a
    broken one would hide where it broke.
    """
    if register.problems:
        raise ArchiveError(*register.problems)
    line = _written({**entry, "previous": register.last})
    before = register.path.read_bytes() if register.path.is_file() else b""
    with draft_of(register.path) as draft, draft.open("wb") as file:
        file.write(before + line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    settle(register.path.parent)
    return read_register(register.path)


def _written(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode()
