"""Checks of meetings: a meeting's name goes in, what is wrong with it comes out, or nothing yet.

A check of a new meeting converts all that it encloses, which takes a while: a page comes at once, and asks again. Who
asks while a check goes on waits for it, and for one of what has changed meanwhile.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future

from pipeline import Findings, Session
from pipeline.desk.apart import Apart

AT_ONCE = 0.3
"""In seconds: how long a page waits that comes without what it asks for."""


class Checks:
    """The checks that go on."""

    def __init__(self, apart: Apart) -> None:
        self._apart = apart
        self._running: dict[str, Future[Findings]] = {}
        self._lock = threading.Lock()

    def whole(self, meeting: str) -> Findings:
        """What is wrong with a meeting, as it is now. Raises what checking raises."""
        found = self._found(meeting, None)
        assert found is not None
        return found

    def soon(self, meeting: str) -> Findings | None:
        """The same, where it is known at once; None where it takes a while, and goes on."""
        return self._found(meeting, time.monotonic() + AT_ONCE)

    def _found(self, meeting: str, until: float | None) -> Findings | None:
        while True:
            with self._lock:
                running = self._running.get(meeting)
                own = running is None or running.done()
                if running is None or own:
                    running = self._running[meeting] = self._apart.begin(Session.check, meeting)
            try:
                found = running.result(None if until is None else max(0.0, until - time.monotonic()))
            except TimeoutError:
                return None
            except Exception:
                if own:
                    raise
            else:
                if own:
                    return found
