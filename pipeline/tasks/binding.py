"""The tasks of stage 5: PDF files go in, the letter with its links and the audited bundle come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline import text
from pipeline.errors import BundleError
from pipeline.findings import Finding
from pipeline.model import Attached, Binding, Conformance, Paper, Part
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.bundle.assemble import BundleReport


def set_on_sheets(target: Path, _workshop: Workshop, *, source: Path, pages: int, paper: Paper) -> Result:
    """An enclosure, each of its pages on a sheet of that size."""
    from pipeline.bundle.paper import set_on_paper  # noqa: PLC0415 - loads pikepdf

    set_on_paper(source, paper, target)
    return Result(pages)


def link_letter(
    target: Path,
    _workshop: Workshop,
    *,
    letter: Path,
    pages: int,
    beside: Mapping[int, str],
    titles: Mapping[int, str],
    created: datetime,
) -> Result:
    """The letter that travels alone: its list points at the enclosures' files, which lie ``beside`` it."""
    from pipeline.bundle.letter import point_links  # noqa: PLC0415 - loads pikepdf

    met = point_links(letter, beside, titles, created, target)
    return Result(pages, facts={"conformance": met.as_json()})


def bind(
    target: Path,
    workshop: Workshop,
    *,
    documents: Sequence[Path],
    originals: Sequence[Path],
    attachments: Sequence[Path],
    stamp_fonts: Sequence[Path],
    parts: Sequence[Mapping[str, Any]],
    known_as: Sequence[str],
    binding: Mapping[str, Any],
    attached: Sequence[Mapping[str, Any]],
    counted: Sequence[int] = (),
    pages: Sequence[int] = (),
    scanned: bool = False,
) -> Result:
    """The bundle, audited; ``parts`` are its :class:`Part`, less their paths, which people know by other names.

    ``originals`` are the enclosures as they were converted, in their order; ``attachments`` the files of those that are
    ``attached``; ``counted`` the positions of those whose ``pages`` the subject asks for; ``scanned`` says that the
    letter is a scan. BundleError with all that the audit finds.
    """
    from pipeline.bundle.blanks import with_blanks  # noqa: PLC0415 - loads pikepdf

    as_converted = iter(originals)
    whole = [
        Part(path=path, original=next(as_converted) if part["kind"] == "enclosure" else None, **part)
        for path, part in zip(documents, parts, strict=True)
    ]
    files = tuple(Attached(path=path, **each) for path, each in zip(attachments, attached, strict=True))
    bound = Binding(stamp_fonts=tuple(stamp_fonts), attached=files, **binding)
    if counted:
        subject = text.counted(bound.subject, dict(zip(counted, pages, strict=True)))
        bound = replace(bound, subject=text.plain(subject))
    with TemporaryDirectory(prefix="papers-", dir=target.parent) if bound.blank else nullcontext("") as folder:
        paged = with_blanks(whole, bound, Path(folder)) if folder else whole
        report, met, told = joined(target, workshop, paged, bound, scanned=scanned)
    first_pages = [first for part, first in zip(paged, report.first_pages, strict=True) if part.kind != "blank"]
    # The report finds the part that a remark is on by its place.
    places = [replace(part, path=Path(name)).place.as_json() for part, name in zip(whole, known_as, strict=True)]
    facts = {
        "places": places,
        "first_pages": first_pages,
        "conformance": met.as_json(),
        "addresses": dict(report.addresses),
    }
    return Result(report.pages, (*report.remarks, *told), facts)


def bind_for_one(target: Path, workshop: Workshop, **given: Any) -> Result:
    """The bundle of one recipient, with their letter. What is remarked of enclosures is remarked of the bundle that
    everybody gets."""
    return replace(bind(target, workshop, **given), remarks=())


def joined(
    target: Path, workshop: Workshop, parts: Sequence[Part], binding: Binding, *, scanned: bool = False
) -> tuple[BundleReport, Conformance, tuple[Finding, ...]]:
    """A bundle, audited, that declares what it meets, which is told; BundleError with all that the audit finds."""
    from pipeline.bundle.assemble import bundle  # noqa: PLC0415 - loads pikepdf
    from pipeline.bundle.declaration import declare  # noqa: PLC0415

    with workshop.auditors.begin(parts, binding, workshop.levels) as audit:
        with workshop.turn:
            report = bundle(parts, binding, target)
        findings, judged, told = audit(target)
    if findings:
        raise BundleError(*findings)
    attached = any(each.position for each in binding.attached)
    met, short = declare(target, parts, judged, attached=attached, scanned=scanned)
    return report, met, (*short, *told)
