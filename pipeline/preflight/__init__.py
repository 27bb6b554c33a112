"""What could embarrass the office: the documents of a package go in, findings come out, before anything is sent.

============  ===================================================================================
``document``  what a reader reads, as data: lines with their places, documents, a package of them
``reading``   a file and its pages as such lines
``facts``     what the meeting says, as plain data, for those who hold a text against it
``leftovers`` what authors leave in a document for themselves
``pages``     what its pages look like that nobody meant so
``structure`` what readers stumble over who can't see a page
``disagree``  the checks of what texts say: ``dated``, ``listed``, ``named``, ``written``, ``languages``,
              ``aligned``
``meeting``   what a meeting's own files tell before anything is made of them
``papers``    what templates and phrases tell before they are filled in
``stopping``  what a build would stop at before anything is made
============  ===================================================================================

A check is a function that yields findings. It is told in the build's report, stops a build where its finding is an
error, and is told by ``papers check``, because it stands in one of these lists; nothing else knows its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from pipeline.findings import Finding
from pipeline.preflight import disagree
from pipeline.preflight.document import Document, Opened, Read
from pipeline.preflight.leftovers import leftovers
from pipeline.preflight.pages import pages
from pipeline.preflight.structure import structure

OfDocument: TypeAlias = Callable[[Opened], Iterator[Finding]]
"""Of one document alone, done once for all the languages and instruments that it goes with."""
OfPackage: TypeAlias = Callable[[Read], Iterator[Finding]]
"""Of all that goes out under one instrument in one language."""
OfAll: TypeAlias = Callable[[Sequence[Read]], Iterator[Finding]]
"""Of all languages and instruments of a meeting together."""

OF_DOCUMENT: tuple[OfDocument, ...] = (leftovers, pages, structure)
OF_PACKAGE: tuple[OfPackage, ...] = (*disagree.CHECKS,)
OF_ALL: tuple[OfAll, ...] = (*disagree.TOGETHER,)

__all__ = ["OF_ALL", "OF_DOCUMENT", "OF_PACKAGE", "Document", "Opened", "Read"]
