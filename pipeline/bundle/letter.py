"""A letter goes in; the letter that travels beside its enclosures' files comes out, its links leading to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.bundle.annotations import enclosure_position
from pipeline.bundle.catalog import date
from pipeline.bundle.objects import as_list, integer, items, leaves
from pipeline.bundle.save import save
from pipeline.bundle.source import open_part
from pipeline.model import Part


def point_links(source: Path, files: Mapping[int, str], created: datetime, target: Path) -> None:
    """Write ``source`` as ``target``, with each link ``enclosure:<position>`` leading to ``files[position]``.

    ``files`` are names relative to the letter. Where a position has no file, the words stay and the link goes, in
    the structure tree too. ``created`` becomes the letter's only date. Raises BundleError.
    """
    with open_part(Part("letter", source, source.stem, "und")) as pdf:
        for page in pdf.pages:
            _point_page(pdf, page.obj, files)
        # Both differ at every export, and hold for the file as it was.
        for key in (Name.ID, Name.DocChecksum):
            if key in pdf.trailer:
                del pdf.trailer[key]
        date(pdf, created)
        save(pdf, target, pdf.pdf_version)


def _point_page(pdf: Pdf, page: Dictionary, files: Mapping[int, str]) -> None:
    kept = []
    for link in items(page.get(Name.Annots)):
        position = _position(link)
        if position is None:
            kept.append(link)
        elif position in files:
            link.A = _go_to_file(files[position])
            kept.append(link)
        else:
            _forget(pdf, link)
    if len(kept) < len(items(page.get(Name.Annots))):
        page.Annots = Array(kept)
        if not kept:
            del page.Annots


def _position(link: Object) -> int | None:
    action = link.get(Name.A) if isinstance(link, Dictionary) else None
    if not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
        return None
    return enclosure_position(str(action.get(Name.URI, "")))


def _go_to_file(name: str) -> Dictionary:
    """ISO 32000-2, 12.6.4.3."""
    file = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name))
    return Dictionary(S=Name.GoToR, F=file, D=Array([0, Name.Fit]), NewWindow=True)


def _forget(pdf: Pdf, link: Object) -> None:
    """Take ``link`` out of the structure tree; the element that held it keeps its words, as a ``Span``."""
    root, key = pdf.Root.get(Name.StructTreeRoot), integer(link.get(Name.StructParent))
    if not isinstance(root, Dictionary) or key is None:
        return
    element = _remove_parent(root.get(Name.ParentTree), key)
    if not isinstance(element, Dictionary):
        return
    left = [kid for kid in as_list(element.get(Name.K)) if not _refers(kid, link)]
    element.K = Array(left)
    if element.get(Name.S) == Name.Link and not any(_refers(kid, None) for kid in left):
        element.S = Name.Span


def _remove_parent(tree: Object | None, key: int) -> Object | None:
    """Take ``key`` out of the parent tree; what it led to."""
    for node in leaves(tree):
        numbers = items(node.get(Name.Nums))
        for index in range(0, len(numbers) - 1, 2):
            if numbers[index] == key:
                node.Nums = Array(numbers[:index] + numbers[index + 2 :])
                found: Object = numbers[index + 1]
                return found
    return None


def _refers(kid: Any, link: Object | None) -> bool:
    """Whether ``kid`` is a reference to ``link``, or to any annotation when that is None (14.7.5.3)."""
    if not isinstance(kid, Dictionary) or kid.get(Name.Type) != Name.OBJR:
        return False
    return link is None or kid.get(Name.Obj) == link
