"""Words that are hardly darker, or lighter, than what is behind them: an office's file goes in, such words come out.

Source: WCAG 2.2 (1.4.3). What is not surely known, as the colour behind a box or beside a picture, is none: nothing is
told of it. ``colours`` reads colours and themes; ``word``, ``sheets``, ``slides`` and ``opendocument`` whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Place
from pipeline.officefile.package import Package
from pipeline.preflight.contrast import opendocument, sheets, word
from pipeline.preflight.document import short


def faint(package: Package) -> Iterator[tuple[Place, str]]:
    """Such words of a text or a workbook, with their places; those of slides are read slide by slide."""
    match package.format.family, package.format.application:
        case "ooxml", "text":
            yield from word.faint(package)
        case "ooxml", "sheet":
            yield from ((place, place.cell) for place in sheets.faint(package))
        case "odf", "text":
            yield from ((Place(paragraph=short(words)), words) for words in opendocument.faint(package))
