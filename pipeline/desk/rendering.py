"""Plain data goes in, a page comes out, or the same data as JSON: a page shows nothing that its twin has not.

``/meetings`` is a page, and ``/meetings.json`` has what it shows. Templates escape all that they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from pipeline import json_text
from pipeline.desk.people import Person
from pipeline.desk.words import LANGUAGES, Speech

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows."""

    template: str
    data: Data
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def rendered(request: Request, answer: Answer, words: Speech, person: Person | None) -> Response:
    """The answer as a page, or as JSON where the address, or the caller, asks for that."""
    if wants_json(request):
        return Response(json_text(answer.data), answer.status, answer.headers, "application/json")
    page = _TEMPLATES.get_template(answer.template).render(
        **answer.data,
        t=words,
        person=person,
        spoken=LANGUAGES,
        language_name=lambda tag: words(f"language.{tag}") if words.knows(f"language.{tag}") else tag,
        size=lambda count: size(count, words),
        way=words.way,
        path=request.url.path,
        home=request.app.state.desk.house.root.name,
    )
    return Response(page, answer.status, answer.headers, "text/html; charset=utf-8")


def compile_all() -> None:
    """Reads every page's template, which takes longer than to fill it in."""
    for name in _TEMPLATES.list_templates():
        _TEMPLATES.get_template(name)


def size(count: int, words: Speech) -> str:
    """Bytes, as people read them."""
    if count < 1000:
        return words("size.b", count=count)
    unit, tenths = ("kb", count / 100) if count < 1_000_000 else ("mb", count / 100_000)
    whole, tenth = divmod(round(tenths), 10)
    return words(f"size.{unit}", whole=whole, tenth=tenth)


def wants_json(request: Request) -> bool:
    """Whether the address, or who asks, wants the data and not the page."""
    return (
        request.url.path.startswith("/api/")
        or request.url.path.endswith(".json")
        or request.headers.get("accept", "").startswith("application/json")
    )


def page(router: APIRouter, path: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Lets a function answer an address, and that of its JSON twin."""

    def registered(answering: Callable[..., Response]) -> Callable[..., Response]:
        for each in (f"{path}.json", path):
            router.add_api_route(each, answering, methods=["GET"], include_in_schema=False, response_model=None)
        return answering

    return registered
