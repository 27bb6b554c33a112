"""What stopped the work that nobody meant to stop: an exception goes in, what is told of it comes out."""

from __future__ import annotations

import errno
import sqlite3
import traceback
from pathlib import Path

from pipeline import Finding, Place

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class UnforeseenError(Exception):
    """What nobody thought of, where it happened in another process: what it was, and at which line."""

    @classmethod
    def of(cls, error: Exception) -> UnforeseenError:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return cls(f"{type(error).__name__}: {error}", f"{Path(last.filename).name}:{last.lineno}")


def is_of_disk(error: Exception) -> bool:
    """Whether it is for want of room that something could not be written."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def trouble(error: Exception, where: str) -> Finding:
    """What the system refused, or nobody thought of, as it is told."""
    if is_of_disk(error):
        return Finding("desk-disk-full", Place(where))
    if isinstance(error, sqlite3.OperationalError):
        return Finding("desk-disk", Place(where), {"why": str(error)})
    if isinstance(error, OSError):
        return Finding("desk-disk", Place(str(error.filename or where)), {"why": error.strerror or str(error)})
    what, at = (error if isinstance(error, UnforeseenError) else UnforeseenError.of(error)).args
    return Finding("desk-unexpected", Place(where), {"error": what, "at": at})
