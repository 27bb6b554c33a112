"""The wordings of many letters and their template go in; one Word document that has all of them, one after the other,
comes out, and why which of them can't be in it.

The letter to nobody may stand before them: LibreOffice numbers fonts, and the parts of large ones, as it meets their
signs, and what it has met there does not depend on whose letters follow.

What a document counts, it counts through all of its letters: notes, fields, lists. What has such things is left out,
unless it can be made to begin anew; so is what would take the place of the heads that all letters share. Each letter
is a section of its own, whose pages are counted from 1, and has a bookmark at its beginning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zipfile import ZipFile

from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.errors import PapersError
from pipeline.findings import Finding, Place
from pipeline.localise import Wording, by_name, right_to_left
from pipeline.merge import check_words, describe, make_final, sent_repeating, settle, settle_element
from pipeline.merge.blocks import Filled
from pipeline.merge.counted import ApartError, Numbering, property_of
from pipeline.merge.direction import hold_together
from pipeline.merge.filling import FAILURES, Allowance, LargeError, environment, known
from pipeline.merge.kept import Kept
from pipeline.merge.notes import REFERENCE, Notes
from pipeline.merge.pagecount import with_count
from pipeline.merge.part import W
from pipeline.merge.pieces import Pieces
from pipeline.merge.provisional import provisional
from pipeline.merge.proxied import put_proxies
from pipeline.merge.ready import ready, xml_of
from pipeline.merge.said import Said, said, words_of
from pipeline.model import Properties
from pipeline.text import BRACES

START = "letter"
"""What the bookmark at a letter's beginning is called, before the letter's number in the document, from 0."""

_FIELDS = (f"{W}instrText", f"{W}fldSimple")
_KEPT_FIELDS = re.compile(r"\s*(?:PAGE|HYPERLINK|TITLE|SUBJECT|AUTHOR)\b", re.IGNORECASE)
_REASONS = {
    f"{W}endnoteReference": "alone-notes",
    **dict.fromkeys((f"{W}ins", f"{W}del", f"{W}altChunk", f"{W}subDoc", f"{W}object"), "alone-parts"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "alone-parts",
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}linkedTxbx": "alone-parts",
    f"{W}lnNumType": "alone-sections",
}
"""Elements of a letter's text that a document with other letters would not set as it sets one alone, and a word for
why: what is counted through the document, what floats, and what has settings of its own."""
_NAMED = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_OWN = (*_FIELDS, f"{W}fldChar", *_REASONS, *_NAMED, REFERENCE, f"{W}sectPr")
"""Elements of which each letter has its own."""
_MOST_PARAGRAPHS = 1000
"""In a document, cells counted twice more: of longer ones LibreOffice guesses otherwise how much a page holds before it
looks (SwLayHelper::CalcPageCount), and a heading that stands last on a page depends on that."""


@dataclass(frozen=True, slots=True)
class Together:
    """Letters in one document."""

    document: bytes
    """Nothing where there is none that others can be with."""
    numbers: tuple[int, ...]
    """Which of the wordings are in it, in their order, from 0."""
    words: tuple[str, ...]
    """Of each, a paragraph a line."""
    kept: tuple[frozenset[int], ...]
    """Of each, the lines of those paragraphs that are to stay on the page of the next, from 0."""
    heads: str
    """The words of heads and feet, which are all letters'."""
    apart: dict[int, str]
    """The others, and the code of the reason why."""
    led: bool = False
    """Whether the letter to nobody stands before them."""
    counted: bool = False
    """Whether each says how many pages it has."""
    proxies: int = 0
    """How many pictures have another one in their place."""
    later: frozenset[int] = frozenset()
    """Those that can be in another one: this is as long as it may be."""
    found: tuple[Finding, ...] = ()
    """What was taken out, as it leaves the house, and what is not final."""


def merge_together(
    wordings: Sequence[Wording],
    template: Path,
    letterhead: Path | None,
    properties: Properties,
    pictures: Mapping[str, Path] = MappingProxyType({}),
    nobody: Wording | None = None,
    pages: int = 2,
) -> Together:
    """The letters of these wordings, all in one language, behind the letter to ``nobody``; without it, two at least.
    Where they say how many pages they have, they say that they have so many ``pages``. TemplateError for a template
    that is wrong with the first."""
    return _Merger(wordings, template, letterhead, properties, pictures, pages).merged(nobody)


