"""What a job does: a session, a meeting and what was asked for go in, what there is to show of it comes out.

These are done in the process apart: what they take and give goes there and back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import Cancellation, Event, Session
from pipeline.desk.apart import Apart
from pipeline.desk.jobs import Secrets, Work

if TYPE_CHECKING:
    from pipeline import Build, Comparison, Sealed, Verified


def work_of(apart: Apart, uploads: Path) -> Mapping[str, Work]:
    """The work of each kind of job; ``uploads`` has what was sent for it, and what it makes beside a package."""

    def work(does: Callable[..., Mapping[str, Any]]) -> Work:
        def done(
            of: str,
            options: Mapping[str, Any],
            secrets: Secrets,
            on_event: Callable[[Event], None],
            stop: Cancellation,
        ) -> Mapping[str, Any]:
            return apart.follow(does, of, options, uploads, secrets=secrets, on_event=on_event, stop=stop)

        return done

    kinds: dict[str, Callable[..., Mapping[str, Any]]]
    kinds = {"build": _build, "sign": _sign, "seal": _seal, "regenerate": _regenerate, "compare": _compare}
    return {kind: work(does) for kind, does in kinds.items()}


def load(session: Session) -> None:
    """Loads what pages ask for most, by asking for it of a meeting."""
    for each in session.house.standings[:1]:
        for language in each.languages[:1]:
            session.contents(each.slug, language)


def seal(session: Session, meeting: str, *, today: str) -> Sealed:
    """Puts a built package into the archive."""
    return session.house.archive.seal(meeting, today=today)


def verify(session: Session, bag: str) -> Verified:
    """Whether a bag is as it was sealed."""
    return session.house.archive.verify(bag)


def _build(
    session: Session,
    meeting: str,
    options: Mapping[str, Any],
    _uploads: Path,
    *,
    secrets: Secrets,
    on_event: Callable[[Event], None],
    stop: Cancellation,
) -> Mapping[str, Any]:
    of = options.get("of", "package")
    built = session.build(
        meeting,
        languages=options["languages"],
        draft=of == "draft",
        sample=of == "sample",
        secrets=secrets,
        on_event=on_event,
        cancellation=stop,
    )
    return _told(built)


def _sign(
    session: Session,
    meeting: str,
    options: Mapping[str, Any],
    uploads: Path,
    *,
    secrets: Secrets,
    on_event: Callable[[Event], None],
    stop: Cancellation,
) -> Mapping[str, Any]:
    scan = uploads / options["scan"]
    built = session.sign(
        meeting,
        instrument=options["instrument"],
        language=options["language"],
        scan=scan,
        secrets=secrets,
        on_event=on_event,
        cancellation=stop,
    )
    scan.unlink(missing_ok=True)
    return _told(built)


def _seal(
    session: Session, meeting: str, options: Mapping[str, Any], _uploads: Path, **_follows: object
) -> Mapping[str, Any]:
    sealed = seal(session, meeting, today=options["today"])
    return {"bag": sealed.path.name, "new": sealed.new, "last_hash": sealed.last_hash}


def _regenerate(
    session: Session,
    bag: str,
    options: Mapping[str, Any],
    uploads: Path,
    *,
    secrets: Secrets,
    on_event: Callable[[Event], None],
    **_stop: Cancellation,
) -> Mapping[str, Any]:
    made = session.house.archive.regenerate(bag, secrets=secrets, on_event=on_event)
    return {"bag": bag, **_compared(made.comparison, uploads / options["page"])}


def _compare(
    session: Session, bag: str, options: Mapping[str, Any], uploads: Path, **_follows: object
) -> Mapping[str, Any]:
    from pipeline import compare  # noqa: PLC0415 - the desk's own process has no need of it

    found = compare(session.house.archive.find(bag), session.house.outputs(options["with"]).out)
    return {"bag": bag, **_compared(found, uploads / options["page"])}


def _compared(found: Comparison, page: Path) -> dict[str, Any]:
    """What differs, in short; all of it, with pictures side by side, is in a page that is given out as a file."""
    from pipeline import write_report  # noqa: PLC0415

    write_report(found, page)
    return {"verdict": found.verdict, "pages": found.pages, "differing": found.differing, "page": page.name}


def _told(built: Build) -> dict[str, Any]:
    """What a page shows of a build, besides what the meeting's package has."""
    return {
        "bundles": [path.name for path in built.bundles],
        "to_look_at": [path.relative_to(built.out).as_posix() for path in built.to_look_at],
        "failed": [each.as_data() for each in built.failed],
        "open": [each.as_data() for each in built.open if each.severity != "note"],
        "stale": list(built.stale),
    }
