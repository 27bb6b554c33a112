"""What stopped the work that nobody meant to stop: an exception goes in, what is told of it comes out."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

from pipeline import Finding, Place


class UnforeseenError(Exception):
    """What nobody thought of, where it happened in another process: what it was, and at which line."""

    @classmethod
    def of(cls, error: Exception) -> UnforeseenError:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return cls(f"{type(error).__name__}: {error}", f"{Path(last.filename).name}:{last.lineno}")


def trouble(error: Exception, where: str) -> Finding:
    """What the system refused, or nobody thought of, as it is told."""
    if isinstance(error, OSError):
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return Finding("desk-disk-full", Place(where))
        return Finding("desk-disk", Place(str(error.filename or where)), {"why": error.strerror or str(error)})
    what, at = (error if isinstance(error, UnforeseenError) else UnforeseenError.of(error)).args
    return Finding("desk-unexpected", Place(where), {"error": what, "at": at})
