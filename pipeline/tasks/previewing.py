"""The tasks of a preview: a document goes in, pictures of its pages and its words, with what each is from, come out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import TemplateError
from pipeline.model import Properties
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop

WRITTEN = "written"
"""The fact that has its words in the order in which they are written, each with such a number."""
SIZES = "sizes"
"""The fact that has the width and height of each page, in points."""
STRETCHES = "stretches"
"""The fact that says what the numbers of a traced document's colours stand for."""


def trace_document(
    target: Path,
    _workshop: Workshop,
    *,
    words: Mapping[str, Any],
    properties: Properties,
    counted: Sequence[int] = (),
    pages: Sequence[int] = (),
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
    **how: Any,
) -> Result:
    """As :func:`pipeline.tasks.merging.merge_document`, in colours that tell where words come from.

    An empty file for a template that takes more than letters do, or that asks of words what they don't bear with signs
    among them: its merge tells what is wrong with it, and its words are not explained.
    """
    from pipeline.localise import Wording, from_data, with_counts  # noqa: PLC0415
    from pipeline.merge.filling import LargeError  # noqa: PLC0415
    from pipeline.merge.traced import merge_traced  # noqa: PLC0415

    wording = with_counts(Wording(properties.language, from_data(words)), dict(zip(counted, pages, strict=True)))
    try:
        of_keys = dict(zip(picture_keys, pictures, strict=True))
        traced = merge_traced(wording, properties=properties, target=target, pictures=of_keys, **how)
    except (LargeError, TemplateError):
        target.write_bytes(b"")
        return Result(facts={STRETCHES: [], WRITTEN: []})
    return Result(
        facts={STRETCHES: [each.as_json() for each in traced.stretches], WRITTEN: list(map(list, traced.written))}
    )


def trace_index(
    target: Path,
    workshop: Workshop,
    *,
    words: Mapping[str, Any],
    properties: Properties,
    numbers: Mapping[int, str],
    letter: int,
    enclosures: Sequence[int],
    length: int,
    slip_sheets: Sequence[int] = (),
    counted: Sequence[int] = (),
    two_sided: bool = False,
    **inputs: Any,
) -> Result:
    """The same of :func:`pipeline.tasks.converting.set_index`, whose length is known by now."""
    from pipeline.localise import Wording, as_data, from_data, with_counts, with_pages  # noqa: PLC0415
    from pipeline.tasks.converting import spans_of  # noqa: PLC0415

    inputs.pop("linked_names")
    wording = Wording(properties.language, from_data(words))
    if counted:
        wording = with_counts(wording, dict(enumerate(enclosures, start=1)))
    paged = with_pages(wording, spans_of((letter, length), numbers, enclosures, slip_sheets, two_sided=two_sided))
    return trace_document(
        target, workshop, words=as_data(paged.words), properties=properties, first_page=False, **inputs
    )


def set_pages(target: Path, workshop: Workshop, *, source: Path) -> Result:
    """The pages of a document, to be looked at and not to go out; an empty file for an empty one."""
    if not source.stat().st_size:
        target.write_bytes(b"")
        return Result()
    from pipeline.officefile.clean import clean  # noqa: PLC0415

    target.write_bytes(workshop.offices.export(source, clean(source).data))
    return Result()


def draw(target: Path, _workshop: Workshop, *, document: Path) -> Result:
    """The pages as pictures, in one archive."""
    from pipeline.preview.pages import draw_pages  # noqa: PLC0415 - loads pdfium

    sizes = draw_pages(document, target)
    return Result(len(sizes), facts={SIZES: sizes})


def draw_first(target: Path, _workshop: Workshop, *, document: Path) -> Result:
    """The first page as a small picture, with how many there are."""
    from pipeline.preview.pages import draw_first_page  # noqa: PLC0415 - loads pdfium

    count, size = draw_first_page(document, target)
    return Result(count, facts={SIZES: [size]})


def read_words(target: Path, _workshop: Workshop, *, document: Path, traced: Path | None = None) -> Result:
    """The words of the pages, with their places, and the numbers of what they are from where a ``traced`` one tells."""
    from pipeline.preview.pages import words_of_pages  # noqa: PLC0415 - loads pdfium

    coloured = traced if traced is not None and traced.stat().st_size else None
    target.write_text(json.dumps(words_of_pages(document, coloured)), encoding="utf-8")
    return Result()
