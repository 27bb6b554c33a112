"""How many pages enclosures have, where words ask for it: a template and words go in, what its merge needs comes out.

The pages of an enclosure are known once it is converted, so that who prints them waits for that and for no more.
Templates that ask for each other's can't be filled in: :func:`circles` tells of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline import text
from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place, Value
from pipeline.localise import as_data
from pipeline.model import Enclosure, Meeting
from pipeline.package import Package
from pipeline.plan.scope import Scope
from pipeline.tasks import Pages, Task

_Node = tuple[int, str]
"""An enclosure's position and the language of its file."""


def counted(meeting: Meeting, words: Any, *templates: Path) -> tuple[int, ...]:
    """The positions of the enclosures whose pages are printed where ``templates`` are filled in with ``words``."""
    positions = {each.key: each.position for each in meeting.printed if each.key}
    found: set[int] = set()
    for path in _named(templates) if positions else ():
        match path:
            case ("enclosures", key, "pages") if key in positions:
                found.add(positions[key])
            case (name, *_) if name != "enclosures" and name in words:
                found.update(_asked(words[name]))
    return tuple(sorted(found))


def inputs(scope: Scope, positions: Sequence[int]) -> dict[str, tuple[Pages, ...]]:
    """The inputs of a task that is given the pages of the enclosures at ``positions``; none where there are none."""
    enclosures = scope.meeting.enclosures
    pages = tuple(Pages(scope.name_of("convert", enclosures[position - 1])) for position in positions)
    return {"pages": pages} if pages else {}


def parameters(positions: Sequence[int]) -> dict[str, Sequence[int]]:
    """What such a task is told of them."""
    return {"counted": positions} if positions else {}


def names_enclosures(meeting: Meeting, template: Path) -> bool:
    """Whether a template names enclosures by their keys, so that what is made of it has links to them."""
    keys = {each.key for each in meeting.enclosures if each.key}
    return bool(keys) and any(
        path[:1] == ("enclosures",) and path[1:2] and path[1] in keys for path in _named([template])
    )


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """The tasks, each after those that it needs, and else in the order that they have."""
    waiting = {task.name: task for task in tasks}
    ordered: list[Task] = []
    for name in tuple(waiting):
        begun = [waiting.pop(name)] if name in waiting else []
        while begun:
            before = next((each for each in begun[-1].needs if each in waiting), None)
            if before is None:
                ordered.append(begun.pop())
            else:
                begun.append(waiting.pop(before))
    return ordered


def circles(packages: Iterable[Package]) -> list[Finding]:
    """Templates that ask for their own pages, be it by way of others."""
    asks: dict[_Node, dict[_Node, None]] = {}
    files: dict[_Node, tuple[Path, Enclosure]] = {}
    for package in packages:
        for each in package.meeting.enclosures if any(each.key for each in package.meeting.enclosures) else ():
            node = each.position, package.language_of(each)
            if each.template and node not in asks:
                files[node] = each.files[package.language], each
                asks[node] = dict.fromkeys(_needs(package.for_enclosures(node[1]), each))
    found: list[Finding] = []
    while True:
        try:
            TopologicalSorter(asks).prepare()
        except CycleError as error:
            circle: list[_Node] = error.args[1][::-1]
            found += _told(circle, files)
            asks = {node: {to: None for to in asks[node] if to not in circle} for node in asks if node not in circle}
        else:
            return found


def _needs(own: Package, enclosure: Enclosure) -> Iterator[_Node]:
    """The templates whose pages one asks for, in its own language."""
    words = as_data(own.words(enclosure=enclosure.position).words)
    for position in counted(own.meeting, words, enclosure.files[own.language]):
        other = own.meeting.enclosures[position - 1]
        if other.template:
            yield position, own.language_of(other)


def _told(circle: list[_Node], files: dict[_Node, tuple[Path, Enclosure]]) -> Iterator[Finding]:
    keys = tuple(files[node][1].key or files[node][1].number for node in circle)
    for node, asked in pairwise(circle):
        path, enclosure = files[node]
        values: dict[str, Value] = {"key": files[asked][1].key, "circle": keys}
        yield Finding("pages-circle", Place(str(path), enclosure=enclosure.number, language=node[1]), values)


def _named(templates: Iterable[Path]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for path in templates:
        with suppress(TemplateError, OSError):  # its merge tells what is wrong with it
            status = path.stat()
            found |= _references(path, (status.st_size, status.st_mtime_ns))
    return found


@lru_cache(maxsize=256)
def _references(path: Path, _signature: tuple[int, int]) -> frozenset[tuple[str, ...]]:
    from pipeline.merge.references import references  # noqa: PLC0415 - only a meeting with keys has its templates read

    return references(path)


def _asked(value: Any) -> Iterator[int]:
    """The positions that words, as data, ask for the pages of."""
    match value:
        case str():
            yield from text.counts(value)
        case dict():
            for inner in value.values():
                yield from _asked(inner)
        case list():
            for inner in value:
                yield from _asked(inner)
