"""A template's placeholders against the wording: a Word file and the known words go in, problems come out.

Each tag is parsed, and its names are looked up in the words that a merge would use (:mod:`pipeline.merge.expressions`).
A template without a problem is then filled in on trial, within the limits of :mod:`pipeline.merge.filling`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote

from jinja2 import nodes
from lxml import etree

from pipeline.addresses import misleading
from pipeline.findings import Finding, Place, Reason
from pipeline.findings.hints import near
from pipeline.localise import Wording, Words, listing, printed
from pipeline.merge.expressions import Expressions, in_a_loop, may_be_a_list, written
from pipeline.merge.filling import FAILURES, Allowance, failed, filled
from pipeline.merge.part import Paragraph, Part, Spot, W, finish
from pipeline.merge.places import called, found_elsewhere
from pipeline.merge.problems import Problems, short
from pipeline.merge.provisional import provisional
from pipeline.merge.reading import read
from pipeline.merge.tags import LONGEST, STRAY, WHOLE, of_others, outside
from pipeline.officefile.unsettled import unsettled_in_word
from pipeline.officefile.word import unsettled

_DEEPEST, _LOOPS = 12, 5
"""How many blocks, and how many loops among them, may stand in one another."""
_TAGS = 10_000
"""How many tags a part may have: Jinja makes a program of each part."""
_TAG = 256
"""What a tag counts as in an allowance, in characters: it is parsed, and looked up."""

SCHEMES = ("http", "https", "mailto", "tel", "enclosure")
"""What the address of a link may begin with, where a placeholder is part of it."""

Checked: TypeAlias = "tuple[list[Finding], frozenset[str]]"
"""The problems of a template, and what its tags say."""

_READY = re.compile(r"\{[{%#]")
_FOR = re.compile(r"for\s+\w+\s+in\s.+", re.DOTALL)
_INSTRUCTIONS = (f"{W}instrText", f"{W}fldSimple")
_MERGE_FIELD = re.compile(r"\bMERGEFIELD\b", re.IGNORECASE)

_LOST = {
    **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), "lost-picture"),
    f"{W}sectPr": "lost-section",
    **dict.fromkeys((f"{W}footnoteReference", f"{W}endnoteReference"), "lost-note"),
    **dict.fromkeys((f"{W}fldChar", f"{W}fldSimple"), "lost-field"),
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "lost-equation",
}
"""What a tag may not take the place of, though it is no words."""


def check_template(path: Path, wording: Wording, allowance: Allowance | None = None) -> list[Finding]:
    """Everything in a Word template that a merge with this wording would stumble on, each with its paragraph.

    Raises TemplateError for a file that is no Word document, and LargeError for one that takes more than the allowance.
    """
    return check_parts(path, wording, allowance, partial(_tried, allowance=allowance))[0]


def check_parts(
    path: Path,
    wording: Wording,
    allowance: Allowance | None = None,
    also: Callable[[Place, Part, Words], list[Finding]] = lambda *_of_part: [],
) -> Checked:
    """The same without a trial, and what the tags say. ``also`` looks at each part that has no problem."""
    problems: list[Finding] = []
    sources: set[str] = set()
    for each in read(path, allowance):
        if each.filled is None:
            problems += [_not_filled(path, each.name, *found) for found in found_elsewhere(each.name, each.root)]
            continue
        if allowance is not None:
            allowance.spend(len(each.filled.spots) * _TAG)
        checker = Checker(path, PurePosixPath(each.name).stem, wording)
        sources.update(spot.tag.source for spot in each.filled.spots)
        problems += checker.check(each.filled) or also(checker.place, each.filled, wording.words)
    return list(dict.fromkeys(problems)), frozenset(sources)


def _tried(place: Place, part: Part, words: Words, allowance: Allowance | None) -> list[Finding]:
    """What is wrong once the part is filled in, on trial."""
    expected = part.prepare(whole=False)
    source = etree.tostring(part.root, encoding="unicode")
    if count_tags(source) != expected:
        return [Finding("placeholder-in-xml", place)]
    try:
        root = etree.fromstring(filled(source, words, allowance, escaping=True), etree.XMLParser(huge_tree=True))
    except (*FAILURES, etree.XMLSyntaxError) as error:
        return [failed(error, place)]
    problems = [problem for address in finish(root, None) if (problem := wrong_address(place, address))]
    return problems or provisional(Place(place.file), root)


def count_tags(source: str) -> int:
    """How many tags a part has that is ready to be filled in."""
    return len(_READY.findall(source))


def wrong_address(place: Place, address: str) -> Finding | None:
    """What is wrong with the address of a link that was filled in."""
    scheme = address.partition(":")[0].casefold()
    if scheme in SCHEMES and not re.search(r"[\s\0-\x1f]", address):
        if why := misleading(unquote(address)):
            return Finding("template-address-misleads", place, {"address": short(unquote(address)), "why": why})
        return None
    return Finding("template-address", place, {"address": short(address), "schemes": SCHEMES[:-1]})


def _not_filled(path: Path, name: str, held: Reason, words: str) -> Finding:
    return Finding("placeholder-elsewhere", Place(str(path), part=name, paragraph=short(words)), {"held": held})


@dataclass(frozen=True, slots=True)
class _Block:
    """A loop or a condition that is open."""

    word: str
    spot: Spot


class Checker:
    """Walks the tags of one part in order, with the blocks that are open."""

    def __init__(self, path: Path, name: str, wording: Wording) -> None:
        self._problems = Problems(path, name)
        self._words = wording.words
        self._said = Expressions(wording, self._problems)
        self._blocks: list[_Block] = []
        self._held: dict[etree._Element | None, tuple[str, str | None]] = {}
        """What each paragraph, row or cell holds that a tag takes the place of."""

    @property
    def place(self) -> Place:
        return self._problems.place

    def check(self, part: Part) -> list[Finding]:
        """Everything that is wrong with the tags of the part."""
        if len(part.spots) > _TAGS:
            self._problems.wrong("placeholders-many", most=_TAGS)
            return self._problems.found
        self._problems.found += unsettled_in_word(self._problems.place, unsettled(part.root))
        if next(part.root.iter(f"{W}altChunk"), None) is not None:
            self._problems.wrong("template-takes-in")
        for element, attribute, words in part.elsewhere():
            self._problems.text = words
            self._problems.wrong("placeholder-elsewhere", held=called(element, attribute))
        for paragraph in part.paragraphs:
            self._paragraph(paragraph)
        for spot in part.spots:
            self._problems.text = spot.text
            self._spot(spot)
        for block in reversed(self._blocks):
            self._problems.text = block.spot.text
            tag = block.spot.tag
            self._problems.wrong("statement-never-closed", tag=tag.typed, whole=tag.whole, word=block.word)
        return self._problems.found

    def check_text(self, parsed: nodes.Template) -> list[Finding]:
        """The same of a template in plain text, whose statements are conditions alone."""
        waiting: list[nodes.Node] = list(reversed(parsed.body))
        while waiting:
            node = waiting.pop()
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        value = self._said.value(each)
                        if isinstance(value, (Words, tuple)) and printed(value) is None:
                            self._problems.wrong("placeholder-group", tag=written(each), near=near(written(each), []))
                case nodes.If():
                    self._said.value(node.test)
                    waiting += reversed([*node.body, *node.elif_, *node.else_])
                case _:
                    self._problems.wrong("placeholder-computes")
        return self._problems.found

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._problems.text = paragraph.text
        static = outside(paragraph.text)
        if stray := STRAY.search(static):
            self._problems.wrong("placeholder-open", sign=stray[0])
        codes = "".join(f"{node.text} {node.get(f'{W}instr')}" for node in paragraph.element.iter(*_INSTRUCTIONS))
        if other := of_others(static, self._is_known, merging=bool(_MERGE_FIELD.search(codes))):
            self._problems.wrong("placeholder-of-others", tag=other)

    def _is_known(self, name: str) -> bool:
        return name in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names of all placeholders, and the last part of each, in small letters."""
        paths = [re.sub(r"\[\d+\]", "", name).casefold() for name, _ in listing(self._words)]
        return frozenset([*paths, *(path.rpartition(".")[2] for path in paths)])

    def _spot(self, spot: Spot) -> None:
        tag = spot.tag
        if len(tag.source) > LONGEST:
            self._problems.wrong("placeholder-long", tag=tag.typed[:20], most=LONGEST)
        elif tag.kind == "words":
            self._said.shown(tag.source)
        elif spot.attribute and tag.kind == "statement":
            self._problems.wrong("statement-here", tag=tag.typed)
        elif tag.kind == "statement":
            self._statement(spot)
        if tag.whole:
            self._alone(spot)

    def _alone(self, spot: Spot) -> None:
        """Whether a tag that takes the place of what holds it takes anything else with it."""
        tag, holder = spot.tag, spot.holder
        if holder not in self._held:
            self._held[holder] = ("", None) if holder is None else _holding(holder)
        words, lost = self._held[holder]
        if words != tag.typed or lost:
            beside = lost if lost and words == tag.typed else "beside"
            self._problems.wrong("statement-alone", tag=tag.typed, kind=Reason(WHOLE[tag.whole]), beside=Reason(beside))

    def _statement(self, spot: Spot) -> None:
        source = spot.tag.source
        word = source.split(maxsplit=1)[0] if source else ""
        match word:
            case "for" | "if":
                self._open(word, spot)
            case "elif" | "else":
                if not self._blocks or self._blocks[-1].word != "if":
                    self._problems.wrong("statement-without-if", tag=spot.tag.typed)
                    return
                self._level(self._blocks[-1], spot)
                if word == "elif":
                    self._said.shown(source.removeprefix("elif").strip())
                elif source != "else":
                    self._problems.wrong("statement-else", tag=spot.tag.typed)
            case "endfor" | "endif":
                if not self._blocks or self._blocks[-1].word != word[3:]:
                    self._problems.wrong("statement-closes-nothing", tag=spot.tag.typed, word=word[3:])
                    return
                self._level(self._blocks.pop(), spot)
                self._said.scopes.pop()
                if source != word:
                    self._problems.wrong("statement-end", tag=spot.tag.typed, word=word)
            case _:
                self._problems.wrong("statement-unknown", tag=spot.tag.typed)

    def _level(self, block: _Block, spot: Spot) -> None:
        """Whether a block's two ends are of one kind, and stand at one level of the document."""
        opening, tag = block.spot.tag, spot.tag
        paragraph = short(block.spot.text)
        if opening.whole != tag.whole:
            self._problems.wrong("statement-ends-differ", opening=opening.typed, paragraph=paragraph, tag=tag.typed)
        elif not _at_one_level(block.spot, spot):
            self._problems.wrong("statement-ends-apart", opening=opening.typed, paragraph=paragraph, tag=tag.typed)

    def _open(self, word: str, spot: Spot) -> None:
        source = spot.tag.source
        scope: dict[str, object] = {}
        self._blocks.append(_Block(word, spot))
        self._said.scopes.append(scope)
        loops = sum(block.word == "for" for block in self._blocks)
        if len(self._blocks) > _DEEPEST or loops > _LOOPS:
            self._problems.wrong("statement-deep", tag=spot.tag.typed, loops=_LOOPS, blocks=_DEEPEST)
        parsed = self._said.parsed(f"{{% {source} %}}{{% end{word} %}}", f"{{% {source} %}}")
        if isinstance(parsed, nodes.For):
            items = self._said.value(parsed.iter)
            simple = isinstance(parsed.target, nodes.Name) and not parsed.test and not parsed.recursive
            if not simple or not _FOR.fullmatch(source):
                self._problems.wrong("statement-loop", tag=spot.tag.typed)
            elif isinstance(parsed.target, nodes.Name):
                scope |= in_a_loop(parsed.target.name, items)
            if not may_be_a_list(items):
                self._problems.wrong("statement-no-list", tag=spot.tag.typed)
        elif isinstance(parsed, nodes.If):
            self._said.value(parsed.test)


def _holding(holder: etree._Element) -> tuple[str, str | None]:
    """The words in an element, and what else in it a tag may not take the place of."""
    words = "".join(node.text or "" for node in holder.iter(f"{W}t")).strip()
    return words, next((_LOST[each.tag] for each in holder.iter(*_LOST)), None)


def _at_one_level(opening: Spot, closing: Spot) -> bool:
    """Whether what stands between two tags is whole: no element begins in it and ends after it, or the other way."""
    if opening.tag.whole:
        holders = opening.holder, closing.holder
        return None in holders or holders[0].getparent() is holders[1].getparent()  # type: ignore[union-attr]
    ways = [[each.at, *each.at.iterancestors()][::-1] for each in (opening, closing)]
    common = sum(1 for one, other in zip(*ways, strict=False) if one is other)
    below = [[element.tag for element in way[common:]] for way in ways]
    return below[0] == below[1] and ways[0][common - 1].tag not in {f"{W}tbl", f"{W}tr"}
