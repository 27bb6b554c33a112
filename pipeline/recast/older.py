"""What of an old workbook or presentation does not come along: its facts go in, findings come out."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.officefile.records import Facts


def told(source: Path, facts: Facts) -> tuple[Finding, ...]:
    """Macros stay behind."""
    return (Finding("macros-left-behind", Place(str(source))),) if facts.macros else ()
