"""What a reader reads, as data: lines with their places, documents, and all that goes out in one language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from pipeline.findings import Place
from pipeline.languages import Language as Speech
from pipeline.preflight.facts import Facts

if TYPE_CHECKING:
    from pipeline.officefile.package import Package

Kind: TypeAlias = Literal["letter", "index", "slip-sheet", "enclosure"]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, a cell, or a line of a page: words that stand together."""

    words: str
    place: Place
    """In the document, which it does not name."""
    level: int = 0
    """Of a heading, from 1; 0 for what is none, and where that is not known."""
    item: bool = False
    """Whether it is one of a list."""
    row: tuple[int, int] = (0, 0)
    """Which table of a text it stands in, and which row of that, from 1."""

    def as_json(self) -> list[Any]:
        return [self.words, self.place.as_json(), self.level, *([self.item, *self.row] if self._in_list else [])]

    @property
    def _in_list(self) -> bool:
        return self.item or self.row != (0, 0)

    @classmethod
    def from_json(cls, data: list[Any]) -> Line:
        item, *row = data[3:] or (False, 0, 0)
        return cls(data[0], Place.from_json(data[1]), data[2], item, (row[0], row[1]))


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a package."""

    kind: Kind
    file: str
    """As people know it: from the house's folder. That of a letter is its template."""
    language: str
    """Of its words; empty where it has none, or nobody said."""
    lines: tuple[Line, ...]
    """In the order of reading, as far as that is known."""
    number: str = ""
    """Of an enclosure, as it is printed."""
    title: str = ""
    """As the list of enclosures has it, in plain words."""
    symbol: str = ""
    beside: tuple[str, ...] = ()
    """The languages whose words it has beside its own."""
    spoken: Speech | None = None
    """How its language is set; None where that is not known."""
    look: tuple[str, ...] = ()
    """How its pages look, where they have no words (:mod:`pipeline.preflight.looks`)."""

    def at(self, line: Line) -> Place:
        """The place of one of its lines, with its file, and its first words where nothing else tells it."""
        place = replace(line.place, file=self.file)
        told = place.cell or place.page or place.slide or place.paragraph
        return place if told else replace(place, paragraph=short(line.words))


@dataclass(frozen=True, slots=True)
class Read:
    """All that goes out under one instrument in one language."""

    instrument: str
    """Its key."""
    language: str
    facts: Facts
    documents: tuple[Document, ...]
    """In the order of the bundle."""
    spoken: Speech | None = None
    """How its language is set."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and its pages, for what only its file tells."""

    source: Path
    """The office's file, or the PDF itself, that the package was given; of a letter, what was merged."""
    pdf: Path | None
    """Its pages, as they go into the bundle; None of what stays a file."""
    lines: tuple[Line, ...]
    kind: Kind
    keep: frozenset[str] = frozenset()
    """What of the file the meeting lets go out that is left out else."""
    package: Package | None = None
    """The office's file, open for all checks; None of what is none."""

    @property
    def look(self) -> tuple[str, ...]:
        """How pages without words look."""
        if self.kind != "enclosure" or self.lines or self.pdf is None:
            return ()
        from pipeline.preflight.looks import look_of  # noqa: PLC0415 - few documents are scans

        return look_of(self.pdf)


def short(words: str, most: int = 80) -> str:
    """Words that a person finds a place by."""
    told = " ".join(words.split())
    return told if len(told) <= most else told[: most - 1] + "…"


def first(lines: Sequence[Line]) -> Place:
    """The place of the first of some lines, by its words where nothing else tells it."""
    place, words = lines[0].place, lines[0].words
    told = place.cell or place.page or place.slide or place.paragraph
    return place if told else Place(part=place.part, sheet=place.sheet, paragraph=short(words))


def as_json(lines: tuple[Line, ...], look: tuple[str, ...]) -> bytes:
    """What :func:`of_json` reads."""
    data = {"lines": [each.as_json() for each in lines], "look": look}
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass")


def of_json(data: bytes) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines, and the look of pages, that were kept by :func:`as_json`."""
    kept = json.loads(data.decode("utf-8", "surrogatepass"))
    return tuple(map(Line.from_json, kept["lines"])), tuple(kept["look"])
