"""A build from its inputs to its manifest: gather, plan, run, publish."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from pipeline.building.environment import environment, fonts_seen
from pipeline.building.publish import publish, read_manifest
from pipeline.building.start import Work, remember_inputs
from pipeline.built import MadeFrom, MadeWith, forget_tools, inputs_of, is_current, made_from, remember_tools
from pipeline.convert.intake import Intake
from pipeline.errors import MeetingError, Problem, UsageError
from pipeline.executor.events import Event
from pipeline.executor.local import LocalExecutor
from pipeline.executor.run import Done, run
from pipeline.executor.tools import versions
from pipeline.files import digest
from pipeline.folders import STATE
from pipeline.fonts.file import is_font
from pipeline.package import Package, fonts_of, gather, stamp_font
from pipeline.plan import plan
from pipeline.store import Store
from pipeline.tasks import Task
from pipeline.tasks.workshop import Workshop

Progress = Callable[[int], Callable[[str], None]]
"""Takes the number of tasks; what it returns is called with the name of each task that is done."""


def build(
    work: Work, languages: Sequence[str], progress: Progress, offices_done: Callable[[], None] = lambda: None
) -> tuple[Mapping[str, Any], list[Task], Done]:
    """Builds the package in the languages named, or in all of its languages, and publishes it when it is whole.

    ``offices_done`` is called once no document is left to convert.
    """
    packages = gather(work.folder, languages)
    house = packages[0].house
    fonts = fonts_of(house, work.program, work.first_fonts)

    intake = Intake()
    stamp_fonts = {
        package.language: stamp_font(house, package.language, work.program, work.first_fonts) for package in packages
    }
    tasks = plan(packages, stamp_fonts)
    report = progress(len(tasks))

    def on_event(event: Event) -> None:
        if event.kind in {"made", "reused", "failed"}:
            report(event.task)

    inputs = {language: sorted(set(_inputs(packages, tasks, language))) for language in stamp_fonts}
    tools = versions(work.program, fonts)
    executor = LocalExecutor(Workshop(work.offices, intake, work.auditors, work.environment), work.jobs)
    Thread(target=_load_libraries, daemon=True).start()
    with _alone(work.out):
        store = Store(work.out / STATE)
        try:
            made_with = MadeWith(environment(tools, work.program), fonts_seen(fonts, stamp_fonts.values()))
            with_tools = remember_tools(work.out, house.root, tools, made_with)
            sources = _sources(house.root, inputs, with_tools)
            done = run(tasks, store, tools, executor, force=work.force, on_event=on_event, offices_done=offices_done)
            _unchanged(house.root, sources)
            known = made_from(read_manifest(work.out))
            others = {
                language: is_current(house.root, known.get(language), with_tools)
                for language in packages[0].meeting.languages
                if language not in inputs
            }
            manifest = publish(tasks, done, work.out, others=others, sources=sources)
            forget_tools(work.out, (each.tools for each in made_from(manifest).values()))
            remember_inputs(work.out, (path for paths in inputs.values() for path in paths))
            if not languages:
                store.keep_only(done.keys)
        finally:
            executor.close()
            intake.close()
            store.close()
    return manifest, tasks, done


def _load_libraries() -> None:
    """Loads what the bundle will need, while the offices convert."""
    import_module("pipeline.bundle.assemble")


def _inputs(packages: Sequence[Package], tasks: Sequence[Task], language: str) -> Iterator[Path]:
    """The files that decide what a language's outputs are."""
    for package in packages:
        if package.language == language:
            yield package.meeting.file
            yield package.house.root / "config.toml"
            yield package.phrases.path
            words = package.letterhead.with_name("words.toml")
            if words.is_file():
                yield words
    for task in tasks:
        if language in task.languages:
            yield from (file.path for file in task.files)


def _sources(root: Path, inputs: Mapping[str, Sequence[Path]], tools: str) -> dict[str, MadeFrom]:
    """What each language is made from; of fonts, which lie anywhere, no paths."""
    return {
        language: MadeFrom(
            inputs_of(root, (path for path in paths if not is_font(path))),
            {path.name: digest(path) for path in paths if is_font(path)},
            {},
            tools,
        )
        for language, paths in inputs.items()
    }


def _unchanged(root: Path, sources: Mapping[str, MadeFrom]) -> None:
    """Raises MeetingError where a file has changed while the package was made of it: nobody knows what is in it."""
    named = {name: sha256 for each in sources.values() for name, sha256 in each.inputs.items()}
    now = inputs_of(root, (root / name for name in named))
    what = "It was changed while the package was being built."
    problems = [
        Problem(str(root / name), what, "Build again.") for name, sha256 in named.items() if sha256 != now[name]
    ]
    if problems:
        raise MeetingError(*problems)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Holds the output for one build at a time; the system lets go of it when the process ends, however it ends."""
    (out / STATE).mkdir(parents=True, exist_ok=True)
    with (out / STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                Problem(
                    str(out), "Another build of this package is under way.", "Wait until it is done, then try again."
                )
            ) from None
        yield
