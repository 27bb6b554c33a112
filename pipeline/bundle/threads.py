"""The article threads of the parts go in; the bundle's list of them comes out (ISO 32000-2, 12.4.3)."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Object, Pdf

from pipeline.pdf.objects import items


def take_threads(pdf: Pdf) -> list[Object]:
    """The threads of ``pdf``, as indirect objects; their beads stay on its pages."""
    threads = [each for each in items(pdf.Root.get(Name.Threads)) if isinstance(each, Dictionary)]
    return [each if each.is_indirect else pdf.make_indirect(each) for each in threads]


def join_threads(bundle: Pdf, threads: list[Object]) -> None:
    """Put ``threads`` of the parts, whose pages are in the bundle already, into its catalog."""
    if threads:
        bundle.Root.Threads = Array([bundle.copy_foreign(each) for each in threads])
