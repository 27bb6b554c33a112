"""The facts that a package's texts are held against, as plain data: they are parameters of its tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.numbering import Noun

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()|،，；。]+[\w/]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
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
