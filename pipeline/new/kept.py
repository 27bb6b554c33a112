"""A ``meeting.toml`` to be changed: its path goes in, a document that keeps comments and order comes out."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason
from pipeline.toml import read_toml


def kept(path: Path) -> tuple[tomlkit.TOMLDocument, dict[str, object]]:
    """The document, and the same as plain data. Raises MeetingError for a file that can't be read or is no TOML."""
    data, _ = read_toml(path, MeetingError)
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8-sig")), data
    except (TOMLKitError, RecursionError) as wrong:  # which it reads otherwise than Python does
        raise MeetingError(Finding("toml-invalid", Place(str(path)), {"why": Reason("toml-unknown")})) from wrong
