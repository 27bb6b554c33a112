"""What enclosures are called at the desk: as the letter's list prints it, by its number there, or as it is typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.apart import Apart
from pipeline.desk.titles import Titles
from tests.houses import copy_house, copy_meeting

SMALL = "/meetings/small"


@pytest.fixture
def meeting(root: Path) -> Path:
    """With numbers that begin anew in each group."""
    path = copy_meeting(root, "small") / "meeting.toml"
    path.write_text(f'numbering = "by-group"\n{path.read_text("utf-8")}', encoding="utf-8")
    return path


def listed(client: TestClient) -> list[dict[str, Any]]:
    groups = client.get(f"{SMALL}/enclosures.json").json()["groups"]
    return [each for group in groups for each in group["enclosures"]]


def test_titles_and_numbers_are_those_of_the_letters_list(client: TestClient, meeting: Path) -> None:
    first, *others = listed(client)
    assert (first["number"], first["title"]) == ("1.1", "Ordre du jour, 1er-3\xa0mars\xa02025")
    assert [each["number"] for each in others] == ["1.2", "2.1", "2.2"]
    page = client.get(f"{SMALL}/enclosures").text
    assert "{{" not in page
    assert '<bdi lang="fr">Ordre du jour, 1er-3\xa0mars\xa02025</bdi>' in page


def test_a_changed_fact_is_in_the_titles_at_once(client: TestClient, meeting: Path) -> None:
    listed(client)
    text = meeting.read_text("utf-8").replace("end = 2025-03-03", "end = 2025-03-05")
    meeting.write_text(text, encoding="utf-8")
    assert listed(client)[0]["title"] == "Ordre du jour, 1er-5\xa0mars\xa02025"


def test_a_meeting_that_is_wrong_has_the_titles_that_are_typed(client: TestClient, meeting: Path) -> None:
    meeting.write_text(meeting.read_text("utf-8").replace("event.session.dates", "event.nobody.dates"), "utf-8")
    assert [each["number"] for each in listed(client)] == ["1", "2", "3", "4"]
    assert listed(client)[0]["title"] == "Ordre du jour, *{{ event.nobody.dates }}*"


def test_a_list_is_made_from_when_its_meeting_is_opened(
    client: TestClient, meeting: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app: Any = client.app
    asked, begun = list[Any](), app.state.desk.apart.begin

    def begin(*args: Any, **named: Any) -> Any:
        asked.append(args[1:])
        return begun(*args, **named)

    monkeypatch.setattr(app.state.desk.apart, "begin", begin)
    assert client.get(SMALL).status_code == 200
    assert asked == [("small", "fr")]
    listed(client)
    assert ("small", "fr") not in asked[1:]


def test_a_list_is_made_once_and_again_when_something_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House.open(copy_house(tmp_path / "house"))
    path = copy_meeting(house.root, "small") / "meeting.toml"
    apart, asked = Apart(house.root, 1), list[Any]()
    begun = apart.begin

    def begin(*args: Any) -> Any:
        asked.append(args[1])
        return begun(*args)

    monkeypatch.setattr(apart, "begin", begin)
    titles = Titles(house, apart)
    try:
        titles.expect("small", ["fr"], "en")
        for _ in range(3):
            assert titles.of("small", {"languages": ["fr"]}, "en").language == "fr"
        assert asked == ["small"]
        path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
        titles.of("small", {"languages": ["fr"]}, "en")
        assert asked == ["small"] * 2
        other = {"languages": ["fr"], "groups": [{"enclosures": [{"title": {"fr": "Typed since"}}]}]}
        assert titles.of("small", other, "fr").all() == [("1", "Typed since")]
    finally:
        apart.close()
