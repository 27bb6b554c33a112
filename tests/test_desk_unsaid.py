"""What was saved and no letter can say is told beside its field, or leads to all that is to be put right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

LETTER, EVENT = "/meetings/tiny/facts/letter", "/meetings/tiny/facts/events/0"
JSON = {"accept": "application/json"}


def saved(client: TestClient, at: str, **typed: str) -> Any:
    names = {name.replace("__", "."): value for name, value in typed.items()}
    answer = client.post(at, data=names, follow_redirects=False)
    assert answer.status_code == 303
    return client.get(answer.headers["location"], headers=JSON).json()


def test_a_name_that_is_nowhere_is_told_beside_its_field(client: TestClient, root: Path) -> None:
    told = saved(client, LETTER, title__fr="Réunion {{ names.nobody }}")
    assert "names.nobody" in told["wrong"]["field-title-fr"]
    assert (told["saved"], told["elsewhere"]) == (True, False)
    assert "names.nobody" in (root / "meetings" / "tiny" / "meeting.toml").read_text("utf-8")
    page = client.get(f"{LETTER}?saved=true").text
    assert 'href="#field-title-fr"' in page
    assert "<title>Error: " in page


def test_what_is_missed_elsewhere_leads_to_the_check(client: TestClient) -> None:
    told = saved(client, EVENT, key="other")
    assert (told["wrong"], told["elsewhere"]) == ({}, True)
    assert 'href="/meetings/tiny/check"' in client.get(f"{EVENT}?saved=true").text


def test_what_can_be_said_is_saved_and_nothing_is_told(client: TestClient) -> None:
    told = saved(client, LETTER, title__fr="Réunion, {{ event.session.dates }}")
    assert (told["wrong"], told["elsewhere"]) == ({}, False)
