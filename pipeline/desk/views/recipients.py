"""A meeting's list of recipients: a file is dropped and shown as a table; rows are put right, letters looked at."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, UploadFile
from starlette.responses import FileResponse, Response

from pipeline import Change, ChangedError, Finding, PapersError, Place, Session
from pipeline.desk import keeping, lists, privacy
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.naming import is_leftover, safe_name
from pipeline.desk.rendering import page
from pipeline.desk.views.facts import Typed
from pipeline.desk.views.looking import ZOOMS, page_data
from pipeline.desk.views.meetings import meeting_data

if TYPE_CHECKING:
    from pipeline import ListedRow, Recipients

router = APIRouter()
_AT = "recipients"
"""Of a list that was replaced."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(router, "/meetings/{slug}/recipients")
def recipients(asks: Asks, slug: str, show: str = "", find: str = "", at: int = 1, saved: int = 0) -> Response:
    return _shown(asks, slug, show=show, find=find, at=at, saved=saved)


@router.post("/meetings/{slug}/recipients", include_in_schema=False)
def put(asks: Asks, slug: str, file: UploadFile | None = None) -> Response:
    """Puts a list in the place of the one there is, which is kept, where it can be read as one."""
    asks.meeting(slug)
    asks.seer()
    if file is None or not file.filename or is_leftover(file.filename):
        return _shown(asks, slug, wrong={"file": asks.words("enclosures.none-chosen")}, status=422)
    folder, old = asks.desk.house.find(slug), privacy.list_of(asks, slug)
    ending = Path(safe_name(file.filename)).suffix
    with asks.desk.turns.at(slug, "recipients"):
        same = old is not None and old.suffix == ending and old.parent == folder
        new = old if same and old else folder / f"recipients{ending}"
        kept = _keep(asks, slug, new) if new.is_file() else None
        draft = folder / f".{new.name}.part"
        try:
            with draft.open("wb") as into:
                shutil.copyfileobj(file.file, into)
            draft.replace(new)
        finally:
            draft.unlink(missing_ok=True)
        try:
            _name(asks, slug, new.name)
            asks.desk.apart.do(lists.whole, slug)
        except PapersError as error:
            told = [each for each in error.findings if Path(each.place.file).name == new.name]
            if told or not any(Path(each.place.file).name == "meeting.toml" for each in error.findings):
                if old is None or old.name != new.name:
                    _name(asks, slug, old.relative_to(folder).as_posix() if old else "")
                if kept:
                    shutil.copyfile(asks.desk.keeping.path(kept), new)
                else:
                    new.unlink(missing_ok=True)
                words = [asks.words.finding(each) for each in told or error.findings]
                said = " ".join(f"{each['what']} {each['mend']}" for each in words)
                return _shown(asks, slug, wrong={"file": said}, status=422)
        if old is not None and not same and old.is_file():
            kept = _keep(asks, slug, old)
            old.unlink()
        if kept and old is not None:
            _note(asks, slug, old.name, kept, new.name)
    asks.did("recipients-put", slug)
    return asks.go(f"/meetings/{slug}/recipients")


@router.post("/meetings/{slug}/recipients/undo", include_in_schema=False)
def undo(asks: Asks, slug: str) -> Response:
    """Takes back the list that was there before; the one that stood in its place is kept in turn."""
    asks.meeting(slug)
    asks.seer()
    row = _last_kept(asks, slug)
    if row is None or not (copy := asks.desk.keeping.path(row["copy"])).is_file():
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    folder, now = asks.desk.house.find(slug), privacy.list_of(asks, slug)
    with asks.desk.turns.at(slug, "recipients"):
        kept = _keep(asks, slug, now) if now is not None and now.is_file() else None
        shutil.copyfile(copy, folder / row["old"])
        _name(asks, slug, row["old"])
        if kept and now is not None:
            if now.name != row["old"]:
                now.unlink()
            _note(asks, slug, now.name, kept, row["old"])
    asks.did("recipients-back", slug)
    return asks.go(f"/meetings/{slug}/recipients")


