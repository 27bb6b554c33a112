"""Fonts that a document asked for and did not get: it and its PDF's fonts go in, what stands in for them comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.fonts import Fonts
from pipeline.fonts.file import letters
from pipeline.officefile.facts import facts
from pipeline.officefile.limits import PackageError


def missed(source: Path, names: Sequence[str], fonts: Fonts) -> Iterator[Finding]:
    """A remark for each family that ``source`` names and that its PDF, with fonts of these ``names``, is not set with.

    What stands in is told by the fonts of the PDF, whichever way LibreOffice came to them.
    """
    try:
        wanted = facts(source)
    except PackageError:
        return  # a plain text names none
    absent = [family for family in wanted.fonts if not _has(fonts, family)]
    if not absent:
        return
    for each in wanted.of("symbol"):
        if each.by in absent:
            place = replace(each.place, file=str(source))
            yield Finding("symbol-letter", place, {"letter": each.words, "font": each.by})
    # A document may bring fonts of its own along.
    absent = [family for family in absent if not any(letters(name).startswith(letters(family)) for name in names)]
    set_with = {fonts.set_with(name) for name in names}
    embedded = [family for family in fonts.files if family in set_with]
    usual = {family: fonts.substitute(family) for family in absent}
    named = {letters(family) for family in wanted.fonts}
    others = [family for family in embedded if letters(family) not in named and family not in usual.values()]
    for family, substitute in usual.items():
        if substitute is not None and substitute in embedded:
            found: str | None = substitute
        else:
            found = next(iter((*others, *(embedded if wanted.fonts_surely else ()))), None)
        if found is not None:
            key = "font-same-widths" if fonts.same_widths(family, found) else "font"
            yield Finding(key, Place(str(source)), {"font": family, "substitute": found})


def _has(fonts: Fonts, family: str) -> bool:
    """OpenDocument files may name several, in order of preference."""
    return any(map(fonts.has, re.split("[;,]", family)))
