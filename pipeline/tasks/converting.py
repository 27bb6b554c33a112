"""The tasks of stage 4: a document goes in, its PDF comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import repeat
from pathlib import Path
from typing import Any

from pipeline.convert import Converted, Details, convert_with_remarks, take
from pipeline.convert.intake import Permissions
from pipeline.errors import TemplateError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.model import PageSpan, Properties
from pipeline.tasks import Result
from pipeline.tasks.naming import errors_of, findings_of
from pipeline.tasks.workshop import Workshop

_ATTEMPTS = 6
"""How often an index is set again until it has the length that it counted with."""


def convert_document(
    target: Path,
    workshop: Workshop,
    *,
    source: Path,
    created: datetime,
    linked_names: Sequence[str],
    details: Details,
    password: str = "",
) -> Result:
    """An office file or a picture, as a PDF."""
    made = convert_with_remarks(source, workshop.offices, created, target, linked_names, details, password)
    return told_of(made, source, target, details.written_in)


def take_pdf(
    target: Path,
    workshop: Workshop,
    *,
    source: Path,
    right_to_assemble: bool,
    keep_remarks: bool = False,
    password: str = "",
    written_in: str = "",
    pages: str = "",
    read_in: Sequence[str] = (),
) -> Result:
    """A PDF that others made, as it is, or mended or unlocked, and without its readers' remarks; or ``pages`` of it.

    Those that are pictures of text are read in the languages ``read_in``, where there are any.
    """
    permissions = Permissions(password, right_to_assemble, keep_remarks, pages, tuple(read_in))
    taken = take(source, workshop.intake, permissions, target)
    return told_of(taken, source, target, written_in)


def attach_file(
    target: Path, _workshop: Workshop, *, source: Path, properties: Properties, keep: Sequence[str]
) -> Result:
    """An Office file that stays one: without what tells of those who made it, and with what it carries told."""
    from pipeline.officefile.clean.attached import carried, for_attaching  # noqa: PLC0415 - loads lxml

    cleaned, found = for_attaching(source, properties)
    write_whole(target, cleaned)
    return Result(remarks=(*carried(source, keep), *found))


def set_index(
    target: Path,
    workshop: Workshop,
    *,
    template: Path,
    letterhead: Path,
    words: Mapping[str, Any],
    properties: Properties,
    numbers: Mapping[int, str],
    linked_names: Sequence[str],
    letter: int,
    enclosures: Sequence[int],
    slip_sheets: Sequence[int] = (),
    counted: Sequence[int] = (),
    two_sided: bool = False,
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
) -> Result:
    """The list of enclosures, with the pages of each and where it lies in the bundle.

    ``numbers`` are those of the enclosures that have pages, by position.

    ``letter``, ``enclosures`` and ``slip_sheets`` are numbers of pages; ``two_sided`` lets each begin on an odd page;
    ``counted`` are the positions of the enclosures whose pages the words ask for.
    The index moves what it counts: it is set again until its own length is the one it counted with.
    """
    from pipeline.localise import Wording, from_data, with_counts, with_pages  # noqa: PLC0415
    from pipeline.merge.apart import merge_within_limits  # noqa: PLC0415

    document, length = target.with_suffix(".docx"), 1
    known_as = {document: str(template)}
    wording = Wording(properties.language, from_data(words))
    if counted:
        wording = with_counts(wording, dict(enumerate(enclosures, start=1)))
    try:
        for _ in range(_ATTEMPTS):
            spans = spans_of((letter, length), numbers, enclosures, slip_sheets, two_sided=two_sided)
            paged = with_pages(wording, spans)
            merge_within_limits(
                workshop.mergers,
                paged,
                template,
                letterhead,
                properties,
                document,
                first_page=False,
                pictures=dict(zip(picture_keys, pictures, strict=True)),
            )
            with errors_of(known_as):
                found = convert_with_remarks(document, workshop.offices, properties.created, target, linked_names)
            if found.pages == length:
                return Result(length, findings_of(found.remarks, known_as))
            length = found.pages
    finally:
        document.unlink(missing_ok=True)
    raise TemplateError(Finding("index-length", Place(str(template))))


def spans_of(
    before: Sequence[int],
    numbers: Mapping[int, str],
    pages: Sequence[int],
    slip_sheets: Sequence[int],
    *,
    two_sided: bool,
) -> dict[int, PageSpan]:
    """Where each enclosure lies, by position, after parts with as many pages as ``before`` has; ``two_sided`` says
    whether each begins on a new sheet of paper."""
    sides = _even if two_sided else _as_it_is
    spans: dict[int, PageSpan] = {}
    page = sum(map(sides, before)) + 1
    for (position, number), own, sheet in zip(numbers.items(), pages, slip_sheets or repeat(0), strict=False):
        spans[position] = PageSpan(page, own, f"{number}-1")
        page += sides(own) + sides(sheet)
    return spans


def _as_it_is(pages: int) -> int:
    return pages


def _even(pages: int) -> int:
    return pages + pages % 2


def _in_other_words(source: Path, pdf: Path, written_in: str) -> Iterator[Finding]:
    from pipeline.completeness.spoken import other_words  # noqa: PLC0415 - the offices start before pdfium is loaded

    return (each.at(str(source)) for each in other_words(pdf, written_in)) if written_in else iter(())


def told_of(found: Converted, source: Path, pdf: Path, written_in: str) -> Result:
    """What is told of a document and its ``pdf``; also whether it is in the language that it is given for."""
    facts = {"conformance": found.met.as_json()} if found.met else {}
    return Result(found.pages, (*found.remarks, *_in_other_words(source, pdf, written_in)), facts)
