"""The enclosures of a meeting: files become entries, in groups and in order; each is replaced, or taken back."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import Response

from pipeline import Change, Finding, MeetingError, PapersError, Place, Session
from pipeline.desk import keeping, passwords
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.naming import apart, is_leftover, last_part, safe_name
from pipeline.desk.rendering import page, wants_json
from pipeline.desk.titles import Listed
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()
_FOLDER = "enclosures"
_EVERY = "*"
"""The language of a file without words, that serves all."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What became of files that were sent."""

    at: Sequence[str]
    """The places of the entries that they made."""
    left_out: Sequence[str]
    """The names of leftovers that stayed out."""


@page(router, "/meetings/{slug}/enclosures")
def enclosures(asks: Asks, slug: str, whole: bool = False, out: str = "", at: str = "") -> Response:
    """The entries, at once; each asks by itself for its first page and what is told of it. What was just taken ``out``,
    of the text of this mark, can be put back to where it stood."""
    last = asks.desk.history.last(1, asks.meeting(slug)) if out else []
    removed = last[0].details.get("title", "") if last and last[0].what == "enclosure-removed" else None
    back = None if removed is None else {"title": removed, "read": out, "at": at}
    return _shown(asks, slug, whole=whole or wants_json(asks.request), removed=back)


@page(router, "/meetings/{slug}/enclosures/{at}/{language}")
def seen(asks: Asks, slug: str, at: str, language: str) -> Response:
    """An enclosure's first page, how many it has, and what is told of it alone."""
    asks.meeting(slug)
    data, _text = _read(asks, slug)
    groups = [each.get("enclosures", []) for each in data.get("groups", [])]
    group, number = _where(asks, at, groups)
    known = [str(each) for each in data.get("languages", ())]
    position = sum(map(len, groups[:group])) + number + 1
    listed = _listed(asks, slug, data)
    shown: dict[str, Any] = {
        "slug": slug,
        "at": at,
        "language": language,
        "number": listed.number(group, number),
        "seen": None,
        "locked": False,
    }
    shown["shown_in"] = language if language in known else listed.language
    try:
        with asks.desk.turns.at(slug, "look"):
            made = asks.desk.apart.do(Session.enclosed, slug, position, language=shown["shown_in"])
    except PapersError as error:
        told = [asks.words.finding(each) for each in error.findings]
        locked = bool(passwords.asked(asks, slug, error.findings))
        return asks.show("enclosed.html", {**shown, "findings": told, "locked": locked})
    picture = f"/meetings/{slug}/look/{shown['shown_in']}/{made.picture.name}?of={made.picture.stat().st_mtime_ns}"
    wide = round(made.width), round(made.height)
    shown["seen"] = {"picture": picture, "pages": made.pages, "width": wide[0], "height": wide[1]}
    return asks.show("enclosed.html", {**shown, "findings": [asks.words.finding(each) for each in made.findings]})


@router.post("/meetings/{slug}/enclosures", include_in_schema=False)
def add(
    asks: Asks,
    slug: str,
    files: Annotated[list[UploadFile] | None, File()] = None,
    group: Annotated[int | Literal["new"], Form()] = 0,
    title: Annotated[str, Form()] = "",
) -> Response:
    """Puts files into the meeting's folder, and makes an entry for each document: files that differ in their language
    alone are one. They go into a group, or into a new one of that title."""
    asks.meeting(slug)
    files = files or []
    if group == "new":
        title = " ".join(title.split())
        if not title:
            wrong = {"title": asks.words("enclosures.group.title.wrong")}
            return _shown(asks, slug, wrong=wrong, status=422)
        try:
            made = enclose(asks, slug, files, title=title)
        except MeetingError as error:
            said = [f"{each['what']} {each['mend']}" for each in map(asks.words.finding, error.findings)]
            return _shown(asks, slug, wrong={"title": " ".join(said)}, typed=title, status=422)
    else:
        made = enclose(asks, slug, files, group)
    if made is None:
        alone = any(is_leftover(each.filename or "") for each in files if each.filename)
        told = asks.words("enclosures.left-out-all" if alone else "enclosures.none-chosen")
        return _shown(asks, slug, wrong={"files": told}, status=422)
    return _shown(asks, slug, left_out=made.left_out, added=made.at)


