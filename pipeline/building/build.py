"""A build: an order goes in, the package is published and what was done comes out: gather, plan, run, publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from pipeline.accepting import as_data, settled
from pipeline.building.environment import environment, fonts_seen
from pipeline.building.gate import gate
from pipeline.building.guess import remember_inputs
from pipeline.building.order import Order, alone
from pipeline.building.previewing import tools_of
from pipeline.building.publish import publish
from pipeline.building.recipients import dispatch, left_out, not_made, to_mend, unsound, with_recipients, without_unfit
from pipeline.building.staff import Staff
from pipeline.building.unchanged import note
from pipeline.built import (
    MadeFrom,
    MadeWith,
    forget_facts,
    forget_tools,
    inputs_of,
    is_current,
    made_from,
    read_manifest,
    remember_facts,
    remember_tools,
)
from pipeline.convert.surroundings import looked_for
from pipeline.errors import MeetingError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import Event, OnEvent
from pipeline.executor.local import OFFICE_STAGES
from pipeline.executor.run import Done, run
from pipeline.files import digest
from pipeline.findings import Finding, Place
from pipeline.findings.grading import Grades, graded
from pipeline.folders import STATE
from pipeline.fonts.file import is_font
from pipeline.languages import FILE
from pipeline.localise.phrases import FILE as PHRASES
from pipeline.localise.phrases import PROGRAM
from pipeline.package import Package, gather, stamp_fonts
from pipeline.passwords import prints_passcodes
from pipeline.plan import plan
from pipeline.results import Build, Step
from pipeline.store import Store
from pipeline.tasks import Task
from pipeline.workers import reader


def build(order: Order, staff: Staff, on_event: OnEvent, cancellation: Cancellation) -> Build:
    """Builds the package that is ordered, and publishes it when it is whole."""
    packages = gather(order.folder, order.languages, order.settings, draft=order.draft, environment=order.environment)
    house = packages[0].house
    offices = staff.office_settings(house.root, house.settings.model_dump())
    fonts = offices.fonts
    packages, listed = with_recipients(packages, fonts.lacking)
    of_stamps = {package.language: stamp_fonts(house, package.language, fonts) for package in packages}
    tasks = plan(packages, of_stamps)
    if packages[0].meeting.recipients:
        from pipeline.building.sample import sample_again  # noqa: PLC0415 - few meetings have any

        tasks = [*tasks, *sample_again(tasks, packages, of_stamps, order.out)]
    inputs = {language: sorted(set(_inputs(packages, tasks, language))) for language in of_stamps}
    font_digest = fonts.digest
    tools = tools_of(house, offices)
    loader = _Loader()

    def tell(event: Event) -> None:
        if event.kind == "made" and event.stage in OFFICE_STAGES:
            loader.start()
        on_event(event)

    with (
        alone(order.out),
        staff.at_work(offices, font_digest, tools, order.environment, order.out / STATE) as (executor, offices_done),
        Store(order.out / STATE) as store,
    ):
        made_with = MadeWith(
            environment(tools, offices.program),
            fonts_seen(fonts, {path for each in of_stamps.values() for path in each}),
        )
        with_tools = remember_tools(order.out, house.root, tools, made_with)
        sources = _sources(house.root, inputs, packages[0].meeting.recipients_file, with_tools)
        remember_facts(order.out, packages[0].meeting.file)
        done = run(
            tasks,
            store,
            tools,
            executor,
            force=order.force,
            on_event=tell,
            cancellation=cancellation,
            offices_done=offices_done,
        )
        _unchanged(house.root, sources)
        done = _as_graded(done, house.grades)
        done = without_unfit(tasks, done, lambda told: settled(told, packages[0].meeting, house.root).open)
        told = (finding for made in done.made.values() for finding in made.result.remarks)
        gate(settled(told, packages[0].meeting, house.root).open, draft=order.draft)
        known = made_from(read_manifest(order.out))
        others = {
            language: is_current(house.root, known.get(language), with_tools)
            for language in packages[0].meeting.languages
            if language not in inputs
        }
        manifest = publish(
            tasks,
            done,
            order.out,
            others=others,
            sources=sources,
            confinement=tools["report"]["confinement"],
            draft=order.draft,
            besides=partial(dispatch, packages, tasks, done.failed, unsound(listed), store.folder),
        )
        forget_tools(order.out, (each.tools for each in made_from(manifest).values()))
        forget_facts(order.out, manifest)
        lists = filter(None, [packages[0].meeting.recipients_file])
        remember_inputs(order.out, [*(path for paths in inputs.values() for path in paths), *lists])
        if not order.languages:
            store.keep_only(done.keys)
        built = _told(order, tasks, done, manifest, as_data(packages[0].meeting, house.root), tuple(executor.told))
        failed = (*unsound(listed), *not_made(packages, tasks, done.failed))
        marked = to_mend(listed, packages, order.out)
        built = replace(built, failed=failed, marked=marked, left_out=left_out(listed))
        if not built.failed and not prints_passcodes(packages[0].meeting):
            besides = [*_besides(house.root, offices.program, inputs, manifest)]
            besides += reader.files() if house.settings.convert.ocr else ()
            besides += sorted({path for each in packages for path in each.language_files})
            besides += _dictionaries(house.settings.words.spelling)
            note(order, offices, built, besides)
    return built


def _as_graded(done: Done, grades: Grades) -> Done:
    """What was done, with what was told of it as grave as the house has it."""
    if not grades:
        return done
    made = {
        name: replace(each, result=replace(each.result, remarks=graded(each.result.remarks, grades)))
        for name, each in done.made.items()
    }
    return replace(done, made=made)


def _told(
    order: Order,
    tasks: Sequence[Task],
    done: Done,
    manifest: Mapping[str, Any],
    accepted: tuple[Mapping[str, Any], ...],
    elsewhere: tuple[Finding, ...],
) -> Build:
    tasks = [task for task in tasks if task.name in done.made]
    telling = [task for task in tasks if done.made[task.name].result.facts.get("to look at")]
    return Build(
        out=order.out,
        manifest=manifest,
        languages=tuple(dict.fromkeys(each.language for task in tasks for each in task.published)),
        steps=tuple(Step(task.name, task.stage, done.stale.get(task.name, ()), task.recipient) for task in tasks),
        to_look_at=tuple(order.out / each.path for task in telling for each in task.published),
        acceptances=accepted,
        elsewhere=elsewhere,
    )


class _Loader:
    """Loads what the bundle will need, while the offices convert; once they have work."""

    def __init__(self) -> None:
        self._thread: Thread | None = None

    def start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=import_module, args=("pipeline.bundle.assemble",), daemon=True)
            self._thread.start()


def _inputs(packages: Sequence[Package], tasks: Sequence[Task], language: str) -> Iterator[Path]:
    """The files that decide what a language's outputs are."""
    for package in packages:
        if package.language == language:
            yield package.meeting.file
            yield package.house.root / "config.toml"
            yield from _own(package.phrases.paths, package.house.root)
            for other in package.beside:
                yield from _own((*other.phrases.paths, *other.rules.files), package.house.root)
            yield from _own(package.rules.files, package.house.root)
            words = package.letterhead.with_name("words.toml")
            if words.is_file():
                yield words
            yield from (each.record for each in package.meeting.signed if each.language == language)
            if package.meeting.recipients_file is not None:
                from pipeline.load.recipients.words import own_files  # noqa: PLC0415 - for meetings with a list

                yield from own_files(package.house.root / "templates")
    for task in tasks:
        if language in task.languages:
            yield from _own((file.path for file in task.files), packages[0].house.root)


