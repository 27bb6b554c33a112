"""What people have seen of a meeting's facts: a text goes in, a mark comes out by which it is found again.

Who saves says what they saw, so that what somebody else has changed since is not lost.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_MOST = 400
_MARK = re.compile("[0-9a-f]{64}")


class Seen:
    """The texts that were shown lately, as files beside the database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "seen"
        self._folder.mkdir(mode=0o700, exist_ok=True)

    def keep(self, text: bytes) -> str:
        """The mark of a text."""
        mark = hashlib.sha256(text).hexdigest()
        path = self._folder / mark
        if path.exists():
            path.touch()
            return mark
        path.write_bytes(text)
        kept = sorted(self._folder.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        for each in kept[:-_MOST]:
            each.unlink(missing_ok=True)
        return mark

    def get(self, mark: str) -> bytes | None:
        """The text of a mark; None for one that is not known any more."""
        path = self._folder / mark
        return path.read_bytes() if _MARK.fullmatch(mark) and path.is_file() else None
