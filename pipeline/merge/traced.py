"""Stage 3, merge, for a preview: a wording that bears origins goes in; a document whose colours tell them comes out.

It is the document that :func:`pipeline.merge.merge` makes, set as that is set, but for the colours of its words: each
stretch of words of one origin has its own, and so an office's PDF of it tells of each letter on each page where it is
from, whatever the order in which the page is drawn or read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Literal

from docx.opc.part import Part, XmlPart
from lxml import etree

from pipeline.errors import TemplateError
from pipeline.files import write_whole
from pipeline.findings import Place
from pipeline.localise import Value, Wording, Words, by_name, right_to_left
from pipeline.merge import describe, made_ready, sent, settle
from pipeline.merge.direction import hold_together
from pipeline.merge.document import Document
from pipeline.merge.filling import FAILURES, Allowance, environment, failed, known
from pipeline.merge.marks import in_order, own_runs
from pipeline.merge.part import W
from pipeline.model import Properties
from pipeline.origins import BEGINS, COLOURS, ENDS, MOST, SIGN, between, colour_of

_NUMBER = "origin"
"""An attribute of ours: the number of a paragraph in its part of the template, from 1."""
_SPACES = frozenset({f"{W}tab", f"{W}br", f"{W}ptab"})
_APART = re.compile(f"({SIGN.pattern})")

Made = Literal["", "field", "numbering"]
"""What an office makes of a paragraph: a field's words, as the number of a page; a list's number."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What has one colour."""

    around: tuple[int | str, ...]
    """The numbers of its origins and the names of the placeholders that it is printed for, the innermost first."""
    part: str
    """The template's: ``document``, ``header1``, ``footnotes``."""
    paragraph: int
    """Its number in that part of the template, from 1."""
    nth: int
    """The number of its paragraph in the document that was made."""
    made: Made = ""

    def as_json(self) -> dict[str, Any]:
        made = {"made": self.made} if self.made else {}
        return {
            "around": list(self.around), "part": self.part, "paragraph": self.paragraph, "nth": self.nth, **made
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Traced:
    """What a document's colours tell."""

    stretches: tuple[Stretch, ...]
    """By the number that a colour says."""
    written: tuple[tuple[int, str], ...]
    """The words in the order in which they are written, each stretch with its number."""


def merge_traced(
    wording: Wording,
    template: Path,
    letterhead: Path | None = None,
    *,
    properties: Properties,
    target: Path,
    first_page: bool = True,
    numbered: bool = True,
    draft: bool = False,
    pictures: Mapping[str, Path] = MappingProxyType({}),
) -> Traced:
    """Writes ``target``, and says what each of its colours stands for.

    Raises TemplateError as :func:`pipeline.merge.merge`, and LargeError for a template that takes more than a letter.
    """
    allowance, how = Allowance(), {"first_page": first_page, "numbered": numbered, "draft": draft}
    document, _ = made_ready(wording, template, letterhead, **how, allowance=allowance)
    _number(document)
    names: list[str] = []
    words = _named(wording.words, "", names)
    assert isinstance(words, Words)
    try:
        expected = document.expected(words, allowance)
        document.render(known(words, allowance), environment(), autoescape=True)
    except (*FAILURES, etree.XMLSyntaxError) as error:
        raise TemplateError(failed(error, Place(str(template)))) from error
    colours = _Colours(names)
    for part in document.parts():
        settle(part, template, expected[str(part.partname)], pictures, right_to_left=False)
        root = _root(part)
        colours.paint(root, PurePosixPath(part.partname).stem)
        if right_to_left(wording.language):
            hold_together(root)  # which looks at words, and would take the signs between them for some
        _put_back(part, root)
    describe(document.docx, properties)
    write_whole(target, sent(document.docx, template)[0])
    return Traced(tuple(colours.known), tuple(colours.written))


def _number(document: Document) -> None:
    """Numbers the paragraphs of a template, so that what is made of each bears its number."""
    for part in document.parts():
        root = _root(part)
        for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
            paragraph.set(_NUMBER, str(number))
        _put_back(part, root)


def _root(part: Part) -> etree._Element:
    return part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)


def _put_back(part: Part, root: etree._Element) -> None:
    if not isinstance(part, XmlPart):
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _is_counted(code: str) -> bool:
    """Whether an office makes the words of a field; those of a link are the template's."""
    return not code.strip().upper().startswith("HYPERLINK")


