"""What the tasks of one package have in common: a package goes in, its words and the names of its tasks come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pipeline import text
from pipeline.files import file_name
from pipeline.localise import Wording, as_data, program_files
from pipeline.model import Enclosure, Signed
from pipeline.package import Package
from pipeline.tasks import File

Kind = Literal["letter", "index", "slip-sheet", "enclosure"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A part of the bundle, in order."""

    kind: Kind
    task: str
    """What makes it."""
    known_as: File
    """The file that people know it by."""
    enclosure: Enclosure | None = None
    """The enclosure that it is, or that it stands before."""


class Scope:
    """One package of a plan."""

    def __init__(self, package: Package, stamp_fonts: Sequence[Path]) -> None:
        self.package, self.stamp_fonts = package, tuple(stamp_fonts)
        self.meeting, self.language, self.instrument = package.meeting, package.language, package.instrument
        self.linked_names = tuple(sorted(package.linked_names))
        self._of = f"{package.instrument.key} {package.language}"

    # --- words ---------------------------------------------------------------------------------

    @cached_property
    def wording(self) -> Wording:
        return self.package.words()

    @cached_property
    def words(self) -> Any:
        """The letter's words as data."""
        return as_data(self.wording.words)

    @cached_property
    def titles(self) -> Mapping[int, tuple[str, str]]:
        """The title of each enclosure's group, and its own, in plain words, by position."""
        return _titles(self.words)

    def title_in(self, language: str, enclosure: Enclosure) -> str:
        """The title of an enclosure in a language, in plain words."""
        if language == self.language:
            return self.titles[enclosure.position][1]
        if language not in self._titles_in:
            self._titles_in[language] = _titles(as_data(self.package.for_enclosures(language).words().words))
        return self._titles_in[language][enclosure.position][1]

    @cached_property
    def _titles_in(self) -> dict[str, Mapping[int, tuple[str, str]]]:
        return {}

    def phrase(self, key: str) -> str:
        return text.plain(self.package.phrases[key])

    def in_language(self, language: str) -> Scope:
        """The package whose words fill in the enclosures that are templates in that language."""
        if language not in self._in_languages:
            self._in_languages[language] = Scope(self.package.for_enclosures(language), self.stamp_fonts)
        return self._in_languages[language]

    @cached_property
    def _in_languages(self) -> dict[str, Scope]:
        return {}

    # --- files ---------------------------------------------------------------------------------

    def file(self, path: Path) -> File:
        root = self.package.house.root
        return File(path, path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name)

    @property
    def program(self) -> tuple[File, ...]:
        """The catalogues of what the program says in the package's language."""
        return tuple(map(self.file, program_files(self.package.house.root / "templates", self.language)))

    def template(self, name: str) -> File:
        return self.file(self.package.template(name))

    @property
    def letter_template(self) -> File:
        return self.template(self.instrument.template)

    @property
    def letterhead(self) -> File:
        return self.file(self.package.letterhead)

    def enclosed(self, enclosure: Enclosure) -> File:
        return self.file(enclosure.files[self.language])

    # --- names of tasks ------------------------------------------------------------------------

    def name(self, verb: str) -> str:
        """What is done to this package: ``merge letter``, ``bundle``."""
        return f"{verb} {self._of}"

    def name_of(self, verb: str, enclosure: Enclosure) -> str:
        """What is done to an enclosure: once for all languages that share it."""
        # What has no words, no description and is no template, is the same for all.
        shared = enclosure.written_in[self.language] is None and not enclosure.template
        own = self.language in enclosure.description
        language = self.language if own else None if shared else self.package.language_of(enclosure)
        return f"{verb} enclosure {enclosure.number}{f' {language}' if language else ''}"

    def name_of_merged(self, enclosure: Enclosure) -> str:
        return f"merge enclosure {enclosure.number} {self.package.language_of(enclosure)}"

    def name_of_slip_sheet(self, enclosure: Enclosure) -> str:
        return f"slip-sheet {enclosure.number} {self._of}"

    @property
    def name_of_letter(self) -> str:
        return self.name("convert letter")

    # --- the bundle's parts --------------------------------------------------------------------

    @property
    def has_index(self) -> bool:
        return self.meeting.index and bool(self.meeting.enclosures)

    @cached_property
    def parts(self) -> tuple[Bound, ...]:
        return tuple(self._parts())

    def _parts(self) -> Iterator[Bound]:
        yield Bound("letter", self.name_of_letter, self.letter_template)
        if self.has_index:
            yield Bound("index", self.name("index"), self.template("index"))
        verb = "paper" if self.meeting.paper else "convert"
        for each in self.meeting.printed:
            if self.meeting.slip_sheets:
                yield Bound("slip-sheet", self.name_of_slip_sheet(each), self.template("slip-sheet"), each)
            yield Bound("enclosure", self.name_of(verb, each), self.enclosed(each), each)

    # --- names of what is published ------------------------------------------------------------

    @property
    def stem(self) -> str:
        """Of the letter's files."""
        return f"{self.language}/{self.instrument.key}-{self.language}"

    @property
    def bundle_stem(self) -> str:
        draft = "-draft" if self.draft else ""
        return f"{self.meeting.slug}-{self.instrument.key}-{self.language}{draft}"

    @property
    def signed(self) -> Signed | None:
        """The letter that was signed by hand; None where none was, and for a draft."""
        of = (self.instrument.key, self.language)
        known = (each for each in self.meeting.signed if (each.instrument, each.language) == of)
        return None if self.draft else next(known, None)

    @property
    def draft(self) -> bool:
        """Whether it is for clearance: then nothing is published but what says so on every page."""
        return self.package.draft

    def published(self, enclosure: Enclosure) -> str:
        title = file_name(self.titles[enclosure.position][1])
        number = enclosure.number.zfill(2) if enclosure.number.isdecimal() else enclosure.number
        suffix = enclosure.files[self.language].suffix.lower() if enclosure.attach else ".pdf"
        name = f"{number}{f'-{title}' if title else ''}{suffix}"
        return f"{self.language}/{file_name(self.phrase('file.enclosures')) or 'enclosures'}/{name}"


def _titles(words: Any) -> dict[int, tuple[str, str]]:
    pairs = [
        (text.plain(group["title"]), text.plain(each["title"]))
        for group in words["groups"]
        for each in group["enclosures"]
    ]
    return dict(enumerate(pairs, start=1))
