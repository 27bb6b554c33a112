"""An OpenDocument file goes in, what it shows comes out: paragraphs with their words, and what is drawn.

Source: OASIS, Open Document Format for Office Applications 1.3, part 3. A cell has its words as they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.completeness.shown import Block, Contents, Graphic, Kind, Shown
from pipeline.completeness.source import child, descendants, tree
from pipeline.findings import Place
from pipeline.numbering import letter
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOT_PRINTED = frozenset(
    {
        *("tracked-changes", "annotation", "annotation-end", "notes", "forms", "desc", "title", "note-citation"),
        *("hidden-text", "script", "event-listeners", "shapes", "named-expressions", "database-ranges"),
        *("dde-connection-decls", "variable-decls", "sequence-decls", "user-field-decls", "settings", "label-ranges"),
        *("calculation-settings", "content-validations", "data-pilot-tables", "ruby-text", "date-time-decl"),
        *("header-decl", "footer-decl", "index-source", "table-of-content-source", "alphabetical-index-source"),
    }
)
_COMPUTED = frozenset(
    {
        *("page-number", "page-count", "date", "time", "file-name", "chapter", "page-continuation", "sheet-name"),
        *("author-name", "author-initials", "title", "subject", "keywords", "description", "creation-date"),
        *("creation-time", "modification-date", "modification-time", "print-date", "print-time", "editing-cycles"),
        *("editing-duration", "word-count", "paragraph-count", "character-count", "table-count", "image-count"),
        *("object-count", "sequence", "sequence-ref", "bookmark-ref", "reference-ref", "note-ref", "expression"),
        *("variable-get", "variable-set", "variable-input", "user-field-get", "user-field-input", "conditional-text"),
        *("database-display", "database-name", "database-row-number", "placeholder", "text-input", "dde-connection"),
        *(
            "header",
            "footer",
            "date-time",
            "template-name",
            "initial-creator",
            "creator",
            "hidden-paragraph",
            "measure",
        ),
        *("user-defined", "table-formula", "bibliography-mark", "meta-field", "printed-by", "execute-macro", "measure"),
    }
)
"""Fields whose words a program makes anew (7)."""
_DRAWN = frozenset({"frame", "custom-shape", "g", "rect", "ellipse", "line", "path"})
_MOST = 1024
"""Columns that are looked at one by one: beyond lie empty ones."""


def read_opendocument(package: Package) -> Shown:
    """What the document shows."""
    content = tree(package, package.main)
    body = child(content, "body") if content is not None else None
    if content is None or body is None or not len(body):
        return Shown()
    reading = _Reading(content, package)
    reading.within(body[0])
    if local(body[0].tag) == "text":
        reading.heads()
    starts = sum(
        (attribute(each, "page-number") or "auto") != "auto" for each in descendants(content, "paragraph-properties")
    )
    return Shown(
        tuple(reading.blocks),
        tuple(reading.graphics),
        counted=False,
        contents=tuple(reading.contents),
        restarts=starts,
    )


class _Reading:
    """Walks through a document, and notes what it shows."""

    def __init__(self, content: Element, package: Package) -> None:
        self.blocks: list[Block] = []
        self.graphics: list[Graphic] = []
        self._content, self._package = content, package
        self._place = Place()
        self._repeated = False
        self._entries: list[str] | None = None
        self._item, self._tables, self._depth, self._row = False, 0, 0, (0, 0)
        self.contents: list[Contents] = []
        styles = list(descendants(content, "style"))
        self._hidden_slides = {
            attribute(each, "name")
            for each in styles
            if attribute(child(each, "drawing-page-properties"), "visibility") == "hidden"
        }
        self._hidden_tables = {
            attribute(each, "name")
            for each in styles
            if attribute(child(each, "table-properties"), "display") == "false"
        }
        self._hidden_words = {
            attribute(each, "name") for each in styles if attribute(child(each, "text-properties"), "display") == "none"
        }

    def within(self, element: Element | tuple[Element]) -> None:  # noqa: PLR0912 - a table of elements
        """Notes what the elements in one show."""
        slide = 0
        for each in element:
            kind = local(each.tag)
            if kind == "page":
                slide += 1
                if attribute(each, "style-name") not in self._hidden_slides:
                    self._place = Place(slide=slide)
                    self.within(each)
            elif kind == "table" and self._is_sheet(each):
                # of a sheet with print ranges, which cells lie in them is not worked out
                shown = attribute(each, "style-name") not in self._hidden_tables and attribute(each, "print") != "false"
                if shown and not attribute(each, "print-ranges"):
                    self._sheet(each)
            elif kind in _NOT_PRINTED or _is_hidden(each):
                continue
            elif kind in {"p", "h"}:
                self._paragraph(each)
            elif kind == "table" and self._place == Place():
                self._table(each)
            elif kind == "table-row" and self._depth == 1:
                self._row = (self._row[0], self._row[1] + 1)
                self.within(each)
            elif kind in {"list-item", "list-header"}:
                item, self._item = self._item, kind == "list-item"
                self.within(each)
                self._item = item
            elif kind == "frame":
                self._frame(each)
            elif kind == "table-of-content":
                self._table_of_contents(each)
            elif kind == "index-title":
                before, self._entries = self._entries, None
                self.within(each)
                self._entries = before
            else:
                self.within(each)

    def _table(self, table: Element) -> None:
        """Of tables in running text, the outermost are counted, and their rows."""
        self._depth += 1
        if self._depth == 1:
            self._tables += 1
            self._row = (self._tables, 0)
        self.within(table)
        self._depth -= 1
        if not self._depth:
            self._row = (0, 0)

    def _table_of_contents(self, table: Element) -> None:
        """Its entries, as they were last saved (8.3); of one of marks, or of a chapter alone, none are told."""
        source = child(table, "table-of-content-source")
        told = attribute(source, "index-scope") != "chapter" and attribute(source, "use-outline-level") != "false"
        self._entries = []
        self.within(table)
        if told and next(descendants(self._content, "toc-mark", "toc-mark-start"), None) is None:
            levels = range(1, int(attribute(source, "outline-level") or 10) + 1)
            self.contents.append(Contents(levels, tuple(self._entries)))
        self._entries = None

    def _sheet(self, table: Element) -> None:
        """Its cells, row by row (9.1); empty ones stand for many."""
        name, row_number = attribute(table, "name") or "", 0
        hidden = {number for number, column in enumerate(_columns(table), start=1) if _is_hidden(column)}
        for row in descendants(table, "table-row"):
            row_number += _repeated(row, "number-rows-repeated")
            if any(map(_is_hidden, (row, *row.iterancestors("{*}table-row-group", "{*}table-header-rows")))):
                continue
            column = 0
            for cell in row:
                column += _repeated(cell, "number-columns-repeated")
                if local(cell.tag) == "table-cell" and column not in hidden and len(cell):
                    self._place = Place(sheet=name, cell=f"{letter(column)}{row_number}")
                    self.within(cell)
        for shapes in table:
            if local(shapes.tag) == "shapes":
                self._place = Place(sheet=name)
                self.within(shapes)

    @staticmethod
    def _is_sheet(table: Element) -> bool:
        above = table.getparent()
        return above is not None and local(above.tag) == "spreadsheet"

    def heads(self) -> None:
        """The heads and feet of pages (16.9), as far as they are printed somewhere."""
        styles = tree(self._package, "styles.xml")
        if styles is None:
            return
        self._repeated = True
        masters = list(descendants(styles, "master-page"))
        if len(masters) != 1:
            return  # which of several are used is told by the pages alone
        for each in masters[0]:
            if local(each.tag) in {"header", "footer"} and attribute(each, "display") != "false":
                self._place = Place(part=local(each.tag))
                self.within(each)

    def _paragraph(self, element: Element) -> None:
        pieces: list[str] = []
        self._words(element, pieces)
        words = "".join(pieces)
        if words.strip():
            heading = local(element.tag) == "h" and self._entries is None and self._place == Place()
            level = int(attribute(element, "outline-level") or 1) if heading and not self._repeated else 0
            entry = self._entries is not None
            inside = self._place == Place()
            self.blocks.append(
                Block(
                    words,
                    self._place,
                    repeated=self._repeated,
                    level=level,
                    entry=entry,
                    item=inside and self._item and not level,
                    row=self._row if inside else (0, 0),
                )
            )
            if self._entries is not None:
                self._entries.append(words)

    def _words(self, element: Element, pieces: list[str]) -> None:
        pieces.append(element.text or "")
        for each in element:
            kind = local(each.tag)
            if kind in {"s", "tab", "line-break"}:
                pieces.append(" ")
            elif kind == "note":
                body = child(each, "note-body")
                if body is not None:
                    before, self._place = self._place, Place(part="footnote")
                    self.within(body)
                    self._place = before
            elif kind in _DRAWN:
                self.within((each,))
            elif kind in _NOT_PRINTED or kind in _COMPUTED or attribute(each, "style-name") in self._hidden_words:
                pass
            elif kind == "ruby":
                base = child(each, "ruby-base")
                if base is not None:
                    self._words(base, pieces)
            else:
                self._words(each, pieces)
            pieces.append(each.tail or "")

    def _frame(self, frame: Element) -> None:
        title = child(frame, "title")
        name = _words_in(title) if title is not None else attribute(frame, "name") or ""
        for each in frame:
            match local(each.tag):
                case "image":
                    self._graphic("picture", name)
                    return  # others are the same in another form
                case "object":
                    self._object(each, name)
                    return
                case "object-ole":
                    self._graphic("picture", name)
                    return
                case "text-box" | "table":
                    self.within(each)
                case _:
                    pass

    def _object(self, element: Element, name: str) -> None:
        inner = (attribute(element, "href") or "").removeprefix("./")
        root = tree(self._package, f"{inner}/content.xml")
        if next(descendants(element, "math"), None) is not None or (root is not None and local(root.tag) == "math"):
            self._graphic("equation", name)
            return
        body = child(root, "body") if root is not None else None
        self._graphic("chart" if child(body, "chart") is not None else "picture", name)
        if root is not None and child(body, "chart") is not None:
            for title in descendants(root, "title", "subtitle"):
                words = _words_in(title)
                if words:
                    self.blocks.append(Block(words, self._place, repeated=self._repeated))

    def _graphic(self, kind: Kind, name: str) -> None:
        self.graphics.append(Graphic(kind, name, self._place, self._repeated))


def _words_in(element: Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _is_hidden(element: Element) -> bool:
    """Whether it is a row or a column that is not shown (19.749), or a section that is not (19.470)."""
    if attribute(element, "visibility") in {"collapse", "filter"}:
        return True
    return local(element.tag) == "section" and attribute(element, "display") in {"none", "condition"}


def _columns(table: Element) -> Iterator[Element]:
    for each in descendants(table, "table-column"):
        yield from [each] * min(_repeated(each, "number-columns-repeated"), _MOST)


def _repeated(element: Element, name: str) -> int:
    said = attribute(element, name)
    return int(said) if said and said.isdecimal() and len(said) < 8 else 1
