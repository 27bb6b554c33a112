"""Stage 1, load: ``meeting.toml``, ``config.toml`` and a letterhead's words go in, checked values come out.

Everything that is wrong with a file is found in one reading and raised together, each with its line and key.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path, PureWindowsPath
from typing import Any

from pydantic import BaseModel, ValidationError

from pipeline.checked import EVERY_LANGUAGE, TAG, place_of, validated
from pipeline.errors import ConfigError, MeetingError, PapersError
from pipeline.findings import Finding, Key, Place, Unfit, Value
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.catalogue.entry import Severity
from pipeline.findings.grading import may_be
from pipeline.findings.hints import near
from pipeline.folders import SIGNED, find_root
from pipeline.languages import UNDETERMINED, Language, known, language_of
from pipeline.languages.cldr import is_tag
from pipeline.load.about import earlier_of, wrong_about
from pipeline.load.letter import LinkTable, SignatoryTable, header_field, link, signatory
from pipeline.load.naming import wrong_keys, wrong_names
from pipeline.load.passwords import password_place
from pipeline.load.pictures import picture
from pipeline.load.schedule import Schedule, zones_of
from pipeline.load.schema import (
    AcceptedTable,
    ConfigTable,
    EnclosureTable,
    InstrumentTable,
    MeetingTable,
)
from pipeline.load.values import words_that_stand
from pipeline.load.venues import VenueTable
from pipeline.model import (
    Accepted,
    Audience,
    Enclosure,
    EnclosureGroup,
    HouseStyle,
    Instrument,
    Link,
    Meeting,
    PasswordPlace,
    Picture,
    Printing,
    Signatory,
)
from pipeline.numbering import SCHEMES, numbers
from pipeline.officefile.kinds import ATTACHED, is_picture, recognise
from pipeline.pictures import PLACED
from pipeline.settings import Settings, read_settings
from pipeline.suffixes import LOCKABLE, MESSAGES, SHEETS
from pipeline.toml import LineOf, read_toml


@dataclass(frozen=True, slots=True)
class House:
    """A checked ``config.toml`` and where it stands: the folder that holds templates, letterheads and meetings."""

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


def load_house(folder: Path, read: Settings | None = None) -> House:
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
    return House(path.parent, settings)


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


def load_meeting(
    folder: Path,
    fallback: Sequence[str] = (),
    languages: Collection[str] = (),
    *,
    passcodes: bool = False,
    draft: bool = False,
) -> Meeting:
    """A meeting, checked as far as its own files can tell. Raises MeetingError with every problem at once.

    ``fallback`` has the languages, in order, whose file is enclosed where a language has none; ``languages`` those
    whose files are looked into, where that is not all: of the others' it is enough that they are there. ``passcodes``
    says whether the house allows those of online meetings in its files. A ``draft`` may have what must not go out.
    """
    path = folder / "meeting.toml"
    data, line_of = read_toml(path, MeetingError)
    table, problems = validated(MeetingTable, data, path, line_of)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", folder.name):
        problems.append(Finding("folder-name", Place(str(folder))))
    checker = _Checker(folder, path, line_of, _languages(data), fallback, problems, languages)
    if table is None:
        checker.sound_parts(data)
        raise MeetingError(*problems)
    meeting = checker.meeting(table)
    if not passcodes:
        checker.no_passcodes(table.venues)
    if stopping := [each for each in problems if not (draft and each.in_draft)]:
        raise MeetingError(*stopping)
    if (folder / SIGNED).is_dir():
        from pipeline.load.signed import load_signed  # noqa: PLC0415 - most meetings have none

        meeting = replace(meeting, signed=load_signed(meeting))
    return meeting


def past_meeting(folder: Path, content: bytes, fallback: Sequence[str] = ()) -> Meeting:
    """The meeting in ``folder`` as its ``meeting.toml`` was. Nothing is asked of its files, which may be others by now.

    Raises MeetingError for facts that this version does not take.
    """
    path = folder / "meeting.toml"
    data = tomllib.loads(content.decode("utf-8-sig"))
    table, problems = validated(MeetingTable, data, path, lambda _key: None)
    if table is None:
        raise MeetingError(*problems)
    return _Checker(folder, path, lambda _key: None, _languages(data), fallback, []).meeting(table)


def wrong_with(folder: Path, data: dict[str, Any], fallback: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with the meeting in ``folder``, were these the data of its ``meeting.toml``."""
    path = folder / "meeting.toml"
    table, problems = validated(MeetingTable, data, path, lambda _key: None)
    checker = _Checker(folder, path, lambda _key: None, _languages(data), fallback, problems)
    if table is None:
        checker.sound_parts(data)
    else:
        checker.meeting(table)
    return problems


