"""The calendar: the events and deadlines of a meeting in one file, for the calendars of those who are invited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pipeline import text
from pipeline.model import CalendarEntry, Deadline, Event
from pipeline.plan.scope import Scope
from pipeline.tasks import Publication, Task
from pipeline.tasks.scheduling import make_calendar


def made(scope: Scope) -> Iterator[Task]:
    """One file a language, which all instruments share."""
    meeting = scope.meeting
    if not (meeting.calendar and (meeting.events or meeting.deadlines)):
        return
    title = text.plain(scope.words["title"])
    entries = [*(_event(each, scope, title) for each in meeting.events)]
    entries += [_deadline(each, scope, title) for each in meeting.deadlines]
    yield Task(
        f"calendar {scope.language}",
        "calendar",
        make_calendar,
        ".ics",
        {},
        {
            "entries": tuple(sorted(entries, key=lambda each: (f"{each.start:%Y%m%d}", each.kind, each.key))),
            "title": title,
            "language": scope.language,
            "of": (meeting.author, meeting.slug),
            "created": scope.package.created,
        },
        (Publication("calendar", scope.language, None, f"{scope.language}/{meeting.slug}-{scope.language}.ics"),),
    )


def _event(event: Event, scope: Scope, title: str) -> CalendarEntry:
    words: Any = scope.words["event"][event.key]
    link = text.plain(words["link"])
    about = [title, *_elsewhere(event.start, words["start"], scope), link]
    return CalendarEntry(
        "event",
        event.key,
        text.plain(words["title"]),
        event.start,
        event.end,
        event.zone,
        text.plain(words["venue"]),
        "\n".join(filter(None, about)),
        link,
    )


def _deadline(deadline: Deadline, scope: Scope, title: str) -> CalendarEntry:
    words: Any = scope.words["deadline"][deadline.key]
    about = [title, *_elsewhere(deadline.by, words, scope)]
    if deadline.event:
        about.insert(0, text.plain(scope.words["event"][deadline.event]["title"]))
    summary = scope.phrase("calendar.deadline").format(title=text.plain(words["title"]))
    return CalendarEntry(
        "deadline", deadline.key, summary, deadline.by, deadline.by, deadline.zone, description="\n".join(about)
    )


def _elsewhere(moment: object, words: Any, scope: Scope) -> list[str]:
    """A moment as it is told in the zones that the meeting names."""
    return [text.plain(words["zones"])] if isinstance(moment, datetime) and scope.meeting.zones else []
