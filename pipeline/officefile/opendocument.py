"""What an OpenDocument file says of itself: its package goes in, its facts come out.

A text, a spreadsheet and a presentation have one vocabulary (ODF 1.3-3).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.findings import Place
from pipeline.numbering import letter
from pipeline.officefile.asked import opendocument as fonts
from pipeline.officefile.openplaces import open_places, placeholders
from pipeline.officefile.package import Package
from pipeline.officefile.records import Fact, Facts, cut, once
from pipeline.officefile.sheets import moves
from pipeline.officefile.vocabulary import NAMES, select, tags, value

if TYPE_CHECKING:
    from lxml import etree

_FIELDS = ("text:date", "text:time", "text:file-name")
"""ODF 1.3-3, 7.3.2, 7.3.3 and 7.7.2: made anew, where they are not fixed."""
_USUAL_MASTERS = {"Standard", "Default"}
"""What LibreOffice takes where a document names none: in texts, in spreadsheets."""
_SHOWN_BY = {
    "date-time": "presentation:display-date-time", "header": "presentation:display-header",
    "footer": "presentation:display-footer", "page-number": "presentation:display-page-number",
}  # fmt: skip
"""ODF 1.3-3, 20.240 and on: what a page says of the frames of its master."""
_UNPRINTED = tags("presentation:notes", "office:annotation", "text:tracked-changes", "style:handout-master")
_SEEN = ("draw:image", "draw:object", "draw:object-ole", "draw:custom-shape", "draw:line", "draw:rect", "draw:path",
    "draw:polygon", "draw:polyline", "draw:ellipse", "draw:circle", "draw:connector", "draw:control")  # fmt: skip
_REFERENCES = (
    ("text:bookmark-ref", ("text:bookmark", "text:bookmark-start"), "text:name"),
    ("text:reference-ref", ("text:reference-mark", "text:reference-mark-start"), "text:name"),
    ("text:sequence-ref", ("text:sequence",), "text:ref-name"),
)
"""ODF 1.3-3, 7.7: what refers to a name, and what has it."""


def read(package: Package) -> Facts:
    """All that is to be known of a document."""
    roots = [package.xml(part) for part in ("styles.xml", "content.xml") if package.find(part)]
    document = _Document(roots)
    return Facts(
        package.format,
        tuple(document.facts()),
        once(name.strip().lstrip("@") for name in fonts.families(roots)),
        fonts_surely=True,
        blank=document.is_blank(),
        macros=package.macros or "",
    )


class _Document:
    """The roots of a file: its styles, where it has them, and its content."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self._roots, self._content = roots, roots[-1]
        self._pages = {
            (value(style, "style:name") or ""): {key: value(said, key) for key in _OF_PAGES}
            for root in roots
            for style in select(root, "style:style")
            if value(style, "style:family") == "drawing-page"
            for said in select(style, "style:drawing-page-properties")
        }
        """What the styles of pages say of what they show."""
        self._slides = {page: number for number, page in enumerate(select(self._content, "draw:page"), 1)}
        self._sheets = {table: value(table, "table:name") or "" for table in self._tables()}
        self._words: dict[etree._Element, str] = {}
        self._addresses: dict[etree._Element, dict[etree._Element, str]] = {}

    def facts(self) -> Iterator[Fact]:
        """All, in the order of the file."""
        yield from self._changes()
        yield from self._moving()
        yield from self._declared_dates()
        yield from self._of_words()
        yield from self._references()
        yield from self._hidden()
        yield from self._links()

    def is_blank(self) -> bool:
        """Whether neither words nor pictures, on a page of its own or on a master's, would be seen."""
        body = next(select(self._content, "office:body"), None)
        if body is None:
            return True
        words = (words for _, words in _paragraphs(body))
        return not any(map(str.strip, words)) and next(select(body, *_SEEN), None) is None

    # --- what is printed ----------------------------------------------------------------------------

    def _tables(self) -> Iterator[etree._Element]:
        for sheets in select(self._content, "office:spreadsheet"):
            yield from (each for each in sheets if NAMES[each.tag] == "table:table")

    def _masters(self) -> list[etree._Element]:
        """The master pages that something names."""
        used = set(_USUAL_MASTERS)
        for root in self._roots:
            for each in select(root, "style:style", "draw:page", "style:master-page"):
                names = (value(each, key) for key in _NAMING_MASTERS)
                used.update(filter(None, names))
        masters = (master for root in self._roots for master in select(root, "style:master-page"))
        return [each for each in masters if value(each, "style:name") in used]

    def _printed(self, *names: str) -> Iterator[tuple[etree._Element, Place]]:
        """Elements on pages, with where they stand; of masters, what a page that is shown takes from them."""
        for element in select(self._content, *names):
            if next(element.iterancestors(*_UNPRINTED), None) is None and not self._is_hidden_page(element):
                yield element, self._spot(element)
        pages: dict[str | None, list[dict[str, str | None]]] = defaultdict(list)
        for page in self._slides:
            if not self._is_hidden_page(page):
                pages[value(page, "draw:master-page-name")].append(self._of_page(page))
        for master in self._masters():
            name = value(master, "style:name")
            spot = Place(part=value(master, "style:display-name") or name or "")
            for element in select(master, *names):
                if next(element.iterancestors(*_UNPRINTED), None) is None and self._shows(element, pages[name]):
                    yield element, spot

    def _shows(self, element: etree._Element, pages: list[dict[str, str | None]]) -> bool:
        """Whether one of the pages shows an element of their master."""
        head = next(element.iterancestors(*_HEADS), None)
        if head is not None and value(head, "style:display") == "false":
            return False
        if not self._slides:
            return True
        frame = next((each for each in element.iterancestors() if value(each, "presentation:class")), None)
        shown_by = _SHOWN_BY.get(value(frame, "presentation:class") or "") if frame is not None else None
        visible = [page for page in pages if page["presentation:background-objects-visible"] != "false"]
        return any(shown_by is None or page[shown_by] == "true" for page in visible)

    def _of_page(self, page: etree._Element) -> dict[str, str | None]:
        return self._pages.get(value(page, "draw:style-name") or "") or dict.fromkeys(_OF_PAGES)

    def _is_hidden_page(self, element: etree._Element) -> bool:
        if not self._slides:
            return False
        page = element if element in self._slides else next(element.iterancestors(*_PAGE), None)
        return page is not None and self._of_page(page)["presentation:visibility"] == "hidden"

    def _spot(self, element: etree._Element) -> Place:
        table = next((each for each in element.iterancestors(*_TABLE) if each in self._sheets), None)
        if table is not None:
            cell = element if NAMES[element.tag] in _CELLS else next(element.iterancestors(*_CELL), None)
            if table not in self._addresses:
                self._addresses[table] = _addresses(table)
            address = self._addresses[table].get(cell, "") if cell is not None else ""
            return Place(sheet=self._sheets[table], cell=address)
        page = next(element.iterancestors(*_PAGE), None)
        slide = self._slides.get(page, 0) if page is not None else 0
        own = NAMES[element.tag] in _PARAGRAPHS
        paragraph = element if own else next(element.iterancestors(*_PARAGRAPH), None)
        if paragraph is None:
            return Place(slide=slide)
        if paragraph not in self._words:
            self._words[paragraph] = cut(own_words(paragraph))
        return Place(slide=slide, paragraph=self._words[paragraph])

    # --- what there is ----------------------------------------------------------------------------

    def _changes(self) -> Iterator[Fact]:
        for root in self._roots:
            for region in select(root, "text:changed-region"):
                by = "".join(each.text or "" for each in select(region, "dc:creator"))
                words = "".join("".join(map(str, each.itertext())) for each in select(region, "text:p", "text:h"))
                yield Fact("change", Place(paragraph=cut(words)), by=by)
        if next(select(self._content, "table:tracked-changes"), None) is not None:
            yield Fact("history", Place())

    def _moving(self) -> Iterator[Fact]:
        for field, spot in self._printed(*_FIELDS):
            if value(field, "text:fixed") != "true":
                yield Fact("moving", spot, NAMES[field.tag].partition(":")[2])
        for cell in select(self._content, "table:table-cell", "table:covered-table-cell"):
            formula = cell.get(_FORMULA)
            if formula is not None and moves(formula):
                yield Fact("moving", self._spot(cell), cut(formula.partition("=")[2]))

    def _declared_dates(self) -> Iterator[Fact]:
        """Slides that show a date that is declared as the current one (ODF 1.3-3, 9.11.3 and 19.405)."""
        declared = {
            value(each, "presentation:name")
            for each in select(self._content, "presentation:date-time-decl")
            if value(each, "presentation:source") == "current-date"
        }
        for page, number in self._slides.items():
            shows = self._of_page(page)["presentation:display-date-time"] == "true" and not self._is_hidden_page(page)
            if shows and value(page, "presentation:use-date-time-name") in declared:
                yield Fact("moving", Place(slide=number), "date")

    def _of_words(self) -> Iterator[Fact]:
        for paragraph, words in _paragraphs(self._content):
            yield from (Fact("placeholder", self._spot(paragraph), each) for each in placeholders(words))
            yield from (Fact("open", self._spot(paragraph), each) for each in open_places(words))
        for field in select(self._content, "text:placeholder", "text:database-display"):
            name = value(field, "text:column-name") or "".join(map(str, field.itertext()))
            yield Fact("open", self._spot(field), f"<{cut(name)}>")
        for note in select(self._content, "office:annotation"):
            by = "".join(each.text or "" for each in select(note, "dc:creator"))
            words = " ".join("".join(map(str, each.itertext())) for each in select(note, "text:p"))
            yield Fact("comment", self._spot(note), cut(words), by)
        for notes in select(self._content, "presentation:notes"):
            words = " ".join(words for _, words in _paragraphs(notes, notes=True)).strip()
            if words:
                page = next(notes.iterancestors(*_PAGE), None)
                yield Fact("note", Place(slide=self._slides.get(page, 0) if page is not None else 0), cut(words))

    def _references(self) -> Iterator[Fact]:
        for referring, marks, key in _REFERENCES:
            known = {value(mark, key) for root in self._roots for mark in select(root, *marks)}
            for root in self._roots:
                for each in select(root, referring):
                    if (name := value(each, "text:ref-name")) is not None and name not in known:
                        yield Fact("reference", self._spot(each), name)

    def _hidden(self) -> Iterator[Fact]:
        for field in select(self._content, "text:hidden-text", "text:hidden-paragraph"):
            yield Fact("hidden-text", self._spot(field), cut(value(field, "text:string-value") or ""))
        for section in select(self._content, "text:section"):
            if value(section, "text:display") == "none":
                yield Fact("hidden-text", Place(), cut(" ".join(words for _, words in _paragraphs(section))))
        for page, number in self._slides.items():
            if self._is_hidden_page(page):
                yield Fact("hidden-slide", Place(slide=number))
        unseen = {
            value(style, "style:name")
            for root in self._roots
            for said in select(root, "style:table-properties")
            if value(said, "table:display") == "false"
            for style in said.iterancestors(*_STYLE)
        }
        for table, name in self._sheets.items():
            if value(table, "table:style-name") in unseen:
                yield Fact("hidden-sheet", Place(sheet=name))
            if any(value(each, "table:visibility") in _COLLAPSED for each in select(table, "table:table-row")):
                yield Fact("hidden-rows", Place(sheet=name))
            if any(value(each, "table:visibility") in _COLLAPSED for each in select(table, "table:table-column")):
                yield Fact("hidden-columns", Place(sheet=name))

    def _links(self) -> Iterator[Fact]:
        for root in self._roots:
            for each in select(root, *_LINKING):
                if address := value(each, "xlink:href"):
                    name = NAMES[each.tag]
                    if name in {"text:a", "draw:a"}:
                        yield Fact("link", self._spot(each), address)
                    elif name in {"draw:object", "draw:object-ole"} and address.startswith(("./", "Object", "#")):
                        yield Fact("embedded", self._spot(each), address)
                    elif ":" in address or address.startswith(("/", "../")):
                        yield Fact("outside", self._spot(each), address)


