"""The interface for programs: its guide runs, its description is whole, and nothing that is asked makes it stumble."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from pipeline.desk.guard import Limits
from pipeline.desk.people import Person
from tests.desks import app_of, desk, served
from tests.houses import ROOT, copy_house, copy_meeting, without_fonts

JSON = "application/json"
GUIDE = ROOT / "docs" / "api.md"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("desk") / "house")
    without_fonts(house / "config.toml")
    copy_meeting(house, "tiny")
    return house


def token_of(app: Any, *, may_send: bool = True) -> str:

    made: str = app.state.desk.tokens.make("a test", Person("N. N.", "", may_send))
    return made


@pytest.fixture
def program(root: Path) -> Iterator[TestClient]:
    """A program with a token, and nothing of what browsers send."""
    app = app_of(root)
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {token_of(app)}"
        yield client


@pytest.mark.office
def test_the_examples_of_the_guide_run(root: Path, tmp_path: Path) -> None:
    commands: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                commands.append((line[2:], []))
            else:
                commands[-1][1].append(line)
    script = "\n".join(f"echo '=== {number}'\n{command}" for number, (command, _) in enumerate(commands))
    with served(root) as (address, app):
        environment = {"PATH": "/usr/bin:/bin", "DESK": address, "TOKEN": token_of(app)}
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr
    said = re.split(r"=== \d+\n", ran.stdout)[1:]
    for (command, expected), output in zip(commands, said, strict=True):
        for words in expected:
            assert words in output, command


def test_without_a_token_that_holds_nothing_is_told_or_done(root: Path) -> None:
    with TestClient(app_of(root)) as client:
        for given, code in (("", "desk-closed"), ("Bearer papers_x", "desk-token"), ("Basic eDp5", "desk-closed")):
            answer = client.get("/api/v1/meetings", headers={"authorization": given} if given else {})
            assert (answer.status_code, answer.json()["problems"][0]["code"]) == (401, code)
        answer = client.post("/api/v1/meetings", json={"slug": "x"}, headers={"authorization": "Bearer papers_x"})
        assert answer.status_code == 401
        assert client.post("/api/v1/meetings", json={"slug": "x"}).status_code == 403
    assert not (root / "meetings" / "x").exists()


def test_a_token_is_made_shown_once_and_ended_on_the_page(root: Path) -> None:
    with desk(root) as client:
        assert client.post("/you/tokens", data={"token": " "}).status_code == 422
        page = client.post("/you/tokens", data={"token": "portal"}).text
        (token,) = re.findall(r"papers_[\w-]{43}", page)
        assert token not in client.get("/you").text
        headers = {"authorization": f"Bearer {token}"}
        assert client.get("/api/v1/meetings", headers=headers).status_code == 200
        (made,) = client.get("/you.json").json()["tokens"]
        client.post(f"/you/tokens/{made['number']}/end")
        assert client.get("/api/v1/meetings", headers=headers).status_code == 401
    assert token.encode() not in b"".join(each.read_bytes() for each in (root / ".desk").glob("desk.sqlite3*"))


def test_a_token_holds_as_long_as_the_house_says_and_tells_when_it_was_used(root: Path) -> None:
    now = [1_800_000_000.0]
    for days, later in ((30, 401), (None, 200)):
        with desk(root, clock=lambda: now[0], limits=Limits(token_days=days)) as client:
            page = client.post("/you/tokens", data={"token": "portal"}).text
            assert "not used yet" in page
            (token,) = re.findall(r"papers_[\w-]{43}", page)
            headers = {"authorization": f"Bearer {token}"}
            assert client.get("/api/v1/meetings", headers=headers).status_code == 200
            made = client.get("/you.json").json()["tokens"][-1]
            assert (made["used"][:10], made["until"][:10]) == ("2027-01-15", "2027-02-14" if days else "")
            assert ("holds until 2027-02-14" in client.get("/you").text) is bool(days)
            now[0] += 29 * 86400
            assert client.get("/api/v1/meetings", headers=headers).status_code == 200
            now[0] += 86400
            assert client.get("/api/v1/meetings", headers=headers).status_code == later
            client.post(f"/you/tokens/{made['number']}/end")
            assert client.get("/api/v1/meetings", headers=headers).status_code == 401
        now[0] -= 30 * 86400


def test_a_token_makes_no_token_and_changes_nothing_that_is_a_persons_own(program: TestClient) -> None:
    for path in ("/you/tokens", "/you/tokens/1/end", "/you", "/language", "/leave"):
        answer = program.post(path, data={"token": "another", "name": "x", "to": "fr"}, headers={"accept": JSON})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "desk-token-not-here"), path


def test_a_token_may_do_what_who_made_it_may(root: Path) -> None:
    app = app_of(root)
    with TestClient(app) as client:
        headers = {"authorization": f"Bearer {token_of(app, may_send=False)}"}
        answer = client.post("/api/v1/meetings/tiny/seal", headers=headers)
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (403, "desk-may-not")


def test_what_is_wrong_with_a_field_has_a_code_of_its_own(program: TestClient) -> None:
    of_folder = {"folder": ("x.zip", b"")}
    for method, path, files, field, code in (
        ("POST", "/tiny/enclosures", {"files": ("~$a.docx", b"x")}, "files", "desk-enclosures-left-out-all"),
        ("PUT", "/tiny/enclosures/0-0/files/fr", {"file": ("Thumbs.db", b"x")}, None, "desk-enclosures-none-chosen"),
        ("PUT", "/tiny", of_folder, "folder", "desk-new-taken"),
        ("PUT", "/A%20b", of_folder, "folder", "desk-new-slug-wrong"),
    ):
        answer = program.request(method, f"/api/v1/meetings{path}", files=files)
        (problem,) = answer.json()["problems"]
        assert (answer.status_code in {409, 422}, problem["code"]) == (True, code), path
        assert field is None or problem["where"] == field
        assert problem["what"]


def test_facts_that_somebody_else_has_changed_are_told(program: TestClient) -> None:
    read = program.get("/api/v1/meetings/tiny/facts").json()["read"]
    for author, status in (("A", 200), ("B", 409)):
        asked = {"read": read, "changes": [{"key": ["author"], "value": author}]}
        assert program.patch("/api/v1/meetings/tiny/facts", json=asked).status_code == status
    wrong = {"read": read, "changes": [{"key": ["date"], "toml": "soon"}]}
    assert program.patch("/api/v1/meetings/tiny/facts", json=wrong).status_code == 400
    unknown = {"read": "0" * 64, "changes": [{"key": ["author"], "value": "C"}]}
    assert program.patch("/api/v1/meetings/tiny/facts", json=unknown).status_code == 409


def test_nothing_that_its_description_allows_makes_it_stumble(root: Path) -> None:
    """Whatever is asked, sound or not, is answered as the description says, and never with a fault."""
    app = app_of(root, limits=Limits(requests=100_000, burst=100_000))
    with TestClient(app):
        described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
        headers = {"authorization": f"Bearer {token_of(app)}"}
        answers = Counter[str]()
        for each in described.get_all_operations():

            def ask(case: schemathesis.Case[Any]) -> None:
                if sum(answers.values()) % 2 and not case.path.endswith("/builds"):  # which would do it
                    known = {name: each for name, each in THERE.items() if name in case.path_parameters}
                    case.path_parameters.update(known)
                answer = case.call_and_validate(checks=CHECKS, headers=headers, timeout=300)
                answers[f"{case.method} {case.path} {answer.status_code}"] += 1

            assert isinstance(each, Ok)
            given(each.ok().as_strategy())(MODERATELY(ask))()
    assert sum(answers.values()) > 300
    done = {name[:-4] for name in answers if name.endswith(("200", "201", "202", "204"))}
    assert {f"GET /api/v1/meetings/{{slug}}/{name}" for name in THERE_TOO} <= done


THERE_TOO = ("facts", "check", "files", "templates", "recipients", "preview/{language}", "vocabulary/{language}")
THERE = {"slug": "tiny", "language": "fr", "at": "0-0", "number": 1, "instrument": "invitation"}


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODERATELY = settings(
    max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
