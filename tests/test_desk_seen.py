"""What a page shows as soon as it is there: a first page and what is told of it; a check that takes a while."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from docx import Document
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from tests.desks import desk, known
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
    assert (told["number"], told["findings"]) == ("1", [])
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
    folder = copy_meeting(root, "small", "fresh")
    page = client.get("/meetings/fresh/check").text
    ticket = re.search(r'hx-get="/meetings/fresh/check\?part=found&amp;ticket=([^"]+)"', page)
    assert ticket, page
    assert f'content="1;url=/meetings/fresh/check?ticket={ticket[1]}"' in page  # without scripts
    asked = {"part": "found", "ticket": ticket[1]}
    found = client.get("/meetings/fresh/check", params=asked).text
    assert 'id="found"' in found
    assert "<html" not in found
    assert 'id="found"' in known(client, "/meetings/fresh/check")
    # Nothing that was found before a change is shown after it, with whatever ticket.
    (folder / "meeting.toml").write_text("nonsense = true\n", encoding="utf-8")
    assert "nonsense" not in client.get("/meetings/fresh/check").text
    for params in (asked, {"part": "found"}, {"ticket": "none"}, {}):
        assert "nonsense" in known(client, f"/meetings/fresh/check?{urlencode(params)}")


def test_who_asks_after_a_change_is_told_of_no_check_that_began_before(client: TestClient, root: Path) -> None:
    folder = copy_meeting(root, "small", "between")
    app: Any = client.app
    with ThreadPoolExecutor(1) as threads:
        before = threads.submit(app.state.desk.checks.whole, "between")
        (folder / "meeting.toml").write_text("nonsense = true\n", encoding="utf-8")
        assert "nonsense" in known(client, "/meetings/between/check?part=found")
        before.result()


def test_what_is_known_asks_nobody(client: TestClient, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_meeting(root, "tiny", "quiet")
    app: Any = client.app
    while app.state.desk.checks.known("quiet") is None:  # what changed just now is not believed by its looks
        client.get("/meetings/quiet/check.json")
        time.sleep(0.3)
    monkeypatch.setattr(app.state.desk.apart, "begin", None)
    assert 'id="found"' in client.get("/meetings/quiet/check").text


def test_whoever_asks_while_a_check_goes_on_gets_all_of_it(client: TestClient, root: Path) -> None:
    copy_meeting(root, "small", "asked")
    app: Any = client.app
    checks = app.state.desk.checks
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(checks.whole, ["asked"] * 3))
    assert len({tuple(each.code for each in one.open) for one in found}) == 1


def test_a_word_leads_to_its_fact_its_template_and_its_file(client: TestClient, root: Path) -> None:
    copy_meeting(root, "tiny", "words")
    seen = client.get("/meetings/words/look.json?part=letter").json()
    (letter,) = seen["documents"]
    addresses = {one["address"] for each in letter["sources"] for one in each["sources"]}
    assert "/meetings/words/facts/letter#field-date" in addresses
    assert "/meetings/words/facts/letter#field-subject-fr" in addresses
    assert "/meetings/words/facts/signatory#field-titles-fr" in addresses
    assert "/meetings/words/templates#templates-fr-invitation" in addresses
    for address in addresses - {""}:
        path, _, field = address.partition("#")
        page = client.get(path).text
        assert not field or f'id="{field}"' in page, address
    known = {each["number"] for each in letter["sources"]}
    assert {word["of"] for each in letter["pages"] for word in each["words"]} <= known
    assert [each["part"] for each in seen["parts"]] == ["letter", "1"]
    (enclosed,) = client.get("/meetings/words/look.json?part=1").json()["documents"]
    assert enclosed["sources"][0]["sources"][0]["address"] == "/meetings/words/enclosures#enclosure-0-0"


def test_pages_are_there_as_soon_as_they_are_drawn(client: TestClient, root: Path) -> None:
    copy_meeting(root, "tiny", "drawn")
    address = "/meetings/drawn/look?language=fr&against=&part=letter&zoom=100"
    first = client.get(address).text
    picture = re.search('<img src="([^"]+)"', first)
    assert picture
    assert 'alt="Page 1"' in first
    assert client.get(picture[1]).content.startswith(b"\x89PNG")
    assert f'hx-get="{address.replace("&", "&amp;")}&amp;words=true"' in first
    assert 'id="source-fr-' not in first
    second = client.get(address, params={**QueryParams(address.partition("?")[2]), "words": "true"}).text
    assert 'id="source-fr-' in second
    assert "<noscript>" in second
    last = known(client, address)
    assert 'id="source-fr-' in last
    assert "<noscript>" not in last


def test_what_is_found_stands_beside_its_page_and_is_accepted_there(client: TestClient, root: Path) -> None:
    folder = copy_meeting(root, "tiny", "beside")
    document = Document()
    document.add_paragraph("Dear ${name}")
    document.save(str(folder / "enclosures" / "agenda.docx"))
    facts = (folder / "meeting.toml").read_text(encoding="utf-8").replace("agenda.txt", "agenda.docx")
    (folder / "meeting.toml").write_text(facts, encoding="utf-8")
    address = "/meetings/beside/look?language=fr&against=&part=1&zoom=100"
    (enclosed,) = client.get(address.replace("look", "look.json")).json()["documents"]
    found = [*enclosed["findings"], *(each for page in enclosed["pages"] for each in page["findings"])][0]
    form = {"number": found["number"], "of": found["of"], "reason": "It is agreed.", "back": address}
    assert f'name="back" value="{address.replace("&", "&amp;")}"' in known(client, address)
    told = client.post("/meetings/beside/accept", data=form, follow_redirects=False)
    assert told.headers["location"] == address
    (enclosed,) = client.get(address.replace("look", "look.json")).json()["documents"]
    left = [*enclosed["findings"], *(each for page in enclosed["pages"] for each in page["findings"])]
    assert found["of"] not in [each["of"] for each in left]
    form["back"] = "https://elsewhere.example"
    assert "elsewhere" not in client.post("/meetings/beside/accept", data=form, follow_redirects=False).text
