"""Passwords of enclosures, typed: they serve one check, or one job that is begun again, and are written nowhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from pipeline.desk import passwords
from pipeline.desk.asking import Asks
from pipeline.desk.views import building, checking

router = APIRouter()


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=200)


Typed = Annotated[FormData, Depends(_form)]


@router.post("/meetings/{slug}/passwords", include_in_schema=False)
def check(asks: Asks, slug: str, form: Typed) -> Response:
    """Checks a meeting with passwords: what it opens is made, and stays made for builds that follow."""
    asks.meeting(slug)
    secrets = passwords.typed(asks, slug, form)
    if secrets:
        asks.did("password-typed", slug)
    found = asks.desk.checks.opened(slug, secrets)
    if passwords.asked(asks, slug, found.open):
        return checking.shown(asks, slug, {}, found, status=422)
    return asks.go(f"/meetings/{slug}/check")


@router.post("/jobs/{number}/passwords", include_in_schema=False)
def again(asks: Asks, number: int, form: Typed) -> Response:
    """Begins a job again that wanted for passwords."""
    left = building.found_job(asks, number)
    if left.kind == "sign":
        asks.sender()
    if left.kind in building.OF_BAGS:
        asks.seer()
    secrets = passwords.typed(asks, left.meeting, form)
    if not secrets:
        return asks.show("job.html", building.job_data(asks, left), status=422)
    known = sorted({*left.options.get("typed", ()), *secrets})
    asks.did("password-typed", left.meeting)
    begun = building.asked(asks, left.meeting, left.kind, {**left.options, "typed": known}, secrets)
    return asks.go(f"/jobs/{begun}")
