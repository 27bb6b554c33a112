"""An executor: a task and what was made before it go in, threads of this process do it, a future comes out.

Whatever stands behind the same three methods may do the work elsewhere: a task is data, and nothing else knows where
it is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from pipeline.executor.perform import perform
from pipeline.findings import Finding
from pipeline.store import Made
from pipeline.tasks import Result, Stage, Task
from pipeline.tasks.workshop import Workshop

OFFICE_STAGES: frozenset[Stage] = frozenset({"convert", "index", "join", "letters"})
"""What needs an office."""


class Executor(Protocol):
    """Where tasks are done; may be used by several builds at once."""

    @property
    def width(self) -> int:
        """How many tasks it is at, or has ready, at once."""

    @property
    def told(self) -> Sequence[Finding]:
        """What is to be told of where tasks are done."""

    def submit(
        self, task: Task, made: Mapping[str, Made], target: Path, started: Callable[[], object]
    ) -> Future[Result]:
        """Writes the task's output to ``target``, which is whole when the future is done; ``made`` has what it needs.

        ``started`` is called, from any thread, when the work begins.
        """

    def close(self) -> None:
        """Begins nothing more. Does not wait for what has begun."""


class LocalExecutor:
    """Threads of this process, with a workshop that they share."""

    told: Sequence[Finding] = ()

    def __init__(self, workshop: Workshop, jobs: int) -> None:
        self._workshop, self.width = workshop, 2 * jobs
        # Waiting for an office must not keep back what needs none; and there are twice as many threads as offices:
        # while one document is finished, its office has the next.
        by_office = ThreadPoolExecutor(max_workers=2 * jobs, thread_name_prefix="office")
        self._by_python = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="task")
        # What only looks at what was made is needed last, and asks for pdfium, which takes one thread at a time: it
        # would keep back the bundle.
        by_looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="looking")
        # A batch of letters keeps an office and a processor busy from its beginning to its end.
        by_letters = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="letters")
        self._pools: dict[str, ThreadPoolExecutor] = {
            **dict.fromkeys(OFFICE_STAGES, by_office), "letters": by_letters,
            **dict.fromkeys(("picture", "read", "preflight"), by_looking),
        }  # fmt: skip

    def submit(
        self, task: Task, made: Mapping[str, Made], target: Path, started: Callable[[], object]
    ) -> Future[Result]:
        def work() -> Result:
            started()
            result = perform(task, made, target, self._workshop)
            if task.stage in OFFICE_STAGES and not task.together:  # its bundle is next
                self._workshop.auditors.stand_by()
            return result

        return self._pools.get(task.stage, self._by_python).submit(work)

    def close(self) -> None:
        for pool in {self._by_python, *self._pools.values()}:
            pool.shutdown(wait=False, cancel_futures=True)
