"""A letter goes in; the letter that travels beside its enclosures' files comes out, its links leading to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.bundle.annotations import enclosure_position
from pipeline.bundle.catalog import date
from pipeline.bundle.save import save
from pipeline.bundle.source import open_part
from pipeline.model import Conformance, Part
from pipeline.pdf.conformance import check, settle
from pipeline.pdf.links import forget
from pipeline.pdf.objects import items, spelt


def point_links(
    source: Path, files: Mapping[int, str], titles: Mapping[int, str], created: datetime, target: Path
) -> Conformance:
    """Write ``source`` as ``target``, with each link ``enclosure:<position>`` leading to ``files[position]``.

    ``files`` are names relative to the letter; ``titles`` describe what the links lead to. Where a position has no
    file, the words stay and the link goes, in the structure tree too. ``created`` becomes the letter's only date. The
    letter declares what it meets of PDF/A and PDF/UA, which is the answer. Raises BundleError.
    """
    with open_part(Part("letter", source, source.stem, "und")) as pdf:
        point_to_files(pdf, files, titles)
        # Both differ at every export, and hold for the file as it was.
        for key in (Name.ID, Name.DocChecksum):
            if key in pdf.trailer:
                del pdf.trailer[key]
        date(pdf, created)
        save(pdf, target, pdf.pdf_version)
    return settle(target, check(target).met)


def point_to_files(letter: Pdf, files: Mapping[int, str], titles: Mapping[int, str]) -> None:
    """The same to the links of a letter that is open, which stays as it is else."""
    targets = {
        position: (_go_to_file(name), String(titles.get(position, name)))  # ISO 14289-1, 7.18.5
        for position, name in files.items()
    }
    forget(letter, [link for page in letter.pages for link in _point_page(page.obj, targets)])


def _point_page(page: Dictionary, targets: Mapping[int, tuple[Dictionary, String]]) -> list[Object]:
    """Let the links of ``page`` lead to their ``targets``; those that have none are taken out, and are the answer."""
    kept: list[Object] = []
    gone: list[Object] = []
    for link in items(page.get(Name.Annots)):
        position = _position(link)
        if position is not None and position not in targets:
            gone.append(link)
            continue
        if position is not None:
            link.A, link.Contents = targets[position]
        kept.append(link)
    if gone and kept:
        page.Annots = Array(kept)
    elif gone:
        del page.Annots
    return gone


def _position(link: Object) -> int | None:
    action = link.get(Name.A) if isinstance(link, Dictionary) else None
    if not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
        return None
    return enclosure_position(spelt(action.get(Name.URI, "")))


def _go_to_file(name: str) -> Dictionary:
    """ISO 32000-2, 12.6.4.3."""
    file = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name))
    return Dictionary(S=Name.GoToR, F=file, D=Array([0, Name.Fit]), NewWindow=True)
