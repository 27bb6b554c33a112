"""The tasks of pictures that letters place: a picture goes in, the same without what its file says comes out."""

from __future__ import annotations

from pathlib import Path

from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def settle_picture(
    target: Path, _workshop: Workshop, *, source: Path, key: tuple[str, ...], width: float, height: float, least: float
) -> Result:
    """The picture as it goes into letters; what is told where it is too coarse for its size."""
    from pipeline.convert.placed import settled  # noqa: PLC0415 - loads Pillow

    data, found = settled(source, key, width, height, least)
    target.write_bytes(data)
    return Result(remarks=found)


def draw_picture(
    target: Path, _workshop: Workshop, *, page: Path, drawing: Path, width: float, height: float
) -> Result:
    """A drawing as a picture for letters: of the ``page`` that an office set it on."""
    from pipeline.convert.placed import drawn  # noqa: PLC0415
    from pipeline.recast.drawing import size_on_page  # noqa: PLC0415
    from pipeline.recast.text import MARGIN  # noqa: PLC0415

    target.write_bytes(drawn(page, size_on_page(drawing), MARGIN, width, height))
    return Result()
