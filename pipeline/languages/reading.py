"""The files of a language go in, the language comes out: its own rows, those of the languages that it inherits from,
and CLDR's for what they leave out. All that is wrong with them is told at once, each with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.checked import TAG, place_of, validated
from pipeline.errors import ConfigError
from pipeline.findings import Finding, Key, Place, Unfit
from pipeline.findings.hints import near
from pipeline.folders import SHIPPED
from pipeline.languages.cldr import is_tag, left_out
from pipeline.languages.language import FILE, Language, known
from pipeline.languages.patterns import span
from pipeline.languages.rbnf import read_rules
from pipeline.languages.schema import EraRow, LanguageTable, NumbersTable, TimeRow
from pipeline.toml import LineOf, read_toml

_WHOLE = frozenset(
    {"time", "at", "elisions", "eras", "digits", "exceptions", "levels", "contractions", "after", "alike", "endings"}
)
"""Tables and lists that a language takes as a whole or not at all."""


def chain(tag: str, templates: Path | None) -> list[tuple[str, Path]]:
    """The files that say a language, its own first, each with its tag. ConfigError for a tag that has none."""
    files: list[tuple[str, Path]] = []
    wanted: str | None = tag
    while wanted is not None:
        path = _file(wanted, templates)
        if path is None:
            place = Place(str(files[-1][1] if files else (templates or SHIPPED) / tag / FILE), key=("inherits",))
            raise ConfigError(
                Finding("language-unknown", place, {"language": wanted, "near": near(wanted, known(templates))})
            )
        if any(wanted == each for each, _path in files):
            raise ConfigError(Finding("language-circle", Place(str(path), key=("inherits",)), {"language": wanted}))
        files.append((wanted, path))
        said = _parent(path, path.stat().st_mtime_ns)
        wanted = said if said is not None else _by_region(wanted, templates)
    return files


def _file(tag: str, templates: Path | None) -> Path | None:
    if re.fullmatch(TAG, tag):
        for folder in filter(None, (templates, SHIPPED)):
            if (path := folder / tag / FILE).is_file():
                return path
    return None


_INHERITS = re.compile(r"""(?m)^[ \t]*inherits[ \t]*=[ \t]*["']([\w-]+)["']""")


@lru_cache(maxsize=256)
def _parent(path: Path, _changed: int) -> str | None:
    """What a file inherits from, where it says so: looked up before it is read as a whole."""
    head = path.read_text(encoding="utf-8-sig", errors="replace").partition("\n[")[0]
    found = _INHERITS.search(head)
    return found[1] if found else None


def _by_region(tag: str, templates: Path | None) -> str | None:
    """A region's language inherits from the language, pt-BR from pt; another script is another language."""
    language, _, rest = tag.rpartition("-")
    region = re.fullmatch(r"[A-Z]{2}|\d{3}", rest)
    return language if region and _file(language, templates) else None


def read(tag: str, files: Sequence[tuple[str, Path]]) -> Language:
    """The language of these files. ConfigError, with all that is wrong."""
    problems: list[Finding] = []
    rows: dict[str, Any] = {}
    origin: dict[str, str] = {}
    for number, (each, path) in enumerate(files):
        data, line_of = read_toml(path, ConfigError)
        table, found = validated(LanguageTable, data, path, line_of)
        problems += found
        if table is not None:
            problems += (unfit.at(_in_rules(path, key, line, line_of)) for key, line, unfit in _wrong(each, table))
            _add(rows, data, origin, "" if not number else each)
    if problems:
        raise ConfigError(*dict.fromkeys(problems))
    if lacking := list(_lacking(rows)):
        cldr = left_out(tag)
        _add(rows, cldr, origin, "CLDR")
        lacking = list(_lacking(rows))
    table = LanguageTable.model_validate(rows)
    if unfit := [*_whole(table), *(Unfit("language-row-missing", key=key) for key in lacking)]:
        raise ConfigError(*(each.at(Place(str(files[0][1]))) for each in unfit))
    return Language(tag, table, tuple(files), {key: of for key, of in origin.items() if of})


def _in_rules(path: Path, key: Key, line: int | None, line_of: LineOf) -> Place:
    """The place of a row; ``line`` counts in a text of several lines, from 0, whose first is below its quotes."""
    place = place_of(path, key, line_of)
    if line is None or place.line is None:
        return place
    return Place(place.file, place.line + 1 + line, place.key)


def _add(rows: dict[str, Any], data: Mapping[str, Any], origin: dict[str, str], of: str, under: str = "") -> None:
    """Adds the rows that are not there yet, and notes where each is from."""
    for key, value in data.items():
        path = f"{under}{key}"
        if path in {"inherits", "reviewed"} and under == "":
            if not of:
                rows[key] = value
        elif isinstance(value, Mapping) and key not in _WHOLE and under.count(".") == 0:
            _add(rows.setdefault(key, {}), value, origin, of, f"{path}.")
        elif key not in rows:
            rows[key] = value
            origin[path] = of


_NEEDED: Mapping[str, Sequence[str]] = {
    "dates": (
        "day day_month whole weekday prose on times moment on_times moments zone dash wide_dash time months weekdays"
    ).split(),
    "lists": ["between", "and"],
    "punctuation": ["comma", "semicolon"],
    "salutations": ["between", "end"],
    "markers": ["levels"],
}
"""The rows that each language must have, from wherever."""


def _lacking(rows: Mapping[str, Any]) -> Iterator[str]:
    for table, keys in _NEEDED.items():
        yield from (f"{table}.{key}" for key in keys if key not in rows.get(table, {}))
    for name in ("digits", "typography"):
        if not rows.get(name):
            yield name


_Wrong: TypeAlias = "tuple[Key, int | None, Unfit]"


def _wrong(tag: str, table: LanguageTable) -> Iterator[_Wrong]:
    """What is wrong with a file by itself, that its types can't tell; a line where its place is in a longer text."""
    if not is_tag(tag):
        yield (), None, Unfit("language-no-tag", language=tag)
    yield from _wrong_numbers(table.numbers)
    yield from _wrong_times(table.dates.time)
    yield from _wrong_eras(table.dates.eras or ())
    for name, profile in table.typography.items():
        for number, rule in enumerate(profile.rules):
            if lacking := [each for each in NEEDS[rule.rule] if not getattr(rule, each)]:
                unfit = Unfit("typography-rule-lacks", rule=rule.rule, keys=tuple(lacking))
                yield ("typography", name, "rules", number), None, unfit
    for name, keys in EXPRESSIONS.items():
        for key in keys:
            for words in _patterns(getattr(getattr(table, name), key)):
                try:
                    re.compile(words)
                except re.error as error:
                    yield (name, key), None, Unfit("language-expression", expression=words, reason=str(error))


def _wrong_numbers(table: NumbersTable) -> Iterator[_Wrong]:
    rules, faults = read_rules(table.rules or "")
    yield from ((("numbers", "rules"), line, unfit) for line, unfit in faults)
    for key in ("cardinal", "ordinal", "figures"):
        name = getattr(table, key)
        if name and table.rules is not None and name not in rules.sets:
            yield ("numbers", key), None, Unfit("number-set-missing", set=name)


def _wrong_times(rows: Sequence[TimeRow] | None) -> Iterator[_Wrong]:
    """The first hour that no row holds for; full hours, and others."""
    for hour in range(24) if rows is not None else ():
        for minute in (0, 30):
            if not any(hour in span(row.hours) and not (row.whole and minute) for row in rows or ()):
                yield ("dates", "time"), None, Unfit("language-time-gap", time=f"{hour}:{minute:02}")
                return


def _wrong_eras(rows: Sequence[EraRow]) -> Iterator[_Wrong]:
    """Those that don't begin after the one before them."""
    for number, (before, after) in enumerate(pairwise(rows), start=1):
        if after.since <= before.since:
            unfit = Unfit("language-era-order", era=after.words.replace("{year}", ""), since=after.since.isoformat())
            yield ("dates", "eras", number), None, unfit


NEEDS: Mapping[str, Sequence[str]] = {
    "quotes": ("outer", "inner"),
    "apostrophe": ("where",),
    "space-before": ("before",),
    "space-inside": ("marks",),
    "space-after-figure": ("before",),
    "number-sign": ("sign",),
    "range": ("put",),
    "dash": ("put",),
    "full-width": ("script", "signs"),
    "own-signs": ("script", "signs"),
}
"""What each rule of typography must say."""

EXPRESSIONS: Mapping[str, Sequence[str]] = {
    "mentions": (
        "enclosure annex attachment appendix prefix sign joints here belongs documents owner article counted counter"
    ).split(),
    "said": "ordinal articles held until until_after".split(),
    "written": "doubled compliments assurances".split(),
}
"""The rows that are regular expressions."""


def _patterns(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


def _whole(table: LanguageTable) -> Iterator[Unfit]:
    """What is wrong with a language as a whole, whoever says which row of it."""
    for digits in dict.fromkeys((table.dates.digits or "latn", table.numbers.digits or "latn")):
        if digits in table.digits or (digits == "latn" and table.numbers.digits is None):
            continue
        yield Unfit("language-digits", digits=digits, near=near(digits, table.digits))
