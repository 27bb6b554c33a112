"""Work is data: every task of the sample's plan can be kept, sent, and run elsewhere from bytes."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.building.office import office_settings
from pipeline.executor.prepare import Contents, made_of
from pipeline.files import fingerprint
from pipeline.findings import Place
from pipeline.libreoffice import find_program
from pipeline.machine import Machine
from pipeline.model import PasswordPlace
from pipeline.package import gather, stamp_fonts
from pipeline.passwords import password_at
from pipeline.plan import plan, plan_papers
from pipeline.store import Made
from pipeline.tasks import File, Result, Secret, Task
from tests.houses import ROOT, SAMPLE, copy_house, copy_meeting

ELSEWHERE = """
import pickle, sys
from pathlib import Path
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers
from pipeline.convert.intake import Intake
from pipeline.building.office import office_settings
from pipeline.convert.office import Offices
from pipeline.executor.perform import perform
from pipeline.tasks.workshop import Workshop

task = pickle.load(sys.stdin.buffer)
target = Path("made" + task.suffix)
result = perform(task, {}, target, Workshop(Offices(None, count=1), Intake(), Auditors(1), Mergers()))
sys.stdout.buffer.write(pickle.dumps((result, target.read_bytes())))
"""


@pytest.fixture(scope="module")
def tasks() -> list[Task]:
    """The sample's, in its six languages."""
    return planned(ROOT / "meetings" / SAMPLE)


def planned(folder: Path) -> list[Task]:
    packages = gather(folder)
    house = packages[0].house
    fonts = office_settings(house.root, house.settings.model_dump(), Machine(find_program())).fonts
    return plan(packages, {each.language: stamp_fonts(house, each.language, fonts) for each in packages})


def prints(tasks: list[Task]) -> dict[str, str]:
    """The fingerprint of each, as if all before had been made with the same bytes."""
    made = {task.name: Made(Path(), task.name, "0", Result(1)) for task in tasks}
    contents = Contents()
    return {task.name: fingerprint(made_of(task, made, contents, {})) for task in tasks}


def test_every_task_of_the_sample_is_the_same_when_it_comes_back(tasks: list[Task]) -> None:
    assert len(tasks) > 100
    back = [pickle.loads(pickle.dumps(task)) for task in tasks]
    assert back == tasks
    assert prints(back) == prints(tasks)
    assert len(set(prints(tasks).values())) > len(tasks) / 2


def test_who_looks_at_papers_has_them_made_as_a_build_does(tasks: list[Task]) -> None:
    looked_at = plan_papers(gather(ROOT / "meetings" / SAMPLE))
    known = {task.name: task for task in tasks}
    assert {task.stage for task in looked_at} < {task.stage for task in tasks}
    assert looked_at == [known[task.name] for task in looked_at]


def test_a_task_runs_in_another_process_from_bytes_alone(tasks: list[Task], tmp_path: Path) -> None:
    merge = next(task for task in tasks if task.name == "merge letter invitation fr")
    for number, name in enumerate(("here", "there")):
        folder = tmp_path / name
        folder.mkdir()
        sent: dict[str, File] = {}
        for given, file in merge.inputs.items():
            assert isinstance(file, File)
            own = folder / f"{number}{file.path.suffix}"
            own = own.with_stem(f"{given}{number}")
            own.write_bytes(file.path.read_bytes())
            sent[given] = replace(file, path=own)
        program = [sys.executable, "-c", ELSEWHERE]
        bytes_of = pickle.dumps(replace(merge, inputs=sent))
        done = subprocess.run(
            program, input=bytes_of, capture_output=True, cwd=folder, check=True, env={"PYTHONPATH": str(ROOT)}
        )
        result, made = pickle.loads(done.stdout)
        assert result == Result()
        (folder / "made").write_bytes(made)
    assert (tmp_path / "here" / "made").read_bytes() == (tmp_path / "there" / "made").read_bytes()
    assert b"word/document.xml" in made


def test_where_a_house_stands_is_no_part_of_its_tasks(tmp_path: Path) -> None:
    folders = [copy_meeting(copy_house(tmp_path / name)) for name in ("house", "another house é")]
    first, second = (prints(planned(folder)) for folder in folders)
    assert first == second


def test_names_of_linked_files_are_known_to_all_that_is_converted(tasks: list[Task]) -> None:
    office = [task for task in tasks if task.stage in {"convert", "index"}]
    assert {bool(task.parameters["linked_names"]) for task in office} == {True}
    assert any(task.stage == "index" for task in office)


def test_a_password_is_found_where_the_task_says_and_is_nowhere_in_it(tmp_path: Path) -> None:
    (tmp_path / "word.txt").write_text("hunter2\n")
    secret = Secret(PasswordPlace(None, tmp_path / "word.txt"), "word.txt", Place("meeting.toml"))
    task = Task("take", "take", len_of, ".pdf", {"password": secret})
    assert b"hunter2" not in pickle.dumps(task)
    assert "hunter2" not in str(made_of(task, {}, Contents(), {}))
    assert password_at(secret.place, secret.where, {}) == "hunter2"


def len_of(*_given: object) -> Result:
    return Result()
