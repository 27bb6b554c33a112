"""The catalogues of phrases: a ``phrases.po`` goes in, units come out; translations go in, its text comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.translating.exchange.units import Pieces, Unit, to_text, with_codes

PLACE = re.compile(r"\{[^{}]*\}")
_WORDS = re.compile(r'\s*(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[\d+\])?\s+)?"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPES = (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r"))
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_STAMPS = re.compile(r"bundle\.(?:stamp|running-number|blank-page|draft)")
_ROOM = 60
"""About how many characters of a stamp's words stand in a line at the head of a page, in 8 points."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase of a catalogue, and which of its lines have its translation."""

    context: str
    source: str
    target: str
    note: str
    fuzzy: bool
    first: int
    last: int
    """Lines, from 0; the last is included."""
    counted: bool = False
    """Whether it has forms by number, as many as its language needs."""


def entries(text: str) -> Iterator[Entry]:
    """The phrases of a catalogue that is known to be sound, in order; those that nobody uses any more left out."""
    words: dict[str, str] = {}
    notes: list[str] = []
    fuzzy, keyword, first, last = False, "", 0, 0
    for number, line in enumerate([*text.split("\n"), ""]):
        found = _WORDS.match(line)
        if keyword == "msgstr" and (found is None or found[1] not in {None, "msgstr"}):
            context, source, target = (words.get(each, "") for each in ("msgctxt", "msgid", "msgstr"))
            yield Entry(context, source, target, " ".join(notes), fuzzy, first, last, "msgid_plural" in words)
            words, notes, fuzzy, keyword = {}, [], False, ""
        if found is None:
            stripped = line.strip()
            notes += [stripped[2:].strip()] if stripped.startswith("#.") else []
            fuzzy = fuzzy or (stripped.startswith("#,") and "fuzzy" in stripped)
            if not stripped.startswith("#"):
                notes, fuzzy = ([], False) if not words else (notes, fuzzy)
            continue
        if found[1]:
            keyword = found[1]
            first = number if keyword == "msgstr" else first
            words[keyword] = ""
        words[keyword] = words.get(keyword, "") + _unescaped(found[2])
        last = number


def _unescaped(words: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), words)


def escaped(words: str) -> str:
    """As a catalogue has it between quotation marks."""
    return (
        words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    )


def units_of(catalogue: str, name: str, source: Mapping[str, str]) -> Iterator[Unit]:
    """A unit for each phrase but those that are counted, whose forms no other language has. ``source`` has those of the
    source language by context, where it is not English."""
    for each in entries(catalogue):
        if each.context and not each.counted:
            words = source.get(each.context, each.source)
            (one, two), codes = with_codes((words, "" if each.fuzzy else each.target), PLACE)
            limit = max(_ROOM, len(words), len(each.target)) if _STAMPS.match(each.context) else None
            yield Unit(f"{name}#{each.context}", one, two, codes, each.note, limit)


def with_translations(catalogue: str, name: str, made: Mapping[str, tuple[Unit, Pieces]]) -> str:
    """The catalogue with translations, by the key of their unit; every other line stays as it is."""
    lines = catalogue.split("\n")
    for each in reversed(list(entries(catalogue))):
        one = made.get(f"{name}#{each.context}")
        if one is not None and (words := to_text(*one)) != each.target:
            end = "\r" if lines[each.first].endswith("\r") else ""
            lines[each.first : each.last + 1] = [f'msgstr "{escaped(words)}"{end}']
    return "\n".join(lines)
