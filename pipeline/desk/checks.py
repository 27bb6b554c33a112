"""Checks of meetings: a meeting's name goes in, what is wrong with it comes out, or a ticket for what is not known yet.

What the last check found is known at once as long as all looks as it did. Else a check converts all that is new, which
takes a while: a page comes at once with a ticket, and asks by it until the check is over. Whoever has a ticket is told
what a check found that began after they asked, and none that began before.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass

from pipeline import Findings, House, Session
from pipeline.desk.apart import Apart

_PATIENCE = 20.0
"""Seconds for which an answer waits: less than proxies do."""
_TICKETS = 500
_HOLDS = 60.0
"""Seconds for which what a check found is kept for whoever has a ticket for it."""


@dataclass(slots=True)
class _Check:
    """The latest of a meeting."""

    number: int
    found: Future[Findings]
    ended: float | None = None

    def end(self, _found: object) -> None:
        self.ended = time.monotonic()

    @property
    def stale(self) -> bool:
        return self.ended is not None and time.monotonic() - self.ended > _HOLDS


class Checks:
    """The checks that go on, and what is known of those before."""

    def __init__(self, house: House, apart: Apart) -> None:
        self._apart, self._own = apart, Session(house)
        self._latest: dict[str, _Check] = {}
        self._tickets: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._begun = 0
        """How many checks there were: a ticket is for one that is not among them."""
        self._lock = threading.Lock()

    def known(self, meeting: str) -> Findings | None:
        """What is wrong with a meeting as it is now; None where it has to be checked for that."""
        return self._own.checked(meeting)

    def whole(self, meeting: str) -> Findings:
        """The same, however long it takes. Raises what checking raises."""
        if (found := self.known(meeting)) is None:
            found = self._told(meeting, self._asked(meeting, ""), None)
        assert found is not None
        return found

    def opened(self, meeting: str, typed: Mapping[str, str]) -> Findings:
        """The same of a meeting whose passwords were typed, by their variables: what they open is made, and known to
        later checks."""
        while True:
            with self._lock:
                latest = self._latest.get(meeting)
                if latest is None or latest.found.done():
                    check = self._begin(meeting, typed)
                    break
            wait([latest.found])
        return check.found.result()

    def soon(self, meeting: str, ticket: str = "") -> Findings | str:
        """The same at once, or the ticket to ask with again: who has one waits for a while. Raises what checking
        raises.

        A ticket that does not hold, as one from before the desk was stopped, asks anew."""
        if (found := self.known(meeting)) is not None:
            return found
        held = self._asked(meeting, ticket)
        found = self._told(meeting, held, _PATIENCE if ticket else 0.0)
        return held if found is None else found

    def _asked(self, meeting: str, ticket: str) -> str:
        """A ticket for a check of the meeting as it is now: the one that is given, where it holds."""
        with self._lock:
            if self._tickets.get(ticket, ("", 0))[0] != meeting:
                ticket = secrets.token_urlsafe(12)
                self._tickets[ticket] = meeting, self._begun
                if len(self._tickets) > _TICKETS:
                    self._tickets.popitem(last=False)
            return ticket

    def _told(self, meeting: str, ticket: str, seconds: float | None) -> Findings | None:
        """What the check of a ticket found, as soon as it is over, and once; None where it is not within so many
        seconds."""
        until = None if seconds is None else time.monotonic() + seconds
        with self._lock:
            _of, number = self._tickets.get(ticket, ("", self._begun))
        while True:
            check = self._going_on(meeting, number)
            try:
                found = check.found.result(None if until is None else max(0.0, until - time.monotonic()))
            except TimeoutError:
                return None
            except Exception:
                if check.number >= number:
                    self._end(ticket)
                    raise
            else:
                if check.number >= number:
                    self._end(ticket)
                    return found

    def _going_on(self, meeting: str, number: int) -> _Check:
        """The check that goes on; where none does, one that has the number at least, or a new one."""
        with self._lock:
            latest = self._latest.get(meeting)
            if latest is None or latest.stale or (latest.found.done() and latest.number < number):
                latest = self._begin(meeting, {})
            return latest

    def _begin(self, meeting: str, typed: Mapping[str, str]) -> _Check:
        """A new check; the lock is held."""
        self._latest = {of: each for of, each in self._latest.items() if not each.stale}
        begun = _Check(self._begun, self._apart.begin(Session.check, meeting, secrets=typed))
        begun.found.add_done_callback(begun.end)
        self._latest[meeting] = begun
        self._begun += 1
        return begun

    def _end(self, ticket: str) -> None:
        with self._lock:
            self._tickets.pop(ticket, None)
