"""The paragraphs of a document in two languages go in, one against the other comes out.

They are of two templates that say the same: what a paragraph asks for, its placeholders, is the same in both, whatever
its words are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from pipeline.preview.results import Explanation, Previewed, Word

_ASIDE = ("header", "footer")
"""The parts that stand on each page, and are in no order with the others."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words, in the order of reading."""

    words: tuple[Word, ...]
    asks: frozenset[str]
    """The names of its placeholders."""


def pairs(first: Previewed, second: Previewed) -> list[tuple[Paragraph | None, Paragraph | None]]:
    """Each paragraph of the one with that of the other; None where the other has none."""
    one, two = _paragraphs(first), _paragraphs(second)
    matched = SequenceMatcher(None, [each.asks for each in one], [each.asks for each in two], autojunk=False)
    return [
        pair
        for _kind, start, end, other_start, other_end in matched.get_opcodes()
        for pair in zip_longest(one[start:end], two[other_start:other_end])
    ]


def _paragraphs(document: Previewed) -> list[Paragraph]:
    words: dict[int, list[Word]] = {}
    asks: dict[int, set[str]] = {}
    for page in document.pages:
        for word in page.words:
            if word.explanation is None:
                continue
            explained = document.explanations[word.explanation]
            sources = (*explained.sources, *explained.by_way_of)
            if any(each.place.part.startswith(_ASIDE) for each in sources):
                continue
            words.setdefault(explained.paragraph, []).append(word)
            asks.setdefault(explained.paragraph, set()).update(_names(explained))
    return [Paragraph(tuple(words[number]), frozenset(asks[number])) for number in sorted(words)]


def _names(explained: Explanation) -> Iterator[str]:
    yield from (each.name for each in (*explained.sources, *explained.by_way_of) if each.kind == "placeholder")
