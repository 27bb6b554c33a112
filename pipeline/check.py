"""Everything that is wrong with a meeting, at once: its folder goes in, what a build would stumble on comes out.

Errors are what a build would stop at; notes are what a person should look at before the package is sent. Nothing is
converted, and nothing is written but a workbook of the recipients to mend, where there are any.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.accepting import settled
from pipeline.building.gate import gate
from pipeline.building.office import OfficeSettings, office_settings
from pipeline.convert.intake import Intake, Permissions
from pipeline.convert.textlayer import refuse_unread
from pipeline.days import to_look_at
from pipeline.errors import MeetingError, PapersError, TemplateError
from pipeline.executor.known import known
from pipeline.executor.tools import versions
from pipeline.findings import Finding, Key, Place
from pipeline.folders import STATE
from pipeline.fonts import Fonts
from pipeline.load import House, fallback_in, load_house, load_letterhead, load_meeting, sound_enclosures
from pipeline.localise import Phrases, check_style
from pipeline.localise.typography import findings
from pipeline.machine import Machine, read_machine
from pipeline.mentioned import mentioned
from pipeline.merge import check_letterhead
from pipeline.merge.apart import check_within_limits
from pipeline.merge.check import paragraphs_of
from pipeline.merge.omitted import omitted_by_index, omitted_by_letter, without_a_place
from pipeline.merge.promised import promised
from pipeline.model import Enclosure, Meeting
from pipeline.officefile.clean import clean
from pipeline.officefile.kinds import recognise
from pipeline.officefile.misprints import misprints
from pipeline.package import Package, bundle_phrases, phrases_of, stamp_font
from pipeline.passwords import password_of, with_passcodes
from pipeline.plan import plan
from pipeline.plan.counts import circles
from pipeline.plan.preflight import terms_of
from pipeline.rehearsal import rehearse
from pipeline.report.words import report_phrases
from pipeline.results import Findings
from pipeline.store import Store
from pipeline.suffixes import MESSAGES
from pipeline.text import plain
from pipeline.workers import confinement
from pipeline.workers.mergers import Mergers

_Result = TypeVar("_Result")


def check(folder: Path, environment: Mapping[str, str] | None = None) -> Findings:
    """Checks a meeting, its files, templates, phrases and letterhead in all of its languages.

    ``environment`` says where the machine's own settings are, and is where the passwords of enclosures may be.
    """
    errors: list[PapersError] = []
    notes: list[Finding] = []
    awaiting: dict[Path, dict[str, str]] = defaultdict(dict)

    def tried(read: Callable[[], _Result]) -> _Result | None:
        try:
            return read()
        except PapersError as error:
            errors.append(error)
            return None

    machine = tried(lambda: read_machine(environment or {})) or Machine()
    house = tried(lambda: load_house(folder))
    if house is not None:
        tried(lambda: check_style(house.style))
    fallback = house.settings.fallback if house else fallback_in(folder)
    meeting = tried(lambda: load_meeting(folder, fallback, passcodes=_allows_passcodes(house)))
    enclosures = meeting.enclosures if meeting else tried(lambda: sound_enclosures(folder, fallback))
    pdfs = tried(lambda: _check_pdfs(folder / "meeting.toml", enclosures or (), environment or {}, house))
    if house is None or meeting is None:
        return Findings(folder.name, tuple(_once(errors)), ())
    offices = office_settings(house.root, house.settings.model_dump(), machine)
    listed = _listed(house, meeting)
    notes += [
        *listed.notes,
        *(tried(lambda: list(_fonts(house, offices.fonts))) or ()),
        *(tried(lambda: _of_terms(house)) or ()),
        *to_look_at(meeting, house.settings.holidays, house.settings.weekend),
        *_in_two_languages(meeting),
        *_in_place_of_others(meeting),
        *_in_other_words(meeting),
        *_misprints(meeting),
        *(tried(lambda: _outside_of(meeting.printed)) or ()),
    ]
    tried(lambda: with_passcodes(meeting, environment or {}))
    doubts = [
        *_carried(meeting),
        *_coarse(meeting, house.settings.letter.least_dpi),
        *(tried(lambda: _attached_to_messages(meeting, environment or {})) or ()),
    ]
    gathered: list[Package] = []
    for language in meeting.languages:
        phrases = tried(lambda: phrases_of(house, language))  # noqa: B023 - called at once
        letterhead = tried(
            lambda: load_letterhead(house.root / "letterheads" / meeting.letterhead, language)  # noqa: B023
        )
        if phrases is None or letterhead is None:
            continue
        tried(lambda: report_phrases(phrases.path, phrases.words))  # noqa: B023
        keys = {key: None for each in meeting.instruments for key in bundle_phrases(meeting, each, phrases)}
        if missing := [phrases.lacks(key) for key in keys if key not in phrases.words]:
            errors.append(TemplateError(*missing))
        packages = [Package(house, listed.meeting, each, language, phrases, letterhead) for each in meeting.instruments]
        gathered += packages
        tried(lambda: _check_stamps(packages[0], offices.fonts))  # noqa: B023
        if pdfs and not errors:
            tried(lambda: rehearse(packages[0], pdfs, stamp_font(house, language, offices.fonts)))  # noqa: B023
        for package in packages:
            if tried(lambda: _check_package(package, doubts)):  # noqa: B023
                awaiting[phrases.path] |= _unreviewed(package)
                papers = list(package.papers())
                notes += [
                    *_protocol(package),
                    *_omitted(package),
                    *_typography(package),
                    *mentioned(package, papers),
                    *_outside(path for path, _ in papers),
                ]
    tried(lambda: _no_circles(gathered))
    if not errors:
        tried(lambda: _last_build(gathered, offices, doubts))
    tried(lambda: gate(doubts))
    details = (_awaits(path, *phrase) for path, phrases in awaiting.items() for phrase in phrases.items())
    short = (_await(path, list(phrases)) for path, phrases in awaiting.items() if phrases)
    # Instruments share most of a meeting, and so do languages.
    stopping = _once([*errors, *listed.errors])
    every, summary = dict.fromkeys([*details, *notes]), dict.fromkeys([*short, *notes])
    found = [each for error in stopping for each in error.findings]
    judged = settled((*found, *dict.fromkeys([*every, *summary])), meeting, house.root)
    return Findings(
        folder.name,
        tuple(stopping),
        (*every, *judged.lapsed),
        (*summary, *judged.lapsed),
        judged.accepted,
        listed.marked,
    )


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


def _listed(house: House, meeting: Meeting) -> _Listed:
    if meeting.recipients_file is None:
        return _Listed(meeting)
    from pipeline.recipients import mark, read_recipients  # noqa: PLC0415 - for those who have a list

    def phrases_in(language: str) -> Phrases | None:
        try:
            return phrases_of(house, language)
        except TemplateError:
            return None  # which is told of the templates

    try:
        found = read_recipients(house, meeting, phrases_in)
    except MeetingError as error:
        return _Listed(meeting, (error,))
    errors = (MeetingError(*found.problems),) if found.problems else ()
    marked = mark(found, meeting, house.root / "build" / meeting.slug / "recipients-to-mend.xlsx")
    return _Listed(replace(meeting, recipients=found.recipients), errors, found.notes, marked)


# --- what a build would stop at -----------------------------------------------------------------


def _check_pdfs(
    meeting: Path, enclosures: Iterable[Enclosure], environment: Mapping[str, str], house: House | None
) -> dict[Path, bytes | None]:
    """Takes each PDF that is enclosed, as a build does, but for those that are none, which was told of the meeting.

    Gives the bytes that go on, None where they are the file's own. Pages without text that the ``house`` wants read are
    not read here, which takes seconds a page: only whether they could be is known.
    """
    settings = house.settings.convert if house else None
    problems: list[Finding] = []
    taken: dict[Path, bytes | None] = {}
    with Intake() as intake:
        for each in enclosures:
            for path in dict.fromkeys(path for path in each.files.values() if _is_pdf(path)):
                try:
                    found = intake.take(path, _permissions(each, meeting, environment))
                    taken[path] = None if found.pdf == path.read_bytes() else found.pdf
                    if settings and settings.ocr and any(told.code == "no-text" for told in found.remarks):
                        own = filter(None, (each.written_in[language] for language in each.files))
                        problems += refuse_unread(path, (*own, *settings.ocr_languages))
                except MeetingError as error:
                    problems += error.problems
    if problems:
        raise MeetingError(*dict.fromkeys(problems))
    return taken


def _attached_to_messages(meeting: Meeting, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """What can't be printed with the messages that are enclosed."""
    if not any(path.suffix.lower() in MESSAGES for each in meeting.printed for path in each.files.values()):
        return ()
    from pipeline.tasks.joining import unprintable  # noqa: PLC0415 - few enclosures are messages

    found: list[Finding] = []
    with Intake() as intake:
        for each in meeting.printed:
            messages = dict.fromkeys(path for path in each.files.values() if path.suffix.lower() in MESSAGES)
            for path in messages:
                permissions = replace(_permissions(each, meeting.file, environment), take="")
                found += (told for told in unprintable(path, intake, permissions) if told.severity == "error")
    return tuple(found)


