"""A file of a kind that an office sets badly, or can't be looked through, goes in; the same in one that it sets well
comes out.

============== ======================================================================================
``table``      .csv and .tsv: a table that repeats its head on each page
``webpage``    .html: words, headings, lists, tables and pictures, from the page alone
``markdown``   .md, by way of the same
``message``    .eml and .msg: head and text, and what goes with it; read by ``mail`` and ``outlook``
``drawing``    .svg: one picture on a page
``text``       the OpenDocument text that these write
============== ======================================================================================

Old workbooks and presentations are turned into new ones by the office itself, which is confined, so that all that is
known of new ones (what they hide, reach for, and lose) is known of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pipeline.findings import Finding, Place

Newer: TypeAlias = Literal["xlsx", "pptx"]
_NEWER: Mapping[str, Newer] = {".xls": "xlsx", ".ppt": "pptx", ".pps": "pptx"}


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a file from outside."""

    language: str = "und"
    """Of its words; ``und`` where nobody says."""
    title: str = ""
    description: str = ""
    """What a picture shows."""
    labels: tuple[tuple[str, str], ...] = ()
    """What stands before the lines of a message's head, in its language."""


@dataclass(frozen=True, slots=True)
class Recast:
    """The same in another kind of file."""

    data: bytes
    suffix: str
    findings: tuple[Finding, ...] = ()
    """What of it did not come along."""
    title: str = ""
    """What a message calls itself."""
    attached: tuple[Attached, ...] = ()
    """What goes with a message, in its order, and is turned into pages by itself."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file or a message that goes with a message."""

    number: int
    """Among all that goes with it, as the head of its text counts."""
    name: str
    """As the message says it, in one line."""
    content: bytes | Recast
    suffix: str = ""
    """Of a file: what it is by its name, or by what its sender's program says; of a kind that is taken."""


def recast(source: Path, about: About, newer: Callable[[Path, Newer], bytes]) -> Recast | None:
    """The same in a kind that an office sets well; None for a file that is of such a kind already.

    ``newer`` lets an office turn an old file into a new one. MeetingError for what is none of its kind, or too large.
    """
    suffix = source.suffix.lower()
    if (form := _NEWER.get(suffix)) is not None:
        from pipeline.officefile.facts import facts  # noqa: PLC0415 - few files are of these kinds

        told = (Finding("macros-left-behind", Place(str(source))),) if facts(source).macros else ()
        return Recast(newer(source, form), f".{form}", told)
    match suffix:
        case ".csv" | ".tsv":
            from pipeline.recast.table import from_table as made  # noqa: PLC0415
        case ".html" | ".htm":
            from pipeline.recast.webpage import from_page as made  # noqa: PLC0415
        case ".md":
            from pipeline.recast.markdown import from_markdown as made  # noqa: PLC0415
        case ".eml" | ".msg":
            from pipeline.recast.message import from_message as made  # noqa: PLC0415
        case ".svg":
            from pipeline.recast.drawing import from_drawing as made  # noqa: PLC0415
        case _:
            return None
    return made(source, about)
