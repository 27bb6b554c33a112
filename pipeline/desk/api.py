"""The interface for programs, below ``/api/v1``: JSON and files go in and out, with a token; OpenAPI describes it.

It does what the pages do, by the same functions. Whatever goes wrong is told as ``problems``: findings with a code, a
place, values and words.
"""

from __future__ import annotations

import time
import tomllib
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from pipeline import Change, Finding, House, Place, Session
from pipeline.desk import privacy, work
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.views import archive as archive_views
from pipeline.desk.views import building, enclosures
from pipeline.desk.views.meetings import meeting_data

router = APIRouter(prefix="/api/v1")
_LONGEST_WAIT = 300
_LOOKED_AT_EVERY = 0.2


class Told(BaseModel):
    """Something that was found, or went wrong."""

    code: str
    severity: str
    where: str
    what: str
    mend: str
    place: dict[str, Any]
    values: dict[str, Any]


class Meeting(BaseModel):
    """How a meeting stands."""

    slug: str
    title: str
    titles: dict[str, str]
    date: str | None
    languages: list[str]
    state: Literal["draft", "ready", "sealed"]
    built: bool
    bag: str | None


class NewMeeting(BaseModel):
    """What a new meeting is made of: of what it needs, or like a past one."""

    slug: str
    languages: list[str] = []
    needs: dict[str, bool] = {}
    like: str | None = None
    day: date | None = None


class Facts(BaseModel):
    """A meeting's facts, and the mark of the text that they stand in."""

    read: str
    toml: str


class OneChange(BaseModel):
    """One value that is to be otherwise: as JSON, or as TOML where that has more, as days."""

    kind: Literal["set", "remove", "insert", "move"] = "set"
    key: list[str | int] = Field(min_length=1)
    value: Any = None
    toml: str | None = None


class Changes(BaseModel):
    read: str
    changes: list[OneChange] = Field(min_length=1)


class Checked(BaseModel):
    problems: list[Told]
    notes: list[Told]


class Order(BaseModel):
    """What is to be built; ``wait`` is how many seconds the answer may take, 0 for one at once."""

    of: Literal["package", "draft", "sample"] = "package"
    languages: list[str] = []
    wait: Annotated[int, Field(ge=0, le=_LONGEST_WAIT)] = 0


class Job(BaseModel):
    """Work that takes a while."""

    number: int
    meeting: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    over: bool
    problems: list[Told]
    bundles: list[str]
    progress: dict[str, Any]


class File(BaseModel):
    """A file of a package; ``address`` is what it is asked for by."""

    name: str
    address: str
    role: str
    language: str | None
    instrument: str | None
    recipient: str | None
    pages: int | None
    sha256: str
    bytes: int


@router.get("/meetings", response_model=list[Meeting])
def meetings(asks: Asks) -> list[dict[str, Any]]:
    """The meetings of the house, and how each stands."""
    return [meeting_data(asks, each) for each in asks.desk.house.meetings]


@router.post("/meetings", status_code=201, response_model=Meeting)
def new_meeting(asks: Asks, wanted: NewMeeting) -> dict[str, Any]:
    """Makes a meeting."""
    house: House = asks.desk.house
    if wanted.like:
        house.new(wanted.slug, like=asks.meeting(wanted.like), day=wanted.day)
    else:
        house.new(wanted.slug, languages=wanted.languages, needs=wanted.needs)
    asks.did("made", wanted.slug)
    return meeting_data(asks, wanted.slug)


@router.get("/meetings/{slug}", response_model=Meeting)
def meeting(asks: Asks, slug: str) -> dict[str, Any]:
    """How a meeting stands."""
    return meeting_data(asks, asks.meeting(slug))


@router.get("/meetings/{slug}/facts", response_model=Facts)
def facts(asks: Asks, slug: str) -> dict[str, str]:
    """A meeting's facts, as ``meeting.toml`` has them."""
    text = asks.desk.house.facts(asks.meeting(slug))
    return {"read": asks.desk.seen.keep(text), "toml": text.decode("utf-8-sig")}


@router.patch("/meetings/{slug}/facts", response_model=Facts)
def change_facts(asks: Asks, slug: str, wanted: Changes) -> dict[str, str]:
    """Changes facts. ``read`` is the mark of what the program saw: what somebody else has changed since is not lost."""
    read = asks.desk.seen.get(wanted.read)
    if read is None:
        raise Refused(409, Finding("desk-words", Place(asks.request.url.path), {"field": "read"}))
    changes = [Change(each.kind, tuple(each.key), _value(asks, each)) for each in wanted.changes]
    asks.desk.house.change(asks.meeting(slug), changes, read=read)
    asks.did("changed", slug)
    return facts(asks, slug)


