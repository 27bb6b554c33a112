"""The kinds of rule that a language's file may name: a row of a profile goes in, what it does to words comes out.

No expression is typed in a file: what a row says are signs and spaces, and the patterns are here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.languages import Language
from pipeline.languages.schema import Rule as Row
from pipeline.localise.typography.marked import OPAQUE
from pipeline.localise.typography.rules import Brackets, Quotes, Rule, Swap

NBSP = "\u00a0"
_SP = "[ \u00a0\u2009\u202f]"
_SPACES = " \u00a0\u2009\u202f"
_ENDS = r"(?:[\s)\]}»”’\"'.,…]|\Z)"
"""What may follow a sign that ends a clause."""
_OPENS = r"\s(\[{«“„‘'\";:!?¿¡"
"""What a sign that ends a clause doesn't follow."""

_SCRIPTS: Mapping[str, str] = {
    "Arab": "\u0620-\u065f\u066e-\u06d3\u06d5\u0750-\u077f",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇",
    "Jpan": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇々\u3041-\u3096\u30a1-\u30fa\u30fc",
}
"""The letters of each script, by its code of ISO 15924."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One house's typography in one language."""

    signs: re.Pattern[str]
    """The signs that any rule starts from: words without them are right as they are."""
    rules: tuple[Rule, ...]
    """In the order in which they are applied."""


@lru_cache(maxsize=128)
def profile(language: Language, name: str) -> Profile:
    """The rules of one of a language's profiles, made once."""
    table = language.table.typography[name]
    rules = tuple(rule for row in table.rules for rule in KINDS[row.rule](row, f"{table.source}: {row.source or ''}"))
    starts = [start for row in table.rules for start in _STARTS[row.rule](row)]
    # One class of signs is found in half the time that several are.
    signs = "".join(start[1:-1] for start in starts if _CLASS.fullmatch(start))
    several = [f"[{signs}]"] if signs else []
    several += [start for start in starts if not _CLASS.fullmatch(start)]
    return Profile(re.compile("|".join(several) or "(?!)"), rules)


_CLASS = re.compile(r"\[(?:\\.|[^\]\\])+\]")


# --- what each kind does -----------------------------------------------------------------------------


def _quotes(row: Row, source: str) -> Iterator[Rule]:
    outer, inner = (tuple(each) for each in (row.outer or (), row.inner or ()))
    yield Quotes(source, (outer[0], outer[1]), (inner[0], inner[1]), row.straight, row.by_turns)


_APOSTROPHES: Mapping[str, str] = {
    "elision": rf"(?<=[^\W\d_{OPAQUE}])'(?=[\w«“{OPAQUE}])",
    "within": rf"(?<=[\w{OPAQUE}])'(?=[^\W\d_])",
    "decades": r"(?<!\w)'(?=\d\ds\b)",
    "plural": r"(?<=[sxzSXZ])'(?!\w)",
}


def _apostrophe(row: Row, source: str) -> Iterator[Rule]:
    yield Swap(source, _APOSTROPHES[row.where or "within"], "’")


def _space_before(row: Row, source: str) -> Iterator[Rule]:
    signs = f"[{re.escape(row.before or '')}]{'' if row.once else '+'}"
    yield Swap(source, rf"(?<=[^{_OPENS}]){_SP}*(?={signs}{_ENDS})", row.put or "")


def _space_inside(row: Row, source: str) -> Iterator[Rule]:
    opens, closes = map(re.escape, row.marks or ())
    yield Swap(source, rf"(?<={opens}){_SP}*(?=\S)", row.put or "", after=True)
    yield Swap(source, rf"(?<=[^\s{opens}]){_SP}*(?={closes})", row.put or "")


def _space_after_figure(row: Row, source: str) -> Iterator[Rule]:
    yield Swap(source, rf"(?<=\d) (?=[{re.escape(row.before or '')}])", NBSP)


def _number_sign(row: Row, source: str) -> Iterator[Rule]:
    sign = row.sign or ""
    begin = r"\b" if sign[:1].isalpha() else ""
    if row.typed:
        yield Swap(source, rf"(?<={begin}{re.escape(sign)}) (?=[\d{OPAQUE}])", NBSP)
    else:
        yield Swap(source, rf"(?<={begin}{re.escape(sign)}){_SP}*(?=[\d{OPAQUE}])", NBSP, after=True)


