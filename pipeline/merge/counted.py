"""The lists of a document go in, and a letter that is put into it; the letter comes out with lists that begin anew."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from lxml import etree

from pipeline.merge.document import Document
from pipeline.merge.part import W


class ApartError(Exception):
    """A letter can't stand with others."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Numbering:
    """The lists of a document: each letter's begin anew."""

    def __init__(self, document: Document) -> None:
        main = document.docx.part
        found = [each.target_part for each in main.rels.values() if each.reltype == RT.NUMBERING]
        self._root: Any = found[0].element if found else None
        self._abstract = {} if self._root is None else {
            each.get(f"{W}abstractNumId"): each for each in self._root.findall(f"{W}abstractNum")
        }  # fmt: skip
        self._lists = {} if self._root is None else {
            each.get(f"{W}numId"): each for each in self._root.findall(f"{W}num")
        }  # fmt: skip
        self._by_style = dict(self._styled(document)) if self._lists else {}

    def renew(self, body: etree._Element, number: int) -> None:
        """Gives a letter lists of its own, but for the first, which has those of the document. ApartError where that
        can't be."""
        if not number:
            return
        own: dict[str, str] = {}
        kinds: dict[str, str] = {}
        for properties in body.iter(f"{W}pPr"):
            style, listed = properties.find(f"{W}pStyle"), properties.find(f"{W}numPr/{W}numId")
            if listed is None:
                by_style = None if style is None else self._by_style.get(style.get(f"{W}val", ""))
                if by_style is None:
                    continue
                listed = _list_as(properties, by_style)
            key = listed.get(f"{W}val", "0")
            if key in self._lists:
                if key not in own:
                    own[key] = self._copy(self._lists[key], kinds)
                listed.set(f"{W}val", own[key])

    def numbers(self, element: etree._Element) -> bool:
        """Whether it numbers any paragraph of an element."""
        return any(
            properties.find(f"{W}numPr/{W}numId") is not None
            or ((style := properties.find(f"{W}pStyle")) is not None and style.get(f"{W}val", "") in self._by_style)
            for properties in element.iter(f"{W}pPr")
        )

    def _copy(self, listed: etree._Element, kinds: dict[str, str]) -> str:
        """A list like another one, which begins anew, of a kind of its own: those of one kind go on in each other."""
        reference = listed.find(f"{W}abstractNumId")
        abstract = None if reference is None else self._abstract.get(reference.get(f"{W}val"))
        if reference is None or abstract is None:
            raise ApartError("alone-lists")
        kind = reference.get(f"{W}val", "")
        if kind not in kinds:
            kinds[kind] = self._copy_kind(abstract)
        copy, number = deepcopy(listed), str(len(self._lists) + 1000)
        copy.set(f"{W}numId", number)
        copy.find(f"{W}abstractNumId").set(f"{W}val", kinds[kind])  # type: ignore[union-attr]
        self._root.append(copy)
        self._lists[number] = copy
        return number

    def _copy_kind(self, abstract: etree._Element) -> str:
        kind = deepcopy(abstract)
        for name in ("nsid", "tmpl", "styleLink", "numStyleLink"):
            for each in kind.findall(f"{W}{name}"):
                if name.endswith("Link"):
                    raise ApartError("alone-lists")
                kind.remove(each)
        for level in kind.iter(f"{W}lvl"):
            for each in level.findall(f"{W}pStyle"):
                level.remove(each)
        key = str(len(self._abstract) + 1000)
        kind.set(f"{W}abstractNumId", key)
        self._root.insert(self._root.index(next(iter(self._lists.values()))), kind)
        self._abstract[key] = kind
        return key

    def _styled(self, document: Document) -> Iterator[tuple[str, _Styled]]:
        """The paragraph styles that number their paragraphs, themselves or by the style that they are based on."""
        styles = {each.get(f"{W}styleId", ""): each for each in document.docx.styles.element.findall(f"{W}style")}
        for key in styles:
            each, level = key, ""
            indents: dict[str, tuple[str, str]] = {}
            for _ in styles:  # a style may be based on itself, by error
                properties = styles[each].find(f"{W}pPr")
                if properties is not None:
                    for name, value in _indents(properties).items():
                        indents.setdefault(name, value)
                    level = level or _value(properties, f"{W}numPr/{W}ilvl")
                    if listed := _value(properties, f"{W}numPr/{W}numId"):
                        if listed in self._lists:
                            yield key, _Styled(listed, level or self._level(listed, (key, each)), indents)
                        break
                each = _value(styles[each], f"{W}basedOn")
                if each not in styles:
                    break

    def _level(self, listed: str, styles: tuple[str, ...]) -> str:
        """The level of a list that is one of these styles' (17.9.23), or the first."""
        abstract = self._abstract.get(_value(self._lists[listed], f"{W}abstractNumId"))
        of = {} if abstract is None else {
            _value(each, f"{W}pStyle"): each.get(f"{W}ilvl", "0") for each in abstract.findall(f"{W}lvl")
        }  # fmt: skip
        return next((of[style] for style in styles if style in of), "0")


class _Styled(NamedTuple):
    """How a style numbers its paragraphs."""

    listed: str
    level: str
    indents: dict[str, tuple[str, str]]
    """Where it sets its paragraphs, whatever the list says, by what an attribute is about."""


def _list_as(properties: etree._Element, style: _Styled) -> etree._Element:
    """Numbers a paragraph as its style does, so that its list can be another one; its name."""
    numbered = property_of(properties, "numPr")
    for each in list(numbered):
        numbered.remove(each)
    etree.SubElement(numbered, f"{W}ilvl").set(f"{W}val", style.level)
    listed = etree.SubElement(numbered, f"{W}numId")
    listed.set(f"{W}val", style.listed)
    own = _indents(properties)
    for about, (name, value) in style.indents.items():  # before which the list's would come now (17.9.22)
        if about not in own:
            property_of(properties, "ind").set(name, value)
    return listed


_ABOUT = {"start": "left", "end": "right", "firstLine": "hanging"}
"""Attributes of an indent that are about the same as another one."""


def _indents(properties: etree._Element) -> dict[str, tuple[str, str]]:
    indent = properties.find(f"{W}ind")
    names = () if indent is None else indent.attrib.items()
    return {_ABOUT.get(local := str(name).removeprefix(W), local): (str(name), str(value)) for name, value in names}


def _value(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


_ORDER = tuple(
    f"{W}{name}"
    for name in (
        *(
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "framePr",
            "widowControl",
            "numPr",
            "suppressLineNumbers",
        ),
        *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
        *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
    )
)
"""What stands before what in a paragraph's properties, which have others behind these (ECMA-376-1, 17.3.1.26)."""


def property_of(properties: etree._Element, name: str) -> etree._Element:
    """One of a paragraph's properties, in its place; a new one where there is none."""
    found = properties.find(f"{W}{name}")
    if found is None:
        found = properties.makeelement(f"{W}{name}")
        before = _ORDER[: _ORDER.index(found.tag)]
        properties.insert(sum(each.tag in before for each in properties), found)
    return found
