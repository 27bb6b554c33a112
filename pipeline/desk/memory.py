"""The memory of a process that serves for weeks: what it has no more use for goes back to the system.

The C library keeps what was freed, for each of its threads apart; the many threads of a server would keep several times
what it works with. Where the library is another than GNU's, nothing is done.
"""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_ARENA_MAX, _ARENAS = -8, 2
"""``M_ARENA_MAX`` of ``malloc.h``, and how many pools the threads share."""


def share_pools() -> None:
    """Has all threads of this process take memory from few pools; for those that are still to begin."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Gives back what is free."""
    gc.collect()
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
