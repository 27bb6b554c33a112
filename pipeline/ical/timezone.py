"""A zone's part of a calendar file: its name and the years of the times go in, a ``VTIMEZONE`` comes out.

It is made of the zone's own rules (:mod:`pipeline.zones`): where clocks change by one rule in all of these years, that
rule, which Outlook reads best; else each change that falls into them (RFC 5545, 3.6.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline import zones

_RULES = re.compile(rb",M(\d+)\.(\d)\.(\d)(?:/(\d+))?")
"""One of the two yearly changes at the end of a zone's file, of those that are at a whole hour (POSIX, TZ)."""
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True, slots=True)
class _Change:
    """Clocks change."""

    clock: datetime
    """What they show just before."""
    before: timedelta
    after: timedelta
    """Their offsets."""
    name: str
    """The zone's short name from then on."""
    summer: bool


def timezone(name: str, first: int, last: int) -> Iterator[str]:
    """The lines of a zone, for times from the ``first`` year to the ``last``."""
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    changes = _changes(name, first - 1, last)
    rules = _rules(name, changes, first - 1, last)
    if rules is None:
        yield from _observance(_at_first(name, first - 1))
        for change in changes:
            yield from _observance(change)
    else:
        for change, rule in zip(changes, rules, strict=False):  # of the first year
            yield from _observance(change, rule)
    yield "END:VTIMEZONE"


def _observance(change: _Change, rule: str = "") -> Iterator[str]:
    kind = "DAYLIGHT" if change.summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{change.clock:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(change.before)}"
    yield f"TZOFFSETTO:{_offset(change.after)}"
    yield f"TZNAME:{change.name}"
    if rule:
        yield f"RRULE:{rule}"
    yield f"END:{kind}"


def _at_first(name: str, year: int) -> _Change:
    """What holds from the beginning of a year on."""
    start = datetime(year, 1, 1, tzinfo=zones.zone(name))
    offset = start.utcoffset() or timedelta()
    return _Change(start.replace(tzinfo=None), offset, offset, start.tzname() or name, bool(start.dst()))


def _changes(name: str, first: int, last: int) -> list[_Change]:
    """The changes of these years, in order."""
    here = zones.zone(name)
    found: list[_Change] = []
    day, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 2, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _known(day, name) != _known(following, name):
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _known(middle, name) == _known(low, name) else (low, middle)
            moment = high.replace(microsecond=0)
            after = moment.astimezone(here)
            before = low.astimezone(here).utcoffset() or timedelta()
            clock = (moment + before).replace(tzinfo=None)
            offset = after.utcoffset() or timedelta()
            found.append(_Change(clock, before, offset, after.tzname() or name, bool(after.dst())))
        day = following
    return found


def _known(moment: datetime, name: str) -> tuple[timedelta | None, str | None]:
    there = moment.astimezone(zones.zone(name))
    return there.utcoffset(), there.tzname()


def _rules(name: str, changes: list[_Change], first: int, last: int) -> list[str] | None:
    """The rule of each change of a year, where all years have the same ones."""
    posix = zones.rules(name).rsplit(b"\n", 2)[1]
    found = [(int(month), int(week), int(day), int(hour or 2)) for month, week, day, hour in _RULES.findall(posix)]
    found.sort()
    if len(found) != 2 or max(hour for *_, hour in found) >= 24:  # 24:00 is on another day of the week
        return None
    expected = [_nth(year, *rule) for year in range(first, last + 1) for rule in found]
    if [change.clock for change in changes] != expected:
        return None
    return [
        f"FREQ=YEARLY;BYMONTH={month};BYDAY={-1 if week == 5 else week}{_DAYS[day]}" for month, week, day, _ in found
    ]


def _nth(year: int, month: int, week: int, day: int, hour: int) -> datetime:
    """The ``week``-th of a day of the week in a month, its last where that is 5; at an hour."""
    start = datetime(year, month, 1)
    first = start + timedelta(days=(day - start.isoweekday()) % 7)
    found = first + timedelta(weeks=week - 1)
    return (found if found.month == month else found - timedelta(weeks=1)) + timedelta(hours=hour)


def _offset(offset: timedelta) -> str:
    """As RFC 5545, 3.3.14 has it.

    >>> _offset(timedelta(hours=2)), _offset(-timedelta(hours=3, minutes=30)), _offset(timedelta(seconds=1172))
    ('+0200', '-0330', '+001932')
    """
    seconds = abs(offset) // timedelta(seconds=1)
    minutes, rest = divmod(seconds, 60)
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{f'{rest:02}' if rest else ''}"
