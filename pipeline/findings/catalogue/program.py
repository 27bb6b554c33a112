"""The program itself."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error

ENTRIES: Mapping[str, Entry] = {
    "words": error("{what}", "{mend}"),
}
