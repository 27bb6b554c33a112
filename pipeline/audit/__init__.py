"""The audit: a bundle as written and what should be in it go in; findings come out, none when it is sound.

pypdf reads here, which had no hand in the writing, and nothing is shared with the stage that writes but the types:
what one got wrong, the other does not repeat.

==============  =============================================
``reading``     a file as pypdf sees it
``packed``      objects in object streams, read quickly
``pages``       pages, their content and their stamps
``navigation``  page labels, outline, links
``fields``      form fields
``carried``     destinations by name, attached files, layers, threads
``tags``        the structure tree, held against each part's (``tree``)
``second``      what pypdf can't read, as pdfium sees it
==============  =============================================

A large bundle is audited in shares, a run of its parts each, side by side (``beside``): each check looks into the parts
of its share, and what counts only for all parts together is counted in each share and joined.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil
from pathlib import Path
from typing import Any

from pypdfium2 import PdfiumError

from pipeline.audit.carried import (
    audit_attachments,
    audit_layers,
    audit_names,
    audit_threads,
    joined_layers,
    joined_threads,
)
from pipeline.audit.fields import audit_fields
from pipeline.audit.navigation import audit_labels, audit_links, audit_outline
from pipeline.audit.pages import audit_pages, audit_stamps
from pipeline.audit.reading import Audited, Bound, File, Files, Shelf, amiss, read, reading, text
from pipeline.audit.second import CAN_JUDGE, count_pages, second_reader
from pipeline.audit.tags import audit_tags, joined_tags, read_tags
from pipeline.findings import Finding, Place, Reason
from pipeline.model import Binding, Part

_LARGE = 1000
"""Pages: a bundle of more is audited in shares."""
_SHARE = 2500
"""Pages that a share has at most, parts being as they are: what bounds the memory of its audit."""


@dataclass(frozen=True, slots=True)
class Share:
    """What the audit of some of a bundle's parts found."""

    found: tuple[Finding, ...]
    counted: Mapping[str, Any]
    """By check, what counts only for all parts together."""
    told: tuple[Finding, ...]
    unread: bool = False
    """Whether another reader than pypdf had to be asked."""


def audit(
    path: Path, parts: Sequence[Part], binding: Binding, tell: Callable[[Finding], object] = lambda _: None
) -> tuple[Finding, ...]:
    """Everything in the bundle ``path`` that is not as ``parts``, in their order, and ``binding`` want it.

    ``tell`` is told what people should know of it though it is sound: that another reader than pypdf had to be asked,
    say.
    """
    files = read_parts(parts)
    return joined(path, [audit_share(path, parts, binding, range(len(parts)), files, read(path, files.tags))], tell)


def audit_share(
    path: Path, parts: Sequence[Part], binding: Binding, share: range, files: Files, bundle: File | None
) -> Share:
    """What an audit of those of ``parts`` finds that ``share`` numbers, from 0; ``files`` are theirs, read, and so is
    the ``bundle``, which is None where pypdf can't read it."""
    with reading():
        every = _bound(parts, files, whole=len(share) == len(parts))
        audited = Audited(bundle, every[share.start : share.stop], every, binding)
        found = tuple(_named(path, each, every) for each in _findings(audited, path))
    return Share(found, audited.counted, tuple(audited.told), bool(audited.unread))


def joined(path: Path, shares: Sequence[Share], tell: Callable[[Finding], object]) -> tuple[Finding, ...]:
    """What all shares found, once each, and what is wrong with them together."""
    found = [each for share in shares for each in share.found]
    for name, check in _TOGETHER.items():
        counted = [share.counted[name] for share in shares if name in share.counted]
        if len(counted) == len(shares):
            found += (each.at(str(path)) for each in check(counted))
    for remark in dict.fromkeys(each for share in shares for each in share.told):
        tell(remark)
    return tuple(dict.fromkeys(found))


