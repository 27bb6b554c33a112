"""The tasks of stage 3: a template, a letterhead and words go in, a Word document comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.model import Properties
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def merge_document(
    target: Path,
    workshop: Workshop,
    *,
    template: Path,
    words: Mapping[str, Any],
    properties: Properties,
    letterhead: Path | None = None,
    first_page: bool = True,
    numbered: bool = True,
    draft: bool = False,
    counted: Sequence[int] = (),
    pages: Sequence[int] = (),
    pictures: Sequence[Path] = (),
    picture_keys: Sequence[str] = (),
) -> Result:
    """A template, filled in; ``words`` are those of its wording, as data, and ``pictures`` those that they name.

    ``counted`` are the positions of the enclosures whose ``pages`` the words ask for.
    """
    # What a task works with is loaded when one runs.
    from pipeline.localise import Wording, from_data, with_counts  # noqa: PLC0415
    from pipeline.merge.apart import merge_within_limits  # noqa: PLC0415

    wording = Wording(properties.language, from_data(words))
    if counted:
        wording = with_counts(wording, dict(zip(counted, pages, strict=True)))
    found = merge_within_limits(
        workshop.mergers,
        wording,
        template,
        letterhead,
        properties,
        target,
        first_page=first_page,
        numbered=numbered,
        draft=draft,
        pictures=dict(zip(picture_keys, pictures, strict=True)),
    )
    return Result(remarks=found)
