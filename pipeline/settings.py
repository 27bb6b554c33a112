"""The settings of a house: ``config.toml`` is read once, strictly, and its data and the lines of its keys come out.

This loads in a few milliseconds, so that offices start while the rest of the program loads. What a value may be is
checked after that, by :mod:`pipeline.load`, on the same data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.toml import LineOf, read_toml


@dataclass(frozen=True, slots=True)
class Settings:
    """A ``config.toml`` as it was read."""

    path: Path
    data: dict[str, Any]
    line_of: LineOf


def read_settings(root: Path) -> Settings:
    """The settings of the house in ``root``. ConfigError when they can't be read or are no TOML."""
    path = root / "config.toml"
    return Settings(path, *read_toml(path, ConfigError))
