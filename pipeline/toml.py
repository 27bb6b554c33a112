"""TOML with its lines: a file goes in, its data and a finder of the line where a key stands come out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import PapersError
from pipeline.findings import Finding, Key, Place, Reason

LineOf: TypeAlias = Callable[[Key], int | None]

_HEADER = re.compile(r"\s*(\[\[?)([^\]]+)\]")
_ASSIGNMENT = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=(.*)")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_LITERAL = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|" + _STRING.pattern + r"|#[^\n]*",
    re.DOTALL,
)
"""A string or a comment, whichever begins first: in neither does a bracket or a quote count."""

_REASONS = {
    "Cannot": "toml-twice",
    "Duplicate": "toml-key-twice",
    "character '\\n'": "toml-line",
    "Unterminated": "toml-string",
    "Expected \"'": "toml-string",
    "Unclosed": "toml-bracket",
    "scalar": "toml-character-code",
    "Invalid date": "toml-no-such-day",
    "Expected '='": "toml-equals",
    "Expected ']": "toml-header",
    "Expected newline": "toml-behind",
    "Invalid initial": "toml-key",
    "Invalid statement": "toml-statement",
    "Invalid value": "toml-value",
    "invalid character": "toml-unprintable",
    "Exceeds the limit": "toml-figures",
}
"""What Python's reader says is wrong, by a part of it, and the reason to tell."""

_BACKSLASH = ("Unescaped", "hex value")
"""What it says of a backslash that begins nothing."""

_CURLY = re.compile("[“”„‟«»‘’‚‛＂]")
"""Quotes as Word and some editors turn them."""

_UNSEEN = re.compile("[\u00a0\u00ad\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]")
"""Spaces that are none to a program, and signs without a look, as they come with words that are pasted."""

_DATE = re.compile(r"(?=.*(?<!\d)[12]\d{3}(?!\d))(?=.*[^\d_])[\w.,/: -]+")
"""A value without quotes that has a year and something else: ``3 March 2025``, ``15.01.2025``."""


_LARGEST = 8
"""In MB: a package of five thousand enclosures in six languages has one or two."""


def read_toml(path: Path, error: type[PapersError]) -> tuple[dict[str, Any], LineOf]:
    """The file's data, and where its keys stand. Raises ``error`` for a file that can't be read or is no TOML."""
    source, place = "", Place(str(path))
    try:
        if path.stat().st_size > _LARGEST * 1_000_000:
            raise error(Finding("toml-too-large", place, {"most": _LARGEST}))
        source = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(source), _finder(source)
    except RecursionError as wrong:
        raise error(Finding("toml-nested", place)) from wrong
    except UnicodeDecodeError as wrong:
        raise error(Finding("toml-office" if _is_of_an_office(path) else "toml-encoding", place)) from wrong
    except ValueError as wrong:
        if _is_of_an_office(path):
            raise error(Finding("toml-office", place)) from wrong
        raise error(_no_toml(place, source, str(wrong))) from wrong
    except OSError as wrong:
        raise error(Finding("toml-unread", place, {"reason": wrong.strerror or Reason("no-reason")})) from wrong


def at_key(data: Any, key: Key) -> Any:
    """What stands in data at a key; None where there is nothing."""
    for step in key:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _is_of_an_office(path: Path) -> bool:
    """Whether it is a document of Word or another such program, under the name of a text."""
    with path.open("rb") as file, suppress(OSError):
        return file.read(8).startswith(_OFFICE)
    return False


