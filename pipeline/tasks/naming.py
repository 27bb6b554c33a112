"""Names that people know: what is told of files that a task works on goes in, the same told of theirs comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PapersError, Problem
from pipeline.findings import Finding


@contextmanager
def errors_of(known_as: Mapping[Path, str]) -> Iterator[None]:
    """Lets an error that is raised inside name the files that people know."""
    try:
        yield
    except PapersError as error:
        raise type(error)(*findings_of(error.findings, known_as)) from error


def findings_of(findings: Iterable[Finding], known_as: Mapping[Path, str]) -> tuple[Finding, ...]:
    """The findings, on the files that people know."""
    return tuple(_named(each, known_as) for each in findings)


def _named(finding: Finding, known_as: Mapping[Path, str]) -> Finding:
    if finding.code == "words":  # a sentence of its own, until the catalogue has it
        return Problem(*(_renamed(words, known_as) for words in (finding.where, finding.what, finding.mend)))
    return finding.at(_renamed(finding.place.file, known_as))


def _renamed(words: str, known_as: Mapping[Path, str]) -> str:
    for path, known in known_as.items():
        words = words.replace(str(path), known)
    return words
