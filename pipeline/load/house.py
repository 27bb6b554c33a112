"""A house: a folder goes in, the checked ``config.toml`` that holds for it and its letterheads' words come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.checked import TAG, place_of, validated
from pipeline.errors import ConfigError, PapersError
from pipeline.findings import Finding, Key, Place, Unfit, Value
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.catalogue.entry import Severity
from pipeline.findings.grading import may_be
from pipeline.findings.hints import near
from pipeline.folders import find_root
from pipeline.languages import Language, known, language_of
from pipeline.load.schema import ConfigTable
from pipeline.load.values import words_that_stand
from pipeline.model import HouseStyle
from pipeline.settings import Settings, read_settings
from pipeline.toml import read_toml


@dataclass(frozen=True, slots=True)
class CheckedHouse:
    """A house's checked ``config.toml``, and the folder where it stands beside templates, letterheads and meetings."""

    root: Path
    settings: ConfigTable

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags of those that it knows."""
        return known(self.root / "templates")

    def language(self, tag: str) -> Language:
        """A language as this house sets it. ConfigError with all that is wrong with its files."""
        return language_of(tag, self.root / "templates")

    @property
    def style(self) -> HouseStyle:
        """What the house prints its own way."""
        own = self.settings
        return HouseStyle(
            own.ordinals, own.dates, own.typography, own.state_names, tuple(own.letter.head), tuple(own.letter.foot)
        )

    @property
    def grades(self) -> Mapping[str, Severity]:
        """How grave the house has findings, where not as the catalogue does."""
        return {code: each.severity for code, each in self.settings.findings.items()}


def load_house(folder: Path, read: Settings | None = None) -> CheckedHouse:
    """The settings that hold for a folder: of the nearest ``config.toml`` above it, or as they were ``read`` of it.

    Raises ConfigError.
    """
    read = read or read_settings(find_root(folder))
    path, data, line_of = read.path, read.data, read.line_of
    settings, problems = validated(ConfigTable, data, path, line_of)
    tags = known(path.parent / "templates")
    problems += [
        Finding("language-unknown", place_of(path, key, line_of), {"language": language, "near": near(language, tags)})
        for key, language in _languages_of_settings(data)
        if language not in tags and re.match(TAG, language)
    ]
    problems += [
        Finding("grade-held", place_of(path, ("findings", code, "severity"), line_of), {"code": code})
        for code, grade in (settings.findings if settings else {}).items()
        if not may_be(CATALOGUE[code], grade.severity)
    ]
    if settings is None or problems:
        raise ConfigError(*problems)
    return CheckedHouse(path.parent, settings)


def _languages_of_settings(data: Mapping[str, Any]) -> Iterator[tuple[Key, str]]:
    """Each language that the settings name, with its place, as far as they can be read."""
    fallback, stamp, translation = data.get("fallback"), data.get("stamp"), data.get("translation")
    if isinstance(translation, dict) and isinstance(translation.get("source"), str):
        yield ("translation", "source"), translation["source"]
    for number, language in enumerate(fallback if isinstance(fallback, list) else ()):
        if isinstance(language, str):
            yield ("fallback", number), language
    named: dict[Key, object] = {(key,): data.get(key) for key in ("typography", "state_names", "dates", "ordinals")}
    named["stamp", "fonts"] = stamp.get("fonts") if isinstance(stamp, dict) else None
    for key, table in named.items():
        for language in table if isinstance(table, dict) else ():
            yield (*key, language), language


def fallback_in(folder: Path) -> Sequence[str]:
    """The fallback of a house whose settings do not hold: its own where it can be read, or else every language.

    So a mistake elsewhere in the settings is not told again as a file that the meeting lacks.
    """
    tags = known_in(folder)
    with suppress(PapersError):
        data = read_settings(find_root(folder)).data
        languages = data.get("fallback", ConfigTable().fallback)
        if isinstance(languages, list) and all(language in tags for language in languages):
            return languages
    return tags


def known_in(folder: Path) -> tuple[str, ...]:
    """The tags of the languages that a package of the house around a folder may be made in."""
    with suppress(PapersError):
        return known(find_root(folder) / "templates")
    return known(None)


def load_letterhead(folder: Path, language: str) -> Mapping[str, str]:
    """A letterhead's words in one language, from its ``words.toml``; none where it has no such file.

    Raises ConfigError for a letterhead that is not there and for a language that its words lack.
    """
    if not (folder / "letterhead.docx").is_file():
        known = sorted(file.parent.name for file in folder.parent.glob("*/letterhead.docx"))
        values: dict[str, Value] = {"name": folder.name, "near": near(folder.name, known)}
        raise ConfigError(Finding("letterhead-missing", Place(str(folder / "letterhead.docx")), values))
    path = folder / "words.toml"
    if not path.is_file():
        return {}
    data, line_of = read_toml(path, ConfigError)
    words = data.get(language)
    if not isinstance(words, dict):
        raise ConfigError(Finding("letterhead-language-missing", Place(str(path)), {"language": language}))
    every = {key for table in data.values() if isinstance(table, dict) for key in table}
    problems = [
        Finding("letterhead-word-missing", place_of(path, (language,), line_of), {"language": language, "key": key})
        for key in sorted(every - words.keys())
    ]
    for key, value in words.items():
        try:
            words_that_stand(value)
        except Unfit as wrong:
            problems.append(wrong.at(place_of(path, (language, key), line_of)))
    if problems:
        raise ConfigError(*problems)
    return words
