"""Who did what: an act goes in, a line in a chain comes out, in which none can be changed or taken out unseen.

Each line is a JSON object and has, as ``previous``, the SHA-256 of the line before, as in the archive's register of
seals. Whoever has the hash of the last line, on paper, can prove all that stood before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.desk.database import Database

NOTHING = "0" * 64
"""What the first line has as the hash of the one before."""


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the history."""

    number: int
    at: str
    """The moment, in UTC: 2026-03-02T14:05:00Z."""
    by: str
    what: str
    """A code, whose words are in the desk's catalogues under ``act.``."""
    meeting: str
    details: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        named = {"number": self.number, "at": self.at, "by": self.by, "what": self.what, "meeting": self.meeting}
        return {**named, "details": dict(self.details)}


class History:
    """The lines, in order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, what: str, *, at: str, by: str, meeting: str = "", **details: str) -> None:
        with self._database.writing() as rows:
            last = rows.execute("SELECT number, hash FROM history ORDER BY number DESC LIMIT 1").fetchone()
            number, previous = (last["number"], last["hash"]) if last else (0, NOTHING)
            act = Act(number + 1, at, by, what, meeting, details)
            line = json.dumps({**act.as_json(), "previous": previous}, ensure_ascii=False)
            rows.execute("INSERT INTO history VALUES (?, ?, ?)", (act.number, line, _hash(line)))

    def last(self, most: int, meeting: str | None = None) -> list[Act]:
        """The latest, first; of one meeting, or of all."""
        where = "" if meeting is None else "WHERE json_extract(line, '$.meeting') = ?"
        values = (most,) if meeting is None else (meeting, most)
        found = self._database.rows().execute(
            f"SELECT line FROM history {where} ORDER BY number DESC LIMIT ?",  # noqa: S608 - one of two constants
            values,
        )
        return [_act(row["line"]) for row in found]

    def last_hash(self) -> str:
        found = self._database.rows().execute("SELECT hash FROM history ORDER BY number DESC LIMIT 1").fetchone()
        return str(found["hash"]) if found else NOTHING

    def broken(self) -> int | None:
        """The number of the first line that is not as it was written, or does not follow the one before; None for a
        chain that is whole."""
        previous, expected = NOTHING, 1
        for row in self._database.rows().execute("SELECT * FROM history ORDER BY number"):
            line = json.loads(row["line"])
            if (row["number"], line["previous"], row["hash"]) != (expected, previous, _hash(row["line"])):
                return expected
            previous, expected = row["hash"], expected + 1
        return None


def _act(line: str) -> Act:
    data = json.loads(line)
    return Act(data["number"], data["at"], data["by"], data["what"], data["meeting"], data["details"])


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()
