"""What is wrong with a file of settings: keys and codes go in, findings with their lines come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.checked import place_of
from pipeline.findings import Finding, Key, Place, Unfit, Value
from pipeline.findings.hints import near
from pipeline.toml import LineOf


class Problems:
    """Adds to the findings of one file, each with the line of its key."""

    def __init__(self, path: Path, line_of: LineOf, found: list[Finding]) -> None:
        self._path, self._line_of, self._found = path, line_of, found

    def at(self, key: Key) -> Place:
        return place_of(self._path, key, self._line_of)

    def wrong(self, key: Key, code: str, /, **values: Value) -> None:
        self._found.append(Finding(code, self.at(key), values))

    def unfit(self, each: Iterable[tuple[Key, Unfit]]) -> None:
        self._found += [unfit.at(self.at(key)) for key, unfit in each]

    def of_a_file(self, found: Iterable[Finding]) -> None:
        """What is wrong with a file that this one names, with its own place."""
        self._found += found

    def language(self, language: str, known: Sequence[str], key: Key) -> None:
        """Tells of a language that is none of those that are known."""
        if language not in known:
            self.wrong(key, "language-unknown", language=language, near=near(language, known))
