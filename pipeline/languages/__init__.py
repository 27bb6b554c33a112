"""A language: its tag and its file, ``templates/<tag>/language.toml``, go in, how it sets dates, numbers and lists, its
typography, its sorting and the names of States come out.

No Python knows the name of a language: what a house adds is a folder. What a file leaves out is said by the language
that it inherits from (``pt-BR`` from ``pt``), and what that leaves out, by CLDR (:mod:`pipeline.languages.cldr`). A
house without a file has the one that ships with the program. A file is read when its language is used, and once as
long as it stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.findings import Finding
from pipeline.languages.language import FILE, SOURCE, UNDETERMINED, Language, known, nearest
from pipeline.languages.reading import chain, read

__all__ = ["FILE", "SOURCE", "UNDETERMINED", "Language", "known", "language_in", "language_of", "languages", "nearest"]


def language_of(tag: str, templates: Path | None = None) -> Language:
    """A language as a house with these ``templates`` has it. ConfigError, with all that is wrong with its files."""
    return language_in(tag, chain(tag, templates))


def language_in(tag: str, files: Iterable[tuple[str, Path]]) -> Language:
    """The language that these files say, its own first, each with its tag. ConfigError for what is wrong with them."""
    own = tuple(files)
    return _as_of(tag, own, tuple((path.stat().st_size, path.stat().st_mtime_ns) for _tag, path in own))


def languages(tags: Iterable[str], templates: Path | None = None) -> dict[str, Language]:
    """Several of them. ConfigError with what is wrong with any."""
    found: dict[str, Language] = {}
    problems: list[Finding] = []
    for tag in tags:
        try:
            found[tag] = language_of(tag, templates)
        except ConfigError as error:
            problems += error.problems
    if problems:
        raise ConfigError(*dict.fromkeys(problems))
    return found


@lru_cache(maxsize=64)
def _as_of(tag: str, files: tuple[tuple[str, Path], ...], _signature: tuple[tuple[int, int], ...]) -> Language:
    return read(tag, files)
