"""A task to be sent: a task and what was made before it go in, a record of names and bytes comes out.

Where files lie on the sender's machine matters nowhere else: they travel under their own names, in folders that are
named by their number, from 0, and their content, and errors name them as the sender knows them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.executor.perform import perform
from pipeline.files import write_whole
from pipeline.store import Made
from pipeline.tasks import File, Input, Result, Secret, Task
from pipeline.tasks.naming import errors_of
from pipeline.tasks.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Parcel:
    """A task, and all that it reads."""

    task: Task
    """The paths of its files are those in the parcel."""
    contents: Mapping[str, bytes]
    """By the path in the parcel, with ``/``."""
    made: Mapping[str, Made]
    """What it needs of other tasks; the paths are those in the parcel."""
    known_as: Mapping[str, str]
    """By the path in the parcel, the path on the sender's machine."""
    target: str
    """The name of its output."""


def can_travel(task: Task) -> bool:
    """Whether a task may leave this machine: one that needs a password may not."""
    return not any(isinstance(each, Secret) for each in task.each_input())


def pack(task: Task, made: Mapping[str, Made], target: str) -> Parcel:
    """The parcel of a task. OSError for a file that can't be read."""
    paths: dict[Path, str] = {}
    contents: dict[str, bytes] = {}

    def inside(path: Path) -> Path:
        if path not in paths:
            content = path.read_bytes()
            paths[path] = f"{len(paths)}-{sha256(content).hexdigest()}/{path.name}"
            contents[paths[path]] = content
        return Path(paths[path])

    def sent(given: Input) -> Input:
        return replace(given, path=inside(given.path)) if isinstance(given, File) else given

    inputs = {
        name: tuple(map(sent, given)) if isinstance(given, tuple) else sent(given)
        for name, given in task.inputs.items()
    }
    needed = {name: made[name].at(inside(made[name].path)) for name in task.needs}
    return Parcel(
        replace(task, inputs=inputs),
        contents,
        needed,
        {name: str(path) for path, name in paths.items()},
        target,
    )


def perform_parcel(parcel: Parcel, sent: Path, folder: Path, workshop: Workshop) -> tuple[Result, bytes]:
    """Does the task in an empty ``folder``: what it says, and its output. Raises what the task raises.

    What it was ``sent`` lies in a folder of that name. Of tasks that are one of many, such as batches of letters, it
    stays there for the next one, for which it is the same file then, so that what was found of it holds.
    """
    try:
        return _performed(parcel, sent, folder, workshop)
    finally:
        if not parcel.task.together:
            _lay({}, sent)


def _performed(parcel: Parcel, sent: Path, folder: Path, workshop: Workshop) -> tuple[Result, bytes]:
    _lay(parcel.contents, sent)

    def here(given: Input) -> Input:
        return replace(given, path=sent / given.path) if isinstance(given, File) else given

    inputs = _each(parcel.task, here)
    made = {name: each.at(sent / each.path) for name, each in parcel.made.items()}
    target = folder / parcel.target
    with errors_of({sent / name: known for name, known in parcel.known_as.items()}):
        result = perform(replace(parcel.task, inputs=inputs), made, target, workshop)
    return result, target.read_bytes()


def _lay(contents: Mapping[str, bytes], sent: Path) -> None:
    """Lets ``sent`` have these files and no others."""
    sent.mkdir(exist_ok=True)
    wanted = {Path(name).parts[0] for name in contents}
    for folder in sent.iterdir():
        if folder.name not in wanted:
            shutil.rmtree(folder)
    for name, content in contents.items():
        path = sent / name
        if not path.is_file():
            path.parent.mkdir(exist_ok=True)
            write_whole(path, content)


def _each(task: Task, change: Callable[[Input], Input]) -> dict[str, Input | tuple[Input, ...]]:
    """The inputs of a task, each changed."""
    return {
        name: tuple(map(change, given)) if isinstance(given, tuple) else change(given)
        for name, given in task.inputs.items()
    }
