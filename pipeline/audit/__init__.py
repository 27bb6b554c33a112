"""The audit: a bundle as written and what should be in it go in; findings come out, none when it is sound.

pypdf reads here, which had no hand in the writing, and nothing is shared with the stage that writes but the types:
what one got wrong, the other does not repeat.

==============  =============================================
``reading``     a file as pypdf sees it
``pages``       pages, their content and their stamps
``navigation``  page labels, outline, links
``fields``      form fields
``carried``     destinations by name, attached files, layers, threads
``tags``        the structure tree, held against each part's (``tree``)
``second``      what pypdf can't read, as pdfium sees it
==============  =============================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pypdfium2 import PdfiumError

from pipeline.audit.carried import audit_attachments, audit_layers, audit_names, audit_threads
from pipeline.audit.fields import audit_fields
from pipeline.audit.navigation import audit_labels, audit_links, audit_outline
from pipeline.audit.pages import audit_pages, audit_stamps
from pipeline.audit.reading import Audited, Bound, File, read, reading, text
from pipeline.audit.second import CAN_JUDGE, count_pages, second_reader
from pipeline.audit.tags import audit_tags, read_tags
from pipeline.errors import Problem
from pipeline.findings import Finding, Place
from pipeline.model import Binding, Part

_PAGE = re.compile(r"\bpage (\d+)")
_MEND = (
    "Open the enclosure in the program that it comes from and export it as PDF again; if that does not help, report "
    "it, with the file: the same files give the same bundle, however often it is built."
)


def audit(
    path: Path,
    parts: Sequence[Part],
    binding: Binding,
    files: Mapping[Path, File | None] | None = None,
    tell: Callable[[Finding], object] = lambda _: None,
) -> tuple[Finding, ...]:
    """Everything in the bundle ``path`` that is not as ``parts``, in their order, and ``binding`` want it.

    ``files`` are the parts as :func:`read_parts` has read them, where that was done before. ``tell`` is told what
    people should know of it though it is sound: that another reader than pypdf had to be asked, say.
    """
    with reading():
        audited = Audited(read(path), _bound(parts, files or read_parts(parts)), binding)
        found = list(_findings(audited, path))
    for remark in audited.told:
        tell(remark)
    return tuple(
        Problem(f"{path}: {_of_part(place, audited)}" if place else str(path), what, _MEND) for place, what in found
    )


def _of_part(place: str, audited: Audited) -> str:
    """The place, with the part that its page is of."""
    page = _PAGE.search(place)
    for each in audited.parts if page else ():
        if page and each.first < int(page[1]) <= each.first + each.pages:
            return f"{place}, of “{each.part.title}” ({each.part.path})"
    return place


def _findings(audited: Audited, path: Path) -> Iterator[tuple[str, str]]:
    unread: list[str] = []
    for name, check in _CHECKS.items():
        try:
            yield from check(audited)
        except Exception:  # whatever pypdf stumbles on says nothing of the bundle
            unread.append(name)
    if unread or audited.unread:
        yield from _asked_again(audited, path, unread)


def _asked_again(audited: Audited, path: Path, unread: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a second reader finds where pypdf can't read."""
    try:
        with second_reader(audited, path) as second:
            for name in unread:
                if name in CAN_JUDGE:
                    yield from CAN_JUDGE[name](second, audited)
            for name, indices in audited.unread.items():
                if name not in unread:
                    yield from CAN_JUDGE[name](second, audited, only=indices)
    except PdfiumError:
        yield "", "The bundle can't be read."
        return
    pages = {index for indices in audited.unread.values() for index in indices}
    for each in audited.parts:
        if pages & set(range(each.first, each.first + each.pages)):
            audited.told.append(Finding("second-reader", each.part.place))
    if unread:
        audited.told.append(Finding("second-reader", Place(str(path))))
    if set(unread) - CAN_JUDGE.keys():
        audited.told.append(Finding("not-read-back", Place(str(path))))


def _audit_count(audited: Audited) -> Iterator[tuple[str, str]]:
    found, expected = len(audited.bundle.pages), sum(each.pages for each in audited.parts)
    if found != expected:
        yield "pages", f"There are {found} pages; the parts have {expected}."


def _audit_catalog(audited: Audited) -> Iterator[tuple[str, str]]:
    root, binding = audited.bundle.root, audited.binding
    information = audited.bundle.information
    metadata = audited.bundle.reader.xmp_metadata
    title = (metadata.dc_title or {}).get("x-default") if metadata else None
    facts = [
        ("title", text(information.get("/Title")), binding.title),
        ("title in the metadata", title or "", binding.title),
        ("author", text(information.get("/Author")), binding.author),
        ("subject", text(information.get("/Subject")), binding.subject),
        ("language", text(root.get("/Lang")), binding.language),
        ("page mode", text(root.get("/PageMode")), "/UseOutlines"),
    ]
    for name, found, wanted in facts:
        if found != wanted:
            yield name, f"It is “{found}” and should be “{wanted}”."


_CHECKS: Mapping[str, Callable[[Audited], Iterable[tuple[str, str]]]] = {
    "count": _audit_count,
    "pages": audit_pages,
    "stamps": audit_stamps,
    "labels": audit_labels,
    "outline": audit_outline,
    "links": audit_links,
    "fields": audit_fields,
    "names": audit_names,
    "attachments": audit_attachments,
    "layers": audit_layers,
    "threads": audit_threads,
    "tags": audit_tags,
    "catalog": _audit_catalog,
}


def read_parts(parts: Sequence[Part]) -> dict[Path, File | None]:
    """The parts' own files, their tags read ahead while the bundle is written; None for one that pypdf can't read."""
    with reading():
        files = {path: read(path) for path in dict.fromkeys(part.path for part in parts)}
        for file in files.values():
            read_tags(file)
    return files


def _bound(parts: Sequence[Part], files: Mapping[Path, File | None]) -> list[Bound]:
    """Each part with its own file and its place in the bundle."""
    bound, first = [], 0
    for part in parts:
        file = files[part.path]
        pages = len(file.pages) if file else count_pages(part.path)
        bound.append(Bound(part, file, first, pages))
        first += pages
    return bound