def _own(paths: Iterable[Path], root: Path) -> Iterator[Path]:
    """Those but the program's own, of a language or a part of it that the house leaves to it."""
    ships = {FILE, PHRASES, PROGRAM}
    yield from (path for path in paths if path.name not in ships or path.is_relative_to(root))


def _besides(
    root: Path, program: Path | None, inputs: Mapping[str, Sequence[Path]], manifest: Mapping[str, Any]
) -> Iterator[Path]:
    """The files that the outputs depend on, those of languages that were not built now among them."""
    for paths in inputs.values():
        yield from paths
    for each in made_from(manifest).values():
        yield from (root / name for name in (*each.inputs, *each.recipients))
    yield from looked_for(program)


def _dictionaries(spelling: Mapping[str, str]) -> Iterator[Path]:
    """Those by which the house looks at spelling, and their program."""
    if names := spelling.values():
        from pipeline.workers import speller  # noqa: PLC0415 - for houses that ask for it

        yield from (path for name in names for path in speller.files(name))


def _sources(
    root: Path, inputs: Mapping[str, Sequence[Path]], recipients: Path | None, tools: str
) -> dict[str, MadeFrom]:
    """What each language is made from; of fonts, which lie anywhere, no paths."""
    lists = inputs_of(root, [recipients] if recipients else [])
    return {
        language: MadeFrom(
            inputs_of(root, (path for path in paths if not is_font(path))),
            {path.name: digest(path) for path in paths if is_font(path)},
            lists,
            tools,
        )
        for language, paths in inputs.items()
    }


def _unchanged(root: Path, sources: Mapping[str, MadeFrom]) -> None:
    """Raises MeetingError where a file has changed while the package was made of it: nobody knows what is in it."""
    named = {name: sha256 for each in sources.values() for name, sha256 in {**each.inputs, **each.recipients}.items()}
    now = inputs_of(root, (root / name for name in named))
    changed = [name for name, sha256 in named.items() if sha256 != now[name]]
    if changed:
        raise MeetingError(*(Finding("changed-under-way", Place(str(root / name))) for name in changed))
