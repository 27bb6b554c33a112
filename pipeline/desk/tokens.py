"""Tokens of programs: who made one, what it is called, and what it may do; only its hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.desk.database import Database
from pipeline.desk.people import Office, Person, hashed


@dataclass(frozen=True, slots=True)
class Token:
    number: int
    name: str
    by: str
    made: str

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "name": self.name, "by": self.by, "made": self.made}


class Tokens:
    """Those that hold."""

    def __init__(self, database: Database, now: Callable[[], str]) -> None:
        self._database, self._now = database, now

    def make(self, name: str, person: Person) -> str:
        """A new token, which may do what the person may; it is told once."""
        token = f"papers_{secrets.token_urlsafe(32)}"
        with self._database.writing() as rows:
            rows.execute(
                "INSERT INTO tokens (hash, name, by, may_send, made) VALUES (?, ?, ?, ?, ?)",
                (hashed(token), name, person.name, person.may_send, self._now()),
            )
        return token

    def of(self, token: str, office: Office | None) -> Person | None:
        """Who a program acts for, with what they may do now; None for a token that does not hold, or no longer."""
        rows = self._database.rows()
        found = rows.execute("SELECT * FROM tokens WHERE hash = ?", (hashed(token),)).fetchone()
        maker = office.person(found["by"]) if office and found else Person("", "")
        if found is None or maker is None:
            return None
        sends = bool(found["may_send"]) and maker.may_send
        return Person(f"{found['by']} ({found['name']})", "", may_send=sends, may_see=maker.may_see)

    def made_by(self, person: Person) -> list[Token]:
        rows = self._database.rows().execute("SELECT * FROM tokens WHERE by = ? ORDER BY number", (person.name,))
        return [Token(row["number"], row["name"], row["by"], row["made"]) for row in rows]

    def end(self, number: int, person: Person) -> None:
        with self._database.writing() as rows:
            rows.execute("DELETE FROM tokens WHERE number = ? AND by = ?", (number, person.name))
