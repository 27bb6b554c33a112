"""Signing in with the office's accounts, against a provider that runs: who it names comes in, and nobody else does."""

from __future__ import annotations

import base64
import hmac
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk import signing_in
from pipeline.desk.app import make_app
from pipeline.desk.people import COOKIE, Office
from pipeline.desk.people import Provider as Known
from tests.browsers import breaches, browser
from tests.desks import FROM_HERE, NAMES, served_app
from tests.houses import copy_house, copy_meeting
from tests.providers import CLIENT, SECRET, Provider, new_key, provider


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    return house


@pytest.fixture
def its() -> Iterator[Provider]:
    with provider() as own:
        yield own


def office(its: Provider, **changes: Any) -> Office:
    known = Known(
        its.address, CLIENT, SECRET, "http://testserver", "preferred_username", ("openid", "profile"), frozenset()
    )
    return Office("", frozenset(), frozenset({"anna"}), frozenset({"boris"}), "everyone", replace(known, **changes))


@contextmanager
def desk(root: Path, its: Provider, clock: Callable[[], float] = time.time, **changes: Any) -> Iterator[TestClient]:
    app = make_app(House.open(root), clock=clock, names=NAMES, office=office(its, **changes), jobs=1)
    headers = {**FROM_HERE, "accept": "application/json"}
    with TestClient(app, headers=headers, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


PAGE = {"accept": "text/html"}
FROM_THERE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}


def led_back(client: TestClient, back: str = "/meetings") -> str:
    """Goes to the provider; the path by which the browser comes back."""
    went = client.get("/sign-in", params={"back": back})
    assert went.status_code == 303, went.text
    came = httpx2.get(went.headers["location"])
    assert came.status_code == 303
    return str(came.headers["location"]).removeprefix("http://testserver")


def sign_in(client: TestClient) -> Any:
    return client.get(led_back(client), headers=FROM_THERE)


def code_of(answer: Any, client: TestClient) -> str:
    assert answer.status_code >= 400, answer.text
    assert COOKIE not in client.cookies
    return str(answer.json()["problems"][0]["code"])


def test_who_the_provider_names_comes_in_with_what_they_may(root: Path, its: Provider) -> None:
    with desk(root, its) as client:
        closed = client.get("/meetings/tiny?x=1", headers=PAGE)
        assert closed.status_code == 401
        assert 'href="/sign-in?back=/meetings/tiny"' in closed.text
        came = client.get(led_back(client), headers={**FROM_THERE, **PAGE})
        assert came.status_code == 200
        assert 'content="0;url=/meetings"' in came.text
        cookies = came.headers.get_list("set-cookie")
        assert all(word in cookies[0] for word in (COOKIE, "HttpOnly", "SameSite=strict", "Path=/"))
        assert 'papers-sign-in=""' in cookies[1]
        told = client.get("/you.json").json()
        assert (told["name"], told["may_send"], told["office"]) == ("anna", True, True)
        assert client.post("/you", data={"name": "boris"}).status_code == 404
        acts = client.get("/history.json").json()["acts"]
        assert (acts[0]["what"], acts[0]["by"], acts[0]["details"]) == ("came-in", "anna", {"subject": "7"})
        client.post("/language", data={"to": "fr"})
        assert '<html lang="fr"' in client.get("/you", headers=PAGE).text
        client.post("/leave")
        assert client.get("/you").status_code == 401
    its.name = "boris"
    with desk(root, its) as client:
        assert sign_in(client).status_code == 200
        assert client.get("/you.json").json()["may_send"] is False


def test_a_sign_in_holds_a_day_and_who_is_on_no_list_any_more_is_out(root: Path, its: Provider) -> None:
    now = [time.time()]
    with desk(root, its, lambda: now[0]) as client:
        sign_in(client)
        now[0] += 11 * 3600
        assert client.get("/you").status_code == 200
        cookie = client.cookies[COOKIE]
        now[0] += 2 * 3600
        assert client.get("/you").status_code == 401
    its.name = "clara"
    with desk(root, its) as client:
        client.cookies.set(COOKIE, cookie)
        assert client.get("/you").status_code == 200
        app: Any = client.app
        object.__setattr__(app.state.desk, "office", replace(app.state.desk.office, senders=frozenset()))
        assert client.get("/you").status_code == 401
        client.cookies.clear()
        assert code_of(sign_in(client), client) == "desk-not-let-in"
        key = client.app.state.desk.people.new_key()  # type: ignore[attr-defined]
        assert client.get("/enter", params={"key": key}).status_code == 401


