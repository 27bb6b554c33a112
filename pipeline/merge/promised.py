"""Words that a template has around what a meeting has not: a Word file and the words go in, notes come out.

“Subject:” with nothing after it, “Enclosures:” above an empty list. Nothing here stops a merge. What stands in an
``if`` is not told of, whatever it asks, and neither is what a recipient has not: each letter has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.localise import Words
from pipeline.localise.wording import Value
from pipeline.merge.reading import paragraphs_of
from pipeline.merge.standing import FOR, PATH
from pipeline.merge.tags import outside, tags

_COLONS = (":", "：")


def promised(path: Path, words: Words) -> Iterator[Finding]:
    """A note on each paragraph that is left with nothing to tell. Raises TemplateError for no Word document."""
    items: dict[str, tuple[Value, ...]] = {}
    held: list[bool] = []
    """Of each block that is open, whether it may print nothing."""
    before = ""
    for text in paragraphs_of(path):
        words_here = outside(text).strip()
        labelled = any(map(str.isalpha, words_here))
        for tag in tags(text):
            word = tag.source.partition(" ")[0]
            if tag.kind == "words" and labelled and not any(held):
                names = [name for name in PATH.findall(tag.source)[:1] if name.partition(".")[0] != "recipient"]
                yield from (_told(path, text, name) for name in names if "" in _values(name, words, items))
            elif word == "for" and (loop := FOR.match(tag.source)):
                every = [each for each in _values(loop[2], words, items) if isinstance(each, tuple)]
                if every == [()] and not any(held) and outside(before).rstrip().endswith(_COLONS):
                    yield _told(path, before, loop[2])
                items[loop[1]] = tuple(item for each in every for item in each)
                held.append(not items[loop[1]])
            elif word in {"for", "if"}:
                held.append(True)
            elif word in {"endfor", "endif"} and held:
                held.pop()
        if not any(tag.whole for tag in tags(text)):
            before = text


def _values(name: str, words: Words, items: Mapping[str, tuple[Value, ...]]) -> list[Value]:
    """What a name stands for, in each of the items that a loop goes through."""
    first, *steps = name.split(".")
    found = list(items[first]) if first in items else [getattr(words, first)] if first in words else []
    for step in steps:
        found = [getattr(each, step) for each in found if isinstance(each, Words) and step in each]
    return found


def _told(path: Path, paragraph: str, name: str) -> Finding:
    return Finding("promised", Place(str(path), paragraph=paragraph[:80]), {"name": name})
