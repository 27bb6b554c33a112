"""The words of a Word template: its paragraphs go in, units come out; translations go in, the file's bytes come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.findings import Unfit
from pipeline.merge.tags import tags
from pipeline.translating.compare import side_by_side
from pipeline.translating.elements import Element, Splice, spliced
from pipeline.translating.exchange.paragraphs import (
    BOUND_TO_ITS_FILE,
    Content,
    content_of,
    inside,
    with_ids_of,
    written,
)
from pipeline.translating.exchange.units import Pieces, Unit
from pipeline.translating.sides import of_word, short
from pipeline.translating.wordfile import Line, W, WordFile, WordPart, with_parts

_CALLED = {"heading": "heading", "cell": "cell of a table", "note": "footnote"}


@dataclass(frozen=True, slots=True)
class Document:
    """A template in the source language, and its translation; None where there is none yet."""

    source: WordFile
    target: WordFile | None


def read_document(source: WordFile, target: WordFile | None) -> Document:
    """Raises Unfit for files that do not write their elements as Word does."""
    for word in filter(None, (source, target)):
        for part in word.parts:
            if part.lines and not re.search(rb"<w:p[ >/]", part.data):
                raise Unfit("exchange-prefix")
    return Document(source, target)


def units_of(document: Document, name: str) -> Iterator[Unit]:
    """A unit for each paragraph of the source that has words, with its translation where there is one."""
    for part, line, other in _pairs(document):
        made = _unit(name, part, line, other)
        if made is not None:
            yield made[0]


def with_translations(document: Document, name: str, made: Mapping[str, tuple[Unit, Pieces]]) -> bytes:
    """The translation's file with translations, by the key of their unit; all else stays, byte for byte.

    Where there is no translation yet, it is the source with other words. Raises Unfit for a paragraph or a code that
    has no place in the file.
    """
    base = document.target or document.source
    changes: dict[str, list[Splice]] = {}
    previous: tuple[WordPart, Line] | None = None
    for part, line, other in _pairs(document):
        here = other or ((part, line) if document.target is None else None)
        unit_of_it = _unit(name, part, line, other)
        one = made.get(unit_of_it[0].key) if unit_of_it is not None else None
        if unit_of_it is not None and one is not None and one[1] != unit_of_it[0].target:
            _, source, there = unit_of_it
            if here is not None:
                changes.setdefault(here[0].name, []).append(
                    _rewritten(here[1].element, one[1], there or source, source)
                )
            else:
                changes.setdefault(_after(previous, line)[0].name, []).append(
                    _inserted(_after(previous, line), part, line, one[1], source)
                )
        previous = here if here is not None else previous
    parts = {part.name: spliced(part.data, changes[part.name]) for part in base.parts if part.name in changes}
    return with_parts(base.path, parts) if parts or document.target is None else base.path.read_bytes()


def _unit(
    name: str, part: WordPart, line: Line, other: tuple[WordPart, Line] | None
) -> tuple[Unit, Content, Content | None] | None:
    """The unit of a line, with what its codes are in the source and in the translation."""
    if not _has_words(line.text):
        return None
    content = content_of(part, line)
    if not any(isinstance(piece, str) and piece.strip() for piece in content.pieces):
        return None
    there = content_of(*other) if other else None
    if there is not None:
        there = with_ids_of(there, content)
    codes = {**(there.codes if there else {}), **content.codes}
    note = ", ".join(filter(None, (_CALLED.get(line.kind, ""), f"level {line.level}" if line.level else "")))
    unit = Unit(
        f"{name}#{part.label or 'document'}/{line.number}",
        content.pieces,
        there.pieces if there else (),
        codes,
        note,
        _room(line, other[1] if other else None),
    )
    return unit, content, there


def _has_words(text: str) -> bool:
    static = text
    for tag in reversed(list(tags(text))):
        static = static[: tag.start] + static[tag.end :]
    return any(not sign.isspace() for sign in static)


def _room(line: Line, other: Line | None) -> int | None:
    """How many characters fit into two lines of a cell whose width is set; no fewer than it has."""
    cell = next((each for each in line.element.above() if each.tag == f"{W}tc"), None)
    width = cell.find(f"{W}tcPr", f"{W}tcW") if cell is not None else None
    if width is None or width.attributes.get(f"{W}type") != "dxa" or tuple(tags(line.text)):
        return None
    figures = width.attributes.get(f"{W}w", "")
    if not figures.isdecimal() or len(figures) > 6:
        return None
    # twentieths of a point, at some five and a half points a letter
    return max(int(figures) // 110 * 2, len(line.text), len(other.text) if other else 0)


def _pairs(document: Document) -> Iterator[tuple[WordPart, Line, tuple[WordPart, Line] | None]]:
    """Each paragraph of the source, and that of the translation that is set beside it."""
    source = _lines(document.source)
    if document.target is None:
        yield from ((part, line, None) for part, line in source.values())
        return
    there = _lines(document.target)
    found: dict[tuple[str, int], tuple[WordPart, Line]] = {}
    once: set[tuple[str, int]] = set()
    for pair in side_by_side(of_word(document.source, ""), of_word(document.target, ""), {}):
        if pair.once and pair.source is not None:
            once.add((pair.source.part, pair.source.number))
        elif pair.source is not None and pair.translation is not None:
            key = (pair.translation.part, pair.translation.number)
            found[pair.source.part, pair.source.number] = there[key]
    # what one language says once has no place of its own there
    yield from ((part, line, found.get(key)) for key, (part, line) in source.items() if key not in once)


def _lines(word: WordFile) -> dict[tuple[str, int], tuple[WordPart, Line]]:
    return {(part.label, line.number): (part, line) for part in word.parts for line in part.lines}


def _after(previous: tuple[WordPart, Line] | None, line: Line) -> tuple[WordPart, Line]:
    """What a new paragraph stands behind. Raises Unfit where there is nothing."""
    if previous is None:
        raise Unfit("exchange-no-place", words=short(line.text))
    return previous


def _rewritten(paragraph: Element, pieces: Pieces, there: Content, source: Content) -> Splice:
    children = inside(paragraph)
    return children[0].start, children[-1].end, there.before + written(pieces, there, source) + there.after


def _inserted(previous: tuple[WordPart, Line], part: WordPart, line: Line, pieces: Pieces, source: Content) -> Splice:
    """A paragraph that the translation has not yet, as the source has it, behind the one before it."""
    if part.label != previous[0].label or _around(line.element) != _around(previous[1].element):
        raise Unfit("exchange-no-place", words=short(line.text))
    start, end, content = _rewritten(line.element, pieces, source, source)
    paragraph = part.data[line.element.start : start] + content + part.data[end : line.element.end]
    if BOUND_TO_ITS_FILE.search(paragraph):
        raise Unfit("exchange-no-place", words=short(line.text))
    behind = previous[1].element.end
    return behind, behind, paragraph


def _around(paragraph: Element) -> list[str]:
    return [each.tag for each in paragraph.above()]
