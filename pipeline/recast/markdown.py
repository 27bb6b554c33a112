"""A text in Markdown (CommonMark, with tables) goes in; the text that it stands for comes out.

What of it is HTML is printed as typed: who writes so means words, and not a page of the web.
"""

from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.officefile.plaintext import decoded
from pipeline.recast import About, Recast
from pipeline.recast.webpage import made_of


def from_markdown(source: Path, about: About) -> Recast:
    """The text. MeetingError for what is not UTF-8."""
    data = source.read_bytes()
    try:
        words = decoded(data)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise MeetingError(Finding("no-utf-8", Place(str(source)), {"line": line})) from None
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return made_of(source, parser.render(words), about)
