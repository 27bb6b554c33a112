"""Every address of the desk against a house that lacks something, or has something else in its place: each answer says
what happened and what to do, none is an error of the program's, and all is well again once the house is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline.desk.guard import Limits
from tests.desks import desk
from tests.houses import copy_house, copy_meeting
from tests.routes import asked, routes

Spoil = Callable[[Path], object]


def gone(_path: Path) -> None:
    """Nothing is there."""


def loop(path: Path) -> None:
    """Who opens it is refused, be they who they are: rights would not hold back whoever may do all."""
    path.symlink_to(path.name)


def other(path: Path) -> None:
    """A file for a folder, a folder for a file."""
    path.mkdir() if path.suffix else path.write_text("x", encoding="utf-8")


def garbled(path: Path) -> None:
    path.write_bytes(b"\xff[[ =\x00")


PLACES = (
    "config.toml", "templates", "templates/fr", "templates/fr/language.toml", "templates/fr/phrases.po",
    "templates/fr/invitation.docx", "letterheads", "letterheads/plain", "letterheads/plain/words.toml", "meetings",
    "meetings/tiny", "meetings/tiny/meeting.toml", "meetings/tiny/enclosures", "archive", "archive/register.jsonl",
    "build", "build/tiny",
)  # fmt: skip
CASES = [(place, gone) for place in PLACES] + [(place, garbled) for place in PLACES if Path(place).suffix]
CASES += [(place, spoil) for place in ("templates", "archive", "build") for spoil in (loop, other)]
DRAWN = re.compile(r"/(look|preview|letters|convert)(/|\.json|$)|/enclosures/\{at\}/\{language\}")
"""What an office has to draw first."""
LEAVES = frozenset({("POST", "/leave"), ("GET", "/enter")})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = copy_house(tmp_path_factory.mktemp("houses") / "house")
    (house / "archive").mkdir(exist_ok=True)
    (house / "archive" / "register.jsonl").touch()
    (house / "build" / "tiny").mkdir(parents=True)
    return house


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[TestClient]:
    copy_meeting(root, "tiny")
    with desk(root, limits=Limits(requests=100_000, burst=100_000)) as made:
        yield made


@contextmanager
def spoilt(root: Path, place: str, spoil: Spoil) -> Iterator[None]:
    shutil.rmtree(root / "meetings")
    copy_meeting(root, "tiny")
    path, kept = root / place, root.parent / "kept"
    path.rename(kept)
    spoil(path)
    try:
        yield
    finally:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        kept.rename(path)


@pytest.mark.parametrize(("place", "spoil"), CASES, ids=lambda each: getattr(each, "__name__", each))
def test_each_answer_says_what_happened_and_what_to_do(
    client: TestClient, root: Path, place: str, spoil: Spoil
) -> None:
    wrong, found = [], routes(client)
    every = [(method, path) for method, path in found if (method, f"{path}.json") not in found]  # a page or its twin
    with spoilt(root, place, spoil):
        for method, path in every:
            if not DRAWN.search(path) and (method, path) not in LEAVES:
                answer = asked(client, method, path)
                told = answer.json().get("problems", ()) if answer.status_code >= 400 else ()
                if not (answer.status_code < 500 or answer.status_code == 503) or not all(
                    each["what"] for each in told
                ):
                    wrong.append((method, path, answer.status_code, answer.text))
    assert wrong == []
    assert client.get("/meetings").status_code == 200
