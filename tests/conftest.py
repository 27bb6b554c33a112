"""What several tests need: a house of their own, LibreOffice, and the sample as built once."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.convert.office import Offices, find_program
from tests.houses import ROOT, SAMPLE, Package, build, copy_house


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's templates, letterheads and settings, to read and to put meetings into."""
    return copy_house(tmp_path_factory.mktemp("house"))


@pytest.fixture
def own_house(tmp_path: Path) -> Path:
    """The same, for one test, which may change them."""
    return copy_house(tmp_path / "house")


@pytest.fixture(scope="session")
def offices() -> Iterator[Offices]:
    """One pool of two offices."""
    with Offices(find_program(), count=2) as pool:
        yield pool


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Package:
    """The sample in French, built from the repository: once, whatever the number of processes that the tests run in."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if shared.name.startswith("popen") else shared
    out = shared / "sample"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build(ROOT / "meetings" / SAMPLE, out, offices, languages=["fr"])
