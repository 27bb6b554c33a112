"""What a page shows as soon as it is there: a first page and what is told of it; a check that takes a while."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.desks import desk
from tests.houses import copy_house, copy_meeting

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    return house


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[TestClient]:
    with desk(root) as opened:
        yield opened


def enclose(client: TestClient, name: str, data: bytes) -> None:
    assert client.post("/meetings/tiny/enclosures", files=[("files", (name, data))]).status_code == 200


def test_the_entries_are_there_at_once_and_ask_for_their_first_pages(client: TestClient) -> None:
    page = client.get("/meetings/tiny/enclosures").text
    assert 'hx-get="/meetings/tiny/enclosures/0-0/fr"' in page
    told = client.get("/meetings/tiny/enclosures/0-0/fr.json").json()
    assert told["seen"]["pages"] == 1
    assert (told["number"], told["findings"]) == (1, [])
    picture = client.get(told["seen"]["picture"])
    assert picture.content.startswith(b"\x89PNG")
    fragment = client.get("/meetings/tiny/enclosures/0-0/fr").text
    assert "<html" not in fragment
    assert "Pages: 1" in fragment


def test_what_is_wrong_with_one_is_told_of_it_and_of_no_other(client: TestClient) -> None:
    enclose(client, "broken.pdf", b"%PDF-1.7\nnothing more")
    told = client.get("/meetings/tiny/enclosures/0-1/fr.json").json()
    assert told["seen"] is None
    assert [each["severity"] for each in told["findings"]] == ["error"]
    assert client.get("/meetings/tiny/enclosures/0-0/fr.json").json()["findings"] == []
    for at in ("0-9", "9-0", "x"):
        assert client.get(f"/meetings/tiny/enclosures/{at}/fr").status_code == 400


def test_without_scripts_the_page_has_it_all(client: TestClient) -> None:
    page = client.get("/meetings/tiny/enclosures").text
    assert 'content="0;url=/meetings/tiny/enclosures?whole=true"' in page
    whole = client.get("/meetings/tiny/enclosures", params={"whole": True}).text
    assert "broken.pdf" in whole
    assert 'class="found' in whole
    assert "hx-get" not in whole


def test_a_check_that_takes_a_while_is_asked_for_by_the_page(client: TestClient, root: Path) -> None:
    copy_meeting(root, "small", "fresh")
    page = client.get("/meetings/fresh/check").text
    assert ('hx-get="/meetings/fresh/check?part=found"' in page) or 'id="found"' in page
    found = client.get("/meetings/fresh/check", params={"part": "found"}).text
    assert 'id="found"' in found
    assert "<html" not in found
    assert 'id="found"' in client.get("/meetings/fresh/check").text  # it is known by now


def test_whoever_asks_while_a_check_goes_on_gets_all_of_it(client: TestClient, root: Path) -> None:
    copy_meeting(root, "small", "asked")
    app: Any = client.app
    checks = app.state.desk.checks
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(checks.whole, ["asked"] * 3))
    assert len({tuple(each.code for each in one.open) for one in found}) == 1
