"""What a document shows, as data: paragraphs and cells with their words, and what is drawn, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.findings import Place

Kind = Literal["picture", "drawing", "chart", "equation"]

NOWHERE = Place()
"""The place of what stands in the body of a document."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a cell: words that stand together."""

    words: str
    place: Place = NOWHERE
    """Without the file, and without the paragraph, which is the block itself."""
    numbered: bool = False
    """Whether the program that opens it writes a number before it."""
    repeated: bool = False
    """Of a head or a foot: on as many pages as there are."""
    readings: tuple[str, ...] = ()
    """Of a cell with a figure: what it may be printed as. One of them must be there; ``words`` is what the file has."""
    level: int = 0
    """Of a heading in the running text that a table of contents lists, from 1."""
    entry: bool = False
    """Whether it stands in a table of contents."""
    item: bool = False
    """Whether it is one of a list that its program makes, numbered or not."""
    row: tuple[int, int] = (0, 0)
    """Of a cell in running text: which of the document's tables it stands in, and which of its rows, from 1."""


@dataclass(frozen=True, slots=True)
class Graphic:
    """Something drawn that has no words of its own."""

    kind: Kind
    name: str = ""
    """Its alternative text, its title or its name, for a person to know it by."""
    place: Place = NOWHERE
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents, as it was last saved."""

    levels: range
    """Of the headings that it lists."""
    entries: Sequence[str]
    """Their words, with the number of the page at the end."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a source shows."""

    blocks: Sequence[Block] = ()
    graphics: Sequence[Graphic] = ()
    counted: bool = True
    """Whether each graphic makes one figure of the PDF, so that they can be counted."""
    contents: Sequence[Contents] = ()
    restarts: int = 0
    """How often the numbers of pages begin anew."""
