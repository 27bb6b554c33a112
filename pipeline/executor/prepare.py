"""What a task is made of: a task and what was made before it go in; all that its output depends on comes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.files import digest, fingerprint
from pipeline.store import Made
from pipeline.tasks import File, Input, Output, Pages, Secret, Task, Told
from pipeline.tasks.plain import plain


class Contents:
    """The hashes of input files, each read once a build. May be used from any number of threads."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def __getitem__(self, path: Path) -> str:
        if path not in self._known:
            try:
                self._known[path] = digest(path)
            except OSError:
                self._known[path] = "missing"  # the task itself says what is wrong, in its own words
        return self._known[path]


def made_of(task: Task, made: Mapping[str, Made], contents: Contents, tools: Mapping[str, str]) -> dict[str, Any]:
    """All that a task's output depends on, as plain JSON data: its fingerprint is of exactly this."""

    def of(given: Input) -> list[Any]:
        match given:
            case File(path, name):
                return [name, contents[path]]
            case Output(task, known_as):
                return [known_as.name if known_as else "", made[task].sha256]
            case Pages(task):
                return [made[task].result.pages]
            case Told(task):
                return [fingerprint(made[task].result.as_json())]
            case Secret():
                return [given.name]

    return {
        "function": f"{task.function.__module__}.{task.function.__qualname__}",
        "suffix": task.suffix,
        "inputs": {
            name: [of(each) for each in (given if isinstance(given, tuple) else (given,))]
            for name, given in task.inputs.items()
        },
        "parameters": {name: fingerprint(plain(value)) for name, value in task.parameters.items()},
        "tools": dict(tools),
    }


def given_to(task: Task, made: Mapping[str, Made], password: Any) -> dict[str, Any]:
    """What the task's function is handed for its inputs, by name; ``password`` finds that of a :class:`Secret`."""

    def of(given: Input) -> Any:
        match given:
            case File(path):
                return path
            case Output(task):
                return made[task].path
            case Pages(task):
                return made[task].result.pages
            case Told(task):
                return made[task].result
            case Secret():
                return password(given)

    return {
        name: tuple(map(of, given)) if isinstance(given, tuple) else of(given) for name, given in task.inputs.items()
    }
