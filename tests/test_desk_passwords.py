"""Passwords typed at the desk: asked for where a file is locked, used for one check or job, and written nowhere."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pipeline.machine import VARIABLE, with_secrets
from tests.broken_pdfs import locked
from tests.desks import desk
from tests.houses import copy_house, copy_meeting

SECRET = "geheim-&-42"
PLACE = 'password = { env = "FORM_PASSWORD" }\n'
FORM = 'file.fr = "enclosures/form.pdf"\n'


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """The small meeting, whose form opens with a password, which the meeting does not mention."""
    root = copy_house(tmp_path / "house")
    locked(user=SECRET, owner="b")(copy_meeting(root) / "enclosures" / "form.pdf")
    return root


@pytest.fixture
def client(house: Path) -> Iterator[TestClient]:
    with desk(house) as client:
        yield client


def facts(house: Path) -> Path:
    return house / "meetings/small/meeting.toml"


def give_place(house: Path, place: str = PLACE) -> None:
    facts(house).write_text(facts(house).read_text("utf-8").replace(FORM, FORM + place), "utf-8")


def to_type(data: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [(each["name"], each["label"], bool(each["wrong"])) for each in data["to_type"]]


def asked(client: TestClient, language: str = "en") -> list[tuple[str, str, bool]]:
    return to_type(client.get("/meetings/small/check.json", headers={"accept-language": language}).json())


def over(client: TestClient, answer: Any) -> dict[str, Any]:
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    with client.stream("GET", f"{address}/events") as events:
        "".join(events.iter_text())
    found: dict[str, Any] = client.get(f"{address}.json").json()
    return found


def post(client: TestClient, path: str, data: dict[str, str] | None = None) -> Any:
    return client.post(path, data=data or {}, follow_redirects=False)


def tells(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.office
def test_a_password_is_asked_for_and_its_enclosure_gets_a_place_for_it(
    house: Path, client: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(client) == [("password-of:enclosures/form.pdf", "Password of form.pdf", False)]
    assert client.get("/meetings/small/enclosures/1-0/fr.json").json()["locked"]
    wrong = post(client, "/meetings/small/passwords", data={"password-of:enclosures/form.pdf": "Geheim"})
    assert (wrong.status_code, 'type="password"' in wrong.text, "Geheim" in wrong.text) == (422, True, False)
    entry = tomllib.loads(facts(house).read_text("utf-8"))["groups"][1]["enclosures"][0]
    assert entry["password"] == {"env": "PASSWORD_FORM"}
    assert asked(client) == [("password:PASSWORD_FORM", "Password of form.pdf", False)]
    nothing = post(client, "/meetings/small/passwords", data={"password:PASSWORD_FORM": ""})
    assert nothing.status_code == 422
    right = post(client, "/meetings/small/passwords", data={"password:PASSWORD_FORM": SECRET})
    assert (right.status_code, right.headers["location"]) == (303, "/meetings/small/check")
    # What was opened is made: nothing is asked for until the file is another.
    assert asked(client) == []
    assert client.get("/meetings/small/enclosures/1-0/fr.json").json()["seen"]["pages"] == 2
    assert over(client, post(client, "/meetings/small/build"))["state"] == "done"
    assert (tells(house), SECRET in "".join(capfd.readouterr())) == ([], False)


@pytest.mark.office
def test_a_job_that_wants_for_a_password_is_begun_again_with_it(house: Path) -> None:
    give_place(house)
    with desk(house) as client:
        job = over(client, post(client, "/meetings/small/build", data={"of": "draft"}))
        assert (job["state"], to_type(job)) == ("failed", [("password:FORM_PASSWORD", "Password of form.pdf", False)])
        again = f"/jobs/{job['number']}/passwords"
        assert post(client, again, data={"password:FORM_PASSWORD": ""}).status_code == 422
        job = over(client, post(client, again, data={"password:FORM_PASSWORD": "Geheim"}))
        assert (job["state"], to_type(job)) == ("failed", [("password:FORM_PASSWORD", "Password of form.pdf", True)])
        job = over(client, post(client, again, data={"password:FORM_PASSWORD": SECRET}))
        assert (job["state"], job["options"]["of"], to_type(job)) == ("done", "draft", [])
        arguments = [path.read_bytes() for path in _of_all_processes("cmdline")]
        arguments += [path.read_bytes() for path in _of_all_processes("environ")]
        assert not [each for each in arguments if SECRET.encode() in each]
        page = client.get(f"/jobs/{job['number']}").text + client.get("/history").text
        assert (SECRET in page, "Typed a password" in page) == (False, True)
    assert tells(house) == []


@pytest.mark.office
def test_a_bag_has_no_password_and_is_built_again_with_one(house: Path, client: TestClient) -> None:
    give_place(house)
    client.post("/api/v1/meetings/small/builds", json={"wait": 60, "passwords": {"FORM_PASSWORD": SECRET}})
    bag = over(client, post(client, "/meetings/small/seal"))["made"]["bag"]
    job = over(client, post(client, f"/archive/{bag}/again", data={"what": "regenerate"}))
    assert (job["state"], to_type(job)) == ("failed", [("password:FORM_PASSWORD", "Password “FORM_PASSWORD”", False)])
    job = over(client, post(client, f"/jobs/{job['number']}/passwords", data={"password:FORM_PASSWORD": "Geheim"}))
    assert (job["state"], to_type(job)) == ("failed", [("password:FORM_PASSWORD", "Password “FORM_PASSWORD”", True)])
    job = over(client, post(client, f"/jobs/{job['number']}/passwords", data={"password:FORM_PASSWORD": SECRET}))
    assert (job["state"], job["made"]["verdict"], tells(house)) == ("done", "identical", [])


@pytest.mark.office
def test_a_program_gives_it_with_the_build_that_it_asks_for(house: Path, client: TestClient) -> None:
    give_place(house)
    wanted = {"wait": 60, "passwords": {"FORM_PASSWORD": SECRET}}
    job = client.post("/api/v1/meetings/small/builds", json=wanted)
    assert (job.status_code, job.json()["state"], SECRET in job.text, tells(house)) == (200, "done", False, [])


@pytest.mark.office
def test_a_program_gives_it_with_a_check_by_the_file_that_it_opens(house: Path, client: TestClient) -> None:
    def checked(passwords: dict[str, str]) -> tuple[int, list[str], bool]:
        answer = client.post("/api/v1/meetings/small/check", json={"passwords": passwords})
        return answer.status_code, [each["code"] for each in answer.json()["problems"]], SECRET in answer.text

    assert checked({}) == (200, ["pdf-password"], False)
    assert checked({"enclosures/form.pdf": "Geheim"}) == (200, ["pdf-wrong-password"], False)
    entry = tomllib.loads(facts(house).read_text("utf-8"))["groups"][1]["enclosures"][0]
    assert entry["password"] == {"env": "PASSWORD_FORM"}
    assert checked({"PASSWORD_FORM": SECRET}) == (200, [], False)
    # What was opened stays made; what is built again of a bag takes it by its variable.
    number = "3"
    assert client.get(f"/api/v1/meetings/small/preview/fr?part={number}").status_code == 200
    assert client.post("/api/v1/meetings/small/builds", json={"wait": 60}).json()["state"] == "done"
    bag = client.post("/api/v1/meetings/small/seal").json()["bag"]
    wanted = {"what": "regenerate", "wait": 60, "passwords": {"PASSWORD_FORM": SECRET}}
    again = client.post(f"/api/v1/archive/{bag}/again", json=wanted)
    assert (again.json()["made"]["verdict"], SECRET in again.text, tells(house)) == ("identical", False, [])


def _of_all_processes(name: str) -> Iterator[Path]:
    for each in Path("/proc").glob(f"[0-9]*/{name}"):
        try:
            each.read_bytes()
        except OSError:
            continue
        yield each


def test_what_is_no_field_is_no_password_and_nobody_elses_file_gets_one(house: Path, client: TestClient) -> None:
    before = facts(house).read_bytes()
    data = {"password-of:../../config.toml": "x", "password-of:enclosures/agenda.pdf": "x", "file": "x"}
    answer = post(client, "/meetings/small/passwords", data=data)
    assert (answer.status_code, facts(house).read_bytes()) == (422, before)
    assert post(client, "/meetings/none/passwords", data=data).status_code == 404
    assert post(client, "/jobs/99/passwords", data=data).status_code == 404


def test_a_place_in_a_file_of_the_machine_is_not_asked_for(house: Path, client: TestClient) -> None:
    (house / "form.txt").write_text("Geheim\n", encoding="utf-8")
    give_place(house, 'password = { file = "../../form.txt" }\n')
    assert asked(client) == []


def test_what_is_typed_decides_nothing_of_the_machine() -> None:
    """A meeting names the variable of a password: were it the machine's own, who types would say what runs."""
    environment = {VARIABLE: "", "HOME": "/nowhere"}
    for name in (VARIABLE, "HOME", "XDG_CONFIG_HOME"):
        made = with_secrets(environment, {name: "/program", "OTHER": "x"})
        assert (made.get(name), made["OTHER"]) == (environment.get(name), "x")


def test_it_is_asked_for_in_the_readers_language(client: TestClient) -> None:
    assert [asked(client, language)[0][1] for language in ("ar", "zh", "ru")] == [
        "كلمة مرور \u2068form.pdf\u2069",
        "form.pdf 的密码",
        "Пароль файла form.pdf",
    ]
