"""Signing, sealing and the archive: a scan becomes the signed copy, a package a bag; bags are verified, made again."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import FileResponse, Response

from pipeline import Finding, Place
from pipeline.desk import work
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.naming import safe_name
from pipeline.desk.rendering import page
from pipeline.desk.views.building import asked
from pipeline.desk.views.meetings import meeting_data

if TYPE_CHECKING:
    from pipeline import Listed

router = APIRouter()


@page(router, "/meetings/{slug}/seal")
def signing(asks: Asks, slug: str) -> Response:
    return _signing(asks, asks.meeting(slug))


def _signing(asks: Asking, slug: str, wrong: dict[str, str] | None = None, *, status: int = 200) -> Response:
    asks.sender()
    outputs = asks.desk.house.outputs(slug).outputs
    letters = [each for each in outputs if each["role"] == "letter" and not each.get("recipient")]
    signed = {(each["instrument"], each["language"]) for each in outputs if each["role"] == "signed"}
    data = {
        "meeting": meeting_data(asks, slug),
        "letters": [
            {
                "instrument": each["instrument"],
                "language": each["language"],
                "signed": (each["instrument"], each["language"]) in signed,
            }
            for each in letters
        ],
        "wrong": wrong or {},
    }
    return asks.show("seal.html", data, status=status)


@router.post("/meetings/{slug}/sign", include_in_schema=False)
def sign(asks: Asks, slug: str, letter: Annotated[str, Form()], scan: UploadFile | None = None) -> Response:
    """Binds the signed copy, with the scan that is sent."""
    asks.meeting(slug)
    asks.sender()
    instrument, _, language = letter.rpartition("/")
    if scan is None or not scan.filename or not instrument:
        return _signing(asks, slug, {"scan": asks.words("enclosures.none-chosen")}, status=422)
    kept = asks.desk.database.uploads / f"{slug}-{language}-{safe_name(scan.filename)}"
    with kept.open("wb") as into:
        shutil.copyfileobj(scan.file, into)
    number = asked(asks, slug, "sign", {"instrument": instrument, "language": language, "scan": kept.name})
    asks.did("bound", slug, letter=letter)
    return asks.go(f"/jobs/{number}")


@router.post("/meetings/{slug}/seal", include_in_schema=False)
def seal(asks: Asks, slug: str) -> Response:
    """Puts the package into the archive."""
    asks.meeting(slug)
    asks.sender()
    today = datetime.fromtimestamp(asks.desk.clock(), UTC).date().isoformat()
    number = asked(asks, slug, "seal", {"today": today})
    asks.did("sealed", slug)
    return asks.go(f"/jobs/{number}")


# --- the archive ------------------------------------------------------------------------------------


@page(router, "/archive")
def archive(asks: Asks, title: str = "") -> Response:
    listed = asks.desk.house.archive.list(**({"title": title} if title else {}))
    data = {
        "bags": [bag_data(asks, each) for each in listed.bags],
        "title": title,
        "last_hash": listed.last_hash,
        "problems": [asks.words.finding(each) for each in listed.problems],
    }
    return asks.show("archive.html", data)


@router.get("/archive/pages/{name}", include_in_schema=False)
def comparison(asks: Asks, name: str) -> Response:
    """A comparison's page, as a file to be opened: it is not shown as a page of the desk."""
    asks.seer()
    path = asks.desk.database.uploads / name
    if safe_name(name) != name or path.suffix != ".html" or not path.is_file():
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@page(router, "/archive/{name}")
def bag(asks: Asks, name: str) -> Response:
    return _shown(asks, found_bag(asks, name))


@router.post("/archive/{name}/verify", include_in_schema=False)
def verify(asks: Asks, name: str) -> Response:
    """Checks that a bag is as it was sealed."""
    asks.seer()  # what is wrong with a file names it, and letters are named after those whom they go to
    found = found_bag(asks, name)
    checked = asks.desk.apart.do(work.verify, name)
    asks.did("verified", _slug(found), bag=name)
    told = {"files": checked.files, "problems": [asks.words.finding(each) for each in checked.problems]}
    return _shown(asks, found, told)


@router.post("/archive/{name}/again", include_in_schema=False)
def again(asks: Asks, name: str, what: Annotated[str, Form()]) -> Response:
    """Builds a bag's package again, or holds it against the meeting's package of now."""
    return asks.go(f"/jobs/{begun_again(asks, name, what)}")


def begun_again(asks: Asking, name: str, what: str, secrets: Mapping[str, str] | None = None) -> int:
    """The job that does so; ``secrets`` are passwords of its enclosures, by their variables."""
    asks.seer()
    found = found_bag(asks, name)
    options = {"page": safe_name(f"{what}-{name}.html"), "with": _slug(found)}
    if what not in {"regenerate", "compare"} or (
        what == "compare" and not asks.desk.house.outputs(_slug(found)).outputs
    ):
        raise Refused(400, Finding("desk-not-built", Place(name), {"meeting": _slug(found)}))
    number = asked(asks, name, what, options, secrets)
    asks.did("regenerated" if what == "regenerate" else "compared", _slug(found), bag=name)
    return number


def found_bag(asks: Asking, name: str) -> Listed:
    """A bag that is there."""
    found = next((each for each in asks.desk.house.archive.list().bags if each.name == name and each.paths), None)
    if found is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return found


def _slug(found: Listed) -> str:
    return str(found.facts.get("slug", ""))


def bag_data(asks: Asking, found: Listed) -> dict[str, Any]:
    """A bag as a page shows it."""
    titles = found.facts.get("titles", {})
    titles = titles if isinstance(titles, dict) else {}
    return {
        "name": found.name,
        "slug": _slug(found),
        "date": str(found.facts.get("date", "")),
        "title": str(titles.get(asks.words.language) or next(iter(titles.values()), _slug(found))),
        "languages": list(found.facts.get("languages", ())),
        "sealed": str(found.line.get("sealed", found.line.get("date", ""))),
        "gone": not found.paths,
        "files": [Path(each).name for each in found.paths],
    }


def _shown(asks: Asking, found: Listed, checked: dict[str, Any] | None = None) -> Response:
    slug = _slug(found)
    built = slug in asks.desk.house.meetings and bool(asks.desk.house.outputs(slug).outputs)
    return asks.show("bag.html", {"bag": bag_data(asks, found), "checked": checked, "built": built})
