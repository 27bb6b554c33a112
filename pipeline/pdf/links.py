"""Take links to files out: a PDF as LibreOffice writes it goes in, and is without them; their names come out.

A document's link to a file beside it comes out of LibreOffice with the whole path on this machine. Whoever opens the
PDF elsewhere gets nowhere by it, and reads how the machine's folders are called. A link to another enclosure's file
keeps that file's name, for the bundle to make a jump of it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.pdf.objects import as_list, integer, items, leaves, spelt

FILE = Name("/PapersFile")
"""The key of a link annotation under which the name of an enclosure's file stands, and what followed its ``#``."""

_OF_FILE = re.compile(r"\s*file:([^?#]*)[^#]*(#.*)?", re.IGNORECASE | re.DOTALL)


def take_file_links_out(document: Pdf, siblings: Container[str] = ()) -> tuple[str, ...]:
    """Takes out the links of a document's pages that lead to files, whose words stay; the name of each file.

    Those that lead to one of ``siblings``, names in small letters, keep that name under :data:`FILE`, and no action.
    """
    names: list[str] = []
    gone = [link for page in document.pages for link in _clean(page.obj, names, siblings)]
    forget(document, gone)
    return tuple(dict.fromkeys(names))


def _clean(page: Dictionary, names: list[str], siblings: Container[str]) -> list[Object]:
    """Takes the links of ``page`` that lead to other files out; which they are."""
    kept, gone = [], []
    for link in items(page.get(Name.Annots)):
        name, fragment = _file(link)
        if name and normalize("NFC", name).casefold() in siblings:
            link[FILE] = String(name + fragment)
            del link.A
        elif name is not None:
            gone.append(link)
            names.append(name)
            continue
        kept.append(link)
    if gone and kept:
        page.Annots = Array(kept)
    elif gone:
        del page.Annots
    return gone


def _file(link: Object) -> tuple[str | None, str]:
    """The name of the file that ``link`` leads to (ISO 32000-1, 12.6.4.7), and what follows; None where to none."""
    action = link.get(Name.A)
    address = spelt(action.get(Name.URI, "")) if isinstance(action, Dictionary) else ""
    found = _OF_FILE.fullmatch(address)
    return (PurePosixPath(unquote(found[1])).name, found[2] or "") if found else (None, "")


def forget(pdf: Pdf, links: Sequence[Object]) -> None:
    """Take ``links`` out of the structure tree; the elements that held them keep their words, as a ``Span``."""
    root = pdf.Root.get(Name.StructTreeRoot)
    keys = {key for link in links if (key := integer(link.get(Name.StructParent))) is not None}
    if not isinstance(root, Dictionary) or not keys:
        return
    gone = {link.objgen for link in links}
    for element in _remove_parents(root.get(Name.ParentTree), keys):
        if not isinstance(element, Dictionary):
            continue
        left = [kid for kid in as_list(element.get(Name.K)) if not _refers(kid, gone)]
        element.K = Array(left)
        if element.get(Name.S) == Name.Link and not any(_refers(kid, None) for kid in left):
            element.S = Name.Span


def _remove_parents(tree: Object | None, keys: Container[int]) -> list[Object]:
    """Take ``keys`` out of the parent tree; what they led to."""
    found: list[Object] = []
    for node in leaves(tree):
        numbers = items(node.get(Name.Nums))
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        left = [pair for pair in pairs if pair[0] not in keys]
        if len(left) < len(pairs):
            found += [value for key, value in pairs if key in keys]
            node.Nums = Array([each for pair in left for each in pair])
    return found


def _refers(kid: Any, links: Container[tuple[int, int]] | None) -> bool:
    """Whether ``kid`` is a reference to one of ``links``, or to any annotation when that is None (14.7.5.3)."""
    if not isinstance(kid, Dictionary) or kid.get(Name.Type) != Name.OBJR:
        return False
    target = kid.get(Name.Obj)
    return links is None or (isinstance(target, Dictionary) and target.objgen in links)
