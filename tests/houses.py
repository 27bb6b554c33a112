"""Houses and meetings for tests: the repository's own are copied, small ones are written, all are built for real."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.build.start import Work
from pipeline.build.whole import build as build_whole
from pipeline.convert.office import Offices, find_program

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = "siem-reap-2024"
MEETINGS = Path(__file__).parent / "meetings"


def copy_house(target: Path) -> Path:
    """A house like the repository's, without its meetings."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "config.toml", target)
    for name in ("templates", "letterheads"):
        shutil.copytree(ROOT / name, target / name)
    (target / "meetings").mkdir()
    return target


def copy_meeting(house: Path, case: str = "small", slug: str = "") -> Path:
    """One of tests/meetings, put into a house."""
    return Path(shutil.copytree(MEETINGS / case, house / "meetings" / (slug or case)))


@dataclass(frozen=True, slots=True)
class Package:
    """A package as built."""

    out: Path
    manifest: Mapping[str, Any]
    ran: tuple[str, ...]
    """The names of the steps that ran, in the plan's order."""

    def path(self, role: str, number: int = 0, language: str = "fr") -> Path:
        """The file of a role; of several, the one at that position."""
        of = (role, language)
        found = [entry["path"] for entry in self.manifest["outputs"] if (entry["role"], entry["language"]) == of]
        return self.out / str(found[number])


def build(
    folder: Path,
    out: Path,
    offices: Offices,
    *,
    languages: Sequence[str] = (),
    jobs: int = 2,
    force: bool = False,
) -> Package:
    """A meeting built with offices that run already, so that a test does not wait for their start."""
    work = Work(folder, out, offices, find_program(), jobs, force, hurried=False)
    manifest, steps, built = build_whole(work, languages, lambda _total: lambda _name: None)
    return Package(out, manifest, tuple(step.name for step in steps if built.ran[step.name]))


def files(folder: Path) -> dict[str, bytes]:
    """All that was published in a folder, by path; not the builder's own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".state" not in path.relative_to(folder).parts
    }
