"""What lies in no file: a house's folder goes in, a database beside its files comes out.

People's visits, jobs, history and marks are kept in SQLite, in ``.desk/`` of the house, which git does not see. All
that a package is made from stays in files: without this database a house has lost no word of a letter.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakSet

FOLDER = ".desk"
FILE = "desk.sqlite3"

_TABLES = (
    """
    CREATE TABLE keys (hash TEXT PRIMARY KEY, until REAL NOT NULL);
    CREATE TABLE visits (hash TEXT PRIMARY KEY, name TEXT NOT NULL, language TEXT NOT NULL, seen REAL NOT NULL);
    CREATE TABLE history (
        number INTEGER PRIMARY KEY, line TEXT NOT NULL, hash TEXT NOT NULL
    );
    CREATE TABLE marks (meeting TEXT PRIMARY KEY, by TEXT NOT NULL, at TEXT NOT NULL);
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    """
    CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting TEXT NOT NULL, kind TEXT NOT NULL, options TEXT NOT NULL, by TEXT NOT NULL,
        state TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 0,
        asked TEXT NOT NULL, began TEXT NOT NULL DEFAULT '', ended TEXT NOT NULL DEFAULT '',
        progress TEXT NOT NULL DEFAULT '{"total": 0, "done": 0, "steps": [], "letters": {"total": 0, "done": 0}}',
        problems TEXT NOT NULL DEFAULT '[]', result TEXT NOT NULL DEFAULT '{}'
    );
    CREATE UNIQUE INDEX one_at_a_time ON jobs (meeting) WHERE state IN ('queued', 'running');
    CREATE INDEX latest ON jobs (meeting, number);
    """,
    """
    CREATE TABLE kept (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        meeting TEXT NOT NULL, at TEXT NOT NULL, language TEXT NOT NULL,
        old TEXT NOT NULL, copy TEXT NOT NULL, new TEXT NOT NULL, by TEXT NOT NULL, since TEXT NOT NULL
    );
    """,
    """
    CREATE TABLE tokens (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, by TEXT NOT NULL, may_send INTEGER NOT NULL, made TEXT NOT NULL
    );
    """,
    "ALTER TABLE visits ADD COLUMN until REAL;",
    "ALTER TABLE tokens ADD COLUMN used TEXT NOT NULL DEFAULT '';",
)
"""What each version of the program added, in order; a database remembers how many of them it has."""


class _Own:
    """A thread's connection, which is closed when the thread ends."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self.rows = rows

    def __del__(self) -> None:
        self.rows.close()


class Database:
    """The desk's database; to be used from any number of threads."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self.folder.mkdir(mode=0o700, exist_ok=True)
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        self.path = self.folder / FILE
        self.uploads = self.folder / "uploads"
        self.uploads.mkdir(mode=0o700, exist_ok=True)
        self._own = threading.local()
        self._open = WeakSet[_Own]()
        self._lock = threading.Lock()
        with self.writing() as rows:
            version = int(rows.execute("PRAGMA user_version").fetchone()[0])
        for number, tables in enumerate(_TABLES[version:], start=version + 1):
            self.rows().executescript(f"BEGIN;{tables}PRAGMA user_version = {number};COMMIT;")

    def rows(self) -> sqlite3.Connection:
        """This thread's connection, to read by."""
        own: _Own | None = getattr(self._own, "own", None)
        if own is None:
            made = sqlite3.connect(self.path, timeout=10, isolation_level=None, check_same_thread=False)
            self._own.own = own = _Own(made)
            made.row_factory = sqlite3.Row
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA synchronous = NORMAL")
            with self._lock:
                self._open.add(own)
        return own.rows

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The same, to write by: all of it is kept at the end, or nothing where something failed."""
        rows = self.rows()
        rows.execute("BEGIN IMMEDIATE")
        try:
            yield rows
            rows.execute("COMMIT")
        except BaseException:
            if rows.in_transaction:  # a full disk has ended it already
                rows.execute("ROLLBACK")
            raise

    def note(self, statement: str, values: tuple[object, ...]) -> None:
        """Writes what may be lost: a disk that is full keeps nobody from looking at pages."""
        with suppress(sqlite3.OperationalError), self.writing() as rows:
            rows.execute(statement, values)

    def close(self) -> None:
        with self._lock:
            for each in self._open:
                each.rows.close()
