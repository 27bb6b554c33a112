"""What several tests need: a house of their own, LibreOffice, and the sample as built once."""

from __future__ import annotations

import fcntl
import json
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.convert.office import Offices
from pipeline.libreoffice import find_program
from tests.houses import ROOT, SAMPLE, Package, build, copy_case, copy_house, copy_meeting

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from starlette.testclient import TestClient

_BUILDS = {"offices", "sample", "case", "built", "own_built"}
"""The fixtures that start LibreOffice."""


signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell has all that it runs behind itself ignore Ctrl-C, so that tests which send one would wait for ever."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _BUILDS & {*getattr(item, "fixturenames", ())}:
            item.add_marker("office")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's templates, letterheads and settings, to read and to put meetings into."""
    return copy_house(tmp_path_factory.mktemp("house"))


@pytest.fixture
def own_house(tmp_path: Path) -> Path:
    """The same, for one test, which may change them."""
    return copy_house(tmp_path / "house")


@pytest.fixture
def root(own_house: Path) -> Path:
    """A test's own house with one small meeting, for a desk."""
    copy_meeting(own_house, "tiny")
    return own_house


@pytest.fixture
def client(root: Path) -> Iterator[TestClient]:
    """A browser of somebody who has come in at the desk of that house."""
    from tests.desks import desk  # noqa: PLC0415 - what a desk needs, few tests load

    with desk(root) as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser that the set-up for the tests installs; closed with its module, as others open one by themselves."""
    from tests.browsers import browser  # noqa: PLC0415 - few tests have need of it

    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def offices() -> Iterator[Offices]:
    """One pool of two offices."""
    with Offices(find_program(), count=2) as pool:
        yield pool


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Package:
    """The sample in its six languages, built from the repository."""
    return _built_once(ROOT / "meetings" / SAMPLE, tmp_path_factory, offices)


def _built_once(folder: Path, factory: pytest.TempPathFactory, offices: Offices) -> Package:
    """The package of a meeting, built once, whatever the number of processes that the tests run in."""
    shared = factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen") else shared
    with (shared / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = build(folder, shared / folder.name, offices)
        ran = shared / f"{folder.name}.json"
        if not ran.exists():  # a case's Word files bear the time of their copy, so that another process merges anew
            ran.write_text(json.dumps(built.ran), encoding="utf-8")
        return replace(built, ran=tuple(json.loads(ran.read_text(encoding="utf-8"))))


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Callable[[str], Package]:
    """The package of one of tests/meetings that are whole houses, built once."""

    @cache
    def built(name: str) -> Package:
        folder = copy_case(tmp_path_factory.mktemp("house"), name)
        return _built_once(folder, tmp_path_factory, offices)

    return built


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Path:
    """A house with the small meeting in it, built where an archivist would; to be read only."""
    house = copy_house(tmp_path_factory.mktemp("archive") / "house")
    build(copy_meeting(house), house / "build" / "small", offices)
    return house


@pytest.fixture
def own_built(built: Path, tmp_path: Path) -> Path:
    """The small meeting, in a house for one test, as built there."""
    house = tmp_path / "house"
    shutil.copytree(built, house, ignore=shutil.ignore_patterns("archive"))
    return house / "meetings" / "small"
