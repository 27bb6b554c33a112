"""Letters that were converted together, and the words of each, go in; whether a letter has its own and nobody else's
comes out.

pdfium reads here, which had no hand in parting them; and where it is seen to read what is drawn, a reader of our own,
which takes a third of its time and had no hand in it either (:mod:`~pipeline.completeness.drawn`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import pypdfium2

from pipeline.completeness import losses, shown_in
from pipeline.completeness.drawn import UnusualError, words_drawn
from pipeline.completeness.shown import Block, Shown
from pipeline.completeness.words import words_of
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.pdf.pdfium import PDFIUM

_BEGINNING = 3
"""Words by which a paragraph is known to begin on a page."""
_TRIED = 3
"""Of how many letters it is asked whether they are read as they are drawn: of a template's, either hardly one is not or
hardly one is."""
_LABEL = 2
"""How long what counts may be, a number of a list or a note: it belongs to nobody, where all letters have it."""


Pages: TypeAlias = "Sequence[Sequence[str]]"
"""The words of each page."""


def read_back(pdfs: Sequence[bytes], words: Sequence[str], heads: str) -> tuple[list[Pages], list[bool]]:
    """What the pages of each of these letters show, and of each whether it is right (:func:`have_own_words`).

    pdfium reads the first of them. Once it has read one as that is drawn, it reads of the others those alone that are
    not drawn with each of their own words and with no other letter's; all, where it reads one otherwise.
    """
    pages: list[Pages] = []
    alike: bool | None = None
    for number, (pdf, said) in enumerate(zip(pdfs, words, strict=True)):
        drawn = _drawn(pdf, said) if alike or (alike is None and number < _TRIED) else None
        pages.append(drawn if drawn and alike else pages_of(pdf))
        if drawn and alike is None:
            alike = _agree(drawn, pages[-1])
    right = have_own_words(pdfs, pages, words, heads)
    if alike and not all(right):
        pages = [each if is_right else pages_of(pdf) for pdf, each, is_right in zip(pdfs, pages, right, strict=True)]
        right = have_own_words(pdfs, pages, words, heads)
    return pages, right


def have_own_words(pdfs: Sequence[bytes], pages: Sequence[Pages], words: Sequence[str], heads: str) -> list[bool]:
    """Of each of these letters, whether its ``pages`` show its ``words``, a paragraph a line, and no other letter's.

    ``heads`` are the words that all have at the head and the foot of their pages.
    """
    own = [Counter(words_of(each)) for each in words]
    read = [_shown(each) for each in pages]
    besides = [shown - wanted for shown, wanted in zip(read, own, strict=True)]
    lacking = [wanted - shown for shown, wanted in zip(read, own, strict=True)]
    everyone = frozenset().union(*own)
    common = {*words_of(heads), *_labels(besides)}
    return [
        _has_words(pdf, said, lacks, _own(more, common))
        and all(
            _is_number(word, len(each)) or _is_piece(word, lacks)
            for word in (more.keys() - common) & everyone - wanted.keys()
        )
        for pdf, said, each, wanted, more, lacks in zip(pdfs, words, pages, own, besides, lacking, strict=True)
    ]


def has_words(pdf: bytes, words: str, document: Path) -> bool:
    """Whether the pages that were made of a document with one letter show its words, a paragraph a line."""
    shown, wanted = _shown(pages_of(pdf)), Counter(words_of(words))
    if not (lacking := wanted - shown):
        return True
    return _has_words(pdf, words, lacking, _own(shown - wanted, _heads(document)))


def _heads(document: Path) -> frozenset[str]:
    """The words at the head and the foot of a document's pages; none of one that can't be read for that."""
    try:
        with Package(document) as package:
            said = shown_in(package)
    except PackageError:
        said = None
    blocks = said.blocks if said else ()
    return frozenset(word for block in blocks if block.repeated for word in words_of(block.words))


def pages_of(pdf: bytes) -> Pages:
    """What is read on its pages."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [words_of(page.get_textpage().get_text_bounded()) for page in document]
        finally:
            document.close()


def _drawn(pdf: bytes, words: str) -> Pages | None:
    """What is drawn on its pages, where that can be told and has all of these words."""
    try:
        pages = words_drawn(pdf)
    except UnusualError:
        return None
    return None if Counter(words_of(words)) - _shown(pages) else pages


def _agree(pages: Pages, others: Pages) -> bool:
    """Whether each page has the same words, in any order."""
    return list(map(sorted, pages)) == list(map(sorted, others))


def ends_with_kept(pages: Pages, words: str, kept: Collection[int]) -> bool:
    """Whether a page of a letter ends with one of its paragraphs that are to stay with the next: ``kept`` has their
    lines in its ``words``, from 0."""
    if not kept or len(pages) == 1:
        return False
    lines = [words_of(line) for line in words.split("\n")]
    at = 0
    for page in pages[:-1]:
        left = Counter(page)
        last = at
        while at < len(lines) and _take(lines[at], left):
            last = at if lines[at] else last
            at += 1
        if at == len(lines):
            return False
        begun = all(left[word] > 0 for word in lines[at][:_BEGINNING])
        if not begun and any(line in kept for line in range(last, at)):
            return True
        lines[at] = list((Counter(lines[at]) - left).elements())  # the next page has the rest of it
    return False


def _take(words: Sequence[str], left: Counter[str]) -> bool:
    """Takes a line's words from those that are left of a page, where all of them are."""
    for at, word in enumerate(words):
        if left[word] <= 0:
            left.update(words[:at])
            return False
        left[word] -= 1
    return True


def _shown(pages: Pages) -> Counter[str]:
    return Counter(chain.from_iterable(pages))


def _has_words(pdf: bytes, words: str, lacking: Counter[str], besides: Counter[str]) -> bool:
    """Whether it lacks none of its words, or has their letters ``besides``: a name is read in pieces where a font lacks
    one of its signs."""
    if not lacking or Counter("".join(lacking.elements())) <= Counter("".join(besides.elements())):
        return True
    return not losses(Shown(tuple(map(Block, words.splitlines()))), pdf)


def _own(besides: Counter[str], common: Container[str]) -> Counter[str]:
    """What a letter shows besides its words that is no word of its head and its foot, but may be a piece of one of its
    own."""
    return Counter({word: n for word, n in besides.items() if len(word) <= _LABEL or word not in common})


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
