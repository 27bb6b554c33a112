"""What a meeting's papers are made from: enclosures, templates, recipients."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, UploadFile
from starlette.responses import Response

from pipeline.desk import lists
from pipeline.desk.api.answering import FILE, in_language, refused, twin
from pipeline.desk.api.meetings import facts, told
from pipeline.desk.api.records import Facts, Place, Placeholder, Recipients, Template
from pipeline.desk.asking import Asks
from pipeline.desk.views import enclosures, recipients, templates

router = APIRouter()


# --- enclosures -------------------------------------------------------------------------------------


@router.post("/meetings/{slug}/enclosures", status_code=201, response_model=Facts)
def enclose(asks: Asks, slug: str, files: list[UploadFile], group: Annotated[int, Query(ge=0)] = 0) -> Any:
    """Encloses files, each document as an entry at the end of a group; files that differ in their language are one."""
    return refused(enclosures.add(asks, slug, files, group)) or facts(asks, slug)


@router.put("/meetings/{slug}/enclosures/{at}/files/{language}", response_model=Facts)
def replace_enclosure(asks: Asks, slug: str, at: str, language: str, file: UploadFile) -> Any:
    """Puts another file in the place of one, which is kept; ``at`` is the entry, as ``0-2``: from 0."""
    return refused(enclosures.replace(asks, slug, at, language, file)) or facts(asks, slug)


@router.post("/meetings/{slug}/enclosures/{at}/place", response_model=Facts)
def place_enclosure(asks: Asks, slug: str, at: str, wanted: Place) -> Any:
    """Moves an entry, or takes it out."""
    return refused(enclosures.order(asks, slug, at, wanted.to, wanted.read)) or facts(asks, slug)


# --- templates --------------------------------------------------------------------------------------


@router.get("/meetings/{slug}/templates", response_model=list[Template])
def list_templates(asks: Asks, slug: str) -> list[dict[str, Any]]:
    """The Word files that the meeting's letters are made of, with its letterhead."""
    files: list[dict[str, Any]] = twin(templates.templates(asks, slug))["files"]
    return files


@router.get("/meetings/{slug}/templates/{at:path}", response_class=Response, responses=FILE)
def template(asks: Asks, slug: str, at: str) -> Response:
    """One of them."""
    return templates.file(asks, slug, at)


@router.put("/meetings/{slug}/templates/{at:path}", status_code=204)
def put_template(asks: Asks, slug: str, at: str, template: UploadFile) -> Response:
    """Puts another in its place, where that stops nothing that it did not stop before. The old is kept."""
    return told(templates.put(asks, slug, at, template))


@router.get("/meetings/{slug}/vocabulary/{language}", response_model=list[Placeholder])
def vocabulary(asks: Asks, slug: str, language: str) -> list[dict[str, Any]]:
    """Every placeholder that a template may use, with its value in a language."""
    page = templates.vocabulary(asks, slug, in_language(asks, slug, language))
    known: list[dict[str, Any]] = twin(page)["placeholders"]
    return known


# --- recipients -------------------------------------------------------------------------------------


@router.get("/meetings/{slug}/recipients", response_model=Recipients)
def list_recipients(asks: Asks, slug: str) -> dict[str, Any]:
    """The list of recipients, with what is wrong in it; empty where the meeting has none."""
    asks.seer()
    listed = asks.desk.apart.do(lists.whole, asks.meeting(slug))
    if listed is None:
        return {"headings": [], "rows": []}
    rows = [
        {
            "row": each.number,
            "key": each.key or None,
            "cells": list(each.cells),
            "problems": [asks.words.finding(one) for one in each.findings],
        }
        for each in listed.rows
    ]
    return {"headings": list(listed.headings), "rows": rows}


@router.put("/meetings/{slug}/recipients", status_code=204)
def put_recipients(asks: Asks, slug: str, file: UploadFile) -> Response:
    """Puts a list in the place of the one there is, which is kept."""
    return told(recipients.put(asks, slug, file))


@router.get("/meetings/{slug}/recipients/file", response_class=Response, responses=FILE)
def recipients_file(asks: Asks, slug: str) -> Response:
    """The list, as it was put there."""
    return recipients.file(asks, slug)
