"""A Word template goes in, its paragraphs come out, each with where its words stand in the bytes of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from zipfile import ZipFile

from pipeline.errors import TemplateError
from pipeline.merge.reading import damaged, filled_in, opened
from pipeline.officefile.package import Package
from pipeline.translating.elements import Element, parsed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LEVEL = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that has words."""

    number: int
    """Among those of its part, from 1."""
    element: Element
    nodes: tuple[Element, ...]
    """What has its words, in order."""
    text: str
    kind: str
    """``heading``, ``cell``, ``note`` or ``text``."""
    level: int
    """Of a heading; 0 for what is none."""
    links: tuple[str, ...]
    """The addresses of its links."""
    notes: int
    pictures: int


@dataclass(frozen=True, slots=True)
class Table:
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class WordPart:
    """A part of a Word file that is filled in."""

    name: str
    """In the package: ``word/header1.xml``."""
    data: bytes
    root: Element
    links: Mapping[str, str]
    """The addresses of its links, by the id of their relationship."""
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    relationships: tuple[str, bytes] | None = None
    """The part that lists its links, by its name, and what it holds."""

    @property
    def label(self) -> str:
        """What it is called; the text itself has no name."""
        stem = PurePosixPath(self.name).stem
        return "" if stem == "document" else stem


@dataclass(frozen=True, slots=True)
class WordFile:
    path: Path
    parts: tuple[WordPart, ...]


def read_word(path: Path) -> WordFile:
    """The parts of a template that are filled in. TemplateError for a file that is no Word document."""
    with opened(path) as package:
        levels = _levels(package)
        try:
            parts = tuple(_part(package, name, levels) for name in filled_in(package))
        except ValueError:
            raise TemplateError(damaged(path)) from None
    return WordFile(path, parts)


def with_parts(path: Path, changed: Mapping[str, bytes]) -> bytes:
    """The file with some parts changed: the others, and their order, times and ways of packing, are as they were."""
    out = BytesIO()
    with ZipFile(path) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, changed.get(entry.filename, old.read(entry)))
    return out.getvalue()


def _part(package: Package, name: str, levels: Mapping[str, int]) -> WordPart:
    data = package.read(name)
    root = parsed(data)
    links = {each.id: unquote(each.target) for each in package.relationships(name) if each.kind == "hyperlink"}
    tables = tuple(_table(each) for each in root.iter(f"{W}tbl"))
    listed = package.find(str(PurePosixPath(name).parent / "_rels" / f"{PurePosixPath(name).name}.rels"))
    relationships = (listed, package.read(listed)) if listed else None
    return WordPart(name, data, root, links, tuple(_lines(root, links, levels)), tables, relationships)


def _table(element: Element) -> Table:
    rows = [each for each in element.children if each.tag == f"{W}tr"]
    columns = (sum(cell.tag == f"{W}tc" for cell in row.children) for row in rows)
    return Table(len(rows), max(columns, default=0))


def _lines(root: Element, links: Mapping[str, str], levels: Mapping[str, int]) -> Iterator[Line]:
    own: dict[Element, list[Element]] = {}
    for element in root.iter(f"{W}p", f"{W}t"):
        if element.tag == f"{W}p":
            own[element] = []
        elif (paragraph := next((each for each in element.above() if each.tag == f"{W}p"), None)) is not None:
            own[paragraph].append(element)
    number = 0
    for paragraph, nodes in own.items():
        text = "".join(node.text for node in nodes)
        if not text.strip():
            continue
        number += 1
        level = _level(paragraph, levels)
        yield Line(
            number,
            paragraph,
            tuple(nodes),
            text,
            _kind(paragraph, level),
            level,
            tuple(_addresses(paragraph, links)),
            sum(1 for _ in paragraph.iter(*_NOTES)),
            sum(1 for _ in paragraph.iter(*_PICTURES)),
        )


def _addresses(paragraph: Element, links: Mapping[str, str]) -> Iterator[str]:
    for link in paragraph.iter(f"{W}hyperlink"):
        target = links.get(link.attributes.get(f"{R}id", ""))
        if target is not None:
            yield target


def _kind(paragraph: Element, level: int) -> str:
    if level:
        return "heading"
    around = [each.tag for each in paragraph.above()]
    if f"{W}footnote" in around or f"{W}endnote" in around:
        return "note"
    return "cell" if f"{W}tc" in around else "text"


def _level(paragraph: Element, levels: Mapping[str, int]) -> int:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return 0
    own, style = properties.find(f"{W}outlineLvl"), properties.find(f"{W}pStyle")
    if own is not None:
        return _outline(own.attributes.get(f"{W}val", "9"))
    return levels.get(style.attributes.get(f"{W}val", ""), 0) if style is not None else 0


def _outline(value: str) -> int:
    """A level from 1; 0 for what is body text (ECMA-376-1, 17.3.1.20)."""
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def _levels(package: Package) -> Mapping[str, int]:
    """The level of each style of headings, by its id."""
    found: dict[str, int] = {}
    for name in package.related(package.main, "styles"):
        for style in package.xml(name).iter(f"{W}style"):
            outline, called = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}name")
            named = _LEVEL.match(called.get(f"{W}val", "")) if called is not None else None
            level = _outline(outline.get(f"{W}val", "9")) if outline is not None else int(named[1]) if named else 0
            if level:
                found[style.get(f"{W}styleId", "")] = level
    return found
