"""What stands before every page: a request goes in, and is passed on, or refused before anything is read of it.

Requests from other sites are refused by what browsers say of them (``Sec-Fetch-Site``, else ``Origin``; ``Host``
against names that point here from elsewhere), and what is sent is counted while it comes in. What goes out may load
nothing but the desk's own files: no script within a page, nothing of another server.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline import Finding, Place
from pipeline.desk.people import Office

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MB = 1_000_000

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
"""Of every answer, whatever it is."""
OF_FILES = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""The policy of what is given out to be kept, should a browser show it all the same."""


class Refused(Exception):  # noqa: N818 - an answer, as the errors of HTTP are
    """What can't be done, with its status and with what is to be told."""

    def __init__(self, status: int, *findings: Finding) -> None:
        super().__init__(status, findings)
        self.status, self.findings = status, findings


TellsOf = Callable[[Request, Exception], Awaitable[Response]]
"""Gives the page for what was refused, or for what nobody thought of."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, and one visitor, may ask for."""

    upload: int = 300
    """In megabytes, of all that is sent at once."""
    requests: int = 40
    """A second, that a visitor may ask for again and again."""
    burst: int = 400
    """That a visitor may ask for at once."""
    token_days: int | None = None
    """How long a program's token holds; None for until it is ended."""


class TooLargeError(Exception):
    """More was sent than may be; raised where it is read."""


class Guard:
    """The application, with a guard before it. ``names`` are those that it answers under; ``clock`` is in seconds."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: frozenset[str],
        limits: Limits,
        office: Office | None,
        clock: Callable[[], float],
        answer: TellsOf,
    ) -> None:
        self._app, self._names, self._limits, self._office, self._answer = app, names, limits, office, answer
        self._rates = _Rates(limits, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        request, begun = Request(scope), False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
                if headers.get("content-disposition", "").startswith("attachment"):
                    headers["content-security-policy"] = OF_FILES
            await send(message)

        try:
            self._let_pass(request)
            await self._app(scope, self._counted(receive), send_with_headers)
        except Exception as trouble:
            if begun:  # the answer is on its way: to end it is all that is left
                raise
            await (await self._answer(request, trouble))(scope, receive, send_with_headers)

    def _let_pass(self, request: Request) -> None:
        """Raises Refused for what may not even be read."""
        headers, here = request.headers, Place(request.url.path)
        host, length = headers.get("host", ""), headers.get("content-length", "0")
        if (urlsplit(f"//{host}").hostname or "") not in self._names:
            raise Refused(421, Finding("desk-host", here, {"host": host}))
        if not _from_here(request.method, headers, host):
            raise Refused(403, Finding("desk-elsewhere", here))
        if not length.isdigit() or int(length) > self._limits.upload * _MB:
            raise Refused(413, Finding("desk-too-large", here, {"most": self._limits.upload}))
        if seconds := self._rates.wait(_visitor(request, self._office)):
            raise Refused(429, Finding("desk-too-often", here, {"seconds": seconds}))

    def _counted(self, receive: Receive) -> Receive:
        left = self._limits.upload * _MB

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise TooLargeError
            return message

        return counted


def _from_here(method: str, headers: Headers, host: str) -> bool:
    """Whether a page of the desk, or a person, asks. An address that a program asks with a token is no browser's: it
    says neither, and a cookie is not asked for there."""
    site = headers.get("sec-fetch-site")
    if method in _SAFE:
        # A link on another page may lead here; nothing of the desk may be part of another page.
        return site in {None, "same-origin", "none"} or headers.get("sec-fetch-mode") == "navigate"
    if site is not None:
        return site in {"same-origin", "none"}
    if (origin := headers.get("origin")) is not None:
        return urlsplit(origin).netloc == host
    return headers.get("authorization", "").startswith("Bearer ")


def _visitor(request: Request, office: Office | None) -> str:
    """Who asks: behind a proxy all have its address, and it says who they are."""
    host = request.client.host if request.client else ""
    return f"{host} {request.headers.get(office.header, '')}" if office and host in office.proxies else host


class _Rates:
    """How much each visitor asked for lately: a bucket that fills again (“token bucket”)."""

    _MOST = 10_000

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, visitor: str) -> int:
        """In how many seconds the visitor may ask again; 0 for now."""
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(visitor, (float(self._limits.burst), now))
            left = min(float(self._limits.burst), left + (now - since) * self._limits.requests)
            if len(self._left) >= self._MOST:
                self._left.pop(next(iter(self._left)))
            self._left[visitor] = (max(0.0, left - 1), now)
        return 0 if left >= 1 else 1