def words_in(document: Path) -> str:
    """The words of a document that holds one letter, as :attr:`Together.words` has them."""
    with ZipFile(document) as archive:
        return words_of(etree.fromstring(archive.read("word/document.xml")))


_WRONG = (*FAILURES, etree.XMLSyntaxError, PapersError, LargeError)


class _Merger:
    """Fills in one template many times."""

    def __init__(
        self,
        wordings: Sequence[Wording],
        template: Path,
        letterhead: Path | None,
        properties: Properties,
        pictures: Mapping[str, Path],
        pages: int,
    ) -> None:
        self._pages, self._counted = pages, False
        self._wordings, self._template, self._properties, self._pictures = wordings, template, properties, pictures
        made = ready(wordings[0], template, letterhead)
        self._document, self._found = made.document.copied(), made.found
        self._text, self._others = made.text, made.others
        self._main: Part = self._document.docx.part
        self._right_to_left = right_to_left(wordings[0].language)
        self._notes = Notes(self._document)
        self._heads = [part for part in self._document.parts() if part not in (self._main, self._notes.part)]
        self._numbering = Numbering(self._document)
        self._said = partial(said, keeps=Kept(self._document).holds)
        self._pieces = Pieces(self._said, self._is_own)

    def merged(self, nobody: Wording | None) -> Together:
        self._blocks = self._text.blocks(_own([*([] if nobody is None else [nobody]), *self._wordings]))
        apart: dict[int, str] = {}
        bodies: list[etree._Element] = []
        numbers: list[int] = []
        words: list[str] = []
        kept: list[frozenset[int]] = []
        paragraphs = 0
        heads: dict[str, str] | None = None
        if why := self._reason_of_heads():
            return Together(b"", (), (), (), "", dict.fromkeys(range(len(self._wordings)), why))
        if nobody is not None:
            with suppress(ApartError, *_WRONG):
                body, all_said, _, heads = self._letter(nobody, 0)
                bodies.append(body)
                paragraphs = all_said.paragraphs
        led = bool(bodies)
        later: frozenset[int] = frozenset()
        for number, wording in enumerate(self._wordings):
            if numbers and paragraphs + paragraphs // len(bodies) > _MOST_PARAGRAPHS:
                later = frozenset(range(number, len(self._wordings)))
                break
            try:
                body, all_said, its_words, own_heads = self._letter(wording, len(bodies))
                if heads is not None and own_heads != heads:
                    raise ApartError("alone-heads")
            except ApartError as error:
                apart[number] = error.why
            except _WRONG:
                apart[number] = "alone-error"  # which is told of the letter when it is made alone
            else:
                heads = own_heads
                bodies.append(body)
                paragraphs += all_said.paragraphs
                numbers.append(number)
                words.append(its_words)
                kept.append(frozenset(line for line, stays in enumerate(all_said.kept) if stays))
        if not numbers or len(bodies) < 2:
            return Together(b"", (), (), (), "", apart | dict.fromkeys(numbers, ""))
        document, proxies, found = self._joined(bodies, heads or {}, self._wordings[numbers[0]], led=led)
        of_each = (tuple(numbers), tuple(words), tuple(kept))
        return Together(document, *of_each, self._said_in_heads(), apart, led, self._counted, proxies, later, found)

    def _letter(self, wording: Wording, number: int) -> tuple[etree._Element, Said, str, dict[str, str]]:
        """A letter's body, what it says, its words with those of its notes, and the heads and feet that it wants."""
        allowance = Allowance()
        context = known(wording.words, allowance)
        body = self._settled([each.filled(self._document, context, allowance) for each in self._blocks])
        heads = {name: self._filled(name, context, allowance) for name in map(_name, self._heads)}
        self._counted |= with_count(body, self._pages, right_to_left=self._right_to_left)
        self._hold(body)
        self._numbering.renew(body, number)
        _rename(body, number)
        notes = self._noted(body, wording, context, allowance, number)
        all_said = self._pieces.said(body)
        return body, all_said, "\n".join(("\n".join(all_said.lines), *map(words_of, notes))), heads

    def _filled(self, name: str, context: dict[str, Any], allowance: Allowance) -> str:
        """Another part than the text."""
        (xml,) = self._others[name].filled(self._document, context, allowance).children
        return xml

    def _noted(
        self, body: etree._Element, wording: Wording, context: dict[str, Any], allowance: Allowance, number: int
    ) -> list[etree._Element]:
        """A letter's notes, filled in and final."""
        part = self._notes.part
        if next(body.iter(REFERENCE), None) is None:
            return []
        if part is None or self._right_to_left:  # the line above notes stands on the other side in company
            raise ApartError("alone-notes")
        root = self._document.fix_tables(self._filled(_name(part), context, allowance))
        words = self._document.expected_of(_name(part), wording.words, allowance)
        found = settle_element(root, part, self._template, words, self._pictures, right_to_left=self._right_to_left)
        self._tell(found)
        self._counted |= with_count(root, self._pages, right_to_left=self._right_to_left)
        _hold_elements(root)
        if next(root.iter(f"{W}numPr"), None) is not None:
            raise ApartError("alone-lists")
        _rename(root, number)
        return self._notes.renew(body, root, number)

    def _settled(self, blocks: Sequence[Filled]) -> etree._Element:
        """A body that was filled in, final."""
        source, news = self._pieces.parted([child for block in blocks for child in block.children])
        body = self._document.fix_tables("".join((self._text.start, source, self._text.end)))
        wrong = make_final(body, self._main, self._template, self._pictures)
        compared = self._pieces.compared(body)
        if any(wrong) or compared != "".join(block.compared for block in blocks) or BRACES.search(compared):
            words = "\n".join(block.words for block in blocks)
            check_words(self._pieces.text(body), self._main, self._template, words, wrong)
        if self._right_to_left:
            hold_together(body)
        self._tell(provisional(Place(str(self._template)), body))
        self._pieces.keep(body, news)
        return body

    def _is_own(self, element: etree._Element) -> bool:
        """Whether each letter must have one of its own."""
        links = (each.get(f"{W}anchor") for each in element.iter(f"{W}hyperlink"))
        return next(element.iter(*_OWN), None) is not None or any(links) or self._numbering.numbers(element)

    def _tell(self, found: Sequence[Finding]) -> None:
        self._found += tuple(each for each in found if each not in self._found)

    def _hold(self, body: etree._Element) -> None:
        """Raises ApartError where a letter has what a document counts through all of them."""
        if not len(body) or body[-1].tag != f"{W}sectPr" or len(body) < 2 or body[-2].tag != f"{W}p":
            raise ApartError("alone-sections")
        if next(body.iter(f"{W}p", f"{W}tbl")).tag == f"{W}tbl":  # where LibreOffice does not begin to count pages
            raise ApartError("alone-sections")
        _hold_elements(body)

    def _reason_of_heads(self) -> str:
        """Why no letter can share its heads and feet with others; nothing where all can."""
        try:
            for part in self._heads:
                root = etree.fromstring(xml_of(part))
                self._counted |= with_count(root, self._pages, right_to_left=self._right_to_left)
                for element in root.iter(*_FIELDS):
                    _hold_field(element)
        except ApartError as error:
            return error.why
        return ""

    def _said_in_heads(self) -> str:
        return "\n".join(
            words_of(etree.fromstring(xml_of(part)))
            for part in self._document.parts()
            if part not in (self._main, self._notes.part)
        )

    def _joined(
        self, bodies: Sequence[etree._Element], heads: Mapping[str, str], first: Wording, *, led: bool
    ) -> tuple[bytes, int, tuple[Finding, ...]]:
        document, proxies = self._document, 0
        document.put_heads(heads)
        document.render_footnotes(known(first.words, None), environment())
        for part in document.parts():
            if part not in (self._main, self._notes.part):
                words = document.expected_of(_name(part), first.words, None)
                settle(part, self._template, words, self._pictures, right_to_left=self._right_to_left)
                _count_in(part, self._pages, right_to_left=self._right_to_left)
        self._notes.write(len(bodies))
        body = document.docx.element.body
        body.clear()
        several = any(sum(1 for _ in each.iter(f"{W}sectPr")) > 1 for each in bodies)  # which have heads of their own
        for number, letter in enumerate(bodies):
            section = letter[-1]
            _begin(letter, number)
            _count_from_one(next(letter.iter(f"{W}sectPr")))
            if number == 1 and led and not several:
                proxies = put_proxies(self._main, section)
            elif number and not several:
                for reference in section.findall(f"{W}headerReference") + section.findall(f"{W}footerReference"):
                    section.remove(reference)  # those of the section before it hold on (ECMA-376-1, 17.10.1)
            if number < len(bodies) - 1:
                _end(letter[-2], section)
            body.extend(list(letter))
        describe(document.docx, self._properties)
        written = self._main.blob
        data, found = sent_repeating(
            document.docx, self._template, self._pieces.put_in(written, once=True), self._pieces.put_in(written)
        )
        return data, proxies, (*self._found, *found)


