"""Building at the desk: what is wrong is shown and accepted, a job is right after a restart too, files go out."""

from __future__ import annotations

import io
import json
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline import Cancellation, CancelledError, Event, Finding, Place, UsageError
from pipeline.desk.database import Database
from pipeline.desk.jobs import BusyError, Jobs
from pipeline.files import digest
from tests.desks import desk, known
from tests.houses import copy_house, copy_meeting

# --- the queue --------------------------------------------------------------------------------------


class Work:
    """Work that goes on until it is let go, in place of a build."""

    def __init__(self) -> None:
        self.free, self.begun = threading.Event(), threading.Event()
        self.does: Callable[[], Mapping[str, Any]] = dict
        self.secrets: Mapping[str, str] = {}

    def __call__(
        self,
        meeting: str,
        options: Mapping[str, Any],
        secrets: Mapping[str, str],
        on_event: Callable[[Event], None],
        stop: Cancellation,
    ) -> Mapping[str, Any]:
        self.secrets = secrets
        on_event(Event("planned", f"letter {meeting}", "letter", 0.0))
        on_event(Event("started", f"letter {meeting}", "letter", 0.5))
        self.begun.set()
        while not self.free.wait(0.01):
            if stop.cancelled:
                raise CancelledError
        on_event(Event("made", f"letter {meeting}", "letter", 2.0))
        return self.does()


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def jobs(tmp_path: Path, work: Work) -> Iterator[Jobs]:
    database = Database(tmp_path)
    found = Jobs(database, {"build": work}, lambda: "2026-03-02T14:05:00Z")
    yield found
    work.free.set()
    found.close()
    database.close()


def over(jobs: Jobs, number: int) -> Any:
    for _ in range(1000):
        job = jobs.get(number)
        if job and job.over:
            return job
        time.sleep(0.01)
    raise AssertionError


def test_a_meeting_has_one_job_at_a_time_and_others_go_on_beside_it(jobs: Jobs, work: Work) -> None:
    first = jobs.ask("one", "build", {}, by="A")
    with pytest.raises(BusyError) as busy:
        jobs.ask("one", "build", {}, by="B")
    assert busy.value.number == first
    second = jobs.ask("two", "build", {}, by="B")
    work.free.set()
    assert [over(jobs, each).state for each in (first, second)] == ["done", "done"]
    assert jobs.ask("one", "build", {}, by="B") > second


def test_a_job_tells_what_it_is_at_and_how_long_it_took(jobs: Jobs, work: Work) -> None:
    number = jobs.ask("one", "build", {}, by="A")
    work.begun.wait()
    going = jobs.get(number)
    assert going
    assert (going.state, going.progress["total"], going.progress["done"]) == ("running", 1, 0)
    work.does = lambda: {"bundles": ["a.pdf"]}
    work.free.set()
    job = over(jobs, number)
    assert (job.progress["steps"][0]["state"], job.progress["steps"][0]["took"]) == ("made", 1.5)
    assert job.result == {"bundles": ["a.pdf"]}


def test_a_job_is_stopped_also_in_the_queue(jobs: Jobs, work: Work) -> None:
    numbers = [jobs.ask(name, "build", {}, by="A") for name in ("one", "two", "three")]
    jobs.cancel(numbers[2])
    assert over(jobs, numbers[2]).state == "cancelled"
    work.begun.wait()
    jobs.cancel(numbers[0])
    assert over(jobs, numbers[0]).state == "cancelled"
    work.free.set()
    assert over(jobs, numbers[1]).state == "done"
    jobs.cancel(numbers[1])
    assert over(jobs, numbers[1]).state == "done"


def raising(error: Exception) -> Callable[[], Mapping[str, Any]]:
    def does() -> Mapping[str, Any]:
        raise error

    return does


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError(Finding("meeting-missing", Place("one"), {"near": ""})), "meeting-missing"),
        (OSError(28, "No space left on device"), "desk-disk-full"),
        (PermissionError(13, "Permission denied", "meeting.toml"), "desk-disk"),
        (ZeroDivisionError("by nothing"), "desk-unexpected"),
    ],
)
def test_what_stops_a_job_is_told(jobs: Jobs, work: Work, error: Exception, code: str) -> None:
    work.does = raising(error)
    work.free.set()
    job = over(jobs, jobs.ask("one", "build", {}, by="A"))
    assert (job.state, [each.code for each in job.problems]) == ("failed", [code])


