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
==============  =============================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.audit.carried import audit_attachments, audit_layers, audit_names, audit_threads
from pipeline.audit.fields import audit_fields
from pipeline.audit.navigation import audit_labels, audit_links, audit_outline
from pipeline.audit.pages import audit_pages, audit_stamps
from pipeline.audit.reading import Audited, Bound, File, read, text
from pipeline.audit.tags import audit_tags, read_tags
from pipeline.errors import Problem
from pipeline.findings import Finding
from pipeline.model import Binding, Part

_PAGE = re.compile(r"\bpage (\d+)")
_MEND = "Build again with --force. If it comes back, export the enclosure as PDF again, and report it."


def audit(
    path: Path, parts: Sequence[Part], binding: Binding, files: Mapping[Path, File | None] | None = None
) -> tuple[Finding, ...]:
    """Everything in the bundle ``path`` that is not as ``parts``, in their order, and ``binding`` want it.

    ``files`` are the parts as :func:`read_parts` has read them, where that was done before.
    """
    bundle = read(path)
    if bundle is None:
        return (Problem(str(path), "The bundle can't be read.", _MEND),)
    audited = Audited(bundle, _bound(bundle, parts, files or read_parts(parts)), binding)
    return tuple(Problem(f"{path}: {_of_part(place, audited)}", what, _MEND) for place, what in _findings(audited))


def _of_part(place: str, audited: Audited) -> str:
    """The place, with the part that its page is of."""
    page = _PAGE.search(place)
    for each in audited.parts if page else ():
        if page and each.first < int(page[1]) <= each.first + each.pages:
            return f"{place}, of “{each.part.title}” ({each.part.path})"
    return place


def _findings(audited: Audited) -> Iterator[tuple[str, str]]:
    expected = sum(each.pages for each in audited.parts)
    if len(audited.bundle.pages) != expected:
        yield "pages", f"There are {len(audited.bundle.pages)} pages; the parts have {expected}."
    for check in _CHECKS:
        try:
            yield from check(audited)
        except Exception as error:
            yield check.__name__.removeprefix("audit_"), f"This can't be read: {error!r}."


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


_CHECKS: Iterable[Callable[[Audited], Iterable[tuple[str, str]]]] = (
    audit_pages,
    audit_stamps,
    audit_labels,
    audit_outline,
    audit_links,
    audit_fields,
    audit_names,
    audit_attachments,
    audit_layers,
    audit_threads,
    audit_tags,
    _audit_catalog,
)


def read_parts(parts: Sequence[Part]) -> dict[Path, File | None]:
    """The parts' own files, their tags read ahead while the bundle is written; None for one that pypdf can't read."""
    files = {path: read(path) for path in dict.fromkeys(part.path for part in parts)}
    for file in files.values():
        read_tags(file)
    return files


def _bound(bundle: File, parts: Sequence[Part], files: Mapping[Path, File | None]) -> list[Bound]:
    """Each part with its own file and its place in the bundle."""
    bound, first = [], 0
    for part in parts:
        file = files[part.path]
        pages = len(file.pages) if file else bundle.pages_labelled_from(first)
        bound.append(Bound(part, file, first, pages))
        first += pages
    return bound
