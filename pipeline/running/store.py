"""What steps have made, kept by fingerprint: a step's bytes go in once they are whole, the same file comes out again.

A fingerprint is all that decides a step's output: its inputs' contents, its settings and its tools' versions. An
entry is two files, the output and a record with its hash; the record is written last, so an entry without one, or
whose hash is off, is no entry.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.files import digest
from pipeline.findings import Finding


@dataclass(frozen=True, slots=True)
class Made:
    """The output of a step."""

    path: Path
    sha256: str
    pages: int
    """0 for what has no pages yet: a Word document."""
    remarks: tuple[Finding, ...] = ()
    """What was removed, mended, or could not be kept."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON data: what else later steps and the manifest tell of it."""

    def told(self) -> dict[str, Any]:
        """The remarks and the facts as plain JSON data."""
        return {"remarks": [remark.as_json() for remark in self.remarks], "facts": dict(self.facts)}


class Store:
    """A folder of entries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._work = folder / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir()

    def find(self, key: str, suffix: str) -> Made | None:
        """The entry, if it is there and whole."""
        path, record = self._names(key, suffix)
        try:
            known = json.loads(record.read_text(encoding="utf-8"))
            if digest(path) == known["sha256"]:
                return _made(path, known)
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def add(self, key: str, suffix: str, make: Callable[[Path], Mapping[str, Any]]) -> Made:
        """Makes an entry: ``make`` writes the file that it is given, and says
        its ``pages``, ``remarks`` and ``facts``, where it has any."""
        path, record = self._names(key, suffix)
        draft = self._work / path.name
        said = make(draft)
        made = _made(path, {"sha256": digest(draft), **said})
        draft.replace(path)
        draft_record = self._work / record.name
        draft_record.write_text(
            json.dumps(_record(made)),
            encoding="utf-8",
        )
        draft_record.replace(record)
        return made

    def keep_only(self, keys: Iterable[str]) -> None:
        """Drops every entry but these."""
        kept = set(keys)
        for path in self.folder.iterdir():
            if path.is_file() and len(path.stem) == 64 and path.stem not in kept:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Drops what was begun and not finished."""
        shutil.rmtree(self._work, ignore_errors=True)

    def _names(self, key: str, suffix: str) -> tuple[Path, Path]:
        return self.folder / f"{key}{suffix}", self.folder / f"{key}.json"


def _made(path: Path, said: Mapping[str, Any]) -> Made:
    remarks = tuple(Finding.from_json(remark) for remark in said.get("remarks", ()))
    return Made(path, said["sha256"], said.get("pages", 0), remarks, said.get("facts", {}))


def _record(made: Made) -> dict[str, Any]:
    return {"sha256": made.sha256, "pages": made.pages, **made.told()}