def enclose(asks: Asking, slug: str, files: list[UploadFile], group: int = 0, *, title: str = "") -> Enclosed | None:
    """Encloses files in a group, or in a new one that has the ``title``; None where there is nothing but leftovers."""
    data, text = _read(asks, slug)
    languages = [str(each) for each in data.get("languages", ())]
    left_out = [each.filename or "" for each in files if is_leftover(each.filename or "")]
    taken = [each for each in files if each.filename and not is_leftover(each.filename)]
    if not taken:
        return None
    with _put(asks.desk.house.find(slug)) as put:
        made: dict[str, dict[str, Any]] = {}
        for each in sorted(taken, key=lambda one: last_part(str(one.filename)).casefold()):
            words, language = apart(last_part(str(each.filename)), languages)
            entry = made.setdefault(words, {"title": dict.fromkeys(languages, _title(words)), "file": {}})
            path = put(each, safe_name(str(each.filename)))
            if language and language not in entry["file"]:
                entry["file"][language] = path
            elif not entry["file"]:
                entry["file"] = {languages[0]: path} if languages else path
            else:
                made[f"{words} {len(made)}"] = {**entry, "file": {languages[0]: path}}
        groups = data.get("groups", [])
        if title or not groups:
            titled = {"title": dict.fromkeys(languages, title)} if title else {}
            group, end = len(groups), 0
            changes = [Change("insert", ("groups", group), {**titled, "enclosures": list(made.values())})]
        else:
            group = min(max(group, 0), len(groups) - 1)
            end = len(groups[group].get("enclosures", ()))
            changes = [
                Change("insert", ("groups", group, "enclosures", end + number), each)
                for number, each in enumerate(made.values())
            ]
        _change(asks, slug, changes, text)
    asks.did("enclosed", slug, files=", ".join(made))
    return Enclosed([f"{group}-{end + number}" for number in range(len(made))], left_out)


def _title(words: str) -> str:
    return words[:1].upper() + words[1:]


@router.post("/meetings/{slug}/enclosures/order", include_in_schema=False)
def order(
    asks: Asks, slug: str, at: Annotated[str, Form()], to: Annotated[str, Form()], read: Annotated[str, Form()] = ""
) -> Response:
    """Moves an entry: up, down, out, or to a place that is written as the entries' own are, ``0-2``; or ``back`` to
    where it stood in the text that was read."""
    asks.meeting(slug)
    seen = asks.desk.seen.get(read)
    if to == "back":
        return _put_back(asks, slug, at, seen)
    data, text = _read(asks, slug)
    groups = [each.get("enclosures", []) for each in data.get("groups", [])]
    group, number = _where(asks, at, groups)
    key, title = ("groups", group, "enclosures", number), _listed(asks, slug, data).title(group, number)
    if to == "remove":
        alone = len(groups[group]) == 1
        changes = [Change("remove", ("groups", group) if alone else key)]
        _change(asks, slug, changes, seen or text)
        asks.did("enclosure-removed", slug, title=title)
        return asks.go(f"/meetings/{slug}/enclosures?out={asks.desk.seen.keep(text)}&at={at}")
    into, position = _target(asks, to, group, number, groups)
    if into == group:
        changes = [Change("move", key, position)]
    else:
        changes = [
            Change("insert", ("groups", into, "enclosures", position), groups[group][number]),
            Change("remove", ("groups", group) if len(groups[group]) == 1 else key),
        ]
    _change(asks, slug, changes, seen or text)
    asks.did("enclosure-moved", slug, title=title)
    return asks.go(f"/meetings/{slug}/enclosures")


def _put_back(asks: Asking, slug: str, at: str, before: bytes | None) -> Response:
    """Puts an entry that was taken out back to where it stood before, with its group where it was the last of it."""
    if before is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    was = tomllib.loads(before.decode("utf-8-sig")).get("groups", [])
    group, number = _where(asks, at, [each.get("enclosures", []) for each in was])
    entry = was[group]["enclosures"][number]
    data, text = _read(asks, slug)
    now = data.get("groups", [])
    if len(was[group]["enclosures"]) == 1 or not now:
        change = Change("insert", ("groups", min(group, len(now))), {**was[group], "enclosures": [entry]})
    else:
        group = min(group, len(now) - 1)
        change = Change("insert", ("groups", group, "enclosures", min(number, len(now[group]["enclosures"]))), entry)
    _change(asks, slug, [change], text)
    asks.did("enclosed", slug, files=", ".join(_files(entry).values()))
    return asks.go(f"/meetings/{slug}/enclosures#enclosure-{at}")


