"""What is wrong with a meeting, where and how to mend it; and what of it a person accepts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import Response

from pipeline import Findings, Group, Session, visible
from pipeline.desk import privacy
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.rendering import page
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()
_PLACES = 5
_LONGEST_REASON = 300


@page(router, "/meetings/{slug}/check")
def check(asks: Asks, slug: str) -> Response:
    return _shown(asks, asks.meeting(slug), {})


@router.post("/meetings/{slug}/accept", include_in_schema=False)
def accept(
    asks: Asks,
    slug: str,
    number: Annotated[int, Form()],
    of: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Accepts what has a number, where that is still what the person saw."""
    asks.meeting(slug)
    reason = " ".join(reason.split())
    found = asks.desk.apart.do(Session.check, slug)
    group = next((each for each in found.groups if each.number == number and each.first.of == of), None)
    if group is None or not privacy.may_show(asks, group.first, privacy.list_of(asks, slug)):
        return _shown(asks, slug, {f"accept-{number}": asks.words("check.changed")}, found, status=409)
    if not reason or len(reason) > _LONGEST_REASON or visible(reason) != reason:
        wrong = {f"accept-{number}": asks.words("check.reason.wrong", most=_LONGEST_REASON)}
        return _shown(asks, slug, wrong, found, status=422)
    today = datetime.fromtimestamp(asks.desk.clock(), UTC).date()
    asks.desk.apart.do(Session.accept, slug, number, reason=reason, by=asks.person.name, on=today)
    asks.did("accepted", slug, finding=group.first.code, reason=reason)
    return asks.go(f"/meetings/{slug}/check")


def _shown(
    asks: Asking, slug: str, wrong: dict[str, str], found: Findings | None = None, *, status: int = 200
) -> Response:
    found = found or asks.desk.apart.do(Session.check, slug)
    accepted = dict(found.accepted)
    list_file = privacy.list_of(asks, slug)
    groups = [_group(asks, each, accepted) for each in found.groups if privacy.may_show(asks, each.first, list_file)]
    data = {
        "meeting": meeting_data(asks, slug),
        "stopping": [each for each in groups if each["severity"] == "error" and not each["accepted"]],
        "to_look_at": [each for each in groups if each["severity"] != "error" and not each["accepted"]],
        "accepted": [each for each in groups if each["accepted"]],
        "wrong": wrong,
    }
    return asks.show("check.html", data, status=status)


def _group(asks: Asking, group: Group, accepted: dict[Any, Any]) -> dict[str, Any]:
    first = asks.words.finding(group.first)
    entry = accepted.get(group.first)
    places = [asks.words.finding(each)["where"] for each in group.findings[:_PLACES]]
    return {
        **{key: first[key] for key in ("code", "severity", "of", "what", "mend")},
        "number": group.number,
        "acceptable": group.first.acceptable,
        "places": [each for each in places if each],
        "more": max(0, len(group.findings) - _PLACES),
        "accepted": entry.as_json() if entry else None,
    }
