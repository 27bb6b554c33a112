"""The checks of what a package's texts say: facts that disagree with the meeting, words that nobody would sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pipeline.findings import Finding
from pipeline.preflight import aligned, courteous, dated, languages, listed, mentioned, named, numbered, written
from pipeline.preflight.document import Read

Check: TypeAlias = Callable[[Read], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    dated.weekdays,
    dated.events,
    dated.deadlines,
    named.addresses,
    listed.symbols,
    listed.titles,
    listed.twins,
    listed.scans,
    listed.counts,
    numbered.differing,
    mentioned.typed,
    written.doubled,
    written.lookalikes,
    written.strangers,
    written.acronyms,
    named.spellings,
    named.states,
    courteous.compliments,
    courteous.salutations,
)

TOGETHER: tuple[Callable[[Sequence[Read]], Iterator[Finding]], ...] = (
    listed.versions,
    languages.invariants_differ,
    aligned.numbers_differ,
    aligned.shapes_differ,
    languages.lengths_differ,
    languages.translated_twice,
)
"""Those of all languages together."""