def test_a_cookie_from_before_is_not_the_cookie_of_who_signs_in(root: Path, its: Provider) -> None:
    with desk(root, its) as client:
        client.cookies.set(COOKIE, "planted")
        sign_in(client)
        first = client.cookies.get(COOKIE, domain="testserver.local") or client.cookies.get(COOKIE)
        assert first != "planted"
        sign_in(client)
        client.cookies.clear()
        client.cookies.set(COOKIE, str(first))
        assert client.get("/you").status_code == 401  # one visit a browser


def test_a_way_back_that_this_browser_did_not_begin_is_refused(root: Path, its: Provider) -> None:
    with desk(root, its) as client:
        path = led_back(client)
        kept = client.cookies["papers-sign-in"]
        client.cookies.clear()
        assert code_of(client.get(path), client) == "desk-sign-in-lost"  # none
        led_back(client)
        assert code_of(client.get(path), client) == "desk-sign-in-lost"  # another's
        client.cookies.clear()
        client.cookies.set("papers-sign-in", kept, path="/signed-in")
        for odd in ("/signed-in", "/signed-in?state=&code=x", path.replace("state=", "state=x")):
            assert code_of(client.get(odd), client) == "desk-sign-in-lost"
        elsewhere = path.replace(urlsplit(its.address).netloc.replace(":", "%3A"), "elsewhere.example")
        assert elsewhere != path
        assert code_of(client.get(elsewhere), client) == "desk-sign-in-wrong"
        refused = re.sub("code=[^&]+", "error=access_denied", path)
        assert code_of(client.get(refused), client) == "desk-sign-in-refused"
        assert "/token" not in its.asked
        assert client.get(path).status_code == 200
        client.post("/leave")
        client.cookies.clear()
        client.cookies.set("papers-sign-in", kept, path="/signed-in")
        assert code_of(client.get(path), client) == "desk-sign-in-wrong"  # the code was used
    with desk(root, its) as client:  # the desk was started anew
        client.cookies.set("papers-sign-in", kept, path="/signed-in")
        assert code_of(client.get(path), client) == "desk-sign-in-lost"


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    return f"{header}.{token.split('.')[1]}."


def with_public_key(token: str) -> str:
    """Signed with the public key as if that were a secret."""
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"1"}').rstrip(b"=").decode()
    said = f"{header}.{token.split('.')[1]}"
    made = hmac.digest(new_key("1").as_pem(private=False), said.encode(), "sha256")
    return f"{said}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


CLAIMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "of another issuer": lambda claims: {**claims, "iss": "http://localhost:1"},
    "for another client": lambda claims: {**claims, "aud": "another"},
    "for several, without whom": lambda claims: {**claims, "aud": [CLIENT, "another"]},
    "for several, for another": lambda claims: {**claims, "aud": [CLIENT, "another"], "azp": "another"},
    "too old": lambda claims: {**claims, "exp": claims["iat"] - 120},
    "made too long ago": lambda claims: {**claims, "iat": claims["iat"] - 1200},
    "of the future": lambda claims: {**claims, "iat": claims["iat"] + 1200},
    "not valid yet": lambda claims: {**claims, "nbf": claims["iat"] + 1200},
    "without an end": lambda claims: {key: claims[key] for key in claims if key != "exp"},
    "without a moment": lambda claims: {key: claims[key] for key in claims if key != "iat"},
    "of nobody": lambda claims: {key: claims[key] for key in claims if key != "sub"},
    "with another nonce": lambda claims: {**claims, "nonce": "x"},
    "without a nonce": lambda claims: {key: claims[key] for key in claims if key != "nonce"},
    "without a name": lambda claims: {key: claims[key] for key in claims if key != "preferred_username"},
    "with an empty name": lambda claims: {**claims, "preferred_username": "  "},
    "with a name that is a list": lambda claims: {**claims, "preferred_username": ["anna"]},
    "with a hidden sign": lambda claims: {**claims, "preferred_username": "an\u202ena"},
    "with a name without end": lambda claims: {**claims, "preferred_username": "a" * 1000},
    "with moments that are words": lambda claims: {**claims, "iat": "soon", "exp": "later"},
}


