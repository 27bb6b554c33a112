"""Tasks, and what runs them: what is stale, why, in which order, and what happens when one fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.convert.intake import Intake
from pipeline.convert.office import Offices
from pipeline.errors import CancelledError, MeetingError, PapersError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import Event
from pipeline.executor.local import LocalExecutor
from pipeline.executor.run import LOG, Done, run
from pipeline.executor.schedule import Schedule
from pipeline.findings import Finding, Place
from pipeline.store import Store
from pipeline.tasks import File, Output, Pages, Result, Stage, Task, Told
from pipeline.tasks.workshop import Workshop
from pipeline.workers.auditors import Auditors
from pipeline.workers.mergers import Mergers

TOOLS: dict[Stage, dict[str, str]] = {stage: {} for stage in ("convert", "bundle", "report")}


@pytest.fixture(scope="module")
def executor() -> Iterator[LocalExecutor]:
    auditors = Auditors(1)
    made = LocalExecutor(Workshop(Offices(None, count=1), Intake(), auditors, Mergers()), jobs=3)
    yield made
    made.close()
    auditors.close()


@pytest.fixture
def do(tmp_path: Path, executor: LocalExecutor) -> Callable[..., Done]:
    """Runs tasks on one store."""

    def done(*tasks: Task, tools: Any = TOOLS, **how: Any) -> Done:
        with Store(tmp_path / "store") as store:
            return run(tasks, store, tools, executor, **how)

    return done


# --- functions of tasks --------------------------------------------------------------------------


def write(target: Path, _workshop: Workshop, *, words: str = "", count: int = 0, **_inputs: Any) -> Result:
    target.write_text(words)
    return Result(1, (Finding("dead-links", Place("a"), {"count": str(count)}),) if count else ())


def write_slowly(target: Path, workshop: Workshop) -> Result:
    time.sleep(0.05)
    return write(target, workshop)


def copy(target: Path, workshop: Workshop, *, source: Path) -> Result:
    return write(target, workshop, words=source.read_text())


def tell(target: Path, workshop: Workshop, *, told: Result) -> Result:
    return write(target, workshop, words=told.remarks[0].what)


def break_down(target: Path, workshop: Workshop, **_inputs: Any) -> Result:
    raise ZeroDivisionError("by zero")


def complain(target: Path, workshop: Workshop, *, source: Path) -> Result:
    raise MeetingError(Finding("file-empty", Place(str(source))))


def task(name: str, function: Any = write, needs: Sequence[str] = (), stage: Stage = "convert", **words: Any) -> Task:
    return Task(name, stage, function, ".txt", {"needed": tuple(map(Output, needs))} if needs else {}, words)


def made(events: Sequence[Event]) -> dict[str, str]:
    """Why each task was made, in words."""
    return {event.task: ", ".join(map(str, event.reasons)) for event in events if event.kind == "made"}


# --- the schedule --------------------------------------------------------------------------------


def test_ten_thousand_tasks_cost_one_look_at_each_edge() -> None:
    tasks = [task(f"enclosure {number}") for number in range(5000)]
    tasks += [task(f"paper {number}", needs=[f"enclosure {number}"]) for number in range(4999)]
    tasks.append(task("bundle", needs=[each.name for each in tasks]))
    schedule = Schedule(tasks)
    given = []
    while schedule.left:
        for each in schedule.ready():
            given.append(each.name)
            schedule.done(each.name)
    assert (len(given), given[-1]) == (10_000, "bundle")
    assert schedule.followed == sum(len(each.needs) for each in tasks)


def test_what_needs_a_task_that_failed_is_out() -> None:
    chain = [task("0"), *(task(str(number), needs=[str(number - 1)]) for number in range(1, 3000))]
    schedule = Schedule([*chain, task("other")])
    assert len(list(schedule.out("0"))) == 2999
    assert [each.name for each in schedule.ready()] == ["0", "other"]
    assert schedule.left == 1


def test_a_plan_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="“b” needs “a”, which is not before it"):
        Schedule([task("b", needs=["a"]), task("a")])


# --- a task is data ------------------------------------------------------------------------------


def test_a_closure_is_no_task() -> None:
    def inner(target: Path, workshop: Workshop) -> Result:
        return Result()

    for function in (inner, lambda *_: Result()):
        with pytest.raises(TypeError, match="can't be imported by its name"):
            task("a", function)


def test_a_path_is_no_parameter(do: Callable[..., Done]) -> None:
    with pytest.raises(PapersError, match="can't be the parameter of a task"):
        do(task("a", words=Path("a")))


# --- what is stale, and why ----------------------------------------------------------------------


def test_two_tasks_with_the_same_inputs_are_one_piece_of_work(do: Callable[..., Done]) -> None:
    done = do(*(task(name, write_slowly) for name in ("one", "two", "three")))
    assert len(done.stale) == 1
    assert len({each.path for each in done.made.values()}) == 1


def test_it_is_made_anew_when_only_what_was_told_is_other(do: Callable[..., Done]) -> None:
    for count in (1, 2):
        report = Task("report", "report", tell, ".html", {"told": Told("bundle")})
        done = do(task("bundle", stage="bundle", count=count), report)
        assert done.made["report"].path.read_text().startswith(f"Links of it that led nowhere were made plain: {count}")


def test_what_reads_pages_alone_is_current_when_the_content_is_other(do: Callable[..., Done]) -> None:
    index = Task("index", "report", write, ".txt", {"letter": Pages("letter")})
    for words, stale in (("a", {"letter", "index"}), ("b", {"letter"})):
        assert set(do(task("letter", words=words), index).stale) == stale


def test_each_reason_is_told(do: Callable[..., Done], tmp_path: Path) -> None:
    source = tmp_path / "letter.docx"
    events: list[Event] = []

    def why(words: str = "a", version: str = "1.0 x", **how: Any) -> dict[str, str]:
        events.clear()
        letter = Task("letter", "convert", copy, ".txt", {"source": File(source, "templates/letter.docx")})
        both = task("bundle", needs=["letter"], stage="bundle", words=words)
        tools = {"convert": {"libreoffice": f"LibreOffice {version}"}, "bundle": {"pipeline": version}}
        do(letter, both, tools=tools, on_event=events.append, **how)
        return made(events)

    source.write_text("one")
    assert why() == {"letter": "it was never made here", "bundle": "it was never made here"}
    assert why() == {}
    source.write_text("two")
    assert why() == {"letter": "the source changed: templates/letter.docx", "bundle": "“letter” made something else"}
    assert why("b") == {"bundle": "its words changed"}
    assert why("b", "1.1 x") == {"letter": "LibreOffice 1.0 → 1.1", "bundle": "the program itself changed"}
    assert set(why("b", "1.1 x", force=True).values()) == {"everything was asked for anew"}
    for path in (tmp_path / "store").glob("*.txt"):
        path.write_text("damaged" if path.read_text() == "two" else "b")
    assert why("b", "1.1 x") == {"letter": "what was made of it is not there, or no longer whole"}


def test_what_the_store_can_not_read_is_made_anew(do: Callable[..., Done], tmp_path: Path) -> None:
    do(task("a", words="x"))
    for path in (tmp_path / "store").glob("*.json"):
        path.write_text('{"sha256": 3, "made of": {"inputs": []}, "a": "b"}' if len(path.stem) == 64 else "[1")
    events: list[Event] = []
    do(task("a", words="x"), on_event=events.append)
    assert made(events) == {"a": "it was never made here"}


def test_every_event_of_a_task_is_told_in_order(do: Callable[..., Done]) -> None:
    events: list[Event] = []
    do(task("a"), task("b", needs=["a"]), on_event=events.append)
    do(task("a"), task("b", needs=["a"]), on_event=events.append)
    kinds = [event.kind for event in events if event.task == "b"]
    assert kinds == ["planned", "started", "made", "planned", "reused"]
    assert all(set(event.as_json()) == {"kind", "task", "stage", "seconds", "why"} for event in events)
    assert [event.seconds for event in events[:6]] == sorted(event.seconds for event in events[:6])


# --- what fails ----------------------------------------------------------------------------------


def test_what_nobody_foresaw_stops_its_task_alone_and_leaves_a_trace(do: Callable[..., Done], tmp_path: Path) -> None:
    source = File(tmp_path / "a.docx", "enclosures/a.docx")
    events: list[Event] = []
    broken = Task("convert a", "convert", break_down, ".txt", {"source": source})
    with pytest.raises(PapersError, match="ZeroDivisionError") as caught:
        do(broken, task("bundle", needs=["convert a"]), task("other"), on_event=events.append)
    (problem,) = caught.value.problems
    assert (caught.value.exit_code, problem.where) == (1, str(source.path))
    trace = (tmp_path / "store" / LOG).read_text()
    assert str(tmp_path / "store" / LOG) in problem.what
    assert "break_down" in trace
    told = {(event.task, event.kind) for event in events}
    assert {("convert a", "failed"), ("bundle", "cancelled"), ("other", "made")} <= told


def test_all_that_fails_is_told_with_the_kind_of_the_first(do: Callable[..., Done], tmp_path: Path) -> None:
    given = {"source": File(tmp_path / "a.docx", "a.docx")}
    first = Task("one", "convert", complain, ".txt", given)
    with pytest.raises(MeetingError) as caught:
        do(first, Task("two", "convert", break_down, ".txt", given))
    assert [problem.what.partition(" at ")[0] for problem in caught.value.problems] == [
        "The file is empty.",
        "Something unexpected happened",
    ]


def test_a_build_that_is_cancelled_keeps_what_was_made(do: Callable[..., Done]) -> None:
    token, events = Cancellation(), list[Event]()

    def show(event: Event) -> None:
        events.append(event)
        if event.kind == "made":
            token.cancel()

    tasks = [task("0"), *(task(str(number), needs=[str(number - 1)], words=str(number)) for number in range(1, 9))]
    with pytest.raises(CancelledError):
        do(*tasks, on_event=show, cancellation=token)
    assert [event.task for event in events if event.kind == "cancelled"] == [str(number) for number in range(1, 9)]
    events.clear()
    assert set(do(*tasks, on_event=events.append).stale) == {str(number) for number in range(1, 9)}
