"""Take links to files out: a PDF as LibreOffice writes it goes in, the same without them, and their names, come out.

A document's link to a file beside it comes out of LibreOffice with the whole path on this machine. Whoever opens the
PDF elsewhere gets nowhere by it, and reads how the machine's folders are called.
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Pdf

from pipeline.objects import as_list, integer, items, leaves


def without_file_links(pdf: bytes) -> tuple[bytes, tuple[str, ...]]:
    """``pdf`` without the links of its pages that lead to files, whose words stay; and the name of each file."""
    names: list[str] = []
    out = BytesIO()
    with Pdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            _clean(document, page.obj, names)
        document.save(out)
    return out.getvalue(), tuple(dict.fromkeys(names))


def _clean(document: Pdf, page: Dictionary, names: list[str]) -> None:
    found = [(link, _file(link)) for link in items(page.get(Name.Annots))]
    for link, file in found:
        if file is not None:
            forget(document, link)
            names.append(PurePosixPath(unquote(file)).name)
    page.Annots = Array([link for link, file in found if file is None])
    if not len(page.Annots):
        del page.Annots


def _file(link: Object) -> str | None:
    """Where ``link`` leads when that is a file (ISO 32000-1, 12.6.4.7)."""
    action = link.get(Name.A)
    address = str(action.get(Name.URI, "")) if isinstance(action, Dictionary) else ""
    found = re.fullmatch(r"\s*file:([^?#]*).*", address, re.IGNORECASE | re.DOTALL)
    return found and found[1]


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
