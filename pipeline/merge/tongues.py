"""A letter in two languages: a part that is ready to be filled in goes in, and each run says which language it is in.

A template asks for another language's words by its tag, ``{{ fr.event.session.prose }}``. Those words say their
language, so that a screen reader reads them as what they are (PDF/UA-1, 7.2), and run in their own direction. A
paragraph whose placeholders are all of the other language is in it as a whole, and so is a cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from unicodedata import bidirectional

from lxml import etree

from pipeline.held import LEFT, RIGHT
from pipeline.localise import Words, by_name, right_to_left
from pipeline.merge.letterhead import AFTER_BIDI
from pipeline.merge.marks import in_order, own_runs
from pipeline.merge.part import W

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_LOOP = re.compile(r"\{%\w*\s*for\s+(\w+)\s+in\s+(.*?)%\}", re.DOTALL)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def beside(words: Words) -> dict[str, str]:
    """The languages whose words there are beside a letter's own, by what templates call them."""
    return {
        name: name.replace("_", "-")
        for name, value in by_name(words).items()
        if isinstance(value, Words) and "letterhead" in value
    }


def say_languages(root: etree._Element, language: str, others: Mapping[str, str]) -> None:
    """Says which language a run below ``root`` is in, if it has words of one of the ``others`` or stands with them."""
    part = _Part(language, others)
    paragraphs = list(root.iter(f"{W}p"))
    asked = {paragraph: part.asked(paragraph) for paragraph in paragraphs}
    cells: dict[etree._Element, set[str]] = {}
    for paragraph, tags in asked.items():
        if (cell := next(paragraph.iterancestors(f"{W}tc"), None)) is not None:
            cells.setdefault(cell, set()).update(tags)
    for paragraph, tags in asked.items():
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        around = tags or (cells[cell] if cell is not None else tags)
        if around - {language}:
            part.say(paragraph, around)


@dataclass(slots=True)
class _Part:
    language: str
    others: Mapping[str, str]
    loops: dict[str, str] = field(default_factory=dict)
    """What the items of loops are in, by what the loop calls them."""

    def asked(self, paragraph: etree._Element) -> set[str]:
        """The languages that a paragraph's placeholders are in."""
        text = "".join(node.text or "" for run in own_runs(paragraph) for node in run.iter(f"{W}t"))
        found = set()
        for tag in _TAG.findall(text):
            if loop := _LOOP.match(tag):
                self.loops[loop[1]] = self._of(loop[2])
            if tag.startswith("{{") or loop:
                found.add(self._of(loop[2] if loop else tag))
        return found

    def _of(self, source: str) -> str:
        names = _NAME.findall(_QUOTED.sub("", source))
        known = (self.others.get(name) or self.loops.get(name) for name in names)
        return next((each for each in known if each and each != self.language), self.language)

    def say(self, paragraph: etree._Element, around: Iterable[str]) -> None:
        """Says of one paragraph which language it is in, or which its runs are in."""
        whole = next(iter(around)) if len({*around}) == 1 else self.language
        turned = right_to_left(whole)
        if whole != self.language:
            _turn(paragraph, from_right=turned, unless=right_to_left(self.language))
        for run in own_runs(paragraph):
            for each, language in self._parted(run, whole):
                if language != self.language:
                    _say(each, language)
                if right_to_left(language) != turned:
                    _hold(each, *((LEFT, RIGHT) if turned is False else (RIGHT, LEFT)))

    def _parted(self, run: etree._Element, whole: str) -> Iterator[tuple[etree._Element, str]]:
        """A run for each stretch of one language, in the place of one that has several."""
        nodes = run.findall(f"{W}t")
        texts = [piece for node in nodes for piece in _TAG.split(node.text or "") if piece]
        languages = {self._of(piece) if piece.startswith("{{") else whole for piece in texts}
        if len(languages) <= 1:
            yield run, next(iter(languages), whole)
            return
        properties = run.find(f"{W}rPr")
        for child in list(run):
            if child is properties:
                continue
            pieces = filter(None, _TAG.split(child.text or "")) if child.tag == f"{W}t" else [""]
            for piece in pieces:
                own = etree.Element(f"{W}r")
                if properties is not None:
                    own.append(deepcopy(properties))
                if piece:
                    etree.SubElement(own, f"{W}t", {_SPACE: "preserve"}).text = piece
                else:
                    own.append(child)
                run.addprevious(own)
                yield own, self._of(piece) if piece.startswith("{{") else whole
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)


def _turn(paragraph: etree._Element, *, from_right: bool, unless: bool) -> None:
    """Sets the direction of a paragraph (ECMA-376-1, 17.3.1.6), where it is not that of the letter and it says none."""
    properties = paragraph.find(f"{W}pPr")
    if from_right == unless or (properties is not None and properties.find(f"{W}bidi") is not None):
        return
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    after = (properties.find(f"{W}{name.removeprefix('w:')}") for name in AFTER_BIDI)
    place = next((properties.index(each) for each in after if each is not None), len(properties))
    properties.insert(place, etree.Element(f"{W}bidi", {f"{W}val": "1" if from_right else "0"}))


def _say(run: etree._Element, language: str) -> None:
    """Says which language a run is in, for letters of every script (17.3.2.20), unless somebody has said it in Word."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    if properties.find(f"{W}lang") is None:
        said = {f"{W}{name}": language for name in ("val", "eastAsia", "bidi")}
        properties.append(etree.Element(f"{W}lang", said))
    old = properties.find(f"{W}rtl")
    if right_to_left(language) and old is None:
        properties.append(etree.Element(f"{W}rtl"))
    in_order(properties)


def _hold(run: etree._Element, around: str, mark: str) -> None:
    """Holds together words that run against their paragraph, and apart from others that do (:mod:`pipeline.held`)."""
    nodes = [node for node in run.findall(f"{W}t") if node.text and not node.text.startswith("{%")]
    if not nodes or not any(_TAG.search(node.text or "") or _strong(node.text or "") for node in nodes):
        return
    nodes[0].text, nodes[0].attrib[_SPACE] = f"{around}{mark}{nodes[0].text}", "preserve"
    nodes[-1].text, nodes[-1].attrib[_SPACE] = f"{nodes[-1].text}{mark}{around}", "preserve"


def _strong(words: str) -> bool:
    return any(bidirectional(sign) in {"L", "R", "AL"} for sign in words)