_OF_PAGES = ("presentation:background-objects-visible", "presentation:visibility", *_SHOWN_BY.values())
_LINKING = ("text:a", "draw:a", "draw:image", "draw:fill-image", "style:background-image", "draw:object",
    "draw:object-ole", "draw:plugin", "text:section-source", "table:table-source", "table:cell-range-source",
    "text:list-level-style-image", "office:dde-source", "draw:applet", "draw:floating-frame")  # fmt: skip
_FORMULA = tags("table:formula")[0]
_NAMING_MASTERS = ("draw:master-page-name", "style:master-page-name", "style:next-style-name")
_COLLAPSED = {"collapse", "filter"}
_CELLS = {"table:table-cell", "table:covered-table-cell"}
_CELL, _TABLE, _PAGE = tags(*sorted(_CELLS)), tags("table:table"), tags("draw:page")
_PARAGRAPHS = {"text:p", "text:h"}
_PARAGRAPH, _STYLE = tags(*sorted(_PARAGRAPHS)), tags("style:style")
_HEADS = tags("style:header", "style:footer", "style:header-left", "style:footer-left", "style:header-first",
    "style:footer-first")  # fmt: skip
_APART = {"office:annotation", "text:note", "text:tracked-changes"}


def _paragraphs(root: etree._Element, *, notes: bool = False) -> Iterator[tuple[etree._Element, str]]:
    """Each paragraph on a page, with its words."""
    left_out = tags("office:annotation", "text:tracked-changes") if notes else _UNPRINTED
    for paragraph in select(root, "text:p", "text:h"):
        if next(paragraph.iterancestors(*left_out), None) is None:
            yield paragraph, own_words(paragraph)


