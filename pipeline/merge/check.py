"""A template's placeholders against the wording: a Word file and the known words go in, problems come out.

Nothing is rendered: each tag is parsed, and its names are looked up in the words that a merge would use. What a
template may say is listed in :data:`ALLOWED`; the rest (calls, arithmetic, assignments) is refused by name.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.runtime import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.errors import Problem, TemplateError, nearest
from pipeline.localise import Wording, Words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"(\{\{)(?:r\b)?(.*?)(\}\})|(\{%)(?:(?:p|tr|tc|r)\b)?(.*?)(%\})|\{#.*?#\}", re.DOTALL)
_STRAY = re.compile(r"\{\{|\}\}|\{%|%\}")

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

FILTERS = frozenset({"capitalize", "default", "first", "join", "last", "length", "lower", "title", "trim", "upper"})


def environment() -> Environment:
    """Jinja as a template may use it: no code runs, a missing word is an error, ``&`` stays ``&``."""
    jinja = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    jinja.filters = {name: jinja.filters[name] for name in sorted(FILTERS)}
    jinja.globals.clear()
    return jinja


def check_template(path: Path, wording: Wording) -> list[Problem]:
    """Everything in a Word template that a merge with this wording would stumble on, each with its paragraph.

    Raises TemplateError for a file that is no Word document.
    """
    problems: list[Problem] = []
    for part, paragraphs in _read(path):
        checker = _Checker(path, part, wording.words)
        for paragraph in paragraphs:
            checker.paragraph(paragraph)
        checker.end()
        problems += checker.problems
    return problems


def _read(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each part of the document that has text, with its paragraphs' text."""
    try:
        with zipfile.ZipFile(path) as package:
            if "word/document.xml" not in package.namelist():
                raise KeyError("word/document.xml")
            parts = {
                name: etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
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
    except (zipfile.BadZipFile, OSError, KeyError, etree.XMLSyntaxError, RuntimeError, EOFError, ValueError) as error:
        raise TemplateError(
            Problem(
                str(path),
                "The file is no Word document (.docx), or it is damaged.",
                "Open it in Word and save it again as .docx.",
            )
        ) from error
    for name, root in parts.items():
        yield name, ["".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")]


class _Checker:
    """Walks the tags of one part in order, with the loops that are open."""

    def __init__(self, path: Path, part: str, words: Words) -> None:
        self.problems: list[Problem] = []
        self._jinja = environment()
        self._path, self._part = path, part
        self._scopes: list[tuple[str, dict[str, object]]] = [("", dict(words.items()))]
        self._opened: list[str] = []
        self._text = ""

    def paragraph(self, text: str) -> None:
        self._text = text
        if "{" not in text and "}" not in text:
            return
        for match in _TAG.finditer(text):
            if match[1]:
                self._expression(match[2].strip())
            elif match[4]:
                self._statement(match[5].strip())
        if stray := _STRAY.search(_TAG.sub("", text)):
            self._wrong(f"“{stray[0]}” has no counterpart in this paragraph.", "Close it, or take it out.")

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
                if isinstance(parsed.target, nodes.Name):
                    item = items[0] if isinstance(items, tuple) and items else _ANYTHING
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
            case _:
                for child in node.iter_child_nodes():
                    self._value(child)
                return _ANYTHING

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


class _Anything:
    """The value of what only a merge can tell."""


_ANYTHING = _Anything()


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
