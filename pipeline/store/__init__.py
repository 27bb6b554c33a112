"""What tasks have made, kept by fingerprint: a file goes in once it is whole, the same file comes out again.

An entry is two files, the output and a record with its hash and what was told of it; the record is written last, so
an entry without one, or whose hash is off, is no entry. The store is the durable queue of a build: what is made is
kept on arrival, and whoever is stopped goes on from there. It also knows what each task was last made of
(:mod:`~pipeline.store.reasons` says by that why a task is stale).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pipeline.files import digest, write_whole
from pipeline.tasks import Result


@dataclass(frozen=True, slots=True)
class Made:
    """The output of a task, as kept."""

    folder: Path
    name: str
    """Of the file there: there may be many thousands of these, and a path takes some times as much room."""
    sha256: str
    result: Result

    @classmethod
    def of(cls, path: Path, sha256: str, result: Result) -> Made:
        return cls(path.parent, path.name, sha256, result)

    @property
    def path(self) -> Path:
        return self.folder / self.name

    def at(self, path: Path) -> Made:
        """The same, at another place."""
        return self.of(path, self.sha256, self.result)


class Store:
    """A folder of entries. May be used from any number of threads; as a context, it can be written to.

    What another store has at ``lent_by`` is taken from there, and kept here too.
    """

    def __init__(self, folder: Path, *, lent_by: Path | None = None) -> None:
        self.folder, self._lent_by = folder, lent_by
        # Of this store's own: a task of a build that was stopped may still be writing.
        self._drafts = folder / "work" / os.urandom(6).hex()
        self._last = folder / "tasks.json"
        self._keys: dict[str, str] = {}
        with suppress(OSError, ValueError, TypeError):
            self._keys.update(json.loads(self._last.read_text(encoding="utf-8")))

    def __enter__(self) -> Self:
        self._drop_drafts()
        self._drafts.mkdir(parents=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop_drafts()

    def find(self, key: str, suffix: str) -> Made | None:
        """The entry, if it is there and whole."""
        found = self._found(*self._names(key, suffix))
        if found is None and self._lent_by is not None:
            lent, record = (self._lent_by / each.name for each in self._names(key, suffix))
            if (other := self._found(lent, record)) is not None:
                with suppress(OSError):
                    shutil.copyfile(lent, draft := self.draft(key, suffix))
                    return self.keep(key, draft, other.result, json.loads(record.read_bytes())["made of"])
        return found

    @staticmethod
    def _found(path: Path, record: Path) -> Made | None:
        try:
            known = json.loads(record.read_text(encoding="utf-8"))
            if digest(path) == known["sha256"]:
                return Made.of(path, known["sha256"], Result.from_json(known))
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def draft(self, key: str, suffix: str) -> Path:
        """Where to write what is to be kept under that key."""
        return self._drafts / f"{key}{suffix}"

    def keep(self, key: str, draft: Path, result: Result, made_of: Mapping[str, Any]) -> Made:
        """Keeps a draft, which is whole, with what its fingerprint was made of."""
        path, record = self._names(key, draft.suffix)
        made = Made(self.folder, path.name, digest(draft), result)
        draft.replace(path)
        known = {"sha256": made.sha256, **result.as_json(), "made of": made_of}
        write_whole(record, json.dumps(known).encode())
        return made

    def last_made_of(self, task: str) -> Mapping[str, Any] | None:
        """What the task of that name was made of when it was last current; None where nobody knows."""
        try:
            _, record = self._names(self._keys[task], "")
            made_of = json.loads(record.read_text(encoding="utf-8"))["made of"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return made_of if isinstance(made_of, dict) else None

    def remember(self, keys: Mapping[str, str]) -> None:
        """Notes which entry each task has now."""
        self._keys |= keys
        write_whole(self._last, json.dumps(self._keys).encode())

    def keep_only(self, keys: Mapping[str, str]) -> None:
        """Drops every entry but those of these tasks."""
        kept = set(keys.values())
        with os.scandir(self.folder) as entries:  # one by one: there may be many thousands
            stems = ((each, each.name.partition(".")[0]) for each in entries)
            gone = [each.path for each, stem in stems if len(stem) == 64 and stem not in kept and each.is_file()]
        for path in gone:
            Path(path).unlink(missing_ok=True)

    def keep_last(self) -> None:
        """Drops every entry but that which each task had last."""
        self.keep_only(self._keys)

    def _drop_drafts(self) -> None:
        """Drops what was begun and not finished, here or by a build that was killed."""
        shutil.rmtree(self._drafts.parent, ignore_errors=True)

    def _names(self, key: str, suffix: str) -> tuple[Path, Path]:
        return self.folder / f"{key}{suffix}", self.folder / f"{key}.json"