def _files(entry: Mapping[str, Any]) -> dict[str, str]:
    """The files of an entry by their languages."""
    named = entry.get("file", {})
    return {_EVERY: named} if isinstance(named, str) else dict(named)


def _where(asks: Asking, at: str, groups: Sequence[Sequence[Any]]) -> tuple[int, int]:
    group, _, number = at.partition("-")
    if group.isdecimal() and number.isdecimal() and int(group) < len(groups) and int(number) < len(groups[int(group)]):
        return int(group), int(number)
    raise Refused(400, Finding("desk-words", Place(asks.request.url.path), {"field": "at"}))


def _target(asks: Asking, to: str, group: int, number: int, groups: Sequence[Sequence[Any]]) -> tuple[int, int]:
    if to == "up" and number > 0:
        return group, number - 1
    if to == "up" and group > 0:
        return group - 1, len(groups[group - 1])
    if to == "down" and number + 1 < len(groups[group]):
        return group, number + 1
    if to == "down" and group + 1 < len(groups):
        return group + 1, 0
    into, _, position = to.partition("-")
    if into.isdecimal() and position.isdecimal() and int(into) < len(groups):
        most = len(groups[int(into)]) - (1 if int(into) == group else 0)
        return int(into), min(int(position), most)
    raise Refused(400, Finding("desk-words", Place(asks.request.url.path), {"field": "to"}))


@router.post("/meetings/{slug}/enclosures/replace", include_in_schema=False)
def replace(
    asks: Asks, slug: str, at: Annotated[str, Form()], language: Annotated[str, Form()], file: UploadFile | None = None
) -> Response:
    """Puts another file in the place of one, which is kept, so that it can be taken back."""
    asks.meeting(slug)
    data, text = _read(asks, slug)
    groups = [each.get("enclosures", []) for each in data.get("groups", [])]
    group, number = _where(asks, at, groups)
    if file is None or not file.filename or is_leftover(file.filename):
        there = language in _files(groups[group][number])
        field = f"file-{at}-{'all' if language == _EVERY else language}" if there else f"add-{at}"
        return _shown(asks, slug, wrong={field: asks.words("enclosures.none-chosen")}, status=422)
    folder = asks.desk.house.find(slug)
    named = groups[group][number].get("file", {})
    old = named if isinstance(named, str) else named.get(language)
    key = ("groups", group, "enclosures", number, *(("file",) if isinstance(named, str) else ("file", language)))
    with _put(folder) as put:
        now = asks.desk.now()
        kept = asks.desk.keeping.copy(folder / old, slug, now) if old and _within(folder, old) else None
        path = put(file, safe_name(file.filename))
        _change(asks, slug, [Change("set", key, path)], text)
        if kept:
            of = keeping.Place(slug, at, language)
            asks.desk.keeping.note(of, old, kept, path, by=asks.person.name, now=now)
    asks.did("enclosure-replaced", slug, file=path)
    return asks.go(f"/meetings/{slug}/enclosures")


@router.post("/meetings/{slug}/enclosures/undo", include_in_schema=False)
def undo(asks: Asks, slug: str, number: Annotated[int, Form()]) -> Response:
    """Takes back a file that was replaced; the one that stood in its place is kept in turn."""
    asks.meeting(slug)
    row = asks.desk.keeping.get(number, slug)
    if row is None:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    data, text = _read(asks, slug)
    groups = [each.get("enclosures", []) for each in data.get("groups", [])]
    for group, entries in enumerate(groups):
        for position, entry in enumerate(entries):
            named = entry.get("file", {})
            pairs = {"": named} if isinstance(named, str) else named
            for language, path in pairs.items():
                if path == row["new"] and (language == row["language"] or not language):
                    folder = asks.desk.house.find(slug)
                    if not (folder / row["old"]).exists():
                        shutil.copyfile(asks.desk.keeping.path(row["copy"]), folder / row["old"])
                    key = ("groups", group, "enclosures", position, "file", *([language] if language else []))
                    _change(asks, slug, [Change("set", key, row["old"])], text)
                    asks.desk.keeping.forget(number)
                    asks.did("enclosure-back", slug, file=row["old"])
                    return asks.go(f"/meetings/{slug}/enclosures")
    raise Refused(409, Finding("desk-no-longer", Place(row["old"]), {"file": row["new"]}))


# --- what is shown ----------------------------------------------------------------------------------


