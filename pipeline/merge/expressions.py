"""What stands in a tag, against the wording: an expression goes in, what it stands for comes out, and what is wrong.

What an expression may be made of is listed in :data:`ALLOWED`; the rest (calls, arithmetic, assignments) is refused by
name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.findings.hints import near
from pipeline.languages.cldr import is_tag
from pipeline.localise import Wording, Words, beyond, by_name, printed
from pipeline.merge.filling import FILTERS, TESTS
from pipeline.merge.problems import Problems

_NODES = 60
"""How many names, values and operators one tag may have."""


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


class Expressions:
    """Looks up what the tags of one part say, in the words of a wording and in those of the loops that are open."""

    def __init__(self, wording: Wording, problems: Problems) -> None:
        self._wording, self._problems = wording, problems
        self.scopes: list[dict[str, object]] = [{**by_name(wording.words)}]
        """The names that are known, and those of each block that is open."""
        self._asked: set[str] = set()
        """What names something inside it, as a language's tag does."""

    def parsed(self, source: str, shown: str) -> nodes.Node | None:
        """The one thing that a source says; None after a problem, which is then noted."""
        try:
            (parsed,) = parsed_template(source).body
            if sum(1 for _ in parsed.find_all(nodes.Node)) > _NODES:
                raise RecursionError
        except TemplateSyntaxError as error:
            self._problems.wrong("placeholder-syntax", tag=shown, why=str(error.message))
        except (RecursionError, ValueError, OverflowError):
            self._problems.wrong("placeholder-too-much", tag=shown)
        else:
            return parsed
        return None

    def shown(self, source: str) -> None:
        """Looks at what a tag prints."""
        output = self.parsed(f"{{{{ {source} }}}}", f"{{{{ {source} }}}}")
        if output is None:
            return
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            value = self.value(node)
            if isinstance(node, nodes.Const) and node.value is None:
                self._unknown("none", [])
            if isinstance(value, (Words, tuple)) and printed(value) is None:
                code = "placeholder-list" if isinstance(value, tuple) else "placeholder-group"
                names = [f"{source}.{name}" for name in value] if isinstance(value, Words) else []
                self._problems.wrong(code, tag=f"{{{{ {source} }}}}", near=near(source, names))

    def value(self, node: nodes.Node) -> object:
        """What the expression stands for; None after a problem, which is then noted."""
        for inner in [node, *node.find_all(nodes.Node)]:
            if not isinstance(inner, ALLOWED) and not isinstance(inner, nodes.TemplateData):
                self._problems.wrong("placeholder-computes")
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
                    self.value(child)
                if isinstance(node, nodes.Test) and self._known(node.name, TESTS, "test-unknown"):
                    self._divisor(node)
                return _ANYTHING

    def _named(self, name: str) -> object:
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        if name in self._asked and is_tag(tag := name.replace("_", "-")):
            self._problems.wrong("placeholder-language", name=name, language=tag)
        else:
            self._unknown(name, [each for scope in self.scopes for each in scope])
        return None

    def _compared(self, node: nodes.Compare) -> object:
        """Words are compared, not groups of them, which equal nothing: the if would never hold."""
        for each in (node.expr, *(operand.expr for operand in node.ops)):
            if isinstance(value := self.value(each), Words):
                names = [f"{written(each)}.{name}" for name in value]
                self._problems.wrong("placeholder-group", tag=written(each), near=near(written(each), names))
        return _ANYTHING

    def _divisor(self, node: nodes.Test) -> None:
        numbers = [getattr(each, "value", None) for each in node.args]
        if node.name == "divisibleby" and not all(isinstance(each, int) and each > 0 for each in numbers):
            self._problems.wrong("test-divisor")

    def _known(self, name: str, known: frozenset[str], code: str) -> bool:
        if name not in known:
            self._problems.wrong(code, name=name, near=near(name, known))
        return name in known

    def _filtered(self, node: nodes.Filter) -> object:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._problems.wrong("filter-named-values", name=node.name)
            return None
        value, *_ = [self.value(child) for child in node.iter_child_nodes()]
        if not self._known(node.name, FILTERS, "filter-unknown") or value is None:
            return None
        if isinstance(value, tuple) and node.name in _LISTS:
            return _LISTS[node.name](value)
        if isinstance(value, str) and node.name in _LISTS:
            self._problems.wrong("filter-of-lists", name=node.name)
        return value if isinstance(value, (Words, tuple)) else _ANYTHING

    def _inner(self, node: nodes.Getattr | nodes.Getitem) -> object:
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            self._asked.add(node.node.name)
        outer = self.value(node.node)
        if outer is None or outer is _ANYTHING:
            return outer
        name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
        if isinstance(outer, Words) and name in outer:
            return getattr(outer, str(name))
        if isinstance(outer, tuple) and isinstance(name, int):
            if name < len(outer):
                return outer[name]
            self._problems.wrong("placeholder-beyond", name=written(node), count=len(outer))
            return None
        whole = written(node.node)
        if past := beyond(outer, str(name), written(node), self._wording.limits, self._wording.language):
            self._problems.unfit(past)
            return None
        self._unknown(written(node), [f"{whole}.{each}" for each in outer] if isinstance(outer, Words) else [])
        return None

    def _unknown(self, name: str, known: list[str]) -> None:
        self._problems.wrong("placeholder-unknown", name=name, near=near(name, known))


_PARSER = ImmutableSandboxedEnvironment()
"""Jinja as it reads templates; it fills in nothing."""


@lru_cache(maxsize=1024)
def parsed_template(source: str) -> nodes.Template:
    """A tag as Jinja reads it."""
    return _PARSER.parse(source)


def in_a_loop(name: str, items: object) -> dict[str, object]:
    """What is known within a loop through some items: each of them by its name, and what a loop says of itself."""
    item = _common(items) if isinstance(items, tuple) and items else _ANYTHING
    counts = [each for each in vars(LoopContext) if not each.startswith("_") and each not in {"cycle", "changed"}]
    known: dict[str, object] = {**dict.fromkeys(counts, _ANYTHING), "previtem": item, "nextitem": item}
    return {name: item, "loop": Words(known)}  # type: ignore[arg-type]


def may_be_a_list(value: object) -> bool:
    """Whether a loop may go through a value, as far as that can be told: not of one that is wrong already."""
    return isinstance(value, tuple) or value is _ANYTHING or value is None


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


def written(node: nodes.Node) -> str:
    """A name as it is typed."""
    match node:
        case nodes.Getattr():
            return f"{written(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{written(node.node)}[{getattr(node.arg, 'value', '…')}]"
        case nodes.Name():
            return node.name
        case _:
            return "…"
