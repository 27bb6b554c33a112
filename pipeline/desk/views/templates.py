"""Templates and letterheads: taken, edited in Word, dropped back; checked on arrival, kept in all their versions."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, UploadFile
from starlette.responses import FileResponse, Response

from pipeline import Finding, Place, Session
from pipeline.desk import keeping, privacy
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.leading import template_id
from pipeline.desk.rendering import page
from pipeline.desk.views.meetings import meeting_data

if TYPE_CHECKING:
    from pipeline import Arriving

router = APIRouter()
_ARRIVED = re.compile(r"template-[\w-]{24}\.docx")
"""The name of a template that somebody is to decide about."""
_DAY = 86_400.0


@page(router, "/meetings/{slug}/templates")
def templates(asks: Asks, slug: str) -> Response:
    return _shown(asks, asks.meeting(slug))


@router.get("/meetings/{slug}/templates/file", include_in_schema=False)
def file(asks: Asks, slug: str, at: str) -> Response:
    """One of the meeting's templates, or its letterhead."""
    path = _known(asks, slug, at)
    return FileResponse(path, media_type="application/octet-stream", filename=f"{path.parent.name}-{path.name}")


@router.post("/meetings/{slug}/templates", include_in_schema=False)
def put(
    asks: Asks,
    slug: str,
    at: Annotated[str, Form()],
    template: UploadFile | None = None,
    ask: Annotated[bool, Form()] = False,
) -> Response:
    """Puts a template in the place of one, where it stops no build that was not stopped before. Who is to be asked sees
    first what is otherwise than in the other languages."""
    _known(asks, slug, at)
    if template is None or not template.filename or not template.filename.lower().endswith(".docx"):
        return _shown(asks, slug, wrong={f"file-{template_id(at)}": asks.words("templates.no-word")}, status=422)
    _clear(asks)
    name = f"template-{secrets.token_urlsafe(18)}.docx"
    arrived = asks.desk.database.uploads / name
    with arrived.open("wb") as into:
        shutil.copyfileobj(template.file, into)
    return _arrived(asks, slug, at, arrived, ask=ask)


@router.post("/meetings/{slug}/templates/arrived", include_in_schema=False)
def decide(
    asks: Asks,
    slug: str,
    at: Annotated[str, Form()],
    name: Annotated[str, Form()],
    over: Annotated[str, Form()],
    to: Annotated[str, Form()] = "",
) -> Response:
    """Puts a template that arrived in its place, over the one that it was held against; or leaves that."""
    path = _known(asks, slug, at)
    arrived = asks.desk.database.uploads / name
    if not _ARRIVED.fullmatch(name) or not arrived.is_file():
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    if to == "leave":
        arrived.unlink()
        return asks.go(f"/meetings/{slug}/templates")
    return _arrived(asks, slug, at, arrived, ask=_hash(path) != over)


def _arrived(asks: Asking, slug: str, at: str, arrived: Path, *, ask: bool) -> Response:
    path = _known(asks, slug, at)
    over = _hash(path)
    found = asks.desk.apart.do(_told_of, slug, path, arrived)
    if found.stops:
        arrived.unlink()
        told = [asks.words.finding(each) for each in found.stops]
        return _shown(asks, slug, refused={"at": at, "findings": told}, status=422)
    if ask and (found.told or not found.checked):
        told = [asks.words.finding(each) for each in found.told]
        return _shown(
            asks,
            slug,
            arrived={"at": at, "name": arrived.name, "over": over, "findings": told, "checked": found.checked},
        )
    with asks.desk.turns.at(at, "template"):
        kept = _keep(asks, path)
        draft = path.with_name(f".{path.name}.part")
        shutil.copyfile(arrived, draft)
        draft.replace(path)
        _note(asks, at, kept)
    arrived.unlink()
    asks.did("template-replaced", slug, file=at)
    return _shown(asks, slug, replaced=at)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _clear(asks: Asking) -> None:
    """Takes away what arrived, and nobody decided about for a day."""
    for each in asks.desk.database.uploads.glob("template-*.docx"):
        with suppress(OSError):
            if each.stat().st_mtime < asks.desk.clock() - _DAY:
                each.unlink()