def own_words(paragraph: etree._Element) -> str:
    """Its words, without those of notes and boxes in it."""
    pieces: list[str] = []
    waiting: list[etree._Element | str] = [*_inner(paragraph)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            pieces.append(each)
        elif (name := NAMES[each.tag]) in _GAPS:
            pieces.append(" ")
        elif name not in _APART and not name.startswith("draw:"):
            waiting += _inner(each)
    return "".join(pieces)


def _inner(element: etree._Element) -> Iterator[etree._Element | str]:
    """What an element holds, the last first."""
    for each in reversed(element):
        if each.tail:
            yield each.tail
        yield each
    if element.text and NAMES[element.tag]:
        yield element.text


_GAPS = {"text:s", "text:tab", "text:line-break"}


def _addresses(table: etree._Element) -> dict[etree._Element, str]:
    """``B7`` of each cell, from how often rows and cells are repeated (ODF 1.3-3, 19.675 and 19.679)."""
    found: dict[etree._Element, str] = {}
    row = 1
    for each in table.iter(*_ROW):
        column = 1
        for cell in each.iterchildren(*_CELL):
            found[cell] = f"{letter(column)}{row}"
            column += _times(cell, "table:number-columns-repeated")
        row += _times(each, "table:number-rows-repeated")
    return found


_ROW = tags("table:table-row")


def _times(element: etree._Element, key: str) -> int:
    said = value(element, key) or "1"
    return int(said) if said.isascii() and said.isdigit() and len(said) < _LONGEST_NUMBER else 1


_LONGEST_NUMBER = 9