def _permissions(enclosure: Enclosure, meeting: Path, environment: Mapping[str, str]) -> Permissions:
    password = password_of(enclosure, meeting, environment)
    return Permissions(password, enclosure.right_to_assemble, "remarks" in enclosure.keep, enclosure.take)


def _is_pdf(path: Path) -> bool:
    try:
        return recognise(path).maker == "none"
    except MeetingError:
        return False


def _check_package(package: Package, doubts: list[Finding]) -> bool:
    """Raises what is wrong with a package's templates or with its stamps; what a person may accept of it is one of the
    ``doubts``."""
    problems: list[Finding] = []
    templates = package.template(package.instrument.template).parent
    with closing(Mergers()) as mergers:
        for path, wording in package.papers():
            try:
                found = check_within_limits(mergers, path, wording)
                doubts += [each for each in found if each.acceptable]
                found = [each for each in found if not each.acceptable]
                if path.parent == templates and not found:
                    found = check_letterhead(path, package.letterhead)
                problems += found
            except TemplateError as error:
                problems += error.problems
    problems += _of_message(package)
    if problems:
        raise TemplateError(*dict.fromkeys(problems))
    return True


def _of_message(package: Package) -> tuple[Finding, ...]:
    """What is wrong with the covering message of a letter, where the meeting asks for one."""
    one = next(package.recipients(), None)
    if not package.meeting.messages or one is None:
        return ()
    from pipeline.merge.message import fill_message  # noqa: PLC0415 - for those who send any

    try:
        fill_message(package.message, package.addressed(package.words(), one))
    except TemplateError as error:
        return error.findings
    return ()


