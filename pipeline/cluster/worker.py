"""What a worker does: a parcel goes in, its output comes out, made by an office that this process keeps warm.

A worker is a process of Dask's with one thread, started with ``--resources office=1``. What it works with is its own
machine's: only which families documents may use, and how long one may take, is the house's to say. It tells which tools
it has before it is sent anything, and refuses what comes from a program that has others.
"""

from __future__ import annotations

import atexit
import os
import pickle
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distributed import get_worker

from pipeline.building.office import OfficeSettings, office_settings
from pipeline.cluster.parcel import Parcel, perform_parcel
from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.executor.tools import Tools, versions
from pipeline.machine import read_machine
from pipeline.tasks import Result
from pipeline.tasks.batches import Desk
from pipeline.tasks.workshop import Workshop
from pipeline.workers import confinement
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers


@dataclass(frozen=True)
class Wish:
    """What a house asks of all workers."""

    families: tuple[str, ...]
    substitutes: tuple[tuple[str, str], ...]
    time_limit: float
    documents_each: int

    @classmethod
    def of(cls, settings: OfficeSettings) -> Wish:
        fonts = settings.fonts
        return cls(fonts.families, fonts.own_substitutes, settings.time_limit, settings.documents_each)

    def as_settings(self) -> dict[str, Any]:
        """As ``config.toml`` would say it."""
        return {
            "fonts": {"families": list(self.families), "substitutes": dict(self.substitutes)},
            "convert": {"time_limit": self.time_limit, "documents_each": self.documents_each},
        }


class OtherToolsError(Exception):
    """This worker's tools are not those of the program that sends."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """One office and what belongs to it."""

    workshop: Workshop
    tools: Tools


_lock = threading.Lock()
_desks: dict[Wish, _Desk] = {}
"""The last wish's alone: a worker that serves two houses by turns starts anew each time."""


def tools_here(wish: Wish) -> Tools:
    """The versions of this machine's tools, for a house with this wish. ConfigError for settings that are wrong."""
    return _desk(wish).tools


def do(parcel: bytes, wish: Wish, tools: Tools) -> tuple[Result, bytes]:
    """Does what was sent, a :class:`Parcel`. OtherToolsError where the sender's ``tools`` are not this machine's."""
    desk = _desk(wish)
    if desk.tools != tools:
        raise OtherToolsError
    sent: Parcel = pickle.loads(parcel)  # noqa: S301 - who may send to a worker may run anything there: docs/scale.md
    # of the worker's own, which the next one removes where this one dies
    own = Path(get_worker().local_directory)
    with tempfile.TemporaryDirectory(prefix="papers-", dir=own) as folder:
        return perform_parcel(sent, own / "papers", Path(folder), desk.workshop)


def end() -> None:
    """Ends the office, whatever it is at."""
    with _lock:
        for desk in _desks.values():
            desk.workshop.offices.end()
            desk.workshop.auditors.close()
            desk.workshop.mergers.close()
            desk.workshop.intake.close()
        _desks.clear()


atexit.register(end)


def _desk(wish: Wish) -> _Desk:
    with _lock:
        known = _desks.get(wish)
    if known is not None:
        return known
    end()
    settings = office_settings(Path("/"), wish.as_settings(), read_machine(os.environ))
    offices = Offices(
        settings.program,
        count=1,
        time_limit=settings.time_limit,
        documents_each=settings.documents_each,
        fonts=settings.fonts,
        confinement=settings.confinement,
    )
    tools = versions(settings.program, settings.fonts.digest, confinement.used(settings.confinement))
    made = _Desk(Workshop(offices, Intake(), Auditors(1), Mergers(1), letters=Desk()), tools)
    with _lock:
        return _desks.setdefault(wish, made)
