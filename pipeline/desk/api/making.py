"""Papers as they will be, builds, and what was made; and one file by itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Query, UploadFile
from starlette.responses import Response

from pipeline import Session
from pipeline.desk import passwords
from pipeline.desk.api import answering
from pipeline.desk.api.answering import FILE, JOB, in_language, twin
from pipeline.desk.api.records import Document, File, Job, Order
from pipeline.desk.asking import Asks
from pipeline.desk.naming import safe_name
from pipeline.desk.views import building, looking, recipients

router = APIRouter()
PDF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}}, "description": "The PDF"}}
PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}, "description": "The picture"}}


@router.get("/meetings/{slug}/preview/{language}", response_model=list[Document])
def preview(
    asks: Asks,
    slug: str,
    language: str,
    part: Annotated[str, Query(pattern="^(letter|index|[0-9]{1,4})$")] = "letter",
) -> list[dict[str, Any]]:
    """The letter, the index or an enclosure, by its number, as it will be."""
    page = looking.look(asks, slug, in_language(asks, slug, language), part=part)
    return [_shown(each) for each in twin(page)["documents"]]


@router.get("/meetings/{slug}/letters/{key}", response_model=Document)
def letter(asks: Asks, slug: str, key: str) -> dict[str, Any]:
    """The letter to one recipient, as it will be, before all are made."""
    return _shown({"kind": "letter", **twin(recipients.letter(asks, slug, key))})


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """A document whose pictures are asked for here."""
    pages = [{**each, "picture": f"/api/v1{each['picture']}"} for each in document["pages"]]
    return {**document, "pages": pages}


@router.get("/meetings/{slug}/look/{language}/{name}", response_class=Response, responses=PNG)
def picture(asks: Asks, slug: str, language: str, name: str) -> Response:
    """A picture of a page that was asked for."""
    return looking.picture(asks, slug, language, name)


@router.post("/meetings/{slug}/builds", status_code=202, response_model=Job, responses=JOB)
def build(asks: Asks, slug: str, wanted: Annotated[Order, Body()]) -> Response:
    """Asks for a build: 202 with a job to ask for, or 200 with one that is over, where the answer may take a while."""
    options = {"of": wanted.of, "languages": wanted.languages}
    secrets = passwords.given(asks, asks.meeting(slug), wanted.passwords)
    number = building.asked(asks, slug, "build", options, secrets)
    asks.did("built", slug, of=wanted.of)
    return answering.job(asks, number, wanted.wait)


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
def files(asks: Asks, slug: str, of: Literal["package", "draft"] = "package") -> list[dict[str, Any]]:
    """What the last build made, or that of the draft: bundles, letters, reports, dispatch list, drafts of e-mails."""
    return building.files_of(asks, asks.meeting(slug), draft=of == "draft")


@router.get("/meetings/{slug}/files/{name:path}", response_class=Response, responses=FILE)
def file(asks: Asks, slug: str, name: str) -> Response:
    """One of these files."""
    return building.file(asks, slug, name)


@router.get(
    "/meetings/{slug}/package.zip",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}, "description": "The ZIP"}},
)
def package(asks: Asks, slug: str) -> Response:
    """All of them, in one."""
    return building.whole(asks, slug)


@router.post("/convert", response_class=Response, responses=PDF)
def convert(asks: Asks, file: UploadFile, language: Annotated[str, Query(max_length=20)] = "") -> Response:
    """The PDF of one file, as it would be as an enclosure. How many findings there are of it is in ``X-Findings``."""
    with TemporaryDirectory(prefix="papers-") as folder:
        source = Path(folder) / safe_name(file.filename or "file")
        with source.open("wb") as into:
            shutil.copyfileobj(file.file, into)
        target = Path(folder) / "made" / f"{source.stem}.pdf"
        target.parent.mkdir()
        made = asks.desk.apart.do(Session.convert, source, target, language=language)
        headers = {"x-pages": str(made.pages), "x-findings": str(len(made.findings))}
        return Response(target.read_bytes(), media_type="application/pdf", headers=headers)
