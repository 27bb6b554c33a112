"""A day or a moment in every form: it and its zone go in, the words that templates name come out.

A moment is told on the clocks of its own zone, and on those of each zone that the meeting names; where it is another
day there, the words say so. What is said around a time and a city are phrases of the language's catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from pipeline import zones
from pipeline.languages import Language
from pipeline.localise import dates
from pipeline.localise.cities import city, contracted
from pipeline.localise.wording import Value, Words
from pipeline.model import Zone

_ANOTHER_DAY = {0: "zone.at", 1: "zone.at-next-day", -1: "zone.at-day-before"}
"""The phrase of a time in a place, by how many days later it is there."""


class Phrase(Protocol):
    def __call__(self, key: str, **words: Value) -> str:
        """A phrase of the catalogue with its places filled in."""


@dataclass(frozen=True, slots=True)
class Moments:
    """Sets the days and moments of one meeting in one language."""

    language: Language
    style: dates.DateStyle
    zones: tuple[Zone, ...]
    """The meeting's."""
    phrase: Phrase
    set: Callable[[str], str]
    """What sets words that were typed."""

    def forms(self, value: date | datetime, zone: str) -> dict[str, Value]:
        """A deadline's, or one end of an event's; ``zone`` is empty where only the offset is known."""
        language, style = self.language, self.style
        day, on = dates.day(value, language, style=style), dates.on(value, language, style=style)
        words: dict[str, Value] = {
            "day": day,
            "dates": day,
            "days": dates.day(value, language, year=False, style=style),
            "weekday": dates.weekday(value, language, style=style),
            "on": on,
            "prose": on,
        }
        if not isinstance(value, datetime):
            # A template need not know which of the two it is.
            return {**words, "moment": on, "date_time": day}
        there = {each.key: (each.name, zones.in_zone(value, each.name)) for each in self.zones}
        others = [self._at(value, moment, name) for name, moment in there.values() if name != zone]
        return {
            **words,
            "time": dates.time(value, language, style=style),
            "moment": self.moment(value, zone),
            "date_time": self.moment(value, zone, running=False),
            "zone": self.zone(zone) or dates.utc(value),
            "zones": language.comma.join([self._at(value, value, zone), *others]),
            "in": Words({key: self._at(value, moment, name) for key, (name, moment) in there.items()}),
            "moment_in": Words({key: self.moment(moment, name) for key, (name, moment) in there.items()}),
        }

    def moment(self, value: datetime, zone: str, *, running: bool = True) -> str:
        """A day and a time with its zone, in running text or after a label."""
        return dates.moment(value, self.language, zone=self.zone(zone), running=running, style=self.style)

    def zone(self, name: str) -> str | None:
        """A zone's name in parentheses after a time; None for one that has its offset there."""
        place = self._city(name)
        return contracted(self.phrase("zone.name", city=place), self.language) if place else None

    def _at(self, own: datetime, there: datetime, zone: str) -> str:
        """A time on the clocks of a zone, and that it is another day there."""
        later, place = (there.date() - own.date()).days, self._city(zone)
        if not place and not later:
            return dates.time(there, self.language, zone=dates.utc(there), style=self.style)
        time = dates.time(there, self.language, style=self.style)
        if later not in _ANOTHER_DAY:  # from one side of the date line to the other
            time = f"{time} {dates.on(there, self.language, style=self.style)}"
        words = self.phrase(_ANOTHER_DAY.get(later, "zone.at"), time=time, city=place or dates.utc(there))
        return contracted(words, self.language)

    def _city(self, zone: str) -> str:
        own = next((each.city for each in self.zones if each.name == zone and each.city), None)
        return self.set(own[self.language.tag]) if own else city(zone, self.language.tag) if zone else ""