def _range(row: Row, source: str) -> Iterator[Rule]:
    number = r"(\d{1,4})"

    def dashed(found: re.Match[str]) -> str:
        """The dash where the second number is the greater; four figures only after four: “730-9311” is a telephone."""
        first, last = found.groups()
        rises = int(first) < int(last) and (len(last) < 4 or len(first) == 4)
        return f"{first}{row.put}" if rises else found[0]

    yield Swap(source, rf"(?<![\w.,:/{OPAQUE}-]){number}-(?={number}(?![\w/{OPAQUE}-]|[.,:]\d))", dashed)


def _dash(row: Row, source: str) -> Iterator[Rule]:
    def dash(found: re.Match[str]) -> str:
        between_numbers = found.string[found.start() - 1].isdigit() and found.string[found.end() + 1].isdigit()
        return found[0] if between_numbers else f"{NBSP}{row.put}"

    yield Swap(source, rf"(?<=\S){_SP}+[-–—](?= \S)", dash)


def _full_width(row: Row, source: str) -> Iterator[Rule]:
    letters, put = _SCRIPTS[row.script or ""], str.maketrans(row.signs)
    commas = re.escape("".join(sign for sign in row.signs if sign != "."))
    wide = "".join(dict.fromkeys(["，。：；？！（）《》、", *row.signs.values()]))
    full = row.signs.get(".")

    def widened(found: re.Match[str]) -> str:
        return found[0].strip(_SPACES).translate(put)

    yield Brackets(source, f"[{letters}]")
    yield Swap(source, rf"(?<=[{letters}）》”]){_SP}*[{commas}]+{_SP}*", widened)
    yield Swap(source, rf"(?<=[A-Za-z0-9%){OPAQUE}])[{commas}]+{_SP}*(?=[{letters}（《“])", widened)
    if full:
        yield Swap(source, rf"(?<=[{letters}）》”])\.(?=[{letters}（《“”\s]|\Z)", full)
    yield Swap(source, rf"(?<! ) +(?=[{wide}])|(?<=[{wide}]) +(?=\S)", "")
    yield Swap(source, rf"(?<=[{letters}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?=[{letters}])", "")


def _own_signs(row: Row, source: str) -> Iterator[Rule]:
    letters, put = _SCRIPTS[row.script or ""], str.maketrans(row.signs)
    typed, own = re.escape("".join(row.signs)), re.escape("".join(row.signs.values()))

    def turned(found: re.Match[str]) -> str:
        return found[0].strip(_SPACES).translate(put)

    yield Swap(source, rf"(?<=[{letters}»]){_SP}*[{typed}]+(?!\d)", turned)
    yield Swap(source, rf"(?<=[\w)\]”%{OPAQUE}])[{typed}]+(?=\s+[{letters}«])", turned)
    yield Swap(source, rf"(?<=\S){_SP}+(?=[{own}])", "")


KINDS: Mapping[str, Callable[[Row, str], Iterator[Rule]]] = {
    "quotes": _quotes,
    "apostrophe": _apostrophe,
    "space-before": _space_before,
    "space-inside": _space_inside,
    "space-after-figure": _space_after_figure,
    "number-sign": _number_sign,
    "range": _range,
    "dash": _dash,
    "full-width": _full_width,
    "own-signs": _own_signs,
}
"""By the name that a row has."""


def _class(signs: str) -> Iterator[str]:
    if signs:
        yield f"[{re.escape(signs)}]"


_STARTS: Mapping[str, Callable[[Row], Iterator[str]]] = {
    "quotes": lambda row: _class(row.straight),
    "apostrophe": lambda _row: _class("'"),
    "space-before": lambda row: (
        _class(row.before or "") if row.put else iter([f"{_SP}[{re.escape(row.before or '')}]"])
    ),
    "space-inside": lambda row: _class("".join(row.marks or ())),
    "space-after-figure": lambda row: _class(row.before or ""),
    "number-sign": lambda row: _class((row.sign or "")[-1:]),
    "range": lambda _row: _class("-"),
    "dash": lambda _row: _class("-–—"),
    "full-width": lambda row: _class("".join(row.signs) + "() "),
    "own-signs": lambda row: iter(
        [f"[{re.escape(''.join(row.signs))}]|{_SP}[{re.escape(''.join(row.signs.values()))}]"]
    ),
}
"""The signs that each kind starts from."""
