"""Jinja as a template may use it: a source and the words go in, the source with its words comes out, or an error.

No code runs: what a template may say is held by :mod:`pipeline.merge.check`, and what it may take is counted here.
Loops count their items and pieces of the result their length, so that the same template is refused on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, Template, TemplateError, TemplateRuntimeError, pass_context
from jinja2.runtime import Context, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.findings import Finding, Place, Reason, Value
from pipeline.localise import Words, by_name, printed
from pipeline.text import changed, plain

STEPS = 50_000
"""The most items that the loops of one part go through, in all: a list of a thousand enclosures takes some 5,000."""
OUTPUT = 16 * 1024 * 1024
"""The most that is made of one part, in characters: some three thousand pages."""

FILTERS = frozenset({"capitalize", "default", "first", "join", "last", "length", "lower", "trim", "upper"})
TESTS = frozenset({"defined", "divisibleby", "even", "false", "in", "none", "odd", "true"})

COUNTED, PLAIN, ADDRESS, INSIDE = "counted", "plain", "address", "inside_address"
"""Filters that the program puts in itself; a template that names one is refused."""

FAILURES = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What filling in raises where a template compares or joins what can't be."""

_WORK, _ALLOWANCE = "work of this part", "work of this file"
"""Where the counts are kept: names that no template can write."""
_TAG = re.compile(r"\{([{%]).*?[%}]\}", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")
_STEP = 64
"""What going through one item of a loop counts as, in characters."""


class LargeError(Exception):
    """To fill in a template would take more than its allowance."""


class Allowance:
    """What may be done for one template, in characters read and made. Raises LargeError beyond it.

    Several times what letters take, and a second's work at the most.
    """

    def __init__(self, characters: int = 1 << 20) -> None:
        self._left = characters

    @property
    def left(self) -> int:
        """What is left of it."""
        return self._left

    def spend(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            raise LargeError


class UnfilledError(TemplateRuntimeError):
    """Why a part can't be filled in, where the program itself says so."""

    def __init__(self, code: str, /, **values: Value) -> None:
        self.reason = Reason(code, values)
        super().__init__(str(self.reason))


class _Work:
    """What a part has taken so far."""

    def __init__(self, allowance: Allowance | None) -> None:
        self._steps = self._size = 0
        self._allowance = allowance

    def items(self, value: object) -> object:
        if not isinstance(value, (tuple, list)):
            raise UnfilledError("filling-no-list")
        self._spend(len(value) * _STEP)
        self._steps += len(value)
        if self._steps > STEPS:
            raise UnfilledError("filling-items", most=STEPS)
        return value

    def measured(self, pieces: Iterable[str]) -> Iterator[str]:
        for piece in pieces:
            self._spend(len(piece))
            self._size += len(piece)
            if self._size > OUTPUT:
                raise UnfilledError("filling-size", most=OUTPUT)
            yield piece

    def _spend(self, characters: int) -> None:
        if self._allowance is not None:
            self._allowance.spend(characters)


class _Template(Template):
    """A template whose work is counted."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        given = dict(*args, **kwargs)
        work = _Work(given.get(_ALLOWANCE))
        context = self.new_context({**given, _WORK: work})
        return "".join(work.measured(self.root_render_func(context)))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Keeps what it has compiled: the letters to many recipients have one template."""

    template_class = _Template

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As Jinja has it, and at once for a word, which is asked for most and of which all may be shown."""
        if type(obj) is Words and not attribute.startswith("_") and attribute in obj:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002
        return _compiled(self, source)


@lru_cache(maxsize=64)
def _compiled(jinja: _Sandbox, source: str) -> Template:
    # XML writes what compares as entities; words of a tag have no other (pipeline.merge.tags).
    plain_tags = _TAG.sub(lambda tag: tag[0].replace("&lt;", "<").replace("&gt;", ">"), source)
    return ImmutableSandboxedEnvironment.from_string(jinja, plain_tags if jinja.autoescape else source)


def asked(source: str) -> tuple[str, ...]:
    """All names that stand in the tags of a source, in order: those of words that it asks for, and others.

    >>> asked("On {{ date }}{% for one in groups %}, {{ one.title }}{% endfor %}")
    ('date', 'endfor', 'for', 'groups', 'in', 'one', 'title')
    """
    return tuple(sorted({name for tag in _TAG.finditer(source) for name in _NAME.findall(tag[0])}))


@cache
def environment(*, escaping: bool = True) -> Environment:
    """Jinja for filling in: a missing word is an error, and where it is ``escaping``, ``&`` stays ``&`` in XML."""
    jinja = _Sandbox(undefined=StrictUndefined, autoescape=escaping, finalize=_printed)
    jinja.filters = {name: jinja.filters[name] for name in sorted(FILTERS)} | {
        "capitalize": partial(changed, change=_capital, beginning=True),
        "lower": partial(changed, change=str.lower),
        "upper": partial(changed, change=str.upper),
        COUNTED: _counted,
        PLAIN: _plain,
        ADDRESS: partial(_in_address, safe="%:/?#[]@!$&'()*+,;=~"),
        INSIDE: partial(_in_address, safe="/:@!$'()*,;~"),
    }
    jinja.tests = {name: jinja.tests[name] for name in sorted(TESTS)}
    jinja.globals.clear()
    return jinja


def known(words: Words, allowance: Allowance | None) -> dict[str, Any]:
    """What is known where a template is filled in: its words, and what that may take."""
    return {**by_name(words), _ALLOWANCE: allowance}


def filled(source: str, words: Words, allowance: Allowance | None, *, escaping: bool) -> str:
    """The source with the words in it. Raises one of :data:`FAILURES`, and LargeError beyond the allowance."""
    return environment(escaping=escaping).from_string(source).render(known(words, allowance))


def failed(error: Exception, place: Place) -> Finding:
    """What to tell of one of :data:`FAILURES`."""
    why = error.reason if isinstance(error, UnfilledError) else Reason("filling-says", {"words": str(error)})
    return Finding("template-not-filled", place, {"why": why})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _printed(value: object) -> object:
    value = printed(value) or value
    if not isinstance(value, (str, int, float)):
        raise UnfilledError("filling-no-words")
    return value


@pass_context
def _counted(context: Context, value: object) -> object:
    work = context[_WORK]
    assert isinstance(work, _Work)
    return work.items(value)


def _plain(value: object) -> str:
    return plain(str(_printed(value)))


def _in_address(value: object, safe: str) -> str:
    """RFC 3986, 2.1: what stands for itself in an address, and octets in per cent for all else."""
    return quote(_plain(value), safe=safe)


def statement(source: str) -> str:
    """A statement as it is filled in: loops are counted."""
    if not source.startswith("for "):
        return source
    name, _, items = source.removeprefix("for ").partition(" in ")
    return f"for {name.strip()} in ({items})|{COUNTED}"
