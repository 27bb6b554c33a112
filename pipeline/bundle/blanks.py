"""Parts go in; the same, with blank pages between them so that each begins on a right-hand page, come out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pikepdf import Pdf

from pipeline.bundle.source import open_part
from pipeline.bundle.view import view_of
from pipeline.model import Binding, Part


def with_blanks(parts: Sequence[Part], binding: Binding, folder: Path) -> list[Part]:
    """``parts`` with a blank page after each that has an odd number of pages, but for the last; the pages are written
    into ``folder``. Raises BundleError for a part that can't be opened."""
    between: list[Part] = []
    for part in parts[:-1]:
        between.append(part)
        with open_part(part) as pdf:
            odd, view = len(pdf.pages) % 2 == 1, view_of(pdf.pages[-1].obj)
        if odd:
            page = folder / f"blank-{view.width:g}x{view.height:g}.pdf"
            _write(page, (view.width, view.height))
            between.append(Part("blank", page, binding.blank, binding.language))
    return [*between, parts[-1]]


def _write(page: Path, size: tuple[float, float]) -> None:
    """An empty page of the size of the one before it, as that is seen."""
    if not page.exists():
        with Pdf.new() as pdf:
            pdf.add_blank_page(page_size=size)
            pdf.save(page)
