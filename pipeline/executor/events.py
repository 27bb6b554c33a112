"""What is told while a build goes on: what happens to a task goes in, a record for bars, pages and lines comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pipeline.findings import Reason

Kind: TypeAlias = Literal["planned", "started", "reused", "made", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a task."""

    kind: Kind
    task: str
    stage: str
    seconds: float
    """Since the build began."""
    reasons: tuple[Reason, ...] = ()
    """Why it is stale, once that is known: of what is ``started`` and ``made``."""
    recipient: str | None = None
    """The key of the recipient that it is made for; None for what is for all."""

    def as_json(self) -> dict[str, Any]:
        why = [reason.as_json() for reason in self.reasons]
        return {
            "kind": self.kind,
            "task": self.task,
            "stage": self.stage,
            "seconds": round(self.seconds, 3),
            "why": why,
        }


OnEvent: TypeAlias = Callable[[Event], object]
"""Called in the thread that asked for the build, one event after the other."""
