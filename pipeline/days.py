"""A meeting's days and those that the house does not work go in, what should be looked at comes out.

Nothing here is surely wrong: an event may last for months, a deadline may be meant for a Sunday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, TypeAlias

from pipeline.findings import Finding, Place, Reason, Unfit
from pipeline.model import Deadline, Meeting

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_LONG, _AHEAD = 60, 3 * 366
"""In days."""
_DAY = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_LEAP = 2000
"""Stands for every year."""


def read_days(words: str) -> tuple[date, date, bool]:
    """The first and the last day of a holiday, as the settings name it, and whether it is of each year. Raises Unfit.

    >>> read_days("2025-12-24/2026-01-02")
    (datetime.date(2025, 12, 24), datetime.date(2026, 1, 2), False)
    >>> read_days("12-25")
    (datetime.date(2000, 12, 25), datetime.date(2000, 12, 25), True)
    """
    ends = [_DAY.fullmatch(end.strip()) for end in words.split("/")]
    found = [(end[1], end[2], end[3]) for end in ends if end]
    years = {year is None for year, _, _ in found}
    if len(found) != len(ends) or len(ends) > 2 or len(years) > 1:
        raise Unfit("holiday-malformed", value=words)
    try:
        first, *others = (date(int(year or _LEAP), int(month), int(day)) for year, month, day in found)
    except ValueError:
        raise Unfit("holiday-malformed", value=words) from None
    last, yearly = others[0] if others else first, years == {True}
    if last < first and not yearly:  # the days around New Year are of each year
        raise Unfit("holiday-ends-first", value=words)
    return first, last, yearly


def to_look_at(meeting: Meeting, holidays: Mapping[str, str], weekend: Sequence[Weekday]) -> Iterator[Finding]:
    """Days that look mistyped, or that nobody works. ``holidays`` has names by days (:func:`read_days`)."""
    for event in meeting.events:
        start, end = _day(event.start), _day(event.end)
        place = Place(str(meeting.file), key=("events", event.key))
        if (days := (end - start).days + 1) > _LONG:
            yield Finding("event-long", place, {"days": days, "start": str(start), "end": str(end)})
        if start < meeting.date:
            yield Finding("event-before-letter", place, {"start": str(start), "day": str(meeting.date)})
        elif (start - meeting.date).days > _AHEAD:
            yield Finding("event-far", place, {"start": str(start), "day": str(meeting.date)})
    for deadline in meeting.deadlines:
        yield from _of_deadline(deadline, meeting, holidays, weekend)
    for number, instrument in enumerate(meeting.instruments):
        for at, field in enumerate(instrument.header):
            if field.by is not None:  # the day of a deadline is told of that
                place = Place(str(meeting.file), key=("instruments", number, "header", at, "by"))
                yield from _of_day(_day(field.by), meeting.date, place, holidays, weekend)


def _of_deadline(
    deadline: Deadline, meeting: Meeting, holidays: Mapping[str, str], weekend: Sequence[Weekday]
) -> Iterator[Finding]:
    place = Place(str(meeting.file), key=("deadlines", deadline.key))
    by = _day(deadline.by)
    starts = [_day(event.start) for event in meeting.events if event.key == deadline.event]
    if by in starts:
        yield Finding("deadline-first-day", place, {"by": str(by)})
    yield from _of_day(by, meeting.date, place, holidays, weekend)


def _of_day(
    by: date, letter: date, place: Place, holidays: Mapping[str, str], weekend: Sequence[Weekday]
) -> Iterator[Finding]:
    """What is to be looked at of the last day of something that a letter asks for."""
    name = WEEKDAYS[by.weekday()]
    told = {"by": str(by), "day": str(letter)}
    if by <= letter:
        yield Finding("deadline-before-letter", place, {**told})
    elif (by - letter).days > _AHEAD:
        yield Finding("deadline-far", place, {**told})
    if holiday := _holiday(by, holidays):
        yield Finding("deadline-holiday", place, {"by": str(by), "weekday": Reason(name), "holiday": holiday})
    elif name in weekend:
        yield Finding("deadline-weekend", place, {"by": str(by), "weekday": Reason(name)})


def _holiday(day: date, holidays: Mapping[str, str]) -> str:
    for words, name in holidays.items():
        first, last, yearly = read_days(words)
        here = day.replace(year=_LEAP) if yearly else day
        if first <= here <= last if first <= last else not last < here < first:
            return name
    return ""


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
