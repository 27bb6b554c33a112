"""The same inputs give the same bytes: the sample is built again in a changed way, and each file is compared."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.convert.office import Offices
from tests.houses import MEETINGS, ROOT, SAMPLE, Package, build, copy_house, copy_meeting, files

pytestmark = pytest.mark.office

MEETING = "small"


def named_otherwise(file: str, old: str, new: str, target: Path) -> None:
    """A copy of an installed font that says it is of another family, whose name is as long."""
    assert len(old) == len(new)
    data = next(Path("/usr/share/fonts").rglob(file)).read_bytes()
    for encoding in ("latin-1", "utf-16-be"):
        data = data.replace(old.encode(encoding), new.encode(encoding))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house in another folder, and a home in which fonts are installed that documents ask for by name."""
    base = tmp_path_factory.mktemp("elsewhere") / "a folder of another name, and a longer one" / "é ü"
    house = copy_house(base / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    shutil.copytree(MEETINGS / MEETING, house / "meetings" / MEETING)
    home = base / "home"
    named_otherwise("Caladea-Regular.ttf", "Caladea", "Calibri", home / ".fonts/calibri.ttf")
    named_otherwise("Carlito-Regular.ttf", "Carlito", "Cambria", home / ".local/share/fonts/cambria.ttf")
    named_otherwise("Caladea-Bold.ttf", "Caladea", "Carlito", home / ".fonts/carlito.ttf")
    (base / "tmp").mkdir()
    (base / "away").mkdir()
    return base


def built_elsewhere(base: Path, meeting: str, *words: str) -> None:
    """Builds as a person does, on a machine that is set up otherwise."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(base / "home"),
        "TMPDIR": str(base / "tmp"),
        "TZ": "Pacific/Apia",
        "LANG": "ar_EG.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
    }
    command = (Path(sys.executable).with_name("papers"), "build", base / "house/meetings" / meeting)
    out = ("--out", base / "out" / meeting)
    ran = subprocess.run(
        (*command, *out, *words), env=environment, cwd=base / "away", capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def differing(one: Path, other: Path) -> list[str]:
    first, second = files(one), files(other)
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def test_other_fonts_of_the_machine_would_be_taken_if_they_were_seen(elsewhere: Path) -> None:
    asked = ("fc-match", "--format", "%{file}", "Calibri")
    environment = {**os.environ, "HOME": str(elsewhere / "home")}
    ran = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)
    assert Path(ran.stdout).name == "calibri.ttf"


def test_the_sample_is_the_same_bytes_wherever_and_however_it_is_built(sample: Package, elsewhere: Path) -> None:
    """Another folder, home, temporary folder, clock, zone and language; other fonts, jobs and order."""
    built_elsewhere(elsewhere, SAMPLE, "--lang", "zh", "--jobs", "1")
    built_elsewhere(elsewhere, SAMPLE, "--jobs", "3")
    assert differing(sample.out, elsewhere / "out" / SAMPLE) == []
    assert any(name.endswith(".docx") for name in files(sample.out))


def test_a_small_meeting_is_too(house: Path, elsewhere: Path, offices: Offices, tmp_path: Path) -> None:
    package = build(copy_meeting(house, MEETING, "determined"), tmp_path / "out", offices)
    shutil.copytree(elsewhere / "house/meetings" / MEETING, elsewhere / "house/meetings/determined")
    built_elsewhere(elsewhere, "determined", "--jobs", "1", "--force")
    assert differing(package.out, elsewhere / "out/determined") == []
