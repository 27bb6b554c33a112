"""A Word document goes in, what it shows comes out: paragraphs with their words and numbers, and what is drawn.

Source: ECMA-376-1, 17 (WordprocessingML), 20 and 21 (DrawingML), part 4, 19 (VML). What Word computes when it opens a
document (numbers of pages, days) is left out, as no reader can know it; so is what it does not print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.completeness.chunks import chunk_words
from pipeline.completeness.shown import Block, Contents, Graphic, Kind, Shown
from pipeline.completeness.source import child, descendants, is_on, relations, tree
from pipeline.completeness.wordstyles import Styles
from pipeline.findings import Place
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMPUTED = frozenset(
    "PAGE NUMPAGES SECTIONPAGES SECTION PAGEREF NOTEREF DATE TIME CREATEDATE SAVEDATE PRINTDATE EDITTIME FILENAME"
    " FILESIZE STYLEREF NUMWORDS NUMCHARS REVNUM AUTHOR LASTSAVEDBY TITLE SUBJECT KEYWORDS COMMENTS TEMPLATE USERNAME"
    " USERINITIALS USERADDRESS DOCPROPERTY INFO SEQ LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT ADVANCE EQ = IF COMPARE"
    " GOTOBUTTON MACROBUTTON ASK SET FILLIN NEXT NEXTIF SKIPIF XE TC TA RD PRINT BARCODE DISPLAYBARCODE REF INDEX"
    " BIBLIOGRAPHY".split()
)
"""Fields whose words a program makes anew, or shows in a way of its own (17.16.5)."""
_PIECES = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " ", "softHyphen": ""}
_VML = frozenset({"shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc"})
_NOT_PRINTED = frozenset("del moveFrom rPr pPr sectPr tblPr tcPr trPr sdtPr delText".split())


def read_word(package: Package) -> Shown:
    """What the document shows."""
    document = package.main
    root = tree(package, document)
    if root is None:
        return Shown()
    reading = _Reading(package, document)
    reading.part(root, document, "")
    for kind in ("footnotes", "endnotes"):
        for name in package.related(document, kind):
            reading.notes(name, kind[:-1], root)
    for name, part in reading.heads(root):
        found = tree(package, name)
        if found is not None:
            reading.part(found, name, part)
    contents = tuple(Contents(levels, tuple(entries)) for levels, entries in reading.contents.values())
    return Shown(tuple(reading.blocks), tuple(reading.graphics), reading.counted, contents, _restarts(root))


@dataclass
class _Paragraph:
    """What is said so far of a paragraph."""

    words: list[str] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    """Of each field that is open: its instruction, and whether its result has begun."""
    contents: str = ""
    """The instruction of the table of contents that it stands in."""
    entry: list[str] = field(default_factory=list)
    """Its words there, with the number of the page."""
    computed: bool = False
    """Whether some of its words are made anew."""

    def add(self, words: str) -> None:
        table = next((instruction for instruction, begun in self.fields if begun and _name(instruction) == "TOC"), "")
        if table:
            self.contents = table
            self.entry.append(words)
        if all(begun and _name(instruction) not in _COMPUTED for instruction, begun in self.fields):
            self.words.append(words)
        else:
            self.computed = True


_ALL_LEVELS = range(1, 10)
_LEVELS = re.compile(r'\\o(?:\s*"?\s*([1-9])\s*[-–]\s*([1-9])\s*"?)?', re.IGNORECASE)
_OTHER_CONTENTS = re.compile(r"\\[abcflns]\b", re.IGNORECASE)
"""Tables of other things than headings, of a part of the document, or without all numbers of pages (17.16.5.68)."""


def _levels(instruction: str) -> range:
    """The levels of the built-in headings that a table of contents lists."""
    found = _LEVELS.search(instruction)
    if found is None:
        return range(0)
    return range(int(found[1]), int(found[2]) + 1) if found[1] else _ALL_LEVELS


def _restarts(root: Element) -> int:
    """How often the numbers of pages begin anew (17.6.12)."""
    sections = list(descendants(root, "sectPr"))
    starts = [attribute(child(each, "pgNumType"), "start") for each in sections]
    return sum(start is not None and (number > 0 or start != "1") for number, start in enumerate(starts))


def _name(instruction: str) -> str:
    found = re.match(r"\s*(=|\w+)", instruction)
    return found[1].upper() if found else ""


class _Reading:
    """Walks through parts, and notes what they show."""

    def __init__(self, package: Package, document: str) -> None:
        self.blocks: list[Block] = []
        self.graphics: list[Graphic] = []
        self.counted = True
        self._package, self._document = package, document
        self._styles = Styles(package, document)
        self._place = Place()
        self._repeated = False
        self._relations: dict[str, str] = {}
        self._taken_in: set[str] = set()
        """The parts whose words were read: :meth:`_chunk`."""
        self._fields: list[list[str]] = []
        self._tables, self._depth, self._row = 0, 0, (0, 0)
        self.contents: dict[str, tuple[range, list[str]]] = {}
        """By its instruction: the levels of a table of contents, and its entries."""

    def part(self, root: Element, name: str, part: str) -> None:
        self._place, self._repeated = Place(part=part), part in {"header", "footer"}
        self._relations = relations(self._package, name)
        self._fields = []
        self._within(root, None)

    def notes(self, name: str, part: str, document: Element) -> None:
        """The notes that the document refers to (17.11); the lines that part them are none."""
        root = tree(self._package, name)
        if root is None:
            return
        wanted = {attribute(each, "id") for each in descendants(document, f"{part}Reference")}
        self._place, self._repeated = Place(part=part), False
        self._relations = relations(self._package, name)
        for note in root:
            if local(note.tag) == part and attribute(note, "id") in wanted:
                self._within(note, None)

    def heads(self, root: Element) -> Iterator[tuple[str, str]]:
        """The heads and feet that some page has (17.10), each once, with what it is."""
        settings = next(iter(self._package.related(self._document, "settings")), "")
        even = is_on(child(tree(self._package, settings), "evenAndOddHeaders")) if settings else False
        named = relations(self._package, self._document)
        seen: dict[str, str] = {}
        for section in descendants(root, "sectPr"):
            for each in section:
                kind = local(each.tag)
                if kind in {"headerReference", "footerReference"}:
                    of = attribute(each, "type")
                    used = even if of == "even" else is_on(child(section, "titlePg")) if of == "first" else True
                    name = named.get(attribute(each, "id") or "")
                    if used and name:
                        seen.setdefault(name, kind.removesuffix("Reference"))
        yield from seen.items()

    # --- the walk ---------------------------------------------------------------------------------

    def _within(self, element: Element, paragraph: _Paragraph | None) -> None:  # noqa: PLR0912 - a table of elements
        for each in element:
            kind = local(each.tag)
            match kind:
                case "p":
                    self._paragraph(each)
                case "r":
                    if not self._hidden(each):
                        self._within(each, paragraph)
                case "t":
                    if paragraph is not None:
                        paragraph.add(each.text or "")
                case "fldChar" | "instrText" | "fldSimple":
                    self._field(each, kind, paragraph)
                case "sym":
                    pass  # what it means is told by its font alone
                case "AlternateContent":
                    chosen = child(each, "Choice")
                    self._within(chosen if chosen is not None else each, paragraph)
                case "drawing":
                    self._drawing(each)
                case "pict" | "object":
                    self._old_drawing(each)
                case "altChunk":
                    self._chunk(each)
                case "oMath":
                    self._graphic("equation", "".join(text.text or "" for text in descendants(each, "t")))
                case "ruby":
                    base = child(each, "rubyBase")
                    if base is not None:
                        self._within(base, paragraph)
                case _ if kind in _PIECES and paragraph is not None:
                    paragraph.add(_PIECES[kind])
                case _ if kind in _NOT_PRINTED:
                    pass
                case "tbl":
                    self._table(each)
                case "tr":
                    if child(each, "trPr", "hidden") is None:
                        self._row = (self._row[0], self._row[1] + (self._depth == 1 and self._row[0] > 0))
                        self._within(each, None)
                case "tc":
                    merged = child(each, "tcPr", "vMerge")
                    # what lies in a cell that goes on from the one above is not shown (17.4.84)
                    if merged is None or attribute(merged, "val") == "restart":
                        self._within(each, None)
                case _:
                    self._within(each, paragraph)

    def _table(self, table: Element) -> None:
        """Of tables in running text, the outermost are counted, and their rows."""
        self._depth += 1
        if self._depth == 1 and not self._place.part:
            self._tables += 1
            self._row = (self._tables, 0)
        self._within(table, None)
        self._depth -= 1
        if not self._depth:
            self._row = (0, 0)

    def _paragraph(self, element: Element) -> None:
        paragraph = _Paragraph(fields=self._fields)
        self._within(element, paragraph)
        self._fields = paragraph.fields
        words = "".join(paragraph.words)
        if words.strip():
            numbered = self._styles.is_numbered(element)
            level = 0 if self._place.part or paragraph.computed else self._styles.level_of(element)
            entry = bool(paragraph.contents)
            item = self._styles.is_item(element)
            level = 0 if entry else level
            row = (0, 0) if self._place.part else self._row
            self.blocks.append(
                Block(words, self._place, numbered, self._repeated, level=level, entry=entry, item=item, row=row)
            )
        if paragraph.contents and not _OTHER_CONTENTS.search(paragraph.contents):
            table = self.contents.setdefault(paragraph.contents, (_levels(paragraph.contents), []))
            table[1].extend(each for each in ["".join(paragraph.entry)] if each.strip())

    def _field(self, element: Element, kind: str, paragraph: _Paragraph | None) -> None:
        if paragraph is None:
            return
        if kind == "fldSimple":
            if _name(attribute(element, "instr") or "") not in _COMPUTED:
                self._within(element, paragraph)
        elif kind == "instrText":
            if paragraph.fields and not paragraph.fields[-1][1]:
                paragraph.fields[-1][0] += element.text or ""
        else:
            match attribute(element, "fldCharType"):
                case "begin":
                    paragraph.fields.append(["", ""])
                    paragraph.words += _chosen(element)
                case "separate" if paragraph.fields:
                    paragraph.fields[-1][1] = "begun"
                case "end" if paragraph.fields:
                    paragraph.fields.pop()
                case _:
                    pass

    def _hidden(self, run: Element) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return False
        mark = child(properties, "vanish")
        if mark is not None:
            return is_on(mark)
        return self._styles.hides(attribute(child(properties, "rStyle"), "val") or "")

    def _chunk(self, element: Element) -> None:
        """The words of another document, which Word takes in when it opens the file (17.17.2).

        Each is read once, however often it is taken in: three within each other, a hundred times each, are a million.
        """
        name = self._relations.get(attribute(element, "id") or "", "")
        if name in self._taken_in:
            return
        self._taken_in.add(name)
        try:
            data, kind = self._package.read(name), self._package.content_type(name)
        except KeyError:
            return
        place = Place(part="part in another format")
        words = _document_words(data) if "wordprocessingml" in kind else chunk_words(data, kind)
        self.blocks += [Block(each, place) for each in words]

    # --- what is drawn ----------------------------------------------------------------------------

    def _graphic(self, kind: Kind, name: str) -> None:
        self.graphics.append(Graphic(kind, name.strip(), self._place, self._repeated))

    def _drawing(self, drawing: Element) -> None:
        about = next(descendants(drawing, "docPr"), None)
        if attribute(about, "hidden") in {"1", "true"}:
            return
        name = attribute(about, "descr") or attribute(about, "title") or attribute(about, "name") or ""
        decorative = any(attribute(each, "val") in {"1", "true"} for each in descendants(drawing, "decorative"))
        data = next(descendants(drawing, "graphicData"), None)
        if data is None or not len(data):
            return
        inner = data[0]
        match local(inner.tag):
            case "pic":
                linked = next(descendants(inner, "blip"), None)
                if linked is not None and (attribute(linked, "embed") or attribute(linked, "link")) and not decorative:
                    self._graphic("picture", name)
                self.counted &= not decorative
            case "chart":
                self._graphic("chart", name)
                self._chart(attribute(inner, "id"))
            case "relIds":
                self.counted = False
                self._diagram(attribute(inner, "dm"))
            case "wsp":
                if _is_visible(inner) and not decorative:
                    self._graphic("drawing", name)
                self._boxes(inner)
            case _:
                self.counted = False
                self._boxes(inner)

    def _old_drawing(self, element: Element) -> None:
        """Of VML: pictures, the pictures of embedded objects, boxes of text; shapes are not counted."""
        for each in descendants(element, "imagedata"):
            if attribute(each, "id"):
                self._graphic("picture", attribute(each, "title") or "")
        shapes = [each for each in element if local(each.tag) in _VML or local(each.tag) == "group"]
        self.counted &= all(next(descendants(each, "imagedata"), None) is not None for each in shapes)
        self._boxes(element)

    def _boxes(self, element: Element) -> None:
        before, fields = self._place, self._fields
        for box in descendants(element, "txbxContent"):
            if not any(local(above.tag) == "txbxContent" for above in _between(box, element)):
                self._place, self._fields = Place(part=before.part or "text box"), []
                self._within(box, None)
        self._place, self._fields = before, fields

    def _chart(self, relation: str | None) -> None:
        root = tree(self._package, self._relations.get(relation or "", ""))
        if root is not None:
            self.blocks += [Block(words, self._place, repeated=self._repeated) for words in chart_titles(root)]

    def _diagram(self, relation: str | None) -> None:
        root = tree(self._package, self._relations.get(relation or "", ""))
        if root is not None:
            self.blocks += [Block(words, self._place, repeated=self._repeated) for words in diagram_words(root)]


def _document_words(data: bytes) -> Iterator[str]:
    """The paragraphs of a document within a document; none of one that is damaged."""
    with suppress(PackageError), Package(data) as package:
        yield from (block.words for block in read_word(package).blocks)


def chart_titles(root: Element) -> Iterator[str]:
    """The words that somebody typed for a chart (21.2): its title, and those of its axes."""
    for title in descendants(root, "title"):
        for paragraph in descendants(title, "p"):
            words = "".join(each.text or "" for each in descendants(paragraph, "t"))
            if words.strip():
                yield words


def diagram_words(root: Element) -> Iterator[str]:
    """The words of a diagram's data (21.4)."""
    for paragraph in descendants(root, "p"):
        words = "".join(each.text or "" for each in descendants(paragraph, "t"))
        if words.strip():
            yield words


def _between(element: Element, above: Element) -> Iterator[Element]:
    for each in element.iterancestors():
        if each is above:
            return
        yield each


def _chosen(begin: Element) -> list[str]:
    """What a list to choose from shows (17.16.9)."""
    choices = child(begin, "ffData", "ddList")
    if choices is None:
        return []
    entries = [attribute(each, "val") or "" for each in choices if local(each.tag) == "listEntry"]
    number = attribute(child(choices, "result"), "val") or attribute(child(choices, "default"), "val") or "0"
    return entries[int(number) : int(number) + 1] if number.isdecimal() else []


def _is_visible(shape: Element) -> bool:
    """Whether a shape has a colour or a line; what says neither has those of its style."""
    properties = child(shape, "spPr")
    filled = child(properties, "noFill") is None
    lined = child(properties, "ln", "noFill") is None
    said = child(shape, "style") is not None
    if properties is not None and not said:
        filled &= any(local(each.tag).endswith("Fill") for each in properties)
        line = child(properties, "ln")
        lined &= line is not None and len(line) > 0
    return filled or lined
