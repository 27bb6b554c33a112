"""Whether there is anything to do at all: an order goes in; where all is as it was, the last build's answer comes out.

A build notes how all that it depends on looks: the sizes, the times and the inodes of the files of the house and the
meeting, of fonts, of LibreOffice and the libraries that it sets letters with, and of this program. Where they look the
same, nothing is loaded, planned or hashed but what the last build published.

What changes looks different: the system sets the time of a change (ctime) whenever a file is written, renamed or
given another time, and nobody can set it back. Only a change within the grain of that time would not be seen. So, as
git does with its index, a look is not believed of what changed less than two seconds before the build began, and
nothing is noted then. For the same reason all that was noted stood as it stands since before anything was read.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from math import inf
from pathlib import Path
from typing import Any

from pipeline.building.office import OfficeSettings
from pipeline.building.order import Order, alone
from pipeline.built import read_manifest
from pipeline.files import digest, fingerprint, write_whole
from pipeline.findings import Finding
from pipeline.folders import SHIPPED, STATE
from pipeline.results import Build, Step
from pipeline.workers import confinement

_NAME = "answer.json"
_GRAIN = 2_000_000_000
"""Nanoseconds: the coarsest grain that systems of files have for times."""
_NOT_ASKED = frozenset({"out", "settings", "force", "environment", "began"})
"""What of an order does not decide what is made, or is looked at as a file."""
_CODE = Path(__file__).parent.parent
"""This program's own."""


def note(order: Order, offices: OfficeSettings, built: Build, besides: Iterable[Path]) -> None:
    """Notes the answer of a build that has just been published, or nothing where a look can't be believed.

    ``besides`` are files that it depends on, and that may lie where :func:`answer` does not look by itself.
    """
    note = order.out / STATE / _NAME
    note.unlink(missing_ok=True)
    elsewhere = sorted(set(map(str, besides)))
    seen = seen_of(order, offices, elsewhere)
    if seen is None:
        return
    told = {
        "seen": seen,
        "besides": elsewhere,
        "manifest": digest(order.out / "manifest.json"),
        "languages": built.languages,
        "steps": [(step.name, step.stage, step.recipient) for step in built.steps],
        "to look at": [path.relative_to(order.out).as_posix() for path in built.to_look_at],
        "acceptances": built.acceptances,
        "left out": [each.as_data() for each in built.left_out],
    }
    written = json.dumps(told)
    # An answer that has more in it than is noted is none to give again.
    acceptances = tuple(json.loads(json.dumps(built.acceptances)))
    steps = tuple(replace(step, why=()) for step in built.steps)
    same = replace(built, manifest={}, steps=steps, acceptances=acceptances)
    if _answer(order.out, json.loads(written), {}) == same:
        write_whole(note, written.encode())


def answer(order: Order, offices: OfficeSettings) -> Build | None:
    """What a build would answer that has nothing to do; None where that can't be told without one."""
    try:
        known = json.loads((order.out / STATE / _NAME).read_text(encoding="utf-8"))
        with alone(order.out):
            same = looks(order, offices, known["besides"])[0] == known["seen"]
            manifest = _standing(order.out, known["manifest"]) if same else {}
            return _answer(order.out, known, manifest) if manifest else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _answer(out: Path, known: dict[str, Any], manifest: dict[str, Any]) -> Build:
    return Build(
        out=out,
        manifest=manifest,
        languages=tuple(known["languages"]),
        steps=tuple(Step(name, stage, (), *whose) for name, stage, *whose in known["steps"]),
        to_look_at=tuple(out / path for path in known["to look at"]),
        acceptances=tuple(known["acceptances"]),
        left_out=tuple(map(Finding.from_json, known["left out"])),
    )