_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", rb"{\rtf")
"""How packages of Office, its older files and RTF begin."""


def with_lines(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, with the lines of their keys: who tells of a key of a file seldom knows where it stands."""
    known: dict[str, LineOf] = {}

    def lined(finding: Finding) -> Finding:
        place = finding.place
        if place.line is not None or not place.key or not place.file.endswith(".toml"):
            return finding
        path = Path(place.file)
        if place.file not in known:
            known[place.file] = _nowhere
            with suppress(PapersError):
                known[place.file] = _line_of_names(*read_toml(path, PapersError)) if path.is_absolute() else _nowhere
        return replace(finding, place=replace(place, line=known[place.file](place.key)))

    return tuple(map(lined, findings))


def _nowhere(_key: Key) -> None:
    return None


def _line_of_names(data: Mapping[str, Any], line_of: LineOf) -> LineOf:
    """The same where an entry of a list is told by its “key”, as people know it, and not by its place."""

    def placed(key: Key) -> Iterator[str | int]:
        here: Any = data
        for step in key:
            at: str | int = step
            if isinstance(here, list) and isinstance(step, str):
                keys = [each.get("key") if isinstance(each, Mapping) else None for each in here]
                at = keys.index(step) if step in keys else step
            there = here[at] if isinstance(here, list) and isinstance(at, int) and at < len(here) else None
            here = here.get(at) if isinstance(here, Mapping) else there
            yield at

    return lambda key: line_of(tuple(placed(key)))


def _no_toml(place: Place, source: str, reason: str) -> Finding:
    """What to tell of Python's ``reason``."""
    if line := re.search(r"\(at line (\d+), column \d+\)", reason):
        place = replace(place, line=int(line[1]))
        text = source.split("\n")[int(line[1]) - 1]
        assignment = _ASSIGNMENT.match(text)
        value = assignment[2].partition("#")[0].strip() if assignment else ""
        if assignment and ("Expected newline" in reason or "Invalid value" in reason) and _DATE.fullmatch(value):
            return Finding("toml-date", place, {"value": value})
        if quotes := "".join(dict.fromkeys(_CURLY.findall(_STRING.sub("", text)))):
            return Finding("toml-quotes", place, {"quotes": quotes})
        if unseen := _UNSEEN.search(_LITERAL.sub("", text)):
            return Finding("toml-unseen", place, {"code": f"U+{ord(unseen[0]):04X}"})
    if any(sign in reason for sign in _BACKSLASH):
        return Finding("toml-backslash", place)
    if twice := re.search(r"\((.*?),?\) twice", reason):
        return Finding(
            "toml-invalid", place, {"why": Reason("toml-table-twice", {"table": ".".join(_steps(twice[1]))})}
        )
    why = next((code for sign, code in _REASONS.items() if sign in reason), "toml-unknown")
    return Finding("toml-invalid", place, {"why": Reason(why)})


def _finder(source: str) -> LineOf:
    """Where keys stand, which is looked for once somebody asks: of a file that is right nobody does."""

    @cache
    def lines() -> Mapping[Key, int]:
        return _lines(source)

    def line_of(key: Key) -> int | None:
        # A key that is missing, or that stands inside a value, is where the nearest thing around it is.
        return next((lines()[key[:end]] for end in range(len(key), 0, -1) if key[:end] in lines()), None)

    return line_of


def _lines(source: str) -> Mapping[Key, int]:
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    depth = 0
    for number, line in enumerate(_LITERAL.sub(_in_one_line, source).split("\n"), start=1):
        value = line
        if depth == 0:
            if header := _HEADER.match(line):
                table = _place(_steps(header[2]), counts, new=header[1] == "[[")
                lines.setdefault(table, number)
                continue
            if assignment := _ASSIGNMENT.match(line):
                key = (*table, *_steps(assignment[1]))
                for end in range(len(table) + 1, len(key) + 1):
                    lines.setdefault(key[:end], number)
                value = assignment[2]
        bare = _STRING.sub("", value)
        depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
    return lines


def _in_one_line(literal: re.Match[str]) -> str:
    """What is left of a string or a comment: a string in one line, which may be a key, or the line ends."""
    return literal[0] if _STRING.fullmatch(literal[0]) else "\n" * literal[0].count("\n")


def _steps(dotted: str) -> Sequence[str]:
    return [step.strip("\"'") for step in re.findall(r"\"[^\"]*\"|'[^']*'|[\w-]+", dotted)]


def _place(steps: Sequence[str], counts: dict[Key, int], *, new: bool) -> Key:
    """The table that a header opens, with the positions in the arrays of tables on the way."""
    key: Key = ()
    for position, step in enumerate(steps):
        key = (*key, step)
        last = position == len(steps) - 1
        if last and new:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            key = (*key, counts[key])
    return key