def _of_terms(house: House) -> tuple[Finding, ...]:
    """Raises what is wrong with the house's list of terms, of which nothing else is told."""
    if (path := terms_of(house)) is not None:
        from pipeline.preflight.terms import read_terms  # noqa: PLC0415 - for houses that have a list

        read_terms(path)
    return ()


def _no_circles(packages: Sequence[Package]) -> None:
    """Raises TemplateError for templates that ask for each other's pages."""
    if found := circles(packages):
        raise TemplateError(*found)


def _coarse(meeting: Meeting, least: float) -> Iterator[Finding]:
    """Pictures that letters place and that are too coarse, or damaged."""
    for key, picture in meeting.placed.items():
        from pipeline.convert.placed import settled as settled_picture  # noqa: PLC0415 - loads Pillow
        from pipeline.recast.drawing import size_on_page  # noqa: PLC0415

        try:
            if picture.file.suffix.lower() == ".svg":
                size_on_page(picture.file)  # which can be drawn at any size
            else:
                yield from settled_picture(picture.file, meeting.key_of(key), picture.width, picture.height, least)[1]
        except MeetingError as error:
            yield from error.findings


def _check_stamps(package: Package, fonts: Fonts) -> None:
    """Raises what is wrong with the font of the stamps, which all instruments share."""
    from pipeline.bundle.stamps import check_signs  # noqa: PLC0415 - loads reportlab

    figures = "0123456789"
    stamps = zip(package.stamps(package.words()), package.meeting.enclosures, strict=True)
    words = [stamp.format(number=each.number, page=figures, pages=figures) for stamp, each in stamps]
    meeting, phrases = package.meeting, package.phrases
    if meeting.running_numbers:
        words.append(f"{plain(phrases['bundle.running-number'])} {figures}")
    if meeting.two_sided:
        words.append(plain(phrases["bundle.blank-page"]))
    check_signs(stamp_font(package.house, package.language, fonts), words)


