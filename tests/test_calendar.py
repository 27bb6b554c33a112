"""The calendar file, read back by the library icalendar: what it says is what the meeting says, on any machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import zones
from pipeline.ical import write_calendar
from pipeline.ical.timezone import timezone
from pipeline.model import CalendarEntry

CREATED = datetime(2025, 1, 15, 12, tzinfo=UTC)
GENEVA = "Europe/Zurich"


def moment(time: str, zone: str = GENEVA) -> datetime:
    return zones.moment_of(datetime.fromisoformat(time), zone)


SESSION = CalendarEntry(
    "event", "session", "Session; first, “opening”", date(2025, 3, 3), date(2025, 3, 5), place="Hall A\\B, 1 Square"
)
EVENING = CalendarEntry(
    "event",
    "evening",
    "委员会会议",
    moment("2025-06-03T17:00"),
    moment("2025-06-03T18:30"),
    GENEVA,
    "日内瓦，万国宫" * 12,
    "Meeting of the committee\n5 p.m. in Geneva, midnight the next day in Tokyo",
    "https://example.org/j/1",
)
DAY = CalendarEntry("deadline", "papers", "Deadline: Papers", date(2025, 2, 1), date(2025, 2, 1))
REGISTRATION = CalendarEntry(
    "deadline", "registration", "Deadline: Registration", moment("2025-02-14T18:00"), moment("2025-02-14T18:00"), GENEVA
)


def written(*entries: CalendarEntry, language: str = "en", of: Sequence[str] = ("Secretariat", "x-2025")) -> bytes:
    return write_calendar(entries, title="Meeting, 2025", language=language, of=of, created=CREATED)


def read(data: bytes) -> Any:
    """The calendar, and that nothing in it was found wrong."""
    calendar = icalendar.Calendar.from_ical(data)
    assert [each.errors for each in calendar.walk() if getattr(each, "errors", None)] == []
    return calendar


def events(data: bytes) -> list[Any]:
    return list(read(data).walk("VEVENT"))


def test_what_is_read_is_what_was_written() -> None:
    session, evening, day, registration = events(written(SESSION, EVENING, DAY, REGISTRATION))
    assert (session["SUMMARY"], session["LOCATION"]) == ("Session; first, “opening”", "Hall A\\B, 1 Square")
    assert (session["DTSTART"].dt, session["DTEND"].dt) == (date(2025, 3, 3), date(2025, 3, 6))  # DTEND is exclusive
    assert (evening["DTSTART"].dt, evening["DTEND"].dt) == (EVENING.start, EVENING.end)
    assert evening["DTSTART"].params["TZID"] == GENEVA
    assert (evening["SUMMARY"], evening["LOCATION"]) == (EVENING.title, EVENING.place)
    assert evening["DESCRIPTION"] == EVENING.description
    assert evening["URL"] == EVENING.link
    assert (day["DTSTART"].dt, day["DTEND"].dt) == (date(2025, 2, 1), date(2025, 2, 2))
    assert registration["DTSTART"].dt == REGISTRATION.start
    assert "DTEND" not in registration
    assert [each["TRANSP"] for each in (session, evening, day, registration)] == [
        "TRANSPARENT", "OPAQUE", "TRANSPARENT", "TRANSPARENT",
    ]  # fmt: skip


def test_the_file_is_as_the_standard_asks() -> None:
    data = written(SESSION, EVENING, DAY, REGISTRATION)
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no line ends inside a sign
    calendar = read(data)
    assert (calendar["VERSION"], calendar["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert "METHOD" not in calendar
    for each in calendar.walk("VEVENT"):
        assert each["DTSTAMP"].dt == CREATED
        assert each["SUMMARY"].params["LANGUAGE"] == "en"


def test_names_of_entries_are_of_the_meeting_and_not_of_the_language_or_the_day() -> None:
    names = [each["UID"] for each in events(written(SESSION, EVENING, DAY))]
    assert len(set(names)) == 3
    moved = CalendarEntry("event", "session", "Séance", date(2025, 4, 3), date(2025, 4, 5))
    assert events(written(moved, language="fr"))[0]["UID"] == names[0]
    assert events(written(moved, of=("Secretariat", "x-2026")))[0]["UID"] != names[0]


def test_the_same_meeting_gives_the_same_bytes() -> None:
    assert written(SESSION, EVENING, REGISTRATION) == written(SESSION, EVENING, REGISTRATION)


def test_an_hour_that_comes_twice_is_told_by_its_moment() -> None:
    for typed in ("2025-10-26T02:30+02:00", "2025-10-26T02:30+01:00"):
        at = moment(typed)
        (entry,) = events(written(CalendarEntry("deadline", "x", "X", at, at, GENEVA)))
        assert entry["DTSTART"].dt == at
        assert "TZID" not in entry["DTSTART"].params


def test_a_moment_without_a_zone_is_told_by_its_moment() -> None:
    at = datetime.fromisoformat("2025-06-03T17:00+02:00")
    data = written(CalendarEntry("event", "x", "X", at, at + timedelta(hours=1)))
    assert b"VTIMEZONE" not in data
    assert b"DTSTART:20250603T150000Z" in data


# --- zones -----------------------------------------------------------------------------------------


def lines_of(zone: str, first: int, last: int) -> list[str]:
    return list(timezone(zone, first, last))


def test_a_zone_that_changes_by_one_rule_has_that_rule() -> None:
    assert lines_of(GENEVA, 2025, 2026) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Zurich",
        "BEGIN:DAYLIGHT",
        "DTSTART:20240331T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20241027T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_zone_without_summer_time_has_one_offset() -> None:
    assert lines_of("Asia/Tokyo", 2025, 2025)[2:-1] == [
        "BEGIN:STANDARD",
        "DTSTART:20240101T000000",
        "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900",
        "TZNAME:JST",
        "END:STANDARD",
    ]


@pytest.mark.parametrize("zone", ["Africa/Cairo", "Asia/Gaza", "Asia/Jerusalem", "Africa/Casablanca"])
def test_a_zone_whose_changes_no_rule_tells_has_each_of_them(zone: str) -> None:
    lines = lines_of(zone, 2025, 2025)
    assert not any(line.startswith("RRULE") for line in lines)
    assert lines.count("BEGIN:STANDARD") + lines.count("BEGIN:DAYLIGHT") >= 3


def test_years_before_a_rule_began_have_their_own_changes() -> None:
    # Until 2006 clocks in New York were put forward in April.
    assert "DTSTART:20050403T020000" in lines_of("America/New_York", 2005, 2007)
    assert not any(line.startswith("RRULE") for line in lines_of("America/New_York", 2005, 2007))


_FURTHER = count(1)
PLACES = sorted(name for name in zones.names() if "/" in name and not name.startswith("Etc/"))


@given(
    st.sampled_from(PLACES),
    st.datetimes(datetime(2000, 1, 1), datetime(2035, 12, 31)).map(lambda time: time.replace(second=0, microsecond=0)),
    st.timedeltas(timedelta(minutes=1), timedelta(days=300)),
)
def test_any_moment_in_any_zone_is_read_back_by_the_files_own_rules(
    zone: str, start: datetime, length: timedelta
) -> None:
    begin = zones.in_zone(start.replace(tzinfo=UTC), zone)
    end = zones.in_zone((begin + length).replace(second=0, microsecond=0), zone)
    # Under a name that the reader does not know, nor has met before, so that it must go by the rules in the file.
    own = f"Own/{next(_FURTHER)}".encode()
    data = written(CalendarEntry("event", "x", "X", begin, end, zone)).replace(zone.encode(), own)
    (entry,) = read(data).walk("VEVENT")
    assert [entry[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")] == [begin, end]
