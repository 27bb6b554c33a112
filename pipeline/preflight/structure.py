"""What readers who can't see a page stumble over: an office's file goes in, findings come out, each once a document.

Source: WCAG 2.2 (1.1.1, 1.3.1, 1.3.2, 1.4.3); ECMA-376-1, 17 (WordprocessingML), 19 (PresentationML), 20.1.2.2.8
(alternative text).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from pipeline.findings import Finding, Place, Value
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local, select, tags, value
from pipeline.preflight.contrast import faint
from pipeline.preflight.contrast.slides import faint as faint_on
from pipeline.preflight.document import Opened, short
from pipeline.preflight.patterns import has

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TINY = 8
"""Half points of words that nobody can read."""
_ROWS, _COLUMNS = 3, 3
"""A table of data has as many at least: less is a layout, or a form whose labels stand at the left."""


def structure(opened: Opened) -> Iterator[Finding]:
    """Levels of headings, tables, pictures, colours and the order of slides."""
    if opened.kind not in {"letter", "enclosure"}:
        return
    yield from _levels(opened)
    if opened.package is not None:
        with suppress(PackageError, OSError, KeyError):  # of what is damaged, others say what is wrong with it
            yield from _within(opened.package)


def _within(package: Package) -> Iterator[Finding]:
    yield from _contrast(package)
    application = package.format.application if package.format.family == "ooxml" else "other"
    if application == "text":
        root = package.xml(package.main)
        yield from _tables(root)
        yield from _tiny(root)
        yield from _undescribed([(Place(), root)])
    elif application == "slides":
        parts = list(enumerate(_slides(package), 1))
        slides = [(number, package.xml(part)) for number, part in parts]
        yield from _undescribed([(Place(slide=number), root) for number, root in slides])
        unordered = (each for number, root in slides for each in _order(number, root))
        yield from islice(unordered, 1)  # the others are seen with the first
        faint_words = ((number, words) for number, part in parts for words in faint_on(package, part))
        for number, words in islice(faint_words, 1):
            yield Finding("contrast-low", Place(slide=number), {"words": short(words, 40)})


def _levels(opened: Opened) -> Iterator[Finding]:
    headings = [each for each in opened.lines if each.level]
    for above, below in pairwise(headings):
        if below.level > above.level + 1:
            place = Place(part=below.place.part, paragraph=short(below.words))
            yield Finding("heading-skipped", place, {"above": above.level, "below": below.level})
            return  # the first is mended with the others


def _tables(root: Element) -> Iterator[Finding]:
    """Those of data: with borders, and a row that says what columns are would repeat on each page (17.4.78)."""
    lacking: list[str] = []
    for table in select(root, "w:tbl"):
        if next(table.iterancestors(*_TABLE), None) is not None:
            continue
        rows = [each for each in table if each.tag in _ROW]
        columns = [sum(1 for cell in row if cell.tag in _CELL) for row in rows]
        if len(rows) < _ROWS or min(columns, default=0) < _COLUMNS or not _is_ruled(table):
            continue
        if not any(_is_on(mark) for mark in select(rows[0], "w:tblHeader")) and all(map(_words, _cells(rows[0]))):
            lacking.append(_words(rows[0]))
    if lacking:
        yield Finding("table-without-header", Place(paragraph=short(lacking[0])), {"count": len(lacking)})


def _is_ruled(table: Element) -> bool:
    """Whether it is drawn as a table: by a style of tables, or with lines within."""
    properties = next((each for each in table if local(each.tag) == "tblPr"), None)
    if properties is None:
        return False
    styled = any((value(each, "w:val") or "") not in {"", "TableNormal"} for each in select(properties, "w:tblStyle"))
    borders = (each for name in ("w:insideH", "w:insideV") for each in select(properties, name))
    drawn = [value(each, "w:val") not in {None, "nil", "none"} for each in borders]
    return any(drawn) if drawn else styled


def _contrast(package: Package) -> Iterator[Finding]:
    place, words = next(faint(package), (None, ""))
    if place is not None:
        yield Finding("contrast-low", place, {"words": short(words, 40)})


def _tiny(root: Element) -> Iterator[Finding]:
    """Words that are set so small that nobody reads them (17.3.2.38, in half points)."""
    found: list[Element] = []
    for mark in select(root, "w:sz"):
        run = next(mark.iterancestors(*_RUN), None)
        said = value(mark, "w:val") or ""
        if run is not None and said.isdigit() and int(said) < _TINY and any(map(str.isalnum, _words(run))):
            found.append(run)
    if found:
        paragraph = next(found[0].iterancestors(*_PARAGRAPH), found[0])
        values: dict[str, Value] = {"words": short(_words(found[0]), 60), "count": len(found)}
        yield Finding("words-tiny", Place(paragraph=short(_words(paragraph))), values)


def _undescribed(roots: list[tuple[Place, Element]]) -> Iterator[Finding]:
    """Pictures without alternative text that are not said to be decoration (20.1.2.2.8)."""
    found = [place for place, root in roots for each in _pictures(root) if not _is_described(each)]
    if found:
        yield Finding("picture-undescribed", found[0] if len(set(found)) == 1 else Place(), {"count": len(found)})
    said = ((place, _said(each)) for place, root in roots for each in _pictures(root))
    empty = [(place, words) for place, words in said if has("described", words)]
    if empty:
        place, words = empty[0]
        yield Finding("description-of-none", place, {"words": short(words, 60), "count": len(empty)})


def _pictures(root: Element) -> Iterator[Element]:
    """The properties of each picture, where a description stands."""
    for picture in select(root, "pic:pic", "p:pic"):
        drawing = next(picture.iterancestors(*_DRAWING), None)
        around = drawing if drawing is not None else picture
        held = next((each for each in around.iter(*_PROPERTIES)), None)
        if held is not None:
            yield held


def _said(properties: Element) -> str:
    return " ".join((attribute(properties, "descr") or attribute(properties, "title") or "").split())


def _is_described(properties: Element) -> bool:
    return bool(_said(properties)) or any(local(each.tag) == "decorative" for each in properties.iter("{*}decorative"))


def _slides(package: Package) -> Iterator[str]:
    main = package.main
    targets = {each.id: each.target for each in package.relationships(main) if not each.external}
    for each in select(package.xml(main), "p:sldId"):
        part = package.find(targets.get(value(each, "r:id") or "", ""))
        if part is not None and attribute(package.xml(part), "show") not in {"0", "false"}:
            yield part


def _order(number: int, root: Element) -> Iterator[Finding]:
    """A slide is read aloud in the order of the file, so that its title should stand first there."""
    shapes = [each for each in select(root, "p:sp") if _words_of_slide(each)]
    titles = [at for at, each in enumerate(shapes) if _is_title(each)]
    if titles and titles[0] > 0:
        yield Finding("reading-order", Place(slide=number), {"title": short(_words_of_slide(shapes[titles[0]]), 40)})


def _is_title(shape: Element) -> bool:
    return any(attribute(each, "type") in {"title", "ctrTitle"} for each in select(shape, "p:ph"))


def _words_of_slide(shape: Element) -> str:
    return " ".join("".join(each.text or "" for each in select(shape, "a:t")).split())


def _words(element: Element) -> str:
    return " ".join("".join(each.text or "" for each in select(element, "w:t")).split())


def _cells(row: Element) -> list[Element]:
    return [each for each in row if each.tag in _CELL]


def _is_on(mark: Element) -> bool:
    return value(mark, "w:val") not in {"0", "false", "off"}


_RUN, _PARAGRAPH = tags("w:r"), tags("w:p")
_TABLE, _ROW, _CELL = tags("w:tbl"), tags("w:tr"), tags("w:tc")
_DRAWING = tags("wp:inline", "wp:anchor")
_PROPERTIES = tags("wp:docPr", "p:cNvPr")
