"""A template's placeholders against the wording: a Word file and the known words go in, problems come out.

Each tag is parsed, and its names are looked up in the words that a merge would use. What a template may say is listed
in :data:`ALLOWED`; the rest (calls, arithmetic, assignments) is refused by name. A template without a problem is then
filled in on trial, within the limits of :mod:`pipeline.merge.filling`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from urllib.parse import unquote

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.addresses import misleading
from pipeline.files import Remembered
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.findings.hints import near
from pipeline.languages.cldr import is_tag
from pipeline.localise import Wording, Words, beyond, by_name, listing, printed
from pipeline.merge.filling import FAILURES, FILTERS, TESTS, Allowance, failed, filled
from pipeline.merge.part import Paragraph, Part, Spot, W, finish
from pipeline.merge.places import called, found_elsewhere
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
_NODES = 60
"""How many names, values and operators one tag may have."""

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
            return Finding("template-address-misleads", place, {"address": _short(unquote(address)), "why": why})
        return None
    return Finding("template-address", place, {"address": _short(address), "schemes": SCHEMES[:-1]})


def paragraphs_of(path: Path) -> list[str]:
    """The text of every paragraph, placeholders and all. Raises TemplateError for a file that is no Word document."""

    def found() -> list[str]:
        return [paragraph.text for each in read(path) if each.filled for paragraph in each.filled.paragraphs]

    return _PARAGRAPHS.of(path, found) if path.is_file() else found()


_PARAGRAPHS = Remembered[list[str]](64)
"""Of templates, which several checks and languages ask for."""


def _not_filled(path: Path, name: str, held: Reason, words: str) -> Finding:
    return Finding("placeholder-elsewhere", Place(str(path), part=name, paragraph=_short(words)), {"held": held})


class _Anything:
    """The value of what only a merge can tell."""


_ANYTHING = _Anything()

ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
"""What an expression may be made of."""

_LISTS: dict[str, Callable[[tuple[object, ...]], object]] = {
    "first": lambda items: items[0] if items else _ANYTHING,
    "last": lambda items: items[-1] if items else _ANYTHING,
    "join": lambda items: _ANYTHING if all(isinstance(item, str) for item in items) else items,
    "length": lambda _items: _ANYTHING,
}
"""The filters that take a list, with what comes out."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A loop or a condition that is open."""

    word: str
    spot: Spot