def _own(wordings: Sequence[Wording]) -> frozenset[str]:
    """The names of the words that some letters have otherwise than others."""
    first, *others = (by_name(each.words) for each in wordings)
    several = (frozenset(name for name in {*first, *each} if first.get(name) != each.get(name)) for each in others)
    return frozenset().union(*several)


def _name(part: Part) -> str:
    return str(part.partname)


def _count_in(part: Part, pages: int, *, right_to_left: bool) -> None:
    root = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
    if with_count(root, pages, right_to_left=right_to_left) and not isinstance(part, XmlPart):
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _hold_elements(root: etree._Element) -> None:
    for element in root.iter(*_FIELDS, *_REASONS):
        if why := _REASONS.get(element.tag):
            raise ApartError(why)
        _hold_field(element)


def _hold_field(element: etree._Element) -> None:
    code = element.text if element.tag == f"{W}instrText" else element.get(f"{W}instr")
    if code and code.strip() and not _KEPT_FIELDS.match(code):
        raise ApartError("alone-fields")


# --- bookmarks and sections ---------------------------------------------------------------------


def _rename(body: etree._Element, number: int) -> None:
    """Gives a letter's bookmarks names and numbers of its own, and its links what they lead to."""
    for element in body.iter(*_NAMED, f"{W}hyperlink"):
        for name in ("name", "anchor"):
            if (value := element.get(f"{W}{name}")) is not None:
                element.set(f"{W}{name}", f"_{number}{value}"[:40])
        if element.tag != f"{W}hyperlink":
            element.set(f"{W}id", f"{number + 1}{element.get(f'{W}id', '0').zfill(6)}")


