"""Times as they are typed: a day or a clock's time and its zone go in, a day or a moment with its offset comes out.

And how moments stand to each other: an event ends after it starts, a deadline comes before what it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TypeVar

from pipeline import zones
from pipeline.findings import Unfit

_LONGEST = 366
"""Days that an event may last: what lasts longer has a year that was mistyped."""

Time = TypeVar("Time", date, datetime, date | datetime)


def resolved(value: Time, zone: str | None) -> Time | None:
    """A day as it is, and a time with the offset that it has in its zone.

    ``zone`` is empty where none is named, and None where the one that is named is none: then nothing is known of a time
    without an offset. Raises Unfit for a time that has neither, and for one that the zone does not have.
    """
    if not isinstance(value, datetime):
        return value
    if zone:
        return zones.moment_of(value, zone)
    if value.tzinfo is None and zone is not None:
        raise Unfit("time-without-zone")
    return value if value.tzinfo else None


def zone_of(*tables: object) -> str | None:
    """The zone that the first of the tables that names one does, as :func:`resolved` takes it."""
    for table in tables:
        if isinstance(table, Mapping) and (named := table.get("zone")) is not None:
            return named if isinstance(named, str) and named in zones.names() else None
    return ""


def check_ends(start: date | datetime, end: date | datetime) -> None:
    """Raises Unfit for an event that ends before it starts, or lasts for years."""
    # On the clock too: an end in another zone may come later and yet be the day before.
    if end < start or day_of(end) < day_of(start):
        raise Unfit("event-ends-first", end=str(end), start=str(start))
    days = (end - start).days + 1  # type: ignore[operator]  # both are days, or both are moments
    if days > _LONGEST:
        raise Unfit("event-too-long", days=days, start=str(start), end=str(end))


def check_before(by: date | datetime, start: date | datetime) -> None:
    """Raises Unfit for a deadline that passes when what it is for has begun. On its first day it may be."""
    both = isinstance(by, datetime) and isinstance(start, datetime)
    if by >= start if both else day_of(by) > day_of(start):
        raise Unfit("deadline-after-event", by=str(by), start=str(start))


def day_of(value: date | datetime) -> date:
    """The day, on the moment's own clock."""
    return value.date() if isinstance(value, datetime) else value
