"""Who is asking: a key that opens once, or a cookie, goes in; a person comes out.

Keys and cookies are random, and only their hashes are kept: who reads the database can't come in by it.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from pipeline.desk.database import Database

COOKIE: Final = "papers-desk"
_KEY_HOLDS = 15 * 60.0
_VISIT_HOLDS = 30 * 24 * 3600.0
"""In seconds; a visit's, since it was last seen."""
_SIGN_IN_HOLDS = 12 * 3600.0
"""In seconds, since a person signed in: who left the office is out on the next day."""
_SEEN_EVERY = 60.0
"""In seconds: a page that is only looked at writes nothing more often."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is asking, and what they may do."""

    name: str
    language: str
    """That they chose; empty for the browser's."""
    may_send: bool = True
    """Whether they may mark a package as sent, sign and seal it; all may prepare it."""
    may_see: bool = True
    """Whether they may see recipients: their list, their letters, and where these go."""

    def as_json(self) -> dict[str, object]:
        return {"name": self.name, "may_send": self.may_send, "may_see_recipients": self.may_see}


@dataclass(frozen=True, slots=True)
class Provider:
    """Who knows an office's accounts (OpenID Connect)."""

    issuer: str
    client: str
    secret: str
    """Empty for a desk that the provider knows without one."""
    address: str
    """The desk's own, as browsers have it."""
    claim: str
    """What people are called by."""
    scopes: tuple[str, ...]
    hosts: frozenset[str]
    """Of the provider, besides the issuer's."""

    @property
    def comes_back_to(self) -> str:
        return f"{self.address.rstrip('/')}/signed-in"

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the desk over TLS."""
        return self.address.startswith("https:")

    def may_be_asked(self, address: str) -> bool:
        """Whether an address that the provider names is on a host that the house's settings have."""
        try:
            parts, own = urlsplit(address), urlsplit(self.issuer)
            return (
                parts.scheme == own.scheme
                and not parts.username
                and (parts.netloc == own.netloc or (parts.port is None and parts.hostname in self.hosts))
            )
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Office:
    """An office whose people are known: its proxy says in a header who asks, or they sign in with its accounts."""

    header: str
    """The proxy's, as ``X-Remote-User``; empty where people sign in."""
    proxies: frozenset[str]
    """The addresses that are believed to be the proxy's: whoever else sends the header is not heeded."""
    senders: frozenset[str]
    """Who may send, sign and seal besides preparing."""
    preparers: frozenset[str] | None = None
    """Who may come in; None for everybody whom the proxy names. Senders may in any case."""
    sees: frozenset[str] | Literal["everyone", "senders"] = "everyone"
    """Who may see recipients."""
    provider: Provider | None = None
    """With whom people sign in; None where the proxy says who asks."""

    def person(self, name: str, language: str = "") -> Person | None:
        """Somebody of the office, with what they may do; None for one who may not come in."""
        sends = name in self.senders
        if self.preparers is not None and name not in self.preparers and not sends:
            return None
        seen = sends if self.sees == "senders" else self.sees == "everyone" or name in self.sees
        return Person(name, language, may_send=sends, may_see=seen)


class People:
    """Those who have come in."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database, self._clock = database, clock

    def new_key(self) -> str:
        """A key that opens the desk once, within a quarter of an hour."""
        key = secrets.token_urlsafe(32)
        with self._database.writing() as rows:
            rows.execute("DELETE FROM keys WHERE until < ?", (self._clock(),))
            rows.execute("INSERT INTO keys VALUES (?, ?)", (hashed(key), self._clock() + _KEY_HOLDS))
        return key

    def enter(self, key: str, name: str) -> str | None:
        """The cookie of a new visit; None for a key that was used, or is too old, or never was."""
        cookie = secrets.token_urlsafe(32)
        with self._database.writing() as rows:
            found = rows.execute("DELETE FROM keys WHERE hash = ? RETURNING until", (hashed(key),)).fetchone()
            if found is None or found["until"] < self._clock():
                return None
            rows.execute("DELETE FROM visits WHERE seen < ?", (self._clock() - _VISIT_HOLDS,))
            _visit(rows, cookie, name, "", self._clock(), until=None)
        return cookie

    def come_in(self, name: str, language: str) -> str:
        """The cookie of a new visit of somebody who has signed in."""
        cookie, now = secrets.token_urlsafe(32), self._clock()
        with self._database.writing() as rows:
            rows.execute("DELETE FROM visits WHERE until < ?", (now,))
            _visit(rows, cookie, name, language, now, until=now + _SIGN_IN_HOLDS)
        return cookie

    def of(self, cookie: str, office: Office | None) -> Person | None:
        """Whose cookie it is; None for one that is not known, or was not seen for a month. Of an office's people, the
        sign-in of the day, and what they may do now, count."""
        known = hashed(cookie)
        found = self._database.rows().execute("SELECT * FROM visits WHERE hash = ?", (known,)).fetchone()
        now = self._clock()
        if found is None or found["seen"] < now - _VISIT_HOLDS:
            return None
        if found["seen"] < now - _SEEN_EVERY:
            self._database.note("UPDATE visits SET seen = ? WHERE hash = ?", (now, known))
        if office is not None:
            holds = found["until"] is not None and found["until"] >= now
            return office.person(found["name"], found["language"]) if holds else None
        return Person(found["name"], found["language"]) if found["until"] is None else None

    def from_office(self, name: str, office: Office) -> Person | None:
        """Whom the proxy names, with the language that they chose; None for one who may not come in."""
        rows = self._database.rows()
        found = rows.execute(
            "SELECT language FROM visits WHERE hash = ?", (hashed(f"{office.header}: {name}"),)
        ).fetchone()
        return office.person(name, found["language"] if found else "")

    def choose_language(self, name: str, office: Office, language: str) -> None:
        """Notes in which language they are shown the pages."""
        with self._database.writing() as rows:
            rows.execute(
                "INSERT OR REPLACE INTO visits (hash, name, language, seen) VALUES (?, ?, ?, ?)",
                (hashed(f"{office.header}: {name}"), name, language, self._clock()),
            )

    def change(self, cookie: str, *, name: str | None = None, language: str | None = None) -> None:
        """What they are called, and which language the pages are in."""
        with self._database.writing() as rows:
            rows.execute(
                "UPDATE visits SET name = coalesce(?, name), language = coalesce(?, language) WHERE hash = ?",
                (name, language, hashed(cookie)),
            )

    def leave(self, cookie: str) -> None:
        with self._database.writing() as rows:
            rows.execute("DELETE FROM visits WHERE hash = ?", (hashed(cookie),))


def _visit(rows: sqlite3.Connection, cookie: str, name: str, language: str, now: float, *, until: float | None) -> None:
    rows.execute(
        "INSERT INTO visits (hash, name, language, seen, until) VALUES (?, ?, ?, ?, ?)",
        (hashed(cookie), name, language, now, until),
    )


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
