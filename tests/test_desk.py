"""The desk's frame, through the ASGI application: who comes in, what is refused, what pages and their twins say."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from pipeline.desk.guard import HEADERS, Limits
from pipeline.desk.people import COOKIE
from tests.desks import FROM_HERE, app_of, desk, enter
from tests.houses import copy_house, copy_meeting


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    copy_meeting(house, "tiny")
    return house


class Clock:
    def __init__(self) -> None:
        self.now = 1_772_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_key_opens_once_and_not_later_than_a_quarter_of_an_hour(root: Path) -> None:
    clock = Clock()
    with TestClient(app_of(root, clock=clock), headers=FROM_HERE) as client:
        assert client.get("/meetings").status_code == 401
        keys = [client.app.state.desk.people.new_key() for _ in range(2)]  # type: ignore[attr-defined]
        entered = client.get("/enter", params={"key": keys[0]}, follow_redirects=False)
        cookie = entered.headers["set-cookie"]
        assert entered.status_code == 303
        assert all(word in cookie for word in (COOKIE, "HttpOnly", "SameSite=strict", "Path=/"))
        assert client.get("/meetings").status_code == 200
        client.cookies.clear()
        again = client.get("/enter", params={"key": keys[0]})
        assert (again.status_code, "papers desk" in again.text) == (401, True)
        clock.now += 16 * 60
        assert client.get("/enter", params={"key": keys[1]}).status_code == 401
        assert client.get("/meetings").status_code == 401
    for row in sqlite3.connect(root / ".desk" / "desk.sqlite3").iterdump():
        assert keys[0] not in row
        assert cookie.partition("=")[2].partition(";")[0] not in row


def test_a_visit_that_was_not_seen_for_a_month_is_over(root: Path) -> None:
    clock = Clock()
    with desk(root, clock=clock) as client:
        clock.now += 29 * 24 * 3600
        assert client.get("/meetings").status_code == 200
        clock.now += 29 * 24 * 3600
        assert client.get("/meetings").status_code == 200
        clock.now += 31 * 24 * 3600
        assert client.get("/meetings").status_code == 401


def test_who_leaves_is_out(root: Path) -> None:
    with desk(root) as client:
        cookie = client.cookies[COOKIE]
        client.post("/leave")
        client.cookies.set(COOKIE, cookie)
        assert client.get("/meetings").status_code == 401


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("POST", {"sec-fetch-site": "cross-site"}, 403),
        ("POST", {"sec-fetch-site": "same-site"}, 403),
        ("POST", {"sec-fetch-site": "", "origin": "https://elsewhere.example"}, 403),
        ("POST", {"sec-fetch-site": None, "origin": "http://testserver.elsewhere.example"}, 403),
        ("POST", {"sec-fetch-site": None, "origin": "null"}, 403),
        ("POST", {"sec-fetch-site": None}, 403),
        ("POST", {"sec-fetch-site": None, "origin": "http://testserver"}, 303),
        ("POST", {"sec-fetch-site": "same-origin"}, 303),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 200),
        ("GET", {"sec-fetch-site": "none"}, 200),
        ("GET", {"host": "elsewhere.example"}, 421),
        ("GET", {"host": "127.0.0.1.elsewhere.example"}, 421),
        ("GET", {"host": ""}, 421),
        ("GET", {"host": "127.0.0.1:8100"}, 200),
    ],
)
def test_other_sites_and_names_are_refused(
    root: Path, method: str, headers: dict[str, str | None], status: int
) -> None:
    with desk(root) as client:
        client.headers.pop("sec-fetch-site")
        sent = {name: value for name, value in headers.items() if value is not None}
        address, data = ("/you", None) if method == "GET" else ("/you", {"name": "N. N."})
        cookies = {"cookie": f"{COOKIE}={client.cookies[COOKIE]}"}  # whatever the host that is asked
        client.cookies.clear()
        answer = client.request(method, address, headers=sent | cookies, data=data, follow_redirects=False)
        assert answer.status_code == status
        assert "trace" not in answer.text.lower()


@pytest.mark.parametrize("path", ["/meetings", "/meetings.json", "/nowhere", "/static/desk.css", "/static/../app.py"])
def test_every_answer_has_the_headers_that_keep_a_browser_from_harm(root: Path, path: str) -> None:
    with desk(root) as client:
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS
        assert "unsafe" not in headers["content-security-policy"]


def test_more_than_the_house_takes_is_refused_before_it_is_read_and_while_it_comes(root: Path) -> None:
    with desk(root, limits=Limits(upload=1)) as client:
        said = client.post("/you", data={"name": "x" * 1_100_000})
        assert (said.status_code, "1 MB" in said.text) == (413, True)

        def slowly() -> Iterator[bytes]:  # of which nobody says how long it is
            yield b"name="
            for _ in range(30):
                yield b"x" * 50_000

        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert client.post("/you", content=slowly(), headers=headers).status_code == 413
        assert client.post("/you", data={"name": "x" * 1000}).status_code == 422


def test_who_asks_too_often_is_told_to_wait(root: Path) -> None:
    clock = Clock()
    with desk(root, clock=clock, limits=Limits(requests=2, burst=6)) as client:
        asked = [client.get("/you.json") for _ in range(8)]
        assert [each.status_code for each in asked][-2:] == [429, 429]
        assert asked[-1].headers["retry-after"] == "1"
        clock.now += 1
        assert [client.get("/you.json").status_code for _ in range(3)] == [200, 200, 429]


PAGES = ("/meetings", "/history", "/you")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_a_twin_with_what_it_shows(root: Path, path: str) -> None:
    with desk(root) as client:
        page, twin = client.get(path), client.get(f"{path}.json")
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert twin.headers["content-type"] == "application/json"
        assert twin.json() == client.get(path, headers={"accept": "application/json"}).json()
        assert f'href="{path}.json"' in page.text


def test_meetings_are_listed_with_their_title_and_state(root: Path, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = copy_meeting(house, "tiny")
    broken = copy_meeting(house, "tiny", "broken")
    (broken / "meeting.toml").write_text("date = 3 March\n", encoding="utf-8")
    (folder / "meeting.toml").write_text(
        (folder / "meeting.toml")
        .read_text(encoding="utf-8")
        .replace('fr = "Réunion du comité"', 'fr = "Réunion <b> & {{ event.session.title }} {{ numbers.x }}"'),
        encoding="utf-8",
    )
    with desk(house, language="fr") as client:
        listed = {each["slug"]: each for each in client.get("/meetings.json").json()["meetings"]}
        assert listed["tiny"]["title"] == "Réunion <b> & Session …"
        assert (listed["tiny"]["state"], listed["tiny"]["date"]) == ("draft", "2026-11-25")
        assert listed["broken"]["problems"][0]["code"] == "toml-invalid"
        page = client.get("/meetings").text
        assert "Réunion &lt;b&gt; &amp; Session …" in page
        assert "En préparation" in page


def test_a_person_has_a_name_and_a_language(root: Path) -> None:
    with desk(root) as client:
        for wrong in ("", "   ", "x" * 81, "evil\u202ename"):
            answer = client.post("/you", data={"name": wrong})
            assert (answer.status_code, 'href="#name"' in answer.text) == (422, True)
        client.post("/you", data={"name": "  N.  <N.>  "})
        assert client.get("/you.json").json()["name"] == "N. <N.>"
        assert "<N.>" not in client.get("/you").text
        client.post("/language", data={"to": "ar", "back": "/you"})
        page = client.get("/you").text
        assert '<html lang="ar" dir="rtl">' in page
        client.post("/language", data={"to": "tlh"})
        assert '<html lang="ar"' in client.get("/you").text
        for back in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
            answer = client.post("/language", data={"to": "fr", "back": back}, follow_redirects=False)
            assert answer.headers["location"] == "/"


def test_the_log_is_a_chain_that_tells_what_was_changed_in_it(root: Path, tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    with desk(house) as client:
        for name in ("A", "B", "C"):
            client.post("/you", data={"name": name})
        told = client.get("/history.json").json()
        assert [each["details"].get("name") for each in told["acts"]] == ["C", "B", "A", None]
        assert told["broken"] is None
        rows = sqlite3.connect(house / ".desk" / "desk.sqlite3")
        line = rows.execute("SELECT line FROM history WHERE number = 3").fetchone()[0]
        rows.execute("UPDATE history SET line = ? WHERE number = 3", (line.replace('"B"', '"X"'),))
        rows.commit()
        assert client.get("/history.json").json()["broken"] == 3
        rows.execute("UPDATE history SET line = ? WHERE number = 3", (line,))
        rows.execute("DELETE FROM history WHERE number = 2")
        rows.commit()
        assert client.get("/history.json").json()["broken"] == 2
        assert "2" in client.get("/history").text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nowhere", 404, "desk-no-page"),
        ("/you", 405, "desk-no-page"),
        ("/static/htmx/README.md", 404, "desk-no-page"),
        ("/static/..%2fapp.py", 404, "desk-no-page"),
    ],
)
def test_what_is_not_there_is_told(root: Path, path: str, status: int, code: str) -> None:
    with desk(root) as client:
        method = "PUT" if status == 405 else "GET"
        answer = client.request(method, path, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (status, code)


def test_a_house_that_was_moved_while_it_was_open_is_told_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    copy_meeting(house, "tiny")
    with desk(house) as client:
        house.rename(tmp_path / "moved")
        answer = client.get("/meetings.json")
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (503, "desk-house-gone")
        (tmp_path / "moved").rename(house)
        assert client.get("/meetings").status_code == 200


def test_what_nobody_thought_of_is_a_page_without_a_trace(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk(root) as client:

        def fail(*_: object) -> None:
            raise ZeroDivisionError("by nothing")

        monkeypatch.setattr("pipeline.desk.history.History.last", fail)
        answer = client.get("/history")
        assert (answer.status_code, "ZeroDivisionError: by nothing" in answer.text) == (500, True)
        assert "Traceback" not in answer.text
        full = OSError(28, "No space left on device")
        monkeypatch.setattr("pipeline.desk.history.History.add", lambda *_, **__: (_ for _ in ()).throw(full))
        answer = client.post("/you", data={"name": "N"}, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (507, "desk-disk-full")


def test_what_is_kept_is_not_seen_by_git_and_not_by_others(root: Path) -> None:
    with desk(root):
        assert (root / ".desk" / ".gitignore").read_text(encoding="utf-8") == "*\n"
        assert (root / ".desk").stat().st_mode & 0o077 == 0


def test_a_second_browser_needs_a_key_of_its_own(root: Path) -> None:
    with desk(root) as client:
        cookie = client.cookies[COOKIE]
        client.cookies.clear()
        assert client.get("/meetings").status_code == 401
        enter(client)
        assert client.cookies[COOKIE] != cookie
        assert json.loads(client.get("/meetings.json").text)["meetings"]


def started(house: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    """The command, and the address that it prints."""
    command = [sys.executable, "-m", "pipeline", "desk", "--port", "0", *words]
    running = subprocess.Popen(command, cwd=house, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    return running, running.stdout.readline().strip()


def test_the_command_prints_an_address_that_opens_and_another_when_it_is_typed_again(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    copy_meeting(house, "tiny")
    first, address = started(house)
    try:
        with httpx2.Client(follow_redirects=True) as browser:
            assert "Meetings" in browser.get(address).text
        second, again = started(house)
        second.communicate(timeout=30)
        assert second.returncode == 0
        assert again.partition("/enter")[0] == address.partition("/enter")[0]
        assert again != address
        with httpx2.Client(follow_redirects=True) as browser:
            assert browser.get(again).status_code == 200
            assert browser.get(again.replace("/enter", "/meetings")).status_code == 200
        with httpx2.Client(follow_redirects=True) as browser:
            assert browser.get(address).status_code == 401
        port = address.rpartition(":")[2].partition("/")[0]
        other = copy_house(tmp_path / "other")
        third, nothing = started(other, "--port", port)
        third.communicate(timeout=30)
        assert (third.returncode, nothing) == (3, "")
    finally:
        first.send_signal(signal.SIGINT)
        _, said = first.communicate(timeout=30)
    assert "Traceback" not in said
    assert "Ctrl+C" in said


def test_a_meeting_offers_what_can_be_made_of_it(root: Path) -> None:
    """The sample of letters where there is a list of recipients, and no build where the facts can't be read."""
    facts = copy_meeting(root, "tiny", "offering") / "meeting.toml"
    sound = facts.read_text("utf-8")
    with desk(root) as client:

        def offered() -> list[str]:
            return re.findall('name="of" value="(.+?)"', client.get("/meetings/offering").text)

        assert offered() == ["package", "draft"]
        facts.write_text(f'recipients = "recipients.csv"\n{sound}', encoding="utf-8")
        assert offered() == ["package", "draft", "sample"]
        facts.write_text("date = 3 March\n", encoding="utf-8")
        assert offered() == []
