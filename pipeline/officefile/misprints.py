"""What a document would print as nobody meant it to: a file goes in, findings come out.

Unlike what is refused (:mod:`pipeline.officefile.unsettled`), it prints the same whenever it is converted; but a person
should know of it before the package is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError
from pipeline.officefile.records import once

_SHOWN = 3


def misprints(source: Path) -> Iterator[Finding]:
    """A finding for each way in which the pages would not say what was meant; none for a file that can't be read."""
    try:
        found = facts(source)
    except (OSError, PackageError):
        return  # the kinds' own checks say what is wrong with a file
    placeholders = [each.words for each in found.of("placeholder")]
    stale = [each.words for each in (*found.of("reference"), *found.of("contents"))]
    for code, name, words in (
        ("placeholders", "placeholders", _some(placeholders, " ")),
        ("stale", "names", _some(stale, ", ")),
    ):
        if words:
            yield Finding(code, Place(str(source)), {name: words})


def _some(words: Iterable[str], between: str) -> str:
    different = once(words)
    return between.join(different[:_SHOWN]) + (" …" if len(different) > _SHOWN else "")
