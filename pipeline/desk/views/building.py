"""Building a package, and what came of it: a job with its progress, and the files that there are."""

from __future__ import annotations

import asyncio
import json
import tempfile
import zipfile
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response, StreamingResponse

from pipeline import Finding, Place, aloud
from pipeline.desk import passwords, privacy
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.jobs import BusyError, Job
from pipeline.desk.rendering import page
from pipeline.desk.views.checking import aloud_of
from pipeline.desk.views.meetings import meeting_data, title_of

router = APIRouter()
_LOOKED_AT_EVERY = 0.5
_BEAT_EVERY = 15.0
"""In seconds: so long a proxy keeps a connection on which nothing is said."""
OF_BAGS = frozenset({"regenerate", "compare"})
"""Kinds of jobs of a bag, and not of a meeting."""
_SHOWN = ("bag", "new", "last_hash", "verdict", "pages", "differing", "page")
_KINDS = frozenset({"package", "draft", "sample"})


@router.post("/meetings/{slug}/build", include_in_schema=False)
def build(
    asks: Asks, slug: str, of: Annotated[str, Form()] = "package", languages: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Asks for a build, and leads to its job; to the one that is there where the meeting has one."""
    asks.meeting(slug)
    if of not in _KINDS:
        raise Refused(400, Finding("desk-words", Place(asks.request.url.path), {"field": "of"}))
    number = asked(asks, slug, "build", {"of": of, "languages": languages or []})
    asks.did("built", slug, of=of)
    return asks.go(f"/jobs/{number}")


def asked(
    asks: Asking, meeting: str, kind: str, options: dict[str, Any], secrets: Mapping[str, str] | None = None
) -> int:
    """The number of a new job. Refuses where the meeting, or the bag, has one."""
    try:
        return asks.desk.jobs.ask(meeting, kind, options, by=asks.person.name, secrets=secrets)
    except BusyError as busy:
        raise Refused(409, Finding("desk-busy", Place(meeting), {"meeting": meeting, "job": busy.number})) from None


@page(router, "/jobs/{number}")
def job(asks: Asks, number: int, part: str = "") -> Response:
    found = found_job(asks, number)
    return asks.show("job_panel.html" if part else "job.html", job_data(asks, found))


@router.post("/jobs/{number}/cancel", include_in_schema=False)
def cancel(asks: Asks, number: int) -> Response:
    found = found_job(asks, number)
    if not found.over:
        asks.desk.jobs.cancel(number)
        asks.did("cancelled", found.meeting)
    return asks.go(f"/jobs/{number}")


@router.get("/jobs/{number}/events", include_in_schema=False)
def events(asks: Asks, number: int) -> Response:
    """Says when there is something new to see of a job (server-sent events); what, the page's own address has."""
    found_job(asks, number)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_events(asks, number), media_type="text/event-stream", headers=headers)


async def _events(asks: Asking, number: int) -> AsyncIterator[str]:
    seen, silent = "", 0.0
    while True:
        found = await asyncio.to_thread(asks.desk.jobs.get, number)
        at = f"{found.state}-{found.version}" if found else ""
        if found is None or found.over:
            yield f"event: over\nid: {at}\ndata: {{}}\n\n"
            return
        if at != seen:
            told = {"done": found.progress["done"], "total": found.progress["total"]}
            yield f"event: told\nid: {at}\ndata: {json.dumps(told)}\n\n"
            seen, silent = at, 0.0
        elif silent >= _BEAT_EVERY:
            yield ": beat\n\n"
            silent = 0.0
        await asyncio.sleep(_LOOKED_AT_EVERY)
        silent += _LOOKED_AT_EVERY


def found_job(asks: Asking, number: int) -> Job:
    """A job that there is."""
    found = asks.desk.jobs.get(number)
    if found is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return found


def job_data(asks: Asking, found: Job) -> dict[str, Any]:
    """A job as a page shows it."""
    progress = dict(found.progress)
    progress["steps"] = [
        {**each, "of": _of(asks, each["name"]), "why": [asks.words.reason(one) for one in each["why"]]}
        for each in progress["steps"]
    ]
    told = {name: [Finding.from_json(each) for each in found.result.get(name, ())] for name in ("failed", "open")}
    told = {name: privacy.findings(asks, found.meeting, each) for name, each in told.items()}
    if not asks.person.may_see:
        progress["steps"] = [each for each in progress["steps"] if not each.get("recipient")]
    return {
        "number": found.number,
        "meeting": found.meeting,
        "kind": found.kind,
        "options": dict(found.options),
        "by": found.by,
        "state": found.state,
        "over": found.over,
        "asked": found.asked,
        "began": found.began,
        "ended": found.ended,
        "progress": progress,
        "problems": [passwords.told(asks, each) for each in privacy.findings(asks, found.meeting, found.problems)],
        "to_type": passwords.asked(asks, found.meeting, found.problems, found.options.get("typed", ())),
        "bundles": found.result.get("bundles", []),
        "to_look_at": found.result.get("to_look_at", []) if asks.person.may_see else [],
        "title": _title(asks, found),
        "aloud": list(aloud(told["open"], to_mend=0, words=asks.words.findings))[:-1],
        "back": f"/archive/{found.meeting}" if found.kind in OF_BAGS else f"/meetings/{found.meeting}",
        "made": {key: found.result[key] for key in _SHOWN if key in found.result},
        "failed": [asks.words.finding(each) for each in told["failed"]],
        "open": [asks.words.finding(each) for each in told["open"]],
    }