def sound_enclosures(folder: Path, fallback: Sequence[str] = ()) -> list[Enclosure]:
    """The enclosures of a meeting that does not hold as a whole, with those of their files that are there.

    Raises MeetingError for a ``meeting.toml`` that can't be read.
    """
    path = folder / "meeting.toml"
    data, line_of = read_toml(path, MeetingError)
    return _Checker(folder, path, line_of, _languages(data), fallback, []).sound_parts(data)


# --- what pydantic can't see: one value against another, and against the disk -------------------


_WORKBOOKS = tuple(SHEETS)
_NOT_BY_LANGUAGE = {
    "venues",
    "links",
    "pictures",
    "names",
    "numbers",
    "states",
    "file",
    "translated_from",
    "sender_gender",
    "was",
    "now",
}


class _Checker:
    def __init__(
        self,
        folder: Path,
        path: Path,
        line_of: LineOf,
        languages: Sequence[str],
        fallback: Sequence[str],
        problems: list[Finding],
        looked_into: Collection[str] = (),
    ) -> None:
        self._folder, self._path, self._line_of = folder, path, line_of
        self._fallback, self._problems = fallback, problems
        self._known = known_in(folder)
        self._languages = [language for language in languages if language in self._known]
        self._looked_into = looked_into
        self._files: dict[Path, Key] = {}
        for number, language in enumerate(languages):
            self._known_language(language, self._known, ("languages", number))

    def _wrong(self, key: Key, code: str, /, **values: Value) -> None:
        self._problems.append(Finding(code, self._at(key), values))

    def _at(self, key: Key) -> Place:
        return place_of(self._path, key, self._line_of)

    def _known_language(self, language: str, known: Sequence[str], key: Key) -> None:
        if language not in known:
            self._wrong(key, "language-unknown", language=language, near=near(language, known))

    def meeting(self, table: MeetingTable) -> Meeting:
        self._once("languages", table.languages, ())
        self._once("events", [event.key for event in table.events], ("key",))
        self._once("deadlines", [deadline.key for deadline in table.deadlines], ("key",))
        further = zones_of(table)
        self._once("zones", [zone.key for zone in further], ("key",))
        self._once("instruments", [instrument.key for instrument in table.instruments], ("key",))
        self._localised(table, ())
        self._problems += [unfit.at(self._at(key)) for key, unfit in (*wrong_names(table), *wrong_about(table))]
        for number, group in enumerate(table.groups):
            if group.title is None and len(table.groups) > 1:
                self._wrong(("groups", number), "group-untitled")
        for number, event in enumerate(table.events):
            if event.venue is not None:
                self._venue(event.venue, table.venues, number)
        schedule = Schedule(self._folder)
        events = schedule.events(table)
        position = count(1)
        scheme = SCHEMES[table.numbering]
        printed_numbers = numbers(scheme, [len(group.enclosures) for group in table.groups])
        meeting = Meeting(
            slug=self._folder.name,
            folder=self._folder,
            languages=tuple(table.languages),
            date=table.date,
            title=table.title,
            subject=table.subject,
            author=table.author,
            letterhead=table.letterhead,
            names=table.names,
            numbers=table.numbers,
            states=_tuples(table.states),
            events=tuple(events.values()),
            signatories=tuple(self._signatories(table)),
            instruments=tuple(
                _instrument(
                    entry,
                    [
                        schedule.header_by(each, table, ("instruments", number, "header", place))
                        for place, each in enumerate(entry.header)
                    ],
                )
                for number, entry in enumerate(table.instruments)
            ),
            groups=tuple(
                EnclosureGroup(
                    group.title,
                    tuple(
                        self._enclosure(entry, next(position), printed, ("groups", number, "enclosures", each))
                        for each, (entry, printed) in enumerate(zip(group.enclosures, own, strict=True))
                    ),
                )
                for number, (group, own) in enumerate(zip(table.groups, printed_numbers, strict=True))
            ),
            noun=table.noun or scheme.noun or "enclosure",
            lettered=scheme.lettered,
            index=table.index,
            slip_sheets=table.slip_sheets,
            paper=table.paper,
            earlier=earlier_of(table),
            running_numbers=table.running_numbers,
            two_sided=table.two_sided,
            accepted=tuple(map(_accepted, table.accepted)),
            signature_block=table.signature_block,
            links=dict(self._links(table)),
            pictures=dict(self._pictures(table)),
            deadlines=schedule.deadlines(table, events),
            zone=table.zone or "",
            zones=further,
            calendar=bool(table.deadlines) if table.calendar is None else table.calendar,
            concordance=table.concordance,
            recipients_file=self._list(table),
            messages="bundle" if table.messages == "bundle" else "letter" if table.messages else "",
            word_letters=table.word_letters,
            bundle_each=table.bundle_each or table.messages == "bundle",
        )
        self._problems += [unfit.at(self._at(key)) for key, unfit in schedule.problems]
        return meeting

    def sound_parts(self, data: Mapping[str, Any]) -> list[Enclosure]:
        """Checks what can be, in a file that as a whole does not hold: its events and deadlines, and its enclosures."""
        sound: list[Enclosure] = []
        venues = data.get("venues")
        for number, event in enumerate(_tables(data.get("events"))):
            if isinstance(venues, dict) and isinstance(venue := event.get("venue"), str):
                self._venue(venue, venues, number)
        schedule = Schedule(self._folder)
        schedule.sound_parts(data)
        self._problems += [unfit.at(self._at(key)) for key, unfit in schedule.problems]
        position = count(1)
        keys: list[tuple[Key, object]] = []
        for number, group in enumerate(_tables(data.get("groups"))):
            for each, entry in enumerate(_tables(group.get("enclosures"))):
                place, key = next(position), ("groups", number, "enclosures", each)
                keys.append((key, entry.get("key")))
                with suppress(ValidationError):
                    sound.append(self._enclosure(EnclosureTable.model_validate(entry), place, str(place), key))
        self._problems += [unfit.at(self._at(key)) for key, unfit in wrong_keys(keys)]
        return sound

    def _once(self, name: str, values: Sequence[str], below: Key) -> None:
        for number, value in enumerate(values):
            if value in values[:number]:
                self._wrong((name, number, *below), "twice", value=value)

    def _localised(self, value: BaseModel, key: Key) -> None:
        """Finds each value that has languages, and lacks one of the meeting's."""
        for name in type(value).model_fields:
            inner = getattr(value, name)
            here = (*key, name)
            for found, place in _below(inner, here):
                if isinstance(found, BaseModel):
                    self._localised(found, place)
                elif isinstance(found, dict) and name not in _NOT_BY_LANGUAGE and EVERY_LANGUAGE not in found:
                    self._every_language(found, place)
            if name == "names" and isinstance(inner, dict):
                for each, words in inner.items():
                    self._every_language(words, (*here, each))

    def _every_language(self, words: Mapping[str, object], key: Key) -> None:
        for language in self._languages:
            if language not in words:
                self._wrong(key, "language-lacks", language=language, key=_typed(key))

    def _venue(self, venue: str, venues: Mapping[str, object], number: int) -> bool:
        return self._is_venue(venue, venues, ("events", number, "venue"))

    def _is_venue(self, venue: str, venues: Mapping[str, object], key: Key) -> bool:
        if venue not in venues:
            self._wrong(key, "venue-missing", venue=venue, near=near(venue, venues))
        return venue in venues

    def no_passcodes(self, venues: Mapping[str, VenueTable]) -> None:
        """Finds each passcode that is written out: one word for all languages says nothing of how to get it."""
        for name, venue in venues.items():
            if venue.passcode is not None and EVERY_LANGUAGE in venue.passcode:
                self._wrong(("venues", name, "passcode"), "passcode-written")

    def _links(self, table: MeetingTable) -> Iterator[tuple[str, Link]]:
        for name, entry in table.links.items():
            try:
                yield name, self._link(name, entry, table.venues)
            except Unfit as wrong:
                self._problems.append(wrong.at(self._at(("links", name, "width"))))

    def _link(self, name: str, entry: LinkTable, venues: Mapping[str, VenueTable]) -> Link:
        of_venue = None
        if entry.venue is not None and self._is_venue(entry.venue, venues, ("links", name, "venue")):
            of_venue = venues[entry.venue].link
            if of_venue is None:
                self._wrong(("links", name, "venue"), "link-of-no-link", venue=entry.venue)
        return link(entry, of_venue)

    def _pictures(self, table: MeetingTable) -> Iterator[tuple[str, Picture]]:
        for name, entry in table.pictures.items():
            key = ("pictures", name, "file")
            file = self._found(entry.file, key)
            if file is not None and file.suffix.lower() not in PLACED:
                self._wrong(key, "picture-kind", name=entry.file, taken=PLACED)
            elif file is not None:
                yield name, picture(entry, file)

    def _signatories(self, table: MeetingTable) -> Iterator[Signatory]:
        if table.signatory is not None and table.signatories:
            self._wrong(("signatory",), "signatories-twice")
        one: list[tuple[SignatoryTable, Key]] = [(table.signatory, ("signatory",))] if table.signatory else []
        several = [(entry, ("signatories", number)) for number, entry in enumerate(table.signatories)]
        for entry, key in (*one, *several):
            at = (*key, "picture")
            picture = self._file(entry.picture, at, missing="signature-missing") if entry.picture else None
            if picture is not None and picture.suffix.lower() not in PLACED:
                self._wrong(at, "signature-no-picture", name=entry.picture or "")
            yield signatory(entry, picture)

    def _enclosure(self, entry: EnclosureTable, position: int, number: str, key: Key) -> Enclosure:
        if entry.number not in {None, position}:
            self._wrong((*key, "number"), "number-typed", number=str(entry.number), position=position)
        known_here = (EVERY_LANGUAGE, *self._fallback, *self._known)
        named: dict[str, Path | None] = {}
        languages = self._languages_of_one_file(entry, key)
        served = {language: self._of_file(entry, language) for language in self._languages}
        read = {served.get(language) for language in self._looked_into} if self._looked_into else entry.file.keys()
        for language, name in entry.file.items():
            at = (*key, "file", language)
            self._a_language(language, at)
            named[language] = self._file(name, at, read=language in read, unlocked=entry.password is not None)
            if entry.attach and not name.lower().endswith(ATTACHED):
                self._wrong(at, "attach-kind", name=name, taken=", ".join(ATTACHED))
            if entry.template and not name.lower().endswith(".docx"):
                self._wrong(at, "template-no-docx", name=name)
        for language, original in entry.translated_from.items():
            self._known_language(language, known_here[1:], (*key, "translated_from", language))
            self._known_language(original, self._known, (*key, "translated_from", language))
        files: dict[str, Path] = {}
        written_in: dict[str, str | None] = {}
        for language, chosen in served.items():
            if chosen is None:
                fallback = tuple(self._fallback)
                code = "file-lacks-fallback" if fallback else "file-lacks"
                self._wrong((*key, "file"), code, language=language, fallback=fallback)
                continue
            if (path := named[chosen]) is not None:
                files[language] = path
                own = next((each for each in languages if each == language), languages[0] if languages else None)
                written_in[language] = own if chosen == EVERY_LANGUAGE else chosen
        if entry.description and not any(is_picture(path) for path in named.values() if path):
            self._wrong((*key, "description"), "description-no-picture")
        if entry.template:
            self._have_words(set(written_in.values()), entry, key)
        return Enclosure(
            position,
            number,
            entry.title,
            files,
            entry.template,
            written_in,
            entry.symbol or "",
            entry.translated_from,
            self._password(entry, key),
            entry.right_to_assemble,
            entry.description or {},
            frozenset(entry.keep),
            entry.key or "",
            entry.attach,
            entry.take or "",
            self._printing(entry, key),
            languages,
        )

    def _printing(self, entry: EnclosureTable, key: Key) -> Printing:
        """How its workbooks are printed; what is said of other files is wrong."""
        named = {name: getattr(entry, name) for name in ("sheets", "print_area", "landscape", "fit")}
        workbooks = all(name.lower().endswith(tuple(SHEETS)) for name in entry.file.values())
        for name, said in named.items():
            if said and (entry.attach or not workbooks):
                self._wrong((*key, name), "not-printed" if entry.attach else "only-for-workbooks")
        if entry.take and entry.attach:
            self._wrong((*key, "take"), "not-printed")
        hidden = "hidden-sheets" in entry.keep and bool(entry.sheets)
        return Printing(
            tuple(entry.sheets or ()), entry.print_area or "", entry.landscape, entry.fit or "", hidden=hidden
        )

    def _of_file(self, entry: EnclosureTable, language: str) -> str | None:
        """The language of the file that serves a language of the meeting; None where none does.

        One in a language that no letter of the meeting is in serves them all: no other is expected.
        """
        foreign = (each for each in entry.file if each not in self._languages)
        wanted = (language, EVERY_LANGUAGE, *self._fallback, *foreign)
        return next((each for each in wanted if each in entry.file), None)

    def _languages_of_one_file(self, entry: EnclosureTable, key: Key) -> tuple[str, ...]:
        """The languages that the words of one file for all are in, where somebody says."""
        for number, language in enumerate(entry.languages):
            self._a_language(language, (*key, "languages", number))
        if entry.languages and (entry.template or entry.file.keys() != {EVERY_LANGUAGE}):
            self._wrong((*key, "languages"), "languages-of-one-file")
        return tuple(entry.languages)

    def _a_language(self, language: str, key: Key) -> None:
        """Finds what is the tag of no language that there is."""
        if language not in {EVERY_LANGUAGE, UNDETERMINED} and language not in self._known and not is_tag(language):
            self._wrong(key, "language-unknown", language=language, near=near(language, self._known))

    def _password(self, entry: EnclosureTable, key: Key) -> PasswordPlace | None:
        # what is attached to a message may be any of them
        pdf = any(name.lower().endswith((".pdf", *MESSAGES)) for name in entry.file.values())
        if entry.password and not pdf and not any(name.lower().endswith(LOCKABLE) for name in entry.file.values()):
            self._wrong((*key, "password"), "only-for-lockable")
        if entry.right_to_assemble and not pdf:
            self._wrong((*key, "right_to_assemble"), "only-for-pdf")
        if "remarks" in entry.keep and not pdf:
            self._wrong((*key, "keep"), "only-for-pdf")
        if "hidden-sheets" in entry.keep and not any(name.lower().endswith(_WORKBOOKS) for name in entry.file.values()):
            self._wrong((*key, "keep"), "only-for-workbooks")
        return password_place(entry.password, self._folder)

    def _have_words(self, languages: set[str | None], entry: EnclosureTable, key: Key) -> None:
        """Finds each template that stands in for a language of the meeting and is in none."""
        for language in sorted(filter(None, languages - {*self._languages})):
            self._wrong((*key, "file", language), "template-language", name=entry.file[language], language=language)

    def _list(self, table: MeetingTable) -> Path | None:
        for key in ("messages", "word_letters", "bundle_each") if table.recipients is None else ():
            if getattr(table, key):
                self._wrong((key,), "messages-without-list", setting=key)
        return self._found(table.recipients, ("recipients",)) if table.recipients else None

    def _file(
        self, name: str, key: Key, *, read: bool = True, missing: str = "file-missing", unlocked: bool = False
    ) -> Path | None:
        """The file, where it is one that can be enclosed, as far as that can be told without its being ``read``.

        ``missing`` is the code for one that is not there; ``unlocked``, whether its password has a place.
        """
        path = self._found(name, key, missing)
        if path is None:
            return None
        if path in self._files and self._files[path][:4] != key[:4]:
            self._wrong(key, "file-twice", name=name, line=self._at(self._files[path]).line or 0)
        self._files.setdefault(path, key)
        try:
            if read:
                recognise(path)
        except PapersError as error:
            self._problems += [each for each in error.findings if not (unlocked and each.code == "locked")]
        return path

    def _found(self, name: str, key: Key, missing: str = "file-missing") -> Path | None:
        """The file, where it is there and in the meeting's folder."""
        try:
            path = (self._folder / name).resolve()
            found = path.is_file()
        except (OSError, RuntimeError):  # a name that is too long; a link to itself
            path, found = self._folder / name, False
        elsewhere = not found and PureWindowsPath(name).is_absolute()
        if elsewhere or not path.is_relative_to(self._folder.resolve()):
            self._wrong(key, "file-outside", name=name)
            return None
        if not found:
            present = [str(file.relative_to(self._folder)) for file in self._folder.rglob("*") if file.is_file()]
            # A Mac takes accents apart, and Windows knows no capitals: what only that sets apart is the same file.
            alike = [each for each in present if _folded(each) == _folded(name)]
            if len(alike) == 1:
                return self._found(alike[0], key, missing)
            hidden = next((each for each in present if _ending_hidden(name, each)), None)
            if hidden:
                self._wrong(key, "file-ending", name=name, present=hidden)
            else:
                composed = [unicodedata.normalize("NFC", each) for each in present]
                self._wrong(key, missing, name=name, near=near(unicodedata.normalize("NFC", name), composed))
            return None
        return path


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _ending_hidden(name: str, present: str) -> bool:
    """Whether a file has the name that was typed and one more ending, which Windows hides, or is typed without its own.

    >>> _ending_hidden("enclosures/agenda.docx", "enclosures/agenda.docx.docx"), _ending_hidden("a", "a.pdf")
    (True, True)
    """
    return present.casefold() != name.casefold() and present.casefold().rpartition(".")[0] == name.casefold()


