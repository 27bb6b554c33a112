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

_LABEL = 2
"""How long what counts may be, a number of a list or a note: it belongs to nobody, where all letters have it."""


def have_own_words(pdfs: Sequence[bytes], words: Sequence[str], heads: str) -> list[bool]:
    """Of each of these letters, whether it shows its ``words``, a paragraph a line, and none of another one's.

    ``heads`` are the words that all have at the head and the foot of their pages.
    """
    own = [Counter(words_of(each)) for each in words]
    read = [_read(pdf) for pdf in pdfs]
    everyone = frozenset().union(*own)
    common = {*words_of(heads), *_labels([shown - wanted for (shown, _), wanted in zip(read, own, strict=True)])}
    return [
        _has_words(pdf, said, shown, wanted)
        and all(
            _is_number(word, pages) or _is_piece(word, wanted - shown)
            for word in everyone & shown.keys() - wanted.keys() - common
        )
        for pdf, said, (shown, pages), wanted in zip(pdfs, words, read, own, strict=True)
    ]


def has_words(pdf: bytes, words: str) -> bool:
    """Whether the pages show these words, a paragraph a line."""
    return _has_words(pdf, words, _read(pdf)[0], Counter(words_of(words)))


def _read(pdf: bytes) -> tuple[Counter[str], int]:
    """The words that its pages show, and the number of pages."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            seen = [word for page in document for word in words_of(page.get_textpage().get_text_bounded())]
            return Counter(seen), len(document)
        finally:
            document.close()


def _has_words(pdf: bytes, words: str, shown: Counter[str], wanted: Counter[str]) -> bool:
    lacking = Counter("".join((wanted - shown).elements()))
    if lacking <= Counter("".join((shown - wanted).elements())):
        return (
            True  # all of them, or all of their letters: a name is read in pieces where a font lacks one of its signs
        )
    return not losses(Shown(tuple(map(Block, words.splitlines()))), pdf)


def _labels(besides: Sequence[Counter[str]]) -> set[str]:
    """What each of several letters shows besides its words, and is as short as what counts."""
    return {word for word in set.intersection(*map(set, besides)) if len(word) <= _LABEL} if besides else set()


def _is_number(word: str, pages: int) -> bool:
    """Whether a word is the number of one of a letter's pages."""
    return word.isdecimal() and int(word) <= pages


def _is_piece(word: str, lacking: Counter[str]) -> bool:
    """Whether a word is a piece of one that a letter seems to lack, since it was read in pieces."""
    letters = Counter(word)
    return any(letters <= Counter(whole) for whole in lacking)
