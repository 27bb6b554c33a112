"""What a merge noted of a stretch of words goes in, where they are from comes out: files, lines, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import MeetingError, TemplateError
from pipeline.findings import Place
from pipeline.localise.phrases import Phrases
from pipeline.origins import Origin
from pipeline.preview.results import Explanation, Source
from pipeline.preview.typed import key_in
from pipeline.toml import LineOf, read_toml

_TABLES = {
    "dates": "dates",
    "numbers": "numbers",
    "states": "states",
    "salutations": "salutations",
    "venues": "punctuation",
}
"""The tables of a language's file, by the names of rules."""
_OF_LETTERHEAD = "letterhead-"
"""What the names of a letterhead's parts begin with in what is merged."""
_COUNTED = re.compile(r"\.(?:pages?|label)$")
"""Ends the name of what the program counts for a list of enclosures."""
_CONTEXT = re.compile(r'^msgctxt "([^"]*)"', re.MULTILINE)


class Files:
    """The files of one language's papers that words are from, each read once, when it is first asked for."""

    def __init__(self, meeting: Path, phrases: Phrases, letterhead: Path, language: str) -> None:
        self.meeting, self.phrases, self.letterhead, self.language = meeting, phrases, letterhead, language
        self.source = cache(self._source)

    @cached_property
    def _facts(self) -> tuple[Mapping[str, Any], LineOf]:
        return read_toml(self.meeting, MeetingError)

    @cached_property
    def _of_letterhead(self) -> LineOf:
        return read_toml(self.letterhead.with_name("words.toml"), MeetingError)[1]

    @property
    def _language_file(self) -> Path:
        return self.phrases.path.with_name("language.toml")

    @cached_property
    def _of_language(self) -> tuple[Mapping[str, Any], LineOf]:
        # A house of old has none: the program's own is no file of the house.
        there = self._language_file.is_file()
        return read_toml(self._language_file, TemplateError) if there else ({}, lambda _key: None)

    @cached_property
    def _of_phrases(self) -> Mapping[str, int]:
        lines: dict[str, int] = {}
        for path in reversed(self.phrases.paths):
            content = path.read_text(encoding="utf-8-sig")
            lines |= {each[1]: content.count("\n", 0, each.start()) + 1 for each in _CONTEXT.finditer(content)}
        return lines

    def _source(self, origin: Origin) -> Source:
        match origin.kind:
            case "fact":
                data, line_of = self._facts
                key = key_in(data, origin.key)
                return Source("fact", Place(str(self.meeting), line_of(key), key))
            case "phrase":
                line, path = self._of_phrases.get(origin.name), self.phrases.path_of(origin.name)
                return Source("phrase", Place(str(path), line, (origin.name,)), origin.name)
            case "letterhead":
                file, own = self.letterhead.with_name("words.toml"), (self.language, origin.name)
                return Source("letterhead", Place(str(file), self._of_letterhead(own), own), origin.name)
            case "placeholder":
                return Source("placeholder", Place(), origin.name)
            case _:
                return self._rule(origin.name)

    def _rule(self, name: str) -> Source:
        """A rule, with the table of its language's file that has it, and what that rests on."""
        table, (data, line_of) = _TABLES.get(name, ""), self._of_language
        if table not in data:
            return Source("rule", Place(language=self.language), name)
        place = Place(str(self._language_file), line_of((table,)), (table,), language=self.language)
        return Source("rule", place, name, str(data[table].get("source", "")))


@dataclass(frozen=True, slots=True)
class Traced:
    """What is known of a document whose words were traced."""

    template: Path
    letterhead: Path | None
    origins: Sequence[Sequence[Origin]]
    files: Files

    def explanations(self, stretches: Sequence[Mapping[str, Any]]) -> tuple[Explanation, ...]:
        """What each stretch is from, by its number."""
        return tuple(self._explanation(each) for each in stretches)

    def _explanation(self, stretch: Mapping[str, Any]) -> Explanation:
        here = self._paragraph(stretch)
        made = stretch.get("made")
        if made:
            return Explanation((Source(made, here.place),), (here,), stretch["nth"])
        groups = list(_without_phrases_around(self._groups(stretch["around"])))
        # A placeholder says no more than who asks: words are of the first of those around them that says more.
        first = next((place for place, group in enumerate(groups) if not _asks(group)), None)
        if first is None:
            sources = groups[-1] if groups else (here,)
            rest = [source for group in groups[:-1] for source in group]
            if groups and _COUNTED.search(sources[0].name):
                sources, rest = (self.files.source(Origin("rule", "pages")),), [*rest, *sources]
        else:
            sources = groups[first]
            rest = [source for place, group in enumerate(groups) if place != first for source in group]
        way = dict.fromkeys([*rest, *((here,) if groups else ())])
        return Explanation(tuple(sources), tuple(way), stretch["nth"])

    def _groups(self, around: Sequence[int | str]) -> Iterator[tuple[Source, ...] | None]:
        """The sources of each sign, the innermost first; None for what a phrase has in one of its places."""
        for each in around:
            if isinstance(each, str):
                yield (self.files.source(Origin("placeholder", each)),)
            elif each < len(self.origins):
                of = self.origins[each]
                inside = any(origin.kind == "inside" for origin in of)
                yield None if inside else tuple(map(self.files.source, of))

    def _paragraph(self, stretch: Mapping[str, Any]) -> Source:
        part = stretch["part"].removeprefix(_OF_LETTERHEAD)
        of_letterhead = self.letterhead is not None and part != stretch["part"]
        file = self.letterhead if of_letterhead else self.template
        part = "" if part == "document" else part
        return Source("template", Place(str(file), part=part, paragraph=stretch["paragraph"]))


def _asks(group: Sequence[Source]) -> bool:
    return all(each.kind == "placeholder" for each in group)


def _without_phrases_around(groups: Iterator[tuple[Source, ...] | None]) -> Iterator[tuple[Source, ...]]:
    """The groups in order, but a phrase that only has the words in one of its places after what it is in itself."""
    waiting = 0
    held: list[tuple[Source, ...]] = []
    for group in groups:
        if group is None:
            waiting += 1
        elif waiting and any(each.kind == "phrase" for each in group):
            waiting -= 1
            held.append(group)
        else:
            yield group
            yield from held
            held.clear()
    yield from held
