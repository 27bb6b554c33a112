"""A new meeting: from what it needs, from a past one, or from a folder that was packed as a ZIP."""

from __future__ import annotations

import lzma
import re
import shutil
import stat
import struct
import zipfile
import zlib
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Annotated, Any, cast

from fastapi import APIRouter, Form, UploadFile
from starlette.datastructures import FormData
from starlette.responses import Response

from pipeline import Finding, House, Need, Place, UsageError, groups
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.leading import Leads
from pipeline.desk.naming import is_leftover
from pipeline.desk.rendering import page
from pipeline.desk.views.checking import group_of
from pipeline.desk.views.facts import Typed
from pipeline.desk.views.meetings import latest_first, meeting_data, title_of

router = APIRouter()
_MOST_FILES = 2000
_LONGEST_LIST = 2_000_000
"""Bytes: the list is read as a whole, before a file of it can be counted."""
_NO_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(NotImplementedError, RuntimeError, EOFError, ValueError),
)
_MOST_TIMES = 4
"""That a packed folder may be larger than all that may be sent at once."""


@page(router, "/new")
def new(asks: Asks) -> Response:
    return _shown(asks, {})


@router.post("/new", include_in_schema=False)
def make(asks: Asks, form: Typed) -> Response:
    """Makes a meeting of what was chosen, and leads to it."""
    slug, like = str(form.get("slug", "")).strip(), str(form.get("like", ""))
    try:
        if like:
            made = asks.desk.house.new(slug, like=asks.meeting(like), day=_day(str(form.get("day", ""))))
        else:
            needs = {need.name: need.name in form for need in House.needs}
            made = asks.desk.house.new(slug, languages=[str(each) for each in form.getlist("languages")], needs=needs)
    except UsageError as error:
        told = " ".join(f"{each['what']} {each['mend']}" for each in map(asks.words.finding, error.findings))
        return _shown(asks, {"slug-like" if like else "slug": told}, form, status=422)
    except ValueError:
        return _shown(asks, {"day": asks.words("facts.wrong.day")}, form, status=422)
    asks.did("made", slug, **({"like": like} if like else {}))
    if made.to_look_at:
        leads = Leads(asks, slug)
        found = [{**group_of(asks, leads, each), "acceptable": False} for each in groups(made.to_look_at)]
        data = {"meeting": meeting_data(asks, slug), "found": found}
        return asks.show("made.html", data)
    return asks.go(f"/meetings/{slug}")


def _day(words: str) -> date | None:
    return date.fromisoformat(words.strip()) if words.strip() else None


@router.post("/new/folder", include_in_schema=False)
def upload(asks: Asks, folder: UploadFile | None = None, slug: Annotated[str, Form()] = "") -> Response:
    """Makes a meeting of a packed folder that has a ``meeting.toml``."""
    if folder is None:
        return _shown(asks, {"folder": asks.words("enclosures.none-chosen")}, status=422)
    slug = slug.strip() or re.sub(r"[^a-z0-9]+", "-", Path(folder.filename or "").stem.lower()).strip("-")
    root = asks.desk.house.root
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,80}", slug):
        return _shown(asks, {"folder": asks.words("new.slug.wrong")}, status=422)
    target, draft = root / "meetings" / slug, root / "meetings" / f".{slug}.part"
    if target.exists():
        return _shown(asks, {"folder": asks.words("new.taken", slug=slug)}, status=409)
    shutil.rmtree(draft, ignore_errors=True)
    try:
        with zipfile.ZipFile(cast(IO[bytes], _Short(folder.file))) as packed:
            _unpack(asks, packed, draft)
        draft.rename(target)
    except (*_NO_ZIP, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:  # the disk's, and not of what is unpacked (bz2)
            raise
        raise Refused(422, Finding("desk-no-folder", Place(folder.filename or "zip"))) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    asks.did("made", slug, file=folder.filename or "")
    return asks.go(f"/meetings/{slug}/check")


class _Short:
    """A packed folder, of which nobody reads more at once than the list of its files may have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _LONGEST_LIST:
            raise zipfile.BadZipFile("its list of files is too long")
        return self._file.read(size)


def _unpack(asks: Asking, packed: zipfile.ZipFile, draft: Path) -> None:
    """Puts what the folder holds into ``draft``: plain files below it, counted as they come, whatever they claim."""
    files = [each for each in packed.infolist() if not each.is_dir() and not is_leftover(each.filename)]
    files = [each for each in files if not each.filename.startswith("__MACOSX/")]
    roots = [
        PurePosixPath(each.filename).parent for each in files if PurePosixPath(each.filename).name == "meeting.toml"
    ]
    if not roots or len(files) > _MOST_FILES:
        raise ValueError("no meeting.toml, or more files than a meeting has")
    base = min(roots, key=lambda each: len(each.parts))
    left = asks.desk.limits.upload * 1_000_000 * _MOST_TIMES
    for each in files:
        path = PurePosixPath(each.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(each.external_attr >> 16) or "\0" in each.filename:
            raise ValueError("a name that leads elsewhere")
        if not path.is_relative_to(base):
            continue
        inside = path.relative_to(base)
        if inside.name == "config.toml" or any(part.startswith(".") for part in inside.parts):
            continue
        place = draft / inside
        place.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(each) as source, place.open("xb") as into:
            while part := source.read(1 << 20):
                left -= len(part)
                if left < 0:
                    raise ValueError("it unpacks to more than may be sent")
                into.write(part)


def _shown(asks: Asking, wrong: dict[str, str], form: FormData | None = None, *, status: int = 200) -> Response:
    """The page, with what was typed and chosen on it."""
    typed = {} if form is None else {name: str(form.get(name, "")) for name in ("slug", "like", "day")}
    chosen = None if form is None or typed["like"] else [str(each) for each in form.getlist("languages")]
    needs = [
        {"name": each.name, "question": each.question, "of": each.of, "wanted": _wanted(each, form, chosen)}
        for each in House.needs
    ]
    past = [each for each in asks.desk.house.standings if not each.unread]
    data: dict[str, Any] = {
        "needs": needs,
        "languages": list(asks.desk.house.languages),
        "chosen": chosen,
        "meetings": [{"slug": each.slug, "title": title_of(asks, each)[0]} for each in latest_first(past)],
        "wrong": wrong,
        "typed": typed,
    }
    return asks.show("new.html", data, status=status)


def _wanted(need: Need, form: FormData | None, chosen: list[str] | None) -> bool:
    return need.usual if form is None or chosen is None else need.name in form
