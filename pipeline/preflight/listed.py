"""Enclosures that are not what their list says: packages go in, what stands in the wrong place comes out.

A list may call a document otherwise than its first page does; so a title is told only where it is that of another
enclosure, or differs from its own in a number alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from pipeline.findings import Finding, Place, Value
from pipeline.folding import bare, folded
from pipeline.languages import Language
from pipeline.localise.mentions import counted
from pipeline.localise.numbers import Gender
from pipeline.localise.ordinals import in_words, last
from pipeline.preflight.document import Document, Read
from pipeline.preflight.looks import alike

_HEAD, _SAME = 12, 0.65
"""How many lines are a document's head; and how much of a title is the same in another of its series."""
_GENDERS: tuple[Gender, ...] = ("masculine", "feminine")
_FEWEST = 30
"""Words without which two documents are not held against each other."""
_SYMBOL = re.compile(r"(?<![\w/.])[A-Z]{1,8}(?:/[A-Z0-9][\w.]*)+(?<!\.)(?!\w)", re.ASCII)


def symbols(read: Read) -> Iterator[Finding]:
    """Enclosures with another symbol at their head than the list gives them."""
    for document in _enclosures(read):
        if document.symbol and not any(_bears(line.words, document.symbol) for line in document.lines):
            for line in document.lines[:_HEAD]:
                alone = _SYMBOL.search(line.words)
                if alone and len(line.words) <= len(alone[0]) + _HEAD and _of_one_series(alone[0], document.symbol):
                    values = {"typed": alone[0], "symbol": document.symbol}
                    yield Finding("symbol-differs", document.at(line), values)
                    break


def titles(read: Read) -> Iterator[Finding]:
    """Enclosures that begin with the title of another, or with their own and another number in it."""
    enclosures = [each for each in _enclosures(read) if each.language == read.language]
    by_title = {folded(each.title): each for each in enclosures if each.title}
    for document in enclosures:
        head = document.lines[:_HEAD]
        own, whole = folded(document.title), folded(" ".join(line.words for line in head))
        if not own or own in whole:
            continue
        for line in head:
            other = by_title.get(folded(line.words))
            if other is not None and other.number != document.number:
                values = {"title": document.title, "number": other.number}
                yield Finding("title-of-another", document.at(line), values)
                break
            if _another_of_its_series(line.words, document.title, read.spoken):
                yield Finding("title-differs", document.at(line), {"title": document.title})
                break


def twins(read: Read) -> Iterator[Finding]:
    """Enclosures that have the same words as another."""
    seen: dict[str, Document] = {}
    for document in _enclosures(read):
        words = " ".join(line.words for line in document.lines)
        if len(words.split()) >= _FEWEST or len(words) >= 3 * _FEWEST:
            first = seen.setdefault(folded(words), document)
            if first.number != document.number:
                place = Place(document.file, enclosure=document.number, title=document.title)
                yield Finding("enclosure-twice", place, {"number": first.number})


def scans(read: Read) -> Iterator[Finding]:
    """Enclosures whose pages, which have no words, look as those of another."""
    seen: list[Document] = []
    for document in _enclosures(read):
        first = next((each for each in seen if alike(each.look, document.look)), None)
        if first is not None and first.number != document.number:
            place = Place(document.file, enclosure=document.number, title=document.title)
            yield Finding("scan-twice", place, {"number": first.number})
        elif document.look:
            seen.append(document)


def counts(read: Read) -> Iterator[Finding]:
    """Numbers of enclosures that a letter gives and that are not how many there are."""
    for document in read.documents:
        if document.kind == "letter":
            for line in document.lines:
                for typed, number in _counted(line.words, document, read):
                    if number != read.facts.count:
                        values: dict[str, Value] = {"typed": typed, "count": read.facts.count}
                        yield Finding("count-differs", document.at(line), values)


def versions(reads: Sequence[Read]) -> Iterator[Finding]:
    """Files of one enclosure that are given for two languages and have the same words."""
    seen: dict[tuple[str, str], Document] = {}
    for read in reads:
        for document in _enclosures(read):
            words = " ".join(line.words for line in document.lines)
            if document.language and len(words) > _FEWEST and re.search(r"[^\W\d_]{3}", words):
                first = seen.setdefault((document.number, folded(words)), document)
                # pt and pt-BR may agree
                of_one = first.language.partition("-")[0] == document.language.partition("-")[0]
                if not of_one and first.file != document.file:
                    place = Place(document.file, enclosure=document.number, title=document.title)
                    yield Finding("file-of-another-language", place, {"said": document.language, "other": first.file})


def _enclosures(read: Read) -> Iterator[Document]:
    return (each for each in read.documents if each.kind == "enclosure")


def _bears(words: str, symbol: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(symbol)}(?!\w)", words) is not None


def _of_one_series(typed: str, symbol: str) -> bool:
    """Whether two symbols differ in their last part alone, where it has a number."""
    (stem, _, end), (own_stem, _, own_end) = typed.rpartition("/"), symbol.rpartition("/")
    return stem == own_stem and end != own_end and end[:1].isdigit() and own_end[:1].isdigit()


def _counted(words: str, document: Document, read: Read) -> Iterator[tuple[str, int]]:
    if document.spoken is not None:
        yield from counted(words, document.spoken, read.facts.noun)


def _another_of_its_series(words: str, title: str, language: Language | None) -> bool:
    """Whether a line is a title but for its numbers, in figures or in words."""
    own, typed = re.findall(r"\w+", bare(title)), re.findall(r"\w+", bare(words))
    if len(own) != len(typed) or own == typed or len(own) < 3:
        return False
    differ = [(a, b) for a, b in zip(own, typed, strict=True) if a != b]
    numbered = all(_is_number(a, language) and _is_number(b, language) for a, b in differ)
    return numbered and SequenceMatcher(None, own, typed).ratio() >= _SAME


def _is_number(word: str, language: Language | None) -> bool:
    return word.isdigit() or (language is not None and word in _ordinals(language))


@lru_cache(maxsize=64)
def _ordinals(language: Language) -> frozenset[str]:
    try:
        most = min(last(language), 30)
        found = {bare(in_words(n, language, gender=gender)) for n in range(1, most) for gender in _GENDERS}
    except (KeyError, ValueError):
        return frozenset()
    return frozenset(found)
