"""One part of a Word template: its XML goes in, its tags come out in order, and it is made ready to be filled in.

A part that is ready has the tags that were checked, each in one piece, and no other brace: those that stand for
themselves, wherever they are in the XML, are signs of their own until the part is filled in (:func:`finish`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from pipeline.merge.filling import ADDRESS, INSIDE, PLAIN, statement
from pipeline.merge.tags import OPENING, Tag, tags

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ADDRESS = "address"
"""An attribute of ours: the address of a link until it has a relationship."""

_DESCRIBED = {
    **dict.fromkeys(("docPr", "cNvPr"), ("descr", "title")),
    **dict.fromkeys(("shape", "rect", "oval", "image", "group"), ("alt", "title")),
    **dict.fromkeys(("tblCaption", "tblDescription"), (f"{W}val",)),
}
"""The attributes that hold alternative text, by element: of drawings, of VML's shapes, of tables
(ECMA-376-1, 20.4.2.5, 17.4.61, 17.4.62; ECMA-376-4, 19.1.2)."""

_STANDING = str.maketrans("{}", "\ufdd0\ufdd1")
"""Noncharacters (Unicode, 23.7), which no document has."""

_TEXT = vars(etree._Element)["text"]
"""The text of an element: python-docx gives those that it knows another."""

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_WHOLE_TAG = re.compile(r"\{%(?:p|tr|tc) ")
_BLOCKS = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "txbxContent"))
"""What has one paragraph at least (ECMA-376-1, 17.4.65, A.1)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's own text: that of a box has paragraphs of its own, inside the one that the box is anchored in."""

    element: etree._Element
    nodes: list[etree._Element]
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A tag, and where it stands."""

    tag: Tag
    text: str
    """The whole paragraph, alternative text or address."""
    at: etree._Element
    """What it begins in."""
    holder: etree._Element | None = None
    """The paragraph, row or cell whose place it takes."""
    attribute: bool = False


class Part:
    """A part that is filled in. ``addresses`` are those of its links, by the id of their relationship."""

    def __init__(self, root: etree._Element, addresses: Mapping[str, str]) -> None:
        self.root = root
        for remark in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
            _put(remark, "")
        _open_controls(root)
        _links_of_fields(root)
        self.links: set[str] = set()
        """The relationships of links that the part is given anew, since their addresses have placeholders."""
        for element in root.iter():
            key = element.get(_R_ID, "")
            if key in addresses and OPENING.search(address := unquoted(addresses[key])):
                element.set(_ADDRESS, address)
                self.links.add(key)
        self.paragraphs = _paragraphs(root)
        self.spots = list(self._spots())
        """Every tag that may be filled in, in the order of the document."""

    def _spots(self) -> Iterator[Spot]:
        beginning: dict[etree._Element, list[Spot]] = {}
        for paragraph in self.paragraphs:
            ends = _ends(paragraph)
            for tag in tags(paragraph.text):
                node = paragraph.nodes[bisect_right(ends, tag.start)]
                holder = next(node.iterancestors(f"{W}{tag.whole}"), None) if tag.whole else None
                beginning.setdefault(node, []).append(Spot(tag, paragraph.text, node, holder))
        for element in self.root.iter():
            for name in _open_attributes(element):
                value = str(element.get(name))
                yield from (Spot(tag, value, element, attribute=True) for tag in tags(value))
            yield from beginning.get(element, ())

    def elsewhere(self) -> Iterator[tuple[etree._Element, str, str]]:
        """What looks like a tag where none is filled in: the element, its attribute or nothing, and the words."""
        text = {node for paragraph in self.paragraphs for node in paragraph.nodes}
        for element in self.root.iter():
            own = _TEXT.__get__(element)
            if own and element not in text and OPENING.search(own):
                yield element, "", own
            if OPENING.search(element.tail or ""):
                yield element, "", element.tail or ""
            open_attributes = _open_attributes(element)
            for name, value in element.attrib.items():
                if name not in open_attributes and OPENING.search(str(value)):
                    yield element, str(name), str(value)

    def prepare(self, *, whole: bool) -> int:
        """Makes the part ready, and gives the number of its tags.

        With ``whole`` a tag that takes the place of a paragraph, a row or a cell keeps its letter and has one of its
        own, as docxtpl knows them; else the tag itself stands there.
        """
        done = {node for paragraph in self.paragraphs if _rewrite(paragraph) for node in paragraph.nodes}
        for element in list(self.root.iter()):
            if element not in done and (own := _TEXT.__get__(element)):
                _TEXT.__set__(element, own.translate(_STANDING))
            if element.tail:
                element.tail = element.tail.translate(_STANDING)
            described = _open_attributes(element)
            for name, value in element.attrib.items():
                if name in described:
                    element.set(name, _spelt(str(value), in_text=False, address=name == _ADDRESS))
                elif "{" in value or "}" in value:
                    element.set(name, str(value).translate(_STANDING))
        for spot in self.spots:
            if spot.holder is not None:
                source = _tag(spot.tag)
                if whole:
                    _stub(spot.holder, spot.tag.whole, source)
                else:
                    _put(spot.holder, _WHOLE_TAG.sub("{% ", source))
        return sum(spot.tag.kind != "note" for spot in self.spots)

    def words(self) -> str:
        """What the part says, as a source without XML; of a part that is ready, with its whole tags."""
        return source_of_words(self.root)


def source_of_words(element: etree._Element) -> str:
    """What an element of a part that is ready says, as a source without XML."""
    return "\n".join(_WHOLE_TAG.sub("{% ", node.text or "") for node in element.iter(f"{W}t"))


def finish(root: etree._Element, relate: Callable[[str], str] | None) -> Iterator[str]:
    """Puts right what a part that was filled in has of the preparation, and gives the address of each of its links.

    ``relate`` gives the relationship's id for an address.
    """
    for element in list(root.iter()):
        for name, value in element.attrib.items():
            if "\ufdd0" in value or "\ufdd1" in value:
                element.set(name, stood(str(value)))
        if own := _TEXT.__get__(element):
            _TEXT.__set__(element, stood(own))
        if element.tail:
            element.tail = stood(element.tail)
        if _ADDRESS in element.attrib:
            address = str(element.attrib.pop(_ADDRESS))
            yield address
            if relate is not None:
                element.set(_R_ID, relate(address))
        if (
            element.tag in _BLOCKS
            and element.find(f"{W}p") is None
            and (not len(element) or element[-1].tag != f"{W}p")
        ):
            etree.SubElement(element, f"{W}p")
        if element.tag == f"{W}tbl" and next(element.iter(f"{W}tr"), None) is None:
            _put(element, "")


def stood(words: str) -> str:
    """The words with the braces that stand for themselves."""
    return words.replace("\ufdd0", "{").replace("\ufdd1", "}")  # in a hundredth of the time of a table


def unquoted(address: str) -> str:
    """The address with its braces, which Word writes in per cent."""
    return unquote(address) if re.search("%7B(?:%7B|%25)", address, re.IGNORECASE) else address


def _paragraphs(root: etree._Element) -> list[Paragraph]:
    own: dict[etree._Element, list[etree._Element]] = {}
    for node in root.iter(f"{W}t"):
        if (paragraph := next(node.iterancestors(f"{W}p"), None)) is not None:
            own.setdefault(paragraph, []).append(node)
    return [Paragraph(each, nodes, "".join(node.text or "" for node in nodes)) for each, nodes in own.items()]


def _ends(paragraph: Paragraph) -> list[int]:
    """Where each of its nodes ends in its text."""
    ends: list[int] = []
    for node in paragraph.nodes:
        ends.append((ends[-1] if ends else 0) + len(node.text or ""))
    return ends


def _open_attributes(element: etree._Element) -> tuple[str, ...]:
    """The attributes of the element that may hold placeholders, and do."""
    if not element.attrib:
        return ()
    names = (*_DESCRIBED.get(element.tag.rpartition("}")[2], ()), _ADDRESS)
    return tuple(name for name in names if (value := element.get(name)) and OPENING.search(value))


def _tag(tag: Tag) -> str:
    match tag.kind:
        case "words":
            return f"{{{{ {tag.source} }}}}"
        case "statement":
            return f"{{%{tag.whole} {statement(tag.source)} %}}"
        case "note":
            return ""


def _spelt(text: str, *, in_text: bool, address: bool = False) -> str:
    """The text with its tags as they are filled in, and no other brace."""
    pieces: list[str] = []
    position = 0
    for tag in tags(text):
        pieces.append(text[position : tag.start].translate(_STANDING))
        how = (INSIDE if tag.start else ADDRESS) if address else PLAIN
        pieces.append(_tag(tag) if in_text else f"{{{{ ({tag.source})|{how} }}}}" if tag.kind == "words" else "")
        position = tag.end
    return "".join([*pieces, text[position:].translate(_STANDING)])


def _rewrite(paragraph: Paragraph) -> bool:
    """Puts each tag whole into the node that it begins in; says whether there was one."""
    waiting = deque(tags(paragraph.text))
    if not waiting:
        return False
    ends = _ends(paragraph)
    starts = [0, *ends[:-1]]
    for node, start, end in zip(paragraph.nodes, starts, ends, strict=True):
        pieces: list[str] = []
        position = start
        while waiting and waiting[0].start < end:
            tag = waiting[0]
            pieces.append(paragraph.text[position : max(position, tag.start)].translate(_STANDING))
            if start <= tag.start:
                pieces.append(_tag(tag))
            position = min(tag.end, end)
            if tag.end > end:
                break  # the next node has more of it
            waiting.popleft()
        text = "".join([*pieces, paragraph.text[position:end].translate(_STANDING)])
        if text == node.text:
            continue
        node.text = text
        if text != text.strip():
            node.set(_SPACE, "preserve")
        if not text:
            _drop(node)
    return True


def _drop(node: etree._Element) -> None:
    """Takes out a text that is empty, and the run that had nothing else."""
    run = node.getparent()
    if run is not None:
        run.remove(node)
        if run.tag == f"{W}r" and all(child.tag == f"{W}rPr" for child in run):
            _put(run, "")


def _put(element: etree._Element, text: str) -> None:
    """Text in the place of an element, which is left out."""
    parent = element.getparent()
    if parent is None:
        return
    text += element.tail or ""
    if text and (before := element.getprevious()) is not None:
        before.tail = (before.tail or "") + text
    elif text:
        _TEXT.__set__(parent, (_TEXT.__get__(parent) or "") + text)
    element.tail = None
    parent.remove(element)


_AROUND = {"p": ("p", "r", "t"), "tc": ("tc", "p", "r", "t"), "tr": ("tr", "tc", "p", "r", "t")}


def _stub(holder: etree._Element, whole: str, source: str) -> None:
    """A paragraph, row or cell that has the tag and nothing else, in the holder's place."""
    outer, *inner = (holder.makeelement(f"{W}{name}") for name in _AROUND[whole])
    innermost = outer
    for element in inner:
        innermost.append(element)
        innermost = element
    innermost.text = source
    parent = holder.getparent()
    assert parent is not None
    parent.replace(holder, outer)