class _Signed(str):
    """Words between signs, which a template compares as if they had none."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return SIGN.sub("", self) == (SIGN.sub("", other) if isinstance(other, str) else other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(SIGN.sub("", self))

    def __contains__(self, words: object) -> bool:
        return isinstance(words, str) and SIGN.sub("", words) in SIGN.sub("", self)


def _named(value: Value, path: str, names: list[str]) -> Value:
    """Words each of which stands between the signs of its placeholder: its number is :data:`MOST` and more."""
    match value:
        case str():
            if not value or len(names) >= MOST:
                return value
            names.append(path)
            return _Signed(between(value, MOST + len(names) - 1))
        case Words():
            inner = {
                name: _named(each, f"{path}.{name}" if path else name, names) for name, each in by_name(value).items()
            }
            return Words(inner)
        case tuple():
            return tuple(_named(each, f"{path}[{number}]", names) for number, each in enumerate(value))


@dataclass(slots=True)
class _Colours:
    """Gives each stretch of words its colour."""

    names: list[str]
    """Of placeholders, by what is beyond :data:`MOST` of their number."""
    known: dict[Stretch, int] = field(default_factory=dict)
    written: list[tuple[int, str]] = field(default_factory=list)
    """The words in the order in which they are written, each stretch with its number."""
    _around: list[int] = field(default_factory=list)
    _nth: int = 0

    def paint(self, root: etree._Element, part: str) -> None:
        number = 0
        for paragraph in list(root.iter(f"{W}p")):
            self._nth += 1
            if _NUMBER in paragraph.attrib:  # of one that has breaks, several are made
                number = int(paragraph.attrib.pop(_NUMBER))
            self._label(paragraph, Stretch((), part, number, self._nth, "numbering"))
            fields: list[list[str]] = []
            """Of the fields that are open: their code, and a second word once what is seen of them has begun."""
            for run in own_runs(paragraph):
                if self.written and any(child.tag in _SPACES for child in run):
                    self.written.append((self.written[-1][0], " "))
                for mark in run.iter(f"{W}fldChar", f"{W}instrText"):
                    match mark.get(f"{W}fldCharType"):
                        case "begin":
                            fields.append([""])
                        case "separate" if fields:
                            fields[-1].append("seen")
                        case "end" if fields:
                            fields.pop()
                        case None if fields:
                            fields[-1][0] += mark.text or ""
                if fields:  # an office sets what it counts as the field begins
                    if run.find(f"{W}rPr") is None:
                        run.insert(0, etree.Element(f"{W}rPr"))
                    self._set(run[0], Stretch((), part, number, self._nth, "field"))
                simple = (each.get(f"{W}instr", "") for each in run.iterancestors(f"{W}fldSimple"))
                of_field = any(map(_is_counted, (*simple, *(each[0] for each in fields if each[1:]))))
                if run.find(f"{W}t") is not None:
                    self._paint_run(run, part, number, "field" if of_field else "")

    def _label(self, paragraph: etree._Element, stretch: Stretch) -> None:
        """Paints what an office puts before a paragraph: it looks as the paragraph's end does (17.3.1.29)."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        of_end = properties.find(f"{W}rPr")
        if of_end is None:
            of_end = etree.Element(f"{W}rPr")
            after = [properties.find(f"{W}{name}") for name in ("sectPr", "pPrChange")]
            place = min((properties.index(each) for each in after if each is not None), default=len(properties))
            properties.insert(place, of_end)
        self._set(of_end, stretch)

    def _paint_run(self, run: etree._Element, part: str, number: int, made: Made) -> None:
        """A run for each stretch, in the place of one."""
        properties = run.find(f"{W}rPr")
        for child in list(run):
            if child is properties:
                continue
            pieces = [(child, None)] if child.tag != f"{W}t" else self._pieces(child, part, number, made)
            for each, stretch in pieces:
                own = etree.Element(f"{W}r")
                own.append(deepcopy(properties) if properties is not None else etree.Element(f"{W}rPr"))
                if stretch is not None:
                    self.written.append((self._set(own[0], stretch), each.text or ""))
                own.append(each)
                run.addprevious(own)
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)

    def _pieces(
        self, text: etree._Element, part: str, number: int, made: Made
    ) -> Iterator[tuple[etree._Element, Stretch | None]]:
        for sign in filter(None, _APART.split(text.text or "")):
            if SIGN.fullmatch(sign):
                self._turn(ord(sign))
                continue
            around = tuple(self.names[each - MOST] if each >= MOST else each for each in reversed(self._around))
            own = etree.Element(f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            own.text = sign
            yield own, Stretch(around, part, number, self._nth, made)

    def _turn(self, sign: int) -> None:
        """What a sign begins holds until it ends, with all that was begun inside it."""
        if sign < ENDS:
            self._around.append(sign - BEGINS)
        elif (number := sign - ENDS) in self._around:
            del self._around[len(self._around) - 1 - self._around[::-1].index(number) :]

    def _set(self, properties: etree._Element, stretch: Stretch) -> int:
        number = self.known.setdefault(stretch, len(self.known))
        for old in properties.findall(f"{W}color"):
            properties.remove(old)
        if number < COLOURS:
            properties.append(etree.Element(f"{W}color", {f"{W}val": f"{colour_of(number):06X}"}))
        in_order(properties)
        return number
