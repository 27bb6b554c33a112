"""Rules for numbers: the text of rule sets goes in, sets that put a whole number into words come out.

The rules are those of Unicode Technical Standard 35, Part 3, “Rule-Based Number Formatting”, as far as whole numbers
need them, so that a set of CLDR can be copied as it is::

    %cardinal: *, feminine
    0: zéro; 1: un | une; 2: deux; …
    20: vingt[-→→];
    60/20: soixante[→%%et→];
    100: cent[ →→];

A rule holds from its number to the next rule's. ``←←`` is how often it goes into the number (by the greatest power of
ten that is in the rule's own number, or of what follows a slash), ``→→`` what is left, ``=%set=`` the same number by
another set, ``=0=`` its figures; what stands between brackets is left out where nothing is left. An apostrophe keeps
the space behind it. Beside the standard: a set may give several *forms* at once, named in its head, and a rule then has
one text for all, or one for each, parted by ``|``. A set that another names gives the form nearest to the asking one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from pipeline.findings import Unfit

Form: TypeAlias = frozenset[str]
"""What a form is of: ``feminine genitive``; nothing for the plain one."""

Fault: TypeAlias = tuple[int, Unfit]
"""The line, from 0, and what is wrong with it."""

_HEAD = re.compile(r"(%%?[\w-]+):\s*([^;→←=]*)")
_RULE = re.compile(r"(\d+)(?:/(\d+))?:\s*([^;]*);\s*")
_SUBSTITUTION = re.compile(r"([←→])(%%?[\w-]+)?\1|=(%%?[\w-]+|[#,0]+)=|([\[\]])")
_DEEPEST = 40
"""How often a number may be handed from rule to rule."""


@dataclass(frozen=True, slots=True)
class _Sub:
    """A place that another number's words are put in."""

    of: Literal["quotient", "rest", "same", "figures"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Optional:
    """What is left out where nothing is left."""

    parts: tuple[_Part, ...]


_Part: TypeAlias = "str | _Sub | _Optional"


@dataclass(frozen=True, slots=True)
class _Rule:
    base: int
    divisor: int
    texts: tuple[tuple[_Part, ...], ...]
    """One for all forms, or one for each."""
    both: bool
    """Whether it has both what it goes into the number, and what is left."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of rules."""

    name: str
    forms: tuple[Form, ...]
    rules: tuple[_Rule, ...]
    bases: tuple[int, ...]

    def nearest(self, wanted: Form) -> int:
        """The place of the form that says most of what is wanted, and nothing else; of equals, the first."""
        fitting = [place for place, form in enumerate(self.forms) if form <= wanted]
        return max(fitting, key=lambda place: (len(self.forms[place]), -place)) if fitting else 0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule sets of one language."""

    sets: Mapping[str, RuleSet]
    _known: dict[tuple[int, str, Form], str] = field(default_factory=dict, compare=False, repr=False)

    def words(self, number: int, name: str, wanted: Form) -> str:
        """A number by the set ``name``, in the form that is nearest to the one that is wanted.

        Raises Unfit for a number that no rule holds for.
        """
        key = number, name, wanted
        if key not in self._known:
            self._known[key] = self._said(number, self.sets[name], wanted, 0)
        return self._known[key]

    def _said(self, number: int, of: RuleSet, wanted: Form, depth: int) -> str:
        place = bisect_right(of.bases, number) - 1
        if place < 0 or depth > _DEEPEST:
            raise Unfit("number-rule-gap" if place < 0 else "number-rule-endless", set=of.name, number=str(number))
        rule = of.rules[place]
        if rule.both and place and rule.base % rule.divisor and not number % rule.divisor:
            rule = of.rules[place - 1]  # UTS 35: 200 by “201: ←← cent →→” is by the rule before it
        form = of.nearest(wanted)
        parts = rule.texts[form if len(rule.texts) > 1 else 0]
        return "".join(self._filled(parts, number, rule.divisor, of, wanted, depth))

    def _filled(
        self, parts: Sequence[_Part], number: int, divisor: int, of: RuleSet, wanted: Form, depth: int
    ) -> Iterator[str]:
        for part in parts:
            match part:
                case str():
                    yield part
                case _Optional():
                    if number % divisor:
                        yield from self._filled(part.parts, number, divisor, of, wanted, depth)
                case _Sub(of="figures"):
                    yield str(number)
                case _Sub():
                    asked = {"quotient": number // divisor, "rest": number % divisor, "same": number}[part.of]
                    yield self._said(asked, self.sets[part.name] if part.name else of, wanted, depth + 1)


def read_rules(text: str) -> tuple[Rules, list[Fault]]:
    """The rule sets of a text, and what is wrong with it: rules that are none, sets that are not there.

    >>> rules, faults = read_rules("%c: *, feminine\\n0: zéro; 1: un | une; 2: deux;\\n20: vingt[→%%et→];\\n%%et:\\n"
    ...     "1: ' et =%c=; 2: -=%c=;")
    >>> [rules.words(number, "%c", frozenset({"feminine"})) for number in (20, 21, 22)], faults
    (['vingt', 'vingt et une', 'vingt-deux'], [])
    """
    faults: list[Fault] = []
    sets: dict[str, tuple[int, tuple[Form, ...], list[_Rule]]] = {}
    named: list[tuple[int, str]] = []
    current: tuple[int, tuple[Form, ...], list[_Rule]] | None = None
    for number, line in enumerate(text.split("\n")):
        rest = line.strip()
        if not rest or rest.startswith("#"):
            continue
        if head := _HEAD.fullmatch(rest):
            if head[1] in sets:
                faults.append((number, Unfit("number-set-twice", set=head[1])))
            current = sets[head[1]] = (number, _forms(head[2]), [])
            continue
        while rest:
            found = _RULE.match(rest)
            if found is None or current is None:
                faults.append((number, Unfit("number-rule", rule=rest)))
                break
            rest = rest[found.end() :]
            try:
                rule = _rule(found, current[1])
            except Unfit as unfit:
                faults.append((number, unfit))
                continue
            if current[2] and rule.base <= current[2][-1].base:
                faults.append((number, Unfit("number-rule-order", rule=found[0].strip())))
                continue
            named += ((number, name) for name in _names(rule))
            current[2].append(rule)
    faults += ((number, Unfit("number-set-missing", set=name)) for number, name in named if name not in sets)
    faults += (
        (line, Unfit("number-set-empty", set=name)) for name, (line, _forms_of, rules) in sets.items() if not rules
    )
    known = {
        name: RuleSet(name, forms, tuple(rules), tuple(rule.base for rule in rules))
        for name, (_line, forms, rules) in sets.items()
    }
    return Rules(known), sorted(faults, key=lambda fault: fault[0])


def form(words: str) -> Form:
    """A form by its words; ``*`` is the plain one."""
    return frozenset(words.split()) - {"*"}


def _forms(words: str) -> tuple[Form, ...]:
    return tuple(form(each) for each in words.split(",")) if words.strip() else (frozenset(),)


def _rule(found: re.Match[str], forms: Sequence[Form]) -> _Rule:
    base, radix = int(found[1]), int(found[2] or 10)
    texts = found[3].split("|")
    if len(texts) not in {1, len(forms)} or radix < 2:
        raise Unfit("number-rule-forms", rule=found[0].strip(), count=len(texts), forms=len(forms))
    divisor = 1
    while divisor * radix <= base:
        divisor *= radix
    parts = tuple(_parts(each.strip(), found[0].strip()) for each in texts)
    kinds = {part.of for text in parts for part in _flat(text) if isinstance(part, _Sub)}
    return _Rule(base, divisor, parts, {"quotient", "rest"} <= kinds)


def _parts(text: str, rule: str) -> tuple[_Part, ...]:
    text = text.removeprefix("'")
    outer: list[_Part] = []
    inner: list[_Part] | None = None
    place = 0

    def take(part: _Part) -> None:
        if part:
            (outer if inner is None else inner).append(part)

    def literal(words: str) -> str:
        if re.search(r"[←→=\[\]{}]", words.replace("{suffix}", "").replace("{classifier}", "")):
            raise Unfit("number-rule", rule=rule)
        return words

    for found in _SUBSTITUTION.finditer(text):
        take(literal(text[place : found.start()]))
        place = found.end()
        if found[4]:
            if (found[4] == "[") != (inner is None):
                raise Unfit("number-rule", rule=rule)
            if inner is None:
                inner = []
            else:
                outer.append(_Optional(tuple(inner)))
                inner = None
        elif found[1]:
            take(_Sub("quotient" if found[1] == "←" else "rest", found[2] or ""))
        else:
            take(_Sub("same", found[3]) if found[3].startswith("%") else _Sub("figures"))
    take(literal(text[place:]))
    if inner is not None:
        raise Unfit("number-rule", rule=rule)
    return tuple(outer)


def _flat(parts: Sequence[_Part]) -> Iterator[_Part]:
    for part in parts:
        if isinstance(part, _Optional):
            yield from _flat(part.parts)
        else:
            yield part


def _names(rule: _Rule) -> Iterator[str]:
    """The sets that a rule hands numbers to."""
    for text in rule.texts:
        yield from (part.name for part in _flat(text) if isinstance(part, _Sub) and part.name)
