"""A document as its reader reads it: an office's file and its pages go in, lines with their places come out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pypdfium2

from pipeline.completeness import shown_in
from pipeline.findings import Place
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.plaintext import decoded
from pipeline.pdf.pdfium import PDFIUM
from pipeline.preflight.document import Line

_LINES, _PAGES = 20_000, 500
"""How much of a document is read, at most."""


def lines_of(source: Path, pdf: Path | None) -> tuple[Line, ...]:
    """The lines of a document: of its own file where that tells paragraphs and cells, or else of its pages."""
    try:
        found = _of_file(source)
    except (PackageError, OSError, UnicodeDecodeError):
        found = None
    try:
        lines = iter(found or ()) if found is not None or pdf is None else _of_pages(pdf)
        return tuple(islice(lines, _LINES))
    except pypdfium2.PdfiumError:
        return ()


def _of_file(source: Path) -> list[Line] | None:
    if source.suffix.lower() == ".txt":
        typed = (" ".join(words.split()) for words in decoded(source.read_bytes()).splitlines())
        return [Line(words, Place()) for words in typed if words]
    if source.suffix.lower() == ".pdf":
        return None
    with Package(source) as package:
        shown = shown_in(package)
    if shown is None:
        return None
    blocks = (each for each in shown.blocks if each.words.strip() and not each.entry)
    return [Line(" ".join(each.words.split()), each.place, each.level, each.item, each.row) for each in blocks]


def _of_pages(pdf: Path) -> Iterator[Line]:
    for number, text in enumerate(_texts(pdf), start=1):
        for words in text.splitlines():
            if words.strip():
                yield Line(" ".join(words.split()), Place(page=number))


def _texts(pdf: Path) -> list[str]:
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return [document[number].get_textpage().get_text_bounded() for number in range(min(len(document), _PAGES))]
        finally:
            document.close()