@router.get("/meetings/{slug}/recipients/file", include_in_schema=False)
def file(asks: Asks, slug: str, marked: bool = False) -> Response:
    """The list as it stands, or as a workbook with its bad cells marked."""
    asks.meeting(slug)
    asks.seer()
    path = privacy.list_of(asks, slug)
    if path is None or not path.is_file():
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    if not marked:
        return FileResponse(path, media_type="application/octet-stream", filename=path.name)
    with TemporaryDirectory(prefix="papers-") as folder:
        target = Path(folder) / "list.xlsx"
        asks.desk.apart.do(_mark, slug, target, asks.words.language)
        headers = {"content-disposition": f'attachment; filename="{slug}-recipients.xlsx"'}
        return Response(target.read_bytes(), media_type=_WORKBOOK, headers=headers)


# --- a row ------------------------------------------------------------------------------------------


@page(router, "/meetings/{slug}/recipients/rows/{number}")
def row(asks: Asks, slug: str, number: int) -> Response:
    return _of_row(asks, slug, number)


@router.post("/meetings/{slug}/recipients/rows/{number}", include_in_schema=False)
def save(asks: Asks, slug: str, number: int, form: Typed) -> Response:
    """Writes what is otherwise into the list, and leads back to it; to the row itself where something is wrong yet."""
    asks.meeting(slug)
    asks.seer()
    cells, was = _cells(form, "cell"), _cells(form, "was")
    try:
        with asks.desk.turns.at(slug, "recipients"):
            asks.desk.apart.do(lists.change, slug, number, cells, was)
    except ChangedError as error:
        return _of_row(asks, slug, number, typed=cells, theirs=error.findings, status=409)
    except PapersError as error:
        return _of_row(asks, slug, number, typed=cells, problems=error.findings, status=422)
    asks.did("recipient-changed", slug, row=str(number))
    found = _row(asks, slug, number)
    if lists.is_bad(found[1]):
        return asks.go(f"/meetings/{slug}/recipients/rows/{number}")
    return asks.go(f"/meetings/{slug}/recipients?saved={number}")


def _cells(form: Mapping[str, Any], name: str) -> dict[int, str]:
    found = {}
    for key, words in form.items():
        start, _, column = str(key).partition("-")
        if start == name and column.isdecimal() and len(column) < 4:
            found[int(column)] = str(words).replace("\r\n", "\n").strip()
    return found


def _row(asks: Asking, slug: str, number: int) -> tuple[Recipients, ListedRow]:
    found = asks.desk.apart.do(lists.row, slug, number)
    if found is None:
        raise Refused(404, Finding("list-row-gone", Place(asks.request.url.path), {"row": number}))
    return found


def _of_row(
    asks: Asking,
    slug: str,
    number: int,
    *,
    typed: Mapping[int, str] | None = None,
    theirs: Sequence[Finding] = (),
    problems: Sequence[Finding] = (),
    status: int = 200,
) -> Response:
    asks.meeting(slug)
    asks.seer()
    listed, found = _row(asks, slug, number)
    told = _told(asks, (*found.findings, *theirs, *problems), number)
    cells: list[dict[str, Any]] = [
        {
            "column": column,
            "id": f"cell-{column}",
            "heading": listed.headings[column] if column < len(listed.headings) else "",
            "was": (words := found.cells[column] if column < len(found.cells) else ""),
            "value": words if typed is None else typed.get(column, words),
            "told": told.get(column, []),
            "lines": "\n" in words,
        }
        for column in range(max(len(listed.headings), len(found.cells)))
    ]
    wrong = {
        each["id"]: " ".join(f"{one['what']} {one['mend']}".strip() for one in each["told"])
        for each in cells
        if any(one["severity"] == "error" for one in each["told"])
    }
    data = {
        "meeting": meeting_data(asks, slug),
        "number": number,
        "cells": cells,
        "key": found.key,
        "wrong": wrong,
        "other": told.get(-1, []),
        "changeable": listed.changeable,
    }
    return asks.show("recipient.html", data, status=status)


def _told(asks: Asking, findings: Sequence[Finding], number: int) -> dict[int, list[dict[str, Any]]]:
    """What is told of a row, by column; under -1 what is of no cell of it."""
    found: dict[int, list[dict[str, Any]]] = {}
    for each in findings:
        column = each.place.column if each.place.row == number else -1
        found.setdefault(column, []).append(asks.words.finding(each))
    return found


