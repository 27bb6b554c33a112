"""Take links to files out: a PDF as LibreOffice writes it goes in, the same without them, and their names, come out.

A document's link to a file beside it comes out of LibreOffice with the whole path on this machine. Whoever opens the
PDF elsewhere gets nowhere by it, and reads how the machine's folders are called. A link to another enclosure's file
keeps that file's name, for the bundle to make a jump of it.
"""

from __future__ import annotations

import re
from collections.abc import Container
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.pdf.objects import as_list, integer, items, leaves, spelt

FILE = Name("/PapersFile")
"""The key of a link annotation under which the name of an enclosure's file stands, and what followed its ``#``."""


def without_file_links(pdf: bytes, siblings: Container[str] = ()) -> tuple[bytes, tuple[str, ...]]:
    """``pdf`` without the links of its pages that lead to files, whose words stay; and the name of each file.

    Those that lead to one of ``siblings``, names in small letters, keep that name under :data:`FILE`, and no action.
    """
    names: list[str] = []
    out = BytesIO()
    with Pdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            _clean(document, page.obj, names, siblings)
        document.save(out)
    return out.getvalue(), tuple(dict.fromkeys(names))


def _clean(document: Pdf, page: Dictionary, names: list[str], siblings: Container[str]) -> None:
    kept = []
    for link in items(page.get(Name.Annots)):
        name, fragment = _file(link)
        if name and normalize("NFC", name).casefold() in siblings:
            link[FILE] = String(name + fragment)
            del link.A
        elif name is not None:
            forget(document, link)
            names.append(name)
            continue
        kept.append(link)
    page.Annots = Array(kept)
    if not kept:
        del page.Annots


def _file(link: Object) -> tuple[str | None, str]:
    """The name of the file that ``link`` leads to (ISO 32000-1, 12.6.4.7), and what follows; None where to none."""
    action = link.get(Name.A)
    address = spelt(action.get(Name.URI, "")) if isinstance(action, Dictionary) else ""
    found = re.fullmatch(r"\s*file:([^?#]*)[^#]*(#.*)?", address, re.IGNORECASE | re.DOTALL)
    return (PurePosixPath(unquote(found[1])).name, found[2] or "") if found else (None, "")


def forget(pdf: Pdf, link: Object) -> None:
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