def _shown(
    asks: Asking,
    slug: str,
    *,
    wrong: Mapping[str, str] | None = None,
    left_out: Sequence[str] = (),
    added: Sequence[str] = (),
    removed: Mapping[str, str] | None = None,
    typed: str = "",
    whole: bool = False,
    status: int = 200,
) -> Response:
    data, text = _read(asks, slug)
    meeting = meeting_data(asks, slug)
    folder = asks.desk.house.find(slug)
    found = asks.desk.checks.whole(slug) if whole else None
    told: dict[str, list[dict[str, Any]]] = {}
    for each in (*found.open, *found.notes) if found else ():
        inside = Path(each.place.file)
        if inside.is_relative_to(folder) and inside.suffix != ".toml":
            told.setdefault(inside.relative_to(folder).as_posix(), []).append(asks.words.finding(each))
    undo = {
        (row["new"]): {"number": row["number"], "old": PurePosixPath(row["old"]).name, "by": row["by"]}
        for row in reversed(asks.desk.keeping.of(slug))
    }
    listed = _listed(asks, slug, data)
    groups: list[dict[str, Any]] = []
    for number, group in enumerate(data.get("groups", ())):
        entries = []
        for place, entry in enumerate(group.get("enclosures", ())):
            pairs = _files(entry)
            files = [
                {
                    "language": language,
                    "file": path,
                    "name": PurePosixPath(path).name,
                    "bytes": (folder / path).stat().st_size if _within(folder, path) else None,
                    "findings": told.get(path, []),
                    "undo": undo.get(path),
                }
                for language, path in pairs.items()
            ]
            missing = [] if _EVERY in pairs else [tag for tag in meeting["languages"] if tag not in pairs]
            entries.append(
                {
                    "at": f"{number}-{place}",
                    "number": listed.number(number, place),
                    "title": listed.title(number, place),
                    "files": files,
                    "missing": missing,
                    "facts": f"/meetings/{slug}/facts/groups/{number}/enclosures/{place}",
                }
            )
        groups.append({"number": number, "title": listed.group(number), "enclosures": entries})
    shown = {
        "meeting": meeting,
        "groups": groups,
        "titles_in": listed.language,
        "read": asks.desk.seen.keep(text),
        "wrong": dict(wrong or {}),
        "left_out": list(left_out),
        "added": [each for group in groups for each in group["enclosures"] if each["at"] in added],
        "removed": removed,
        "typed": typed,
        "whole": whole,
    }
    return asks.show("enclosures.html", shown, status=status)


def _listed(asks: Asking, slug: str, data: Mapping[str, Any]) -> Listed:
    return asks.desk.titles.of(slug, data, asks.words.language)


# --- files ------------------------------------------------------------------------------------------


def _read(asks: Asking, slug: str) -> tuple[dict[str, Any], bytes]:
    text = asks.desk.house.facts(slug)
    return tomllib.loads(text.decode("utf-8-sig")), text


def _change(asks: Asking, slug: str, changes: Sequence[Change], read: bytes) -> None:
    asks.desk.house.change(slug, changes, read=read)


def _within(folder: Path, path: str) -> bool:
    """Whether it is a file of the meeting's folder, and leads nowhere else."""
    return (folder / path).is_file() and (folder / path).resolve().is_relative_to(folder.resolve())


def _claimed(target: Path) -> bool:
    """Whether a name was free; nobody else's file gets it then."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


@contextmanager
def _put(folder: Path) -> Iterator[Any]:
    """Puts uploaded files into a meeting's folder, whole and under free names; they go where anything fails."""
    (folder / _FOLDER).mkdir(exist_ok=True)
    put: list[Path] = []

    def one(file: UploadFile, name: str) -> str:
        stem, ending = Path(name).stem, Path(name).suffix
        target, number = folder / _FOLDER / name, 1
        while not _claimed(target):
            number += 1
            target = folder / _FOLDER / f"{stem}-{number}{ending}"
        put.append(target)
        descriptor, draft = tempfile.mkstemp(dir=folder / _FOLDER, prefix=".", suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as into:
                shutil.copyfileobj(file.file, into)
            Path(draft).chmod(0o644)
            Path(draft).replace(target)
        finally:
            Path(draft).unlink(missing_ok=True)
        return target.relative_to(folder).as_posix()

    try:
        yield one
    except BaseException:
        for each in put:
            each.unlink(missing_ok=True)
        raise
