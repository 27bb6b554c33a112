"""A bundle, and what pypdf can't read of it, go in; what a second reader, pdfium, finds amiss there comes out.

pypdf has limits of its own, which say nothing of a bundle: a number of seventy digits, a filter that is named by a
reference. pdfium draws pages and knows outlines, links, fields, labels and attached files. It knows nothing of layers,
threads and tags: what only pypdf can read is told as not looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from ctypes import byref, c_int, c_ushort
from pathlib import Path
from typing import Any
from unicodedata import category

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument

from pipeline.audit.navigation import Line, told, wanted_labels, wanted_lines
from pipeline.audit.pages import Mark, same_words, wanted_marks
from pipeline.audit.reading import Audited, amiss
from pipeline.files import Remembered
from pipeline.findings import Finding, Reason
from pipeline.pdf.pdfium import PDFIUM

_EDGE = 60
"""Points at the head and the foot of a page, where stamps and numbers lie: there words are compared, and not dots."""
_LONGEST = 480
"""The longer side of a picture, in pixels."""
_SAME = 16
"""How far two greys may lie apart, of 255."""
_DEEPEST = 100
"""Levels of an outline."""
_PLACED = 0x0900
"""Where the scripts of India and the countries beyond it begin."""


class Second:
    """The bundle and its parts, as pdfium sees them."""

    def __init__(self, bundle: PdfDocument, parts: Mapping[Path, PdfDocument]) -> None:
        self._bundle, self._parts = bundle, parts

    def count(self, audited: Audited) -> Iterator[Finding]:
        """Whether there are as many pages as the parts have."""
        found, expected = len(self._bundle), sum(each.pages for each in audited.every)
        if found != expected:
            yield amiss("audit-page-count", found=found, wanted=expected)

    def pages(self, audited: Audited, only: Iterable[int] | None = None) -> Iterator[Finding]:
        """Whether the pages (from 0; all where ``only`` is None) look and read as those of their parts."""
        wanted = None if only is None else set(only)
        for each in audited.parts:
            source = self._parts[each.part.path]
            for offset in range(each.pages):
                index = each.first + offset
                if (wanted is None or index in wanted) and offset < len(source) and index < len(self._bundle):
                    marks = wanted_marks(audited.binding, each, index)
                    if not _alike(self._bundle[index], source[offset], marks):
                        yield amiss("audit-page", index, file=each.part.path.name)

    def stamps(self, audited: Audited, only: Iterable[int] | None = None) -> Iterator[Finding]:
        """Whether the words of the stamps are on the pages."""
        wanted = None if only is None else set(only)
        for each in audited.parts:
            source = self._parts[each.part.path]
            for offset in range(each.pages):
                index = each.first + offset
                words = " ".join(wanted_marks(audited.binding, each, index).values())
                if words and (wanted is None or index in wanted):
                    own, theirs, stamped = _counted(_shown(self._bundle[index]), _shown(source[offset]), words)
                    if not same_words(*(" ".join(sorted(each.elements())) for each in (own - theirs, stamped))):
                        yield amiss("audit-stamp-lacks", index, wanted=words)

    def labels(self, audited: Audited) -> Iterator[Finding]:
        """Whether each page has its label."""
        for index, wanted in wanted_labels(audited):
            found = self._bundle.get_page_label(index)
            if found != wanted:
                yield amiss("audit-label", index, found=found, wanted=wanted)

    def outline(self, audited: Audited) -> Iterator[Finding]:
        """Whether the outline has every line."""
        wanted = list(wanted_lines(audited, lambda each, level: _lines(self._parts[each.part.path], level, each.first)))
        found = list(_lines(self._bundle, 0, 0))
        if len(found) != len(wanted):
            yield amiss("audit-outline-count", found=len(found), wanted=len(wanted))
        for own, line in zip(found, wanted, strict=False):
            if own != line:
                yield amiss("audit-outline", found=told(own), wanted=told(line))
                return

    def links(self, audited: Audited, only: Iterable[int] | None = None) -> Iterator[Finding]:
        """Whether each page has as many links as its source."""
        wanted = None if only is None else set(only)
        for each in audited.parts:
            source = self._parts[each.part.path]
            for offset in range(each.pages):
                index = each.first + offset
                if wanted is None or index in wanted:
                    own, theirs = _links(self._bundle[index]), _links(source[offset])
                    if own != theirs:
                        yield amiss("audit-links", index, found=own, wanted=theirs)

    def fields(self, audited: Audited) -> Iterator[Finding]:
        """Whether the fields on the pages hold what they held."""
        found = dict(_fields(self._bundle))
        for each in audited.parts:
            for name, value in _fields(self._parts[each.part.path]):
                own = f"{each.part.key}.{name}"
                if own not in found:
                    yield amiss("audit-field-missing", name=own)
                elif found[own] != value:
                    held, wanted = (Reason("field-value", {"value": each}) for each in (found[own], value))
                    yield amiss("audit-field", name=own, found=held, wanted=wanted)

    def attachments(self, audited: Audited) -> Iterator[Finding]:
        """Whether there are as many attached files."""
        found = self._bundle.count_attachments()
        wanted = sum(self._parts[each.part.path].count_attachments() for each in audited.every)
        wanted += len(audited.binding.attached)
        if found < wanted:
            yield amiss("audit-attachments", found=found, wanted=wanted)


@contextmanager
def second_reader(audited: Audited, path: Path) -> Iterator[Second]:
    """Opens the bundle ``path`` and its parts. Raises PdfiumError where it can't."""
    with PDFIUM, ExitStack() as stack:

        def opened(file: Path) -> PdfDocument:
            document = stack.enter_context(PdfDocument(file))
            document.init_forms()
            return document

        paths = dict.fromkeys(each.part.path for each in audited.every)
        yield Second(opened(path), {file: opened(file) for file in paths})


