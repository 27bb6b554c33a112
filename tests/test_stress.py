"""Builds by the real command, under stress: stopped, killed, robbed of an office, beside others.

Whatever happens, no process and no temporary folder stays, and the next build makes what is missing and gives the files
of one that nobody disturbed. Processes are found by the folder for temporary files in their environment (proc(5)).
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.houses import copy_house, copy_meeting, files
from tests.mailing import add_recipients
from tests.waiting import soon

pytestmark = pytest.mark.office

PAPERS = ("env", "--default-signal=INT", Path(sys.executable).with_name("papers"))
"""As on a terminal, also where the tests run in the background, where a shell has that signal ignored."""
LETTERS = 42
"""More than are converted at once."""
ROWS = [f"missions,FRA,,Anna Nom{number:03},f,fr,{number} rue,1202 Genève," for number in range(LETTERS)]
_LETTER = "pipeline.tasks.letters.make_letters"


class Running:
    """A build on its way, with a folder for temporary files of its own."""

    def __init__(self, house: Path, slug: str, temporary: Path) -> None:
        temporary.mkdir()
        self.temporary = temporary
        self.process = subprocess.Popen(
            (*PAPERS, "build", slug, "--jobs", "1"),
            cwd=house,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def until(self, holds: Callable[[], object]) -> None:
        while not holds():
            assert self.process.poll() is None, self.process.communicate()
            time.sleep(0.01)

    def is_at_letters(self) -> bool:
        """Whether an office has a document of several letters, which is named by the template."""
        return any(self.temporary.glob("papers-*/*/in/invitation.docx"))

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said; nothing of it may be left."""
        told = self.process.communicate(timeout=120)[1]
        soon(lambda: not list(processes(self.temporary)))
        soon(lambda: not list(self.temporary.iterdir()))
        return self.process.returncode, told


def processes(temporary: Path) -> Iterator[tuple[int, str]]:
    """Each that was started with this folder for temporary files, or works in it: its number and its command."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = [(folder / name).read_bytes().decode("utf-8", "replace") for name in ("cmdline", "environ")]
            if any(str(temporary) in each for each in words):
                yield int(folder.name), words[0]


def offices(temporary: Path) -> list[int]:
    """The first process of each office, which leads its group."""
    return [number for number, words in processes(temporary) if "child.py" in words and os.getpgid(number) == number]


def kept_letters(house: Path) -> int:
    """How many the store of the build has."""
    records = (house / "build" / "tiny" / ".state").glob("*.json")
    return sum(
        json.loads(path.read_bytes())["made of"]["function"] == _LETTER for path in records if len(path.stem) == 64
    )


def made(told: str) -> int:
    found = re.search(r"(\d+) letters? to recipients, (\d+) made", told)
    assert found is not None, told
    return int(found[2])


def a_meeting(house: Path, slug: str, rows: Sequence[str]) -> None:
    """A meeting with many recipients, and no drafts of messages."""
    meeting = add_recipients(house, *rows)
    words = (meeting / "meeting.toml").read_text(encoding="utf-8")
    (meeting / "meeting.toml").write_text(words.replace("messages = true\n", ""), encoding="utf-8")
    meeting.rename(meeting.with_name(slug))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_while_it_is_loaded_says_nothing_of_its_insides(how: int, tmp_path: Path) -> None:
    """It tells which modules it loads, until it is stopped."""
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    command = subprocess.Popen((*PAPERS, "--version"), env=environment, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert command.stderr is not None
    for line in command.stderr:
        if line.endswith(" pipeline.numbering\n"):
            command.send_signal(how)
            break
    assert "Traceback" not in command.communicate()[1]
    assert command.returncode == -how


def test_letters_of_builds_that_were_stopped_killed_and_robbed_are_those_of_one_that_nobody_disturbed(
    tmp_path: Path,
) -> None:
    house, calm = copy_house(tmp_path / "house"), copy_house(tmp_path / "calm")
    for each, slug, rows in ((house, "tiny", ROWS), (calm, "other", ROWS[:2]), (calm, "tiny", ROWS)):
        a_meeting(each, slug, rows)

    beside = [Running(calm, slug, tmp_path / slug) for slug in ("tiny", "other")]
    assert [made(build.ended()[1]) for build in beside] == [LETTERS, 2]

    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        build = Running(house, "tiny", tmp_path / how.name)
        build.until(build.is_at_letters)
        (os.killpg if how == signal.SIGINT else os.kill)(build.process.pid, how)  # as a terminal does it
        code, said = build.ended()
        stopped = (1, "Stopped. What was made so far is kept; the next build goes on from there.")
        assert (code, said.strip()) == ((-how, "") if how == signal.SIGKILL else stopped)
        assert not (house / "build" / "tiny" / "manifest.json").exists()

    build = Running(house, "tiny", tmp_path / "robbed")
    build.until(build.is_at_letters)
    robbed = offices(build.temporary)
    for office in robbed:
        os.killpg(office, signal.SIGKILL)
    build.until(lambda: kept_letters(house))
    assert set(offices(build.temporary)).isdisjoint(robbed)
    build.process.kill()
    build.ended()
    kept = kept_letters(house)

    code, said = Running(house, "tiny", tmp_path / "last").ended()
    assert (code, made(said)) == (0, LETTERS - kept)
    assert files(house / "build" / "tiny") == files(calm / "build" / "tiny")


def test_copies_of_documents_are_cleared_away_after_a_build_that_was_killed(tmp_path: Path) -> None:
    """Of a kind that an office does not set well: it is handed a copy in another."""
    house = copy_house(tmp_path / "house")
    meeting = copy_meeting(house, "tiny")
    settings = meeting / "meeting.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("agenda.txt", "agenda.csv"), encoding="utf-8")
    (meeting / "enclosures" / "agenda.csv").write_text("Point,Titre\n" + "1,Ouverture\n" * 300, encoding="utf-8")
    build = Running(house, "tiny", tmp_path / "killed")
    build.until(lambda: any(build.temporary.glob("papers-*/*/in/agenda.*")))
    build.process.kill()
    assert build.ended()[0] == -signal.SIGKILL
    assert Running(house, "tiny", tmp_path / "next").ended()[0] == 0
    assert not list((house / "build").rglob("papers-*"))
