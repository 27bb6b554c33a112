"""One text in several languages: packages of a meeting go in, what one language says and another does not comes out.

What must be the same in all languages are its invariants: days, times, numbers, symbols, addresses, and how many
paragraphs there are. A letter is the house's own, so that each is told of it; of an enclosure, which others wrote, only
what stands in the place of something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from pipeline.findings import Finding, Place, Reason, Value
from pipeline.folding import folded
from pipeline.languages import Language
from pipeline.localise import said
from pipeline.localise.amounts import numbers
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import ADDRESS
from pipeline.report.concordance import Row, Versions

Kind: TypeAlias = Literal["day", "time", "number", "symbol", "address"]

KINDS: tuple[Kind, ...] = ("day", "time", "number", "symbol", "address")
_NAMED: Mapping[Kind, str] = {
    "day": "of-day",
    "time": "of-time",
    "number": "of-number",
    "symbol": "of-symbol",
    "address": "of-address",
}
_SYMBOL = re.compile(r"(?<![\w/.@])[A-Z]{1,8}(?:/[\w.]*\d[\w.]*|/[A-Z][\w.]*)+(?<!\.)", re.ASCII)
_FEWEST = 6
"""Words of a sentence that is told where it is translated in two ways."""


@dataclass(frozen=True, slots=True)
class Invariant:
    """Something that is the same in all languages, in one form."""

    kind: Kind
    value: str


def invariants(document: Document) -> Counter[Invariant]:
    """Those of the body of a document, with how often each stands there."""
    found: Counter[Invariant] = Counter()
    for line in document.lines:
        if not line.place.part:
            found.update(of_line(line.words, document.spoken))
    return found


@lru_cache(maxsize=4096)
def of_line(words: str, language: Language | None) -> tuple[Invariant, ...]:
    """Those of one line."""
    text = said.even(words)
    found: list[Invariant] = []
    spans: list[tuple[int, int]] = []
    for each in said.days(words, language):
        year = f"{each.year}-" if each.year else ""
        first, last = (f"{year}{month:02}-{day:02}" for month, day in (each.first, each.last))
        found.append(Invariant("day", first if first == last else f"{first}/{last}"))
        spans.append((each.start, each.end))
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (("address", ADDRESS), ("symbol", _SYMBOL))
    for kind, pattern in patterns:
        for match in pattern.finditer(text):
            found.append(Invariant(kind, match[0]))
            spans.append(match.span())
    for start, end, hour, minute in said.times(words, language):
        if not _within(start, end, spans):
            found.append(Invariant("time", f"{hour:02}:{minute:02}"))
            spans.append((start, end))
    for start, end, value in numbers(text, language):
        if not _within(start, end, spans):
            found.append(Invariant("number", value))
    return tuple(found)


def of_kind(kind: Kind) -> Reason:
    """What a kind is called."""
    return Reason(_NAMED[kind])


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def texts(reads: Sequence[Read]) -> tuple[Versions, ...]:
    """The letter of each instrument and each enclosure that is there in several languages, for a concordance."""
    return tuple(_text(each) for each in versions_of(reads))


def _text(versions: Sequence[Document]) -> Versions:
    every = _with_years([invariants(each) for each in versions])
    found = {invariant: None for counts in every for invariant in counts}
    rows = [
        Row(_NAMED[each.kind], each.value.replace("/", " – ") if each.kind == "day" else each.value, counts)
        for each in sorted(found, key=lambda each: KINDS.index(each.kind))
        if (counts := tuple(own[each] for own in every))
    ]
    title = versions[0].title if versions[0].kind == "enclosure" else ""
    number = f"{versions[0].number}. " if versions[0].number and title else ""
    return Versions(
        f"{number}{title}",
        tuple(each.language for each in versions),
        tuple(map(_length, versions)),
        tuple(rows),
        tuple(map(items, versions)),
        tuple(sum(count for _, count in tables(each)) for each in versions),
    )


def _with_years(every: Sequence[Counter[Invariant]]) -> list[Counter[Invariant]]:
    """The same, with the year of days that one language says without it."""
    whole = {end for each in every for one in each if one.kind == "day" for end in one.value.split("/")}
    years = {end[5:]: end for end in sorted(whole) if end.count("-") == 2}

    def dated(one: Invariant) -> Invariant:
        if one.kind != "day":
            return one
        return Invariant("day", "/".join(years.get(end, end) for end in one.value.split("/")))

    return [sum((Counter({dated(one): count}) for one, count in each.items()), Counter()) for each in every]


# --- what is told --------------------------------------------------------------------------------


def invariants_differ(reads: Sequence[Read]) -> Iterator[Finding]:
    """What a document says in one language and in another says otherwise: both have what the other has not."""
    for versions in versions_of(reads):
        first, *others = versions
        usual = _usual(versions)
        for document in (first, *others):
            own = invariants(document)
            for kind in KINDS if document.kind == "letter" else KINDS[:1]:
                has = _only(kind, own, usual)
                lacks = _only(kind, usual, own)
                if has and lacks and len(has) == len(lacks) and not _same_without_years(has, lacks):
                    place = Place(document.file, enclosure=document.number, language=document.language)
                    values: dict[str, Value] = {"what": Reason(_NAMED[kind]), "has": has, "lacks": lacks}
                    yield Finding("languages-differ", place, values)


def lengths_differ(reads: Sequence[Read]) -> Iterator[Finding]:
    """Letters that have more or fewer paragraphs than in the other languages."""
    for versions in versions_of(reads):
        if versions[0].kind == "letter":
            lengths = [_length(each, in_tables=False) for each in versions]  # whose rows are told apart
            usual = Counter(lengths).most_common(1)[0][0]
            for document, length in zip(versions, lengths, strict=True):
                if length != usual and len(versions) > lengths.count(usual):
                    place = Place(document.file, language=document.language)
                    yield Finding("paragraphs-differ", place, {"count": length, "usual": usual})


def translated_twice(reads: Sequence[Read]) -> Iterator[Finding]:
    """Sentences that stand twice in one language, and differ in another."""
    for versions in versions_of(reads):
        for source in versions:
            for document in versions:
                if document is not source and len(document.lines) == len(source.lines):
                    yield from _otherwise(source, document)


def _otherwise(source: Document, document: Document) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for original, line in zip(source.lines, document.lines, strict=True):
        if len(original.words.split()) >= _FEWEST or len(original.words) >= 4 * _FEWEST:
            first = seen.setdefault(original.words, line.words)
            if first != line.words and folded(first) != folded(line.words):
                values = {"other": first, "language": source.language}
                yield Finding("translated-twice", document.at(line), values)


def versions_of(reads: Sequence[Read]) -> Iterator[tuple[Document, ...]]:
    """The letters of an instrument, and each enclosure, that are there in several languages, each once."""
    by_key: dict[tuple[str, str], dict[str, Document]] = {}
    for read in reads:
        for document in read.documents:
            if document.kind == "letter":
                by_key.setdefault((read.instrument, ""), {})[document.language] = document
            elif document.kind == "enclosure" and document.language:
                by_key.setdefault(("", document.number), {}).setdefault(document.language, document)
    return (tuple(each.values()) for each in by_key.values() if len(each) > 1)


def _usual(versions: Sequence[Document]) -> Counter[Invariant]:
    """What most languages have; of two, the first."""
    every = [invariants(each) for each in versions]
    if len(every) == 2:
        return every[0]
    usual: Counter[Invariant] = Counter()
    for invariant in {key: None for each in every for key in each}:
        usual[invariant] = Counter(each[invariant] for each in every).most_common(1)[0][0]
    return +usual


def _only(kind: Kind, one: Mapping[Invariant, int], other: Mapping[Invariant, int]) -> tuple[str, ...]:
    """What the one has and the other has nowhere."""
    return tuple(sorted(each.value for each in one if each.kind == kind and not other.get(each)))


def _same_without_years(has: Sequence[str], lacks: Sequence[str]) -> bool:
    """Whether days differ in that one language does not say the year again, or has a range as two days."""

    def bare(days: Sequence[str]) -> list[str]:
        return sorted(re.sub(r"\d{4}-(?=\d\d-)", "", end) for day in days for end in day.split("/"))

    return bare(has) == bare(lacks)


def items(document: Document) -> int:
    """Those of the lists that its program makes; what is typed as a list is none."""
    return sum(line.item for line in document.lines if not line.place.part)


def tables(document: Document) -> list[tuple[Line, int]]:
    """Each table of a text, or sheet of a workbook: its first line, and how many rows of it have words."""
    first: dict[object, Line] = {}
    rows: dict[object, set[object]] = {}
    for line in document.lines:
        table: object = line.place.sheet or line.row[0]
        if table and not line.place.part:
            first.setdefault(table, line)
            rows.setdefault(table, set()).add(re.sub(r"\D", "", line.place.cell) if line.place.sheet else line.row[1])
    return [(line, len(rows[table])) for table, line in first.items()]


def _length(document: Document, *, in_tables: bool = True) -> int:
    return sum(not line.place.part and (in_tables or not line.row[0]) for line in document.lines)