def _title(asks: Asking, found: Job) -> str:
    """What the meeting, or the bag, is called that a job is of."""
    if found.kind in OF_BAGS or found.meeting not in asks.desk.house.meetings:
        return found.meeting
    return title_of(asks, asks.desk.house.standing(found.meeting))[0]


def _of(asks: Asking, task: str) -> str:
    """What a task is done to: ``convert enclosure 8 en`` to the enclosure 8, in English."""
    _verb, *of = task.split()
    known = {"letter": "role.letter", "enclosure": "role.enclosure"}
    tags = {f"language.{each}": each for each in of}
    named = {each: asks.words(key) for key, each in tags.items() if asks.words.knows(key)}
    return " ".join(named.get(each) or (asks.words(known[each]) if each in known else each) for each in of)


# --- what was made ----------------------------------------------------------------------------------


@page(router, "/meetings/{slug}/package")
def package(asks: Asks, slug: str) -> Response:
    asks.meeting(slug)
    found, last = asks.desk.checks.known(slug), asks.desk.jobs.of(slug)
    left = job_data(asks, last)["failed"] if last is not None and last.kind == "build" else []
    data = {
        "meeting": meeting_data(asks, slug),
        "aloud": aloud_of(asks, slug, found) if found is not None else [],
        "not_made": {"job": last.number, "letters": len(left)} if last is not None and left else None,
        "files": files_of(asks, slug, draft=False),
        "draft": files_of(asks, slug, draft=True),
    }
    return asks.show("package.html", data)


@router.get("/meetings/{slug}/files/{name:path}", include_in_schema=False)
def file(asks: Asks, slug: str, name: str) -> Response:
    """One file of the package, or of the draft in ``draft/``: what the manifests name, and nothing else."""
    asks.meeting(slug)
    for draft in (False, True):
        for each in files_of(asks, slug, draft=draft):
            if each["address"] == name:
                return _sent(_folder(asks, slug, draft=draft) / each["path"], each["name"])
    raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))


@router.get("/meetings/{slug}/package.zip", include_in_schema=False)
def whole(asks: Asks, slug: str) -> Response:
    """All files of the package, in one."""
    asks.meeting(slug)
    files = files_of(asks, slug, draft=False)
    if not files:
        raise Refused(404, Finding("desk-not-built", Place(slug), {"meeting": slug}))
    with tempfile.NamedTemporaryFile(prefix="papers-", suffix=".zip", delete=False) as made:
        path = Path(made.name)
        try:
            with zipfile.ZipFile(made, "w") as packed:  # PDFs are packed already
                for each in files:
                    packed.write(_folder(asks, slug, draft=False) / each["path"], f"{slug}/{each['path']}")
        except BaseException:
            path.unlink()
            raise
    return FileResponse(
        path, media_type="application/zip", filename=f"{slug}.zip", background=BackgroundTask(path.unlink)
    )


def _sent(path: Path, name: str) -> Response:
    """A file as a download, whatever it is: nothing that was made or uploaded is shown as a page of the desk."""
    return FileResponse(path, media_type="application/octet-stream", filename=name)


def _folder(asks: Asking, slug: str, *, draft: bool) -> Path:
    return asks.desk.house.outputs(slug, draft=draft).out


def files_of(asks: Asking, slug: str, *, draft: bool) -> list[dict[str, Any]]:
    """What was built and is there still, and the person may have, in the manifest's order."""
    found = asks.desk.house.outputs(slug, draft=draft)
    files = []
    for each in found.outputs:
        path = found.out / str(each["path"])
        if path.is_file() and privacy.file(asks, each):
            files.append(
                {
                    **{
                        key: each.get(key) for key in ("role", "language", "instrument", "recipient", "pages", "sha256")
                    },
                    "path": each["path"],
                    "name": path.name,
                    "address": f"draft/{each['path']}" if draft else each["path"],
                    "bytes": path.stat().st_size,
                }
            )
    return files