def test_what_a_stopped_server_left_is_begun_again_but_not_for_ever(tmp_path: Path) -> None:
    database = Database(tmp_path)
    number = 0
    for _ in range(3):
        work = Work()
        jobs = Jobs(database, {"build": work}, lambda: "now")
        jobs.go_on()
        number = number or jobs.ask("one", "build", {"of": "draft"}, by="A")
        work.begun.wait()
        jobs.close()
        left = jobs.get(number)
        assert left
        assert (left.state, left.options) == ("running", {"of": "draft"})
    last = Jobs(database, {"build": Work()}, lambda: "now")
    last.go_on()
    assert [each.code for each in over(last, number).problems] == ["desk-job-stops"]
    last.close()
    database.close()


def test_passwords_are_held_for_one_job_and_a_stopped_server_has_none_to_give_on(tmp_path: Path) -> None:
    database, work = Database(tmp_path), Work()
    jobs = Jobs(database, {"build": work}, lambda: "now")
    number = jobs.ask("one", "build", {}, by="A", secrets={"FORM": "geheim"})
    work.begun.wait()
    assert work.secrets == {"FORM": "geheim"}
    jobs.close()
    database.close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"geheim" in path.read_bytes()]
    database, work = Database(tmp_path), Work()
    jobs = Jobs(database, {"build": work}, lambda: "now")
    jobs.go_on()
    work.free.set()
    assert (over(jobs, number).state, work.secrets) == ("done", {})
    jobs.close()
    database.close()


# --- through the application ------------------------------------------------------------------------


@pytest.fixture
def house(tmp_path: Path) -> Path:
    root = copy_house(tmp_path / "house")
    copy_meeting(root, "tiny")
    return root


def test_what_is_wrong_is_shown_with_where_and_how_to_mend_it(house: Path) -> None:
    file = house / "meetings" / "tiny" / "meeting.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('letterhead = "plain"', 'letterhead = "plane"'), "utf-8")
    with desk(house) as client:
        found = client.get("/meetings/tiny/check.json").json()["stopping"]
        assert found
        assert all(each["what"] and each["mend"] and each["places"] for each in found)
        assert str(house) not in known(client, "/meetings/tiny/check")


def acceptable(client: TestClient) -> dict[str, Any]:
    found: list[dict[str, Any]] = client.get("/meetings/tiny/check.json").json()["to_look_at"]
    return next(each for each in found if each["acceptable"])


def test_a_finding_is_accepted_with_a_reason_and_a_name_if_it_is_still_so(house: Path) -> None:
    with desk(house) as client:
        client.post("/you", data={"name": "N. N."})
        each = acceptable(client)
        asked = {"number": each["number"], "of": each["of"]}
        for wrong in ("", " ", "x" * 301, "turned\u202e"):
            answer = client.post("/meetings/tiny/accept", data={**asked, "reason": wrong})
            assert (answer.status_code, f'href="#accept-{each["number"]}"' in answer.text) == (422, True)
        answer = client.post("/meetings/tiny/accept", data={**asked, "of": "0" * 16, "reason": "Seen."})
        assert answer.status_code == 409
        assert "[[accepted]]" not in (house / "meetings/tiny/meeting.toml").read_text(encoding="utf-8")
        client.post("/meetings/tiny/accept", data={**asked, "reason": "Seen & right."})
        accepted = client.get("/meetings/tiny/check.json").json()["accepted"]
        assert [(one["accepted"]["by"], one["accepted"]["reason"]) for one in accepted] == [("N. N.", "Seen & right.")]
        assert client.get("/history.json").json()["acts"][0]["details"]["reason"] == "Seen & right."


def test_what_is_not_there_can_not_be_worked_on(house: Path) -> None:
    with desk(house) as client:
        for path in ("/meetings/no/check", "/meetings/no", "/meetings/../check", "/jobs/99", "/meetings/tiny/files/x"):
            assert client.get(path).status_code == 404
        assert client.post("/meetings/no/build").status_code == 404
        assert client.post("/meetings/tiny/build", data={"of": "nothing"}).status_code == 400
        assert client.get("/meetings/tiny/package.zip").status_code == 404
        assert client.get("/jobs/x").status_code == 400