def _standing(out: Path, sha256: str) -> dict[str, Any]:
    """The last build's manifest, where it is there and all that it lists; or else an empty one."""
    manifest = read_manifest(out) if digest(out / "manifest.json") == sha256 else {}
    listed = manifest.get("outputs", [])
    return manifest if all(digest(out / each["path"]) == each["sha256"] for each in listed) else {}


def seen_of(order: Order, offices: OfficeSettings, besides: Sequence[str]) -> str | None:
    """How all looks that a build of this order depends on, to be noted; None where a look can't be believed."""
    believed = order.began - _GRAIN
    seen, newest = looks(order, offices, besides, believed)
    return seen if newest <= believed else None


def looks(order: Order, offices: OfficeSettings, besides: Sequence[str], believed: float = inf) -> tuple[str, int]:
    """A hash of all that a build of this order depends on, as it looks, and when the last of it changed.

    What has changed after ``believed`` ends the looking: then there is no hash.
    """
    looks = _Looks(order.out)
    for _ in _look(looks, order, offices, besides):
        if looks.newest > believed:
            return "", looks.newest
    data = {
        "order": {each.name: str(getattr(order, each.name)) for each in fields(order) if each.name not in _NOT_ASKED},
        "root": str(order.root),
        "offices": [str(offices.program), repr(offices.fonts), offices.time_limit, offices.documents_each],
        "confinement": confinement.used(offices.confinement),
        "python": [sys.version, zlib.ZLIB_RUNTIME_VERSION, *sorted(looks.libraries(sys.path))],
        "files": sorted(looks.found.items()),
    }
    return fingerprint(data), looks.newest


def _look(looks: _Looks, order: Order, offices: OfficeSettings, besides: Sequence[str]) -> Iterator[None]:
    """Looks at one place after another, at those first where people change something."""
    looks.files([*(each.path for each in os.scandir(order.root) if each.is_file()), *besides])
    house = order.root / "templates", order.root / "letterheads", order.folder
    program = () if offices.program is None else (offices.program, offices.program.parent / "share/registry")
    for folder in (*house, SHIPPED, _CODE, *offices.fonts.folders, *program):
        yield
        looks.tree(folder)


class _Looks:
    """How files look, but for those in the folder of the output."""

    def __init__(self, out: Path) -> None:
        self.found: dict[str, tuple[int, ...]] = {}
        """The size, the times and the inode of each; nothing of what is not there."""
        self.newest = 0
        """When the last of them, or of the folders that they were looked for in, changed; in nanoseconds."""
        self._out = str(out)
        self._folders: set[tuple[int, int]] = set()

    def files(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                self._add(path, os.stat(path))  # noqa: PTH116 - there are hundreds
            except OSError:
                self.found[path] = ()

    def tree(self, top: Path) -> None:
        """All files in a folder and below; links are followed, and no folder is looked at twice."""
        waiting = [str(top)]
        while waiting:
            folder = waiting.pop()
            if folder == self._out or not self._is_new(folder):
                continue
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir():
                        if entry.name != "__pycache__":
                            waiting.append(entry.path)
                    else:
                        self.files([entry.path])

    def libraries(self, folders: Iterable[str]) -> Iterator[str]:
        """The names of the libraries that Python finds in these folders, with their versions."""
        for folder in folders:
            with suppress(OSError):
                names = [name for name in os.listdir(folder or ".") if name.endswith("-info")]  # noqa: PTH208
                if names and self._is_new(folder):
                    yield from names

    def _is_new(self, folder: str) -> bool:
        try:
            at = os.stat(folder)  # noqa: PTH116
        except OSError:
            return False
        self.newest = max(self.newest, at.st_ctime_ns)
        known = len(self._folders)
        self._folders.add((at.st_dev, at.st_ino))
        return len(self._folders) > known

    def _add(self, path: str, at: os.stat_result) -> None:
        self.newest = max(self.newest, at.st_ctime_ns)
        self.found[path] = (at.st_size, at.st_mtime_ns, at.st_ctime_ns, at.st_ino)
