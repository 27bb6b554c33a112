"""What is wrong with a part of a template: codes go in, findings with the paragraph that is being read come out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.findings import Finding, Place, Unfit, Value


class Problems:
    """Of one part. ``text`` is the paragraph that is being read."""

    def __init__(self, path: Path, name: str) -> None:
        self.place = Place(str(path), part="" if name == "document" else name)
        self.text = ""
        self.found: list[Finding] = []

    def wrong(self, code: str, /, **values: Value) -> None:
        self.found.append(Finding(code, self._here(), values))

    def unfit(self, unfit: Unfit) -> None:
        self.found.append(unfit.at(self._here()))

    def _here(self) -> Place:
        return replace(self.place, paragraph=short(self.text))


def short(words: str) -> str:
    """Words that a person finds a paragraph by."""
    return words if len(words) <= 80 else words[:79] + "…"
