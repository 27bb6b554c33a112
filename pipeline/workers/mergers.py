"""Merges in processes of their own: a template and what to do with it go in, findings or an error come out.

The system ends a merger that takes more of the processor's time or of memory than any letter does.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place
from pipeline.workers.frames import Message
from pipeline.workers.pool import LostError, Workers

_MEGABYTE = 1 << 20
_PATIENCE = 8
"""How many times as long as a template may take it is waited for, on a machine that is busy with other things."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a template may take."""

    seconds: float = 8.0
    """Of the processor's time."""
    megabytes: int = 1000


class Mergers(Workers):
    """Up to ``count`` mergers, started when they are asked for, from any number of threads."""

    def __init__(self, count: int = 1, limits: Limits | None = None) -> None:
        super().__init__("pipeline.merge.serve", count)
        self._limits = limits or Limits()

    def ask(self, request: bytes, template: Path) -> list[Finding]:
        """What a merger finds. TemplateError where that stops it, and for a template that takes more than it may."""
        said, data = self._answer(request)
        if "ended" in said:
            values = {"time": f"{self._limits.seconds:.0f}", "memory": str(self._limits.megabytes)}
            raise TemplateError(Finding(said["ended"], Place(str(template)), values))
        found = [Finding.from_json(each) for each in json.loads(data)]
        if said["stopping"]:
            raise TemplateError(*found)
        return found

    def _answer(self, request: bytes) -> Message:
        """A merger's answer. One that died is replaced once: it may have died of something else."""
        limits = {"memory": self._limits.megabytes * _MEGABYTE, "time": self._limits.seconds}
        for _ in range(2):
            with self.one() as merger:
                try:
                    merger.send(limits, request)
                    said, data = merger.receive(_PATIENCE * self._limits.seconds, last=False)
                except LostError as lost:
                    if lost.how == "time":
                        return {"ended": "template-time"}, b""
                    continue
                merger.sound = "ended" not in said  # what ran out of memory, or broke down, is asked no more
                return said, data
        return {"ended": "template-stopped"}, b""
