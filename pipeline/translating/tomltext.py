"""The text of a TOML file goes in; where each key and each value stands in it comes out.

The file was read by Python's own reader first: what is found here is where, never whether. What is changed is put into
the text in the place of what stood there, so that comments, order and spacing stay; and the whole is read again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.findings import Key

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL)
_STEP = re.compile(r"[A-Za-z0-9_-]+|" + r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
_BARE = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A key, or a value that is no table and no array."""

    path: Key
    start: int
    end: int
    is_key: bool


def found_in(text: str) -> Iterator[Found]:
    """Every step of a key and every value, in the order of the file.

    >>> [(each.path, each.is_key) for each in found_in('[a]\\nb.c = ["x", 2]')][2:]
    [(('a', 'b', 'c'), True), (('a', 'b', 'c', 0), False), (('a', 'b', 'c', 1), False)]
    """
    yield from _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 1 if text.startswith("\ufeff") else 0
        self._counts: dict[Key, int] = {}

    def scan(self) -> Iterator[Found]:
        table: Key = ()
        self._skip()
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                new = self._text.startswith("[[", self._at)
                self._at += 2 if new else 1
                steps, _ = self._steps((), closing="]")
                table = self._table([each.path[-1] for each in steps], new=new)
                yield from (
                    Found(table[: self._depth(table, number)], each.start, each.end, True)
                    for number, each in enumerate(steps)
                )
                self._at += 2 if new else 1
            else:
                steps, path = self._steps(table, closing="=")
                yield from steps
                self._at += 1
                yield from self._value(path)
            self._skip()

    def _depth(self, table: Key, number: int) -> int:
        """How much of a table's path its first steps are, with the positions in arrays of tables."""
        names = 0
        for depth, step in enumerate(table, start=1):
            names += isinstance(step, str)
            if names == number + 1:
                return depth
        return len(table)

    def _table(self, names: Sequence[object], *, new: bool) -> Key:
        path: Key = ()
        for number, name in enumerate(names, start=1):
            path = (*path, str(name))
            if new and number == len(names):
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _steps(self, table: Key, *, closing: str) -> tuple[list[Found], Key]:
        steps: list[Found] = []
        path = table
        while not self._text.startswith(closing, self._at):
            step = _STEP.match(self._text, self._at)
            if step is None:
                self._at += 1  # a space or a dot
                continue
            name = step[0]
            path = (*path, _read(name) if name[0] in "\"'" else name)
            steps.append(Found(path, step.start(), step.end(), True))
            self._at = step.end()
        return steps, path

    def _value(self, path: Key) -> Iterator[Found]:
        self._skip()
        start, sign = self._at, self._text[self._at]
        if sign == "[":
            yield from self._several("]", lambda number: self._value((*path, number)))
        elif sign == "{":
            yield from self._several("}", lambda _number: self._entry(path))
        else:
            value = (_STRING if sign in "\"'" else _BARE).match(self._text, self._at)
            assert value is not None
            self._at = start + len(value[0].rstrip())
            yield Found(path, start, self._at, False)

    def _several(self, closing: str, one: Callable[[int], Iterator[Found]]) -> Iterator[Found]:
        self._at += 1
        number = 0
        while True:
            self._skip()
            if self._text.startswith(",", self._at):
                self._at += 1
            elif self._text.startswith(closing, self._at):
                self._at += 1
                return
            else:
                yield from one(number)
                number += 1

    def _entry(self, path: Key) -> Iterator[Found]:
        steps, whole = self._steps(path, closing="=")
        yield from steps
        self._at += 1
        yield from self._value(whole)

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        assert space is not None
        self._at = space.end()


def _read(literal: str) -> str:
    return str(tomllib.loads(f"x = {literal}")["x"])


def put(text: str, changes: Sequence[tuple[int, int, str]]) -> str:
    """The text with other words in some places."""
    pieces: list[str] = []
    position = 0
    for start, end, instead in sorted(changes):
        pieces += [text[position:start], instead]
        position = end
    return "".join([*pieces, text[position:]])