@pytest.mark.parametrize("wrong", CLAIMS)
def test_a_token_that_does_not_hold_lets_nobody_in(root: Path, its: Provider, wrong: str) -> None:
    its.claims = CLAIMS[wrong]
    with desk(root, its) as client:
        assert code_of(sign_in(client), client) == "desk-sign-in-wrong"


@pytest.mark.parametrize(
    "made", [unsigned, with_public_key, lambda token: token + "x", lambda _: "", lambda _: "a.b.c"]
)
def test_a_token_that_the_provider_has_not_signed_lets_nobody_in(
    root: Path, its: Provider, made: Callable[[str], str]
) -> None:
    its.token = made
    with desk(root, its) as client:
        assert code_of(sign_in(client), client) == "desk-sign-in-wrong"


def test_a_key_that_is_new_is_asked_for_and_one_that_was_never_published_does_not_hold(
    root: Path, its: Provider
) -> None:
    with desk(root, its) as client:
        sign_in(client)
        its.key = new_key("2")
        assert sign_in(client).status_code == 200
        asked = its.asked.count("/keys")
        assert sign_in(client).status_code == 200
        assert its.asked.count("/keys") == asked
        client.post("/leave")
        its.published, its.key = its.key, new_key("2/another")
        assert code_of(sign_in(client), client) == "desk-sign-in-wrong"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_an_address_that_the_settings_do_not_have_is_never_asked(root: Path, its: Provider, name: str) -> None:
    with provider() as other:
        for address in (f"{other.address}/x", "http://127.0.0.1:1/x", "file:///etc/passwd", "", 7, None):
            its.metadata = {name: address}
            with desk(root, its) as client:
                assert code_of(client.get("/sign-in"), client) == "desk-sign-in-wrong"
        assert other.asked == []
        its.answers = {"/.well-known/openid-configuration": (302, f"{other.address}/x".encode())}
        with desk(root, its) as client:
            assert code_of(client.get("/sign-in"), client) == "desk-sign-in-wrong"
        assert other.asked == []


ODD = (b"", b"no JSON", b"[]", b"7", b"[" * 100_000, b'{"issuer": "http://localhost:1"}', b" " * 1_100_000)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token"])
@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_an_answer_that_can_t_be_used_is_told(root: Path, its: Provider, path: str, body: bytes) -> None:
    with desk(root, its) as client:
        its.answers = {path: (200, body)}
        answer = sign_in(client) if path == "/token" else client.get("/sign-in")
        assert code_of(answer, client) == "desk-sign-in-wrong"
        its.answers = {}
        assert sign_in(client).status_code == 200


def test_a_provider_that_does_not_answer_is_told_with_the_way_back_open(root: Path) -> None:
    with provider() as own:
        pass
    with desk(root, own) as client:
        answer = client.get("/sign-in")
        assert (answer.status_code, code_of(answer, client)) == (502, "desk-sign-in-down")


def test_a_slow_provider_keeps_nobody_waiting_but_who_asks_it(
    root: Path, its: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "_AT_ONCE", 1)
    now = [time.time()]
    with desk(root, its, lambda: now[0]) as client, ThreadPoolExecutor(1) as threads:
        its.goes_on.clear()
        waiting = threads.submit(client.get, "/sign-in")
        while not its.asked:
            time.sleep(0.01)
        assert code_of(client.get("/sign-in"), client) == "desk-sign-in-down"  # at once
        assert client.get("/you").status_code == 401
        its.goes_on.set()
        assert waiting.result().status_code == 303
        now[0] += 7200  # what it says of itself is asked for anew
        its.goes_on.clear()
        asked = len(its.asked)
        waiting = threads.submit(client.get, "/sign-in")
        while len(its.asked) == asked:
            time.sleep(0.01)
        assert client.get("/sign-in").status_code == 303  # by what was known
        its.goes_on.set()
        assert waiting.result().status_code == 303


