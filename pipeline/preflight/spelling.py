"""Words that no dictionary knows: a package and a dictionary go in, what may be misspelt comes out.

Names are left alone, as far as they have capitals, and so are addresses and what has figures in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from unicodedata import normalize

from pipeline.findings import Finding, Place
from pipeline.preflight.document import Document, Read
from pipeline.preflight.facts import ADDRESS

_WORD = re.compile(r"(?<![\w’'@/.-])[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w@/])")
_SHORTEST, _MOST, _TOLD = 3, 20_000, 12
"""Letters of a word that is looked up; words of a document that are, and that are told."""


def misspelt(
    read: Read, own: Collection[str], look_up: Callable[[Collection[str]], Collection[str]]
) -> Iterator[Finding]:
    """What ``look_up`` does not know of each document in the package's language, nor the house's ``own`` words have."""
    mine = {word.casefold() for word in own}
    for document in read.documents:
        if document.language == read.language:
            words = _words(document)
            unknown = set(look_up([word for word in words if word.casefold() not in mine]))
            if told := tuple(word for word in words if word in unknown):
                place = Place(document.file, language=read.language)
                more = ("…",) if len(told) > _TOLD else ()
                yield Finding("words-unknown", place, {"words": (*told[:_TOLD], *more), "count": len(told)})


def _words(document: Document) -> list[str]:
    """Its words in small letters, each once, in their order."""
    found: dict[str, None] = {}
    for line in document.lines:
        if not line.place.part:
            text = ADDRESS.sub(" ", normalize("NFC", line.words)).replace("’", "'")
            found |= {word: None for word in _WORD.findall(text) if word.islower() and len(word) >= _SHORTEST}
    return list(found)[:_MOST]
