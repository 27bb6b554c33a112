"""What a bag holds: the values that a package is sealed from, each file with its name in the bag.

Nothing is copied here. Each file comes with the digest that it had when the package was built: whoever copies it finds
whether it has changed since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.archive.fonts import Font


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a bag."""

    name: str
    """In the bag."""
    source: Path | bytes
    sha256: str | None = None
    """What it had when the package was built; None for what is not of the build."""
    recipient: str | None = None
    """Whose personal data it has."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A built package, and what it was built from."""

    slug: str
    created: datetime
    """The moment that the package's files bear, on the letter's day."""
    organisation: str
    retention: str
    """The house's code for how long it is kept; empty where it has none."""
    items: tuple[Item, ...]
    manifest: Mapping[str, Any]
    environment: Mapping[str, Any]
    fonts: tuple[Font, ...]
    catalogue: Mapping[str, Any]
    """What the bag is found by."""
    recipients: tuple[str, ...] = ()
    """Whom its letters go to, as they are searched for: key, person, organisation, State."""

    @property
    def date(self) -> str:
        """The letter's day, in ISO 8601."""
        return self.created.date().isoformat()