def _value(asks: Asking, each: OneChange) -> Any:
    if each.toml is None:
        return each.value
    try:
        return tomllib.loads(f"value = {each.toml}")["value"]
    except ValueError as error:
        raise Refused(400, Finding("desk-words", Place(asks.request.url.path), {"field": "toml"})) from error


@router.post("/meetings/{slug}/enclosures", status_code=201, response_model=Facts)
def enclose(asks: Asks, slug: str, files: list[UploadFile]) -> dict[str, str]:
    """Encloses files, each document as an entry at the end of the first group."""
    enclosures.enclose(asks, asks.meeting(slug), files, group=0)
    return facts(asks, slug)


@router.get("/meetings/{slug}/check", response_model=Checked)
def check(asks: Asks, slug: str) -> dict[str, Any]:
    """Everything that is wrong with a meeting, at once."""
    found = asks.desk.apart.do(Session.check, asks.meeting(slug))
    return {
        "problems": [asks.words.finding(each) for each in privacy.findings(asks, slug, found.open)],
        "notes": [asks.words.finding(each) for each in privacy.findings(asks, slug, found.summary)],
    }


@router.post("/meetings/{slug}/builds", status_code=202, response_model=Job, responses={200: {"model": Job}})
def build(asks: Asks, slug: str, wanted: Annotated[Order, Body()]) -> Response:
    """Asks for a build: 202 with a job to ask for, or 200 with one that is over, where the answer may take a while."""
    options = {"of": wanted.of, "languages": wanted.languages}
    number = building.asked(asks, asks.meeting(slug), "build", options)
    asks.did("built", slug, of=wanted.of)
    ends = time.monotonic() + wanted.wait
    while not (found := building.found_job(asks, number)).over and time.monotonic() < ends:
        time.sleep(_LOOKED_AT_EVERY)
    told = Job.model_validate(building.job_data(asks, found)).model_dump()
    headers = {"location": f"/api/v1/jobs/{number}"}
    return JSONResponse(told, 200 if found.over else 202, headers)


@router.get("/jobs/{number}", response_model=Job)
def job(asks: Asks, number: int) -> dict[str, Any]:
    """A job, as it stands."""
    return building.job_data(asks, building.found_job(asks, number))


@router.delete("/jobs/{number}", response_model=Job)
def cancel(asks: Asks, number: int) -> dict[str, Any]:
    """Stops a job; what was made is kept."""
    building.cancel(asks, number)
    return job(asks, number)


@router.get("/meetings/{slug}/files", response_model=list[File])
def files(asks: Asks, slug: str, draft: Annotated[bool, Query()] = False) -> list[dict[str, Any]]:
    """What the last build made, or that of the draft."""
    return building.files_of(asks, asks.meeting(slug), draft=draft)


@router.get("/meetings/{slug}/files/{name:path}", response_class=Response)
def file(asks: Asks, slug: str, name: str) -> Response:
    """One of these files."""
    return building.file(asks, slug, name)


@router.get("/meetings/{slug}/package.zip", response_class=Response)
def package(asks: Asks, slug: str) -> Response:
    """All of them, in one."""
    return building.whole(asks, slug)


@router.get("/archive")
def archive(asks: Asks, title: str = "") -> list[dict[str, Any]]:
    """The bags of the archive."""
    listed = asks.desk.house.archive.list(**({"title": title} if title else {}))
    return [archive_views.bag_data(asks, each) for each in listed.bags]


@router.post("/meetings/{slug}/seal", status_code=201)
def seal(asks: Asks, slug: str) -> dict[str, Any]:
    """Puts a built package into the archive."""
    asks.sender()
    sealed = asks.desk.apart.do(work.seal, asks.meeting(slug), today=asks.desk.now()[:10])
    asks.did("sealed", slug)
    return {"bag": sealed.path.name, "new": sealed.new, "last_hash": sealed.last_hash}


@router.get("/archive/{name}/verify")
def verify(asks: Asks, name: str) -> dict[str, Any]:
    """Whether a bag is as it was sealed."""
    asks.seer()
    archive_views.found_bag(asks, name)
    checked = asks.desk.apart.do(work.verify, name)
    return {"bag": name, "files": checked.files, "problems": [asks.words.finding(each) for each in checked.problems]}
