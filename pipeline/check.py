"""Everything that is wrong with a meeting, at once: its folder goes in, what a build would stumble on comes out.

Errors are what a build would stop at; notes are what a person should look at before the package is sent. Nothing is
converted and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pipeline.errors import PapersError, Problem, TemplateError
from pipeline.fonts import find_font
from pipeline.load import load_house, load_letterhead, load_meeting
from pipeline.localise import read_phrases
from pipeline.localise.typography import findings
from pipeline.merge.check import check_template, paragraphs_of
from pipeline.model import Instrument, PageSpan
from pipeline.package import Package, font_folders, letter_phrase

_Result = TypeVar("_Result")

_BUNDLE_PHRASES = ("bundle.index", "file.enclosures")
"""What the plan takes from a catalogue, besides what the words of a package take, and the letter's own name."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found."""

    errors: tuple[PapersError, ...]
    """The most fundamental first; none for a meeting that can be built."""
    notes: tuple[Problem, ...]
    """What does not stop a build."""

    @property
    def exit_code(self) -> int:
        return next((error.exit_code for error in self.errors), 0)


def check(folder: Path) -> Findings:
    """Checks a meeting, its templates, phrases and letterhead in all of its languages."""
    errors: list[PapersError] = []
    notes: list[Problem] = []

    def tried(read: Callable[[], _Result]) -> _Result | None:
        try:
            return read()
        except PapersError as error:
            errors.append(error)
            return None

    house = tried(lambda: load_house(folder))
    if house is not None:
        for family in dict.fromkeys([house.settings.stamp.font, *house.settings.stamp.fonts.values()]):
            tried(lambda: find_font(family, font_folders(house)))  # noqa: B023 - called at once
    meeting = tried(lambda: load_meeting(folder, house.settings.fallback if house else ()))
    if house is None or meeting is None:
        return Findings(tuple(errors), ())
    for language in meeting.languages:
        templates = house.root / "templates" / language
        phrases = tried(lambda: read_phrases(templates / "phrases.po", language))  # noqa: B023 - called at once
        letterhead = tried(
            lambda: load_letterhead(house.root / "letterheads" / meeting.letterhead, language)  # noqa: B023
        )
        if phrases is None or letterhead is None:
            continue
        keys = dict.fromkeys(key for each in meeting.instruments for key in _bundle_phrases(each))
        missing = [phrases.lacks(key) for key in keys if key not in phrases.words]
        if missing:
            errors.append(TemplateError(*missing))
        for instrument in meeting.instruments:
            package = Package(house, meeting, instrument, language, phrases, letterhead)
            notes += tried(lambda: _check_package(package)) or []  # noqa: B023
    return Findings(tuple(_once(errors)), tuple(dict.fromkeys(notes)))


def _once(errors: Iterable[PapersError]) -> list[PapersError]:
    """The errors without the problems that an earlier one has: instruments share most of a meeting."""
    seen: set[Problem] = set()
    found: list[PapersError] = []
    for error in errors:
        new = [problem for problem in dict.fromkeys(error.problems) if problem not in seen]
        seen.update(new)
        found += [type(error)(*new)] if new else []
    return found


def _check_package(package: Package) -> list[Problem]:
    """The notes on a package. Raises what is wrong with it."""
    _check_templates(package)
    return [*_unreviewed(package), *_protocol(package), *_typography(package)]


def _unreviewed(package: Package) -> list[Problem]:
    phrases = package.phrases
    used = [*package.words().phrases, *_bundle_phrases(package.instrument)]
    return [
        Problem(
            f"{phrases.path}: {key}",
            f"The phrase “{phrases.words[key]}” awaits review by a protocol officer.",
            "When it has been read, take the words “awaits review” out of its comment.",
        )
        for key in dict.fromkeys(used)
        if key in phrases.unreviewed
    ]


def _bundle_phrases(instrument: Instrument) -> tuple[str, ...]:
    return (letter_phrase(instrument), *_BUNDLE_PHRASES)


def _protocol(package: Package) -> list[Problem]:
    instrument = package.instrument
    if instrument.kind != "note-verbale" or "un-system" not in instrument.audience.categories:
        return []
    what = "Organisations of the United Nations system are written to by letter, rarely by note verbale."
    mend = "Ask the protocol office, or send them a letter as an instrument of its own."
    return [Problem(f"{package.meeting.file}: instruments.{instrument.key}.audience", what, mend)]


def _typography(package: Package) -> list[Problem]:
    profile = package.house.style.typography.get(package.language)
    path = package.template(package.instrument.template)
    return [
        Problem(f"{path}: “{stands}”", "The language sets these signs or spaces otherwise.", f"Write “{should}”.")
        for words in paragraphs_of(path)
        for stands, should in findings(words, package.language, profile)
    ]


def _check_templates(package: Package) -> None:
    meeting = package.meeting
    pages = {each.position: PageSpan(1, 1, "1-1") for each in meeting.enclosures}
    letter = package.words()
    papers = [(package.template(package.instrument.template), letter), (package.letterhead, letter)]
    if meeting.index and meeting.enclosures:
        papers.append((package.template("index"), package.words(pages=pages)))
    for each in meeting.enclosures:
        own = package.words(enclosure=each.position)
        if each.template:
            papers.append((each.files[package.language], own))
        if meeting.slip_sheets:
            papers.append((package.template("slip-sheet"), own))
    problems: list[Problem] = []
    for path, wording in papers:
        try:
            problems += check_template(path, wording)
        except TemplateError as error:
            problems += error.problems
    if problems:
        raise TemplateError(*dict.fromkeys(problems))
