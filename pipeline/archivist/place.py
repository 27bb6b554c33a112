"""Where a house keeps its bags: a folder in it goes in, the archive's folder comes out."""

from __future__ import annotations

from pathlib import Path

from pipeline.load import load_house


def place_of(folder: Path) -> Path:
    """The archive of the house that a folder lies in."""
    house = load_house(folder)
    return house.root / Path(house.settings.archive.place).expanduser()
