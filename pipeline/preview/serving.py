"""Pages go in, a server on this machine's own address shows them to who has the key, and says when there are others.

It answers nobody whose request names another host (a site that has its name resolved to this machine), nor what another
site asks; the key is of one run.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

_PATIENCE = 20.0
"""Seconds that a browser waits for news until it asks again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is there to be seen."""

    page: str
    pages: str
    """The part of the page that is new."""
    pictures: Mapping[str, bytes]
    """By the names that the pages have for them."""


_NOTHING = Shown("", "", {})


class Server:
    """Serves what it was shown last, and what it was told since."""

    def __init__(self, first: str) -> None:
        """``first`` is said until there are pages."""
        self._first = first
        self._key = secrets.token_urlsafe(24)
        self._changed = threading.Condition()
        self._shown, self._error, self._version, self._of_pages, self._closed = _NOTHING, "", 0, 0, False
        self._older: Mapping[str, bytes] = {}
        server = self

        class Handler(_Handler):
            of = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, name="preview server", daemon=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self._key}/"

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._http.shutdown()
        self._http.server_close()

    def show(self, shown: Shown) -> None:
        with self._changed:
            self._older, self._shown, self._error = self._shown.pictures, shown, ""
            self._version += 1
            self._of_pages = self._version
            self._changed.notify_all()

    def tell(self, error: str) -> None:
        """What is wrong, beside the pages that were shown last."""
        with self._changed:
            self._error = error
            self._version += 1
            self._changed.notify_all()

    # --- what browsers ask -------------------------------------------------------------------------

    def opens(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self._key.encode())

    def page(self) -> str:
        """The page, once there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._version or self._closed, _PATIENCE)
            told = escape(self._error or self._first)
            return self._shown.page or _FIRST.format(told=told)

    def picture(self, name: str) -> bytes | None:
        with self._changed:
            return self._shown.pictures.get(name) or self._older.get(name)

    def news(self, since: int) -> bytes | None:
        """What is new since a version; None where there is nothing yet."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > since or self._closed, _PATIENCE)
            if self._closed or self._version <= since:
                return None
            new = self._of_pages > since
            return json.dumps(
                {"version": self._version, "error": self._error, "pages": self._shown.pages if new else None}
            ).encode()


_FIRST = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Preview</title></head>
<body><p role="alert" style="white-space: pre-line">{told}</p></body></html>
"""
"""Until there are pages."""


class _Handler(BaseHTTPRequestHandler):
    of: Server

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        _, key, *rest = [*asked.path.split("/"), ""]
        own = {f"{host}:{self.of.port}" for host in ("127.0.0.1", "localhost")}
        if self.headers.get("Host") not in own or self.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
            return self._answer(HTTPStatus.FORBIDDEN)
        if not self.of.opens(key):
            return self._answer(HTTPStatus.NOT_FOUND)
        match [step for step in rest if step]:
            case []:
                return self._answer(HTTPStatus.OK, "text/html; charset=utf-8", self.of.page().encode())
            case ["new"]:
                since = parse_qs(asked.query).get("since", ["0"])[0]
                news = self.of.news(int(since) if since.isdecimal() else 0)
                if news is None:
                    return self._answer(HTTPStatus.NO_CONTENT)
                return self._answer(HTTPStatus.OK, "application/json", news)
            case ["picture", name] if (picture := self.of.picture(name)) is not None:
                return self._answer(HTTPStatus.OK, "image/png", picture, cache="private, max-age=3600, immutable")
            case _:
                return self._answer(HTTPStatus.NOT_FOUND)

    def _answer(self, status: HTTPStatus, kind: str = "", content: bytes = b"", cache: str = "no-store") -> None:
        try:
            self.send_response(status)
            if kind:
                self.send_header("Content-Type", kind)
            if status is not HTTPStatus.NO_CONTENT:
                self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", cache)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:  # whoever asked has gone
            self.close_connection = True

    def log_message(self, *_args: Any) -> None:
        """Nothing: nobody reads it, and the key is in it."""