def count_pages(path: Path) -> int:
    """The pages of a file."""
    return _COUNTED.of(path, lambda: _count(path))


_COUNTED = Remembered[int](1000)


def _count(path: Path) -> int:
    with PDFIUM, PdfDocument(path) as document:
        return len(document)


def _alike(one: Any, other: Any, marks: Container[Mark]) -> bool:
    if one.get_size() != other.get_size():
        return False
    if not all(one.get_size()):  # what has no size shows nothing
        return True
    own, wanted = _counted(_shown(one), _shown(other))
    if "draft" in marks or "blank" in marks:  # of which some lies everywhere
        return not wanted - own
    top, foot = (_EDGE if mark in marks else 0 for mark in ("stamp", "number"))
    first, second = (_picture(page, top, foot) for page in (one, other))
    close = len(first) == len(second) and all(abs(a - b) <= _SAME for a, b in zip(first, second, strict=True))
    return close and not wanted - own


def _picture(page: Any, head: float, foot: float) -> bytes:
    scale = min(1.0, _LONGEST / max(page.get_size()))
    most = page.get_height() / 3
    crop = (0, min(foot, most), 0, min(head, most))
    bitmap = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=False)
    found = bytes(bitmap.buffer)
    bitmap.close()
    return found


def _shown(page: Any) -> str:
    text = page.get_textpage()
    found = str(text.get_text_bounded())
    text.close()
    return found


def _counted(*texts: str) -> list[Counter[str]]:
    """The words of texts; their letters where some have signs that are placed on others: there pdfium sees spaces that
    are none."""
    if any(ord(sign) >= _PLACED and category(sign) in {"Mn", "Mc"} for text in texts for sign in text):
        return [Counter(sign for sign in text if not sign.isspace() and category(sign) != "Cf") for text in texts]
    return [Counter(text.split()) for text in texts]


def _lines(document: PdfDocument, level: int, offset: int) -> Iterator[Line]:
    for line in document.get_toc(max_depth=_DEEPEST):
        target = line.get_dest()
        page = target.get_index() if target else None
        yield level + line.level, line.get_title(), None if page is None else page + offset


def _links(page: Any) -> int:
    place, link, count = c_int(0), pdfium.FPDF_LINK(), 0
    while pdfium.FPDFLink_Enumerate(page, byref(place), byref(link)):
        count += 1
    return count


def _fields(document: PdfDocument) -> Iterator[tuple[str, str]]:
    """The full names and the values of the fields that pages show; signatures have none that counts here."""
    for page in document if document.formenv else ():
        for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
            field = pdfium.FPDFPage_GetAnnot(page, index)
            kind = pdfium.FPDFAnnot_GetFormFieldType(document.formenv, field)
            if kind > 0 and kind != pdfium.FPDF_FORMFIELD_SIGNATURE:
                yield (
                    _said(pdfium.FPDFAnnot_GetFormFieldName, document.formenv, field),
                    _said(pdfium.FPDFAnnot_GetFormFieldValue, document.formenv, field),
                )
            pdfium.FPDFPage_CloseAnnot(field)


def _said(read: Callable[..., int], form: Any, field: Any) -> str:
    length = read(form, field, None, 0)
    words = (c_ushort * max(length // 2, 1))()
    read(form, field, words, length)
    return bytes(words).decode("utf-16-le", "replace").rstrip("\0")


CAN_JUDGE: Mapping[str, Callable[..., Iterator[Finding]]] = {
    "count": Second.count,
    "pages": Second.pages,
    "stamps": Second.stamps,
    "labels": Second.labels,
    "outline": Second.outline,
    "links": Second.links,
    "fields": Second.fields,
    "attachments": Second.attachments,
}
"""By the name of the audit's own check."""
