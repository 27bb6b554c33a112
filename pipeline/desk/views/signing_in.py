"""Signing in with the office's accounts: out to its provider, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from pipeline import Finding, Place
from pipeline.desk.asking import Desk, desk_of, local, person_of, spoken
from pipeline.desk.guard import Refused
from pipeline.desk.people import COOKIE, Provider
from pipeline.desk.rendering import Answer, rendered

if TYPE_CHECKING:
    from pipeline.desk.signing_in import SignIn

router = APIRouter()
_BEGUN = "papers-sign-in"
_BACK = "/signed-in"


@router.get("/sign-in", include_in_schema=False)
def sign_in(request: Request, back: str = "/") -> Response:
    _desk, way, provider = _sign_in(request)
    begun = way.begin(local(back))
    response = RedirectResponse(begun.address, 303)
    # Not strict: who comes back from the provider comes from another site.
    response.set_cookie(
        _BEGUN, begun.cookie, max_age=600, path=_BACK, httponly=True, samesite="lax", secure=provider.is_secure
    )
    return response


@router.get(_BACK, include_in_schema=False)
def signed_in(request: Request) -> Response:
    """Lets in whom the provider names, with a cookie that is new in any case.

    The answer is a page that leads on, and no redirection: a browser that is led on from another site would not send a
    strict cookie along.
    """
    desk, way, provider = _sign_in(request)
    kept = request.cookies.get(_BEGUN, "")
    name, subject = way.finish(dict(request.query_params), kept)
    if desk.office is None or desk.office.person(name) is None:
        raise Refused(403, Finding("desk-not-let-in", Place("/signed-in"), {"name": name}))
    before = person_of(request)
    if before is not None:
        desk.people.leave(request.cookies[COOKIE])
    cookie = desk.people.come_in(name, before.language if before and before.name == name else "")
    desk.history.add("came-in", at=desk.now(), by=name, subject=subject[:200])
    data: dict[str, Any] = {"name": name, "on": local(unquote(kept.partition(".")[2]))}
    response = rendered(request, Answer("signed_in.html", data), spoken(request, None), None)
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=provider.is_secure)
    response.delete_cookie(_BEGUN, path=_BACK)
    return response


def _sign_in(request: Request) -> tuple[Desk, SignIn, Provider]:
    desk = desk_of(request)
    if desk.sign_in is None:
        raise Refused(404, Finding("desk-no-page", Place(request.url.path)))
    return desk, desk.sign_in, desk.sign_in.provider
