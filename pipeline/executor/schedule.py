"""Which tasks are ready: tasks go in, each comes out once all that it needs is done. Each edge is followed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.tasks import Task


class Schedule:
    """A plan on its way. ValueError for a task that needs one that is not before it."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = {task.name: task for task in tasks}
        self._after: dict[str, list[str]] = defaultdict(list)
        self._missing: dict[str, int] = {}
        """How many of those that it needs are not done, by task; without those that are out."""
        self._ready: list[Task] = []
        self.followed = 0
        """How many edges were followed; for tests."""
        for task in tasks:
            for need in task.needs:
                if need not in self._missing:
                    raise ValueError(f"“{task.name}” needs “{need}”, which is not before it")
                self._after[need].append(task.name)
            self._missing[task.name] = len(task.needs)
            if not task.needs:
                self._ready.append(task)

    @property
    def left(self) -> int:
        """How many tasks are neither done nor out."""
        return len(self._missing)

    def ready(self) -> list[Task]:
        """The tasks that are ready now, and have not been given before."""
        ready, self._ready = self._ready, []
        return ready

    def done(self, name: str) -> None:
        del self._missing[name]
        for after in self._after.pop(name, ()):
            self.followed += 1
            if after in self._missing:
                self._missing[after] -= 1
                if not self._missing[after]:
                    self._ready.append(self._tasks[after])

    def out(self, name: str) -> Iterator[Task]:
        """Takes a task out that failed, and all that need it, which are the answer."""
        gone = [name]
        while gone:
            name = gone.pop()
            del self._missing[name]
            for after in self._after[name]:
                self.followed += 1
                if after in self._missing and after not in gone:
                    yield self._tasks[after]
                    gone.append(after)
