"""What is known without doing anything: tasks go in, what an earlier build made of those that are current comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.executor.prepare import Contents, made_of
from pipeline.files import fingerprint
from pipeline.store import Made, Store
from pipeline.tasks import Stage, Task


def known(tasks: Sequence[Task], store: Store, tools: Mapping[Stage, Mapping[str, str]]) -> dict[str, Made]:
    """What each task has made, of those that would not be made anew."""
    made: dict[str, Made] = {}
    contents = Contents()
    for task in tasks:
        if all(need in made for need in task.needs):
            key = fingerprint(made_of(task, made, contents, tools[task.stage]))
            found = store.find(key, task.suffix)
            if found is not None:
                made[task.name] = found
    return made
