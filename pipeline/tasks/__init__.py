"""Work as data: a function, its parameters and what it reads go in, a record that can be kept and sent comes out.

A task names a function of a module and says all that the function is given: plain parameters, and inputs of a type.
Its fingerprint is computed from exactly these and from the versions of the tools of its stage, so that what a task
reads and what makes it stale can't drift apart. What a task works *with*, offices and readers, is no part of it:
whoever runs it hands its function a :class:`~pipeline.tasks.workshop.Workshop`.

============== ==========================================================
``plain``      parameters as plain data, and the fingerprint
``merging``    the functions of stage 3
``converting`` those of stage 4
``joining``    the one of a message and what is attached to it, stages 4 and 5
``letters``    those of letters to recipients, stages 3 and 4
``gathering``  several tasks as one, and what comes of it
``binding``    those of stage 5
``preflighting`` those that look through what goes out
``reporting``  those that tell people what was done
``scheduling`` the one that makes a calendar
============== ==========================================================
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pipeline.findings import Finding, Place
from pipeline.model import PasswordPlace

Stage: TypeAlias = Literal[
    "merge",
    "convert",
    "letters",
    "join",
    "take",
    "scan",
    "attach",
    "paper",
    "index",
    "link",
    "bundle",
    "picture",
    "read",
    "preflight",
    "report",
    "calendar",
    "message",
]

Role: TypeAlias = Literal[
    "letter-docx",
    "letter",
    "enclosure",
    "bundle",
    "report",
    "calendar",
    "signed",
    "dispatch",
    "message",
    "sample",
    "concordance",
]

SEVERAL = "mul"
"""The language of what is in several (ISO 639-2)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the house. The function gets its path."""

    path: Path
    """On this machine; no part of what the task is."""
    name: str
    """As people know it: from the house's folder, with ``/``, the same on every machine."""


@dataclass(frozen=True, slots=True)
class Output:
    """What another task makes. The function gets its path."""

    of: str
    known_as: File | None = None
    """The file that people know it by: what is told of the output is told of that."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages another task's output has."""

    of: str


@dataclass(frozen=True, slots=True)
class Told:
    """What another task says of its output. The function gets its :class:`Result`."""

    by: str


@dataclass(frozen=True, slots=True)
class Secret:
    """A password: the place is in the task, what is found there is handed to the function and nowhere else."""

    place: PasswordPlace
    name: str
    """The place as it is on every machine."""
    where: Place
    """The file and key that name the place."""


Input: TypeAlias = "File | Output | Pages | Told | Secret"


@dataclass(frozen=True, slots=True)
class Result:
    """What a task says when it has written its output."""

    pages: int = 0
    """0 for what has no pages yet: a Word document."""
    remarks: tuple[Finding, ...] = ()
    """What was removed, mended, or could not be kept."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON data: what else later tasks and the manifest tell of it."""

    def as_json(self) -> dict[str, Any]:
        """Without words, which are made at the edge."""
        return {
            "pages": self.pages,
            "remarks": [remark.as_data() for remark in self.remarks],
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        return cls(data["pages"], tuple(map(Finding.from_json, data["remarks"])), data["facts"])


Function: TypeAlias = Callable[..., Result]
"""Called as ``function(target, workshop, **parameters, **inputs)``; writes ``target`` and nothing else."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a task's output is for those who receive it."""

    role: Role
    language: str
    instrument: str | None
    """None for an enclosure, which goes with all instruments."""
    path: str
    """From the folder of the manifest, with ``/``."""
    recipient: str | None = None
    """The key of the one that it is for; None for what is for all."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to make."""

    name: str
    """Unique in a plan, in words for people."""
    stage: Stage
    function: Function
    suffix: str
    """Of the output's name."""
    inputs: Mapping[str, Input | tuple[Input, ...]]
    """By the name under which the function takes each."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Plain data (:mod:`pipeline.tasks.plain`)."""
    published: tuple[Publication, ...] = ()
    """None for what only other tasks read; several for an enclosure that serves several languages."""
    languages: frozenset[str] = frozenset()
    """The languages of the packages that it serves."""
    together: str = ""
    """Tasks with the same word here differ in their parameter ``own`` alone, and are done several at once
    (:mod:`pipeline.tasks.gathering`). One that fails stops none of the others, nor the build."""
    recipient: str | None = None
    """The key of the one whom it serves alone."""

    def __post_init__(self) -> None:
        module, name = self.function.__module__, self.function.__qualname__
        if getattr(sys.modules.get(module), name, None) is not self.function:
            raise TypeError(f"{module}.{name} can't be imported by its name, so that no other process could run it")

    def each_input(self) -> Iterator[Input]:
        for given in self.inputs.values():
            yield from given if isinstance(given, tuple) else (given,)

    @property
    def needs(self) -> tuple[str, ...]:
        """The tasks that must be done before it."""
        return tuple(dict.fromkeys(filter(None, map(needed, self.each_input()))))

    @property
    def files(self) -> tuple[File, ...]:
        return tuple(each for each in self.each_input() if isinstance(each, File))

    @property
    def about(self) -> File | None:
        """The document that it is about, as people know it: what it reads first, where that is one document."""
        first = next(iter(self.inputs.values()), None)
        return first.known_as if isinstance(first, Output) else first if isinstance(first, File) else None


def needed(given: Input) -> str:
    """The task that an input comes from; nothing for a file."""
    match given:
        case Output(of=task) | Pages(of=task) | Told(by=task):
            return task
        case _:
            return ""
