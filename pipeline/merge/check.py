"""A template's placeholders against the wording: a Word file and the known words go in, problems come out.

Nothing is rendered: each tag is parsed, and its names are looked up in the words that a merge would use. What a
template may say is listed in :data:`ALLOWED`; the rest (calls, arithmetic, assignments) is refused by name.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.errors import Problem, TemplateError, nearest
from pipeline.findings import Finding
from pipeline.localise import Wording, Words, by_name
from pipeline.officefile.unsettled import faults
from pipeline.text import changed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{(?P<words>.*?)\}\}|\{%(?:(?P<whole>p|tr|tc)\b)?(?P<statement>.*?)%\}|\{#.*?#\}", re.DOTALL)
_WHOLE = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
"""What the tags {%p … %}, {%tr … %} and {%tc … %} take the place of, with all that it holds."""
_LARGEST = 256 * 1024 * 1024
"""In bytes, unpacked: far more than any letter has, and less than a machine."""
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")


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

FILTERS = frozenset({"capitalize", "default", "first", "join", "last", "length", "lower", "trim", "upper"})


TESTS = frozenset({"defined", "divisibleby", "even", "false", "in", "none", "odd", "true"})

_LISTS: dict[str, Callable[[tuple[object, ...]], object]] = {
    "first": lambda items: items[0] if items else _ANYTHING,
    "last": lambda items: items[-1] if items else _ANYTHING,
    "join": lambda items: _ANYTHING if all(isinstance(item, str) for item in items) else items,
    "length": lambda _items: _ANYTHING,
}
"""The filters that take a list, with what comes out."""


def environment() -> Environment:
    """Jinja as a template may use it: no code runs, a missing word is an error, ``&`` stays ``&``."""
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True, finalize=_printed)
    jinja.filters = {name: jinja.filters[name] for name in sorted(FILTERS)} | {
        "capitalize": partial(changed, change=_capital, beginning=True),
        "lower": partial(changed, change=str.lower),
        "upper": partial(changed, change=str.upper),
    }
    jinja.tests = {name: jinja.tests[name] for name in sorted(TESTS)}
    jinja.globals.clear()
    return jinja


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _printed(value: object) -> object:
    if isinstance(value, (Words, tuple)):
        raise TemplateRuntimeError("a placeholder stands for a list or a group of words, not for words")
    return value


def check_template(path: Path, wording: Wording) -> list[Finding]:
    """Everything in a Word template that a merge with this wording would stumble on, each with its paragraph.

    Raises TemplateError for a file that is no Word document.
    """
    problems: list[Finding] = []
    for part, root, paragraphs in _read(path):
        checker = _Checker(path, part, wording.words)
        checker.faults(root)
        for paragraph in paragraphs:
            checker.paragraph(paragraph)
        checker.end()
        problems += checker.problems
    return problems


def paragraphs_of(path: Path) -> list[str]:
    """The text of every paragraph, placeholders and all. Raises TemplateError for a file that is no Word document."""
    return [paragraph.text for _, _, paragraphs in _read(path) for paragraph in paragraphs]


def _read(path: Path) -> Iterator[tuple[str, etree._Element, list[_Paragraph]]]:
    """Each part of the document that has text, with its root and its paragraphs."""
    try:
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise ValueError("the document is too large")
            if "word/document.xml" not in package.namelist() or package.testzip() is not None:
                raise KeyError("word/document.xml")
            parts = {
                name: _parsed(package.read(name))
                for name in sorted(package.namelist(), key=lambda name: (name != "word/document.xml", name))
                if _TEXT_PARTS.fullmatch(name)
            }
    except FileNotFoundError:
        present = [file.stem for file in path.parent.glob("*.docx")]
        raise TemplateError(
            Problem(
                str(path),
                "There is no such template.",
                f"Put it there or correct its name. {nearest(path.stem, present)}",
            )
        ) from None
    except DAMAGED as error:
        raise TemplateError(damaged(path)) from error
    for name, root in parts.items():
        yield name, root, [_Paragraph.of(paragraph) for paragraph in root.iter(f"{W}p")]


DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    etree.XMLSyntaxError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What reading a file raises that is no Word document, or no whole one."""


