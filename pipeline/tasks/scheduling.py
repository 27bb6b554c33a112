"""The task that makes a calendar: events and deadlines go in, an iCalendar file comes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pipeline.model import CalendarEntry
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def make_calendar(
    target: Path,
    _workshop: Workshop,
    *,
    entries: Sequence[CalendarEntry],
    title: str,
    language: str,
    of: Sequence[str],
    created: datetime,
) -> Result:
    """The calendar of a meeting in one language."""
    from pipeline.ical import write_calendar  # noqa: PLC0415 - what a task works with is loaded when one runs

    target.write_bytes(write_calendar(entries, title=title, language=language, of=of, created=created))
    return Result()
