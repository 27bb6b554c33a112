"""A part of a template goes in; it comes out in blocks, which are filled in for one letter after the other.

A block that asks for nothing that is a letter's own is filled in once for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from jinja2 import Template

from pipeline.merge.document import Document, as_compared
from pipeline.merge.filling import Allowance, asked, environment

SEAM = "\ufdd2"
"""Between the children of a body until it is filled in: a noncharacter (Unicode, 23.7), which no document has."""
_MOST = 8
"""Ways to part a text that are held."""
_STATEMENT = re.compile(r"\{%\s*(end)?(?:for|if)\b")


@dataclass(frozen=True, slots=True)
class Filled:
    """A block, filled in."""

    children: tuple[str, ...]
    """The XML of each."""
    words: str
    """What it is to say."""
    compared: str
    """The same, as it is compared."""
    cost: int
    """What it took of an allowance."""


class Block:
    """What is filled in by itself: its XML, and its words as a source without XML."""

    def __init__(self, xml: str, words: str) -> None:
        self._xml, self._words, self._asked = xml, words, asked(xml)
        self._last: tuple[tuple[object, ...], Filled] | None = None
        """What was asked for before, and what came of it."""

    @cached_property
    def _templates(self) -> tuple[Template, Template]:
        sources = (self._words, False), (self._xml, True)
        words, xml = (environment(escaping=escaping).from_string(source) for source, escaping in sources)
        return words, xml

    def filled(self, document: Document, words: dict[str, Any], allowance: Allowance) -> Filled:
        """The block with these ``words``, which have the ``allowance``. Raises as filling in does."""
        values = tuple(map(words.get, self._asked))
        last = self._last  # once: another thread may fill it in, too
        if last is not None and last[0] == values:
            made = last[1]
            allowance.spend(made.cost)
        else:
            before = allowance.left
            template_of_words, template = self._templates
            said = template_of_words.render(words)
            children = tuple(filter(None, document.filled_in(template, words).split(SEAM)))
            made = Filled(children, said, as_compared(said), before - allowance.left)
        self._last = values, made  # these very values, which are told from the next ones at a glance
        return made


class Text:
    """The children of a body, each with a source of its words."""

    def __init__(self, xml: str, words: Iterable[str]) -> None:
        """``xml`` is the body, with a seam before, between and behind them."""
        self.start, *children, self.end = xml.split(SEAM)
        self._parts = list(_whole(zip(children, words, strict=True)))
        self._blocks: dict[frozenset[str], tuple[Block, ...]] = {}

    def blocks(self, own: frozenset[str]) -> tuple[Block, ...]:
        """As few blocks as there can be, where letters have these words of their ``own``."""
        if own not in self._blocks:
            if len(self._blocks) >= _MOST:
                self._blocks.clear()
            alike = groupby(self._parts, lambda part: not own.isdisjoint(asked(part[0])))
            self._blocks[own] = tuple(Block(*_put_together(parts)) for _, parts in alike)
        return self._blocks[own]


def _whole(children: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Children that loops and conditions hold together, as one."""
    waiting: list[tuple[str, str]] = []
    depth = 0
    for child in children:
        waiting.append(child)
        depth += sum(-1 if end else 1 for end in _STATEMENT.findall(child[0]))
        if not depth:
            yield _put_together(waiting)
            waiting = []
    if waiting:
        yield _put_together(waiting)


def _put_together(parts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    xml, words = zip(*parts, strict=True)
    return SEAM.join(xml), "\n".join(words)
