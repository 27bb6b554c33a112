"""Meetings, their facts, and what is wrong with them."""

from __future__ import annotations

import tomllib
from typing import Any

from fastapi import APIRouter, UploadFile
from starlette.responses import Response

from pipeline import Change, Finding, Findings, Place, UsageError
from pipeline.desk import passwords, privacy
from pipeline.desk.api.answering import refused
from pipeline.desk.api.records import Changes, Checked, Facts, Meeting, NewMeeting, OneChange, Passwords, Sent
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.views import meetings as views
from pipeline.desk.views import starting
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()


@router.get("/meetings", response_model=list[Meeting])
def meetings(asks: Asks) -> list[dict[str, Any]]:
    """The meetings of the house, and how each stands."""
    return [meeting_data(asks, each) for each in asks.desk.house.meetings]


@router.post("/meetings", status_code=201, response_model=Meeting)
def new_meeting(asks: Asks, wanted: NewMeeting) -> dict[str, Any]:
    """Makes a meeting."""
    house = asks.desk.house
    like = asks.meeting(wanted.like) if wanted.like else None
    try:
        if like:
            house.new(wanted.slug, like=like, day=wanted.day)
        else:
            house.new(wanted.slug, languages=wanted.languages, needs=wanted.needs)
    except UsageError as error:
        raise Refused(422, *error.findings) from error
    asks.did("made", wanted.slug)
    return meeting_data(asks, wanted.slug)


@router.put("/meetings/{slug}", status_code=201, response_model=Meeting)
def upload(asks: Asks, slug: str, folder: UploadFile) -> Any:
    """Makes a meeting of a folder that is packed as a ZIP."""
    return refused(starting.upload(asks, folder, slug)) or meeting_data(asks, slug)


@router.get("/meetings/{slug}", response_model=Meeting)
def meeting(asks: Asks, slug: str) -> dict[str, Any]:
    """How a meeting stands."""
    return meeting_data(asks, asks.meeting(slug))


@router.put("/meetings/{slug}/sent", response_model=Meeting)
def sent(asks: Asks, slug: str, wanted: Sent) -> dict[str, Any]:
    """Marks a package as sent, or takes the mark away."""
    views.sent(asks, slug, "yes" if wanted.sent else "")
    return meeting_data(asks, slug)


@router.get("/meetings/{slug}/facts", response_model=Facts)
def facts(asks: Asks, slug: str) -> dict[str, str]:
    """A meeting's facts, as ``meeting.toml`` has them."""
    text = asks.desk.house.facts(asks.meeting(slug))
    return {"read": asks.desk.seen.keep(text), "toml": text.decode("utf-8-sig", "replace")}


@router.patch("/meetings/{slug}/facts", response_model=Facts)
def change_facts(asks: Asks, slug: str, wanted: Changes) -> dict[str, str]:
    """Changes facts. ``read`` is the mark of what the program saw: what somebody else has changed since is not lost."""
    asks.meeting(slug)
    read = asks.desk.seen.get(wanted.read)
    if read is None:
        raise Refused(409, Finding("desk-words", Place(asks.request.url.path), {"field": "read"}))
    changes = [Change(each.kind, tuple(each.key), _value(asks, each)) for each in wanted.changes]
    asks.desk.house.change(slug, changes, read=read)
    asks.did("changed", slug)
    return facts(asks, slug)


def _value(asks: Asking, each: OneChange) -> Any:
    if each.toml is None:
        return each.value
    try:
        return tomllib.loads(f"value = {each.toml}")["value"]
    except ValueError as error:
        raise Refused(400, Finding("desk-words", Place(asks.request.url.path), {"field": "toml"})) from error


@router.get("/meetings/{slug}/check", response_model=Checked)
def check(asks: Asks, slug: str) -> dict[str, Any]:
    """Everything that is wrong with a meeting, at once."""
    return _checked(asks, slug, asks.desk.checks.whole(asks.meeting(slug)))


@router.post("/meetings/{slug}/check", response_model=Checked)
def check_opened(asks: Asks, slug: str, wanted: Passwords) -> dict[str, Any]:
    """The same with passwords of enclosures. What they open is made, and stays made for what follows."""
    secrets = passwords.given(asks, asks.meeting(slug), wanted.passwords)
    if secrets:
        asks.did("password-typed", slug)
    return _checked(asks, slug, asks.desk.checks.opened(slug, secrets))


def _checked(asks: Asking, slug: str, found: Findings) -> dict[str, Any]:
    return {
        "problems": [asks.words.finding(each) for each in privacy.findings(asks, slug, found.open)],
        "notes": [asks.words.finding(each) for each in privacy.findings(asks, slug, found.summary)],
    }


def told(answer: Response) -> Response:
    """What a page refused, or nothing more to say."""
    return refused(answer) or Response(status_code=204)
