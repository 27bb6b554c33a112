"""Everything that is wrong with a meeting, at once: its folder goes in, what a build would stumble on comes out.

What can be told before anything is made is found here (:mod:`pipeline.preflight`); what only pages show is found by
whoever is given as ``look_at``, which has the documents converted, or knows what an earlier build found. Nothing is
published, and nothing written but a workbook of the recipients to mend, where there are any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from pipeline.accepting import settled
from pipeline.building.checked import note_check
from pipeline.building.gate import gate
from pipeline.building.looking import Seen, look, told_last
from pipeline.building.office import OfficeSettings, office_settings
from pipeline.building.order import Order
from pipeline.building.staff import Staff
from pipeline.convert.surroundings import looked_for
from pipeline.errors import ConfigError, MeetingError, PapersError, TemplateError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.findings import Finding, Place
from pipeline.findings.grading import graded
from pipeline.folders import CONFIRMED
from pipeline.languages import known
from pipeline.languages.rows import unreviewed as unsigned
from pipeline.load import CheckedHouse, fallback_in, load_house, load_letterhead, load_meeting, sound_enclosures
from pipeline.localise import Phrases, check_style
from pipeline.machine import Machine, read_machine
from pipeline.model import Meeting
from pipeline.package import Package, bundle_phrases, phrases_of, program_of, stamp_fonts
from pipeline.passwords import prints_passcodes, with_passcodes
from pipeline.plan.counts import circles
from pipeline.plan.preflight import terms_of
from pipeline.preflight.meeting import doubtful, fonts_not_there, in_place_of_others, of_files, of_meeting
from pipeline.preflight.papers import await_in_all, awaits, of_papers, outside, unreviewed
from pipeline.preflight.stopping import check_package, check_pdfs, check_stamps, permissions_of
from pipeline.rehearsal import rehearse
from pipeline.report.words import report_phrases
from pipeline.results import Findings
from pipeline.signing import check_signed
from pipeline.suffixes import MESSAGES
from pipeline.toml import with_lines

_Result = TypeVar("_Result")
_OF_TEMPLATES = frozenset({"mention-noun", "mention-number", "mention-nothing"})
"""What pages show of what was typed in a template, which is told of that."""

Look: TypeAlias = Callable[[Sequence[Package], OfficeSettings], "Seen | None"]
"""Has the documents of packages converted; None where that can't be done here."""
Behind: TypeAlias = Callable[[Path], Iterable[Finding]]
"""Tells of a meeting's translations that their source has left behind."""


def check(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    look_at: Look = lambda _packages, _offices: None,
    behind: Behind = lambda _folder: (),
) -> Findings:
    """Checks a meeting, its files, templates, phrases and letterhead in all of its languages.

    ``environment`` says where the machine's own settings are, and is where the passwords of enclosures may be.
    """
    found = _Found()
    tried = found.tried
    machine = tried(lambda: read_machine(environment or {})) or Machine()
    house = tried(lambda: load_house(folder))
    if house is not None:
        tried(lambda: _check_styles(house))
    fallback = house.settings.fallback if house else fallback_in(folder)
    meeting = tried(lambda: load_meeting(folder, fallback, passcodes=_allows_passcodes(house)))
    if house is None or meeting is None:
        enclosures = meeting.enclosures if meeting else tried(lambda: sound_enclosures(folder, fallback))
        tried(lambda: check_pdfs(folder / "meeting.toml", enclosures or (), environment or {}, house))
        return Findings(folder.name, tuple(_once(found.errors)), ())
    offices = office_settings(house.root, house.settings.model_dump(), machine)
    listed = _listed(house, meeting, offices.fonts.lacking)
    found.notes += [
        *listed.notes,
        *(tried(lambda: list(fonts_not_there(house, offices.fonts))) or ()),
        *(tried(lambda: _of_terms(house)) or ()),
        *_unreviewed_languages(house, meeting),
        *of_meeting(house, meeting),
        *in_place_of_others(meeting),
    ]
    tried(lambda: with_passcodes(meeting, environment or {}))
    doubts = [*doubtful(house, meeting), *(tried(lambda: _attached_to_messages(meeting, environment or {})) or ())]
    gathered = [
        package
        for language in meeting.languages
        for package in _in_language(house, listed.meeting, language, doubts, found)
    ]
    tried(lambda: _no_circles(gathered))
    if not found.errors and len(meeting.languages) > 1:
        found.notes += behind(folder)
    seen = look_at(gathered, offices) if gathered else None
    if seen is not None:
        found.errors += seen.errors
        found.notes += [
            each
            for each in seen.told
            if each.severity != "error" and each.kind != "kept" and each.code not in _OF_TEMPLATES
        ]
    if seen is None or seen.errors:
        found.notes += of_files(meeting)  # which whoever converts them tells, too
    if seen is None and gathered:
        found.errors += _rehearsed(folder, gathered, offices, environment or {})
        seen = Seen((), () if found.errors else tried(lambda: told_last(gathered, offices)) or ())
    # what was found before keeps its number
    doubts += [each for each in (seen.told if seen else ()) if each not in doubts]
    tried(lambda: gate(doubts))
    return _told(house, listed, found)


