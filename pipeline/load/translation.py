"""What ``config.toml`` may say of translations, as a pydantic model."""

from __future__ import annotations

from pipeline.checked import Table
from pipeline.load.values import Tag


class TranslationTable(Table):
    source: Tag | None = None
    """The language that templates are translated from: "en". A meeting's first language if left out, or where the
    meeting has no letter in it."""
