"""The comparison: two sides go in, what differs and why comes out.

::

    sides      which document answers to which
    bytes      the same digest: nothing more to see
    sections   the letter, the index, the enclosures
    align      which page answers to which
    pages      words and pixels at 150 dots an inch
    causes     which input, font or tool is another
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pypdfium2

from pipeline.compare.align import Pair, align_pages, align_sections
from pipeline.compare.causes import Cause, causes
from pipeline.compare.pages import Drawn, differing, draw, picture, same_pixels, words_of
from pipeline.compare.sections import Section, fit, page_name, sections, whole
from pipeline.compare.sides import Document, Side, side
from pipeline.compare.words import Change, changes
from pipeline.errors import ArchiveError, Problem
from pipeline.pdf.pdfium import PDFIUM

Verdict: TypeAlias = Literal["identical", "same pages", "different"]

_PAGED = {"bundle", "letter", "enclosure"}
"""The roles of PDF files. What the others show is on the pages of these, or tells of them."""
MOST_PICTURES = 120
"""Pages that are shown as pictures; of more, the report has their words alone."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """A page that differs."""

    section: str
    first: str | None
    """Its label in the first file; None where it has no such page."""
    second: str | None
    words: tuple[Change, ...]
    """What is said on one and not on the other; nothing where the words are the same."""
    places: int
    """How many places look different."""
    pictures: tuple[bytes | None, bytes | None] = (None, None)
    """As JPEG, with the differences outlined."""


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """Two documents that answer to each other, or one that has none."""

    name: str
    verdict: Verdict
    pages: int
    """How many pages were compared."""
    differing: tuple[PageResult, ...] = ()
    note: str = ""
    """What is to be said besides its pages."""


@dataclass(frozen=True, slots=True)
class Comparison:
    first: str
    second: str
    verdict: Verdict
    documents: tuple[DocumentResult, ...]
    causes: tuple[Cause, ...]

    @property
    def pages(self) -> int:
        return sum(document.pages for document in self.documents)

    @property
    def differing(self) -> int:
        return sum(len(document.differing) for document in self.documents)

    def as_json(self) -> dict[str, Any]:
        """As plain JSON data, without the pictures."""
        return {
            "answer": self.verdict,
            "pages": self.pages,
            "differing": self.differing,
            "causes": [cause.as_json() for cause in self.causes],
            "documents": [
                {
                    "document": document.name,
                    "answer": document.verdict,
                    "pages": document.pages,
                    "note": document.note,
                    "differing": [
                        {"section": page.section, "first": page.first, "second": page.second, "places": page.places}
                        for page in document.differing
                    ],
                }
                for document in self.documents
            ],
        }


def compare(first: Path, second: Path) -> Comparison:
    """Compares what lies at two paths: bags, builds or PDF files. ArchiveError for what can't be read."""
    with tempfile.TemporaryDirectory() as work:
        folders = [Path(work) / name for name in ("first", "second")]
        for folder in folders:
            folder.mkdir()
        with side(first, folders[0]) as one, side(second, folders[1]) as two:
            named = (f"{one.name} (first)", f"{two.name} (second)") if one.name == two.name else (one.name, two.name)
            return compare_sides(replace(one, name=named[0]), replace(two, name=named[1]))


def compare_sides(one: Side, two: Side) -> Comparison:
    """Compares two sides, document by document."""
    pictures = _Pictures()
    documents = tuple(_documents(one, two, pictures))
    verdicts = {document.verdict for document in documents}
    verdict: Verdict = "different" if "different" in verdicts else "identical"
    if verdict == "identical" and "same pages" in verdicts:
        verdict = "same pages"
    return Comparison(one.name, two.name, verdict, documents, tuple(causes(one, two)))


class _Pictures:
    """Counts the pictures that are still to be made."""

    def __init__(self) -> None:
        self._left = MOST_PICTURES

    def take(self) -> bool:
        self._left -= 1
        return self._left >= 0