def _last_build(packages: Sequence[Package], offices: OfficeSettings, doubts: Collection[Finding]) -> None:
    """Raises what stopped the last build from being published, as far as its documents are still the same, and what it
    found is not among the ``doubts``, found without it."""
    house, slug = packages[0].house, packages[0].meeting.slug
    store = Store(house.root / "build" / slug / STATE)
    if store.folder.is_dir():
        fonts = offices.fonts
        tasks = plan(packages, {each.language: stamp_font(house, each.language, fonts) for each in packages})
        way, ocr = confinement.used(offices.confinement), house.settings.convert.ocr
        tools = versions(offices.program, fonts.digest(), way, ocr=ocr)
        made = known(tasks, store, tools)
        told = (finding for each in made.values() for finding in each.result.remarks)
        # what was accepted keeps its number
        gate(each for each in told if each.at(str(house.root / each.place.file)) not in doubts)


# --- what a person should look at ---------------------------------------------------------------


def _fonts(house: House, fonts: Fonts) -> Iterator[Finding]:
    """Families that the settings name and that are not there."""
    said = house.settings.fonts
    families = said.families if "families" in said.model_fields_set else ()
    named: dict[str, Key] = dict.fromkeys(families, ("fonts", "families"))
    named |= {family: ("fonts", "substitutes", asked) for asked, family in said.substitutes.items()}
    for family, key in named.items():
        if not fonts.has(family):
            yield Finding("font-not-installed", Place(str(house.root / "config.toml"), key=key), {"font": family})


def _in_two_languages(meeting: Meeting) -> Iterator[Finding]:
    """Files that are each given as being in several languages."""
    for each in meeting.enclosures:
        given: dict[Path, dict[str, None]] = defaultdict(dict)
        for language, path in each.files.items():
            if (own := each.written_in[language]) is not None:
                given[path][own] = None
        for path, languages in given.items():
            if len(languages) > 1 and not each.template:
                place = Place(str(meeting.file), key=("file",), enclosure=each.number)
                yield Finding("file-two-languages", place, {"languages": tuple(languages), "name": path.name})


def _in_place_of_others(meeting: Meeting) -> Iterator[Finding]:
    """Files that stand in for those of languages that have none."""
    for each in meeting.enclosures:
        stands_in: dict[str, list[str]] = defaultdict(list)
        for language, own in each.written_in.items():
            if own is not None and own != language:
                stands_in[own].append(language)
        for own, languages in stands_in.items():
            name = each.files[languages[0]].name
            place = Place(str(meeting.file), key=("file",), enclosure=each.number)
            yield Finding("file-instead", place, {"languages": tuple(languages), "name": name, "language": own})


def _in_other_words(meeting: Meeting) -> Iterator[Finding]:
    """Files whose words are surely in another language than the one that they are given for."""
    from pipeline.completeness.spoken import other_words  # noqa: PLC0415 - loads lxml and pdfium

    for each in meeting.enclosures:
        given = {own: each.files[language] for language, own in each.written_in.items() if own is not None}
        for own, path in given.items():
            yield from other_words(path, own)


def _misprints(meeting: Meeting) -> Iterator[Finding]:
    """What enclosures would print as nobody meant it; a template's placeholders are filled in."""
    for each in meeting.printed:
        for path in dict.fromkeys(each.files.values()):
            told = misprints(path, hidden_sheets="hidden-sheets" in each.keep)
            found = (remark for remark in told if not (each.template and remark.code == "placeholders"))
            yield from found


def _carried(meeting: Meeting) -> Iterator[Finding]:
    """What files that are attached would carry out of the house, and no page would show."""
    for each in meeting.attached:
        from pipeline.officefile.clean.attached import carried  # noqa: PLC0415 - loads lxml

        for path in dict.fromkeys(each.files.values()):
            yield from carried(path, each.keep)


def _outside_of(enclosures: Iterable[Enclosure]) -> list[Finding]:
    """The same of enclosures, whose hidden sheets the meeting may want printed. Raises MeetingError."""
    files = {path: "hidden-sheets" in each.keep for each in enclosures for path in each.files.values()}
    return [found for path, hidden in files.items() for found in clean(path, hidden_sheets=hidden).findings]


