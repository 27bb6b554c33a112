"""What the catalogue has of one code: how grave it is, its sentence, its cure, and whether a person may accept it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
"""What stops a build; what a person should look at before the package leaves; what a person may like to know."""

Section: TypeAlias = Literal["kept", "changed", "removed"]
"""Of a report. What is *kept* stands there alone; the rest is told at the end of a build too."""

Kind: TypeAlias = Literal["error", "warning", "note", "kept", "changed", "removed"]

Remedy: TypeAlias = Literal["broken", "program", "person"]
"""What can't go out; what the program has mended, or mends by itself; what a person is to decide."""


@dataclass(frozen=True, slots=True)
class Entry:
    severity: Severity
    what: str
    """A sentence, with places for values: ``{name}``."""
    mend: str = ""
    """What a person can do about it, with places too; nothing for what is as it should be."""
    section: Section | None = None
    acceptable: bool = True
    """Whether a person may accept it; never what is unsafe, or breaks what goes out."""
    in_draft: bool = False
    """Whether a draft may have it, though nothing that goes out may."""

    @property
    def mended(self) -> bool:
        """Whether the program has mended it: what goes out is without it."""
        return self.section is not None


def error(what: str, mend: str, *, acceptable: bool = False, in_draft: bool = False) -> Entry:
    """What stops a build; that of a draft too, unless it may be ``in_draft``."""
    return Entry("error", what, mend, acceptable=acceptable, in_draft=in_draft)


def warning(what: str, mend: str, *, acceptable: bool = True) -> Entry:
    """What a person should look at before the package leaves."""
    return Entry("warning", what, mend, acceptable=acceptable)


def note(what: str, mend: str) -> Entry:
    """What a person may like to know."""
    return Entry("note", what, mend)


def kept(what: str) -> Entry:
    """What is in the bundle as it was in the part."""
    return Entry("note", what, section="kept")


def changed(what: str, mend: str) -> Entry:
    """What is otherwise in the bundle than in the part, and works."""
    return Entry("note", what, mend, "changed")


def removed(what: str, mend: str) -> Entry:
    """What was taken out because it does harm where it goes: it can't be accepted, as it isn't there."""
    return Entry("warning", what, mend, "removed", acceptable=False)
