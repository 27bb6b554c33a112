"""Papers as they will be: pages as pictures, languages side by side; a word says where it is from, and leads there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from pipeline import Explanation, Finding, Page, Place, Preview, Previewed, Session
from pipeline.desk import forms
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.rendering import page
from pipeline.desk.views.facts import SECTIONS
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()
ZOOMS = ("60", "80", "100", "130", "170")
_PLAIN = frozenset({"letter", "index"})


@page(router, "/meetings/{slug}/look")
def look(
    asks: Asks, slug: str, language: str = "", against: str = "", part: str = "letter", zoom: str = "100"
) -> Response:
    asks.meeting(slug)
    meeting = meeting_data(asks, slug)
    known: list[str] = meeting["languages"]
    language = language if language in known else asks.words.language if asks.words.language in known else known[0]
    against = against if against in known and against != language else ""
    if part not in _PLAIN and not part.isdecimal():
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    with asks.desk.turns.at(slug, "look"):
        seen = asks.desk.apart.do(Session.preview, slug, language=language, against=against or None, parts=(part,))
    data = {
        "meeting": meeting,
        "language": language,
        "against": against,
        "part": part,
        "zoom": zoom if zoom in ZOOMS else "100",
        "zooms": list(ZOOMS),
        "documents": [_document(asks, slug, each) for each in _wanted(seen, part)],
    }
    return asks.show("look.html", data)


def _wanted(seen: Preview, part: str) -> list[Previewed]:
    return [each for each in seen.documents if each.kind == part or part.isdecimal()]


def _document(asks: Asking, slug: str, document: Previewed) -> dict[str, Any]:
    return {
        "language": document.language,
        "kind": document.kind,
        "number": document.number,
        "title": document.title,
        "pages": [page_data(slug, document.language, each) for each in document.pages],
        "sources": [
            source
            for number, each in enumerate(document.explanations)
            if (source := _source(asks, slug, each, _words(document, number)))
        ],
    }


def page_data(slug: str, language: str, each: Page) -> dict[str, Any]:
    """A page as one sees it."""
    return {
        "picture": f"/meetings/{slug}/look/{language}/{each.picture.name}",
        "text": each.text,
        "width": round(each.width),
        "height": round(each.height),
    }


def _words(document: Previewed, number: int) -> str:
    """The words of an explanation, as one reads them on the pages."""
    found = [word for each in document.pages for word in each.words if word.explanation == number]
    return "".join(f"{'' if word.joined else ' '}{word.text}" for word in found).strip()


def _source(asks: Asking, slug: str, each: Explanation, words: str) -> dict[str, Any] | None:
    """Where some words are from, and the page where a fact is changed."""
    if not words or not each.sources:
        return None
    places = [
        {
            "kind": source.kind,
            "name": source.name,
            "where": asks.words.place(source.place),
            "address": _address(asks, slug, source.place) if source.kind == "fact" else "",
        }
        for source in each.sources
    ]
    return {"words": words, "sources": places}


def _address(asks: Asking, slug: str, place: Place) -> str:
    """The page on which a fact can be changed; none where it has no page."""
    if Path(place.file).name != "meeting.toml" or not place.key:
        return ""
    top = forms.root(asks.desk.house.schema)
    for end in range(len(place.key), 0, -1):
        if forms.node_at(top, place.key[:end]) is not None:
            return "/".join(map(str, ("", "meetings", slug, "facts", *place.key[:end])))
    first = str(place.key[0])
    section = next((name for name, fields in SECTIONS.items() if first in fields), "layout")
    return f"/meetings/{slug}/facts/{section}"


@router.get("/meetings/{slug}/look/{language}/{name}", include_in_schema=False)
def picture(asks: Asks, slug: str, language: str, name: str) -> Response:
    """A picture of a page that was made for looking at: of this meeting, and of nothing else."""
    asks.meeting(slug)
    if name.startswith("to-"):  # a letter to somebody
        asks.seer()
    folder = asks.desk.house.root / "build" / slug / "preview"
    found = next((each for each in folder.rglob("*.png") if each.name == name), None)
    if found is None or language not in meeting_data(asks, slug)["languages"]:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    return FileResponse(found, media_type="image/png")
