"""What is wrong with a meeting, where and how to mend it; and what of it a person accepts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import Response

from pipeline import Findings, Group, Session, aloud, visible
from pipeline.desk import passwords, privacy
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.leading import Leads
from pipeline.desk.rendering import page, wants_json
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()
_PLACES = 5
_LONGEST_REASON = 300


@page(router, "/meetings/{slug}/check")
def check(asks: Asks, slug: str, part: str = "", ticket: str = "") -> Response:
    """What is wrong; or that it is being checked, with the ticket by which the page asks again."""
    asks.meeting(slug)
    checks = asks.desk.checks
    found = checks.whole(slug) if wants_json(asks.request) else checks.soon(slug, ticket)
    return shown(asks, slug, {}, found, page="found.html" if part else "check.html")


@router.post("/meetings/{slug}/accept", include_in_schema=False)
def accept(
    asks: Asks,
    slug: str,
    number: Annotated[int, Form()],
    of: Annotated[str, Form()],
    reason: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Accepts what has a number, where that is still what the person saw."""
    asks.meeting(slug)
    reason = " ".join(reason.split())
    found = asks.desk.checks.whole(slug)
    group = next((each for each in found.groups if each.number == number and each.first.of == of), None)
    if group is None or not privacy.may_show(asks, group.first, privacy.list_of(asks, slug)):
        return shown(asks, slug, {f"accept-{number}": asks.words("check.changed")}, found, status=409)
    if not reason or len(reason) > _LONGEST_REASON or visible(reason) != reason:
        wrong = {f"accept-{number}": asks.words("check.reason.wrong", most=_LONGEST_REASON)}
        return shown(asks, slug, wrong, found, status=422)
    today = datetime.fromtimestamp(asks.desk.clock(), UTC).date()
    asks.desk.apart.do(Session.accept, slug, number, reason=reason, by=asks.person.name, on=today)
    asks.did("accepted", slug, finding=group.first.code, reason=reason)
    return asks.go(back if back.startswith(f"/meetings/{slug}/look?") else f"/meetings/{slug}/check")


def shown(
    asks: Asking,
    slug: str,
    wrong: dict[str, str],
    found: Findings | str,
    *,
    status: int = 200,
    page: str = "check.html",
) -> Response:
    """The page of what was found, or the part of it that comes later; or of a ticket for it."""
    ticket = found if isinstance(found, str) else ""
    groups = [] if isinstance(found, str) else groups_of(asks, slug, found)
    data = {
        "meeting": meeting_data(asks, slug),
        "ticket": ticket,
        "stopping": [each for each in groups if each["severity"] == "error" and not each["accepted"]],
        "to_look_at": [each for each in groups if each["severity"] != "error" and not each["accepted"]],
        "accepted": [each for each in groups if each["accepted"]],
        "aloud": [] if isinstance(found, str) else aloud_of(asks, slug, found),
        "to_type": [] if isinstance(found, str) else passwords.asked(asks, slug, found.open),
        "wrong": wrong,
    }
    return asks.show(page, data, status=status)


def aloud_of(asks: Asking, slug: str, found: Findings) -> list[str]:
    """What was found in a few lines, to be read aloud, as far as the person may be told."""
    to_mend = len(privacy.findings(asks, slug, found.open))
    return list(aloud(privacy.findings(asks, slug, found.to_look_at), to_mend=to_mend, words=asks.words.findings))


def groups_of(asks: Asking, slug: str, found: Findings) -> list[dict[str, Any]]:
    """What was found, the same in several places together, as far as the person may be told."""
    accepted, list_file = dict(found.accepted), privacy.list_of(asks, slug)
    shown = [each for each in found.groups if privacy.may_show(asks, each.first, list_file)]
    leads = Leads(asks, slug)
    return [group_of(asks, leads, each, accepted) for each in shown]


def group_of(
    asks: Asking, leads: Leads, group: Group, accepted: Mapping[Any, Any] = MappingProxyType({})
) -> dict[str, Any]:
    """What is the same in several places, each with the page on which it is changed."""
    first = passwords.told(asks, group.first)
    entry = accepted.get(group.first)
    places = [
        {
            "where": asks.words.finding(each)["where"],
            "address": leads.to(each.place),
            "file": asks.words.within(each.place.file),
            "page": each.place.page or 0,
        }
        for each in group.findings[:_PLACES]
    ]
    return {
        **{key: first[key] for key in ("code", "severity", "of", "what", "mend")},
        "number": group.number,
        "acceptable": group.first.acceptable,
        "places": [each for each in places if each["where"]],
        "more": max(0, len(group.findings) - _PLACES),
        "accepted": entry.as_json() if entry else None,
    }
