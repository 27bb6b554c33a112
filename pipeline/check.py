"""Everything that is wrong with a meeting, at once: its folder goes in, the errors that a build would meet come out.

Nothing is converted and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pipeline.errors import PapersError, Problem, TemplateError
from pipeline.fonts import find_font
from pipeline.load import load_house, load_letterhead, load_meeting
from pipeline.localise import read_phrases
from pipeline.merge.check import check_template
from pipeline.model import PageSpan
from pipeline.package import Package, font_folders

_Result = TypeVar("_Result")

_BUNDLE_PHRASES = ("bundle.stamp", "bundle.letter", "bundle.index", "file.enclosures")


def check(folder: Path) -> list[PapersError]:
    """The errors, the most fundamental first; none for a meeting that can be built."""
    errors: list[PapersError] = []

    def tried(read: Callable[[], _Result]) -> _Result | None:
        try:
            return read()
        except PapersError as error:
            errors.append(error)
            return None

    house = tried(lambda: load_house(folder))
    if house is not None:
        tried(lambda: find_font(house.settings.stamp.font, font_folders(house)))
    meeting = tried(lambda: load_meeting(folder))
    if house is None or meeting is None:
        return errors
    for language in meeting.languages:
        templates = house.root / "templates" / language
        phrases = tried(lambda: read_phrases(templates / "phrases.po", language))  # noqa: B023 - called at once
        letterhead = tried(
            lambda: load_letterhead(house.root / "letterheads" / meeting.letterhead, language)  # noqa: B023
        )
        if phrases is None or letterhead is None:
            continue
        missing = [phrases.lacks(key) for key in _BUNDLE_PHRASES if key not in phrases.words]
        if missing:
            errors.append(TemplateError(*missing))
        for instrument in meeting.instruments:
            package = Package(house, meeting, instrument, language, phrases, letterhead)
            tried(lambda: _check_templates(package))  # noqa: B023
    return _once(errors)


def _once(errors: Iterable[PapersError]) -> list[PapersError]:
    """The errors without the problems that an earlier one has: instruments share most of a meeting."""
    seen: set[Problem] = set()
    found: list[PapersError] = []
    for error in errors:
        new = [problem for problem in dict.fromkeys(error.problems) if problem not in seen]
        seen.update(new)
        found += [type(error)(*new)] if new else []
    return found


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


def first_code(errors: Iterable[PapersError]) -> int:
    """The exit code of the most fundamental error; 0 for none."""
    return next((error.exit_code for error in errors), 0)
