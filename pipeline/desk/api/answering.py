"""What the operations of the interface for programs have in common: jobs waited for, what pages refuse, files."""

from __future__ import annotations

import json
import time
from typing import Any

from starlette.responses import JSONResponse, Response

from pipeline import Finding, Place
from pipeline.desk.api.records import Job
from pipeline.desk.asking import Asking
from pipeline.desk.guard import Refused
from pipeline.desk.views import building
from pipeline.desk.views.meetings import meeting_data

_LOOKED_AT_EVERY = 0.2

FILE: dict[int | str, dict[str, Any]] = {200: {"content": {"application/octet-stream": {}}, "description": "The file"}}
"""Of an operation that gives a file."""
JOB: dict[int | str, dict[str, Any]] = {
    200: {"model": Job, "description": "The job is over"},
    202: {"model": Job, "description": "The job goes on: ask for it again"},
}
"""Of an operation that asks for a job."""


def job(asks: Asking, number: int, wait: int) -> Response:
    """A job once it is over, or as it stands after so many seconds: 200 or 202."""
    ends = time.monotonic() + wait
    while not (found := building.found_job(asks, number)).over and time.monotonic() < ends:
        time.sleep(_LOOKED_AT_EVERY)
    told = Job.model_validate(building.job_data(asks, found)).model_dump()
    return JSONResponse(told, 200 if found.over else 202, {"location": f"/api/v1/jobs/{number}"})


def twin(page: Response) -> dict[str, Any]:
    """What a page shows, as data."""
    told: dict[str, Any] = json.loads(bytes(page.body))
    return told


def in_language(asks: Asking, slug: str, language: str) -> str:
    """A language of a meeting that there is."""
    if language not in meeting_data(asks, asks.meeting(slug))["languages"]:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return language


def number_of(led: Response) -> int:
    """The job that a page leads to."""
    return int(led.headers["location"].rpartition("/")[2])


def refused(answer: Response) -> Response | None:
    """What a page would show of what is wrong, as problems; None where it was done."""
    if answer.status_code < 400:
        return None
    data = json.loads(bytes(answer.body))
    if (of_template := data.get("refused")) is not None:
        problems = of_template["findings"]
    else:
        problems = [
            {
                "code": data.get("codes", {}).get(field, "desk-words"),
                "severity": "error",
                "what": words,
                "mend": "",
                "where": field,
                "place": {"file": field},
                "values": {"field": field},
            }
            for field, words in data.get("wrong", {}).items()
        ]
    return JSONResponse({"status": answer.status_code, "problems": problems}, answer.status_code)
