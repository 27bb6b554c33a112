"""Tokens of programs: who made one, what it is called, what it may do, and until when; only its hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.desk.database import Database
from pipeline.desk.people import Office, Person, hashed

_NOTED_EVERY = timedelta(minutes=1)
"""A token that is used again and again writes nothing more often."""


@dataclass(frozen=True, slots=True)
class Token:
    number: int
    name: str
    by: str
    made: str
    """Moments, in UTC: 2026-03-02T14:05:00Z."""
    used: str
    """When it was used last; empty for never."""
    until: str
    """Empty for one that holds until it is ended."""
    over: bool

    def as_json(self) -> dict[str, Any]:
        named = {"number": self.number, "name": self.name, "by": self.by, "made": self.made}
        return {**named, "used": self.used, "until": self.until, "over": self.over}


class Tokens:
    """Those that hold: for so many ``days`` from when they were made, by the setting of today; ``clock`` is in seconds
    since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float], days: int | None) -> None:
        self._database, self._clock, self._days = database, clock, days

    def make(self, name: str, person: Person) -> str:
        """A new token, which may do what the person may; it is told once."""
        token = f"papers_{secrets.token_urlsafe(32)}"
        with self._database.writing() as rows:
            rows.execute(
                "INSERT INTO tokens (hash, name, by, may_send, made) VALUES (?, ?, ?, ?, ?)",
                (hashed(token), name, person.name, person.may_send, _written(self._now())),
            )
        return token

    def of(self, token: str, office: Office | None) -> Person | None:
        """Who a program acts for, with what they may do now; None for a token that does not hold, or no longer."""
        rows = self._database.rows()
        found = rows.execute("SELECT * FROM tokens WHERE hash = ?", (hashed(token),)).fetchone()
        maker = office.person(found["by"]) if office and found else Person("", "")
        if found is None or maker is None or self._over(found["made"]):
            return None
        if not found["used"] or self._now() - _read(found["used"]) > _NOTED_EVERY:
            used = _written(self._now()), found["number"]
            self._database.note("UPDATE tokens SET used = ? WHERE number = ?", used)
        sends = bool(found["may_send"]) and maker.may_send
        return Person(f"{found['by']} ({found['name']})", "", may_send=sends, may_see=maker.may_see)

    def made_by(self, person: Person) -> list[Token]:
        rows = self._database.rows().execute("SELECT * FROM tokens WHERE by = ? ORDER BY number", (person.name,))
        return [
            Token(
                *(row["number"], row["name"], row["by"], row["made"], row["used"]),
                "" if self._days is None else _written(self._until(row["made"], self._days)),
                self._over(row["made"]),
            )
            for row in rows
        ]

    def end(self, number: int, person: Person) -> None:
        with self._database.writing() as rows:
            rows.execute("DELETE FROM tokens WHERE number = ? AND by = ?", (number, person.name))

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC)

    def _until(self, made: str, days: int) -> datetime:
        return _read(made) + timedelta(days=days)

    def _over(self, made: str) -> bool:
        return self._days is not None and self._now() >= self._until(made, self._days)


def _read(written: str) -> datetime:
    return datetime.fromisoformat(written)


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
