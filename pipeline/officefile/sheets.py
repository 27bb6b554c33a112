"""What an Excel workbook says of itself: its package goes in, its facts come out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.findings import Place
from pipeline.officefile.asked import sheets as fonts
from pipeline.officefile.openplaces import open_places, placeholders
from pipeline.officefile.package import Package
from pipeline.officefile.records import Fact, Facts, cut, once
from pipeline.officefile.vocabulary import NAMES, select, value

if TYPE_CHECKING:
    from lxml import etree

_CLOCK = re.compile(
    r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\s*\(|(?<!MICROSOFT\.)\bCELL\s*\(\s*\"FILENAME\"", re.IGNORECASE
)
"""ECMA-376-1, 18.17.7: what a formula takes from the clock, from chance, or from the file's name."""
_WORDS = re.compile(r'"(?!FILENAME")[^"]*"', re.IGNORECASE)
_HEAD_CODE = re.compile(r"&[DTZF]", re.IGNORECASE)
"""ECMA-376-1, 18.3.1.46: date, time, path, file."""
_HEADS = tuple(f"x:{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer"))


def moves(formula: str) -> bool:
    """Whether what a formula gives depends on when or where it is asked.

    >>> moves("TODAY()+1"), moves('"call TODAY()"&A1'), moves('CELL("filename")'), moves("MYTODAY()")
    (True, False, True, False)
    """
    return _CLOCK.search(_WORDS.sub("", formula)) is not None


def read(package: Package) -> Facts:
    """All that is to be known of a workbook."""
    main = package.main
    book = package.xml(main)
    targets = {each.id: each.target for each in package.relationships(main) if not each.external}
    texts = [package.xml(part) for part in package.related(main, "sharedStrings")]
    strings = _open_strings(texts)
    found: list[Fact] = []
    formats: set[int] = set()
    shows = False
    roots: list[etree._Element] = []
    areas = {
        value(each, "localSheetId") for each in select(book, "x:definedName") if value(each, "name") == _PRINT_AREA
    }
    for number, sheet in enumerate(select(book, "x:sheet")):
        name = value(sheet, "name") or ""
        part = package.find(targets.get(value(sheet, "r:id") or "", ""))
        if part is None:
            continue
        hidden = (value(sheet, "state") or "visible") != "visible"
        seen = _Sheet(name, package.xml(part), hidden=hidden, limited=str(number) in areas)
        roots.append(seen.root)
        found += seen.facts(strings)
        formats |= seen.formats
        shows = shows or (not seen.hidden and (bool(seen.formats) or bool(package.related(part, "drawing"))))
        found += _around(package, part, name)
    found += [
        Fact("moving", Place(cell=value(named, "name") or ""), named.text or "")
        for named in select(book, "x:definedName")
        if moves(named.text or "")
    ]
    found += [Fact("history", Place(part=part)) for part in package.related(main, "revisionHeaders")]
    found += [Fact("outside", Place(), each.target) for each in package.relationships(main) if each.external]
    families = once(name.strip().lstrip("@") for name in fonts.families(package, roots, sorted(formats)))
    return Facts(package.format, tuple(found), families, blank=not shows, macros=package.macros or "")