def _allows_passcodes(house: House | None) -> bool:
    return house is not None and house.settings.online.passcodes_in_files


def _outside(files: Iterable[Path]) -> list[Finding]:
    """What documents would bring in from elsewhere, and do without. Raises MeetingError."""
    return [found for path in dict.fromkeys(files) for found in clean(path).findings]


def _unreviewed(package: Package) -> dict[str, str]:
    """The phrases that a package takes and that await review, by key."""
    phrases = package.phrases
    letter = package.words()
    # those who are greeted alike take the same phrases
    alike = {(each.category, each.rank, each.gender, each.several): each for each in package.recipients()}
    greeted = [key for each in alike.values() for key in package.addressed(letter, each).phrases]
    used = [*letter.phrases, *greeted, *bundle_phrases(package.meeting, package.instrument, phrases)]
    return {key: phrases.words[key] for key in used if key in phrases.unreviewed}


def _awaits(path: Path, key: str, phrase: str) -> Finding:
    return Finding("phrase-unreviewed", Place(str(path), key=(key,)), {"phrase": plain(phrase)})


def _await(path: Path, keys: list[str]) -> Finding:
    code = "phrases-unreviewed" if len(keys) > 1 else "phrases-unreviewed-one"
    return Finding(code, Place(str(path)), {"count": len(keys), "keys": tuple(keys)})


def _protocol(package: Package) -> list[Finding]:
    instrument = package.instrument
    if instrument.kind != "note-verbale" or "un-system" not in instrument.audience.categories:
        return []
    place = Place(str(package.meeting.file), key=("instruments", instrument.key, "audience"))
    return [Finding("note-verbale-un", place)]


def _to_be_shown(package: Package) -> Iterator[tuple[str, str]]:
    """What a letter must have a place for, as a template writes it, each with the pattern of a tag that shows it."""
    instrument, meeting, style = package.instrument, package.meeting, package.house.style
    for field in instrument.header:
        place = field.place or ("foot" if field.field in style.foot else "head")
        name = field.key or field.field.replace("-", "_")
        loop = {"head": "header", "foot": "foot"}.get(place)
        shown = f"{{% for field in {loop} %}}" if loop else f"{{{{ fields.{name}.value }}}}"
        yield (
            shown,
            "|".join([rf"\bfields\.{name}\b", *([rf"\bin\s+{loop}\b"] if loop else []), *_OWN_LINES.get(name, [])]),
        )
    if instrument.kind != "note-verbale":
        if len(meeting.signatories) > 1:
            yield "{% for one in signatories %}", r"\bsignatories\b|\bsignatures\."
        if any(each.signs_for or each.on_behalf_of for each in meeting.signatories):
            yield "{{ signatory.capacity }}", r"\.capacity\b"


_OWN_LINES = {"subject": [r"(?<![\w.])subject\b"]}
"""The tags of fields that letters have lines of their own for."""


def _omitted(package: Package) -> Iterator[Finding]:
    """What the templates of a letter and of its index leave out, and what they promise."""
    instrument, meeting = package.instrument, package.meeting
    greets = instrument.kind != "note-verbale"
    looked_for = {
        "subject": greets and meeting.subject,
        "closing": greets,
        "body": instrument.body,
        "earlier": meeting.earlier,
    }
    yield from omitted_by_letter(
        package.template(instrument.template),
        header=frozenset(field.field for field in instrument.header),
        has=[name for name, there in looked_for.items() if there],
    )
    yield from without_a_place(package.template(instrument.template), package.letterhead, list(_to_be_shown(package)))
    for path, wording in dict(package.papers()).items():
        yield from promised(path, wording.words)
    if meeting.index and meeting.enclosures:
        yield from omitted_by_index(package.template("index"))


def _typography(package: Package) -> list[Finding]:
    profile = package.house.style.typography.get(package.language)
    path = package.template(package.instrument.template)
    return [
        Finding("typography", Place(str(path), paragraph=stands), {"should": should})
        for words in paragraphs_of(path)
        for stands, should in findings(words, package.language, profile)
    ]
