"""Papers as they will be: pages as pictures, languages side by side; a word says where it is from, and leads there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import wait
from typing import Any

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from pipeline import Explanation, Finding, Findings, Page, Place, Previewed, Session
from pipeline.desk.asking import Asking, Asks
from pipeline.desk.guard import Refused
from pipeline.desk.leading import Leads
from pipeline.desk.rendering import page, wants_json
from pipeline.desk.views.checking import groups_of
from pipeline.desk.views.meetings import meeting_data

router = APIRouter()
ZOOMS = ("60", "80", "100", "130", "170")


@page(router, "/meetings/{slug}/look")
def look(
    asks: Asks,
    slug: str,
    language: str = "",
    against: str = "",
    part: str = "letter",
    zoom: str = "100",
    ticket: str = "",
    words: bool = False,
) -> Response:
    """Pages as soon as they are drawn. Where something has changed, what their words are from comes as the page asks
    again, with ``words``, and then what was found, with a ``ticket``."""
    asks.meeting(slug)
    meeting = meeting_data(asks, slug)
    known: list[str] = meeting["languages"]
    language = language if language in known else asks.words.language if asks.words.language in known else known[0]
    against = against if against in known and against != language else ""
    checks = asks.desk.checks
    found: Findings | str | None = None if wants_json(asks.request) else checks.known(slug)
    explained = wants_json(asks.request) or words or bool(ticket) or found is not None
    with asks.desk.turns.at(slug, "look"):
        drawing = asks.desk.apart.begin(
            Session.preview, slug, language=language, against=against or None, parts=(part,), explained=explained
        )
        try:
            parts = _parts(asks, slug)  # meanwhile
        finally:
            wait([drawing])
    if part not in [each["part"] for each in parts]:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    seen = drawing.result()
    if wants_json(asks.request):
        found = checks.whole(slug)
    elif found is None and explained:
        found = checks.soon(slug, ticket)
    groups = groups_of(asks, slug, found) if isinstance(found, Findings) else []
    documents = [_document(asks, slug, each, groups) for each in seen.documents if part in (each.kind, each.number)]
    zoom = zoom if zoom in ZOOMS else "100"
    address = f"/meetings/{slug}/look?language={language}&against={against}&part={part}&zoom={zoom}"
    data = {
        "meeting": meeting,
        "language": language,
        "against": against,
        "part": part,
        "parts": parts,
        "zoom": zoom,
        "zooms": list(ZOOMS),
        "address": address,
        "more": f"{address}&words=true"
        if not explained
        else f"{address}&ticket={found}"
        if isinstance(found, str)
        else "",
        "documents": documents,
    }
    return asks.show("look.html", data)


def _parts(asks: Asking, slug: str) -> list[dict[str, str]]:
    """What can be looked at: the letter, the list of enclosures where there is one, and each enclosure."""
    data = tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig"))
    parts = [{"part": "letter", "title": asks.words("look.letter")}]
    parts += [{"part": "index", "title": asks.words("look.index")}] if data.get("index", True) else []
    listed = asks.desk.titles.of(slug, data, asks.words.language)
    parts += [{"part": number, "title": f"{number}. {title}"} for number, title in listed.all()]
    return parts


def _document(asks: Asking, slug: str, document: Previewed, groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    leads = Leads(asks, slug)
    own = {asks.words.within(each) for each in _files(document)}
    told = [(each, page) for each in groups if not each["accepted"] and (page := _on(each, own)) is not None]
    sources = {
        number: {"number": number, "words": words, "sources": _places(asks, leads, each)}
        for number, each in enumerate(document.explanations)
        if (words := _words(document, number)) and each.sources
    }
    pages = [
        {
            **page_data(slug, document.language, each),
            "words": [
                {"of": word.explanation, "box": [round(side, 1) for side in word.box]}
                for word in each.words
                if word.explanation in sources
            ],
            "findings": [each for each, page in told if page == number],
        }
        for number, each in enumerate(document.pages, start=1)
    ]
    return {
        "language": document.language,
        "kind": document.kind,
        "number": document.number,
        "title": document.title,
        "pages": pages,
        "findings": [each for each, page in told if not 1 <= page <= len(pages)],
        "sources": list(sources.values()),
    }


def _files(document: Previewed) -> set[str]:
    """The Word files and documents that it is made of."""
    every = [source for each in document.explanations for source in (*each.sources, *each.by_way_of)]
    return {source.place.file for source in every if not source.place.file.endswith((".toml", ".po"))}


def _on(group: Mapping[str, Any], own: set[str]) -> int | None:
    """The page that something was found on, 0 for no page of its own; None for what is of another document."""
    pages = [each["page"] for each in group["places"] if each["file"] in own]
    return min(pages) if pages else None


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


def _places(asks: Asking, leads: Leads, each: Explanation) -> list[dict[str, Any]]:
    """Where some words are from, each with the page on which that is changed; and the paragraph that asks for them."""
    return [
        {
            "kind": source.kind,
            "name": source.name,
            "where": asks.words.place(source.place),
            "label": leads.named(source.place) or asks.words.place(source.place),
            "address": leads.to(source.place),
        }
        for source in (*each.sources, *(one for one in each.by_way_of if one.kind in {"template", "placeholder"}))
    ]


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
