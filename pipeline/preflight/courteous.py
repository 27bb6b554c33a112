"""The forms of courtesy of a letter: a package goes in, what is missing or does not fit whom it goes to comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.findings import Finding, Place
from pipeline.preflight.document import Read

_STATES = frozenset({"missions", "states"})
_LOW = frozenset({"colleagues", "sir-or-madam", "ngos", "focal-points"})
"""Salutations that nobody greets a head of mission with alone (ST/DCS/4/Rev.1)."""
_PLAIN = frozenset({"ngos", "focal-points"})
"""Those whom nobody greets as Excellencies."""


def compliments(read: Read) -> Iterator[Finding]:
    """Notes verbales that do not begin with compliments, or that are to renew assurances and do not."""
    if read.facts.kind != "note-verbale" or read.spoken is None:
        return
    known = read.spoken.table.written
    for document in read.documents:
        if document.kind == "letter":
            text = " ".join(line.words for line in document.lines)
            for code, pattern, wanted in (
                ("compliments-missing", known.compliments, True),
                ("assurances-missing", known.assurances, read.facts.renewal),
            ):
                if wanted and pattern and not re.search(pattern, text, re.IGNORECASE):
                    yield Finding(code, Place(document.file, language=read.language))


def salutations(read: Read) -> Iterator[Finding]:
    """Salutations that do not fit the rank of those whom the letter goes to."""
    categories, greeted = frozenset(read.facts.categories), frozenset(read.facts.salutations)
    place = Place(read.facts.meeting, key=("instruments", read.facts.place, "salutations"))
    if categories & _STATES and greeted and greeted <= _LOW:
        yield Finding("salutation-low", place, {"salutations": tuple(sorted(greeted))})
    if categories and categories <= _PLAIN and "excellencies" in greeted:
        yield Finding("salutation-high", place)
