"""The archivists' verbs, run as commands: what reaches a terminal, a program, or a full disk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.register import REGISTER
from pipeline.bags import layout
from tests.houses import ROOT
from tests.pdfs import simple

pytestmark = pytest.mark.office

PAPERS = str(Path(sys.executable).with_name("papers"))
BAGS = Path(__file__).parent / "bags" / f"layout-{layout.LAYOUT}"
_TRIES = 5


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    """A bag as a folder in the archive of a house, where the command is run."""
    house = tmp_path / "house"
    shutil.copytree(BAGS, house / "archive")
    shutil.copy(ROOT / "config.toml", house)
    (packed,) = (house / "archive").glob("*.zip")
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(house / "archive")
    packed.unlink()
    return packed.with_suffix("")


def run(house: Path, *words: str, to: str | None = None) -> subprocess.CompletedProcess[bytes]:
    with Path(to or os.devnull).open("wb") as device:
        return subprocess.run(
            [PAPERS, *words],
            cwd=house,
            check=False,
            stdout=device if to else subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def test_json_to_a_full_device_is_told(bag: Path) -> None:
    done = run(bag.parent.parent, "verify", bag.name, "--json", to="/dev/full")
    assert done.returncode == 1
    assert b"The system refused: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_name_that_is_not_utf_8_is_valid_json(bag: Path) -> None:
    (bag / os.fsdecode(b"data/\xff.txt")).write_text("x")
    done = run(bag.parent.parent, "verify", bag.name, "--json")
    told = json.loads(done.stdout.decode("utf-8"))
    assert (done.returncode, told["valid"]) == (8, False)
    assert run(bag.parent.parent, "verify", bag.name).returncode == 8
    here = bag.rename(bag.with_name(os.fsdecode(b"\xff")))
    done = run(here.parent, "verify", "./" + here.name, "--json")
    assert json.loads(done.stdout.decode("utf-8"))["valid"] is False


def test_a_name_forges_no_line(bag: Path) -> None:
    forged = f"{bag.name}: 9 files, unaltered"
    (bag / f"data/x\n{forged}").write_text("x")
    done = run(bag.parent.parent, "verify", bag.name)
    assert done.returncode == 8
    assert forged not in done.stderr.decode().splitlines()
    here = bag.rename(bag.with_name(f"x\n{forged}"))
    done = run(here.parent, "verify", f"./{here.name}")
    assert forged not in "".join(line.strip() for line in done.stderr.decode().splitlines() if line.startswith(forged))


def test_a_report_is_written_over_nothing(tmp_path: Path) -> None:
    simple(tmp_path / "a.pdf", 1)
    simple(tmp_path / "b.pdf", 2)
    (tmp_path / "mine.html").write_text("mine")
    for there in ("mine.html", "/dev/null", "/dev/full"):
        done = run(tmp_path, "compare", "a.pdf", "b.pdf", "--report", there)
        assert (done.returncode, b"a report is written over nothing" in done.stderr) == (2, True), there
    assert (tmp_path / "mine.html").read_text() == "mine"
    for name in ("comparison-differences.html", "comparison-differences-2.html"):
        assert run(tmp_path, "compare", "a.pdf", "b.pdf").returncode == 8
        assert (tmp_path / name).is_file()


def test_a_bag_is_disposed_of_with_a_reason(bag: Path) -> None:
    house = bag.parent.parent
    assert run(house, "archive", "--dispose", bag.name).returncode == 2
    assert run(house, "archive", "--reason", "x").returncode == 2
    assert run(house, "archive", "small", "--dispose", bag.name, "--reason", "x").returncode == 2
    done = run(house, "archive", "--dispose", bag.name, "--reason", "PERM-7 ended", "--json")
    assert (done.returncode, json.loads(done.stdout)["removed"]) == (0, [str(bag)])
    listed = run(house, "archive", "--list")
    assert (listed.returncode, b"(disposed of 20" in listed.stdout) == (0, True)
    assert not bag.exists()
    assert len((house / "archive" / REGISTER).read_bytes().splitlines()) == 2


@pytest.mark.parametrize("ended", ["terminated", "interrupted"])
def test_what_is_stopped_leaves_nothing_and_says_nothing_false(bag: Path, tmp_path: Path, ended: str) -> None:
    """Interrupted as a terminal does it: all processes of its group are told."""
    (tmp_path / "tmp").mkdir()
    command = [PAPERS, "regenerate", str(bag), "--keep", "kept"]
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    for _ in range(_TRIES):
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, start_new_session=True
        )
        while process.poll() is None and not any("audit" in each for each in children(process.pid)):
            time.sleep(0.02)
        if ended == "terminated":
            process.terminate()
        elif process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate()
        if process.returncode:
            break
        shutil.rmtree(tmp_path / "kept")  # on a busy machine it may be done before it is told to stop
    assert (process.returncode, told.decode().strip()) == (1, "Stopped.")
    assert list((tmp_path / "tmp").glob("papers-bag-*")) == []
    assert not (tmp_path / "kept").exists()


def children(parent: int) -> Iterator[str]:
    """The command lines of a process's children (proc(5))."""
    for line in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, fields = line.read_text().rpartition(")")
            if int(fields.split()[1]) == parent:
                status = dict(each.split(":\t", 1) for each in (line.parent / "status").read_text().splitlines())
                known = int(status["SigCgt"], 16) | int(status["SigIgn"], 16)
                if known & 1 << signal.SIGINT - 1:  # Python runs in it
                    yield (line.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:  # it has ended
            continue
