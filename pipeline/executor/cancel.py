"""Stopping a build from another thread: a token goes in with the build, and says there when to stop."""

from __future__ import annotations

import threading


class Cancellation:
    """Given to a build, and told to stop it; from any thread, and before, while or after the build goes on."""

    def __init__(self) -> None:
        self._told = threading.Event()

    def cancel(self) -> None:
        self._told.set()

    @property
    def cancelled(self) -> bool:
        return self._told.is_set()