def test_an_answer_that_never_ends_is_told(root: Path, its: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "_LONGEST", 0.5)
    its.drips = True
    with desk(root, its) as client:
        assert code_of(client.get("/sign-in"), client) == "desk-sign-in-down"


@pytest.mark.parametrize(
    "back", ["//evil.example/x", "/\\evil.example", "/\t/evil.example", "https://evil.example", "x"]
)
def test_nobody_is_led_elsewhere(root: Path, its: Provider, back: str) -> None:
    with desk(root, its) as client:
        came = client.get(led_back(client, back), headers=PAGE)
        assert 'content="0;url=/"' in came.text
        assert "evil" not in came.text


def test_an_address_of_mail_counts_only_where_the_provider_has_proved_it(root: Path, its: Provider) -> None:
    for proved, status in ((True, 200), (False, 502), ("true", 502), (None, 502)):
        its.claims = lambda claims, proved=proved: {**claims, "email": "anna", "email_verified": proved}  # type: ignore[misc]
        with desk(root, its, claim="email") as client:
            assert sign_in(client).status_code == status


def test_what_is_asked_has_no_secret_in_it_and_another_each_time(root: Path, its: Provider) -> None:
    with desk(root, its) as client:
        asked = [parse_qs(urlsplit(client.get("/sign-in").headers["location"]).query) for _ in range(2)]
        kept = client.cookies["papers-sign-in"].partition(".")[0]
        for name in ("state", "nonce", "code_challenge"):
            assert asked[0][name] != asked[1][name]
            assert len(asked[0][name][0]) >= 43
        assert all(kept not in str(each) and SECRET not in str(each) for each in asked)


def test_a_browser_goes_there_and_comes_back_to_the_page_that_it_wanted(root: Path, its: Provider) -> None:
    def made(address: str) -> FastAPI:
        return make_app(House.open(root), clock=time.time, names=NAMES, office=office(its, address=address), jobs=1)

    with served_app(made) as (address, _), browser() as chromium:
        page = chromium.new_context(locale="en-GB").new_page()
        page.goto(f"{address}/meetings/tiny")
        assert breaches(page) == []
        page.get_by_role("link", name="Sign in").click()
        page.wait_for_url(f"{address}/meetings/tiny")
        assert page.get_by_role("link", name="anna").is_visible()
        page.reload()
        assert page.get_by_role("link", name="anna").is_visible()
        assert "/authorize" in its.asked


def test_the_command_takes_its_secret_from_a_file_and_its_sign_in_from_the_house(tmp_path: Path, its: Provider) -> None:
    house = copy_house(tmp_path / "house")
    config = house / "config.toml"
    said = f'[desk.sign_in]\nissuer = "{its.address}"\nclient = "{CLIENT}"\naddress = "https://papers.example.org"\n'
    config.write_text(said, encoding="utf-8")
    (tmp_path / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "desk", "--port", "0", "--client-secret"]
    missing = subprocess.run([*command, "nowhere"], cwd=house, capture_output=True, text=True, check=False, timeout=60)
    assert (missing.returncode, "Traceback" in missing.stderr) == (3, False)
    running = subprocess.Popen(
        [*command, str(tmp_path / "secret")], cwd=house, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert running.stdout is not None
        address = running.stdout.readline().strip()
        assert "key" not in address
        went = httpx2.get(f"{address}/sign-in", headers={"host": "papers.example.org"})
        assert went.headers["location"].startswith(f"{its.address}/authorize?")
        assert "Secure" in went.headers["set-cookie"]
    finally:
        running.terminate()
        running.communicate()
