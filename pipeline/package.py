"""A meeting and its house go in, a package for each instrument and language comes out: its words and its files.

This is what the plan, the check and the vocabulary have in common: stages 1 and 2, done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from unicodedata import normalize

from pipeline.beside import asked_for, name_in_templates
from pipeline.errors import ConfigError, UsageError
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.fonts import Fonts
from pipeline.languages import Language
from pipeline.load import CheckedHouse, load_house, load_letterhead, load_meeting
from pipeline.localise import (
    Phrases,
    Wording,
    Words,
    addressed,
    as_data,
    index_phrase,
    localise,
    phrases_in,
    program_files,
    program_phrases,
    right_to_left,
)
from pipeline.localise.wording import with_words
from pipeline.model import Enclosure, Instrument, Meeting, PageSpan, Properties, Recipient
from pipeline.origins import Tracing, untraced
from pipeline.passwords import with_passcodes
from pipeline.settings import Settings
from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class Package:
    """What goes out under one instrument in one language."""

    house: CheckedHouse
    meeting: Meeting
    instrument: Instrument
    language: str
    phrases: Phrases
    letterhead_words: Mapping[str, str]
    draft: bool = False
    """Whether it is for clearance, and not to go out."""
    trace: Tracing = untraced
    """What is told where its words come from."""
    _worded: dict[int | None, Wording] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What papers and the checks of them both ask for."""

    def words(self, *, pages: Mapping[int, PageSpan] | None = None, enclosure: int | None = None) -> Wording:
        """The wording of the letter; with ``pages``, of an index; with ``enclosure``, of that enclosure's papers.

        Where the letter's template asks for another language, its words are there too, under its tag.
        """
        wording = self._words(pages=pages, enclosure=enclosure)
        if not self._asked:
            return wording
        others = {each.language: each._words(pages=pages, enclosure=enclosure).words for each in self.beside}
        return _with_others(wording, others)

    @property
    def beside(self) -> tuple[Package, ...]:
        """The same package in each other language that its template asks for."""
        others = (each for each in self._asked if each != self.language)
        return tuple(_package(self.house, self.meeting, self.instrument, each, draft=self.draft) for each in others)

    @property
    def _asked(self) -> tuple[str, ...]:
        """The languages whose words the letter's template asks for by their tags, which may be its own too."""
        languages = self.meeting.languages
        return asked_for(self.template(self.instrument.template), languages) if len(languages) > 1 else ()

    @property
    def named(self) -> tuple[str, ...]:
        """The names under which the words have those of the languages that the letter is in."""
        return tuple(map(name_in_templates, (self.language, *self._asked))) if self._asked else ()

    def _words(self, *, pages: Mapping[int, PageSpan] | None, enclosure: int | None) -> Wording:
        if pages is not None or self.trace is not untraced:
            return self._localised(pages, enclosure)
        if enclosure not in self._worded:
            self._worded[enclosure] = self._localised(pages, enclosure)
        return self._worded[enclosure]

    def _localised(self, pages: Mapping[int, PageSpan] | None, enclosure: int | None) -> Wording:
        return localise(
            self.meeting,
            self.instrument,
            self.rules,
            phrases=self.phrases,
            letterhead=self.letterhead_words,
            style=self.house.style,
            pages=pages,
            enclosure=enclosure,
            trace=self.trace,
        )

    def addressed(self, wording: Wording, recipient: Recipient) -> Wording:
        """The wording of the letter to one recipient, made of the letter's; in each language that it is in."""
        own = self._addressed(wording, recipient)
        if not isinstance(getattr(wording.words, name_in_templates(self.language), None), Words):
            return own
        others = {
            each.language: each._addressed(replace(wording, words=words), recipient).words
            for each in self.beside
            if isinstance(words := getattr(wording.words, name_in_templates(each.language), None), Words)
        }
        return _with_others(own, others)

    def _addressed(self, wording: Wording, recipient: Recipient) -> Wording:
        return addressed(wording, recipient, self.instrument, self.phrases, self.house.style, self.rules)

    @property
    def rules(self) -> Language:
        """How its language is set. ConfigError with all that is wrong with the language's files."""
        return self.house.language(self.language)

    @property
    def language_files(self) -> tuple[Path, ...]:
        """The files that its language is set by: its rows, its phrases, and what the program says in it."""
        said = program_files(self.house.root / "templates", self.language)
        return *self.rules.files, *self.phrases.paths, *said

    def recipients(self) -> Iterator[Recipient]:
        """Those of the meeting's who get this letter, in the order of the list."""
        own = (self.instrument.key, self.language)
        return (each for each in self.meeting.recipients if (each.instrument, each.language) == own)

    def for_enclosures(self, language: str) -> Package:
        """The package whose words fill in the enclosures that are templates in that language: the first instrument's.

        Raises TemplateError and ConfigError as :func:`gather`.
        """
        instrument = self.meeting.instruments[0]
        if (language, instrument) == (self.language, self.instrument):
            return self
        return replace(_package(self.house, self.meeting, instrument, language, draft=self.draft), trace=self.trace)

    def language_of(self, enclosure: Enclosure) -> str:
        """The language of an enclosure: its file's, or this package's for a file without words."""
        return enclosure.written_in[self.language] or self.language

    def number_of(self, enclosure: Enclosure) -> str:
        """An enclosure's number in the figures or letters of the package's language."""
        return self.rules.set_number(enclosure.number, lettered=self.meeting.lettered)

    def letter_of(self, enclosure: Enclosure) -> str:
        """An enclosure's number where it is a letter of the language's own; nothing for any other."""
        return self.number_of(enclosure) if self.meeting.lettered and self.rules.letters else ""

    def papers(self) -> Iterator[tuple[Path, Wording]]:
        """Each Word file that is filled in for this package, with its words; an index's figures are made up.

        Raises TemplateError and ConfigError as :func:`gather`.
        """
        letter = self.words()
        yield self.template(self.instrument.template), letter
        if (one := next(self.recipients(), None)) is not None:
            yield self.template(self.instrument.template), self.addressed(letter, one)
        yield self.letterhead, letter
        enclosures = self.meeting.enclosures
        if self.meeting.index and enclosures:
            yield (
                self.template("index"),
                self.words(pages={each.position: PageSpan(1, 1, "1-1") for each in enclosures}),
            )
        for each in enclosures:
            if each.template:
                # A template is filled in in its own language, whichever letter it goes with.
                own = self.for_enclosures(self.language_of(each))
                yield each.files[self.language], own.words(enclosure=each.position)
            if self.meeting.slip_sheets:
                yield self.template("slip-sheet"), self.words(enclosure=each.position)

    def stamps(self, wording: Wording) -> tuple[str, ...]:
        """The words at the head of each enclosure's pages, in order, with the places that the bundle fills in."""
        groups: Any = as_data(wording.words.groups)
        words = [each["stamp"] for group in groups for each in group["enclosures"]]
        symbols = [
            each.symbol.replace("{", "{{").replace("}", "}}") if self.house.settings.stamp.symbol else ""
            for each in self.meeting.enclosures
        ]
        return tuple(
            plain(f"{stamp} – {self._isolated(symbol)}" if symbol else stamp)
            for stamp, symbol in zip(words, symbols, strict=True)
        )

    def _isolated(self, symbol: str) -> str:
        """A symbol that keeps its own direction in a line that is read from the right (UAX #9, 2.4.2)."""
        return f"\u2068{symbol}\u2069" if right_to_left(self.language) else symbol

    @property
    def linked_names(self) -> frozenset[str]:
        """The names, in small letters, by which one enclosure may link to another's file: its own, or that as a PDF."""
        files = [Path(name) for each in self.meeting.enclosures for name in linked_names(each)]
        return frozenset(normalize("NFC", file.name).casefold() for file in files)

    @property
    def created(self) -> datetime:
        """The moment that the package's files bear: noon of the letter's day, so that it is that day in most zones."""
        return datetime.combine(self.meeting.date, time(12), tzinfo=UTC)

    def template(self, name: str) -> Path:
        return self.house.root / "templates" / self.language / f"{name}.docx"

    @property
    def message(self) -> Path:
        """The template of the covering message."""
        return self.house.root / "templates" / self.language / "message.txt"

    @property
    def letterhead(self) -> Path:
        return self.house.root / "letterheads" / self.meeting.letterhead / "letterhead.docx"

    def properties(self, title: str) -> Properties:
        return Properties(plain(title), self.meeting.author, self.language, self.created)