def _open_controls(root: etree._Element) -> None:
    """Takes out the content controls around placeholders: Word would put back what is bound to them."""
    for control in list(root.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        words = "".join(node.text or "" for node in control.iter(f"{W}t"))
        parent = control.getparent()
        if content is None or parent is None or not OPENING.search(words):
            continue
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            for style in list(content.iter(f"{W}rStyle")):
                _put(style, "")
        place = parent.index(control)
        parent.remove(control)
        for offset, child in enumerate(list(content)):
            parent.insert(place + offset, child)


def _links_of_fields(root: etree._Element) -> None:
    """Links whose address has a placeholder and that are fields become links as Word writes them today (17.16.22)."""
    for field in list(root.iter(f"{W}fldSimple")):
        found = _HYPERLINK.match(field.get(f"{W}instr", ""))
        if found and OPENING.search(unquoted(found[1])):
            link = field.makeelement(f"{W}hyperlink", {_ADDRESS: unquoted(found[1])})
            link.extend(list(field))
            parent = field.getparent()
            assert parent is not None
            parent.replace(field, link)
    for mark in list(root.iter(f"{W}fldChar")):
        if mark.get(f"{W}fldCharType") == "begin":
            _link_of_field(mark.getparent())


def _link_of_field(begin: etree._Element | None) -> None:
    """The same for one that is spread over runs (17.16.18)."""
    stretches: list[list[etree._Element]] = [[]]
    run = begin
    while run is not None:
        kinds = [mark.get(f"{W}fldCharType") for mark in run.findall(f"{W}fldChar")]
        stretches[-1].append(run)
        if "separate" in kinds:
            stretches.append([])
        if "end" in kinds:
            break
        if run is not begin and "begin" in kinds:
            return
        run = run.getnext()
    if run is None or len(stretches) != 2:
        return
    code = "".join(node.text or "" for each in stretches[0] for node in each.iter(f"{W}instrText"))
    found = _HYPERLINK.match(code)
    if not found or not OPENING.search(unquoted(found[1])):
        return
    first, last = stretches[0][0], stretches[1].pop()
    link = first.makeelement(f"{W}hyperlink", {_ADDRESS: unquoted(found[1])})
    first.addprevious(link)
    link.extend(stretches[1])
    for each in (*stretches[0], last):
        _put(each, "")
