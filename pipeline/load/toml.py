"""TOML with its lines: a file goes in, its data and a finder of the line where a key stands come out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import PapersError, Problem
from pipeline.findings import Finding

Key: TypeAlias = "tuple[str | int, ...]"
"""The way to a value: ``("groups", 0, "enclosures", 2, "title", "fr")``."""

LineOf: TypeAlias = Callable[[Key], int | None]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_ASSIGNMENT = re.compile(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*=(.*)")
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'[^']*'")
_LITERAL = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|" + _STRING.pattern + r"|#[^\n]*",
    re.DOTALL,
)
"""A string or a comment, whichever begins first: in neither does a bracket or a quote count."""

_BACKSLASH = "in double quotes, “\\” begins a sign's code, and what follows is none"

_REASONS = {
    "twice": "the table [{}] stands twice",
    "Cannot": "a key or a table stands twice",
    "Duplicate": "a key stands twice",
    "character '\\n'": "a string is not closed in its line",
    "Unterminated": "a string is opened and not closed",
    "Expected \"'": "a string is opened and not closed",
    "Unclosed": "a bracket is opened and not closed",
    "Unescaped": _BACKSLASH,
    "hex value": _BACKSLASH,
    "scalar": "the code of a character is wrong",
    "Invalid date": "there is no such day or time",
    "Expected '='": "after a key, “=” is missing",
    "Expected ']": "the header of a table is not closed",
    "Expected newline": "something stands behind a value",
    "Invalid initial": "a key is missing, or has a character that needs quotes",
    "Invalid statement": "the line is neither a key with its value nor the header of a table",
    "Invalid value": "a value can't be read; words stand in quotes",
    "invalid character": "there is a character that can't be printed",
    "Exceeds the limit": "a number has too many figures",
}
"""What Python's reader says is wrong, by a part of it, and what to tell."""

_MENDS = {
    _BACKSLASH: "Write “/”, which serves in paths everywhere, or put the words between single quotes: '…'.",
}
"""How to mend what has a way of its own."""

_DATE = re.compile(r"(?=.*(?<!\d)[12]\d{3}(?!\d))(?=.*[^\d_])[\w.,/: -]+")
"""A value without quotes that has a year and something else: ``3 March 2025``, ``15.01.2025``."""


def read_toml(path: Path, error: type[PapersError]) -> tuple[dict[str, Any], LineOf]:
    """The file's data, and where its keys stand. Raises ``error`` for a file that can't be read or is no TOML."""
    source = ""
    try:
        source = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(source), _finder(source)
    except RecursionError as wrong:
        mend = "Look for brackets that are opened and not closed."
        raise error(
            Problem(str(path), "The file is not valid TOML: its brackets are nested too deeply.", mend)
        ) from wrong
    except UnicodeDecodeError as wrong:
        mend = "Save it again as UTF-8: in the editor, “Save as”, encoding UTF-8."
        raise error(Problem(str(path), "The file is not encoded as UTF-8.", mend)) from wrong
    except ValueError as wrong:
        raise error(_no_toml(path, source, str(wrong))) from wrong
    except OSError as wrong:
        mend = "Check the name, and that you may read it."
        raise error(Problem(str(path), f"The file can't be read: {wrong.strerror}.", mend)) from wrong


def _no_toml(path: Path, source: str, reason: str) -> Finding:
    line = re.search(r"\(at line (\d+), column \d+\)", reason)
    what = next((own for sign, own in _REASONS.items() if sign in reason), "something in it can't be read")
    if twice := re.search(r"\((.*?),?\) twice", reason):
        what = what.format(".".join(_steps(twice[1])))
    usual = "Look at that line and the one above it: a quote or a bracket may be missing, or a key stand twice."
    mend = _MENDS.get(what, usual)
    if line and ("Expected newline" in reason or "Invalid value" in reason):
        assignment = _ASSIGNMENT.match(source.split("\n")[int(line[1]) - 1])
        if assignment and _DATE.fullmatch(value := assignment[2].partition("#")[0].strip()):
            what, mend = f"“{value}” is no date as it is typed", "Write dates as 2025-03-03, without quotes."
    return Problem(f"{path}:{line[1]}" if line else str(path), f"The file is not valid TOML: {what}.", mend)


def written(key: Key) -> str:
    """The key as people would write it.

    >>> written(("groups", 0, "title", "fr"))
    'groups[0].title.fr'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in key).lstrip(".")


def _finder(source: str) -> LineOf:
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

    def line_of(key: Key) -> int | None:
        # A key that is missing, or that stands inside a value, is where the nearest thing around it is.
        for end in range(len(key), 0, -1):
            if key[:end] in lines:
                return lines[key[:end]]
        return None

    return line_of


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
