"""Groups of enclosures at the desk: a new one gets a title, and what was taken out is put back to where it stood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.houses import copy_meeting

TINY = "/meetings/tiny/enclosures"
JSON = {"accept": "application/json"}
FILE = [("files", ("budget.fr.txt", b"Budget\n"))]


def titles(client: TestClient) -> list[tuple[str, list[str]]]:
    groups = client.get(f"{TINY}.json").json()["groups"]
    return [(each["title"], [one["title"] for one in each["enclosures"]]) for each in groups]


def test_files_go_into_a_new_group_of_their_own_title(client: TestClient) -> None:
    made = client.post(TINY, data={"group": "new", "title": " Autres  documents "}, files=FILE, headers=JSON)
    assert made.status_code == 200, made.text
    assert [(each["at"], each["facts"]) for each in made.json()["added"]] == [
        ("1-0", "/meetings/tiny/facts/groups/1/enclosures/0")
    ]
    assert titles(client) == [("Documents", ["Ordre du jour"]), ("Autres documents", ["Budget"])]
    page = client.get(TINY).text
    assert 'href="/meetings/tiny/facts/groups/1"' in page
    group = client.get("/meetings/tiny/facts/groups/1").text
    assert '<p class="over hint">Group 2</p>' in group
    assert 'value="remove"' not in group  # nor is a whole group lost by one click


def test_a_new_group_without_a_title_is_told_beside_its_field(client: TestClient, root: Path) -> None:
    answer = client.post(TINY, data={"group": "new", "title": " "}, files=FILE)
    assert answer.status_code == 422
    assert 'href="#title"' in answer.text
    assert 'id="title-error"' in answer.text
    path = root / "meetings" / "tiny" / "meeting.toml"
    path.write_text(path.read_text("utf-8").replace('title.fr = "Documents"\n', ""), encoding="utf-8")
    wrong = client.post(TINY, data={"group": "new", "title": "Autres"}, files=FILE, headers=JSON).json()
    assert "not the only one" in wrong["wrong"]["title"]  # the first has none, and would need one now
    assert wrong["typed"] == "Autres"
    assert [each.name for each in (path.parent / "enclosures").iterdir()] == ["agenda.txt"]


def take_out(client: TestClient, at: str) -> Any:
    answer = client.post(f"{TINY}/order", data={"at": at, "to": "remove"}, follow_redirects=False)
    assert answer.status_code == 303
    page = client.get(answer.headers["location"])
    assert 'role="status"' in page.text
    return client.get(answer.headers["location"], headers=JSON).json()["removed"]


def test_what_was_taken_out_is_put_back_to_where_it_stood(client: TestClient, root: Path) -> None:
    path = root / "meetings" / "tiny" / "meeting.toml"
    client.post(TINY, files=[("files", (f"{name}.txt", b"x\n")) for name in ("a", "b")])
    before = titles(client)
    removed = take_out(client, "0-1")
    assert removed["title"] == "A"
    assert client.post(f"{TINY}/order", data={**removed, "to": "back"}).status_code == 200
    assert titles(client) == before
    assert 'symbol = "CP/2027/1"' in path.read_text("utf-8")
    last = client.get("/history.json").json()["acts"][0]
    assert (last["what"], last["details"]) == ("enclosed", {"files": "enclosures/a.txt"})


def test_the_last_of_a_group_is_put_back_with_its_group(client: TestClient) -> None:
    before = titles(client)
    removed = take_out(client, "0-0")
    assert titles(client) == []
    client.post(f"{TINY}/order", data={**removed, "to": "back"})
    assert titles(client) == before
    for mark in ("", "x", "0" * 64):
        answer = client.post(f"{TINY}/order", data={"at": "0-0", "to": "back", "read": mark})
        assert answer.status_code == 404
    assert client.get(f"{TINY}.json?out=x").json()["removed"] is None


def test_a_field_offers_what_the_house_and_the_meeting_have(client: TestClient, root: Path) -> None:
    def field(at: str, name: str) -> Any:
        fields = client.get(f"/meetings/tiny/facts/{at}.json").json()["fields"]
        return next(each for each in fields if each["name"] == name)

    venue = field("events/0", "venue")
    assert (venue["kind"], venue["choices"], venue["said"]) == ("choice", ["hall"], ["Salle (hall)"])
    assert field("letter", "letterhead")["choices"] == sorted(each.name for each in (root / "letterheads").iterdir())
    assert "circular" in field("instruments/0", "template")["choices"]
    languages = field("letter", "languages")
    assert languages["kind"] == "several"
    assert languages["choices"][0] == "fr"  # its own come first, in their order
    assert {"ar", "zh"} < set(languages["choices"])
    assert languages["inputs"][0]["value"] == ["fr"]


def test_what_a_field_says_is_kept_though_nobody_offers_it(client: TestClient, root: Path) -> None:
    path = copy_meeting(root, "tiny", "own") / "meeting.toml"
    path.write_text(path.read_text("utf-8").replace('letterhead = "plain"', 'letterhead = "lost"'), encoding="utf-8")
    fields = client.get("/meetings/own/facts/letter.json").json()["fields"]
    letterhead = next(each for each in fields if each["name"] == "letterhead")
    assert "lost" in letterhead["choices"]
    assert letterhead["inputs"][0]["value"] == "lost"


def test_no_language_is_taken_away_by_a_form_that_does_not_ask_for_them(client: TestClient, root: Path) -> None:
    at, path = "/meetings/tiny/facts/letter", root / "meetings" / "tiny" / "meeting.toml"
    client.post(at, data={"author": "Somebody"})
    assert 'languages = ["fr"]' in path.read_text("utf-8")
    answer = client.post(at, data={"languages": [""]}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["wrong"]["field-languages"]
