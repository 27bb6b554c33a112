"""The paragraphs of a document in two languages go in, one against the other comes out.

They are of two templates that say the same: what a paragraph asks for, its placeholders, is the same in both, whatever
its words are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.comparison.align import align_pages
from pipeline.preview.results import Explanation, Previewed

_ASIDE = ("header", "footer")
"""The parts that stand on each page, and are in no order with the others."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words, in the order in which they are written: each stretch with the place of its explanation."""

    words: tuple[tuple[int, str], ...]
    asks: frozenset[str]
    """The names of its placeholders."""


def pairs(first: Previewed, second: Previewed) -> list[tuple[Paragraph | None, Paragraph | None]]:
    """Each paragraph of the one with that of the other; None where the other has none."""
    one, two = _paragraphs(first), _paragraphs(second)
    asked, other = ([" ".join(sorted(each.asks)) for each in side] for side in (one, two))
    return [
        (None if here is None else one[here], None if there is None else two[there])
        for here, there in align_pages(asked, other)
    ]


def _paragraphs(document: Previewed) -> list[Paragraph]:
    words: dict[int, list[tuple[int, str]]] = {}
    asks: dict[int, set[str]] = {}
    for place, stretch in document.written:
        explained = document.explanations[place]
        sources = (*explained.sources, *explained.by_way_of)
        if any(each.place.part.startswith(_ASIDE) for each in sources):
            continue
        words.setdefault(explained.paragraph, []).append((place, stretch))
        asks.setdefault(explained.paragraph, set()).update(_names(explained))
    return [Paragraph(tuple(words[number]), frozenset(asks[number])) for number in sorted(words)]


def _names(explained: Explanation) -> Iterator[str]:
    yield from (each.name for each in (*explained.sources, *explained.by_way_of) if each.kind == "placeholder")
