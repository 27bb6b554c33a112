"""Why a task is stale: what it is made of now and what it was last made of go in, the differences come out as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from pipeline.findings import Reason
from pipeline.tasks import File, Secret, Task, needed

_OWN_CODES: Mapping[str, str] = {
    "pipeline": "program-changed",
    "fonts": "fonts-changed",
    "options": "options-changed",
}
"""Tools whose versions say nothing to people."""


def reasons(task: Task, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> tuple[Reason, ...]:
    """What differs between what a task is made of ``now`` and ``before``, both as a store keeps it."""
    if before is None:
        return (Reason("never-made"),)
    try:
        found = [*_inputs(task, now["inputs"], before["inputs"]), *_parameters(now, before), *_tools(now, before)]
    except (KeyError, TypeError, AttributeError, ValueError):
        return (Reason("never-made"),)  # another version of the program kept it in another form
    once = {(each.code, *each.values.values()): each for each in found}
    return tuple(once.values()) or (Reason("lost"),)


def _inputs(task: Task, now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Reason]:
    for name, given in task.inputs.items():
        each_given = given if isinstance(given, tuple) else (given,)
        for one, own, old in zip_longest(each_given, now[name], before.get(name, ())):
            if own == old or one is None:
                continue
            match one:
                case File():
                    yield Reason("file-changed", {"input": name.replace("_", " "), "file": one.name})
                case Secret():
                    yield Reason("password-moved", {"place": one.name})
                case _:
                    yield Reason("output-changed", {"task": needed(one)})


def _parameters(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Reason]:
    own, old = now["parameters"], before["parameters"]
    for name in own.keys() | old.keys() if own != old else ():
        if own.get(name) != old.get(name):
            yield Reason("parameter-changed", {"parameter": name.replace("_", " ")})


def _tools(now: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[Reason]:
    own, old = now["tools"], before["tools"]
    for tool in sorted(own.keys() | old.keys()):
        was, is_now = old.get(tool, "none"), own.get(tool, "none")
        if was == is_now:
            continue
        if tool in _OWN_CODES:
            yield Reason(_OWN_CODES[tool])
        else:
            name, was, is_now = _versions(tool, was, is_now)
            yield Reason("tool-changed", {"tool": name, "before": was, "now": is_now})


def _versions(tool: str, before: str, now: str) -> tuple[str, str, str]:
    """A tool and its two versions, no longer than it takes to tell them apart.

    >>> _versions("libreoffice", "LibreOffice 25.2.3.2 520(Build:2) 99", "LibreOffice 25.2.4.1 520(Build:1) 98")
    ('LibreOffice', '25.2.3.2', '25.2.4.1')
    >>> _versions("pikepdf", "10.1", "10.2")
    ('pikepdf', '10.1', '10.2')
    """
    first, second = before.split(" "), now.split(" ")
    while len(first) > 1 and len(second) > 1 and first[0] == second[0]:
        first, second = first[1:], second[1:]
    return "LibreOffice" if tool == "libreoffice" else tool, first[0], second[0]
