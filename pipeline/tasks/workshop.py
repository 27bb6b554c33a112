"""What tasks work with: offices, readers, auditors and mergers that are warm, and the places of passwords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.tasks.batches import Desk, Desks
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers


@dataclass(frozen=True, slots=True)
class Workshop:
    """Handed to each task's function; may be used from any number of threads."""

    offices: Offices
    intake: Intake
    auditors: Auditors
    mergers: Mergers
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where the passwords of enclosures may be."""
    levels: Path | None = None
    """The file of what was found of the levels of large bundles' parts; None where nothing is kept."""
    letters: Desks | Desk | None = None
    """Where batches of letters are put together and taken apart; None where whoever asks does it, with nothing from the
    batch before. A desk that is in this process serves one thread."""
    turn: Lock = field(default_factory=Lock, repr=False, compare=False)
    """Held by whoever does nothing but compute, for long: Python lets one thread compute at a time, and of two that are
    at it by turns both are done last."""
