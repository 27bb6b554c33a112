"""The desk of an office: its proxy says who asks, and nobody else can; what is in no file is backed up and restored."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import House
from pipeline.desk.app import make_app
from pipeline.desk.people import Office
from tests.desks import FROM_HERE, NAMES, desk
from tests.houses import ROOT, copy_house, copy_meeting
from tools import walk_container

OFFICE = Office("X-Remote-User", frozenset({"10.0.0.5"}), frozenset({"anna"}))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    house = copy_house(tmp_path / "house")
    copy_meeting(house, "tiny")
    return house


@contextmanager
def office(root: Path, address: str = "10.0.0.5") -> Iterator[TestClient]:
    """A client at an address, of a desk that stands behind a proxy."""
    app = make_app(House.open(root), clock=time.time, names=NAMES, office=OFFICE, jobs=1)
    with TestClient(app, headers=FROM_HERE, client=(address, 50000), raise_server_exceptions=False) as client:
        yield client


def test_the_proxy_says_who_asks_and_what_they_may(root: Path) -> None:
    with office(root) as client:
        for name, may in (("anna", True), ("boris", False)):
            told = client.get("/you.json", headers={"x-remote-user": name}).json()
            assert (told["name"], told["may_send"]) == (name, may)
        assert (
            client.post("/meetings/tiny/sent", data={"is_so": "1"}, headers={"x-remote-user": "boris"}).status_code
            == 403
        )
        assert (
            client.post("/meetings/tiny/sent", data={"is_so": "1"}, headers={"x-remote-user": "anna"}).status_code
            == 200
        )
        assert client.get("/history.json", headers={"x-remote-user": "anna"}).json()["acts"][0]["by"] == "anna"


def test_nobody_but_the_proxy_is_believed_and_no_key_lets_in(root: Path) -> None:
    with office(root, "10.0.0.6") as client:
        assert client.get("/meetings", headers={"x-remote-user": "anna"}).status_code == 401
    with office(root) as client:
        assert client.get("/meetings").status_code == 401
        assert client.get("/meetings", headers={"x-remote-user": "  "}).status_code == 401
        key = client.app.state.desk.people.new_key()  # type: ignore[attr-defined]
        assert client.get("/enter", params={"key": key}).status_code == 401
        told = client.get("/you.json", headers=[(b"x-remote-user", "an\u202ena".encode())]).json()
        assert "\u202e" not in told["name"]


def test_people_of_an_office_choose_their_language_and_keep_their_name(root: Path) -> None:
    with office(root) as client:
        client.post("/language", data={"to": "ru"}, headers={"x-remote-user": "anna"})
        assert '<html lang="ru"' in client.get("/you", headers={"x-remote-user": "anna"}).text
        assert '<html lang="en"' in client.get("/you", headers={"x-remote-user": "boris"}).text
        assert client.post("/you", data={"name": "boris"}, headers={"x-remote-user": "anna"}).status_code == 404


def run(house: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", "desk", *words]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False, timeout=60)


def test_what_is_in_no_file_is_backed_up_and_restored(root: Path, tmp_path: Path) -> None:
    with desk(root) as client:
        client.post("/you", data={"name": "N. N."})
        client.post("/meetings/tiny/sent", data={"is_so": "yes"})
        old = root / ".desk" / "kept" / "old.txt"
        old.write_text("old\n", encoding="utf-8")
        os.utime(old, (0, 0))
        assert run(root, "--backup", str(tmp_path / "desk.zip")).returncode == 0  # while it runs
        assert (tmp_path / "desk.zip").stat().st_mode & 0o777 == 0o600
        client.post("/meetings/tiny/sent")
    assert run(root, "--restore", str(tmp_path / "desk.zip")).returncode == 0
    rows = sqlite3.connect(root / ".desk" / "desk.sqlite3").execute("SELECT by FROM marks").fetchall()
    assert rows == [("N. N.",)]
    assert (root / ".desk" / "kept" / "old.txt").read_bytes() == b"old\n"
    assert (root / ".desk-before-1" / "desk.sqlite3").is_file()
    with desk(root) as client:
        assert client.get("/history.json").json()["broken"] is None


def test_what_is_no_backup_is_refused_and_changes_nothing(root: Path, tmp_path: Path) -> None:
    with desk(root) as client:
        client.post("/meetings/tiny/sent", data={"is_so": "yes"})
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as packed:
        packed.writestr("../evil.txt", "x")
    with zipfile.ZipFile(tmp_path / "spoilt.zip", "w") as packed:
        packed.writestr("desk.sqlite3", "no database")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    for name in ("evil.zip", "spoilt.zip", "no.zip", "missing.zip"):
        ran = run(root, "--restore", str(tmp_path / name))
        assert (name, ran.returncode, "Traceback" in ran.stderr) == (name, 3, False)
    assert sqlite3.connect(root / ".desk" / "desk.sqlite3").execute("SELECT count(*) FROM marks").fetchone() == (1,)
    assert not (tmp_path / "evil.txt").exists()
    assert not list(root.glob(".desk-*"))


def test_an_office_gives_both_the_header_and_the_proxy(root: Path) -> None:
    for words in (("--user-header", "X-Remote-User"), ("--proxy", "10.0.0.5")):
        assert run(root, *words).returncode == 3


def test_the_container_installs_what_the_set_up_installs() -> None:
    setup = (ROOT / "tools" / "setup.sh").read_text(encoding="utf-8")
    wanted = " ".join(re.findall(r'(?:office|font)_packages="([^"]+)"', setup)).split()
    recipe = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert [each for each in wanted if each not in recipe.split()] == []
    assert "--require-hashes -r requirements-desk.lock" in recipe
    assert json.dumps("0.0.0.0") in recipe
    assert {name for name, _ in walk_container.instructions(recipe)} <= walk_container.KNOWN
    steps = dict(walk_container.instructions(recipe))
    assert all(
        each in (ROOT / "compose.yaml").read_text("utf-8")
        for each in json.loads(steps["HEALTHCHECK"].partition("CMD ")[2])
    )
    (image,) = (words for name, words in walk_container.instructions(recipe) if name == "FROM")
    assert image.rpartition("/")[2] in walk_container.SUITES


def test_the_image_has_the_locked_packages_and_none_that_tests_or_makes_programs() -> None:
    def locked(name: str) -> dict[str, str]:
        """Each package of a lock, with its version and its hashes."""
        text = (ROOT / name).read_text(encoding="utf-8")
        return {each.partition("==")[0]: each for each in re.findall(r"^\S+==(?:.+\\\n)+.+$", text, re.MULTILINE)}

    whole, image = locked("requirements.lock"), locked("requirements-desk.lock")
    assert len(image) > 40
    assert {name: whole.get(name) for name in image} == image
    assert not {"pytest", "ruff", "mypy", "playwright", "schemathesis", "hypothesis", "openpyxl"} & image.keys()
