"""Coming in, being called by a name, choosing a language, leaving."""

from __future__ import annotations

import getpass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from pipeline import Finding, Place, visible
from pipeline.desk.asking import Asking, Asks, desk_of, local
from pipeline.desk.guard import Refused
from pipeline.desk.people import COOKIE
from pipeline.desk.rendering import page
from pipeline.desk.words import LANGUAGES

router = APIRouter()
_LONGEST_NAME = 80


@router.get("/enter", include_in_schema=False)
def enter(request: Request, key: str = "") -> Response:
    """Lets in whoever has a key, once, under the name that they have on this machine."""
    desk = desk_of(request)
    cookie = None if desk.office else desk.people.enter(key, _login())
    if cookie is None:
        raise Refused(401, Finding("desk-key", Place("/enter")))
    desk.history.add("came-in", at=desk.now(), by=_login())
    response = RedirectResponse("/", 303)
    response.set_cookie(COOKIE, cookie, max_age=30 * 24 * 3600, httponly=True, samesite="strict")
    return response


@page(router, "/you")
def you(asks: Asks) -> Response:
    return _you(asks)


def _you(asks: Asking, status: int = 200, **more: object) -> Response:
    known = {"office": asks.desk.office is not None, "may_leave": _may_leave(asks)}
    tokens = [each.as_json() for each in asks.desk.tokens.made_by(asks.person)]
    return asks.show(
        "you.html",
        {**asks.person.as_json(), "tokens": tokens, **known, **more},
        status=status,
    )


@router.post("/you/tokens", include_in_schema=False)
def new_token(asks: Asks, token: Annotated[str, Form()] = "") -> Response:
    """Makes a token for a program, which is shown this once."""
    asks.oneself()
    name = " ".join(token.split())
    if not name or len(name) > _LONGEST_NAME or visible(name) != name:
        return _you(asks, 422, wrong={"token": asks.words("you.name.wrong", most=_LONGEST_NAME)})
    made = asks.desk.tokens.make(name, asks.person)
    asks.did("token-made", token=name)
    return _you(asks, made=made)


@router.post("/you/tokens/{number}/end", include_in_schema=False)
def end_token(asks: Asks, number: int) -> Response:
    asks.oneself()
    asks.desk.tokens.end(number, asks.person)
    asks.did("token-ended", token=str(number))
    return asks.go("/you")


@router.post("/you", include_in_schema=False)
def rename(asks: Asks, name: Annotated[str, Form()] = "") -> Response:
    asks.oneself()
    _own_name(asks)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or visible(name) != name:
        wrong = {"name": asks.words("you.name.wrong", most=_LONGEST_NAME)}
        return _you(asks, 422, typed=name, wrong=wrong)
    asks.desk.people.change(asks.request.cookies[COOKIE], name=name)
    asks.did("renamed", name=name)
    return asks.go("/you")


@router.post("/language", include_in_schema=False)
def language(asks: Asks, to: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    asks.oneself()
    office = asks.desk.office
    if to in LANGUAGES and office is not None and office.provider is None:
        asks.desk.people.choose_language(asks.person.name, office, to)
    elif to in LANGUAGES:
        asks.desk.people.change(asks.request.cookies[COOKIE], language=to)
    return asks.go(local(back))


@router.post("/leave", include_in_schema=False)
def leave(asks: Asks) -> Response:
    asks.oneself()
    if not _may_leave(asks):
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))
    asks.desk.people.leave(asks.request.cookies[COOKIE])
    response = asks.go("/")
    response.delete_cookie(COOKIE)
    return response


def _may_leave(asks: Asking) -> bool:
    """Whether a person came in here, and the proxy did not say who they are."""
    return asks.desk.office is None or asks.desk.office.provider is not None


def _own_name(asks: Asking) -> None:
    """Refuses where the office says who people are."""
    if asks.desk.office:
        raise Refused(404, Finding("desk-no-page", Place(asks.request.url.path)))


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in a container
        return "?"
