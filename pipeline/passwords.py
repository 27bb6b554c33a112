"""The place of a password goes in, the password comes out, or an error that names the place where it is not.

A password is in no file of the meeting, in no record, and in no message. The passcode of an online meeting is in its
letters, which are there to tell it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Value
from pipeline.model import Enclosure, Event, Meeting, PasswordPlace


def password_of(enclosure: Enclosure, meeting: Path, environment: Mapping[str, str]) -> str:
    """The password of an enclosure's files; nothing where the meeting gives it no place.

    ``meeting`` is the path of the meeting's ``meeting.toml``. MeetingError when it is not at its place.
    """
    if enclosure.password is None:
        return ""
    place = Place(str(meeting), key=("password",), enclosure=enclosure.number)
    return password_at(enclosure.password, place, environment)


def password_at(place: PasswordPlace, where: Place, environment: Mapping[str, str]) -> str:
    """The password at a place, which the file and key ``where`` name. MeetingError when it is not there."""
    reason = ""
    try:
        found = environment[place.variable] if place.variable else _first_line(place)
    except KeyError:
        code = "password-not-set"
    except UnicodeDecodeError:
        code = "password-no-text"
    except OSError as error:
        code, reason = "password-unread", error.strerror or "no reason given"
    else:
        if found:
            return found
        code = "password-variable-empty" if place.variable else "password-file-empty"
    values: dict[str, Value] = {"variable": place.variable or "", "file": str(place.file or ""), "reason": reason}
    raise MeetingError(Finding(code, where, values))


def with_passcodes(meeting: Meeting, environment: Mapping[str, str]) -> Meeting:
    """The meeting with the passcodes that its letters print. MeetingError for each that is not at its place."""
    problems: list[Finding] = []

    def found(event: Event) -> Event:
        venue = event.venue
        if venue is None or venue.passcode_place is None:
            return event
        where = Place(str(meeting.file), key=("venues", "passcode_from"))
        try:
            passcode = password_at(venue.passcode_place, where, environment)
        except MeetingError as error:
            problems.extend(error.problems)
            return event
        return replace(event, venue=replace(venue, passcode={"*": passcode}))

    events = tuple(map(found, meeting.events))
    if problems:
        raise MeetingError(*dict.fromkeys(problems))
    return replace(meeting, events=events) if events != meeting.events else meeting


def prints_passcodes(meeting: Meeting) -> bool:
    """Whether what the meeting's papers say is in no file that they are made from."""
    return any(event.venue is not None and event.venue.passcode_place is not None for event in meeting.events)


def _first_line(place: PasswordPlace) -> str:
    assert place.file is not None
    return place.file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
