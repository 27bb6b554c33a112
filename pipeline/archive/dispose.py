"""Disposing of a bag: its name and a reason go in, the bag is removed, and the register says when and why.

The line stays in the chain, with the seal of what was there: that a bag was is never lost.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.archive import register
from pipeline.errors import ArchiveError, UsageError
from pipeline.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Disposed:
    """A bag that is no more."""

    bag: str
    removed: tuple[Path, ...]
    """What lay in the archive of it."""
    bags: int
    """How many lines the register has."""
    last_hash: str
    """Of the register: what to keep on paper."""

    def as_json(self) -> dict[str, Any]:
        removed = [str(path) for path in self.removed]
        return {
            "bag": self.bag,
            "removed": removed,
            "register": {"bags": self.bags, "last_hash": self.last_hash},
        }


def dispose(place: Path, bag: str, *, today: str, reason: str) -> Disposed:
    """Removes a bag, its folder and its zip, from the archive ``place``, once the register says so.

    UsageError without a reason; ArchiveError for a bag that the register does not have, and where that is damaged.
    Where it is stopped before all is removed, the listing tells what is left.
    """
    if not reason.split():
        raise UsageError(Finding("disposal-without-reason", Place("--reason")))
    with register.locked(place):
        known = register.read_register(place / register.REGISTER)
        line = known.of(bag)
        if line is None or known.disposed(bag):
            raise ArchiveError(*known.problems, Finding("disposal-unknown", Place(bag)))
        entry = {"bag": bag, "seal": line["seal"], register.DISPOSED: today, "reason": " ".join(reason.split())}
        known = register.add(known, entry)
        removed = tuple(_removed(place, bag))
    return Disposed(bag, removed, len(known.lines), known.last)


def _removed(place: Path, bag: str) -> Iterator[Path]:
    for path in (place / bag, place / f"{bag}.zip"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
            yield path
        elif path.exists() or path.is_symlink():
            path.unlink()
            yield path
