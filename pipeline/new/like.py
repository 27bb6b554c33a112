"""A past meeting as a beginning: its folder goes in, a ``meeting.toml`` with moved dates and what to look at come out.

All dates move by the same number of whole weeks, so that each stays on its weekday and as far from the others. The
comments stay where they are.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import tomlkit

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.new.kept import kept
from pipeline.new.remnants import remnants

_KEPT = ("corrects", "adds_to")
"""What has dates of its own: those of an earlier package."""


def like(old: Path, new: Path, day: date | None) -> list[Finding]:
    """Writes the ``meeting.toml`` of ``old`` into the folder ``new``, its letter's day as near to ``day`` as whole
    weeks allow, or a year on; the answer is what is still of the past. Raises MeetingError for what can't be read.
    """
    path = old / "meeting.toml"
    document, data = kept(path)
    if not isinstance(before := data.get("date"), date) or isinstance(before, datetime):
        raise MeetingError(Finding("value-no-day", Place(str(path), key=("date",))))
    weeks = round((day - before).days / 7) if day else 52
    accepted = len(document.get("accepted", ()))
    document.pop("accepted", None)
    _move(document, timedelta(weeks=weeks))
    target = new / "meeting.toml"
    target.write_text(tomlkit.dumps(document), encoding="utf-8")
    place = Place(str(target), key=("date",))
    found = [Finding("new-moved", place, {"weeks": weeks, "old": old.name, "day": str(document["date"])})]
    if accepted:
        found.append(Finding("new-accepted", Place(str(target)), {"count": accepted}))
    return [*found, *remnants(target, old.name)]


def _move(table: Any, by: timedelta) -> None:
    """Moves each date of a table or a list, and of those in it."""
    for key, value in list(table.items() if isinstance(table, MutableMapping) else enumerate(table)):
        match value:
            case datetime():
                # A plain one: what tomlkit reads keeps its own spelling.
                table[key] = datetime.fromisoformat(value.isoformat()) + by
            case date():
                table[key] = date.fromisoformat(value.isoformat()) + by
            case dict() | list() if key not in _KEPT:
                _move(value, by)
            case _:
                pass
