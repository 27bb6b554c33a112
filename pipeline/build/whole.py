"""A build from its inputs to its manifest: gather, plan, run, publish."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from pipeline.build.publish import publish
from pipeline.build.run import Built, run
from pipeline.build.start import STATE, Work, remember_inputs
from pipeline.build.store import Store
from pipeline.build.tools import versions
from pipeline.convert import convert
from pipeline.errors import ConfigError, PapersError, Problem
from pipeline.fonts import find_font
from pipeline.load import House
from pipeline.package import Package, font_folders, gather
from pipeline.plan import Step, plan

Progress = Callable[[int], Callable[[str], None]]
"""Takes the number of steps; what it returns is called with the name of each step that is done."""


def build(work: Work, languages: Sequence[str], progress: Progress) -> tuple[Mapping[str, Any], list[Step], Built]:
    """Builds the package in the languages named, or in all of its languages, and publishes it when it is whole."""
    packages = gather(work.folder, languages)
    house = packages[0].house
    if (program := work.program) is not None and not (program / "soffice").exists():
        mend = "Correct it, or take it out: LibreOffice is found where it usually is."
        raise ConfigError(
            Problem(f"{house.root / 'config.toml'}: convert.program", f"There is no LibreOffice in {program}.", mend)
        )
    fonts = font_folders(house)

    loader = Thread(target=_load_libraries, daemon=True)
    started = Lock()

    def make_pdf(source: Path, target: Path, package: Package) -> int:
        if started.acquire(blocking=False):
            loader.start()
        return convert(source, work.offices, package.created, target)

    steps = plan(
        packages, make_pdf, _stamp_fonts(house, {package.language for package in packages}, fonts), work.auditors.begin
    )
    report = progress(len(steps))
    with _alone(work.out):
        store = Store(work.out / STATE)
        try:
            built = run(
                steps,
                store,
                versions(work.program, fonts),
                jobs=work.jobs,
                force=work.force,
                report=lambda step, _ran: report(step.name),
            )
            others = set(packages[0].meeting.languages) - {package.language for package in packages}
            manifest = publish(steps, built, work.out, others=others)
            remember_inputs(work.out, _inputs(packages, steps))
            if not languages:
                store.keep_only(built.keys.values())
        finally:
            store.close()
    return manifest, steps, built


def _stamp_fonts(house: House, languages: Iterable[str], folders: Sequence[Path]) -> dict[str, Path]:
    stamp = house.settings.stamp
    return {language: find_font(stamp.fonts.get(language, stamp.font), folders) for language in languages}


def _load_libraries() -> None:
    """Loads what the bundle will need, while the offices convert."""
    import_module("pipeline.bundle.assemble")


def _inputs(packages: Sequence[Package], steps: Sequence[Step]) -> Iterator[Path]:
    for package in packages:
        yield package.meeting.file
        yield package.house.root / "config.toml"
        yield package.phrases.path
        words = package.letterhead.with_name("words.toml")
        if words.is_file():
            yield words
    for step in steps:
        yield from step.files.values()


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Holds the output for one build at a time; the system lets go of it when the process ends, however it ends."""
    (out / STATE).mkdir(parents=True, exist_ok=True)
    with (out / STATE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PapersError(
                Problem(
                    str(out), "Another build of this package is under way.", "Wait until it is done, then try again."
                )
            ) from None
        yield
