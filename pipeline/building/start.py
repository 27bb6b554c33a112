"""A build from the command line: a meeting's name goes in, its offices start, the package comes out.

LibreOffice starts in its own processes while Python is still loading the libraries; so this module imports only
what is quick to import, and the rest when the offices are on their way. They are not started when the last build
had the same inputs, because then there is probably nothing to do; if there is, they start when first asked.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from pipeline.audit.auditors import Auditors
from pipeline.convert.office import Offices, own_fonts
from pipeline.folders import STATE, find_meeting, find_root
from pipeline.fonts import Fonts, house_fonts, system_folders
from pipeline.machine import read_machine

if TYPE_CHECKING:
    from pipeline.executor.run import Done
    from pipeline.tasks import Task


@dataclass(frozen=True, slots=True)
class Work:
    """A build that has begun: its offices are starting."""

    folder: Path
    out: Path
    offices: Offices
    auditors: Auditors
    program: Path | None
    jobs: int
    force: bool
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Where the passwords of enclosures may be."""
    first_fonts: tuple[Path, ...] = ()
    """Folders that fonts are taken from before all others: those of a bag."""

    def build(
        self, languages: Sequence[str], progress: Callable[[int], Callable[[str], None]]
    ) -> tuple[Mapping[str, Any], Sequence[Task], Done]:
        """Builds and publishes. Says what the manifest has, the plan, and what was done."""
        from pipeline.building.whole import build  # noqa: PLC0415 - see the module

        # The offices end while the bundle is bound and audited.
        return build(self, languages, progress, Thread(target=self.offices.close, daemon=True).start)

    def close(self) -> None:
        self.offices.close()
        self.auditors.close()


def begin(
    named: Path,
    start: Path,
    out: Path | None,
    *,
    jobs: int,
    force: bool,
    environment: Mapping[str, str] | None = None,
    first_fonts: tuple[Path, ...] = (),
) -> Work:
    """Finds the meeting, and starts the offices when they will probably be needed.

    ``environment`` says where the machine's own settings are, and has passwords. Raises UsageError and ConfigError.
    """
    folder = find_meeting(named, start)
    root = find_root(folder)
    out = (start / out) if out is not None else root / "build" / folder.name
    settings = _settings(root / "config.toml")
    convert = _convert_settings(settings)
    program = read_machine(environment or {}).program
    offices = Offices(
        program,
        count=jobs,
        time_limit=float(convert.get("time_limit", 60)),
        documents_each=int(convert.get("documents_each", 300)),
        fonts=_fonts(root, settings, program, first_fonts),
    )
    if force or not _nothing_changed(out):
        offices.start()
    return Work(folder, out, offices, Auditors(jobs), program, jobs, force, environment or {}, first_fonts)


# --- the settings, unchecked: the load stage says what is wrong with them ------------------------


def _settings(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _convert_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        convert = settings.get("convert", {})
        float(convert.get("time_limit", 60)), int(convert.get("documents_each", 300))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return {}
    return dict(convert)


def _fonts(root: Path, settings: Mapping[str, Any], program: Path | None, first: tuple[Path, ...]) -> Fonts:
    others = (*system_folders(Path.home()), *own_fonts(program))
    try:
        fonts = house_fonts(root, settings.get("fonts", {}), others, first)
        words = (*fonts.families, *(word for pair in fonts.own_substitutes for word in pair), *map(str, fonts.folders))
        if "\0" in "".join(words):  # no system has such a name
            return Fonts(others)
    except (ValueError, TypeError, AttributeError, RuntimeError):
        return Fonts((*first, *others))
    return fonts


# --- a guess at whether there is anything to do -------------------------------------------------


def remember_inputs(out: Path, paths: Iterable[Path]) -> None:
    """Notes the size and time of each input of a build that succeeded."""
    seen = {str(path): _signature(path) for path in sorted(set(paths))}
    (out / STATE / "inputs.json").write_text(json.dumps(seen), encoding="utf-8")


def _nothing_changed(out: Path) -> bool:
    """Whether the inputs look as they did. A wrong guess costs time and nothing else."""
    try:
        seen = json.loads((out / STATE / "inputs.json").read_text(encoding="utf-8"))
        return all(_signature(Path(path)) == signature for path, signature in seen.items())
    except (OSError, ValueError, AttributeError):
        return False


def _signature(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]
