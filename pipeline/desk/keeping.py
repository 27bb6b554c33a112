"""What was replaced: a file that is about to be goes in, a copy and a note of it come out."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from pipeline.desk.database import Database
from pipeline.desk.naming import safe_name


@dataclass(frozen=True, slots=True)
class Place:
    """Of what a copy is kept."""

    meeting: str
    """Nothing for what all meetings have, as templates."""
    at: str
    language: str = ""


class Keeping:
    """The copies."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folder = database.folder / "kept"
        self._folder.mkdir(mode=0o700, exist_ok=True)

    def copy(self, path: Path, of: str, now: str) -> str:
        """Copies a file that is about to be replaced; gives the copy's name."""
        first = name = safe_name(f"{of}-{now.replace(':', '')}-{path.name}")
        number = 1
        while (self._folder / name).exists():
            number += 1
            name = f"{number}-{first}"
        shutil.copy2(path, self._folder / name)
        return name

    def path(self, name: str) -> Path:
        return self._folder / name

    def note(self, place: Place, old: str, copy: str, new: str, *, by: str, now: str, only: bool = False) -> None:
        """Notes what stood there, where its copy is, and what stands there now; as the ``only`` one of its place."""
        with self._database.writing() as rows:
            if only:
                rows.execute("DELETE FROM kept WHERE meeting = ? AND at = ?", (place.meeting, place.at))
            rows.execute(
                "INSERT INTO kept (meeting, at, language, old, copy, new, by, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (place.meeting, place.at, place.language, old, copy, new, by, now),
            )

    def of(self, meeting: str) -> list[sqlite3.Row]:
        """What is kept of a meeting, the latest first."""
        rows = self._database.rows()
        return rows.execute("SELECT * FROM kept WHERE meeting = ? ORDER BY number DESC", (meeting,)).fetchall()

    def get(self, number: int, meeting: str) -> sqlite3.Row | None:
        """One of a meeting's, whose copy is there; None for one that is not."""
        found = next((each for each in self.of(meeting) if each["number"] == number), None)
        return found if found is not None and self.path(found["copy"]).is_file() else None

    def forget(self, number: int) -> None:
        with self._database.writing() as rows:
            rows.execute("DELETE FROM kept WHERE number = ?", (number,))
