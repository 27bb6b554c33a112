"""Every error that a user may meet: a list of findings goes in, a message and an exit code come out.

::

    PapersError          1   unexpected
    ├── CancelledError   1   somebody stopped the work
    ├── UsageError       2   the command's words
    ├── ConfigError      3   config.toml, a letterhead's words, the machine's set-up
    ├── MeetingError     4   meeting.toml and the files that it names
    │   └── ChangedError 4   somebody else has changed it since it was read
    ├── TemplateError    5   a Word template or a phrase catalogue
    ├── ConverterError   6   the office could not make a PDF of a document
    ├── BundleError      7   the bundle could not be written, or its audit found something
    └── ArchiveError     8   a bag could not be sealed, does not verify, or is made differently today

The codes are a contract and are never renumbered.
"""

from __future__ import annotations

from typing import ClassVar

from pipeline.findings import Finding, Place


class PapersError(Exception):
    """One or more findings that stop the work. Raised with all that were found, not with the first."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *findings: Finding) -> None:
        if not findings:
            raise ValueError("an error needs at least one finding")
        super().__init__(*findings)
        self.findings = findings

    @property
    def problems(self) -> tuple[Finding, ...]:
        return self.findings

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))

    def __reduce__(self) -> tuple[type[PapersError], tuple[Finding, ...]]:
        return type(self), self.findings


class CancelledError(PapersError):
    """The work was stopped before it was done: what was made so far is kept."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings or (Finding("cancelled", Place("papers")),))


class UsageError(PapersError):
    exit_code = 2


class ConfigError(PapersError):
    exit_code = 3


class MeetingError(PapersError):
    exit_code = 4


class ChangedError(MeetingError):
    """What was to be changed is otherwise than it was read."""


class TemplateError(PapersError):
    exit_code = 5


class ConverterError(PapersError):
    exit_code = 6


class BundleError(PapersError):
    exit_code = 7


class ArchiveError(PapersError):
    exit_code = 8
