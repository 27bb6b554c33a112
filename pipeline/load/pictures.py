"""What a meeting may say of the pictures that its letters place: a table goes in, the picture comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.load.values import Plain, StandingWords
from pipeline.model import Picture

_Millimetres = Annotated[float, Field(ge=2, le=400)]


class PictureTable(Table):
    file: Plain
    """The picture, from the meeting's folder: PNG, JPEG or SVG. Templates place it by {{ picture.<key> }}."""
    width: _Millimetres | None = None
    """How wide it is on paper, in millimetres."""
    height: _Millimetres | None = None
    """How high; where both are given, it is as large as fits into them."""
    description: StandingWords
    """What it shows, for readers who can't see it, in each language."""

    @model_validator(mode="after")
    def _has_a_size(self) -> PictureTable:
        if self.width is None and self.height is None:
            raise Unfit("picture-no-size")
        return self


def picture(entry: PictureTable, file: Path) -> Picture:
    """The picture that lies in a file."""
    return Picture(file, entry.width or 0.0, entry.height or 0.0, entry.description)