class Checker:
    """Walks the tags of one part in order, with the blocks that are open."""

    def __init__(self, path: Path, name: str, wording: Wording) -> None:
        self.problems: list[Finding] = []
        self.place = Place(str(path), part="" if name == "document" else name)
        self._words, self._wording = wording.words, wording
        self._scopes: list[dict[str, object]] = [{**by_name(wording.words)}]
        self._asked: set[str] = set()
        """What names something inside it, as a language's tag does."""
        self._blocks: list[_Block] = []
        self._text = ""
        self._held: dict[etree._Element | None, tuple[str, str | None]] = {}
        """What each paragraph, row or cell holds that a tag takes the place of."""

    def check(self, part: Part) -> list[Finding]:
        """Everything that is wrong with the tags of the part."""
        if len(part.spots) > _TAGS:
            self._wrong("placeholders-many", most=_TAGS)
            return self.problems
        self.problems += unsettled_in_word(self.place, unsettled(part.root))
        if next(part.root.iter(f"{W}altChunk"), None) is not None:
            self._wrong("template-takes-in")
        for element, attribute, words in part.elsewhere():
            self._text = words
            self._wrong("placeholder-elsewhere", held=called(element, attribute))
        for paragraph in part.paragraphs:
            self._paragraph(paragraph)
        for spot in part.spots:
            self._text = spot.text
            self._spot(spot)
        for block in reversed(self._blocks):
            self._text = block.spot.text
            tag = block.spot.tag
            self._wrong("statement-never-closed", tag=tag.typed, whole=tag.whole, word=block.word)
        return self.problems

    def check_text(self, parsed: nodes.Template) -> list[Finding]:
        """The same of a template in plain text, whose statements are conditions alone."""
        waiting: list[nodes.Node] = list(reversed(parsed.body))
        while waiting:
            node = waiting.pop()
            match node:
                case nodes.Output():
                    for each in node.nodes:
                        value = self._value(each)
                        if isinstance(value, (Words, tuple)) and printed(value) is None:
                            self._wrong("placeholder-group", tag=_written(each), near=near(_written(each), []))
                case nodes.If():
                    self._value(node.test)
                    waiting += reversed([*node.body, *node.elif_, *node.else_])
                case _:
                    self._wrong("placeholder-computes")
        return self.problems

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._text = paragraph.text
        static = outside(paragraph.text)
        if stray := STRAY.search(static):
            self._wrong("placeholder-open", sign=stray[0])
        codes = "".join(f"{node.text} {node.get(f'{W}instr')}" for node in paragraph.element.iter(*_INSTRUCTIONS))
        if other := of_others(static, self._is_known, merging=bool(_MERGE_FIELD.search(codes))):
            self._wrong("placeholder-of-others", tag=other)

    def _is_known(self, name: str) -> bool:
        return name in _names(self._words)

    def _wrong(self, code: str, /, **values: Value) -> None:
        self.problems.append(Finding(code, replace(self.place, paragraph=_short(self._text)), values))

    def _spot(self, spot: Spot) -> None:
        tag = spot.tag
        if len(tag.source) > LONGEST:
            self._wrong("placeholder-long", tag=tag.typed[:20], most=LONGEST)
        elif tag.kind == "words":
            self._expression(tag.source)
        elif spot.attribute and tag.kind == "statement":
            self._wrong("statement-here", tag=tag.typed)
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
            self._wrong("statement-alone", tag=tag.typed, kind=Reason(WHOLE[tag.whole]), beside=Reason(beside))

    def _statement(self, spot: Spot) -> None:
        source = spot.tag.source
        word = source.split(maxsplit=1)[0] if source else ""
        match word:
            case "for" | "if":
                self._open(word, spot)
            case "elif" | "else":
                if not self._blocks or self._blocks[-1].word != "if":
                    self._wrong("statement-without-if", tag=spot.tag.typed)
                    return
                self._level(self._blocks[-1], spot)
                if word == "elif":
                    self._expression(source.removeprefix("elif").strip())
                elif source != "else":
                    self._wrong("statement-else", tag=spot.tag.typed)
            case "endfor" | "endif":
                if not self._blocks or self._blocks[-1].word != word[3:]:
                    self._wrong("statement-closes-nothing", tag=spot.tag.typed, word=word[3:])
                    return
                self._level(self._blocks.pop(), spot)
                self._scopes.pop()
                if source != word:
                    self._wrong("statement-end", tag=spot.tag.typed, word=word)
            case _:
                self._wrong("statement-unknown", tag=spot.tag.typed)

    def _level(self, block: _Block, spot: Spot) -> None:
        """Whether a block's two ends are of one kind, and stand at one level of the document."""
        opening, tag = block.spot.tag, spot.tag
        paragraph = _short(block.spot.text)
        if opening.whole != tag.whole:
            self._wrong("statement-ends-differ", opening=opening.typed, paragraph=paragraph, tag=tag.typed)
        elif not _at_one_level(block.spot, spot):
            self._wrong("statement-ends-apart", opening=opening.typed, paragraph=paragraph, tag=tag.typed)

    def _open(self, word: str, spot: Spot) -> None:
        source = spot.tag.source
        scope: dict[str, object] = {}
        self._blocks.append(_Block(word, spot))
        self._scopes.append(scope)
        loops = sum(block.word == "for" for block in self._blocks)
        if len(self._blocks) > _DEEPEST or loops > _LOOPS:
            self._wrong("statement-deep", tag=spot.tag.typed, loops=_LOOPS, blocks=_DEEPEST)
        parsed = self._parsed(f"{{% {source} %}}{{% end{word} %}}", f"{{% {source} %}}")
        if isinstance(parsed, nodes.For):
            items = self._value(parsed.iter)
            simple = isinstance(parsed.target, nodes.Name) and not parsed.test and not parsed.recursive
            if not simple or not _FOR.fullmatch(source):
                self._wrong("statement-loop", tag=spot.tag.typed)
            elif isinstance(parsed.target, nodes.Name):
                item = _common(items) if isinstance(items, tuple) and items else _ANYTHING
                scope |= {parsed.target.name: item, "loop": _loop(item)}
            if not isinstance(items, tuple) and items is not _ANYTHING and items is not None:
                self._wrong("statement-no-list", tag=spot.tag.typed)
        elif isinstance(parsed, nodes.If):
            self._value(parsed.test)

    def _parsed(self, source: str, shown: str) -> nodes.Node | None:
        """The one thing that a source says; None after a problem, which is then noted."""
        try:
            (parsed,) = parsed_template(source).body
            if sum(1 for _ in parsed.find_all(nodes.Node)) > _NODES:
                raise RecursionError
        except TemplateSyntaxError as error:
            self._wrong("placeholder-syntax", tag=shown, why=str(error.message))
        except (RecursionError, ValueError, OverflowError):
            self._wrong("placeholder-too-much", tag=shown)
        else:
            return parsed
        return None

    def _expression(self, source: str) -> None:
        output = self._parsed(f"{{{{ {source} }}}}", f"{{{{ {source} }}}}")
        if output is None:
            return
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            value = self._value(node)
            if isinstance(node, nodes.Const) and node.value is None:
                self._unknown("none", [])
            if isinstance(value, (Words, tuple)) and printed(value) is None:
                code = "placeholder-list" if isinstance(value, tuple) else "placeholder-group"
                names = [f"{source}.{name}" for name in value] if isinstance(value, Words) else []
                self._wrong(code, tag=f"{{{{ {source} }}}}", near=near(source, names))

    def _value(self, node: nodes.Node) -> object:
        """What the expression stands for; None after a problem, which is then noted."""
        for inner in [node, *node.find_all(nodes.Node)]:
            if not isinstance(inner, ALLOWED) and not isinstance(inner, nodes.TemplateData):
                self._wrong("placeholder-computes")
                return None
        match node:
            case nodes.Name():
                return self._named(node.name)
            case nodes.Getattr() | nodes.Getitem():
                return self._inner(node)
            case nodes.Const():
                return node.value
            case nodes.TemplateData():
                return node.data
            case nodes.Filter():
                return self._filtered(node)
            case nodes.Compare():
                return self._compared(node)
            case _:
                for child in node.iter_child_nodes():
                    self._value(child)
                if isinstance(node, nodes.Test) and self._known(node.name, TESTS, "test-unknown"):
                    self._divisor(node)
                return _ANYTHING

    def _named(self, name: str) -> object:
        for scope in reversed(self._scopes):
            if name in scope:
                return scope[name]
        if name in self._asked and is_tag(tag := name.replace("_", "-")):
            self._wrong("placeholder-language", name=name, language=tag)
        else:
            self._unknown(name, [each for scope in self._scopes for each in scope])
        return None

    def _compared(self, node: nodes.Compare) -> object:
        """Words are compared, not groups of them, which equal nothing: the if would never hold."""
        for each in (node.expr, *(operand.expr for operand in node.ops)):
            if isinstance(value := self._value(each), Words):
                names = [f"{_written(each)}.{name}" for name in value]
                self._wrong("placeholder-group", tag=_written(each), near=near(_written(each), names))
        return _ANYTHING

    def _divisor(self, node: nodes.Test) -> None:
        numbers = [getattr(each, "value", None) for each in node.args]
        if node.name == "divisibleby" and not all(isinstance(each, int) and each > 0 for each in numbers):
            self._wrong("test-divisor")

    def _known(self, name: str, known: frozenset[str], code: str) -> bool:
        if name not in known:
            self._wrong(code, name=name, near=near(name, known))
        return name in known

    def _filtered(self, node: nodes.Filter) -> object:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._wrong("filter-named-values", name=node.name)
            return None
        value, *_ = [self._value(child) for child in node.iter_child_nodes()]
        if not self._known(node.name, FILTERS, "filter-unknown") or value is None:
            return None
        if isinstance(value, tuple) and node.name in _LISTS:
            return _LISTS[node.name](value)
        if isinstance(value, str) and node.name in _LISTS:
            self._wrong("filter-of-lists", name=node.name)
        return value if isinstance(value, (Words, tuple)) else _ANYTHING

    def _inner(self, node: nodes.Getattr | nodes.Getitem) -> object:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            self._asked.add(node.node.name)
        outer = self._value(node.node)
        if outer is None or outer is _ANYTHING:
            return outer
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(outer, Words) and name in outer:
            return getattr(outer, str(name))
        if isinstance(outer, tuple) and isinstance(name, int):
            if name < len(outer):
                return outer[name]
            self._wrong("placeholder-beyond", name=_written(node), count=len(outer))
            return None
        whole = _written(node.node)
        if past := beyond(outer, str(name), _written(node), self._wording.limits, self._wording.language):
            self.problems.append(past.at(replace(self.place, paragraph=_short(self._text))))
            return None
        self._unknown(_written(node), [f"{whole}.{each}" for each in outer] if isinstance(outer, Words) else [])
        return None

    def _unknown(self, name: str, known: list[str]) -> None:
        self._wrong("placeholder-unknown", name=name, near=near(name, known))