def _begin(letter: etree._Element, number: int) -> None:
    """Puts a bookmark at the beginning of the first paragraph."""
    paragraph = next(letter.iter(f"{W}p"))
    place = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    key = {f"{W}id": str(number)}
    paragraph.insert(place, paragraph.makeelement(f"{W}bookmarkStart", {**key, f"{W}name": f"{START}{number}"}))
    paragraph.insert(place + 1, paragraph.makeelement(f"{W}bookmarkEnd", key))


def _count_from_one(section: etree._Element) -> None:
    for kind in section.findall(f"{W}type"):
        section.remove(kind)
    pages = section.find(f"{W}pgNumType")
    if pages is None:
        pages = section.makeelement(f"{W}pgNumType")
        before = next(
            (found for name in ("lnNumType", "pgBorders", "paperSrc", "pgMar", "pgSz")
             if (found := section.find(f"{W}{name}")) is not None), None)  # fmt: skip
        section.insert(0 if before is None else section.index(before) + 1, pages)
    pages.set(f"{W}start", "1")


def _end(paragraph: etree._Element, section: etree._Element) -> None:
    """Lets the section end with that paragraph, which is to stay with nothing that follows, nor to take from its space:
    LibreOffice counts it as a part of what is before the next letter's first paragraph."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr")
        paragraph.insert(0, properties)
    property_of(properties, "keepNext").set(f"{W}val", "0")
    spacing = property_of(properties, "spacing")
    for name in ("after", "afterAutospacing"):
        spacing.set(f"{W}{name}", "0")
    spacing.attrib.pop(f"{W}afterLines", "")
    properties.append(section)
