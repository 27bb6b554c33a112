"""Every address of the desk, whoever asks: nothing without having come in, nothing that sends or seals without the
role, nothing of recipients without the right to see them, nothing for another site."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.app import make_app
from pipeline.desk.guard import HEADERS, Limits
from pipeline.desk.people import Office
from tests.desks import NAMES
from tests.houses import copy_house, copy_meeting
from tests.routes import asked, routes

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


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    office = Office("X-User", frozenset({"10.0.0.5"}), frozenset({"anna"}), None, frozenset())
    limits = Limits(requests=100_000, burst=100_000)
    app = make_app(House.open(house), clock=time.time, names=NAMES, limits=limits, office=office, jobs=1)
    with TestClient(app, client=("10.0.0.5", 5000), follow_redirects=False, raise_server_exceptions=False) as made:
        yield made


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
