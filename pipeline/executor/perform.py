"""One task, done: a task and what was made before it go in, its output is written, and what it says comes out.

Whatever is told of a file is told of the one that people know: not of a draft in the store, and not of where a file
lies on this machine, but for errors, which are for who sits at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.executor.prepare import given_to
from pipeline.passwords import password_at
from pipeline.store import Made
from pipeline.tasks import File, Output, Result, Task
from pipeline.tasks.naming import errors_of, findings_of
from pipeline.tasks.workshop import Workshop


def perform(task: Task, made: Mapping[str, Made], target: Path, workshop: Workshop) -> Result:
    """Writes ``target``. Raises what the task's function raises; ``made`` has at least what the task needs."""
    known = {}
    for each in task.each_input():
        if isinstance(each, File):
            known[each.path] = each
        elif isinstance(each, Output) and each.known_as is not None:
            known[made[each.of].path] = each.known_as
    own = {target: task.published[0].path if task.published else task.name}
    with errors_of({path: str(file.path) for path, file in known.items()} | own):
        given = given_to(task, made, lambda secret: password_at(secret.place, secret.where, workshop.environment))
        result = task.function(target, workshop, **task.parameters, **given)
    return replace(result, remarks=findings_of(result.remarks, {path: file.name for path, file in known.items()} | own))
