"""When a meeting is: its tables go in, its events, deadlines and zones come out, and what is wrong with their times."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError

from pipeline.findings import Key, Unfit
from pipeline.findings.hints import near
from pipeline.load.deadlines import DeadlineTable
from pipeline.load.letter import HeaderTable
from pipeline.load.schema import EventTable, MeetingTable
from pipeline.load.times import Time, check_before, check_ends, resolved, zone_of
from pipeline.load.venues import venue_of
from pipeline.model import Deadline, Event, Zone

Check: TypeAlias = Callable[[date | datetime, date | datetime], None]
"""Raises Unfit where the two don't stand to each other as they should."""


class Schedule:
    """Reads the times of one meeting, and keeps the problems: each with the key of its place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: list[tuple[Key, Unfit]] = []

    def events(self, table: MeetingTable) -> dict[str, Event]:
        """The events by key, without those whose venue or times can't be told."""
        found: dict[str, Event] = {}
        for number, entry in enumerate(table.events):
            venue = table.venues.get(entry.venue or "")
            known = entry.venue is None or venue is not None
            zone = entry.zone or (venue and venue.zone) or table.zone or ("" if known else None)
            ends = self._ends(entry, zone, number)
            if ends and known:
                place = venue_of(venue, self._folder) if venue else None
                found[entry.key] = Event(entry.key, entry.title, *ends, place, entry.listed, zone or "")
        return found

    def deadlines(self, table: MeetingTable, events: Mapping[str, Event]) -> tuple[Deadline, ...]:
        """The deadlines; ``events`` are those that :meth:`events` found."""
        keys = [event.key for event in table.events]
        found: list[Deadline] = []
        for number, entry in enumerate(table.deadlines):
            key, zone = ("deadlines", number), entry.zone or table.zone or ""
            by = self._time(entry.by, zone, (*key, "by"))
            event = entry.event or ""
            if event and event not in keys:
                self.problems.append(((*key, "for"), Unfit("event-missing", event=event, near=near(event, keys))))
            if by is None:
                continue
            if event in events:
                self._checked((*key, "by"), check_before, by, events[event].start)
            found.append(Deadline(entry.key, entry.title, by, zone, event))
        return tuple(found)

    def header_by(self, entry: HeaderTable, table: MeetingTable, key: Key) -> datetime | None:
        """Until when a field at the letter's head asks for action, where it says so itself."""
        keys = [deadline.key for deadline in table.deadlines]
        if entry.deadline is not None and entry.deadline not in keys:
            unfit = Unfit("deadline-missing", deadline=entry.deadline, near=near(entry.deadline, keys))
            self.problems.append(((*key, "deadline"), unfit))
        return self._time(entry.by, table.zone or "", (*key, "by")) if entry.by else None

    def sound_parts(self, data: Mapping[str, Any]) -> None:
        """Checks what can be, in a file that as a whole does not hold."""
        venues = data.get("venues")
        for number, event in enumerate(_tables(data, "events")):
            named = event.get("venue")
            here = venues.get(named, {"zone": ""}) if isinstance(venues, dict) and isinstance(named, str) else None
            try:
                self._ends(EventTable.model_validate(event), zone_of(event, here, data), number)
            except ValidationError:
                continue
        for number, deadline in enumerate(_tables(data, "deadlines")):
            try:
                by = DeadlineTable.model_validate(deadline).by
            except ValidationError:
                continue
            self._time(by, zone_of(deadline, data), ("deadlines", number, "by"))

    def _ends(self, entry: EventTable, zone: str | None, number: int) -> tuple[date | datetime, date | datetime] | None:
        """When an event starts and ends, where both can be told."""
        start = self._time(entry.start, zone, ("events", number, "start"))
        end = self._time(entry.end, zone, ("events", number, "end"))
        if start is None or end is None:
            return None
        self._checked(("events", number), check_ends, start, end)
        return start, end

    def _time(self, value: Time, zone: str | None, key: Key) -> Time | None:
        try:
            return resolved(value, zone)
        except Unfit as unfit:
            self.problems.append((key, unfit))
            return None

    def _checked(self, key: Key, check: Check, first: date | datetime, second: date | datetime) -> None:
        try:
            check(first, second)
        except Unfit as unfit:
            self.problems.append((key, unfit))


def zones_of(table: MeetingTable) -> tuple[Zone, ...]:
    """The zones that moments are told in; one without a key has the last part of its name."""
    return tuple(
        Zone(entry.key or re.sub(r"\W+", "_", entry.zone.rpartition("/")[2].lower()), entry.zone, entry.city or {})
        for entry in table.zones
    )


def _tables(data: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = data.get(name)
    return [each if isinstance(each, dict) else {} for each in value] if isinstance(value, list) else []
