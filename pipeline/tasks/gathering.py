"""Tasks that are done several at once: some that differ in their own words alone go in, one task comes out, and what
comes of that is parted into what comes of each.

The one task is like any other: its output is a file that has theirs one after the other. So whoever does tasks need
not know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pipeline import errors
from pipeline.errors import PapersError
from pipeline.findings import Finding, Reason
from pipeline.tasks import Result, Task

_T = TypeVar("_T")

OWN = "own"
"""The parameter that tasks of one kind differ in: the words of one letter; of a gathered task, a tuple of them."""
LETTERS = "letters"
"""The fact of a gathered task that says what its output has, in order."""
SUFFIX = ".letters"


def gathered(tasks: Sequence[Task]) -> Task:
    """The task that does all of these."""
    first, last = tasks[0], tasks[-1]
    name = first.name if first is last else f"{first.name} – {last.name} ({len(tasks)})"
    own = tuple(task.parameters[OWN] for task in tasks)
    return replace(first, name=name, suffix=SUFFIX, parameters={**first.parameters, OWN: own}, published=())


@dataclass(frozen=True, slots=True)
class Parted:
    """What came of one of the tasks."""

    output: bytes
    result: Result
    error: PapersError | None
    alone: tuple[Reason, ...]
    """Why it was not done with the others after all."""


def halves(several: Sequence[_T]) -> tuple[Sequence[_T], Sequence[_T]]:
    """The first half of several things, and the others."""
    middle = len(several) // 2
    return several[:middle], several[middle:]


def parted(result: Result, output: Path) -> Iterator[Parted]:
    """What a gathered task says of each task, in order."""
    facts: dict[str, Any] = {}
    with output.open("rb") as file:
        for each in result.facts[LETTERS]:
            told = tuple(map(Finding.from_json, each["told"]))
            alone = (Reason(each["alone"]),) if each["alone"] else ()
            if "error" in each:
                kind: type[PapersError] = getattr(errors, each["error"])
                yield Parted(b"", Result(), kind(*told), alone)
            else:
                if facts.get("conformance") != each["conformance"]:  # which most have in common, and one record of it
                    facts = {"conformance": each["conformance"]}
                made = Result(each["pages"], told, facts)
                yield Parted(file.read(each["size"]), made, None, alone)
