"""The checks of what could embarrass the office: those of a document, of a package, and of all packages together.

It loads all that checks need; the plan, which names none of them, does without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pipeline.findings import Finding
from pipeline.preflight import disagree
from pipeline.preflight.document import Opened, Read
from pipeline.preflight.garbled import garbled
from pipeline.preflight.leftovers import leftovers
from pipeline.preflight.linked import linked
from pipeline.preflight.pages import pages
from pipeline.preflight.structure import structure
from pipeline.preflight.typeset import typeset
from pipeline.preflight.undrawn import undrawn
from pipeline.preflight.unseen import unseen

OfDocument: TypeAlias = Callable[[Opened], Iterator[Finding]]
"""Of one document alone, done once for all the languages and instruments that it goes with."""
OfPackage: TypeAlias = Callable[[Read], Iterator[Finding]]
"""Of all that goes out under one instrument in one language."""
OfAll: TypeAlias = Callable[[Sequence[Read]], Iterator[Finding]]
"""Of all languages and instruments of a meeting together."""

OF_DOCUMENT: tuple[OfDocument, ...] = (leftovers, garbled, linked, typeset, pages, unseen, undrawn, structure)
OF_PACKAGE: tuple[OfPackage, ...] = (*disagree.CHECKS,)
OF_ALL: tuple[OfAll, ...] = (*disagree.TOGETHER,)
