"""Processes, files and answers are waited for: what is to hold goes in, and holds when it comes out, or the test fails.

No test asks how long something takes; the patience is for machines that are busy.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

PATIENCE = 60.0
"""Seconds."""

Found = TypeVar("Found")


def soon(look: Callable[[], Found]) -> Found:
    """What is there as soon as it is there; what can't be read yet is not there yet."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError, ValueError, KeyError):
            if found := look():
                return found
        time.sleep(0.02)
    raise AssertionError("what was waited for did not come")


def gone(pid: int) -> bool:
    """Whether there is no such process, not even one that waits to be reaped."""
    return not Path(f"/proc/{pid}").exists()


def ended(pid: int) -> bool:
    """Whether no such process runs; one that waits to be reaped does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True
