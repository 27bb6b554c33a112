"""Looking, signing, sealing and the archive at the desk: a package from the first look to the sealed bag."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.desk.people import Person
from tests.desks import desk
from tests.houses import copy_house, copy_meeting, without_fonts

pytestmark = pytest.mark.office
JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    without_fonts(house / "config.toml")
    copy_meeting(house, "tiny")
    return house


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[TestClient]:
    with desk(root) as found:
        yield found


def over(client: TestClient, answer: Any) -> dict[str, Any]:
    """The job that was asked for, when it is over."""
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    with client.stream("GET", f"{address}/events") as events:
        "".join(events.iter_text())
    found: dict[str, Any] = client.get(f"{address}.json").json()
    page = client.get(address)
    assert page.status_code == 200
    return found


def test_pages_are_seen_and_each_word_leads_to_where_it_is_from(client: TestClient) -> None:
    seen = client.get("/meetings/tiny/look.json").json()
    (document,) = seen["documents"]
    picture = client.get(document["pages"][0]["picture"])
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    leads = {one["address"] for source in document["sources"] for one in source["sources"]}
    assert {"/meetings/tiny/facts/letter#field-date", "/meetings/tiny/facts/signatory#field-name"} <= leads
    for address in leads - {""}:
        page = client.get(address)
    assert page.status_code == 200
    (enclosed,) = client.get("/meetings/tiny/look.json?part=1&zoom=170").json()["documents"]
    assert enclosed["title"] == "Ordre du jour"
    for path in ("look?part=../x", "look/fr/../../../config.toml", "look/fr/x.png", "look/tlh/letter-fr-1.png"):
        assert client.get(f"/meetings/tiny/{path}").status_code == 404


def test_a_package_is_signed_sealed_verified_and_built_again(root: Path, client: TestClient) -> None:
    def post(path: str, **sent: Any) -> Any:
        return client.post(path, follow_redirects=False, **sent)

    assert client.get("/meetings/tiny/seal.json").json()["letters"] == []
    assert over(client, post("/meetings/tiny/build"))["state"] == "done"
    assert client.get("/meetings/tiny/seal.json").json()["letters"][0]["signed"] is False
    wrong = client.post(
        "/meetings/tiny/sign", data={"letter": "invitation/fr"}, files={"scan": ("", b"")}, headers=JSON
    )
    assert wrong.status_code in {400, 422}
    spoilt = over(
        client, post("/meetings/tiny/sign", data={"letter": "invitation/fr"}, files={"scan": ("a.pdf", b"x")})
    )
    assert (spoilt["state"], bool(spoilt["problems"][0]["mend"])) == ("failed", True)
    letter = next((root / "build/tiny/fr").glob("*letter*.pdf"), None) or next((root / "build/tiny/fr").glob("*.pdf"))
    scan = {"scan": ("Scan 1.pdf", letter.read_bytes())}
    signed = over(client, post("/meetings/tiny/sign", data={"letter": "invitation/fr"}, files=scan))
    assert (signed["state"], signed["problems"]) == ("done", [])
    assert "signed" in {each["role"] for each in client.get("/meetings/tiny/package.json").json()["files"]}
    sealed = over(client, post("/meetings/tiny/seal"))["made"]
    assert sealed["new"] is True
    assert client.get("/meetings.json").json()["meetings"][0]["state"] == "sealed"
    (bag,) = client.get("/archive.json").json()["bags"]
    assert (bag["name"], bag["title"]) == (sealed["bag"], "Réunion du comité")
    assert client.get("/archive.json?title=nothing").json()["bags"] == []
    assert client.post(f"/archive/{bag['name']}/verify", headers=JSON).json()["checked"]["problems"] == []
    made = over(client, post(f"/archive/{bag['name']}/again", data={"what": "regenerate"}))["made"]
    assert made["verdict"] == "identical"
    page = client.get(f"/archive/pages/{made['page']}")
    assert page.headers["content-type"] == "application/octet-stream"
    (root / "meetings/tiny/enclosures/agenda.txt").write_text("Another line.\n", encoding="utf-8")
    over(client, post("/meetings/tiny/build"))
    differs = over(client, post(f"/archive/{bag['name']}/again", data={"what": "compare"}))["made"]
    assert differs["verdict"] == "different"
    manifest = next((root / "archive").glob("*/manifest-sha256.txt"))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("a", "b"), encoding="utf-8")
    assert client.post(f"/archive/{bag['name']}/verify", headers=JSON).json()["checked"]["problems"]
    assert "It is not as it was sealed." in client.post(f"/archive/{bag['name']}/verify").text
    acts = [each["what"] for each in client.get("/history.json").json()["acts"]]
    assert {"bound", "sealed", "verified", "regenerated", "compared"} <= set(acts)


def test_what_is_not_in_the_archive_is_not_there(client: TestClient) -> None:
    for path in ("/archive/nothing", "/archive/../config.toml", "/archive/pages/desk.sqlite3", "/archive/pages/x.html"):
        assert client.get(path).status_code == 404
    assert client.post("/archive/nothing/verify").status_code == 404


def test_who_may_prepare_only_neither_marks_nor_signs_nor_seals(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepares = Person("N.", "", may_send=False)
    monkeypatch.setattr("pipeline.desk.people.People.of", lambda *_: prepares)
    assert client.get("/meetings/tiny/seal").status_code == 403
    for path in ("sent", "seal"):
        assert client.post(f"/meetings/tiny/{path}").status_code == 403
    scan = {"scan": ("a.pdf", b"x")}
    assert client.post("/meetings/tiny/sign", data={"letter": "invitation/fr"}, files=scan).status_code == 403
    assert client.get("/meetings/tiny").status_code == 200
