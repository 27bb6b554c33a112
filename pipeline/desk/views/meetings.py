"""The list of meetings, and what was done here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from pipeline import Standing
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.rendering import page

router = APIRouter()
_LATEST = 200
"""Lines of the history that a page shows."""


@router.get("/", include_in_schema=False)
def home() -> Response:
    return RedirectResponse("/meetings", 303)


@page(router, "/meetings")
def meetings(asks: Asks) -> Response:
    marks = {row["meeting"]: dict(row) for row in asks.desk.database.rows().execute("SELECT * FROM marks")}
    listed = [as_data(asks, each, marks.get(each.slug)) for each in asks.desk.house.standings]
    listed.sort(key=lambda each: (each["date"] or "", each["slug"]), reverse=True)
    return asks.show("meetings.html", {"meetings": listed})


def as_data(asks: Asking, standing: Standing, mark: dict[str, Any] | None) -> dict[str, Any]:
    """A meeting's standing, with its title in the reader's language, or in the first that it has."""
    language = asks.words.language
    titles = standing.titles
    tag = language if language in titles else next(iter(titles), "")
    return {
        **standing.as_json(),
        "title": titles.get(tag, standing.slug),
        "title_language": tag,
        "problems": [asks.words.finding(each) for each in standing.unread],
        "sent": {"by": mark["by"], "at": mark["at"]} if mark else None,
    }


@page(router, "/history")
def history(asks: Asks) -> Response:
    found = asks.desk.history
    acts = [each.as_json() for each in found.last(_LATEST)]
    return asks.show("history.html", {"acts": acts, "last_hash": found.last_hash(), "broken": found.broken()})
