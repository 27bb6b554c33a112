"""The task of pictures that letters place: a picture goes in, the same without what its file says comes out."""

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