_PARSER = ImmutableSandboxedEnvironment()
"""Jinja as it reads templates; it fills in nothing."""


@lru_cache(maxsize=1024)
def parsed_template(source: str) -> nodes.Template:
    """A tag as Jinja reads it."""
    return _PARSER.parse(source)


def _holding(holder: etree._Element) -> tuple[str, str | None]:
    """The words in an element, and what else in it a tag may not take the place of."""
    words = "".join(node.text or "" for node in holder.iter(f"{W}t")).strip()
    return words, next((_LOST[each.tag] for each in holder.iter(*_LOST)), None)


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79] + "…"


def _names(words: Words) -> frozenset[str]:
    """The names of all placeholders, and the last part of each, in small letters."""
    paths = [re.sub(r"\[\d+\]", "", name).casefold() for name, _ in listing(words)]
    return frozenset([*paths, *(path.rpartition(".")[2] for path in paths)])


def _loop(item: object) -> Words:
    """What a loop says of itself: its counts, and the items before and after."""
    names = [name for name in vars(LoopContext) if not name.startswith("_")]
    known: dict[str, object] = {name: _ANYTHING for name in names if name not in {"cycle", "changed"}}
    return Words(known | {"previtem": item, "nextitem": item})  # type: ignore[arg-type]


def _at_one_level(opening: Spot, closing: Spot) -> bool:
    """Whether what stands between two tags is whole: no element begins in it and ends after it, or the other way."""
    if opening.tag.whole:
        holders = opening.holder, closing.holder
        return None in holders or holders[0].getparent() is holders[1].getparent()  # type: ignore[union-attr]
    ways = [[each.at, *each.at.iterancestors()][::-1] for each in (opening, closing)]
    common = sum(1 for one, other in zip(*ways, strict=False) if one is other)
    below = [[element.tag for element in way[common:]] for way in ways]
    return below[0] == below[1] and ways[0][common - 1].tag not in {f"{W}tbl", f"{W}tr"}


def _common(items: tuple[object, ...]) -> object:
    """What all the items of a list have: a template's loop goes through each of them."""
    first = items[0]
    if isinstance(first, Words):
        groups = [item for item in items if isinstance(item, Words)]
        shared = [name for name in first if all(name in group for group in groups)]
        return Words({name: _common(tuple(getattr(group, name) for group in groups)) for name in shared})  # type: ignore[misc]
    if isinstance(first, tuple):
        return tuple(inner for item in items if isinstance(item, tuple) for inner in item)
    return first


def _written(node: nodes.Node) -> str:
    match node:
        case nodes.Getattr():
            return f"{_written(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{_written(node.node)}[{getattr(node.arg, 'value', '…')}]"
        case nodes.Name():
            return node.name
        case _:
            return "…"
