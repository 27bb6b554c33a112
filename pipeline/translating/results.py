"""What the languages of a meeting's templates are to each other: frozen records, which tell the same as JSON data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.findings import Finding
from pipeline.translating.compare import Pair
from pipeline.translating.confirmed import Change, Confirmed
from pipeline.translating.sides import Side


@dataclass(frozen=True, slots=True)
class Translated:
    """A template in the source language, and in another."""

    name: str
    source: Side
    language: str
    file: Path
    pairs: tuple[Pair, ...]
    whole: tuple[Finding, ...]
    """What is to be told of the file as one."""
    confirmed: Confirmed | None
    changes: tuple[Change, ...]
    """What of the source has changed since."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.whole, *(finding for pair in self.pairs for finding in pair.findings))

    def as_json(self) -> dict[str, Any]:
        state = {"by": self.confirmed.by, "on": self.confirmed.on.isoformat()} if self.confirmed else None
        return {
            "template": self.name,
            "language": self.language,
            "file": str(self.file),
            "source_file": str(self.source.path),
            "confirmed": state,
            "changed": [{"was": each.was, "now": each.now} for each in self.changes],
            "paragraphs": [
                {
                    "source": pair.source.as_json() if pair.source else None,
                    "translation": pair.translation.as_json() if pair.translation else None,
                    "codes": [each.code for each in pair.findings],
                    **({"typed": list(pair.typed)} if pair.typed else {}),
                }
                for pair in self.pairs
            ],
        }


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a meeting, each language beside the source."""

    meeting: str
    source: str
    languages: tuple[str, ...]
    """Those that are held against the source."""
    templates: tuple[Translated, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that is to be told, by template and language."""
        return tuple(dict.fromkeys(finding for each in self.templates for finding in each.findings))

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """The languages of which a translation was never confirmed."""
        return tuple(dict.fromkeys(each.language for each in self.templates if each.confirmed is None))

    def as_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "source": self.source,
            "languages": list(self.languages),
            "findings": [each.as_json() for each in self.findings],
            "templates": [each.as_json() for each in self.templates],
        }
