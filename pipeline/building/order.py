"""What is to be built: a meeting's folder, an output's and settings go in, a record comes out, and holds its output."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.findings import Finding, Place
from pipeline.folders import STATE
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built, and where."""

    folder: Path
    """The meeting's."""
    out: Path
    settings: Settings
    """Of its house."""
    languages: tuple[str, ...] = ()
    """All of the meeting's where none is named."""
    force: bool = False
    """Whether everything is made anew."""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where passwords of enclosures may be."""
    draft: bool = False
    """Whether it is for clearance, and not to go out."""
    began: int = 0
    """When it was given, before anything was read, in nanoseconds of the system's clock; 0 where nobody says."""

    @property
    def root(self) -> Path:
        """The house's folder."""
        return self.settings.path.parent


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """Holds the output for one build at a time; the system lets go of it when the process ends, however it ends."""
    (out / STATE).mkdir(parents=True, exist_ok=True)
    with (out / STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(Finding("build-under-way", Place(str(out)))) from None
        yield
