"""One at a time: what two requests may not do at once to a meeting waits here for its turn."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """The meetings at which somebody is."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], threading.Lock] = {}
        self._lock = threading.Lock()

    @contextmanager
    def at(self, meeting: str, what: str) -> Iterator[None]:
        """Waits until nobody else does this to the meeting, and keeps others waiting meanwhile."""
        with self._lock:
            lock = self._locks.setdefault((meeting, what), threading.Lock())
        with lock:
            yield
