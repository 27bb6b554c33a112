"""A meeting goes in; each of its files that has words to translate comes out, with its units and a way to write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from pipeline import text
from pipeline.errors import MeetingError, TemplateError
from pipeline.findings import Finding, Place, Unfit
from pipeline.localise.phrases import FILE as PHRASES
from pipeline.localise.phrases import PROGRAM
from pipeline.package import phrases_of, program_of
from pipeline.translating.exchange import catalogues, documents, facts, letterheads, messages
from pipeline.translating.exchange.units import Pieces, Unit, to_text
from pipeline.translating.gathering import Gathered, Template
from pipeline.translating.wordfile import read_word

Made: TypeAlias = "Mapping[str, tuple[Unit, Pieces]]"
"""Translations with their units, by the units' keys."""


@dataclass(frozen=True, slots=True)
class Translatable:
    """A file that has words in a language."""

    name: str
    path: Path
    """Where the translation is, or would be."""
    units: tuple[Unit, ...]
    write: Callable[[Made], bytes]
    """Its bytes with translations. Raises Unfit for one that has no place in it."""
    marked: bool = False
    """Whether its words may have marks for italic and raised letters."""

    def check(self, unit: Unit, pieces: Pieces) -> None:
        """Raises Unfit for words that the file can't have."""
        if self.marked:
            text.parse(to_text(unit, pieces))


def translatable(known: Gathered, language: str) -> list[Translatable]:
    """The files of a meeting that are translated, each that is there. Raises TemplateError for one that can't be
    read."""
    found = [_facts(known, language), *_phrases(known, language), *_letterhead(known, language)]
    found += [each for template in known.templates if (each := _template(known, template, language)) is not None]
    return found


def _facts(known: Gathered, language: str) -> Translatable:
    path = known.meeting.file
    before = path.read_bytes().decode()
    units = tuple(facts.units_of(before, path.name, known.source, language))

    def write(made: Made) -> bytes:
        return facts.with_translations(before, path.name, known.source, language, made).encode()

    return Translatable(path.name, path, units, write, marked=True)


def _phrases(known: Gathered, language: str) -> Iterator[Translatable]:
    """The catalogue of letters, and that of the program where the house has its own. Both give keys of the first: what
    went out when they were one comes back, whichever has it now."""
    folder = known.house.root / "templates"
    phrases_of(known.house, language)
    program_of(known.house, language)
    source: dict[str, str] = {}
    for path in (folder / known.source / PROGRAM, folder / known.source / PHRASES):
        if path.is_file():
            said = catalogues.entries(path.read_bytes().decode("utf-8-sig"))
            source |= {each.context: each.target for each in said if each.target and not each.fuzzy}
    there: set[str] = set()
    for path in (folder / language / PHRASES, folder / language / PROGRAM):
        if path.name == PHRASES or path.is_file():
            before = path.read_bytes().decode()
            units = [each for each in catalogues.units_of(before, PHRASES, source) if each.key not in there]
            there |= {each.key for each in units}
            yield Translatable(PHRASES, path, tuple(units), partial(_with_phrases, before), marked=True)


def _with_phrases(before: str, made: Made) -> bytes:
    return catalogues.with_translations(before, PHRASES, made).encode()


def _letterhead(known: Gathered, language: str) -> Iterator[Translatable]:
    name = known.meeting.letterhead
    path = known.house.root / "letterheads" / name / "words.toml"
    if path.is_file():
        before = path.read_bytes().decode()
        own = f"letterheads/{name}"
        units = tuple(letterheads.units_of(before, own, known.source, language))

        def write(made: Made) -> bytes:
            return letterheads.with_translations(before, own, language, made).encode()

        yield Translatable(own, path, units, write)


def _template(known: Gathered, template: Template, language: str) -> Translatable | None:
    source, path = template.files[known.source], template.files.get(language)
    if path is None:
        return None
    inside = path.parent != known.house.root / "templates" / language
    name = source.relative_to(known.meeting.folder).as_posix() if inside else template.name
    if source.suffix == ".txt":
        return _message(name, source, path)
    try:
        document = documents.read_document(read_word(source), read_word(path) if path.is_file() else None)
    except Unfit as unfit:
        raise TemplateError(unfit.at(Place(str(source)))) from None
    units = tuple(documents.units_of(document, name))
    return Translatable(name, path, units, partial(documents.with_translations, document, name))


def _message(name: str, source: Path, path: Path) -> Translatable:
    try:
        one = source.read_bytes().decode("utf-8-sig")
        two = path.read_bytes().decode() if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        raise TemplateError(Finding("message-unread", Place(str(source)))) from None
    units = tuple(messages.units_of(one, two, name))

    def write(made: Made) -> bytes:
        return messages.with_translations(one, two, name, made).encode()

    return Translatable(name, path, units, write)


def written(files: list[Translatable], made: Made) -> Iterator[tuple[Path, bytes]]:
    """Each file that has other bytes with translations. TemplateError, or MeetingError, with all that has no place."""
    problems: list[Finding] = []
    for each in files:
        own = {unit.key: made[unit.key] for unit in each.units if unit.key in made}
        if own:
            try:
                after = each.write(own)
            except Unfit as unfit:
                problems.append(unfit.at(Place(str(each.path))))
                continue
            if not each.path.is_file() or after != each.path.read_bytes():
                yield each.path, after
    if problems:
        raise (
            MeetingError(*problems)
            if all(each.place.file.endswith(".toml") for each in problems)
            else TemplateError(*problems)
        )