def damaged(path: Path) -> Finding:
    """The problem to raise then."""
    what = "The file is no Word document (.docx), or it is damaged."
    return Problem(str(path), what, "Open it in Word and save it again as .docx.")


def _parsed(content: bytes) -> etree._Element:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        # ECMA-376 Part 2, 10.1.1.4: no part has a document type, where entities are declared.
        raise ValueError("the part has a document type")
    return root


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's own text, and that of the row and the cell that it stands in."""

    text: str
    holders: Mapping[str, str]

    @classmethod
    def of(cls, paragraph: etree._Element) -> _Paragraph:
        # The text of a box stands in a paragraph of its own, inside the one that the box is anchored in.
        own = [node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph]
        text = "".join(node.text or "" for node in own)
        around = {kind: next(paragraph.iterancestors(f"{W}{kind}"), None) for kind in ("tr", "tc")}
        holders = {
            kind: "".join(node.text or "" for node in holder.iter(f"{W}t"))
            for kind, holder in around.items()
            if holder is not None
        }
        return cls(text, {"p": text, **holders})


class _Checker:
    """Walks the tags of one part in order, with the loops that are open."""

    def __init__(self, path: Path, part: str, words: Words) -> None:
        self.problems: list[Finding] = []
        self._jinja = environment()
        self._path, self._part = path, part
        self._scopes: list[tuple[str, dict[str, object]]] = [("", {**by_name(words)})]
        self._opened: list[str] = []
        self._text = ""

    def paragraph(self, paragraph: _Paragraph) -> None:
        text = self._text = paragraph.text
        if "{" not in text and "}" not in text:
            return
        for match in _TAG.finditer(text):
            if match["words"] is not None:
                self._expression(match["words"].strip())
            elif match["statement"] is not None:
                self._statement(match["statement"].strip())
            if (whole := match["whole"]) and paragraph.holders.get(whole, "").strip() != match[0]:
                what = f"“{match[0]}” does not stand alone in its {_WHOLE[whole]}: what stands beside it would be lost."
                self._wrong(what, f"Give it a {_WHOLE[whole]} of its own.")
        if stray := _STRAY.search(_TAG.sub("", text)):
            self._wrong(f"“{stray[0]}” has no counterpart in this paragraph.", "Close it, or take it out.")

    def faults(self, root: etree._Element) -> None:
        for what, mend in faults(etree.tostring(root)):
            self._wrong(what, mend)

    def end(self) -> None:
        self._text = ""
        for word in reversed(self._opened):
            self._wrong(f"“{{% {word} %}}” is never closed.", f"Add {{% end{word} %}} after what it holds.")

    def _wrong(self, what: str, mend: str) -> None:
        place = f"{self._path}" if self._part == "word/document.xml" else f"{self._path} ({self._part[5:-4]})"
        shown = self._text if len(self._text) <= 80 else self._text[:79] + "…"
        self.problems.append(Problem(f"{place}: “{shown}”" if shown else place, what, mend))

    def _statement(self, source: str) -> None:
        word = source.split(maxsplit=1)[0] if source else ""
        match word:
            case "for" | "if":
                self._open(word, source)
            case "elif" | "else":
                if not self._opened or (word == "elif" and self._opened[-1] != "if"):
                    self._wrong(f"“{{% {word} %}}” stands outside an if.", "Take it out, or add the if.")
                elif word == "elif":
                    self._expression(source.removeprefix("elif").strip())
            case "endfor" | "endif":
                if not self._opened or self._opened[-1] != word[3:]:
                    self._wrong(f"“{{% {word} %}}” closes nothing.", f"Take it out, or add the {word[3:]} before it.")
                else:
                    self._opened.pop()
                    self._scopes.pop()
            case _:
                self._wrong(
                    f"“{{% {source} %}}” is not known here.", "A template may say: for, if, elif, else, and their ends."
                )

    def _open(self, word: str, source: str) -> None:
        scope: dict[str, object] = {}
        try:
            parsed = self._jinja.parse(f"{{% {source} %}}{{% end{word} %}}").body[0]
        except TemplateSyntaxError as error:
            self._wrong(
                f"“{{% {source} %}}” can't be read: {error.message}.", "Compare it with the guide for translators."
            )
        else:
            if isinstance(parsed, nodes.For):
                items = self._value(parsed.iter)
                if not isinstance(parsed.target, nodes.Name) or parsed.test or parsed.recursive:
                    self._wrong(f"“{{% {source} %}}” is not known here.", "Write {% for item in groups %}.")
                else:
                    item = _common(items) if isinstance(items, tuple) and items else _ANYTHING
                    scope = {parsed.target.name: item, "loop": _ANYTHING}
                if not isinstance(items, tuple) and items is not _ANYTHING and items is not None:
                    self._wrong(
                        f"“{{% {source} %}}” goes through something that is no list.",
                        "Loop over a list, such as groups.",
                    )
            elif isinstance(parsed, nodes.If):
                self._value(parsed.test)
        self._opened.append(word)
        self._scopes.append((word, scope))

    def _expression(self, source: str) -> None:
        try:
            output = self._jinja.parse(f"{{{{ {source} }}}}").body[0]
        except TemplateSyntaxError as error:
            self._wrong(
                f"“{{{{ {source} }}}}” can't be read: {error.message}.", "Compare it with the guide for translators."
            )
            return
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            value = self._value(node)
            if isinstance(value, (Words, tuple)):
                what = "a list" if isinstance(value, tuple) else "a group of words"
                names = [f"{source}.{name}" for name in value] if isinstance(value, Words) else []
                self._wrong(
                    f"“{{{{ {source} }}}}” is {what}, not words.", f"Name one of its words. {nearest(source, names)}"
                )

    def _value(self, node: nodes.Node) -> object:
        """What the expression stands for; None after a problem, which is then noted."""
        for inner in [node, *node.find_all(nodes.Node)]:
            if not isinstance(inner, ALLOWED) and not isinstance(inner, nodes.TemplateData):
                self._wrong(
                    "A template may not calculate or call.", "Use a placeholder; “papers vocabulary” lists them."
                )
                return None
        match node:
            case nodes.Name():
                for _, scope in reversed(self._scopes):
                    if node.name in scope:
                        return scope[node.name]
                self._unknown(node.name, [name for _, scope in self._scopes for name in scope])
                return None
            case nodes.Getattr() | nodes.Getitem():
                return self._inner(node)
            case nodes.Const():
                return node.value
            case nodes.TemplateData():
                return node.data
            case nodes.Filter():
                return self._filtered(node)
            case _:
                for child in node.iter_child_nodes():
                    self._value(child)
                if isinstance(node, nodes.Test):
                    self._known(node.name, TESTS, "test")
                return _ANYTHING

    def _known(self, name: str, known: frozenset[str], kind: str) -> bool:
        if name not in known:
            self._wrong(f"There is no {kind} “{name}”.", f"Correct it. {nearest(name, known)}")
        return name in known

    def _filtered(self, node: nodes.Filter) -> object:
        value, *_ = [self._value(child) for child in node.iter_child_nodes()]
        if not self._known(node.name, FILTERS, "filter") or value is None:
            return None
        if isinstance(value, tuple) and node.name in _LISTS:
            return _LISTS[node.name](value)
        if isinstance(value, str) and node.name in _LISTS:
            self._wrong(f"The filter “{node.name}” takes a list, and these are words.", "Take it out.")
        return value if isinstance(value, (Words, tuple)) else _ANYTHING

    def _inner(self, node: nodes.Getattr | nodes.Getitem) -> object:
        outer = self._value(node.node)
        if outer is None or outer is _ANYTHING:
            return outer
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(outer, Words) and name in outer:
            return getattr(outer, str(name))
        if isinstance(outer, tuple) and isinstance(name, int):
            if name < len(outer):
                return outer[name]
            self._wrong(
                f"“{_written(node)}” does not exist: the list has {len(outer)}, counted from 0.", "Correct the figure."
            )
            return None
        whole = _written(node.node)
        self._unknown(_written(node), [f"{whole}.{each}" for each in outer] if isinstance(outer, Words) else [])
        return None

    def _unknown(self, name: str, known: list[str]) -> None:
        self._wrong(f"There is no placeholder “{name}”.", f"Correct it. {nearest(name, known)}")


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
