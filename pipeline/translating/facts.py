"""What a template's tags ask for: tags go in, the facts that they print or ask about come out.

A language chooses the form that its grammar needs: “25th” and “25”, “from 18 to 20 June” and “18–20 June” are one
fact each. What a loop goes through is written ``groups[].title``, whatever the loop calls its item.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.beside import TAG_IN_NAMES, name_in_templates
from pipeline.folding import bare
from pipeline.merge.tags import Tag, outside

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_AFTER = re.compile(r"\|\s*\w+|\bis\s+(?:not\s+)?\w+")
"""The filters and tests, which are no names."""
_NAME = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*\w+|\s*\[\s*\d+\s*\])*")
_SYNTAX = frozenset("if elif else endif for endfor in and or not is true false none True False None recursive".split())
_FOR = re.compile(r"for\s+(\w+)\s+in\s+(.+)", re.DOTALL)

_DATES = r"(?:dates|days|prose|on|moment|each_day(?:\[\d*\])?|weekday|date_time|day|date)"
_ONE_FACT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), fact)
    for pattern, fact in (
        (r"(numbers\.\w+|enclosures\.count)\.\w+", r"\1"),
        (r"(states\.\w+)\.\w+", r"\1"),
        (rf"((?:event\.\w+|listed_events\[\]|deadlines?\.\w+|\w+\[\])(?:\.start|\.end)?)\.{_DATES}", r"\1.dates"),
        (r"(enclosures\.\w+)\.(?!number$|title$|symbol$|pages$|label$|page$|item$)\w+", r"\1"),
    )
)
"""The forms of a fact, and the fact."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A tag, and what it asks for."""

    tag: Tag
    facts: tuple[str, ...]

    @property
    def sign(self) -> str:
        """What it is, whatever its names and their forms are called: the same in a translation."""
        word = self.tag.source.split(maxsplit=1)[0] if self.tag.kind == "statement" and self.tag.source else ""
        filters = ",".join(_AFTER.findall(_QUOTED.sub("", self.tag.source))) if self.tag.kind == "statement" else ""
        return " ".join(filter(None, (self.tag.whole, word, *self.facts, filters)))


_TAGGED = re.compile(rf"({TAG_IN_NAMES})\.(?=\w)")
BESIDE = "…"
"""Stands before the fact of another language: of two templates, each asks for that of the other."""


class Scopes:
    """Walks the tags of a part in order, with the loops that are open; ``own`` is the language of a template."""

    def __init__(self, own: str = "") -> None:
        self._own = name_in_templates(own)
        self._open: list[tuple[str, str]] = []

    def asked(self, tag: Tag) -> Asked:
        source = tag.source
        if tag.kind == "note":
            return Asked(tag, ())
        word = source.split(maxsplit=1)[0] if source else ""
        if tag.kind == "statement" and word == "for" and (loop := _FOR.fullmatch(source)):
            over = tuple(self._facts(loop[2]))
            self._open.append((loop[1], f"{over[0]}[]" if over else loop[1]))
            return Asked(tag, over)
        if tag.kind == "statement" and word == "endfor":
            if self._open:
                self._open.pop()
            return Asked(tag, ())
        return Asked(tag, tuple(self._facts(source)))

    def hides(self, name: str) -> bool:
        """Whether a loop calls its item so."""
        return any(called == name for called, _over in self._open)

    def _facts(self, source: str) -> Iterator[str]:
        for match in _NAME.finditer(_AFTER.sub(" ", _QUOTED.sub(" ", source))):
            name = re.sub(r"\s", "", match[0])
            if name not in _SYNTAX:
                yield self._fact(self._resolved(name))

    def _fact(self, name: str) -> str:
        if (found := _TAGGED.match(name)) is None:
            return fact(name)
        own = fact(name[found.end() :])
        return own if found[1] == self._own else f"{BESIDE}.{own}"

    def _resolved(self, name: str) -> str:
        first = re.match(r"\w+", name)
        assert first is not None
        for called, over in reversed(self._open):
            if first[0] == called:
                return over + name[first.end() :]
        return name


def fact(name: str) -> str:
    """The fact that a placeholder prints a form of.

    >>> fact("numbers.anniversary.ordinal"), fact("event.session.prose"), fact("enclosures.form.the"), fact("date")
    ('numbers.anniversary', 'event.session.dates', 'enclosures.form', 'date')
    """
    for pattern, instead in _ONE_FACT:
        if pattern.fullmatch(name):
            return pattern.sub(instead, name)
    return name


def inflected(value: str, text: str) -> bool:
    """Whether words are in a text in any form: each has a stretch of more than half of its letters there.

    >>> inflected("пятая обзорная Конференция", "Председателя пятой обзорной Конференции государств")
    True
    >>> inflected("المؤتمر الاستعراضي الخامس", "للمؤتمر الاستعراضي الخامس"), inflected("Fifth Review", "the fourth")
    (True, False)
    """
    words = re.findall(r"\w+", bare(value))
    there = bare(text)
    return bool(words) and all(_stem(word, there) for word in words)


def _stem(word: str, text: str) -> bool:
    """Whether the text has a stretch of the word that is long enough to be its stem."""
    length = len(word) // 2 + 1 if len(word) > 3 else len(word)
    return any(word[at : at + length] in text for at in range(len(word) - length + 1))


def typed(missing: Iterable[str], text: str, values: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Those of the facts whose words, in any of their forms, were typed into the paragraph instead: names, and never
    what has figures."""
    static = outside(text)
    return frozenset(
        each
        for each in missing
        if (said := tuple(values.get(each, ())))
        and not any(map(str.isdigit, "".join(said)))
        and any(inflected(value, static) for value in said)
    )


def same_words(
    missing: Counter[str], extra: Counter[str], values: Mapping[str, Iterable[str]]
) -> Iterator[tuple[str, str]]:
    """Each fact that is missing and one that stands there besides, which says the same in the language: an event and
    the name of it."""
    left = list(extra.elements())
    for name in missing.elements():
        said = set(map(bare, values.get(name, ())))
        other = next((each for each in left if said & set(map(bare, values.get(each, ())))), None)
        if other is not None:
            left.remove(other)
            yield name, other


def lacking(first: Iterable[Asked], second: Iterable[Asked]) -> Counter[str]:
    """The facts of the first tags that the second ones don't have, with how many times."""
    count = Counter(name for each in first for name in each.facts)
    return count - Counter(name for each in second for name in each.facts)