def _typed(key: Key) -> str:
    """A key as it is typed below the header of its table."""
    return ".".join(step for step in key[_last_position(key) :] if isinstance(step, str))


def _last_position(key: Key) -> int:
    return max((number for number, step in enumerate(key, start=1) if isinstance(step, int)), default=0)


def _accepted(entry: AcceptedTable) -> Accepted:
    place = entry.place.model_dump()
    return Accepted(
        entry.code, Place.from_json({**place, "key": tuple(place["key"])}), entry.of, entry.reason, entry.by, entry.on
    )


def _instrument(entry: InstrumentTable, by: Sequence[datetime | None]) -> Instrument:
    return Instrument(
        entry.key,
        entry.template,
        Audience(_tuples(entry.addressees), tuple(entry.salutations), entry.closing, tuple(entry.audience)),
        entry.kind,
        entry.sender,
        entry.to,
        entry.renewal,
        tuple(header_field(each, moment) for each, moment in zip(entry.header, by, strict=True)),
        _tuples(entry.body) if entry.body else None,
        entry.sender_gender,
    )


def _below(value: object, key: Key) -> Iterator[tuple[object, Key]]:
    """The value, or the items of a list, or the tables of a table of tables, each with its key."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield item, (*key, number)
    elif isinstance(value, dict) and any(isinstance(item, BaseModel) for item in value.values()):
        for name, item in value.items():
            yield item, (*key, name)
    else:
        yield value, key


def _tables(value: object) -> list[dict[str, Any]]:
    """A list of tables, where the data hold one."""
    return value if isinstance(value, list) and all(isinstance(item, dict) for item in value) else []


def _languages(data: Mapping[str, Any]) -> list[str]:
    """The languages, where the data hold any."""
    languages = data.get("languages")
    each = languages if isinstance(languages, list) else []
    return [tag for tag in each if isinstance(tag, str) and re.match(TAG, tag)]


def _tuples(lines: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(each) for language, each in lines.items()}