def _with_others(wording: Wording, others: Mapping[str, Words]) -> Wording:
    """The wording with the words of other languages under their tags, and its own under its own."""
    tags = {wording.language: wording.words, **others}
    named = {name_in_templates(tag): words for tag, words in tags.items()}
    taken = {name for name in named if isinstance(getattr(wording.words, name, None), str)}
    return replace(
        wording, words=with_words(wording.words, **{name: words for name, words in named.items() if name not in taken})
    )


def linked_names(enclosure: Enclosure) -> tuple[str, ...]:
    """The names by which another enclosure may link to this one's file: in any language, and as the PDF of it."""
    names = [name for file in enclosure.files.values() for name in (file.name, f"{file.stem}.pdf")]
    return tuple(dict.fromkeys(names))


def list_phrase(package: Package) -> str:
    """The key of the phrase that names the list of enclosures in a bundle."""
    return index_phrase(package.meeting.noun, package.phrases)


def letter_phrase(instrument: Instrument) -> str:
    """The key of the phrase that names the letter in a bundle."""
    return "bundle.note-verbale" if instrument.kind == "note-verbale" else "bundle.letter"


def bundle_phrases(meeting: Meeting, instrument: Instrument, phrases: Phrases) -> tuple[str, ...]:
    """The keys of what a bundle takes from a catalogue, besides what the words of its papers take."""
    keys = [letter_phrase(instrument), index_phrase(meeting.noun, phrases), "file.enclosures"]
    keys += ["bundle.running-number"] if meeting.running_numbers else []
    keys += ["signed.page"] if meeting.signed else []
    keys += ["bundle.blank-page"] if meeting.two_sided else []
    return tuple(keys)


