"""A meeting goes in; its templates in each language come out, with what each placeholder says there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.findings.words import Words
from pipeline.load import CheckedHouse
from pipeline.localise import listing, right_to_left
from pipeline.model import Meeting
from pipeline.package import Package, gather, program_of
from pipeline.report.words import report_phrases
from pipeline.text import plain
from pipeline.translating.facts import fact


@dataclass(frozen=True, slots=True)
class Template:
    """A template of a meeting: one file for each language."""

    name: str
    """``invitation.docx``; of an enclosure that is a template, the name of its file in the source language."""
    files: Mapping[str, Path]
    """By language; not all of them need be there."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is translated of a meeting."""

    house: CheckedHouse
    meeting: Meeting
    source: str
    templates: tuple[Template, ...]
    packages: tuple[Package, ...]

    def values(self, language: str) -> Mapping[str, tuple[str, ...]]:
        """The words of each fact in a language."""
        return _values(self.packages, language)

    def words(self) -> Mapping[str, Words]:
        """Those that findings are told in, by language."""
        return {each.language: _words(each) for each in self.packages}

    @property
    def others(self) -> tuple[str, ...]:
        """The languages that are translated into."""
        return tuple(each for each in self.meeting.languages if each != self.source)


def gathered(folder: Path, source: str | None = None) -> Gathered:
    """What is translated of a meeting. ``source`` is the language that it is translated from: that of the house's
    settings if not given, or else the meeting's first. Raises every kind of error that loading has."""
    packages = gather(folder)
    house, meeting = packages[0].house, packages[0].meeting
    languages = meeting.languages
    if source is not None and source not in languages:
        values = {"near": near(source, languages)}
        raise UsageError(Finding("language-not-chosen", Place(f"--source {source}"), values))
    said = house.settings.translation.source
    source = source or (said if said in languages else languages[0])
    return Gathered(
        house,
        meeting,
        source,
        tuple(_templates(packages, source)),
        tuple(packages),
    )


def wanted(known: Gathered, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages that are translated into, or those of them that were named. UsageError for others."""
    problems = [
        Finding("language-not-chosen", Place(f"--lang {each}"), {"near": near(each, known.others)})
        for each in languages
        if each not in known.others
    ]
    if problems:
        raise UsageError(*problems)
    return tuple(each for each in known.others if not languages or each in languages)


def names_of(packages: Iterable[Package]) -> list[str]:
    """The names of the templates that packages are made of."""
    names: dict[str, None] = {}
    for package in packages:
        meeting = package.meeting
        names[f"{package.instrument.template}.docx"] = None
        names |= dict.fromkeys(["index.docx"] if meeting.index and meeting.enclosures else [])
        names |= dict.fromkeys(["slip-sheet.docx"] if meeting.slip_sheets else [])
        names |= dict.fromkeys(["message.txt"] if meeting.messages else [])
    return list(names)


def _templates(packages: Sequence[Package], source: str) -> Iterator[Template]:
    house, meeting = packages[0].house, packages[0].meeting
    for name in names_of(packages):
        yield Template(name, {each: house.root / "templates" / each / name for each in meeting.languages})
    for enclosure in meeting.enclosures:
        own = {each: path for each, path in enclosure.files.items() if enclosure.written_in[each] == each}
        if enclosure.template and source in own:
            yield Template(own[source].name, own)


def _values(packages: Iterable[Package], language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for package in packages:
        if package.language == language:
            for name, value in listing(package.words().words):
                found.setdefault(fact(re.sub(r"\[\d+\]", "[]", name)), {})[plain(value)] = None
    return {name: tuple(filter(None, values)) for name, values in found.items()}


def _words(package: Package) -> Words:
    said = program_of(package.house, package.language)
    phrases = report_phrases(said, package.house.language(package.language))
    return Words(package.language, phrases, right_to_left(package.language))
