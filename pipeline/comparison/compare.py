"""The comparison: two sides go in, what differs and why comes out.

::

    sides      which document answers to which, and its digest
    bytes      the same digest: nothing more to see
    sections   the letter, the index, the enclosures
    align      which page answers to which
    pages      words and pixels at 150 dots an inch
    unseen     links, fields, tags: what pages do not show
    causes     which input, font or tool is another
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pypdfium2

from pipeline.comparison.align import Pair, align_alike, align_pages, align_sections
from pipeline.comparison.causes import Cause, causes
from pipeline.comparison.pages import Box, Drawn, Look, differing, draw, picture
from pipeline.comparison.sections import Section, fit, page_name, sections, whole
from pipeline.comparison.sides import Document, Side, side
from pipeline.comparison.tags import words_by_content
from pipeline.comparison.unseen import KINDS, Difference, Unseen, differences, unseen
from pipeline.comparison.words import Change, changes
from pipeline.errors import ArchiveError
from pipeline.findings import Finding, Place
from pipeline.pdf.pdfium import PDFIUM

Verdict: TypeAlias = Literal["identical", "same pages", "same pages, but", "different"]
"""*Same pages, but* where the pages are the same and something differs that they do not show."""
_ORDER: tuple[Verdict, ...] = ("identical", "same pages", "same pages, but", "different")

_PAGED = {"bundle", "letter", "enclosure"}
"""The roles of PDF files. What the others show is on the pages of these, or tells of them."""
_OF_ITS_OWN = {"calendar"}
"""The roles of files without pages that say what no page need say: a moment, in figures that programs read."""
_KEPT = 12
"""Pages of a document that are kept as drawn, 7 MB each."""
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
    pixels: int = 0
    """How many pixels differ at 150 dots an inch."""
    most: int = 0
    """The largest difference of a pixel, of 255."""
    moved: bool = False
    """Whether the words are the same and stand elsewhere."""
    pictures: tuple[bytes | None, bytes | None] = (None, None)
    """As JPEG, with the differences outlined."""

    def as_json(self) -> dict[str, Any]:
        kind = "words" if self.words else "moved" if self.moved else "look"
        where = {"section": self.section, "first": self.first, "second": self.second}
        return {**where, "differs": kind, "places": self.places, "pixels": self.pixels, "most": self.most}


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
    unseen: tuple[Difference, ...] = ()
    """What differs and is not shown on any page."""


@dataclass(frozen=True, slots=True)
class Comparison:
    first: str
    second: str
    verdict: Verdict
    documents: tuple[DocumentResult, ...]
    causes: tuple[Cause, ...]

    @property
    def but(self) -> tuple[str, ...]:
        """The kinds of what differs and is not shown on any page, the gravest first."""
        found = {each.kind for document in self.documents for each in document.unseen}
        return tuple(kind for kind in KINDS if kind in found)

    @property
    def grave(self) -> bool:
        """Whether the two are not the same for who reads them: pages differ, or links, fields, files or scripts."""
        return self.verdict == "different" or any(KINDS[kind] for kind in self.but)

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
            "but": list(self.but),
            "grave": self.grave,
            "pages": self.pages,
            "differing": self.differing,
            "causes": [cause.as_json() for cause in self.causes],
            "documents": [
                {
                    "document": document.name,
                    "answer": document.verdict,
                    "pages": document.pages,
                    "note": document.note,
                    "differing": [page.as_json() for page in document.differing],
                    "unseen": [each.as_json() for each in document.unseen],
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
    verdict = max((document.verdict for document in documents), key=_ORDER.index, default=_ORDER[0])
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
    alone = {before.sha256 or before.name: before for before, after in pairs if before and not after}
    for before, after in pairs:
        if before and after:
            yield _document(before, after, (one.name, two.name), pictures)
        elif after and after.sha256 in alone:
            renamed = alone.pop(after.sha256)
            yield DocumentResult(after.name, "same pages", 0, (), f"It was called {renamed.name}.")
        elif after:
            yield DocumentResult(after.name, _weight(after), 0, (), f"Only {two.name} has it.")
    for before in alone.values():
        yield DocumentResult(before.name, _weight(before), 0, (), f"Only {one.name} has it.")


def _weight(document: Document) -> Verdict:
    """How much it matters that a document is missing, or differs in what is not its pages."""
    return "different" if _is_paged(document) or document.role in _OF_ITS_OWN else "same pages"


def _is_paged(document: Document) -> bool:
    return document.role in _PAGED or document.name.lower().endswith(".pdf")


def _document(one: Document, two: Document, sides: tuple[str, str], pictures: _Pictures) -> DocumentResult:
    if one.path is None or two.path is None:
        lacking = " and ".join(name for each, name in zip((one, two), sides, strict=True) if each.path is None)
        return DocumentResult(two.name, "different", 0, (), f"Its file is missing in {lacking}.")
    altered = [name for each, name in zip((one, two), sides, strict=True) if not each.as_told]
    note = f"In {' and '.join(altered)} it is not what the manifest says." if altered else ""
    if one.sha256 == two.sha256:
        return DocumentResult(two.name, "identical", 0, (), note)
    if not _is_paged(two):
        said = "Its bytes differ; it has no pages of its own to compare."
        if two.role in _OF_ITS_OWN:
            said = "Its entries differ."
        return DocumentResult(two.name, _weight(two), 0, (), f"{note} {said}".lstrip())
    with PDFIUM, closing(_opened(one.path)) as before, closing(_opened(two.path)) as after:
        results = list(_pages(_Open.of(before), _Open.of(after), pictures))
        beneath = tuple(differences(_unseen(before, one.path), _unseen(after, two.path)))
    found = tuple(result for result in results if result is not None)
    verdict: Verdict = "different" if found else "same pages, but" if beneath else "same pages"
    return DocumentResult(two.name, verdict, len(results), found, note, beneath)


@dataclass(frozen=True, slots=True)
class _Open:
    """A document that pdfium has open."""

    pdf: Any
    draw: Callable[[int], Drawn]
    """Draws a page; the last few are kept, as those that differ are looked at twice."""

    @classmethod
    def of(cls, pdf: Any) -> _Open:
        return cls(pdf, lru_cache(maxsize=_KEPT)(partial(draw, pdf)))


def _unseen(pdf: Any, path: Path) -> Unseen:
    words: dict[tuple[int, int], str] = {}
    for page in range(len(pdf)):
        words |= words_by_content(pdf, page)
    return unseen(path, [page_name(pdf, page) for page in range(len(pdf))], words)


def _opened(path: Path) -> Any:
    try:
        pdf = pypdfium2.PdfDocument(path)
        pdf.init_forms()
    except (pypdfium2.PdfiumError, OSError) as error:
        raise ArchiveError(Finding("compare-unread", Place(str(path)), {"reason": str(error)})) from error
    return pdf


def _pages(before: _Open, after: _Open, pictures: _Pictures) -> Iterator[PageResult | None]:
    """Each pair of pages: what differs, or None."""
    first, second = sections(before.pdf), sections(after.pdf)
    titles = {page: section.title for section in first for page in range(section.first, section.first + section.pages)}
    if not (fit(first) and fit(second)):
        first, second = whole(before.pdf), whole(after.pdf)
    for one, two in align_sections(first, second):
        old, new = first[one] if one is not None else None, second[two] if two is not None else None
        for pair, same in _page_pairs(before, after, old, new):
            title = (new or old or first[0]).title or titles.get(-1 if pair[0] is None else pair[0], "")
            yield None if same else _page(before, after, pair, title, pictures)


def _page_pairs(before: _Open, after: _Open, old: Section | None, new: Section | None) -> Iterator[tuple[Pair, bool]]:
    """The pages of two sections that answer to each other, counted from 0 in their files, and whether they are the
    same. Equal pictures are paired first: scans all have the same words, none."""
    if old is None or new is None:
        known = old or new or Section("", "", 0, 0)
        for page in range(known.first, known.first + known.pages):
            yield (page if old else None, page if new else None), False
        return
    one, two = _drawn(before, old), _drawn(after, new)
    alike = align_alike([mark for mark, _ in one], [mark for mark, _ in two])
    pairs: list[Pair] = [(place, place) for place in range(old.pages)]
    in_place = old.pages == new.pages and (new.title or new.number) and all(here == there for here, there in alike)
    if not in_place:
        pairs = align_pages([words for _, words in one], [words for _, words in two], alike)
    for here, there in pairs:
        same = here is not None and there is not None and one[here][0] == two[there][0]
        yield (None if here is None else here + old.first, None if there is None else there + new.first), same


def _drawn(document: _Open, section: Section) -> list[tuple[str, str]]:
    """The mark and the words of each page: what tells it from others, without its pixels."""
    drawn = (document.draw(page) for page in range(section.first, section.first + section.pages))
    return [(each.mark, each.words) for each in drawn]


def _page(before: _Open, after: _Open, pair: Pair, section: str, pictures: _Pictures) -> PageResult:
    one = before.draw(pair[0]) if pair[0] is not None else None
    two = after.draw(pair[1]) if pair[1] is not None else None
    names = (
        page_name(before.pdf, pair[0]) if pair[0] is not None else None,
        page_name(after.pdf, pair[1]) if pair[1] is not None else None,
    )
    look = differing(one, two) if one and two else Look((), 0, 0)
    old, new = one.words if one else "", two.words if two else ""
    words = tuple(changes(old, new)) if old.split() != new.split() else ()
    moved = not words and one is not None and two is not None and one.lines != two.lines
    shown: tuple[bytes | None, bytes | None] = (None, None)
    if pictures.take():
        shown = _shown(one, look.boxes), _shown(two, look.boxes)
    return PageResult(section, *names, words, len(look.boxes), look.pixels, look.most, moved, shown)


def _shown(page: Drawn | None, boxes: Sequence[Box]) -> bytes | None:
    return picture(page, boxes) if page else None