def stamp_fonts(house: CheckedHouse, language: str, fonts: Fonts) -> tuple[Path, ...]:
    """The fonts of the stamps in a language: its own, then the house's, for the signs that its own lacks.

    ConfigError when the first is not installed.
    """
    stamp = house.settings.stamp
    own = stamp.fonts.get(language) or house.language(language).table.stamp.font
    if own is None:
        return (fonts.regular(stamp.font),)
    first = fonts.regular(own)
    with suppress(ConfigError):
        return tuple(dict.fromkeys((first, fonts.regular(stamp.font))))
    return (first,)


def gather(
    folder: Path,
    languages: Iterable[str] = (),
    read: Settings | None = None,
    *,
    draft: bool = False,
    environment: Mapping[str, str] | None = None,
) -> list[Package]:
    """The packages of a meeting: of all its languages, or of those named. Raises every kind of error that loading has.

    A house, a meeting and catalogues that are wrong in several places raise the first of these with all its problems.
    ``read`` are the settings of the house, where they were read already. A ``draft`` may have what must not go out.
    Passcodes are found with an ``environment``; without one, none is looked for.
    """
    house, languages = load_house(folder, read), tuple(languages)
    passcodes = house.settings.online.passcodes_in_files
    meeting = load_meeting(folder, house.settings.fallback, languages, passcodes=passcodes, draft=draft)
    if environment is not None:
        meeting = with_passcodes(meeting, environment)
    wanted = languages or meeting.languages
    for language in wanted:
        if language not in meeting.languages:
            known = near(language, meeting.languages)
            raise UsageError(Finding("language-not-chosen", Place(f"--lang {language}"), {"near": known}))
    return [
        _package(house, meeting, instrument, language, draft=draft)
        for language in meeting.languages
        if language in wanted
        for instrument in meeting.instruments
    ]


def _package(house: CheckedHouse, meeting: Meeting, instrument: Instrument, language: str, *, draft: bool) -> Package:
    phrases = phrases_of(house, language)
    letterhead = load_letterhead(house.root / "letterheads" / meeting.letterhead, language)
    return Package(house, meeting, instrument, language, phrases, letterhead, draft)


def phrases_of(house: CheckedHouse, language: str) -> Phrases:
    """A catalogue, which several packages of a build ask for."""
    return phrases_in(house.root / "templates", language)


def program_of(house: CheckedHouse, language: str) -> Phrases:
    """What the program says in a language, in reports and findings: read when it is to be said."""
    return program_phrases(program_files(house.root / "templates", language), language)
