"""What ``config.toml`` may say of the house's words, as a pydantic model."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.load.values import Plain

KINDS = (".csv", ".tbx")


def _beside(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.suffix.lower() not in KINDS or ":" in name:
        raise Unfit("terms-place", name=name)
    return path.as_posix()


class WordsTable(Table):
    terms: Annotated[Plain, AfterValidator(_beside)] | None = None
    """The house's list of terms, a file beside config.toml or in a folder below: "terms.csv", with the columns
    language, write and not; or a .tbx."""
