"""What verbs have in common: findings and paths go in, words as a person here reads them come out."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pipeline import Event, Finding, PapersError

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, for programs.")
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many documents at once; all cores if not given."
)

_PLACES = 5
"""How many places of a note a person is told; the reports and ``--json`` have all."""


def say(words: str) -> None:
    """To standard error, for people."""
    click.echo(words, err=True)


def count(number: int, thing: str) -> str:
    """A number of things in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(path: Path) -> str:
    """The path as a person would type it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def print_json(data: object) -> None:
    """To standard output, for programs."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as data, with paths as a person would type them here."""
    return [_relative(finding).as_json() for finding in findings]


def tell(findings: Iterable[Finding]) -> None:
    """Each finding, with its place and cure."""
    for finding in findings:
        say(f"\n{_relative(finding)}")


def tell_notes(notes: Mapping[tuple[str, str], list[str]]) -> None:
    """Notes that were :func:`grouped`."""
    for (what, mend), places in notes.items():
        others = len(places) - _PLACES
        listed = [*places[:_PLACES], f"and {others} more"] if others > 1 else places
        say("\n    ".join(["\nnote: " + "\n      ".join(listed), what, mend]))


def grouped(notes: Iterable[Finding]) -> dict[tuple[str, str], list[str]]:
    """The places of each note, by what it says and how to mend it.

    A file that several languages enclose is one place, by its title in the first of them.
    """
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for note in map(_relative, notes):
        groups[note.what, note.mend].setdefault(note.where.rpartition("” (")[2], note.where)
    return {said: list(places.values()) for said, places in groups.items()}


def failed(error: PapersError, *, as_json: bool) -> int:
    """Tells an error; its exit code is the answer."""
    if as_json:
        print_json({"problems": [_relative(finding).as_json() for finding in error.findings]})
    else:
        tell(error.findings)
    return error.exit_code


def progress() -> Callable[[Event], None]:
    """A bar on the terminal; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        return lambda _event: None
    bar: Any = click.progressbar(length=0, file=sys.stderr, label="papers", item_show_func=lambda name: name or "")

    def show(event: Event) -> None:
        if event.kind == "planned":
            bar.length += 1
        elif event.kind != "started":
            if not bar.pos:
                bar.__enter__()
            bar.update(1, event.task)
            if bar.pos == bar.length:
                bar.__exit__(None, None, None)

    return show


def _relative(finding: Finding) -> Finding:
    """The finding, with paths of files as a person would type them here."""
    here = f"{Path.cwd()}{os.sep}"
    own_words = finding.code == "words"  # which may have a path anywhere

    def short(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return value.replace(here, "") if own_words else value.removeprefix(here)

    values = {name: short(value) for name, value in finding.values.items()}
    return Finding(finding.code, replace(finding.place, file=short(finding.place.file)), values)
