"""Names that people know: what is told of files that a task works on goes in, the same told of theirs comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PapersError
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
    return tuple(each.at(known_as.get(Path(each.place.file), each.place.file)) for each in findings)
