"""What a meeting says, as plain data: a package goes in, the facts that its texts are held against come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import PapersError
from pipeline.numbering import Noun
from pipeline.text import plain

if TYPE_CHECKING:
    from pipeline.package import Package

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()|،，；。]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
"""A web address or one of e-mail, as texts have them."""


@dataclass(frozen=True, slots=True)
class EventFact:
    title: str
    start: date | datetime
    end: date | datetime
    key: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last one."""
        return day_of(self.start), day_of(self.end)


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    title: str
    by: date | datetime


@dataclass(frozen=True, slots=True)
class EnclosureFact:
    """An enclosure as the list has it."""

    position: int
    number: str
    name: str
    """As a text names it: “Annex 3”."""
    key: str = ""


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number of the meeting, as a paper uses it."""

    key: str
    value: int
    noun: str
    """What it counts: the word behind it."""
    around: tuple[str, ...]
    """How the words begin that stand in its sentence."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one instrument in one language; all words are plain."""

    title: str
    """Of the meeting."""
    day: date
    """The letter's."""
    events: tuple[EventFact, ...] = ()
    deadlines: tuple[DeadlineFact, ...] = ()
    addresses: tuple[str, ...] = ()
    """Of the web and of e-mail: those that the meeting and its letterhead give."""
    count: int = 0
    """How many enclosures there are."""
    noun: Noun = "enclosure"
    """What the list calls them."""
    names: tuple[str, ...] = ()
    """What the meeting calls people, places, bodies and events."""
    categories: tuple[str, ...] = ()
    """Whom the instrument goes to, as far as that is said."""
    salutations: tuple[str, ...] = ()
    """The keys of their phrases."""
    states: tuple[tuple[str, str], ...] = ()
    """The house's own names of States, by their codes."""
    kind: str = "letter"
    """What the instrument is."""
    renewal: bool = False
    """Whether a note verbale is to renew assurances."""
    enclosures: tuple[EnclosureFact, ...] = ()
    filled: tuple[str, ...] = ()
    """The files that are filled in for it: its letter's, and the enclosures' that are templates."""
    numbers: tuple[NumberFact, ...] = ()
    meeting: str = ""
    """The meeting's file, as people know it."""
    place: int = 0
    """Of the instrument among the meeting's, from 0."""


def day_of(value: date | datetime) -> date:
    """The day of a moment, by its own clock."""
    return value.date() if isinstance(value, datetime) else value


def facts_of(package: Package, words: Mapping[str, Any], filled: tuple[str, ...] = (), file: str = "") -> Facts:
    """The facts of a package, and of its letter's ``words`` as data; a parameter of its task, which is stale when one
    of them changes. ``filled`` are the names of the files that are filled in for it, ``file`` that of the meeting's."""
    meeting, language, instrument = package.meeting, package.language, package.instrument
    own = language if language in package.house.style.state_names else ""

    def titled(of: str, key: str) -> str:
        return plain(words[of][key]["title"])

    listed = [each for group in words["groups"] for each in group["enclosures"]]
    said = [*package.letterhead_words.values(), *(plain(words["links"][key]["address"]) for key in meeting.links)]
    said += [each.contact.email for each in instrument.header if each.contact]
    said += [address for each in meeting.events if each.venue for address in each.venue.link.values()]
    names = [
        *(plain(name) for name in words["names"].values()),
        *(plain(each["name"]) for each in words["signatories"]),
    ]
    return Facts(
        plain(words["title"]),
        meeting.date,
        events_of(package, words),
        tuple(DeadlineFact(titled("deadline", each.key), each.by) for each in meeting.deadlines),
        tuple(dict.fromkeys(found for each in said for found in ADDRESS.findall(each))),
        len(listed),
        meeting.noun,
        tuple(dict.fromkeys(filter(None, names))),
        instrument.audience.categories,
        instrument.audience.salutations,
        tuple(package.house.style.state_names[own].items()) if own else (),
        instrument.kind,
        instrument.renewal,
        enclosures=enclosures_of(package),
        filled=filled,
        numbers=_numbers(package),
        meeting=file,
        place=meeting.instruments.index(instrument),
    )


def _numbers(package: Package) -> tuple[NumberFact, ...]:
    """What the numbers of the meeting count, in the letter's own words."""
    meeting, instrument = package.meeting, package.instrument
    if not meeting.numbers:
        return ()
    from pipeline.merge.check import paragraphs_of  # noqa: PLC0415 - for meetings that have numbers
    from pipeline.preflight.numbered import numbers_said  # noqa: PLC0415

    typed = instrument.body[package.language] if instrument.body else ()
    with suppress(PapersError):  # who fills the template in says what is wrong with it
        typed = (*typed, *paragraphs_of(package.template(instrument.template)))
    return tuple(dict.fromkeys(numbers_said(typed, meeting.numbers)))


def events_of(package: Package, words: Mapping[str, Any]) -> tuple[EventFact, ...]:
    """The events, with their titles as the letter has them."""
    return tuple(
        EventFact(plain(words["event"][each.key]["title"]), each.start, each.end, each.key)
        for each in package.meeting.events
    )


def enclosures_of(package: Package) -> tuple[EnclosureFact, ...]:
    """The list, as a text may name what is in it."""
    phrase = package.phrases[f"{package.meeting.noun}.name"]
    return tuple(
        EnclosureFact(each.position, each.number, phrase.format(number=each.number), each.key or "")
        for each in package.meeting.enclosures
    )
