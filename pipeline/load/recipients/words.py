"""The words of lists: a heading or the words of a cell go in, what they stand for comes out.

They are those of all languages that the house knows, each in ``templates/<tag>/recipients.toml``, so that an office's
list is read as it is; where two languages mean another thing by a word, those of the meeting come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pipeline.checked import validated
from pipeline.errors import ConfigError
from pipeline.findings import Finding, Unfit
from pipeline.folders import SHIPPED
from pipeline.folding import folded
from pipeline.languages import known
from pipeline.languages.names import name_of
from pipeline.load.recipients.schema import ListsTable
from pipeline.toml import read_toml

Kind: TypeAlias = Literal["headings", "categories", "genders", "ranks", "languages"]

FILE = "recipients.toml"
_PARTS = re.compile(r"[\n/|()–—]| - ")


class Vocabulary:
    """What the words of lists stand for, in all languages that a house knows."""

    def __init__(self, tables: Sequence[ListsTable], own: Mapping[str, str], tags: Sequence[str]) -> None:
        articles = "|".join(re.escape(each) for table in tables for each in table.articles)
        self._article = re.compile(rf"\b(?:{articles})(?=\w)" if articles else "(?!)")
        self._by_word: dict[Kind, dict[str, str]] = {
            "headings": self._known(table.headings for table in tables),
            "categories": self._known(table.categories for table in tables),
            "genders": self._known(table.genders for table in tables),
            "ranks": self._known(table.ranks for table in tables),
            "languages": self._known(table.languages for table in tables),
        }
        said = {form for table in tables for word in table.honorifics for form in self._forms(word)}
        self._honorifics = sorted(said, key=len, reverse=True)
        examples = (row for table in tables if table.list for row in table.list.examples)
        self._examples = {pair for row in examples for pair in permutations(filter(None, row), 2)}
        self._own = {folded(heading): means for heading, means in own.items()}
        self._tags = tags
        self._categories = dict.fromkeys(name for table in tables for name in table.categories)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that there are words for."""
        return tuple(self._categories)

    def heading(self, words: str) -> str | None:
        """What a heading stands for: the house's own first. It may have two languages, as in “État / State”."""
        return self._own.get(folded(words)) or self.meaning("headings", words)

    def meaning(self, kind: Kind, words: str) -> str | None:
        """What words stand for; None for those of nothing that is known.

        >>> said = vocabulary(None, ("fr",))
        >>> said.meaning("headings", "Courriel"), said.heading("État / State"), said.heading("Адрес 2")
        ('email', 'state', 'address')
        >>> said.meaning("genders", "г-жа"), said.meaning("ranks", "Représentante permanente")
        ('feminine', 'ambassador')
        >>> said.meaning("ranks", "Clown"), said.meaning("genders", "weiblich")
        (None, 'feminine')
        >>> said.meaning("genders", "S.E. Mme"), said.meaning("genders", "Excmo. Sr."), said.meaning("genders", "S.E.")
        ('feminine', 'masculine', None)
        """
        by_word = self._by_word[kind]
        parts = self._parts(words) if kind == "headings" else self._forms(words)
        found = next((by_word[part] for part in parts if part in by_word), None)
        return self._behind_honorific(words) if found is None and kind == "genders" else found

    def is_excellency(self, words: str) -> bool:
        """Whether the words of a gender have what is said of those of some ranks alone.

        >>> said = vocabulary(None, ("fr",))
        >>> [said.is_excellency(words) for words in ("H.E. Ms", "Excma. Sra.", "女士阁下", "Herr", "Ms")]
        [True, True, True, False, False]
        """
        return any(form in self._honorifics for form in self._forms(words)) or bool(self._behind_honorific(words))

    def _behind_honorific(self, words: str) -> str | None:
        """The gender that stands beside an honorific."""
        for form in self._forms(words):
            for each in self._honorifics:
                if (bare := form.removeprefix(each).removesuffix(each)) != form and bare in self._by_word["genders"]:
                    return self._by_word["genders"][bare]
        return None

    def is_example(self, one: str, other: str) -> bool:
        """Whether a row that lists are written with has both of these cells.

        >>> vocabulary(None, ("fr",)).is_example("Name Surname", "mission@example.org")
        True
        """
        return (one, other) in self._examples

    def language(self, words: str, languages: Sequence[str]) -> str | None:
        """Which of these languages words name, by its tag: as a language's file calls it, or CLDR in any language.

        >>> known = vocabulary(None, ())
        >>> [known.language(words, ("fr", "pt-BR")) for words in ("französisch", "PORTUGUÊS", "fr", "ru")]
        ['fr', 'pt-BR', 'fr', None]
        """
        if words in languages:
            return words
        said = self._forms(words)
        by_base = {each.partition("-")[0]: each for each in reversed(languages)}
        for form in said:
            if (found := self._by_word["languages"].get(form, form)) in by_base:
                return by_base[found]
        for tag in self._tags:
            for language in languages:
                with suppress(Unfit):
                    names = (name_of(each, tag) for each in (language, language.partition("-")[0]))
                    if any(form in said for name in names for form in self._forms(name)):
                        return language
        return None

    def _known(self, tables: Iterable[Mapping[Any, Sequence[str]]]) -> dict[str, str]:
        """By each word what it stands for; in the first language that has it."""
        found: dict[str, str] = {}
        for table in tables:
            for means, words in table.items():
                for word in (means, *words):
                    for form in self._forms(word):
                        found.setdefault(form, means)
        return found

    def _parts(self, words: str) -> Iterator[str]:
        for part in (words, *_PARTS.split(words)):
            for form in self._forms(part):
                yield form
                yield form.rstrip("0123456789")

    def _forms(self, words: str) -> tuple[str, str]:
        """What counts of words: as they are, and without their articles."""
        return folded(words), folded(self._article.sub("", words))


def vocabulary(templates: Path | None, languages: Sequence[str], own: Mapping[str, str] | None = None) -> Vocabulary:
    """The words of all languages of a house with these ``templates``, those of a meeting's ``languages`` first, and the
    house's ``own`` headings. ConfigError with what is wrong with any file."""
    tags = tuple(dict.fromkeys([*languages, *known(templates)]))
    tables: list[ListsTable] = []
    problems: list[Finding] = []
    for tag in tags:
        try:
            tables += filter(None, [words_in(tag, templates)])
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(*problems)
    return Vocabulary(tables, own or {}, tags)


def words_in(tag: str, templates: Path | None) -> ListsTable | None:
    """What a language's own file says; None where it has none. ConfigError with all that is wrong with it."""
    for folder in filter(None, (templates, SHIPPED)):
        if (path := folder / tag / FILE).is_file():
            return _read(path, path.stat().st_mtime_ns)
    return None


def own_files(templates: Path) -> list[Path]:
    """The files by which a house has lists read otherwise than the program would."""
    return sorted(templates.glob(f"*/{FILE}"))


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> ListsTable:
    data, line_of = read_toml(path, ConfigError)
    table, problems = validated(ListsTable, data, path, line_of)
    if table is None:
        raise ConfigError(*problems)
    return table
