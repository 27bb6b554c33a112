"""Letters that were converted together, and the words of each, go in; whether a letter has its own and nobody else's
comes out.

pdfium reads here, which had no hand in parting them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pypdfium2

from pipeline.completeness import losses
from pipeline.completeness.shown import Block, Shown
from pipeline.completeness.words import words_of
from pipeline.pdf.pdfium import PDFIUM


def strangers(letters: Sequence[str]) -> list[frozenset[str]]:
    """For each letter's words, those of the other letters that it does not have itself.

    >>> [sorted(each) for each in strangers(["To Ana, of Peru", "To Bo, of Peru"])]
    [['bo'], ['ana']]
    """
    each = [frozenset(words_of(letter)) for letter in letters]
    everyone = frozenset().union(*each)
    return [everyone - own for own in each]


def has_words(pdf: bytes, words: str, others: frozenset[str]) -> bool:
    """Whether the pages show these words, a paragraph a line, and none of ``others``."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            seen = [word for page in document for word in words_of(page.get_textpage().get_text_bounded())]
        finally:
            document.close()
    if not others.isdisjoint(seen):
        return False
    wanted, shown = Counter(words_of(words)), Counter(seen)
    lacking = Counter("".join((wanted - shown).elements()))
    if lacking <= Counter("".join((shown - wanted).elements())):
        return (
            True  # all of them, or all of their letters: a name is read in pieces where a font lacks one of its signs
        )
    return not losses(Shown(tuple(map(Block, words.splitlines()))), pdf)
