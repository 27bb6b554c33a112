"""Numbers of a meeting that a text has otherwise: papers, and then a package, go in; the numbers that differ come out.

What a number counts is learnt where a template or the meeting has its placeholder: “limit their size to a maximum of
{{ numbers.delegation_limit.words }} persons”. Where a text says another number of the same noun, in a clause that
speaks of the same things, one of the two is wrong. Most numbers of an enclosure are none of the meeting's, so that
nothing is told of what shares the noun alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from pipeline.findings import Finding, Value
from pipeline.folding import bare
from pipeline.localise.amounts import numbers
from pipeline.localise.mentions import cardinals
from pipeline.merge.tags import tags
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import NumberFact

_PLACEHOLDER = re.compile(r"numbers\.(\w+)\.(figures|words)\w*")
"""Of one that counts; an ordinal names one of a series, of which texts may name any."""
_WORD = re.compile(r"[^\W\d_]+")
_TOUCHING = re.compile("[\u3400-\u9fff]")
"""Of a script that puts no space between words: two signs are one."""
_SENTENCE, _CLAUSE = re.compile(r"[.!?;。！？；؟؛]\s*"), re.compile(r"[.,:!?;()，：。！？；（）،؟؛]\s*")
_WEIGHTY = re.compile("[^\\W\\d_\u3400-\u9fff]{5,}|[\u0600-\u06ff]{4,}")
"""A word that says what is spoken of; Arabic has shorter ones."""
_STEM, _NEAR = 5, 10
"""How many letters of a word count; how many times larger a number is that is of another kind."""


def numbers_said(paragraphs: Iterable[str], known: Mapping[str, int]) -> Iterator[NumberFact]:
    """Each number of the meeting that paragraphs have a placeholder for, with what it counts, and what is spoken of.

    >>> text = "Delegations are requested to be limited to {{ numbers.limit.words }} persons."
    >>> [(each.noun, each.around) for each in numbers_said([text], {"limit": 3})]
    [('persons', ('deleg', 'limit', 'reque'))]
    """
    for text in paragraphs:
        for tag in tags(text) if "numbers" in text else ():
            found = _PLACEHOLDER.match(tag.source) if tag.kind == "words" else None
            if found and found[1] in known and (noun := _noun(text[tag.end :])):
                before = _SENTENCE.split(text[: tag.start])[-1]
                after = _SENTENCE.split(text[tag.end :])[0]
                around = _stems(f"{before} {after}") - {_stem(noun)}
                yield NumberFact(found[1], known[found[1]], noun, tuple(sorted(around)))


def differing(read: Read) -> Iterator[Finding]:
    """Numbers that count what one of the meeting's does, and are not it."""
    for document in read.documents if read.facts.numbers else ():
        if document.language == read.language and document.kind != "index":
            for line in document.lines:
                yield from _in_line(document, line, read)


def _in_line(document: Document, line: Line, read: Read) -> Iterator[Finding]:
    for start, end, value in _counts(line.words, document):
        for fact in read.facts.numbers:
            noun = _noun(line.words[end:])
            if _stem(noun) != _stem(fact.noun) or value == fact.value:
                continue
            clause = _clause(line.words, start, end)
            shared, said = _shared(clause, fact)
            enough = 2 if document.kind == "letter" or shared * 2 >= said else 3
            if shared >= enough and max(value, fact.value) <= _NEAR * max(1, min(value, fact.value)):
                typed = f"{line.words[start:end]}{_gap(line.words[end:])}{noun}"
                values: dict[str, Value] = {"typed": typed, "number": fact.value, "key": fact.key}
                yield Finding("number-differs", document.at(line), values)
                break


def _counts(words: str, document: Document) -> Iterator[tuple[int, int, int]]:
    """The whole numbers of a line, in figures or in words, with where they stand."""
    for start, end, said in numbers(words, document.spoken):
        if (value := Decimal(said)) == int(value):
            yield start, end, int(value)
    spelt = cardinals(document.spoken) if document.spoken else {}
    for match in _WORD.finditer(words) if spelt else ():
        if (count := spelt.get(match[0].casefold())) is not None:
            yield match.start(), match.end(), count


def _shared(clause: str, fact: NumberFact) -> tuple[int, int]:
    """How many of the words that a number stands among a clause has, and how many words of weight it has besides."""
    stems = _stems(clause) - {_stem(fact.noun)}
    weight = 2 if _TOUCHING.search(fact.noun) else 1
    return len(stems & set(fact.around)) // weight, len(stems) // weight


def _clause(words: str, start: int, end: int) -> str:
    return f"{_CLAUSE.split(words[:start])[-1]} {_CLAUSE.split(words[end:])[0]}"


def _noun(after: str) -> str:
    """What is counted: the word right behind a number, or its first sign where no space parts words."""
    found = _WORD.match(after.lstrip(" \u00a0\u202f"))
    if found is None:
        return ""
    return found[0][0] if _TOUCHING.match(found[0]) else found[0]


def _gap(after: str) -> str:
    return after[: len(after) - len(after.lstrip(" \u00a0\u202f"))]


def _stems(words: str) -> set[str]:
    spoken = _WORD.findall(bare(words))
    pairs = {word[at : at + 2] for word in spoken if _TOUCHING.match(word) for at in range(len(word) - 1)}
    return pairs | {_stem(word) for word in spoken if _WEIGHTY.fullmatch(word)}


def _stem(word: str) -> str:
    return bare(word)[:_STEM]
