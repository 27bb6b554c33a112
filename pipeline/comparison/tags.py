"""The structure tree of a PDF goes in; its elements come out, a line each, with what is said in them, in its order.

ISO 32000-2, 14.7 and 14.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, ObjectSet, Pdf

from pipeline.pdf.objects import as_list

_SAID = {"/Alt": "alternative", "/ActualText": "instead", "/E": "expansion", "/Lang": "language", "/T": "title"}
_DEPTH = 200
"""How deep a tree is read; below that it is a loop."""
_NESTED = 12
"""The same of form XObjects."""


def tags(pdf: Pdf, numbers: Mapping[tuple[int, int], int], words: Mapping[tuple[int, int], str]) -> Iterator[str]:
    """The elements in the order of the tree. ``numbers`` has the place of each page object, ``words`` what is said in
    each piece of marked content, by page and number."""
    root = pdf.Root.get(Name.StructTreeRoot)
    if not isinstance(root, Dictionary):
        return
    roles = root.get(Name.RoleMap)
    seen = ObjectSet()
    waiting: list[tuple[Any, int, int | None]] = [(kid, 0, None) for kid in reversed(as_list(root.get(Name.K)))]
    while waiting:
        element, depth, page = waiting.pop()
        if not isinstance(element, Dictionary) or depth > _DEPTH or not seen.add(element):
            continue
        page = _page(element, numbers, page)
        kids = as_list(element.get(Name.K))
        own = " ".join(filter(None, (_content(kid, page, numbers, words) for kid in kids)))
        told = [f" ({name} “{element[key]}”)" for key, name in _SAID.items() if key in element]
        yield f"{'  ' * depth}{_role(element, roles)}{''.join(told)}: {own}".rstrip()
        waiting += [(kid, depth + 1, page) for kid in reversed(kids)]


def words_by_content(document: Any, page: int) -> dict[tuple[int, int], str]:
    """What is said in each piece of marked content of a page of a document that pdfium has open (14.6)."""
    opened = document[page]
    text = opened.get_textpage()
    found: dict[tuple[int, int], list[str]] = {}
    try:
        count = pdfium.FPDFPage_CountObjects(opened.raw)
        waiting = [(pdfium.FPDFPage_GetObject(opened.raw, place), -1, 0) for place in reversed(range(count))]
        while waiting:
            thing, above, depth = waiting.pop()
            own = pdfium.FPDFPageObj_GetMarkedContentID(thing)
            mark = own if own >= 0 else above
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT and mark >= 0:
                found.setdefault((page, mark), []).append(_said(thing, text.raw))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _NESTED:
                inside = reversed(range(pdfium.FPDFFormObj_CountObjects(thing)))
                waiting += [(pdfium.FPDFFormObj_GetObject(thing, place), mark, depth + 1) for place in inside]
    finally:
        text.close()
        opened.close()
    return {key: " ".join("".join(pieces).split()) for key, pieces in found.items()}


def _said(thing: Any, text: Any) -> str:
    size = pdfium.FPDFTextObj_GetText(thing, text, None, 0)
    room = (pdfium.FPDF_WCHAR * (size // 2 + 1))()
    pdfium.FPDFTextObj_GetText(thing, text, room, size)
    return bytes(room)[: max(0, size - 2)].decode("utf-16-le", "replace")


def _page(element: Dictionary, numbers: Mapping[tuple[int, int], int], above: int | None) -> int | None:
    page = element.get(Name.Pg)
    return numbers.get(page.objgen, above) if isinstance(page, Dictionary) else above


def _content(
    kid: Any, page: int | None, numbers: Mapping[tuple[int, int], int], words: Mapping[tuple[int, int], str]
) -> str:
    """What is said in a kid that is content (14.7.5); nothing for an element."""
    if isinstance(kid, Dictionary):
        kind = kid.get(Name.Type)
        if kind == Name.OBJR:
            return "[an annotation]"
        if kind != Name.MCR:
            return ""
        page, kid = _page(kid, numbers, page), kid.get(Name.MCID)
    return words.get((page, kid), "") if isinstance(kid, int) and page is not None else ""


def _role(element: Dictionary, roles: Any) -> str:
    """What an element is, as its document maps it (14.8.4)."""
    role = str(element.get(Name.S, "/?"))
    for _ in range(_NESTED):
        mapped = roles.get(role) if isinstance(roles, Dictionary) else None
        if mapped is None or str(mapped) == role:
            break
        role = str(mapped)
    return f"{role[1:]}{_attributes(element.get(Name.A))}"


def _attributes(value: Any) -> str:
    """Those that say what a cell or a list is (14.8.5.5, 14.8.5.7)."""
    found = [
        f"{key} {owner[f'/{key}']}"
        for owner in (value if isinstance(value, Array) else [value])
        if isinstance(owner, Dictionary)
        for key in ("Scope", "RowSpan", "ColSpan", "ListNumbering")
        if f"/{key}" in owner
    ]
    return f" <{', '.join(found)}>" if found else ""
