"""What is told to people, as data: a code, a place and values go in; words come out at the edge alone.

A :class:`Finding` says what was found by a code of the catalogue (:mod:`pipeline.findings.catalogue`), which has its
sentence and its cure in English; ``program.po`` has them in other languages (:mod:`pipeline.findings.words`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.numbering import column_number

if TYPE_CHECKING:
    from pipeline.findings.catalogue.entry import Entry, Kind, Remedy, Severity

SAID = "report."
"""What the keys of the program's own words begin with, in a catalogue of phrases."""
Key: TypeAlias = "tuple[str | int, ...]"
"""The way to a value in a settings file: names, and positions counted from 0."""
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found, as far as it is known."""

    file: str = ""
    """As a person knows it: a path that a reader shortens to where they are."""
    line: int | None = None
    key: Key = ()
    """In a settings file or a catalogue of phrases."""
    part: str = ""
    """Of an office file or of a bundle: ``header1``, ``footnotes``; ``letter``, ``index``, ``slip-sheet``."""
    enclosure: str = ""
    """Its number, as it is printed."""
    title: str = ""
    """Of the document, in plain words."""
    language: str = ""
    sheet: str = ""
    cell: str = ""
    slide: int | None = None
    page: int | None = None
    """From 1, as slides are."""
    paragraph: int | str = ""
    """Its number from 1, or its words."""

    @property
    def row(self) -> int:
        """Of its cell, as the spreadsheet counts; 0 for none.

        >>> Place(cell="AB12").row, Place().row
        (12, 0)
        """
        found = _CELL.fullmatch(self.cell)
        return int(found[2]) if found else 0

    @property
    def column(self) -> int:
        """Of its cell, from 0; -1 for none.

        >>> Place(cell="AB12").column, Place().column
        (27, -1)
        """
        found = _CELL.fullmatch(self.cell)
        return column_number(found[1]) - 1 if found else -1

    def as_json(self) -> dict[str, Any]:
        """What is known of it."""
        known = {name: getattr(self, name) for name in _OF_A_PLACE}
        return {name: list(it) if name == "key" else it for name, it in known.items() if it not in {None, "", ()}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Place:
        known: dict[str, Any] = {name: tuple(it) if name == "key" else it for name, it in data.items()}
        return cls(**known)

    def __str__(self) -> str:
        """As a person reads it, in English.

        >>> str(Place("meeting.toml", line=12, key=("groups", 0, "enclosures", 2, "file", "fr")))
        'meeting.toml:12: group 1, enclosure 3: file.fr'
        >>> str(Place("enclosures/03.xlsx", enclosure="3", title="Budget", sheet="2024", cell="B7"))
        'enclosure 3 “Budget” (enclosures/03.xlsx): sheet “2024”, cell B7'
        """
        from pipeline.findings.words import ENGLISH  # noqa: PLC0415 - words are made at the edge alone

        return ENGLISH.place(self)


_OF_A_PLACE = tuple(each.name for each in fields(Place))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, or what may help: a code of the catalogue's reasons, and values, to stand in another sentence.

    A finding's own code stands for its sentence.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """In English."""
        from pipeline.findings.words import ENGLISH  # noqa: PLC0415 - words are made at the edge alone

        return ENGLISH.value(self)

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "values": _plain(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reason:
        return cls(data["code"], _values(data["values"]))


Value: TypeAlias = "str | int | float | Reason | tuple[Value, ...]"
"""Words that are the same in all languages, a number, a reason, or several of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell of one place."""

    code: str
    place: Place
    values: Mapping[str, Value] = field(default_factory=dict)
    """What fills the places of its sentence and of its cure."""
    about: str = ""
    """A hash of the content that it is about, where its values do not tell that."""
    graded: Severity | None = None
    """How grave the house has it, where not as the catalogue does."""

    def __hash__(self) -> int:
        # of the values too: one paragraph may have thousands of findings
        return hash((self.code, self.place, frozenset(self.values.items()), self.about))

    @property
    def severity(self) -> Severity:
        return self.graded or self._entry.severity

    @property
    def kind(self) -> Kind:
        """What a report tells it under: its section, or how grave it is."""
        return self.graded or self._entry.section or self._entry.severity

    @property
    def acceptable(self) -> bool:
        return self._entry.acceptable

    @property
    def in_draft(self) -> bool:
        return self._entry.in_draft or (self.graded == "error" and self._entry.severity != "error")

    @property
    def remedy(self) -> Remedy:
        """Who mends it: nothing goes out before it is mended, the program has mended it, or a person decides."""
        if self.severity == "error" and not self.acceptable:
            return "broken"
        return "program" if self._entry.mended else "person"

    @property
    def of(self) -> str:
        """A hash of what it is about: the same wherever it moves to, another for another value or content."""
        place = replace(self.place, file="", line=None, page=None).as_json()
        about = json.dumps([self.code, place, _plain(self.values), self.about], sort_keys=True)
        return sha256(about.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def _entry(self) -> Entry:
        from pipeline.findings.catalogue import CATALOGUE  # noqa: PLC0415 - not before there is anything to tell

        return CATALOGUE[self.code]

    def at(self, file: str) -> Finding:
        """The same, in the file as a person knows it: a build reads copies of files, and what it made of them."""
        return replace(self, place=replace(self.place, file=file))

    # --- in English, for those who read a manifest or a trace --------------------------------------

    @property
    def where(self) -> str:
        return str(self.place)

    @property
    def what(self) -> str:
        from pipeline.findings.words import say  # noqa: PLC0415 - words are made at the edge alone

        return say(self).what

    @property
    def mend(self) -> str:
        from pipeline.findings.words import say  # noqa: PLC0415 - words are made at the edge alone

        return say(self).mend

    def __str__(self) -> str:
        return "\n    ".join(filter(None, (self.where, self.what, self.mend)))

    def as_data(self) -> dict[str, Any]:
        """What :meth:`from_json` needs."""
        own = {"about": self.about, "graded": self.graded}
        known = {name: value for name, value in own.items() if value}
        return {"code": self.code, "place": self.place.as_json(), "values": _plain(self.values), **known}

    def as_json(self) -> dict[str, Any]:
        """With its words in English, for whoever reads it."""
        words = {"where": self.where, "what": self.what, "mend": self.mend}
        grave = {"severity": self.severity, "kind": self.kind, "class": self.remedy}
        return {**self.as_data(), **grave, "of": self.of, **words}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        place, values = Place.from_json(data["place"]), _values(data["values"])
        return cls(data["code"], place, values, data.get("about", ""), data.get("graded"))


class Unfit(ValueError):  # noqa: N818 - a finding without its place
    """A value that does not do, told where it is looked at; who knows where it stands makes a finding of it."""

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    def at(self, place: Place) -> Finding:
        """The finding, with its place."""
        return Finding(self.code, place, self.values)

    def __str__(self) -> str:
        return self.at(Place()).what


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Reason):
        return value.as_json()
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _values(data: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _value(each) for name, each in data.items()}


def _value(data: Any) -> Value:
    if isinstance(data, dict):
        return Reason.from_json(data)
    if isinstance(data, list):
        return tuple(map(_value, data))
    assert isinstance(data, (str, int, float))
    return data
