"""The rows of a language: what it says goes in, each row by its key comes out, and a hash that tells if it changed.

A row is what a person reads and signs: one key of the file, ``dates.prose``, or a profile of typography.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pipeline.languages.language import Language

_NOT_READ = frozenset({"inherits", "reviewed", "mentions", "said", "written", "message", "stamp"})
"""What nobody need sign: it is not seen in what goes out."""


def rows_of(language: Language) -> dict[str, Any]:
    """Each row with its value, by its key."""
    data = language.table.model_dump(exclude_none=True, by_alias=True)
    rows: dict[str, Any] = {}
    for table, values in data.items():
        if table not in _NOT_READ and isinstance(values, Mapping):
            rows |= {f"{table}.{key}": value for key, value in values.items() if key != "source"}
    return rows


def signature(value: object) -> str:
    """A hash of a row: another for another value."""
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:16]


def unreviewed(language: Language) -> tuple[str, ...]:
    """The rows of a language that nobody has signed as they are now."""
    signed = {key: row.of for key, row in language.table.reviewed.items()}
    return tuple(key for key, value in rows_of(language).items() if signed.get(key) != signature(value))
