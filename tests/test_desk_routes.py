"""Every address of the desk, whoever asks: nothing without having come in, nothing that sends or seals without the
role, nothing of recipients without the right to see them, nothing for another site."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.app import make_app
from pipeline.desk.guard import HEADERS, Limits
from pipeline.desk.people import Office
from pipeline.desk.views import ROUTERS
from tests.desks import FROM_HERE, NAMES
from tests.houses import copy_house, copy_meeting

OPEN = frozenset({"/", "/enter", "/sign-in", "/signed-in", "/static/{name:path}", "/api/v1/openapi.json"})
"""What anybody may ask: it tells nothing of the house."""
SENDS = frozenset(
    {
        ("POST", "/meetings/{slug}/sent"),
        ("GET", "/meetings/{slug}/seal"),
        ("POST", "/meetings/{slug}/seal"),
        ("POST", "/meetings/{slug}/sign"),
        ("PUT", "/api/v1/meetings/{slug}/sent"),
        ("PUT", "/api/v1/meetings/{slug}/signed/{instrument}/{language}"),
        ("POST", "/api/v1/meetings/{slug}/seal"),
    }
)
SEES = re.compile(r"/recipients|/letters/|/archive/(\{name\}/(verify|again)|pages/)")
"""What is of recipients, or may name them."""
FILLED = {
    "slug": "tiny", "name": "x", "number": "1", "language": "fr", "at": "0-0", "key": "x", "instrument": "invitation",
}  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    office = Office("X-User", frozenset({"10.0.0.5"}), frozenset({"anna"}), None, frozenset())
    limits = Limits(requests=100_000, burst=100_000)
    app = make_app(House.open(house), clock=time.time, names=NAMES, limits=limits, office=office, jobs=1)
    with TestClient(app, client=("10.0.0.5", 5000), follow_redirects=False, raise_server_exceptions=False) as made:
        yield made


def routes(client: TestClient) -> list[tuple[str, str]]:
    """Each method and path that something answers: pages, and what the description has."""
    app: Any = client.app
    described = app.openapi()["paths"]
    found = [(method.upper(), path) for path, operations in described.items() for method in operations]
    for router in ROUTERS:
        pages = [each for each in router.routes if isinstance(each, APIRoute)]
        assert len(pages) == len(router.routes)
        found += [(method, each.path) for each in pages for method in sorted(each.methods or ())]
    assert len(found) > 80
    return found


def asked(client: TestClient, method: str, path: str, **headers: str) -> Any:
    """The answer to a form that has something in each field."""
    filled = re.sub(r"\{(\w+)(?::\w+)?\}", lambda name: FILLED.get(name[1], "x"), path)
    sent: dict[str, Any] = {}
    if method not in {"GET", "DELETE"}:
        files = dict.fromkeys(("scan", "file", "folder", "template", "files"), ("a.txt", b"a"))
        sent = {"data": {"letter": "invitation/fr", "to": "up", "at": "0-0", "number": "1", "what": "compare"}}
        if not path.endswith("/rows/{number}"):  # whose form takes no file
            sent |= {"files": files}
    if path.startswith("/api/") and method != "GET" and path.endswith(("/sent", "/again")):
        sent = {"json": {"sent": True, "what": "compare"}}
    return client.request(method, filled, headers={"accept": "application/json", **FROM_HERE, **headers}, **sent)


def test_who_has_not_come_in_is_told_nothing(client: TestClient) -> None:
    for method, path in routes(client):
        if path not in OPEN:
            answer = asked(client, method, path)
            assert answer.status_code in {400, 401}, (method, path, answer.status_code)
            assert answer.status_code == 401 or answer.json()["problems"][0]["code"] == "desk-words", (method, path)


def test_who_may_prepare_may_not_send_or_seal(client: TestClient) -> None:
    known = set(routes(client))
    assert known >= SENDS
    for method, path in SENDS:
        answer = asked(client, method, path, **{"x-user": "boris"})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "desk-may-not"), (method, path)


def test_who_may_not_see_recipients_sees_none(client: TestClient) -> None:
    found = [(method, path) for method, path in routes(client) if SEES.search(path)]
    assert len(found) > 10
    for method, path in found:
        answer = asked(client, method, path, **{"x-user": "boris"})
        told = answer.json()["problems"][0]["code"]
        assert (answer.status_code, told) in {(403, "desk-no-recipients"), (404, "desk-no-page")}, (method, path, told)


def test_nothing_is_changed_for_another_site_and_every_answer_has_its_headers(client: TestClient) -> None:
    for method, path in routes(client):
        answer = asked(client, method, path, **{"x-user": "anna", "sec-fetch-site": "cross-site"})
        assert answer.status_code == 403, (method, path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, (method, path)
