"""A meeting and its house go in, a package for each instrument and language comes out: its words and its files.

This is what the plan, the check and the vocabulary have in common: stages 1 and 2, done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from pipeline.errors import Problem, UsageError, nearest
from pipeline.fonts import system_folders
from pipeline.load import House, load_house, load_letterhead, load_meeting
from pipeline.localise import Phrases, Wording, localise, read_phrases
from pipeline.model import Instrument, Meeting, PageSpan, Properties
from pipeline.text import plain


@dataclass(frozen=True, slots=True)
class Package:
    """What goes out under one instrument in one language."""

    house: House
    meeting: Meeting
    instrument: Instrument
    language: str
    phrases: Phrases
    letterhead_words: Mapping[str, str]

    def words(self, *, pages: Mapping[int, PageSpan] | None = None, enclosure: int | None = None) -> Wording:
        """The wording of the letter; with ``pages``, of an index; with ``enclosure``, of that enclosure's papers."""
        return localise(
            self.meeting,
            self.instrument,
            self.language,
            phrases=self.phrases,
            letterhead=self.letterhead_words,
            style=self.house.style,
            pages=pages,
            enclosure=enclosure,
        )

    def for_enclosures(self, language: str) -> Package:
        """The package whose words fill in the enclosures that are templates in that language: the first instrument's.

        Raises TemplateError and ConfigError as :func:`gather`.
        """
        instrument = self.meeting.instruments[0]
        if (language, instrument) == (self.language, self.instrument):
            return self
        return _package(self.house, self.meeting, instrument, language)

    @property
    def created(self) -> datetime:
        """The moment that the package's files bear: noon of the letter's day, so that it is that day in most zones."""
        return datetime.combine(self.meeting.date, time(12), tzinfo=UTC)

    def template(self, name: str) -> Path:
        return self.house.root / "templates" / self.language / f"{name}.docx"

    @property
    def letterhead(self) -> Path:
        return self.house.root / "letterheads" / self.meeting.letterhead / "letterhead.docx"

    def properties(self, title: str) -> Properties:
        return Properties(plain(title), self.meeting.author, self.language, self.created)


def letter_phrase(instrument: Instrument) -> str:
    """The key of the phrase that names the letter in a bundle."""
    return "bundle.note-verbale" if instrument.kind == "note-verbale" else "bundle.letter"


def font_folders(house: House) -> tuple[Path, ...]:
    """Where fonts are looked for: the house's folders first, then the system's."""
    own = (house.root / Path(folder).expanduser() for folder in house.settings.fonts.folders)
    return (*own, *system_folders(Path.home()))


def gather(folder: Path, languages: Iterable[str] = ()) -> list[Package]:
    """The packages of a meeting: of all its languages, or of those named. Raises every kind of error that loading has.

    A house, a meeting and catalogues that are wrong in several places raise the first of these with all its problems.
    """
    house = load_house(folder)
    meeting = load_meeting(folder, house.settings.fallback)
    wanted = tuple(languages) or meeting.languages
    for language in wanted:
        if language not in meeting.languages:
            mend = f"Add it to “languages” in meeting.toml. {nearest(language, meeting.languages)}"
            raise UsageError(Problem(f"--lang {language}", "The meeting is not made in that language.", mend))
    return [
        _package(house, meeting, instrument, language)
        for language in meeting.languages
        if language in wanted
        for instrument in meeting.instruments
    ]


def _package(house: House, meeting: Meeting, instrument: Instrument, language: str) -> Package:
    phrases = read_phrases(house.root / "templates" / language / "phrases.po", language)
    letterhead = load_letterhead(house.root / "letterheads" / meeting.letterhead, language)
    return Package(house, meeting, instrument, language, phrases, letterhead)
