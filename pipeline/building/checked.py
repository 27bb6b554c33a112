"""What a check found, kept beside the store: findings go in, and come out again where all is as it was.

All looks as it did by the same signs as for a build that has nothing to do (:mod:`pipeline.building.unchanged`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import errors
from pipeline.building.office import OfficeSettings
from pipeline.building.order import Order
from pipeline.building.unchanged import looks, seen_of
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.folders import STATE
from pipeline.model import Accepted
from pipeline.results import Findings

_NAME = "checked.json"


def note_check(order: Order, offices: OfficeSettings, found: Findings, besides: Iterable[Path]) -> None:
    """Keeps what was found; ``besides`` are files that it depends on, wherever they lie. Where it can't be kept, the
    next check is made anew."""
    elsewhere = sorted(set(map(str, besides)))
    seen = seen_of(order, offices, elsewhere)
    note = order.out / STATE / _NAME
    with suppress(OSError):
        note.unlink(missing_ok=True)
        if seen is not None:
            kept = {"seen": seen, "besides": elsewhere, "found": _data(found)}
            write_whole(note, json.dumps(kept).encode())


def known_check(order: Order, offices: OfficeSettings) -> Findings | None:
    """What the last check found; None where something may have changed since."""
    try:
        known = json.loads((order.out / STATE / _NAME).read_text(encoding="utf-8"))
        if looks(order, offices, known["besides"])[0] == known["seen"]:
            return _findings(known["found"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def _data(found: Findings) -> dict[str, Any]:
    def all_of(findings: Iterable[Finding]) -> list[dict[str, Any]]:
        return [each.as_data() for each in findings]

    return {
        "meeting": found.meeting,
        "errors": [[type(error).__name__, all_of(error.findings)] for error in found.errors],
        "notes": all_of(found.notes),
        "summary": all_of(found.summary),
        "accepted": [
            [finding.as_data(), {**asdict(entry), "place": entry.place.as_json(), "on": entry.on.isoformat()}]
            for finding, entry in found.accepted
        ],
    }


def _findings(data: dict[str, Any]) -> Findings:
    def all_of(findings: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
        return tuple(map(Finding.from_json, findings))

    return Findings(
        data["meeting"],
        tuple(getattr(errors, name)(*all_of(findings)) for name, findings in data["errors"]),
        all_of(data["notes"]),
        all_of(data["summary"]),
        tuple((Finding.from_json(finding), _accepted(entry)) for finding, entry in data["accepted"]),
    )


def _accepted(entry: dict[str, Any]) -> Accepted:
    place, on = Place.from_json(entry["place"]), date.fromisoformat(entry["on"])
    return Accepted(**{**entry, "place": place, "on": on})
