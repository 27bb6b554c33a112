"""A provider of sign-in for tests: a server on the loopback that lets everybody in, keeps to the rules, and breaks one
of them where it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "papers:desk", "a secret/with+signs%"


@cache
def new_key(name: str) -> RSAKey:
    """A key; the same for the same name, as one takes a while to make."""
    return RSAKey.generate_key(2048, {"kid": name.partition("/")[0]})


@dataclass
class Provider:
    """What it does, and what it was asked."""

    address: str = ""
    name: str = "anna"
    key: RSAKey = field(default_factory=lambda: new_key("1"))
    published: RSAKey | None = None
    """Another key than it signs with."""
    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    token: Callable[[str], str] = lambda token: token
    metadata: dict[str, Any] = field(default_factory=dict)
    """In place of what it would say of itself."""
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """By path: what it answers instead."""
    goes_on: threading.Event = field(default_factory=threading.Event)
    """While it is not set, nothing is answered."""
    drips: bool = False
    """What it says of itself never ends."""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def described(self) -> dict[str, Any]:
        own = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
        }
        return {**own, **self.metadata}

    def code_for(self, asked: dict[str, str]) -> str:
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code

    def authorized(self, query: str) -> str:
        """Where a browser is led back to."""
        asked = {name: value for name, (value,) in parse_qs(query).items()}
        assert (asked["response_type"], asked["client_id"]) == ("code", CLIENT)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        said = urlencode({"code": self.code_for(asked), "state": asked["state"], "iss": self.address})
        return f"{asked['redirect_uri']}?{said}"

    def given(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What there is for a code: once, for who asked for it, and who proves that."""
        client, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        asked = self.codes.pop(form["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=")
        if (
            (unquote(client), unquote(secret)) != (CLIENT, SECRET)
            or asked is None
            or asked["redirect_uri"] != form["redirect_uri"]
            or asked["code_challenge"] != challenge.decode()
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "7", "iat": now, "exp": now + 60}
        claims |= {"nonce": asked["nonce"], "preferred_username": self.name}
        header = {"alg": "RS256", "kid": self.key.kid}
        return 200, {"id_token": self.token(jwt.encode(header, self.claims(claims), self.key)), "token_type": "Bearer"}


@contextmanager
def provider() -> Iterator[Provider]:
    """One that runs. A browser knows it by another name than the desk's, so that it is another site."""
    own = Provider()
    own.goes_on.set()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def say(self, status: int, body: bytes, **headers: str) -> None:
            self.send_response(status)
            for name, value in {"content-type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            own.asked.append(path)
            own.goes_on.wait()
            if path in own.answers:
                status, body = own.answers[path]
                self.say(status, body, **({"location": body.decode()} if 300 <= status < 400 else {}))
            elif own.drips:
                self.send_response(200)
                self.send_header("content-length", "900000")
                self.end_headers()
                with suppress(OSError):
                    while True:
                        self.wfile.write(b" ")
                        time.sleep(0.05)
            elif path == "/.well-known/openid-configuration":
                self.say(200, json.dumps(own.described()).encode())
            elif path == "/keys":
                keys = KeySet([own.published or own.key]).as_dict(private=False)
                self.say(200, json.dumps(keys).encode())
            elif path == "/authorize":
                self.say(303, b"", location=own.authorized(query))
            else:
                self.say(404, b"")

        def do_POST(self) -> None:
            own.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            if self.path in own.answers:
                self.say(*own.answers[self.path])
                return
            form = {name: value for name, (value,) in parse_qs(body).items()}
            status, told = own.given(form, self.headers.get("authorization", ""))
            self.say(status, json.dumps(told).encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    own.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
