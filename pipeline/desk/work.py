"""What a job does: a meeting and what was asked for go in, what there is to show of it comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline import Build, Cancellation, Event, Session
from pipeline.desk.jobs import Work


def work_of(session: Session) -> Mapping[str, Work]:
    """The work of each kind of job."""

    def build(
        meeting: str, options: Mapping[str, Any], on_event: Callable[[Event], None], stop: Cancellation
    ) -> Mapping[str, Any]:
        of = options.get("of", "package")
        built = session.build(
            meeting,
            languages=options["languages"],
            draft=of == "draft",
            sample=of == "sample",
            on_event=on_event,
            cancellation=stop,
        )
        return _told(built)

    return {"build": build}


def _told(built: Build) -> dict[str, Any]:
    """What a page shows of a build, besides what the meeting's package has."""
    return {
        "bundles": [path.name for path in built.bundles],
        "to_look_at": [path.relative_to(built.out).as_posix() for path in built.to_look_at],
        "failed": [each.as_data() for each in built.failed],
        "open": [each.as_data() for each in built.open if each.severity != "note"],
        "stale": list(built.stale),
    }