# --- a letter ---------------------------------------------------------------------------------------


@page(router, "/meetings/{slug}/recipients/letters/{key}")
def letter(asks: Asks, slug: str, key: str, zoom: str = "100") -> Response:
    """The letter to one of them, as it will go out."""
    asks.meeting(slug)
    asks.seer()
    beside = asks.desk.apart.do(lists.neighbours, slug, key)
    if beside is None:
        raise Refused(404, Finding("letter-to-nobody", Place(asks.request.url.path), {"key": key}))
    with asks.desk.turns.at(slug, "look"):
        made = asks.desk.apart.do(Session.letter, slug, key)
    before, number, after = beside
    data = {
        "meeting": meeting_data(asks, slug),
        "key": key,
        "row": number,
        "title": made.title,
        "language": made.language,
        "zoom": zoom if zoom in ZOOMS else "100",
        "zooms": list(ZOOMS),
        "pages": [page_data(slug, made.language, each) for each in made.pages],
        "before": before,
        "after": after,
    }
    return asks.show("letter.html", data)


# --- the list ---------------------------------------------------------------------------------------


def _shown(
    asks: Asking,
    slug: str,
    *,
    show: str = "",
    find: str = "",
    at: int = 1,
    saved: int = 0,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    asks.meeting(slug)
    asks.seer()
    problems: Sequence[Finding] = ()
    leaf = None
    try:
        leaf = asks.desk.apart.do(lists.leaf, slug, show=show, find=find, at=at, saved=saved)
    except PapersError as error:
        problems = error.findings
    undo = _last_kept(asks, slug)
    path = privacy.list_of(asks, slug)
    data = {
        "meeting": meeting_data(asks, slug),
        "file": path.name if path else "",
        "there": path is not None and path.is_file(),
        "problems": [asks.words.finding(each) for each in problems],
        "headings": list(leaf.head.headings) if leaf else [],
        "rows": [_row_data(asks, each) for each in (leaf.rows if leaf else ())],
        "notes": [asks.words.finding(each) for each in (leaf.head.notes if leaf else ())],
        "letters": leaf.letters if leaf else 0,
        "bad": leaf.bad if leaf else 0,
        "count": leaf.count if leaf else 0,
        "chosen": leaf.chosen if leaf else 0,
        "show": leaf.show if leaf else "all",
        "find": find,
        "at": leaf.at if leaf else 1,
        "pages": leaf.pages if leaf else 1,
        "saved": saved,
        "changeable": leaf.head.changeable if leaf else False,
        "undo": {"by": undo["by"], "file": undo["old"], "since": undo["since"]} if undo else None,
        "wrong": dict(wrong or {}),
    }
    return asks.show("recipients.html", data, status=status)


def _row_data(asks: Asking, row: ListedRow) -> dict[str, Any]:
    told = _told(asks, row.findings, row.number)
    cells = [{"words": words, "told": told.get(column, [])} for column, words in enumerate(row.cells)]
    cells += [{"words": "", "told": told[column]} for column in sorted(told) if column >= len(cells)]
    return {"number": row.number, "key": row.key, "bad": lists.is_bad(row), "cells": cells, "other": told.get(-1, [])}


# --- files ------------------------------------------------------------------------------------------


def _name(asks: Asking, slug: str, name: str) -> None:
    """Lets the meeting's facts name the list, or none."""
    read = asks.desk.house.facts(slug)
    key = ("recipients",)
    asks.desk.house.change(slug, [Change("set", key, name) if name else Change("remove", key)], read=read)


def _keep(asks: Asking, slug: str, path: Path) -> str:
    return asks.desk.keeping.copy(path, slug, asks.desk.now())


def _note(asks: Asking, slug: str, old: str, kept: str, new: str) -> None:
    of = keeping.Place(slug, _AT)
    asks.desk.keeping.note(of, old, kept, new, by=asks.person.name, now=asks.desk.now(), only=True)


def _last_kept(asks: Asking, slug: str) -> sqlite3.Row | None:
    return next((each for each in asks.desk.keeping.of(slug) if each["at"] == _AT), None)


# --- what is done in the process apart --------------------------------------------------------------


def _mark(session: Session, slug: str, target: Path, language: str) -> None:
    session.house.mark_recipients(slug, target, language=language)
