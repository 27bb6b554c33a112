"""What a document would print as nobody meant it to: a file goes in, findings come out.

Unlike what is refused (:mod:`pipeline.officefile.unsettled`), it prints the same whenever it is converted; but a person
should know of it before the package is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline.findings import Finding, Place, Reason
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError
from pipeline.officefile.records import What, once

_SHOWN = 3


def misprints(source: Path, *, hidden_sheets: bool = False) -> Iterator[Finding]:
    """A finding for each way in which the pages would not say what was meant; none for a file that can't be read.

    ``hidden_sheets`` says that the meeting wants those printed.
    """
    try:
        found = facts(source)
    except (OSError, PackageError):
        return  # the kinds' own checks say what is wrong with a file
    for code, key, whats, between in _TOLD:
        facts_of = found.of(*whats)
        if words := _some((each.words for each in facts_of), between):
            place = facts_of[0].place if len({each.place for each in facts_of}) == 1 else Place()
            yield Finding(code, replace(place, file=str(source)), {key: words})
    if errors := found.of("cell-error"):
        cells = (f"{each.place.sheet}!{each.place.cell} {each.words}" for each in errors)
        yield Finding("cell-errors", Place(str(source)), {"names": _some(cells, ", ")})
    for each in found.of("stray"):
        yield Finding("cell-astray", replace(each.place, file=str(source)), {"pages": int(each.words)})
    if left_out := [
        Reason(code, {"count": count})
        for what, code in _LEFT_OUT.items()
        if (count := len(found.of(what))) and not (what == "hidden-sheet" and hidden_sheets)
    ]:
        yield Finding("left-out", Place(str(source)), {"things": tuple(left_out)})
    if found.blank:
        yield Finding("blank", Place(str(source)))


_LEFT_OUT: Mapping[What, str] = {
    "comment": "left-comments", "note": "left-notes", "hidden-text": "left-text", "hidden-rows": "left-rows",
    "hidden-columns": "left-columns", "hidden-slide": "left-slides", "hidden-sheet": "left-sheets",
}  # fmt: skip
"""What no page shows, by design, with the reason's code."""

_TOLD: tuple[tuple[str, str, tuple[What, ...], str], ...] = (
    ("placeholders", "placeholders", ("placeholder",), " "),
    ("open-places", "names", ("open",), ", "),
    ("stale", "names", ("reference", "contents"), ", "),
)
"""The finding, its value, the facts that it is made of, and what stands between two."""


def _some(words: Iterable[str], between: str) -> str:
    different = once(words)
    return between.join(different[:_SHOWN]) + (" …" if len(different) > _SHOWN else "")