def _documents(one: Side, two: Side, pictures: _Pictures) -> Iterator[DocumentResult]:
    pairs = [(one.documents.get(key), two.documents.get(key)) for key in {**one.documents, **two.documents}]
    # A renamed enclosure is the same enclosure: those that have no match are matched by their bytes.
    alone = {before.sha256: before for before, after in pairs if before and not after}
    for before, after in pairs:
        if before and after:
            yield _document(before, after, pictures)
        elif after and after.sha256 in alone:
            renamed = alone.pop(after.sha256)
            yield DocumentResult(after.name, "same pages", 0, (), f"It was called {renamed.name}.")
        elif after:
            yield DocumentResult(after.name, _weight(after), 0, (), f"Only {two.name} has it.")
    for before in alone.values():
        yield DocumentResult(before.name, _weight(before), 0, (), f"Only {one.name} has it.")


def _weight(document: Document) -> Verdict:
    """How much it matters that a document is missing, or differs in what is not its pages."""
    return "different" if document.role in _PAGED else "same pages"


def _document(one: Document, two: Document, pictures: _Pictures) -> DocumentResult:
    if one.sha256 == two.sha256:
        return DocumentResult(two.name, "identical", 0)
    if two.role not in _PAGED:
        return DocumentResult(two.name, "same pages", 0, (), "Its bytes differ; it has no pages of its own to compare.")
    with PDFIUM, closing(_opened(one)) as before, closing(_opened(two)) as after:
        results = list(_pages(before, after, pictures))
    found = tuple(result for result in results if result is not None)
    return DocumentResult(two.name, "different" if found else "same pages", len(results), found)


def _opened(document: Document) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(document.path)
        pdf.init_forms()
    except (pypdfium2.PdfiumError, OSError) as error:
        mend = "Name a PDF file that opens without a password."
        raise ArchiveError(Problem(str(document.path), f"It can't be read: {error}.", mend)) from error
    return pdf


def _pages(before: Any, after: Any, pictures: _Pictures) -> Iterator[PageResult | None]:
    """Each pair of pages: what differs, or None."""
    first, second = sections(before), sections(after)
    titles = {page: section.title for section in first for page in range(section.first, section.first + section.pages)}
    if not (fit(first) and fit(second)):
        first, second = whole(before), whole(after)
    for one, two in align_sections(first, second):
        old, new = first[one] if one is not None else None, second[two] if two is not None else None
        for pair in _page_pairs(before, after, old, new):
            title = (new or old or first[0]).title or titles.get(-1 if pair[0] is None else pair[0], "")
            yield _page(before, after, pair, title, pictures)


def _page_pairs(before: Any, after: Any, old: Section | None, new: Section | None) -> Iterator[Pair]:
    """The pages of two sections that answer to each other, counted from 0 in their files."""
    if old is None or new is None or (old.pages == new.pages and (new.title or new.number)):
        pairs: list[Pair] = [
            (place if old else None, place if new else None)
            for place in range((old or new or Section("", "", 0, 0)).pages)
        ]
    else:
        pairs = align_pages(
            [words_of(before, old.first + place) for place in range(old.pages)],
            [words_of(after, new.first + place) for place in range(new.pages)],
        )
    for one, two in pairs:
        yield (
            one + old.first if old and one is not None else None,
            two + new.first if new and two is not None else None,
        )


def _page(before: Any, after: Any, pair: Pair, section: str, pictures: _Pictures) -> PageResult | None:
    one = draw(before, pair[0]) if pair[0] is not None else None
    two = draw(after, pair[1]) if pair[1] is not None else None
    names = (
        page_name(before, pair[0]) if pair[0] is not None else None,
        page_name(after, pair[1]) if pair[1] is not None else None,
    )
    if one and two:
        said = one.words.split() != two.words.split()
        if not said and same_pixels(one, two):
            return None
        boxes = differing(one, two)
        words = tuple(changes(one.words, two.words)) if said else ()
    else:
        boxes = []
        words = tuple(changes(one.words if one else "", two.words if two else ""))
    shown: tuple[bytes | None, bytes | None] = (None, None)
    if pictures.take():
        shown = _shown(one, boxes), _shown(two, boxes)
    return PageResult(section, *names, words, len(boxes), shown)


def _shown(page: Drawn | None, boxes: list[tuple[int, int, int, int]]) -> bytes | None:
    return picture(page, boxes) if page else None