def test_a_package_is_marked_as_sent_and_not(house: Path) -> None:
    with desk(house) as client:
        client.post("/meetings/tiny/sent", data={"is_so": "yes"})
        assert client.get("/meetings.json").json()["meetings"][0]["sent"]["by"]
        client.post("/meetings/tiny/sent")
        assert client.get("/meetings.json").json()["meetings"][0]["sent"] is None


def built(client: TestClient, **asked: str) -> dict[str, Any]:
    """A job that was asked for, when it is over."""
    answer = client.post("/meetings/tiny/build", data=asked, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    with client.stream("GET", f"{address}/events") as events:
        assert events.headers["content-type"].startswith("text/event-stream")
        said = "".join(events.iter_text())
    assert "event: over" in said
    found: dict[str, Any] = client.get(f"{address}.json").json()
    return found


@pytest.mark.office
def test_a_package_is_built_and_its_files_go_out_as_they_are(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "while").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "while"))
    with desk(house) as client:
        job = built(client)
        assert (job["state"], job["problems"], job["bundles"]) == ("done", [], ["tiny-invitation-fr.pdf"])
        assert all(each["state"] == "made" for each in job["progress"]["steps"])
        assert job["progress"]["steps"][0]["why"]
        files = client.get("/meetings/tiny/package.json").json()["files"]
        for each in files:
            sent = client.get(f"/meetings/tiny/files/{each['address']}")
            assert sent.headers["content-type"] == "application/octet-stream"
            assert sent.headers["content-disposition"].startswith("attachment")
            assert len(sent.content) == each["bytes"]
        with zipfile.ZipFile(io.BytesIO(client.get("/meetings/tiny/package.zip").content)) as whole:
            assert sorted(whole.namelist()) == sorted(f"tiny/{each['path']}" for each in files)
        assert not list((tmp_path / "while").glob("*.zip"))
        for path in ("../../config.toml", "%2e%2e/%2e%2e/config.toml", "manifest.json", ".state/inputs.json"):
            assert client.get(f"/meetings/tiny/files/{path}").status_code == 404
        # What goes out as a page of the web is not shown as one.
        report = next(each for each in files if each["role"] == "report")
        assert "html" not in client.get(f"/meetings/tiny/files/{report['address']}").headers["content-type"]
        again = built(client)
        assert {each["state"] for each in again["progress"]["steps"]} == {"reused"}
        draft = built(client, of="draft")
        assert draft["state"] == "done"
        shown = client.get("/meetings/tiny/package.json").json()["draft"]
        assert client.get(f"/meetings/tiny/files/{shown[0]['address']}").status_code == 200
        assert client.get("/meetings/tiny.json").json()["meeting"]["state"] == "ready"
        (house / "meetings/tiny/enclosures/agenda.txt").write_text("Another line.\n", encoding="utf-8")
        assert client.get("/meetings/tiny.json").json()["meeting"]["state"] == "draft"


@pytest.mark.office
def test_a_server_that_is_stopped_in_the_middle_goes_on_where_it_was(house: Path) -> None:
    with desk(house) as client:
        address = client.post("/meetings/tiny/build", follow_redirects=False).headers["location"]
        while not client.get(f"{address}.json").json()["progress"]["total"]:
            time.sleep(0.02)
    left = sqlite3.connect(house / ".desk/desk.sqlite3").execute("SELECT state FROM jobs").fetchone()[0]
    with desk(house) as client, client.stream("GET", f"{address}/events") as events:
        "".join(events.iter_text())
        job = client.get(f"{address}.json").json()
        assert (left, job["state"]) == ("running", "done")
        manifest = json.loads((house / "build/tiny/manifest.json").read_text(encoding="utf-8"))
        for each in manifest["outputs"]:
            assert digest(house / "build/tiny" / each["path"]) == each["sha256"]


@pytest.mark.office
def test_what_is_wrong_with_a_package_ends_its_job_with_where_and_how_to_mend_it(house: Path) -> None:
    (house / "meetings/tiny/enclosures/agenda.txt").unlink()
    with desk(house, language="fr") as client:
        job = built(client)
        assert job["state"] == "failed"
        assert all(each["what"] and each["mend"] for each in job["problems"])
        page = client.get(f"/jobs/{job['number']}").text
        assert "Traceback" not in page
