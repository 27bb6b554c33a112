"""The list of meetings, and what was done here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from pipeline import PapersError, Standing
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.rendering import page, wants_json

router = APIRouter()
_LATEST, _LATEST_OF_ONE = 200, 10
"""Lines of the history that a page shows."""


@router.get("/", include_in_schema=False)
def home() -> Response:
    return RedirectResponse("/meetings", 303)


@page(router, "/meetings")
def meetings(asks: Asks) -> Response:
    marks = _marks(asks)
    listed = [_as_data(asks, each, marks.get(each.slug)) for each in latest_first(asks.desk.house.standings)]
    return asks.show("meetings.html", {"meetings": listed})


@page(router, "/meetings/{slug}")
def meeting(asks: Asks, slug: str) -> Response:
    asks.meeting(slug)
    job, meeting = asks.desk.jobs.of(slug), meeting_data(asks, slug)
    if not meeting["problems"] and not wants_json(asks.request):
        asks.desk.titles.expect(slug, meeting["languages"], asks.words.language)
    data = {
        "meeting": meeting,
        "job": {"number": job.number, "state": job.state, "over": job.over} if job else None,
        "recipients": _to_recipients(asks, slug),
        "acts": [each.as_json() for each in asks.desk.history.last(_LATEST_OF_ONE, slug)],
    }
    return asks.show("meeting.html", data)


def _to_recipients(asks: Asking, slug: str) -> bool:
    """Whether letters go to each of a list, as its file says; no where that can't be read, which is told elsewhere."""
    try:
        return "recipients" in tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig"))
    except (OSError, PapersError, ValueError):
        return False


@router.post("/meetings/{slug}/sent", include_in_schema=False)
def sent(asks: Asks, slug: str, is_so: Annotated[str, Form()] = "") -> Response:
    """Marks a package as sent, or takes the mark away: a person says so, the desk sends nothing."""
    asks.meeting(slug)
    asks.sender()
    with asks.desk.database.writing() as rows:
        rows.execute("DELETE FROM marks WHERE meeting = ?", (slug,))
        if is_so:
            rows.execute("INSERT INTO marks VALUES (?, ?, ?)", (slug, asks.person.name, asks.desk.now()))
    asks.did("sent" if is_so else "not-sent", slug)
    return asks.go(f"/meetings/{slug}")


def meeting_data(asks: Asking, slug: str) -> dict[str, Any]:
    """How one meeting stands."""
    return _as_data(asks, asks.desk.house.standing(slug), _marks(asks).get(slug))


def _marks(asks: Asking) -> dict[str, dict[str, Any]]:
    return {row["meeting"]: dict(row) for row in asks.desk.database.rows().execute("SELECT * FROM marks")}


def latest_first(standings: Iterable[Standing]) -> list[Standing]:
    """Meetings by the day of their letters, those without one last."""
    return sorted(standings, key=lambda each: (str(each.date or ""), each.slug), reverse=True)


def title_of(asks: Asking, standing: Standing) -> tuple[str, str]:
    """A meeting's title in the reader's language, or in the first that it has, and which that is."""
    titles = standing.titles
    tag = asks.words.language if asks.words.language in titles else next(iter(titles), "")
    return titles.get(tag, standing.slug), tag


def _as_data(asks: Asking, standing: Standing, mark: dict[str, Any] | None) -> dict[str, Any]:
    title, tag = title_of(asks, standing)
    return {
        **standing.as_json(),
        "title": title,
        "title_language": tag,
        "problems": [asks.words.finding(each) for each in standing.unread],
        "sent": {"by": mark["by"], "at": mark["at"]} if mark else None,
    }


@page(router, "/history")
def history(asks: Asks) -> Response:
    found = asks.desk.history
    acts = [each.as_json() for each in found.last(_LATEST)]
    return asks.show("history.html", {"acts": acts, "last_hash": found.last_hash(), "broken": found.broken()})
