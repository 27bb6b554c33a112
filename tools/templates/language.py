"""What a language brings: its script (fonts, sizes, direction) and its words. A module a language fills these in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """A font for each kind of script; Word and LibreOffice choose by the character."""

    latin: str
    """For Latin, Cyrillic and figures."""
    asian: str | None = None
    """For Chinese; None: the same."""
    complex: str | None = None
    """For Arabic; None: the same."""


@dataclass(frozen=True, slots=True)
class Script:
    """How a language is set."""

    locale: str
    """For spelling, hyphenation and reading aloud: ``fr-FR``."""
    serif: Face
    sans: Face
    line_spacing: float = 1.08
    right_to_left: bool = False
    complex_scale: float = 1.0
    """Arabic's size for Latin's 1: Arabic letters are small for their size."""
    indent_ems: float = 0
    """The first line of a paragraph of the body, as Chinese has it (GB/T 9704)."""
    justified: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a letter, a string a paragraph."""

    subject: str
    opening: str
    """Before the list of events."""
    body: tuple[str, ...]
    """After it. The last stays on the page of the closing."""


@dataclass(frozen=True, slots=True)
class NoteVerbale:
    """In the third person; the salutation is part of the opening."""

    title: str
    """For the file's properties; a note bears no heading."""
    opening: str
    enclosed: str
    """Left out where there is no enclosure."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language's templates. ``**bold**`` and ``//italic//`` are marked; placeholders are as in Word."""

    tag: str
    name: str
    """In English, for the files' properties."""
    script: Script
    siem_reap: Letter
    siem_reap_note: str
    """What the files' properties say of the sample's letter."""
    invitation: Letter
    note: NoteVerbale
    enclosures: str
    """Before the list of enclosures."""
    colon: str
    """After the label of a header field, with its space."""
    index: str
    """The heading of the index."""
    columns: tuple[str, str, str, str]
    """Of the index: number, document, pages, first page."""
    enclosure: str
    """The slip-sheet's name, for the file's properties."""

    @property
    def review(self) -> str:
        """What the files' properties say of words that are a sample."""
        return f"A sample: the {self.name} words await review by a native speaker."
