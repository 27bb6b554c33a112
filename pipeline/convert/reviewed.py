"""A PDF with the remarks of those who read it goes in; they are left out of it, and told, with page, author and words.

ISO 32000-2, 12.5.6. Notes, replies, marks on text and whatever is hidden were meant for colleagues, and stay in the
house. Text boxes, stamps, ink and shapes that pages show may be what someone had to write into the document, or sign:
they stay, and are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.pdf.links import forget
from pipeline.pdf.objects import integer, items, spelt

_FOR_COLLEAGUES = frozenset({"/Text", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"})
_SHOWN = frozenset({"/FreeText", "/Stamp", "/Ink", "/Square", "/Circle", "/Line", "/Polygon", "/PolyLine"})
_POPUP = "/Popup"
_HIDDEN = 2 | 32
"""Hidden, or not to be viewed (12.5.3)."""
_LONGEST = 80
"""Letters of a remark that are told."""
_MOST = 30
"""Remarks of a file that are told one by one."""


@dataclass(slots=True)
class Reviewed:
    """What readers left in a file."""

    left_out: list[str] = field(default_factory=list)
    """``page, author: words`` of each."""
    shown: list[str] = field(default_factory=list)


def reviewed(pdf: Pdf, *, keep: bool = False) -> Reviewed:
    """Take the remarks out of ``pdf``, unless they are to be kept; says which, and which pages show, that stay."""
    found = Reviewed()
    forgotten: list[Dictionary] = []
    for number, page in enumerate(pdf.pages, start=1):
        annotations = [each for each in items(page.obj.get(Name.Annots)) if isinstance(each, Dictionary)]
        gone = {_place(each) for each in annotations if _is_for_colleagues(each)}
        for each in annotations:
            kind = spelt(each.get(Name.Subtype, ""))
            if kind != _POPUP and _place(each) in gone:
                found.left_out.append(_told(number, each))
            elif kind in _SHOWN:
                found.shown.append(_told(number, each))
        if keep or not gone:
            continue
        kept = [each for each in annotations if not _goes_with(each, gone)]
        forgotten += [each for each in annotations if _goes_with(each, gone)]
        page.obj.Annots = Array(kept)
        if not kept:
            del page.obj.Annots
    if forgotten:
        forget(pdf, forgotten)
    return found


def _place(annotation: Dictionary) -> object:
    return annotation.objgen if annotation.is_indirect else id(annotation)


def _is_for_colleagues(annotation: Dictionary) -> bool:
    kind = spelt(annotation.get(Name.Subtype, ""))
    hidden = (integer(annotation.get(Name.F)) or 0) & _HIDDEN
    return kind in _FOR_COLLEAGUES or (kind in _SHOWN and (bool(hidden) or Name.IRT in annotation))


def _goes_with(annotation: Dictionary, gone: set[object]) -> bool:
    """Whether an annotation is a remark, or the window of one."""
    if _place(annotation) in gone:
        return True
    parent = annotation.get(Name.Parent)
    is_popup = annotation.get(Name.Subtype) == Name.Popup
    return is_popup and (not isinstance(parent, Dictionary) or _place(parent) in gone)


def _told(page: int, annotation: Dictionary) -> str:
    author, words = _words(annotation, Name.T), _words(annotation, Name.Contents)
    by = f"{page}, {author}" if author else f"{page}"
    kind = spelt(annotation.get(Name.Subtype, ""))[1:]
    return f"{by}: “{words}”" if words else f"{by}: {kind}"


def _words(annotation: Dictionary, key: Name) -> str:
    value: Any = annotation.get(key)
    said = " ".join(str(value).split()) if isinstance(value, String) else ""
    plain = "".join(sign for sign in said if sign.isprintable())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def in_short(remarks: list[str]) -> str:
    """The first of them, and how many more there are.

    >>> in_short(["1: “a”", "2, Ana: “b”"])
    '1: “a”; 2, Ana: “b”'
    """
    more = [f"… (+{len(remarks) - _MOST})"] if len(remarks) > _MOST else []
    return "; ".join([*remarks[:_MOST], *more])


def is_signed(pdf: Pdf) -> bool:
    """Whether a field of the file holds a signature, which is of all its bytes (12.8)."""
    return any(_signs(field) for field in _fields(pdf))


def _signs(each: Dictionary) -> bool:
    return each.get(Name.FT) == Name.Sig and isinstance(each.get(Name.V), Dictionary)


def _fields(pdf: Pdf) -> Iterator[Dictionary]:
    form: Any = pdf.Root.get(Name.AcroForm)
    waiting = items(form.get(Name.Fields)) if isinstance(form, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary) and (not each.is_indirect or each.objgen not in seen):
            seen.add(each.objgen)
            yield each
            waiting.extend(items(each.get(Name.Kids)))
