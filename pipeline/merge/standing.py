"""Where words stand in a template: a Word file goes in, the name of each placeholder with its paragraph comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.merge.reading import paragraphs_of
from pipeline.merge.tags import tags

PATH = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
"""A name in a tag, as ``event.session.dates``."""
FOR = re.compile(rf"for\s+(\w+)\s+in\s+({PATH.pattern})")


def standing(path: Path) -> Iterator[tuple[str, str]]:
    """Each name, as the listing of words has it without its positions, and the paragraph that it stands in.

    In ``{%p for item in listed_events %}`` the name ``item.dates`` is ``listed_events.dates``. Raises TemplateError for
    a file that is no Word document.
    """
    items: dict[str, str] = {}
    for paragraph in paragraphs_of(path):
        for tag in tags(paragraph):
            if loop := FOR.match(tag.source):
                items[loop[1]] = _whole(loop[2], items)
            elif tag.kind == "words" and (name := PATH.search(tag.source)):
                yield _whole(name[0], items), paragraph


def _whole(name: str, items: dict[str, str]) -> str:
    first, dot, rest = name.partition(".")
    return f"{items.get(first, first)}{dot}{rest}"
