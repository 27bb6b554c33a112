"""Who does the work: settings go in, warm offices, readers and auditors come out, and others when settings change.

One staff serves any number of builds at once, from any number of threads.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.building.office import OfficeSettings, office_settings, unchecked_office_settings
from pipeline.convert.office import Offices
from pipeline.errors import CancelledError
from pipeline.files import fingerprint
from pipeline.machine import Machine
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers

if TYPE_CHECKING:
    from pipeline.convert.intake import Intake
    from pipeline.executor.local import Executor
    from pipeline.executor.tools import Tools
    from pipeline.tasks.batches import Desks

    Elsewhere: TypeAlias = Callable[[OfficeSettings, Tools, Executor], Executor]


class Staff:
    """Up to ``jobs`` offices and auditors; none before they are needed.

    Without ``warm`` the offices end as soon as no document is left to convert: a build that is the last needs them no
    more. ``first_fonts`` are folders that fonts are taken from before all others. ``elsewhere`` makes an executor for
    other machines of the one that is here, and of the tools that theirs must be like.
    """

    def __init__(
        self,
        machine: Machine,
        jobs: int,
        *,
        warm: bool = True,
        first_fonts: tuple[Path, ...] = (),
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._machine, self._jobs, self._warm, self._first_fonts = machine, jobs, warm, first_fonts
        self._elsewhere = elsewhere
        self._lock = threading.Lock()
        self._team: _Team | None = None
        self._at_work: list[_Team] = []
        """A team for each build that goes on; one of earlier settings may be among them."""
        self._closed = False

    def office_settings(self, root: Path, settings: Mapping[str, Any]) -> OfficeSettings:
        """What the offices of a house work with, by its settings, which were checked."""
        return office_settings(root, settings, self._machine, self._first_fonts)

    def begin(self, root: Path, settings: Mapping[str, Any], *, binds: bool = False) -> None:
        """Starts the offices, without waiting for them, by settings that nobody has checked yet; and an auditor where
        a bundle will be bound: it loads what it needs while this process does."""
        wanted = unchecked_office_settings(root, settings, self._machine, self._first_fonts)
        with self._lock:
            if wanted is not None and not self._closed:
                team = self._team_for(wanted, "")
                if self._elsewhere is None:
                    team.offices.start()
                if binds:
                    team.auditors.stand_by()

    @contextmanager
    def at_work(
        self,
        wanted: OfficeSettings,
        fonts: str,
        tools: Tools,
        environment: Mapping[str, str],
        state: Path | None = None,
    ) -> Iterator[tuple[Executor, Callable[[], None]]]:
        """An executor whose offices work with these settings and ``tools``, and see the fonts that have this digest;
        and what to call once no document is left to convert. ``environment`` is where passwords may be;
        ``state`` is the folder of what a build leaves for the next."""
        from pipeline.executor.local import LocalExecutor  # noqa: PLC0415 - the offices start before this is loaded
        from pipeline.tasks.workshop import Workshop  # noqa: PLC0415

        with self._lock:
            if self._closed:
                raise CancelledError
            team = self._team_for(wanted, fonts)
            self._at_work.append(team)
        levels = state / f"levels-{fingerprint(tools['bundle'])[:16]}.json" if state else None
        workshop = Workshop(team.offices, team.intake, team.auditors, team.mergers, environment, levels, team.letters)
        executor: Executor = LocalExecutor(workshop, self._jobs)
        try:
            if self._elsewhere is not None:
                executor = self._elsewhere(wanted, tools, executor)
            yield executor, (lambda: None) if self._warm else Thread(target=team.offices.close, daemon=True).start
        finally:
            executor.close()
            with self._lock:
                self._at_work.remove(team)
                if team is not self._team and team not in self._at_work:
                    team.close()

    def pids(self) -> list[int]:
        """The process of each that is there; for tests."""
        with self._lock:
            return self._team.pids() if self._team else []

    def close(self) -> None:
        """Ends all of them, whatever they are at."""
        with self._lock:
            self._closed = True
            for team in {*self._at_work, *([self._team] if self._team else [])}:
                team.close()
            self._team = None

    def _team_for(self, wanted: OfficeSettings, fonts: str) -> _Team:
        """Those who work with these settings, and with fonts of this digest where it is known."""
        known = self._team
        if known is None or known.settings != wanted or (fonts and known.fonts and known.fonts != fonts):
            self._team = _Team(wanted, self._jobs)
            if known is not None and known not in self._at_work:
                known.close()
        assert self._team is not None
        self._team.fonts = fonts or self._team.fonts
        return self._team


class _Team:
    """Those who work with one set of settings."""

    def __init__(self, settings: OfficeSettings, jobs: int) -> None:
        self.settings = settings
        self.fonts = ""
        """The digest of the fonts that they see, once a build knows it."""
        self.offices = Offices(
            settings.program,
            count=jobs,
            first=1,
            time_limit=settings.time_limit,
            documents_each=settings.documents_each,
            fonts=settings.fonts,
            confinement=settings.confinement,
        )
        self.auditors = Auditors(jobs)
        self.mergers = Mergers(jobs)
        self._jobs = jobs

    @cached_property
    def intake(self) -> Intake:
        from pipeline.convert.intake import Intake  # noqa: PLC0415 - the offices start before this is loaded

        return Intake()

    @cached_property
    def letters(self) -> Desks:
        from pipeline.tasks.batches import Desks  # noqa: PLC0415 - as above

        return Desks(self._jobs)

    def pids(self) -> list[int]:
        everyone = (self.offices, self.auditors, self.mergers, self.intake, self.letters)
        return [pid for each in everyone for pid in each.pids()]

    def close(self) -> None:
        self.offices.end()
        self.auditors.close()
        self.mergers.close()
        for name in {"intake", "letters"} & vars(self).keys():
            getattr(self, name).close()
