"""The signed copy, and the archive."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, UploadFile
from starlette.responses import Response

from pipeline.desk import work
from pipeline.desk.api import answering
from pipeline.desk.api.answering import FILE, JOB, number_of, refused
from pipeline.desk.api.records import LONGEST_WAIT, Again, Bag, Job, Sealed, Verified
from pipeline.desk.asking import Asks
from pipeline.desk.views import archive as views

router = APIRouter()


@router.put("/meetings/{slug}/signed/{instrument}/{language}", status_code=202, response_model=Job, responses=JOB)
def sign(
    asks: Asks,
    slug: str,
    instrument: str,
    language: str,
    scan: UploadFile,
    wait: Annotated[int, Query(ge=0, le=LONGEST_WAIT)] = 0,
) -> Response:
    """Binds the signed copy, with the scan of the letter that was signed by hand."""
    led = views.sign(asks, slug, f"{instrument}/{language}", scan)
    return refused(led) or answering.job(asks, number_of(led), wait)


@router.post("/meetings/{slug}/seal", status_code=201, response_model=Sealed)
def seal(asks: Asks, slug: str) -> dict[str, Any]:
    """Puts a built package into the archive."""
    asks.meeting(slug)
    asks.sender()
    sealed = asks.desk.apart.do(work.seal, slug, today=asks.desk.now()[:10])
    asks.did("sealed", slug)
    return {"bag": sealed.path.name, "new": sealed.new, "last_hash": sealed.last_hash}


@router.get("/archive", response_model=list[Bag])
def archive(asks: Asks, title: str = "") -> list[dict[str, Any]]:
    """The bags of the archive."""
    listed = asks.desk.house.archive.list(**({"title": title} if title else {}))
    return [views.bag_data(asks, each) for each in listed.bags]


@router.get("/archive/{name}/verify", response_model=Verified)
def verify(asks: Asks, name: str) -> dict[str, Any]:
    """Whether a bag is as it was sealed."""
    asks.seer()
    views.found_bag(asks, name)
    checked = asks.desk.apart.do(work.verify, name)
    return {"bag": name, "files": checked.files, "problems": [asks.words.finding(each) for each in checked.problems]}


@router.post("/archive/{name}/again", status_code=202, response_model=Job, responses=JOB)
def again(asks: Asks, name: str, wanted: Again) -> Response:
    """Builds a bag's package again, or holds it against the meeting's package of now. The job's ``made`` has the
    verdict and, as ``page``, the name of what shows all that differs."""
    return answering.job(asks, views.begun_again(asks, name, wanted.what, wanted.passwords), wanted.wait)


@router.get("/archive/pages/{name}", response_class=Response, responses=FILE)
def comparison(asks: Asks, name: str) -> Response:
    """What shows all that differs: a page of HTML, as a file."""
    return views.comparison(asks, name)
