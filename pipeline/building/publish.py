"""Puts what was built under the names that people know: a plan and its outputs go in, files and a manifest come out.

All files are written beside their places first and then renamed, the manifest last; one that is there already, with
the same bytes, is not touched.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.built import EVERYONE, MADE_FROM, MadeFrom, made_from, read_manifest
from pipeline.executor.run import Done
from pipeline.files import digest, draft_beside
from pipeline.store import Made
from pipeline.tasks import SEVERAL, Publication, Result, Role, Task

_TOLD = ("conformance",)
"""The facts that the manifest has of an output, where they are known."""
_ROLES = (
    "bundle", "report", "letter", "letter-docx", "enclosure", "calendar", "signed", "dispatch", "message", "sample",
    "concordance",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of what was made, in all languages."""

    role: Role
    path: str
    file: Path
    """Where it lies until it is published."""


def publish(
    tasks: Sequence[Task],
    done: Done,
    out: Path,
    *,
    others: Mapping[str, bool],
    sources: Mapping[str, MadeFrom],
    confinement: str,
    draft: bool = False,
    besides: Callable[[Sequence[Mapping[str, Any]]], Iterable[Listed]] = lambda _outputs: (),
) -> dict[str, Any]:
    """Puts each output under its name in ``out`` and writes ``manifest.json``, which it returns.

    ``sources`` has what each language that was built now was made from. ``others`` has the languages of the meeting
    that were not built now, and whether what an earlier build made of them is still what a build would make: their
    outputs stay, and are ``stale`` where it is not. Files of an earlier manifest that this one no longer has are
    removed. Nothing is put in its place before all of it is written. ``confinement`` is how the offices were confined.
    The manifest of a ``draft`` says so, and what is to be told of papers that it does not publish. ``besides`` gives
    the lists that are made of all outputs.
    """
    before = _Before(out, others)
    tasks = [task for task in tasks if task.name in done.made]
    outputs = [_entry(output, done.made[task.name]) for task in tasks for output in task.published]
    outputs += before.outputs
    lists = list(besides(outputs))
    outputs += [_listed(each) for each in lists]
    outputs.sort(key=lambda entry: (entry["language"], _ROLES.index(entry["role"]), entry["path"]))
    notes = [
        {"language": language, "key": remark.code, **remark.as_json()}  # key: for readers of older manifests
        for task in tasks
        for language in _told_in(task, draft=draft)
        for remark in done.made[task.name].result.remarks
        if remark.kind != "kept"
    ]
    notes += before.notes
    notes.sort(key=lambda note: str(note["language"]))
    told = {language: each.as_json() for language, each in sorted({**before.made_from, **sources}.items())}
    manifest: dict[str, Any] = {"draft": True} if draft else {}
    manifest |= {"outputs": outputs, "notes": notes, MADE_FROM: told, "confinement": confinement}
    changed = [
        (output.path, done.made[task.name])
        for task in tasks
        for output in task.published
        if not _is_whole(out / output.path, done.made[task.name].sha256)
    ]
    listed = [(each.path, Made.of(each.file, digest(each.file), Result())) for each in lists]
    changed += [(path, made) for path, made in listed if not _is_whole(out / path, made.sha256)]
    _forget_begun(out, before.paths.union(entry["path"] for entry in outputs))
    _put_in_place(out, changed, manifest)
    _remove(out, before.paths.difference(entry["path"] for entry in outputs))
    return manifest


class _Before:
    """What an earlier build left in ``out``, as far as this one needs it: of a meeting with many recipients a manifest
    is long."""

    def __init__(self, out: Path, others: Mapping[str, bool]) -> None:
        before = read_manifest(out)
        self.paths = frozenset(entry["path"] for entry in before.get("outputs", []))
        self.outputs = [
            entry if others[entry["language"]] else {**entry, "stale": True}
            for entry in before.get("outputs", [])
            if entry["language"] in others and _is_whole(out / entry["path"], entry["sha256"])
        ]
        self.notes = [note for note in before.get("notes", []) if note.get("language") in others]
        self.made_from = {language: each for language, each in made_from(before).items() if language in others}


def _put_in_place(out: Path, changed: Sequence[tuple[str, Made]], manifest: Mapping[str, Any]) -> None:
    """Writes all files beside their places, then puts each in its own, the manifest last."""
    targets = [*(path for path, _ in changed), "manifest.json"]
    try:
        for path, made in changed:
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made.path, draft_beside(target))
        with draft_beside(out / targets[-1]).open("w", encoding="utf-8", newline="\n") as file:
            json.dump(manifest, file, ensure_ascii=False, indent=2)
            file.write("\n")
        for path in targets:
            draft_beside(out / path).replace(out / path)
    except BaseException:
        for path in targets:
            draft_beside(out / path).unlink(missing_ok=True)
        raise


def _forget_begun(out: Path, paths: Iterable[str]) -> None:
    """Removes what a build that was killed had begun to put beside these: for somebody, it may be, who is no longer in
    the list."""
    for folder in {path.rpartition("/")[0] for path in paths}:
        if (out / folder).resolve().is_relative_to(out.resolve()):
            for begun in (out / folder).glob(draft_beside(Path("*")).name):
                begun.unlink(missing_ok=True)


def _listed(each: Listed) -> dict[str, Any]:
    return {
        "role": each.role, "language": SEVERAL, "instrument": None, "recipient": EVERYONE,
        "path": each.path, "sha256": digest(each.file), "pages": 0,
    }  # fmt: skip


def _told_in(task: Task, *, draft: bool) -> list[str]:
    """The languages that what a task remarks is told in, once for each of its outputs.

    What is remarked of a letter to a recipient has their words, which no manifest has: an error stops that letter, and
    is told with it.
    """
    if task.together:
        return []
    return [each.language for each in task.published] or (sorted(task.languages) if draft else [])


def _entry(output: Publication, made: Made) -> dict[str, Any]:
    return {
        "role": output.role,
        "language": output.language,
        "instrument": output.instrument,
        "recipient": output.recipient,
        "path": output.path,
        "sha256": made.sha256,
        "pages": made.result.pages,
        **{name: made.result.facts[name] for name in _TOLD if name in made.result.facts},
    }


def _is_whole(path: Path, sha256: str) -> bool:
    try:
        return digest(path) == sha256
    except OSError:
        return False


def _remove(out: Path, paths: Iterable[str]) -> None:
    """Removes files that an earlier build made, and folders that are then empty; never one outside ``out``."""
    root, folders = out.resolve(), set()
    for path in paths:
        target = (out / path).resolve()
        if target.is_relative_to(root) and target.is_file():
            target.unlink()
            folders.add(target.parent)
    for folder in folders - {root}:
        if not any(folder.iterdir()):
            folder.rmdir()
