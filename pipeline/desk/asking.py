"""What a page needs to answer a request: the desk, who is asking, and in which language."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from pipeline import Finding, House, Place, visible
from pipeline.desk.apart import Apart
from pipeline.desk.checks import Checks
from pipeline.desk.database import Database
from pipeline.desk.guard import Limits, Refused
from pipeline.desk.history import History
from pipeline.desk.jobs import Jobs
from pipeline.desk.keeping import Keeping
from pipeline.desk.people import COOKIE, Office, People, Person
from pipeline.desk.rendering import Answer, Data, rendered
from pipeline.desk.seen import Seen
from pipeline.desk.titles import Titles
from pipeline.desk.tokens import Tokens
from pipeline.desk.turns import Turns
from pipeline.desk.words import LANGUAGES, Said, Speech, chosen, speech

if TYPE_CHECKING:
    from pipeline.desk.signing_in import SignIn

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Desk:
    """All that the pages work with."""

    house: House
    apart: Apart
    checks: Checks
    titles: Titles
    database: Database
    people: People
    tokens: Tokens
    history: History
    jobs: Jobs
    seen: Seen
    keeping: Keeping
    turns: Turns
    limits: Limits
    office: Office | None
    """Of whom people are known; None where they come in by keys."""
    sign_in: SignIn | None
    """Of an office whose people sign in."""
    clock: Callable[[], float]
    """Seconds since 1970, UTC."""

    def now(self) -> str:
        return moment(self.clock())


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of a person who has come in."""

    request: Request
    desk: Desk
    person: Person
    words: Speech

    def show(self, template: str, data: Data, *, status: int = 200) -> Response:
        if wrong := data.get("wrong"):
            codes = {field: f"desk-{said.key.replace('.', '-')}" for field, said in wrong.items() if type(said) is Said}
            data = {**data, "codes": codes}
        return rendered(self.request, Answer(template, data, status), self.words, self.person)

    def go(self, path: str) -> Response:
        """To another page, after something was done: a reload does it no second time."""
        return RedirectResponse(path, 303)

    def did(self, what: str, meeting: str = "", **details: str) -> None:
        self.desk.history.add(what, at=self.desk.now(), by=self.person.name, meeting=meeting, **details)

    def meeting(self, slug: str) -> str:
        """The name of a meeting of this house, and of no other folder."""
        if slug not in self.desk.house.meetings:
            raise Refused(404, Finding("desk-no-meeting", Place(self.request.url.path), {"meeting": slug}))
        return slug

    def label(self, key: str) -> str:
        """What a key of ``meeting.toml`` is called on a page."""
        return self.words(f"field.{key}") if self.words.knows(f"field.{key}") else key.replace("_", " ").capitalize()

    def sender(self) -> None:
        """Refuses who may prepare only."""
        if not self.person.may_send:
            raise Refused(403, Finding("desk-may-not", Place(self.request.url.path)))

    def oneself(self) -> None:
        """Refuses a program: what is a person's own, its token does not change."""
        if by_token(self.request):
            raise Refused(403, Finding("desk-token-not-here", Place(self.request.url.path)))

    def seer(self) -> None:
        """Refuses who may not see recipients."""
        if not self.person.may_see:
            raise Refused(403, Finding("desk-no-recipients", Place(self.request.url.path)))


def local(path: str) -> str:
    """A path of the desk to lead on to; its beginning for what may lead elsewhere.

    >>> [local(each) for each in ("/meetings?x=1", "//evil.example", "/\\\\evil.example", "/\\t/evil.example", "evil")]
    ['/meetings?x=1', '/', '/', '/', '/']
    """
    return path if re.fullmatch(r"/(?![/\\])[!-~]{0,500}", path) else "/"


def moment(seconds: float) -> str:
    """As it is written down: 2026-03-02T14:05:00Z."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def desk_of(request: Request) -> Desk:
    """The desk that the application was made for."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found


def spoken(request: Request, person: Person | None) -> Speech:
    """The words in the language that the person chose, or that the browser asks for."""
    language = person.language if person else ""
    known = language if language in LANGUAGES else chosen(request.headers.get("accept-language", ""))
    return speech(desk_of(request).house, known)


def by_token(request: Request) -> bool:
    """Whether a program asks, and no person."""
    return request.headers.get("authorization", "").startswith("Bearer ")


def person_of(request: Request) -> Person | None:
    """Who is asking, by a cookie or, of a program, by a token; None for who has not come in."""
    if by_token(request):
        token = request.headers["authorization"].partition(" ")[2]
        return desk_of(request).tokens.of(token, desk_of(request).office)
    if (office := desk_of(request).office) is not None and office.provider is None:
        name = _named(request, office)
        return desk_of(request).people.from_office(name, office) if name else None
    cookie = request.cookies.get(COOKIE)
    return desk_of(request).people.of(cookie, office) if cookie else None


def _named(request: Request, office: Office) -> str:
    """Whom the proxy names; nobody where another asks."""
    known = request.client is not None and request.client.host in office.proxies
    return visible(" ".join(request.headers.get(office.header, "").split()))[:_LONGEST_NAME] if known else ""


def _asking(request: Request) -> Asking:
    person = person_of(request)
    if person is None:
        office, here = desk_of(request).office, Place(request.url.path)
        if by_token(request):
            raise Refused(401, Finding("desk-token", here))
        if office is not None and office.provider is not None:
            raise Refused(401, Finding("desk-signed-out", here))
        if office is not None and (name := _named(request, office)):
            raise Refused(403, Finding("desk-not-let-in", here, {"name": name}))
        raise Refused(401, Finding("desk-closed", here))
    return Asking(request, desk_of(request), person, spoken(request, person))


Asks = Annotated[Asking, Depends(_asking)]
