"""Writes a calendar file: events and deadlines go in, an iCalendar object (RFC 5545) comes out, the same at any time.

A deadline is an event, without a length where it is a moment, and no to-do: Outlook and Google pass over ``VTODO`` when
they import a file, and a deadline that nobody sees is none. It takes up no time (``TRANSP``), so that nobody seems busy
by it. There is no ``METHOD``: the file is published, it invites nobody (RFC 5546, 3.2.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from pipeline import zones
from pipeline.findings import Unfit
from pipeline.ical.timezone import timezone
from pipeline.model import CalendarEntry

_LONGEST = 75
"""Octets of a line, without its end (RFC 5545, 3.1)."""
_PAPERS = UUID("7c0e3f2b-6a51-5d0c-9b1e-3f7d3b8f6a10")
"""The name space of the entries' names (RFC 9562, 5.5)."""


def write_calendar(
    entries: Sequence[CalendarEntry], *, title: str, language: str, of: Sequence[str], created: datetime
) -> bytes:
    """The file. ``of`` is what names the meeting in any language; ``created``, the moment that its files bear.

    An entry has one name in all languages and in later issues of the package, so that calendars change the entry that
    is there and add none.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//meeting-papers//papers//EN",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    for zone, years in _zones(entries).items():
        lines += timezone(zone, min(years), max(years))
    for entry in entries:
        lines += _event(entry, language, of, created)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode()


def _event(entry: CalendarEntry, language: str, of: Sequence[str], created: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uuid5(_PAPERS, chr(0).join((*of, entry.kind, entry.key)))}"
    yield f"DTSTAMP:{_utc(created)}"
    yield f"DTSTART{_time(entry.start, entry.zone)}"
    if not isinstance(entry.end, datetime):  # the day after the last (RFC 5545, 3.6.1)
        yield f"DTEND{_time(entry.end + timedelta(days=1), '')}"
    elif entry.end != entry.start:
        yield f"DTEND{_time(entry.end, entry.zone)}"
    yield f"SUMMARY;LANGUAGE={language}:{_text(entry.title)}"
    if entry.place:
        yield f"LOCATION;LANGUAGE={language}:{_text(entry.place)}"
    if entry.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(entry.description)}"
    if entry.link:
        yield f"URL:{entry.link}"
    busy = entry.kind == "event" and isinstance(entry.start, datetime)
    yield f"TRANSP:{'OPAQUE' if busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _zones(entries: Iterable[CalendarEntry]) -> dict[str, set[int]]:
    """The zones that times are told in, each with the years of its times."""
    found: dict[str, set[int]] = {}
    for entry in entries:
        for value in (entry.start, entry.end):
            if isinstance(value, datetime) and _tells(value, entry.zone):
                found.setdefault(entry.zone, set()).add(value.year)
    return dict(sorted(found.items()))


def _time(value: date | datetime, zone: str) -> str:
    """The value of a property, with its parameters."""
    if not isinstance(value, datetime):
        return f";VALUE=DATE:{value:%Y%m%d}"
    if _tells(value, zone):
        return f";TZID={zone}:{value:%Y%m%dT%H%M%S}"
    return f":{_utc(value)}"


def _tells(value: datetime, zone: str) -> bool:
    """Whether the time on the zone's clocks tells the moment: not in an hour that comes twice, nor in ``Etc/GMT+5``."""
    if "/" not in zone or zone.startswith("Etc/"):
        return False
    try:
        return zones.moment_of(value.replace(tzinfo=None), zone) == value
    except Unfit:
        return False


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    r"""Words as a value of the type TEXT (RFC 5545, 3.3.11).

    >>> print(_text("Hall A; 1, Square\\Place\nGeneva"))
    Hall A\; 1\, Square\\Place\nGeneva
    """
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n"), ("\n", "\\n")):
        words = words.replace(sign, escaped)
    return words


def _folded(line: str) -> Iterator[str]:
    """A line in lines that are short enough, none of which ends inside a sign (RFC 5545, 3.1).

    >>> [len(each.encode()) for each in _folded("é" * 80)]
    [74, 75, 13]
    """
    start, size = 0, 0
    for at, sign in enumerate(line):
        octets = len(sign.encode())
        if size + octets > _LONGEST:
            yield line[start:at] if not start else f" {line[start:at]}"
            start, size = at, 1
        size += octets
    yield line[start:] if not start else f" {line[start:]}"
