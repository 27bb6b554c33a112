"""Sign-in with the office's own accounts (OpenID Connect Core 1.0): a browser is sent to the provider, and comes
back with a code; the provider tells for it who that is, and the desk believes what is signed with its keys.

The way is the authorization code flow with PKCE (RFC 7636), ``state`` and ``nonce``. All three are made of one secret
that the browser keeps in a cookie and of another that this process keeps, so that nothing has to be remembered of those
who never come back. The only addresses that are asked are on the hosts that the house's settings name.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from pipeline import Finding, Place, visible
from pipeline.desk.guard import Refused
from pipeline.desk.people import Provider

HOLDS: Final = 600
"""Seconds that a person has to sign in."""
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""With a key of which the desk knows the public half alone: neither ``none``, nor a secret that it could sign with."""
_LEEWAY = 60
"""Seconds that two clocks may differ by."""
_KNOWN_FOR = 3600.0
_PATIENCE = httpx2.Timeout(10.0)
"""For a part of an answer."""
_LONGEST = 20.0
"""Seconds for all of it."""
_AT_ONCE = 30
"""People who wait for the provider; for whom it is not quick, others of the desk have their pages."""
_MOST = 1_000_000
"""Bytes of an answer."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what it keeps."""

    address: str
    cookie: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the provider says of itself, and its keys."""

    authorization: str
    token: str
    by_post: bool
    """Whether the secret is to be sent in the form, and not in a header."""
    keys_at: str
    keys: KeySet
    since: float


class SignIn:
    """The sign-in of one provider; asked from any number of threads."""

    def __init__(self, provider: Provider, clock: Callable[[], float]) -> None:
        self.provider, self._clock = provider, clock
        self._own = secrets.token_bytes(32)
        self._client = httpx2.Client(timeout=_PATIENCE, trust_env=False, follow_redirects=False)
        self._known: _Known | None = None
        self._renewing = threading.Lock()
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def begin(self, back: str) -> Begun:
        """Begins one that leads to the path ``back``. Raises Refused where the provider can't be asked."""
        known, secret = self._asked_once(), secrets.token_urlsafe(32)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self._made("verifier", secret).encode()).digest())
        asked = {
            "response_type": "code",
            "client_id": self.provider.client,
            "redirect_uri": self.provider.comes_back_to,
            "scope": " ".join(self.provider.scopes),
            "state": self._made("state", secret),
            "nonce": self._made("nonce", secret),
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        sign = "&" if urlsplit(known.authorization).query else "?"
        return Begun(f"{known.authorization}{sign}{urlencode(asked)}", f"{secret}.{quote(back, safe='')}")

    def finish(self, said: Mapping[str, str], cookie: str) -> tuple[str, str]:
        """Who came back: what they are called, and the provider's own name of them. Raises Refused, with why, where
        that can't be relied on."""
        secret = cookie.partition(".")[0]
        if not secret or not hmac.compare_digest(said.get("state", "").encode(), self._made("state", secret).encode()):
            raise Refused(400, Finding("desk-sign-in-lost", self._here))
        if said.get("iss", self.provider.issuer) != self.provider.issuer:  # RFC 9207
            raise self._wrong("iss")
        if "error" in said or not said.get("code"):
            answer = visible(said.get("error", "")[:200])
            raise Refused(403, Finding("desk-sign-in-refused", self._here, {"answer": answer}))
        known = self._asked_once()
        form = {
            "grant_type": "authorization_code",
            "code": said["code"],
            "redirect_uri": self.provider.comes_back_to,
            "code_verifier": self._made("verifier", secret),
        }
        made = self._asked("POST", known.token, *self._as_client(known, form))
        claims = self._read(str(made.get("id_token", "")), known)
        if claims.get("nonce") != self._made("nonce", secret):
            raise self._wrong("nonce")
        return self._name(claims), str(claims["sub"])

    @property
    def _here(self) -> Place:
        return Place(self.provider.issuer)

    def _wrong(self, why: str) -> Refused:
        return Refused(502, Finding("desk-sign-in-wrong", self._here, {"issuer": self.provider.issuer, "why": why}))

    def _down(self, why: str) -> Refused:
        return Refused(502, Finding("desk-sign-in-down", self._here, {"issuer": self.provider.issuer, "why": why}))

    def _made(self, name: str, secret: str) -> str:
        made = hmac.digest(self._own, f"{name}:{secret}".encode(), "sha256")
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def _as_client(self, known: _Known, form: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The form, and headers, that say which client asks (RFC 6749, 2.3.1)."""
        client, secret = self.provider.client, self.provider.secret
        if not secret or known.by_post:
            return {**form, "client_id": client, **({"client_secret": secret} if secret else {})}, {}
        both = f"{quote(client, safe='')}:{quote(secret, safe='')}"
        return form, {"authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}

    def _name(self, claims: Mapping[str, Any]) -> str:
        claim = self.provider.claim
        if claim == "email" and claims.get("email_verified") is not True:
            raise self._wrong("email_verified")
        name = claims.get(claim)
        if not isinstance(name, str) or not name.strip() or len(name) > _LONGEST_NAME or visible(name) != name:
            raise self._wrong(claim)
        return " ".join(name.split())

    # --- what the provider says -------------------------------------------------------------------

    def _asked_once(self) -> _Known:
        """What the provider says of itself, of this hour. While one person's browser has it renewed, others go by what
        was known."""
        known = self._known
        if known is None:
            self._known = known = self._asked_now()
        elif self._clock() - known.since > _KNOWN_FOR and self._renewing.acquire(blocking=False):
            try:
                self._known = known = self._asked_now()
            finally:
                self._renewing.release()
        return known

    def _asked_now(self) -> _Known:
        issuer = self.provider.issuer
        told = self._asked("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if told.get("issuer") != issuer:
            raise self._wrong("issuer")
        ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        keys_at = self._endpoint(told, "jwks_uri")
        return _Known(
            self._endpoint(told, "authorization_endpoint"),
            self._endpoint(told, "token_endpoint"),
            "client_secret_basic" not in ways,
            keys_at,
            self._keys(keys_at),
            self._clock(),
        )

    def _endpoint(self, told: Mapping[str, Any], name: str) -> str:
        """An address of the provider, if the house's settings have its host."""
        address = told.get(name)
        if not isinstance(address, str) or not self.provider.may_be_asked(address):
            raise self._wrong(name)
        return address

    def _keys(self, address: str) -> KeySet:
        told = self._asked("GET", address)
        # A provider may publish keys of kinds that are not known here, or for other uses.
        keys = [each for each in told.get("keys", ()) if isinstance(each, dict) and each.get("use", "sig") == "sig"]
        try:
            return KeySet.import_key_set({"keys": [each for each in keys if each.get("kty") in {"RSA", "EC", "OKP"}]})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise self._wrong("jwks_uri") from error

    def _read(self, token: str, known: _Known) -> Mapping[str, Any]:
        """The claims of an ID token that holds (OpenID Connect Core, 3.1.3.7)."""
        try:
            return self._claims(token, known.keys)
        except JoseError:
            # The provider may have new keys since: those that it has now are asked for, once.
            keys = self._keys(known.keys_at)
        self._known = replace(known, keys=keys)
        try:
            return self._claims(token, keys)
        except JoseError as error:
            raise self._wrong(str(getattr(error, "claim", None) or error.error)) from error

    def _claims(self, token: str, keys: KeySet) -> Mapping[str, Any]:
        now = int(self._clock())
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=_ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=now,
            leeway=_LEEWAY,
            iss={"essential": True, "value": self.provider.issuer},
            aud={"essential": True, "value": self.provider.client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(claims)
        if claims["iat"] < now - HOLDS - _LEEWAY:
            raise self._wrong("iat")
        many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if many else self.provider.client) != self.provider.client:
            raise self._wrong("azp")
        return claims

    def _asked(
        self, method: str, address: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """An object that the provider gives. It leads to no other address, and says no more than there is room for."""
        if not self._room.acquire(blocking=False):
            raise self._down("too many wait for it")
        until = time.monotonic() + _LONGEST
        try:
            with self._client.stream(method, address, data=form, headers=dict(headers or {})) as said:
                body = bytearray()
                for part in said.iter_bytes():
                    body += part
                    if len(body) > _MOST:
                        raise self._wrong(address)
                    if time.monotonic() > until:
                        raise self._down("its answer does not end")
        except (httpx2.HTTPError, OSError) as error:
            raise self._down(visible(str(error)) or type(error).__name__) from error
        finally:
            self._room.release()
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise self._wrong(f"{said.status_code} {address}") from error
        if said.status_code != 200 or not isinstance(told, dict):
            raise self._wrong(f"{said.status_code} {address}")
        return told
