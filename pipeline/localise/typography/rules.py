"""The kinds of rule: the text as rules see it goes in, edits come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from pipeline.localise.typography.marked import OPAQUE, Edit

_BEFORE_QUOTATION = "([{«“„‘'\"’—–-/¿¡"


class Rule(Protocol):
    """What a row of a language's table can do."""

    @property
    def source(self) -> str:
        """The manual and the section that the rule is from."""

    def edits(self, seen: str) -> Iterator[Edit]:
        """What the rule changes."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Puts something in the place of what a pattern matches; the pattern's context is in its lookarounds."""

    source: str
    pattern: str
    put: str | Callable[[re.Match[str]], str]
    after: bool = False
    """What is put between two characters belongs to the one before."""

    def edits(self, seen: str) -> Iterator[Edit]:
        """One edit for each match."""
        for found in _compiled(self.pattern).finditer(seen):
            yield Edit(
                found.start(), found.end(), self.put if isinstance(self.put, str) else self.put(found), self.after
            )


@dataclass(frozen=True, slots=True)
class Quotes:
    """Puts a language's quotation marks in the place of straight ones that stand in pairs.

    A straight mark without its counterpart stays as it is. ``by_turns`` is for scripts that put no space before a
    quotation: each first mark opens, each second one closes, and a paragraph with an odd number of them is left.
    """

    source: str
    outer: tuple[str, str]
    inner: tuple[str, str]
    straight: str = '"'
    by_turns: bool = False

    def edits(self, seen: str) -> Iterator[Edit]:
        """Two edits for each pair of straight marks."""
        if self.straight not in seen:
            return
        start = 0
        for paragraph in seen.split("\n"):
            if not (self.by_turns and paragraph.count(self.straight) % 2):
                yield from self._paragraph(paragraph, start)
            start += len(paragraph) + 1

    def _paragraph(self, seen: str, offset: int) -> Iterator[Edit]:
        ends: list[int] = []
        for start, end in sorted(self._pairs(seen)):
            while ends and ends[-1] < start:
                ends.pop()
            marks = self.inner if len(ends) % 2 else self.outer
            ends.append(end)
            if seen[start] == self.straight:
                yield Edit(offset + start, offset + start + 1, marks[0])
                yield Edit(offset + end, offset + end + 1, marks[1])

    def _pairs(self, seen: str) -> Iterator[tuple[int, int]]:
        """The places of each opening mark and its closing one, straight or the language's own outer marks."""
        # A typed ’ is far more often an apostrophe than the end of a quotation.
        opens, closes = self.outer if self.straight == '"' else ("", "")
        opened: list[int] = []
        for place, sign in enumerate(seen):
            if sign == opens:
                opened.append(place)
            elif sign == closes:
                while opened:
                    start = opened.pop()
                    if seen[start] != self.straight:
                        yield start, place
                        break
            elif sign == self.straight:
                if opened and seen[opened[-1]] == sign and self._closes(seen, place):
                    yield opened.pop(), place
                elif self._opens(seen, place):
                    opened.append(place)

    def _opens(self, seen: str, place: int) -> bool:
        before, after = seen[place - 1 : place], seen[place + 1 : place + 2]
        return self.by_turns or bool(after.strip() and (not before.strip() or before in _BEFORE_QUOTATION))

    def _closes(self, seen: str, place: int) -> bool:
        before, after = seen[place - 1 : place], seen[place + 1 : place + 2]
        return self.by_turns or bool(before.strip() and not (after.isalnum() or after == OPAQUE))


@dataclass(frozen=True, slots=True)
class Brackets:
    """Makes round brackets full width where they hold, or follow, a character of the pattern ``beside``."""

    source: str
    beside: str

    def edits(self, seen: str) -> Iterator[Edit]:
        """Two edits for each pair of brackets."""
        if "(" not in seen:
            return
        opened: list[tuple[int, bool]] = []
        last = before = -1  # where a character like ``beside`` stood last, and one that is no space
        for found in _compiled(rf"[()\n]|(?P<beside>{self.beside})|[^ ]").finditer(seen):
            place, sign = found.start(), found[0]
            if sign == "\n":
                opened.clear()
            elif sign == "(":
                opened.append((place, last == before >= 0))
            elif sign == ")" and opened:
                start, follows = opened.pop()
                if follows or last > start:
                    yield Edit(start, start + 1, "（")
                    yield Edit(place, place + 1, "）")
            if found["beside"]:
                last = place
            before = place


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
