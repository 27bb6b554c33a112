"""What a preview answers with: frozen records, which tell the same as plain JSON data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.findings import Finding, Place

SourceKind = Literal[
    "fact", "phrase", "letterhead", "placeholder", "rule", "template", "field", "numbering", "document"
]
"""``fact`` stands in meeting.toml, ``phrase`` in a catalogue, ``letterhead`` in a letterhead's words.toml; ``template``
is a paragraph of a template or letterhead, ``placeholder`` what it is asked by there; ``rule`` is the program's,
``field`` and ``numbering`` what LibreOffice counts; ``document`` is a file that is enclosed as it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a word is from."""

    kind: SourceKind
    place: Place
    name: str = ""
    """Of a phrase, a placeholder or a rule."""
    rests_on: str = ""
    """Of a rule: the work that has it."""

    def as_json(self) -> dict[str, Any]:
        named = {"name": self.name, "rests_on": self.rests_on}
        return {"kind": self.kind, **{key: it for key, it in named.items() if it}, "place": self.place.as_json()}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where words are from that are all from the same."""

    sources: tuple[Source, ...]
    """What they are made of: several for what is made of several facts."""
    by_way_of: tuple[Source, ...]
    """How they came to where they are: the words that ask for them, the placeholder and its paragraph."""
    paragraph: int
    """The number of their paragraph in the document, from 1."""

    def as_json(self) -> dict[str, Any]:
        return {
            "sources": [each.as_json() for each in self.sources],
            "by_way_of": [each.as_json() for each in self.by_way_of],
            "paragraph": self.paragraph,
        }


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page, or a part of one where the rest is from elsewhere."""

    text: str
    box: tuple[float, float, float, float]
    """Left, top, right and bottom, in points from the page's upper left corner."""
    explanation: int | None
    """Its place in :attr:`Previewed.explanations`; None where nobody knows."""
    joined: bool
    """Whether it goes on with the word before it."""

    def as_json(self) -> dict[str, Any]:
        joined = {"joined": True} if self.joined else {}
        return {"text": self.text, "box": list(self.box), "explanation": self.explanation, **joined}


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it looks, and its words in the order of reading."""

    picture: Path
    width: float
    """In points, as its height."""
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, as a picture's alternative text has them."""
        return "".join(f"{'' if each.joined else ' '}{each.text}" for each in self.words).strip()

    def as_json(self) -> dict[str, Any]:
        words = [each.as_json() for each in self.words]
        return {"picture": str(self.picture), "width": self.width, "height": self.height, "words": words}


@dataclass(frozen=True, slots=True)
class Previewed:
    """A document as it goes out."""

    kind: Literal["letter", "index", "enclosure"]
    language: str
    number: str
    """Of an enclosure."""
    title: str
    pages: tuple[Page, ...]
    explanations: tuple[Explanation, ...]
    written: tuple[tuple[int, str], ...] = ()
    """Its words in the order in which they are written, whatever that on its pages: each stretch with the place of its
    explanation. Of documents that are enclosed as they are, nothing."""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "language": self.language,
            "number": self.number,
            "title": self.title,
            "pages": [each.as_json() for each in self.pages],
            "explanations": [each.as_json() for each in self.explanations],
            "written": [list(each) for each in self.written],
        }


@dataclass(frozen=True, slots=True)
class Enclosed:
    """An enclosure as it is enclosed."""

    picture: Path
    """Of its first page, small."""
    width: float
    """Of that page in points, as its height."""
    height: float
    pages: int
    findings: tuple[Finding, ...]
    """What is told of it alone."""

    def as_json(self) -> dict[str, Any]:
        told = [each.as_json() for each in self.findings]
        size = {"width": self.width, "height": self.height, "pages": self.pages}
        return {"picture": str(self.picture), **size, "findings": told}


@dataclass(frozen=True, slots=True)
class Preview:
    """The papers of a meeting as they look."""

    meeting: str
    language: str
    against: str | None
    """The other language that they are shown beside."""
    documents: tuple[Previewed, ...]
    """In the first language, and then in the other, each in the order of the bundle."""
    page: Path
    """The page of HTML that shows them."""

    def as_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "language": self.language,
            "against": self.against,
            "page": str(self.page),
            "documents": [each.as_json() for each in self.documents],
        }
