"""The tags of a template: a paragraph's words as they were typed go in, its tags come out, each in one plain spelling.

What is checked and what is filled in is that spelling. It takes what people and keyboards make of braces (full-width
ones, no-break spaces, curly quotation marks, marks that can't be seen) for what was meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

_OPEN, _CLOSE, _PERCENT, _HASH = "[{｛]", "[}｝]", "[%％]", "[#＃]"
_OPENING = rf"{_OPEN}(?:{_OPEN}|{_PERCENT}|{_HASH})"
_WITHIN = rf"(?:(?!{_OPENING}).)*?"
"""What a tag may hold: never the beginning of another, so that each sign is looked at once."""
_TAG = re.compile(
    rf"{_OPEN}{_OPEN}(?P<words>{_WITHIN}){_CLOSE}{_CLOSE}"
    rf"|{_OPEN}{_PERCENT}(?:(?P<whole>p|tr|tc)\b)?(?P<statement>{_WITHIN}){_PERCENT}{_CLOSE}"
    rf"|{_OPEN}{_HASH}{_WITHIN}{_HASH}{_CLOSE}",
    re.DOTALL,
)
STRAY = re.compile(rf"{_OPEN}(?:{_OPEN}|[%％#＃])|(?:{_CLOSE}|[%％#＃]){_CLOSE}")
"""What opens or closes a tag, where there is none."""
OPENING = re.compile(_OPENING)
"""What opens a tag."""

WHOLE = {"p": "whole-p", "tr": "whole-tr", "tc": "whole-tc"}
"""What the tags {%p … %}, {%tr … %} and {%tc … %} take the place of, with all that it holds, as it is told."""

LONGEST = 500
"""In characters, of a tag: a placeholder and what makes it. Longer ones are no words for a letter."""

_QUOTES = {"'": "'", '"': '"', "“": "”“", "”": "”", "„": "“”", "‘": "’‘", "’": "’", "‚": "‘’"}
"""What opens a word in quotation marks, with what may close it: Word curls them as it sees fit."""
_SIGNS = str.maketrans("｜．，（）", "|.,()")
_ESCAPES = {"n": "\\n", "\\": "\\u005c", "'": "\\u0027", '"': "\\u0022"}

_OTHERS = re.compile(
    r"\{\s+\{[^{}]{0,100}\}\s*\}|\{\s*\{[^{}]{0,100}\}\s+\}"
    r"|\[\[\s*[A-Za-z_][\w. ]*\]\]|\$\{\s*[A-Za-z_][\w. ]*\}|(?:«|<<)\s*[A-Za-z][A-Za-z0-9. _]*(?:»|>>)"
    r"|(?<![{$])\{\s*[A-Za-z_][\w.]*\s*\}(?!\})"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a paragraph."""

    start: int
    end: int
    typed: str
    kind: Literal["words", "statement", "note"]
    whole: str
    """What a statement takes the place of: a key of :data:`WHOLE`, or nothing."""
    source: str
    """What stands between the braces, spelt plainly."""


def tags(text: str) -> Iterator[Tag]:
    """The tags of a paragraph, in order.

    >>> [(tag.kind, tag.whole, tag.source) for tag in tags("{{ date }} {%p if x == “a” %} ｛｛date｝｝ {# a note #}")]
    [('words', '', 'date'), ('statement', 'p', 'if x == "a"'), ('words', '', 'date'), ('note', '', '')]
    """
    for match in _TAG.finditer(text):
        words, statement = match["words"], match["statement"]
        kind: Literal["words", "statement", "note"] = (
            "words" if words is not None else "statement" if statement is not None else "note"
        )
        typed = words if words is not None else statement or ""
        source = _known(typed) if len(typed) <= LONGEST else _spelt(typed)
        yield Tag(match.start(), match.end(), match[0], kind, match["whole"] or "", source)


@lru_cache(maxsize=4096)
def _known(typed: str) -> str:
    """The same for a tag that is met again: checks, merges and the next build all read the same templates."""
    return _spelt(typed)


def _spelt(typed: str) -> str:
    """The source in plain signs; what is quoted has codes for all that could be taken for a tag or for XML."""
    spelt: list[str] = []
    position = 0
    while position < len(typed):
        sign = typed[position]
        if sign in _QUOTES and (quoted := _quoted(typed, position + 1, _QUOTES[sign])):
            words, position = quoted
            spelt.append(f'"{words}"')
            continue
        category = unicodedata.category(sign)
        if category != "Cf":  # marks that can't be seen
            spelt.append(" " if category in {"Zs", "Cc"} else sign.translate(_SIGNS))
        position += 1
    return "".join(spelt).strip()


def _quoted(typed: str, position: int, closing: str) -> tuple[str, int] | None:
    """What is quoted, as Jinja writes it, and where it ends; None where it doesn't end."""
    words: list[str] = []
    while position < len(typed):
        sign = typed[position]
        if sign in closing:
            return "".join(words), position + 1
        if sign == "\\":
            position += 1
            words.append(_ESCAPES.get(typed[position : position + 1], "\\u005c"))
        elif sign.isascii() and (sign.isalnum() or sign in " ,.;:-()/_"):
            words.append(sign)
        else:
            words.append(f"\\U{ord(sign):08x}")
        position += 1
    return None


def outside(text: str) -> str:
    """The paragraph without its tags, with a sign in the place of each.

    >>> outside("On {{ date }}, at")
    'On ￼, at'
    """
    return _TAG.sub("\ufffc", text)


def of_others(text: str, known: Callable[[str], bool], *, merging: bool) -> str:
    """The first placeholder as other programs have them; nothing where there is none.

    ``known`` says whether a placeholder here has that name. Where the paragraph is ``merging`` it has a field of Word's
    mail merge.

    >>> from functools import partial
    >>> look = partial(of_others, known={"date"}.__contains__, merging=False)
    >>> look("Dear [[name]],"), look("Le « { {date} }"), look("La «Conferencia»"), look("{ plain }"), look("«Date»")
    ('[[name]]', '{ {date} }', '', '', '«Date»')
    """
    for match in _OTHERS.finditer(text):
        found = match[0]
        name = "_".join(re.findall(r"[\w.]+", found)).casefold()
        # Languages quote words between « and », and anything may stand in single braces.
        sure = found[0] in "[$" or re.match(r"\{\s*\{", found) or (found[0] == "«" and merging)
        if sure or known(name) or (found[0] in "«<" and "_" in name):
            return found
    return ""