def shares_of(parts: Sequence[Part]) -> list[range]:
    """The parts, numbered from 0, in runs that are audited each on its own: one for a bundle that is not large."""
    pages = list(accumulate(map(count_pages, (part.path for part in parts)), initial=0))
    count = min(max(2, ceil(pages[-1] / _SHARE)), len(parts)) if pages[-1] > _LARGE else 1
    ends = [bisect_left(pages, pages[-1] * number / count) for number in range(count + 1)]
    return [range(start, end) for start, end in pairwise([*ends[:-1], len(parts)]) if start < end]


def _named(path: Path, found: Finding, parts: Sequence[Bound]) -> Finding:
    """What was found, in the bundle, with the part that its page is of."""
    page = found.place.page
    for each in parts if page else ():
        if page and each.first < page <= each.first + each.pages:
            return replace(found, place=replace(each.part.place, file=str(path), page=page))
    return found.at(str(path))


def _findings(audited: Audited, path: Path) -> Iterator[Finding]:
    unread: list[str] = []
    for name, check in _CHECKS.items():
        try:
            yield from check(audited)
        except Exception:  # whatever pypdf stumbles on says nothing of the bundle
            unread.append(name)
    if unread or audited.unread:
        yield from _asked_again(audited, path, unread)
        audited.unread.update((name, []) for name in unread)


def _asked_again(audited: Audited, path: Path, unread: Sequence[str]) -> Iterator[Finding]:
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
        yield amiss("audit-unread")
        return
    pages = {index for indices in audited.unread.values() for index in indices}
    for each in audited.parts:
        if pages & set(range(each.first, each.first + each.pages)):
            audited.told.append(Finding("second-reader", each.part.place))
    if unread:
        audited.told.append(Finding("second-reader", Place(str(path))))
    if set(unread) - CAN_JUDGE.keys():
        audited.told.append(Finding("not-read-back", Place(str(path))))


def _audit_count(audited: Audited) -> Iterator[Finding]:
    found, expected = len(audited.bundle.pages), sum(each.pages for each in audited.every)
    if found != expected:
        yield amiss("audit-page-count", found=found, wanted=expected)


def _audit_catalog(audited: Audited) -> Iterator[Finding]:
    root, binding = audited.bundle.root, audited.binding
    information = audited.bundle.information
    metadata = audited.bundle.reader.xmp_metadata
    title = (metadata.dc_title or {}).get("x-default") if metadata else None
    facts = [
        ("property-title", text(information.get("/Title")), binding.title),
        ("property-metadata", title or "", binding.title),
        ("property-author", text(information.get("/Author")), binding.author),
        ("property-subject", text(information.get("/Subject")), binding.subject),
        ("property-language", text(root.get("/Lang")), binding.language),
        ("property-mode", text(root.get("/PageMode")), "/UseOutlines"),
    ]
    for name, found, wanted in facts:
        if found != wanted:
            yield amiss("audit-property", property=Reason(name), found=found, wanted=wanted)


_CHECKS: Mapping[str, Callable[[Audited], Iterable[Finding]]] = {
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
_TOGETHER: Mapping[str, Callable[[Sequence[Any]], Iterable[Finding]]] = {
    "layers": joined_layers,
    "threads": joined_threads,
    "tags": joined_tags,
}
"""By check, what is made of what it counted in each share."""


def read_parts(parts: Sequence[Part], shelf: Shelf | None = None) -> Files:
    """The files of these parts, their tags read ahead while the bundle is written; others' are read when asked for.

    Those that are on the ``shelf`` are taken from there, and all that are read are put there.
    """
    files = Files(shelf)
    with reading():
        for part in parts:
            read_tags(files[part.path])
    return files


def _bound(parts: Sequence[Part], files: Mapping[Path, File | None], *, whole: bool) -> list[Bound]:
    """Each part with its own file and its place in the bundle; where that is not ``whole``, no more is read of it."""
    bound, first = [], 0
    for part in parts:
        file = files[part.path] if whole else None
        pages = len(file.pages) if file else count_pages(part.path)
        bound.append(Bound(part, files, first, pages))
        first += pages
    return bound
