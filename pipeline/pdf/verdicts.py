"""What was found of PDFs, by content: bytes go in, what a checker said of the same bytes comes out; kept in a file.

A verdict is of bytes and of the checker alone, so that what an earlier process found holds as long as both are the
same: whoever names the file puts the checker's version into its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.files import write_whole

_MOST = 4096


class Verdicts:
    """Verdicts as plain JSON data. Without a ``file`` they are known as long as this is."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[str, Any] = {}
        self._kept = 0

    def of(self, content: bytes, find: Callable[[bytes], Mapping[str, Any]]) -> Mapping[str, Any]:
        """What ``find`` says of these bytes, now or before."""
        digest = sha256(content).hexdigest()
        known = self._known.pop(digest, None)
        found: Mapping[str, Any] = find(content) if known is None else known
        self._known[digest] = found  # the last, so that the first is what nobody asked for longest
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
        return found

    def __enter__(self) -> Verdicts:
        if self._file is not None:
            with suppress(OSError, ValueError, TypeError):
                self._known |= json.loads(self._file.read_text(encoding="utf-8"))
        self._kept = len(self._known)
        return self

    def __exit__(self, *_error: object) -> None:
        """Keeps them; those of other checkers are forgotten."""
        if self._file is None or len(self._known) == self._kept:
            return
        with suppress(OSError):  # they are found again
            write_whole(self._file, json.dumps(self._known).encode())
            for other in self._file.parent.glob(f"{self._file.name.partition('-')[0]}-*.json"):
                if other != self._file:
                    other.unlink(missing_ok=True)
