"""Every error that a user may meet: a list of problems goes in, a message and an exit code come out.

::

    PapersError          1   unexpected
    ├── UsageError       2   the command's words
    ├── ConfigError      3   config.toml, a letterhead's words, the machine's set-up
    ├── MeetingError     4   meeting.toml and the files that it names
    ├── TemplateError    5   a Word template or a phrase catalogue
    ├── ConverterError   6   the office could not make a PDF of a document
    ├── BundleError      7   the bundle could not be written, or its audit found something
    └── ArchiveError     8   a bag could not be sealed, does not verify, or is made differently today

The codes are a contract and are never renumbered.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words for the person who can mend it."""

    where: str
    """The file, and in it the line, key or paragraph: ``meetings/x/meeting.toml:12: events[0].end``."""
    what: str
    """What is wrong, as a sentence."""
    mend: str
    """What to do about it, as a sentence."""

    def __str__(self) -> str:
        return f"{self.where}\n    {self.what}\n    {self.mend}"

    def as_json(self) -> dict[str, str]:
        return {"where": self.where, "what": self.what, "mend": self.mend}


class PapersError(Exception):
    """One or more problems that stop the work. Raised with all that were found, not with the first."""

    exit_code: ClassVar[int] = 1

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("an error needs at least one problem")
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    def __reduce__(self) -> tuple[type[PapersError], tuple[Problem, ...]]:
        return type(self), self.problems


class UsageError(PapersError):
    exit_code = 2


class ConfigError(PapersError):
    exit_code = 3


class MeetingError(PapersError):
    exit_code = 4


class TemplateError(PapersError):
    exit_code = 5


class ConverterError(PapersError):
    exit_code = 6


class BundleError(PapersError):
    exit_code = 7


class ArchiveError(PapersError):
    exit_code = 8


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that names the known word nearest to ``word``, or the known words when none is near.

    >>> nearest("venu", ["venue", "title"])
    'Did you mean “venue”?'
    >>> nearest("qqq", ["venue", "title"])
    'Known here: title, venue.'
    >>> nearest("qqq", [])
    'None is known here.'
    """
    names = sorted(set(known))
    found = get_close_matches(word, names, n=1, cutoff=0.6)
    if found:
        return f"Did you mean “{found[0]}”?"
    if not names:
        return "None is known here."
    shown = ", ".join(names[:12])
    return f"Known here: {shown}{', …' if len(names) > 12 else ''}."