def _told_of(session: Session, slug: str, at: Path, new: Path) -> Arriving:
    return session.house.translations.arriving(slug, at, new)


@router.post("/meetings/{slug}/templates/back", include_in_schema=False)
def back(asks: Asks, slug: str, number: Annotated[int, Form()]) -> Response:
    """Goes back to an earlier version; the one that stood is kept in turn."""
    row = asks.desk.keeping.get(number, "")
    if row is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    path = _known(asks, slug, row["at"])
    with asks.desk.turns.at(row["at"], "template"):
        kept = _keep(asks, path)
        draft = path.with_name(f".{path.name}.part")
        shutil.copyfile(asks.desk.keeping.path(row["copy"]), draft)
        draft.replace(path)
        _note(asks, row["at"], kept)
    asks.did("template-back", slug, file=row["at"])
    return asks.go(f"/meetings/{slug}/templates")


@page(router, "/meetings/{slug}/vocabulary")
def vocabulary(asks: Asks, slug: str, language: str = "") -> Response:
    asks.meeting(slug)
    meeting = meeting_data(asks, slug)
    known = meeting["languages"]
    language = language if language in known else asks.words.language if asks.words.language in known else known[0]
    found = asks.desk.apart.do(Session.vocabulary, slug, language)
    known_words = privacy.placeholders(asks, [each.as_json() for each in found.placeholders])
    data = {"meeting": meeting, "language": language, "placeholders": known_words}
    return asks.show("vocabulary.html", data)


def _paths(asks: Asking, slug: str) -> dict[str, Path]:
    """The Word files that a meeting's letters are made of, by their paths from the house's folder."""
    root = asks.desk.house.root
    data = tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig"))
    names = [str(each.get("template", "")) for each in data.get("instruments", ()) if isinstance(each, dict)]
    names += ["index"] if data.get("index") else []
    names += ["slip-sheet"] if data.get("slip_sheets") else []
    found = {}
    for language in data.get("languages", ()):
        for name in dict.fromkeys(names):
            path = root / "templates" / str(language) / f"{name}.docx"
            found[path.relative_to(root).as_posix()] = path
    letterhead = root / "letterheads" / str(data.get("letterhead", "")) / "letterhead.docx"
    found[letterhead.relative_to(root).as_posix()] = letterhead
    within = {at: path for at, path in found.items() if path.is_file()}
    return {at: path for at, path in within.items() if path.resolve().is_relative_to(root.resolve())}


def _known(asks: Asking, slug: str, at: str) -> Path:
    path = _paths(asks, asks.meeting(slug)).get(at)
    if path is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return path


def _keep(asks: Asking, path: Path) -> str:
    return asks.desk.keeping.copy(path, path.parent.name, asks.desk.now())


def _note(asks: Asking, at: str, kept: str) -> None:
    asks.desk.keeping.note(keeping.Place("", at), at, kept, at, by=asks.person.name, now=asks.desk.now())


def _shown(
    asks: Asking,
    slug: str,
    *,
    wrong: dict[str, str] | None = None,
    refused: dict[str, Any] | None = None,
    arrived: dict[str, Any] | None = None,
    replaced: str = "",
    status: int = 200,
) -> Response:
    versions: dict[str, list[dict[str, Any]]] = {}
    for row in asks.desk.keeping.of(""):
        told = {"number": row["number"], "by": row["by"], "since": row["since"]}
        versions.setdefault(row["at"], []).append(told)
    files = [
        {
            "at": at,
            "id": template_id(at),
            "language": path.parent.name if at.startswith("templates/") else "",
            "name": path.stem if at.startswith("templates/") else path.parent.name,
            "bytes": path.stat().st_size,
            "versions": versions.get(at, []),
        }
        for at, path in _paths(asks, slug).items()
    ]
    data = {
        "meeting": meeting_data(asks, slug),
        "files": files,
        "wrong": wrong or {},
        "refused": refused,
        "arrived": arrived,
        "replaced": replaced,
    }
    return asks.show("templates.html", data, status=status)