class _Sheet:
    """One sheet, which is gone through once."""

    def __init__(self, name: str, root: etree._Element, *, hidden: bool, limited: bool) -> None:
        self.name, self.root, self.hidden, self.limited = name, root, hidden, limited
        self.formats: set[int] = set()
        """Those of cells that hold something."""

    def facts(self, strings: dict[str, tuple[Fact, ...]]) -> Iterator[Fact]:
        """What of it is to be known; ``strings`` are those of the workbook that have a fact, by their number."""
        if self.hidden:
            yield Fact("hidden-sheet", Place(sheet=self.name))
        else:
            yield from self._heads()
        for name, what in (("x:row", "hidden-rows"), ("x:col", "hidden-columns")):
            if any(value(each, "hidden") in {"1", "true"} for each in select(self.root, name)):
                yield Fact(what, Place(sheet=self.name))  # type: ignore[arg-type]
        places = _Spread()
        for cell in select(self.root, "x:c"):
            yield from self._cell(cell, strings)
            places.see(cell)
        if not self.hidden and not self.limited:
            yield from (Fact("stray", Place(sheet=self.name, cell=at), str(pages)) for at, pages in places.stray())

    def _heads(self) -> Iterator[Fact]:
        for head in select(self.root, *_HEADS):
            words = (head.text or "").replace("&&", "")
            if _HEAD_CODE.search(words):
                kind = "header" if NAMES[head.tag].endswith("Header") else "footer"
                yield Fact("moving", Place(part=kind, sheet=self.name), cut(words))

    def _cell(self, cell: etree._Element, strings: dict[str, tuple[Fact, ...]]) -> Iterator[Fact]:
        if not len(cell):
            return
        attributes = cell.attrib
        said, kind = str(attributes.get("s", "")), attributes.get("t")
        self.formats.add(int(said) if said.isascii() and said.isdigit() else 0)
        for each in cell:
            name = NAMES[each.tag]
            if name == "x:f" and each.text and moves(each.text):
                yield Fact("moving", self._spot(cell), cut(each.text))
            elif name == "x:v" and kind == "s" and each.text in strings:
                yield from (Fact(fact.what, self._spot(cell), fact.words) for fact in strings[each.text])
            elif name == "x:v" and kind == "e":
                yield Fact("cell-error", self._spot(cell), each.text or "")
            elif name == "x:is":
                yield from (Fact(fact.what, self._spot(cell), fact.words) for fact in _open(_text(each)))

    def _spot(self, cell: etree._Element) -> Place:
        return Place(sheet=self.name, cell=value(cell, "r") or "")


_PRINT_AREA = "_xlnm.Print_Area"
_FAR, _FEW = 400, 20
"""Rows or columns of nothing beyond which a cell is far away, and how many cells may lie there to be strays."""
_A_PAGE = (50, 9)
"""Rows and columns, as a guess."""
_AT = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Spread:
    """Where the cells of a sheet lie: those that hold something, and those that only have a format."""

    def __init__(self) -> None:
        self._full: list[tuple[tuple[int, int], str]] = []
        self._formatted: list[tuple[int, int]] = []

    def see(self, cell: etree._Element) -> None:
        name = str(cell.get("r") or "")
        at = _AT.fullmatch(name)
        if at is None:
            return
        column = 0
        for letter in at[1]:
            column = 26 * column + ord(letter) - 64
        if len(cell):
            self._full.append(((int(at[2]), column), name))
        elif cell.get("s", "0") != "0":
            self._formatted.append((int(at[2]), column))

    def stray(self) -> Iterator[tuple[str, int]]:
        """The first of a few cells that lie far from the others, and what is printed between."""
        for way in (0, 1):
            cells = sorted((place[way], name) for place, name in self._full)
            for (before, _), (at, name) in pairwise(cells[-_FEW - 1 :]):
                if at - before >= _FAR:
                    between = {place[way] for place in self._formatted if before < place[way] < at}
                    if len(between) >= _FAR // 2:
                        yield name, len(between) // _A_PAGE[way]


def _open_strings(tables: Iterable[etree._Element]) -> dict[str, tuple[Fact, ...]]:
    """The shared strings that have a place to fill in, by their number."""
    strings = (string for table in tables for string in table if NAMES[string.tag] == "x:si")
    found = ((str(number), tuple(_open(_text(string)))) for number, string in enumerate(strings))
    return {number: facts for number, facts in found if facts}


def _open(words: str) -> Iterator[Fact]:
    yield from (Fact("placeholder", Place(), each) for each in placeholders(words))
    yield from (Fact("open", Place(), each) for each in open_places(words))


def _text(string: etree._Element) -> str:
    return "".join(each.text or "" for each in select(string, "x:t"))


def _around(package: Package, part: str, name: str) -> Iterator[Fact]:
    """What belongs to a sheet and does not stand in its cells."""
    for comments in package.related(part, "comments"):
        for comment in select(package.xml(comments), "x:comment"):
            yield Fact("comment", Place(sheet=name, cell=value(comment, "ref") or ""), cut(_text(comment)))
    for each in package.relationships(part):
        if each.kind == "hyperlink":
            yield Fact("link", Place(sheet=name), each.target)
        elif each.external:
            yield Fact("outside", Place(sheet=name), each.target)
        elif each.kind in {"oleObject", "package", "control"}:
            yield Fact("embedded", Place(sheet=name), each.target)
    for drawing in package.related(part, "drawing"):
        yield from (
            Fact("outside", Place(sheet=name), each.target)
            for each in package.relationships(drawing)
            if each.external and each.kind != "hyperlink"
        )
