"""A meeting's tables go in, the meeting comes out, each value held against the others and against the disk.

It finds what the tables' own types can't see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipeline.checked import EVERY_LANGUAGE
from pipeline.findings import Finding, Key, Place, Unfit
from pipeline.findings.hints import near
from pipeline.lengths import overlong
from pipeline.load.about import earlier_of, wrong_about
from pipeline.load.enclosures import Enclosures
from pipeline.load.files import Files
from pipeline.load.house import known_in
from pipeline.load.letter import LinkTable, SignatoryTable, header_field, link, signatory
from pipeline.load.naming import wrong_keys, wrong_names
from pipeline.load.pictures import picture
from pipeline.load.problems import Problems
from pipeline.load.schedule import Schedule, zones_of
from pipeline.load.schema import AcceptedTable, EnclosureTable, InstrumentTable, MeetingTable
from pipeline.load.venues import VenueTable
from pipeline.model import (
    Accepted,
    Audience,
    Enclosure,
    EnclosureGroup,
    Instrument,
    Link,
    Meeting,
    Picture,
    Signatory,
)
from pipeline.numbering import SCHEMES, numbers
from pipeline.pictures import PLACED
from pipeline.toml import LineOf

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


class MeetingReader:
    """Reads one meeting, and adds to ``problems`` all that is wrong with it."""

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
        known = known_in(folder)
        self._folder, self._problems = folder, Problems(path, line_of, problems)
        self._languages = [language for language in languages if language in known]
        self._files = Files(folder, self._problems)
        self._enclosures = Enclosures(
            folder,
            self._files,
            self._problems,
            languages=self._languages,
            known=known,
            fallback=fallback,
            looked_into=looked_into,
        )
        for number, language in enumerate(languages):
            self._problems.language(language, known, ("languages", number))

    def meeting(self, table: MeetingTable) -> Meeting:
        self._once("languages", table.languages, ())
        self._once("events", [event.key for event in table.events], ("key",))
        self._once("deadlines", [deadline.key for deadline in table.deadlines], ("key",))
        further = zones_of(table)
        self._once("zones", [zone.key for zone in further], ("key",))
        self._once("instruments", [instrument.key for instrument in table.instruments], ("key",))
        self._localised(table, ())
        self._problems.unfit((*wrong_names(table), *wrong_about(table)))
        for number, group in enumerate(table.groups):
            if group.title is None and len(table.groups) > 1:
                self._problems.wrong(("groups", number), "group-untitled")
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
                        self._enclosures.read(entry, next(position), printed, ("groups", number, "enclosures", each))
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
        self._problems.unfit(schedule.problems)
        return meeting

    def sound_parts(self, data: Mapping[str, Any]) -> list[Enclosure]:
        """Checks what can be, in a file that as a whole does not hold: its events and deadlines, and its enclosures.

        Of one where something is too long, nothing.
        """
        sound: list[Enclosure] = []
        if any(overlong(data)):
            return sound
        venues = data.get("venues")
        for number, event in enumerate(_tables(data.get("events"))):
            if isinstance(venues, dict) and isinstance(venue := event.get("venue"), str):
                self._venue(venue, venues, number)
        schedule = Schedule(self._folder)
        schedule.sound_parts(data)
        self._problems.unfit(schedule.problems)
        position = count(1)
        keys: list[tuple[Key, object]] = []
        for number, group in enumerate(_tables(data.get("groups"))):
            for each, entry in enumerate(_tables(group.get("enclosures"))):
                place, key = next(position), ("groups", number, "enclosures", each)
                keys.append((key, entry.get("key")))
                with suppress(ValidationError):
                    sound.append(self._enclosures.read(EnclosureTable.model_validate(entry), place, str(place), key))
        self._problems.unfit(wrong_keys(keys))
        return sound

    def _once(self, name: str, values: Sequence[str], below: Key) -> None:
        seen: set[str] = set()
        for number, value in enumerate(values):
            if value in seen:
                self._problems.wrong((name, number, *below), "twice", value=value)
            seen.add(value)

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
                self._problems.wrong(key, "language-lacks", language=language, key=_typed(key))

    def _venue(self, venue: str, venues: Mapping[str, object], number: int) -> bool:
        return self._is_venue(venue, venues, ("events", number, "venue"))

    def _is_venue(self, venue: str, venues: Mapping[str, object], key: Key) -> bool:
        if venue not in venues:
            self._problems.wrong(key, "venue-missing", venue=venue, near=near(venue, venues))
        return venue in venues

    def no_passcodes(self, venues: Mapping[str, VenueTable]) -> None:
        """Finds each passcode that is written out: one word for all languages says nothing of how to get it."""
        for name, venue in venues.items():
            if venue.passcode is not None and EVERY_LANGUAGE in venue.passcode:
                self._problems.wrong(("venues", name, "passcode"), "passcode-written")

    def _links(self, table: MeetingTable) -> Iterator[tuple[str, Link]]:
        for name, entry in table.links.items():
            try:
                yield name, self._link(name, entry, table.venues)
            except Unfit as wrong:
                self._problems.unfit([(("links", name, "width"), wrong)])

    def _link(self, name: str, entry: LinkTable, venues: Mapping[str, VenueTable]) -> Link:
        of_venue = None
        if entry.venue is not None and self._is_venue(entry.venue, venues, ("links", name, "venue")):
            of_venue = venues[entry.venue].link
            if of_venue is None:
                self._problems.wrong(("links", name, "venue"), "link-of-no-link", venue=entry.venue)
        return link(entry, of_venue)

    def _pictures(self, table: MeetingTable) -> Iterator[tuple[str, Picture]]:
        for name, entry in table.pictures.items():
            key = ("pictures", name, "file")
            file = self._files.found(entry.file, key)
            if file is not None and file.suffix.lower() not in PLACED:
                self._problems.wrong(key, "picture-kind", name=entry.file, taken=PLACED)
            elif file is not None:
                yield name, picture(entry, file)

    def _signatories(self, table: MeetingTable) -> Iterator[Signatory]:
        if table.signatory is not None and table.signatories:
            self._problems.wrong(("signatory",), "signatories-twice")
        one: list[tuple[SignatoryTable, Key]] = [(table.signatory, ("signatory",))] if table.signatory else []
        several = [(entry, ("signatories", number)) for number, entry in enumerate(table.signatories)]
        for entry, key in (*one, *several):
            at = (*key, "picture")
            picture = self._files.enclosed(entry.picture, at, missing="signature-missing") if entry.picture else None
            if picture is not None and picture.suffix.lower() not in PLACED:
                self._problems.wrong(at, "signature-no-picture", name=entry.picture or "")
            yield signatory(entry, picture)

    def _list(self, table: MeetingTable) -> Path | None:
        for key in ("messages", "word_letters", "bundle_each") if table.recipients is None else ():
            if getattr(table, key):
                self._problems.wrong((key,), "messages-without-list", setting=key)
        return self._files.found(table.recipients, ("recipients",)) if table.recipients else None


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


def _tuples(lines: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(each) for language, each in lines.items()}
