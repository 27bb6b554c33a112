"""A document as its reader reads it: an office's file and its pages go in, lines with their places come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path

import pypdfium2

from pipeline.completeness import shown_in
from pipeline.findings import Place
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.plaintext import decoded
from pipeline.pdf.pdfium import PDFIUM
from pipeline.preflight.document import Kind, Line, Opened

_LINES, _PAGES = 20_000, 500
"""How much of a document is read, at most."""


@contextmanager
def opened(source: Path, pdf: Path | None, kind: Kind, keep: Iterable[str] = ()) -> Iterator[Opened]:
    """A document as all checks have it, its file read once for them."""
    with ExitStack() as stack:
        package = None
        if source.suffix.lower() not in {".txt", ".pdf"}:
            with suppress(PackageError, OSError):  # those who read it before said what is wrong with it
                package = stack.enter_context(Package(source))
        yield Opened(source, pdf, _lines_of(source, pdf, package), kind, frozenset(keep), package)


def _lines_of(source: Path, pdf: Path | None, package: Package | None) -> tuple[Line, ...]:
    """The lines of a document: of its own file where that tells paragraphs and cells, or else of its pages."""
    try:
        found = _typed(source) if source.suffix.lower() == ".txt" else _of_package(package) if package else None
    except (PackageError, OSError, UnicodeDecodeError):
        found = None
    try:
        lines = iter(found or ()) if found is not None or pdf is None else _of_pages(pdf)
        return tuple(islice(lines, _LINES))
    except pypdfium2.PdfiumError:
        return ()


def _typed(source: Path) -> list[Line]:
    typed = (" ".join(words.split()) for words in decoded(source.read_bytes()).splitlines())
    return [Line(words, Place()) for words in typed if words]


def _of_package(package: Package) -> list[Line] | None:
    shown = shown_in(package)
    if shown is None:
        return None
    blocks = (each for each in shown.blocks if each.words.strip() and not each.entry)
    return [Line(" ".join(each.words.split()), each.place, each.level) for each in blocks]


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
