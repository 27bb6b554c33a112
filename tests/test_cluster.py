"""Work on other machines: a real scheduler and real workers on loopback, some of which end in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import dask.config
import pytest

from pipeline import Event, House, Session
from pipeline.building.office import office_settings
from pipeline.cluster.executor import ClusterExecutor
from pipeline.cluster.parcel import pack, perform_parcel
from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.errors import ConfigError, ConverterError
from pipeline.executor.local import LocalExecutor
from pipeline.executor.run import run as run_tasks
from pipeline.executor.tools import versions
from pipeline.findings import Place
from pipeline.libreoffice import find_program
from pipeline.machine import Machine
from pipeline.model import PasswordPlace
from pipeline.store import Store
from pipeline.tasks import File, Result, Secret, Task
from pipeline.tasks.workshop import Workshop
from pipeline.workers import confinement
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers
from tests.far_tasks import die, die_at, fail, tell, tell_state
from tests.houses import ROOT, copy_house, copy_meeting, files
from tests.mailing import ROWS, add_recipients
from tests.waiting import PATIENCE, soon

PAPERS = Path(sys.executable).with_name("papers")
DASK = Path(sys.executable).with_name("dask")
DASK_SETTINGS = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s",
    "DASK_DISTRIBUTED__WORKER__PRELOAD": "[]",
}


class Cluster:
    """A scheduler and its workers; ended with all that they started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._stack = folder, ExitStack()
        self._log = folder / "scheduler.log"
        (folder / "tmp").mkdir()
        self.environment = {**os.environ, **DASK_SETTINGS, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
        told = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)
        )
        soon(told.is_file)
        self.address: str = soon(lambda: json.loads(told.read_text())["address"])

    def worker(self, name: str, resources: str = "office=1", **environment: str) -> subprocess.Popen[bytes]:
        """A worker, which is started again where it ends; the scheduler knows it."""
        before = self._registered()
        told = ("--nthreads", "1", "--nworkers", "1", "--no-dashboard", "--resources", resources, "--name", name)
        started = self._start("worker", self.address, *told, **environment)
        soon(lambda: self._registered() > before)
        return started

    def _registered(self) -> int:
        return self._log.read_text().count("Register worker")

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        name = words[0] if words[0] == "scheduler" else words[-1]
        log = self._stack.enter_context((self.folder / f"{name}.log").open("wb"))
        process = subprocess.Popen(
            [DASK, *words], stdout=log, stderr=log, cwd=self.folder, env=self.environment | environment,
            start_new_session=True,
        )  # fmt: skip
        self._stack.callback(end, process)
        return process

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that the test started, and its children."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def child(pid: int) -> int:
    """The process of a nanny's worker."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
            if f"\nPPid:\t{pid}\n" in text and "spawn_main" in status.with_name("cmdline").read_text():
                return int(status.parent.name)
        except OSError:
            continue
    return 0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("cluster")) as made:
        made.worker("first")
        made.worker("second")
        yield made


@pytest.fixture
def meeting(tmp_path: Path) -> Path:
    return copy_meeting(copy_house(tmp_path / "house"))


def papers(cluster: Cluster, meeting: Path, *words: str, address: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PAPERS, "build", str(meeting), "--scheduler", address or cluster.address, *words],
        capture_output=True, text=True, cwd=meeting.parent.parent, env=cluster.environment, check=False, timeout=300,
    )  # fmt: skip


def test_a_package_is_the_same_wherever_its_documents_were_converted(
    cluster: Cluster, meeting: Path, tmp_path: Path
) -> None:
    there = papers(cluster, meeting, "--out", str(tmp_path / "there"))
    assert there.returncode == 0, there.stderr
    here = subprocess.run(
        [PAPERS, "build", str(meeting), "--out", str(tmp_path / "here")], check=False, capture_output=True, text=True
    )
    assert here.returncode == 0, here.stderr
    assert files(tmp_path / "there") == files(tmp_path / "here")
    again = papers(cluster, meeting, "--out", str(tmp_path / "there"))
    assert again.returncode == 0
    assert "\n. " not in f"\n{again.stderr}"


def test_nothing_is_lost_with_a_worker_and_with_the_scheduler(tmp_path: Path) -> None:
    rows = (ROWS[0].replace("Žofia Ålesund", f"Person Number{number}") for number in range(90))
    meeting = add_recipients(copy_house(tmp_path / "house"), *rows)
    house = House.open(meeting)
    with Session(house) as session:
        session.build(meeting, out=tmp_path / "here")
    with Cluster(tmp_path) as cluster, environment(cluster.environment):
        nannies = [cluster.worker("first"), cluster.worker("second")]
        ended = {"worker": 0, "scheduler": 0}

        def end_one(event: Event) -> None:
            if event.stage != "letters":
                return
            if event.kind == "started" and not ended["worker"]:
                ended["worker"] = child(nannies[0].pid)
                os.kill(ended["worker"], signal.SIGKILL)
            elif event.kind == "made" and not ended["scheduler"]:
                ended["scheduler"] = cluster.scheduler.pid
                end(cluster.scheduler)

        with Session(house, jobs=1, scheduler=cluster.address) as session, pytest.raises(ConfigError) as told:
            session.build(meeting, out=tmp_path / "there", on_event=end_one)
        assert {each.code for each in told.value.findings} == {"scheduler-lost"}
        assert all(ended.values())
        assert not (tmp_path / "there" / "manifest.json").exists()
    with Session(house) as session:
        built = session.build(meeting, out=tmp_path / "there")
    made_before = [step for step in built.steps if step.stage == "letters" and not step.ran]
    assert 0 < len(made_before) < 90
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_letter_at_which_workers_end_is_alone_to_blame(executor: ClusterExecutor, tmp_path: Path) -> None:
    def letter(number: int) -> Task:
        own = {"words": {"number": number}}
        return Task(f"letter {number}", "letters", die_at, ".pdf", {}, {"own": own}, together="letters")

    with Store(tmp_path / "store") as store:
        done = run_tasks([letter(number) for number in range(8)], store, {"letters": {}}, executor)
    assert {name: [each.code for each in error.findings] for name, error in done.failed.items()} == {
        "letter 5": ["workers-died"]
    }
    assert len(done.made) == 7


def test_a_worker_with_other_tools_is_refused_by_name(cluster: Cluster, meeting: Path, tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text('confinement = "none"\n')
    odd = cluster.worker("odd", XDG_CONFIG_HOME=str(tmp_path))
    slack = cluster.worker("slack", resources="desk=1")
    try:
        told = papers(cluster, meeting)
    finally:
        end(odd)
        end(slack)
    assert told.returncode == 0
    assert f"{cluster.address}" in told.stderr
    assert "confinement: none" in told.stderr
    assert "slack" in told.stderr


def test_where_no_worker_serves_nothing_is_begun(meeting: Path, tmp_path: Path) -> None:
    (tmp_path / "papers.toml").write_text('confinement = "none"\n')
    with Cluster(tmp_path) as cluster:
        none = papers(cluster, meeting)
        assert (none.returncode, "No worker" in none.stderr) == (3, True)
        cluster.worker("odd", XDG_CONFIG_HOME=str(tmp_path))
        told = papers(cluster, meeting)
        assert (told.returncode, "confinement: none" in told.stderr) == (3, True)
        assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "127.0.0.1", "nonsense://here", "tcp://", "tls://127.0.0.1:1"]
)
def test_an_address_without_a_scheduler_is_told(cluster: Cluster, meeting: Path, address: str) -> None:
    told = papers(cluster, meeting, address=address)
    assert told.returncode == 3, told.stderr
    assert address in told.stderr
    assert "Traceback" not in told.stderr


def test_without_dask_a_person_is_told_what_to_install(cluster: Cluster, meeting: Path) -> None:
    program = "import sys; sys.modules['distributed'] = None; from pipeline.cli import command; command()"
    told = subprocess.run(
        [sys.executable, "-c", program, "build", str(meeting), "--scheduler", cluster.address],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 3
    assert "meeting-papers[scale]" in told.stderr


# --- the executor --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def executor(cluster: Cluster) -> Iterator[ClusterExecutor]:
    settings = office_settings(ROOT, {}, Machine(find_program()))
    tools = versions(settings.program, settings.fonts.digest, confinement.used(settings.confinement))
    auditors = Auditors(1)
    workshop = Workshop(Offices(None, count=1), Intake(), auditors, Mergers(), {"WORD": "hunter2"})
    with environment(cluster.environment), closing(auditors):
        made = ClusterExecutor(cluster.address, settings, tools, LocalExecutor(workshop, 1))
        yield made
        made.close()


def run(executor: ClusterExecutor, task: Task, target: Path) -> Result:
    return executor.submit(task, {}, target, lambda: None).result(PATIENCE)


def test_what_a_task_says_names_the_files_of_this_machine(executor: ClusterExecutor, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    source = {"source": File(tmp_path / "notes.txt", "enclosures/notes.txt")}
    result = run(executor, Task("tell", "convert", tell, ".txt", source), tmp_path / "told.txt")
    pid, *words = (tmp_path / "told.txt").read_text().split()
    assert int(pid) != os.getpid()
    assert words == ["notes.txt", "words"]
    assert (result.pages, [each.place.file for each in result.remarks]) == (3, ["enclosures/notes.txt"])
    with pytest.raises(ConverterError) as told:
        run(executor, Task("fail", "convert", fail, ".txt", source), tmp_path / "none.txt")
    assert told.value.findings[0].place.file == str(tmp_path / "notes.txt")


def test_a_password_never_leaves_this_machine(executor: ClusterExecutor, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("words")
    secret = Secret(PasswordPlace("WORD", None), "WORD", Place("meeting.toml"))
    source: dict[str, File | Secret] = {"source": File(tmp_path / "notes.txt", "notes.txt"), "password": secret}
    run(executor, Task("tell", "convert", tell, ".txt", source), tmp_path / "told.txt")
    assert (tmp_path / "told.txt").read_text() == f"{os.getpid()} notes.txt words hunter2"


def test_a_document_at_which_workers_end_is_named_and_the_rest_goes_on(
    executor: ClusterExecutor, tmp_path: Path
) -> None:
    (tmp_path / "bomb.txt").write_text("words")
    source = {"source": File(tmp_path / "bomb.txt", "bomb.txt")}
    bad = executor.submit(Task("die", "convert", die, ".txt", source), {}, tmp_path / "none.txt", lambda: None)
    good = executor.submit(Task("tell", "convert", tell, ".txt", source), {}, tmp_path / "told.txt", lambda: None)
    with pytest.raises(ConverterError) as told:
        bad.result(PATIENCE)
    assert [(each.code, each.place.file) for each in told.value.findings] == [
        ("workers-died", str(tmp_path / "bomb.txt"))
    ]
    assert good.result(PATIENCE).pages == 3


def test_nothing_that_was_sent_to_a_worker_is_left_where_it_died(
    cluster: Cluster, executor: ClusterExecutor, tmp_path: Path
) -> None:
    """A letter on a machine of others, say: the next worker there removes it."""
    (tmp_path / "letter.txt").write_text("words")
    source = {"source": File(tmp_path / "letter.txt", "letter.txt")}
    bad = executor.submit(Task("die", "convert", die, ".txt", source), {}, tmp_path / "none.txt", lambda: None)
    with pytest.raises(ConverterError):
        bad.result(PATIENCE)
    soon(lambda: not list((cluster.folder / "tmp").rglob("letter.txt")))


def test_what_many_tasks_need_stays_the_same_file_where_it_was_sent(tmp_path: Path) -> None:
    """So that a template is made ready once for all batches; a task that is one of its kind leaves nothing there."""
    template, sent = tmp_path / "template.txt", tmp_path / "sent"
    workshop = Workshop(Offices(None, count=1), Intake(), Auditors(1), Mergers())

    def told_of(words: str, together: str) -> str:
        template.write_text(words)
        source = {"source": File(template, "template.txt")}
        parcel = pack(Task("tell", "convert", tell_state, ".txt", source, together=together), {}, "told.txt")
        with TemporaryDirectory(dir=tmp_path) as folder:
            return perform_parcel(parcel, sent, Path(folder), workshop)[1].decode()

    with closing(workshop.auditors):
        first, second, other = (told_of(words, "letters") for words in ("first", "first", "other"))
        assert first == second
        assert [path.read_text() for path in sent.rglob("*.txt")] == ["other"]
        assert " other " in other
        told_of("other", "")
    assert list(sent.iterdir()) == []


@contextmanager
def environment(own: Mapping[str, str]) -> Iterator[None]:
    """Dask's settings, for what of it runs in this process."""
    with dask.config.set({"distributed.comm.timeouts.connect": own["DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT"]}):
        yield