@dataclass(slots=True)
class _Found:
    """What a check has found so far."""

    errors: list[PapersError] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    awaiting: dict[Path, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By catalogue, the phrases that no native speaker has read, by their keys."""

    def tried(self, read: Callable[[], _Result]) -> _Result | None:
        """What it gives; None where something is wrong with it, which is found."""
        result, wrong = _tried(read)
        self.errors += wrong
        return result


def _in_language(
    house: CheckedHouse, meeting: Meeting, language: str, doubts: list[Finding], found: _Found
) -> list[Package]:
    """The packages of a meeting in a language, looked through; none where it has no phrases, or no letterhead."""
    phrases = found.tried(lambda: phrases_of(house, language))
    letterhead = found.tried(lambda: load_letterhead(house.root / "letterheads" / meeting.letterhead, language))
    if phrases is None or letterhead is None:
        return []
    found.tried(lambda: report_phrases(program_of(house, language), house.language(language)))
    keys = {key: None for each in meeting.instruments for key in bundle_phrases(meeting, each, phrases)}
    if missing := [phrases.lacks(key) for key in keys if key not in phrases.words]:
        found.errors.append(TemplateError(*missing))
    packages = [Package(house, meeting, each, language, phrases, letterhead) for each in meeting.instruments]
    for package in packages:
        _in_package(package, doubts, found)
    return packages


def _in_package(package: Package, doubts: list[Finding], found: _Found) -> None:
    if found.tried(lambda: check_package(package, doubts)):
        for key, words in unreviewed(package).items():
            found.awaiting[package.phrases.path_of(key)][key] = words
        found.notes += found.tried(lambda: [*of_papers(package), *outside(package)]) or []
        found.tried(lambda: check_signed(package))


def _unreviewed_languages(house: CheckedHouse, meeting: Meeting) -> Iterator[Finding]:
    """The rows that no native speaker has signed, of each language that the house has added, or begun to have read."""
    for tag in meeting.languages:
        with suppress(PapersError):  # which is told where the language is used
            language = house.language(tag)
            if (tag not in known(None) or language.table.reviewed) and (rows := unsigned(language)):
                place = Place(str(language.files[0]))
                yield Finding("language-unreviewed", place, {"language": tag, "count": len(rows), "rows": rows[:_ROWS]})


_ROWS = 12
"""How many rows a person is told."""


def _check_styles(house: CheckedHouse) -> None:
    """Raises ConfigError with what the house sets its own way in a language that does not know it."""
    problems: list[Finding] = []
    for tag in {**house.settings.typography, **house.settings.dates}:
        try:
            check_style(house.style, house.language(tag))
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(*problems)


def check_all(
    order: Order, staff: Staff, on_event: OnEvent, cancellation: Cancellation, behind: Behind = lambda _folder: ()
) -> Findings:
    """Checks a meeting with all of its pages, as far as an office is there, and keeps what was found for the next."""
    known: list[tuple[Meeting, OfficeSettings]] = []

    def look_at(packages: Sequence[Package], offices: OfficeSettings) -> Seen | None:
        known.append((packages[0].meeting, offices))
        try:
            return look(order, staff, packages, offices, on_event, cancellation) if offices.program else None
        except OSError:
            return None  # a build is where it is told that nothing can be written

    found = check(order.folder, order.environment, look_at, behind)
    if known and known[0][1].program is None:
        unseen = Finding("office-not-here", Place("LibreOffice"))
        found = replace(found, notes=(*found.notes, unseen), summary=(*found.summary, unseen))
    for meeting, offices in known:
        secret = prints_passcodes(meeting) or any(each.password for each in meeting.enclosures)
        if not secret and found.marked is None:
            files = [path for each in meeting.enclosures for path in each.files.values()]
            lists = filter(None, [meeting.recipients_file])
            filled = (order.root / "templates" / each for each in meeting.languages)
            records = {folder / CONFIRMED for folder in (*filled, *(path.parent for path in files))}
            note_check(order, offices, found, [*files, *lists, *records, *looked_for(offices.program)])
    return found


def _rehearsed(
    folder: Path, packages: Sequence[Package], offices: OfficeSettings, environment: Mapping[str, str]
) -> Iterator[PapersError]:
    """What is wrong with a meeting's PDFs, with the stamps, and with all bound, an empty page for what is still to be
    converted: told where nothing is made of the documents."""
    pdfs, wrong = _tried(
        lambda: check_pdfs(packages[0].meeting.file, packages[0].meeting.enclosures, environment, packages[0].house)
    )
    yield from wrong
    for package in {each.language: each for each in reversed(packages)}.values():
        yield from _tried(lambda: check_stamps(package, offices.fonts))[1]  # noqa: B023 - called at once
        if pdfs:
            own = partial(stamp_fonts, package.house, package.language, offices.fonts)
            yield from _tried(lambda: rehearse(package, pdfs, own()))[1]  # noqa: B023


def _told(house: CheckedHouse, listed: _Listed, found: _Found) -> Findings:
    details = (awaits(path, *phrase) for path, phrases in found.awaiting.items() for phrase in phrases.items())
    short = (await_in_all(path, list(phrases)) for path, phrases in found.awaiting.items() if phrases)
    # Instruments share most of a meeting, and so do languages.
    stopping = [
        type(error)(*with_lines(graded(error.findings, house.grades)))
        for error in _once([*found.errors, *listed.errors])
    ]
    told = {each for error in stopping for each in error.findings}
    every, summary = (
        [each for each in dict.fromkeys(with_lines(graded([*found.notes, *first], house.grades))) if each not in told]
        for first in (details, short)
    )
    raised = [each for each in summary if each.severity == "error"]
    stopping += [MeetingError(*raised)] if raised else []
    every, summary = ([each for each in some if each.severity != "error"] for some in (every, summary))
    stops = [each for error in stopping for each in error.findings]
    judged = settled((*stops, *dict.fromkeys([*every, *summary])), listed.meeting, house.root)
    return Findings(
        listed.meeting.slug,
        tuple(stopping),
        (*every, *judged.lapsed),
        (*summary, *judged.lapsed),
        judged.accepted,
        listed.marked,
    )


def _tried(read: Callable[[], _Result]) -> tuple[_Result | None, list[PapersError]]:
    try:
        return read(), []
    except PapersError as error:
        return None, [error]


def _once(errors: Iterable[PapersError]) -> list[PapersError]:
    """The errors, the most fundamental first, each without the problems that an earlier one has."""
    seen: set[Finding] = set()
    found: list[PapersError] = []
    for error in sorted(errors, key=lambda error: error.exit_code):
        new = [problem for problem in dict.fromkeys(error.problems) if problem not in seen]
        seen.update(new)
        found += [type(error)(*new)] if new else []
    return found


@dataclass(frozen=True, slots=True)
class _Listed:
    """A meeting with its recipients, and what was found of their list."""

    meeting: Meeting
    errors: tuple[PapersError, ...] = ()
    notes: tuple[Finding, ...] = ()
    marked: Path | None = None


def _listed(house: CheckedHouse, meeting: Meeting, lacking: Callable[[str], str]) -> _Listed:
    if meeting.recipients_file is None:
        return _Listed(meeting)
    from pipeline.recipients import MARKED, mark, read_recipients  # noqa: PLC0415 - for those who have a list

    def phrases_in(language: str) -> Phrases | None:
        try:
            return phrases_of(house, language)
        except TemplateError:
            return None  # which is told of the templates

    try:
        found = read_recipients(house, meeting, phrases_in, lacking)
    except MeetingError as error:
        return _Listed(meeting, (error,))
    errors = (MeetingError(*found.problems),) if found.problems else ()
    marked = mark(found, meeting, house.root / "build" / meeting.slug / MARKED)
    return _Listed(replace(meeting, recipients=found.recipients), errors, found.notes, marked)


def _attached_to_messages(meeting: Meeting, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """What can't be printed with the messages that are enclosed."""
    if not any(path.suffix.lower() in MESSAGES for each in meeting.printed for path in each.files.values()):
        return ()
    from pipeline.convert.intake import Intake  # noqa: PLC0415 - few enclosures are messages
    from pipeline.tasks.joining import unprintable  # noqa: PLC0415

    found: list[Finding] = []
    with Intake() as intake:
        for each in meeting.printed:
            messages = dict.fromkeys(path for path in each.files.values() if path.suffix.lower() in MESSAGES)
            for path in messages:
                permissions = replace(permissions_of(each, meeting.file, environment), take="")
                found += (told for told in unprintable(path, intake, permissions) if told.severity == "error")
    return tuple(found)


def _of_terms(house: CheckedHouse) -> tuple[Finding, ...]:
    """Raises what is wrong with the house's list of terms, of which nothing else is told."""
    if (path := terms_of(house)) is not None:
        from pipeline.preflight.terms import read_terms  # noqa: PLC0415 - for houses that have a list

        read_terms(path)
    return ()


def _no_circles(packages: Sequence[Package]) -> None:
    """Raises TemplateError for templates that ask for each other's pages."""
    if found := circles(packages):
        raise TemplateError(*found)


def _allows_passcodes(house: CheckedHouse | None) -> bool:
    return house is not None and house.settings.online.passcodes_in_files
