"""What a template does not show that its readers look for: a Word file goes in, notes come out.

Nothing here stops a merge. A name counts as shown wherever words are put in by it; a condition shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.merge.reading import paragraphs_of

_TAGS = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_CONDITION = re.compile(r"\{%\w*\s+(?:el)?if\b")
_LOOP = re.compile(r"\bfor\s+(\w+)\s+in\s+[^%]*\benclosures\b")
_OF_EACH = (("list-no-numbers", "item|number|name", ""), ("list-no-titles", "title", "title"))
"""What a list of enclosures shows of each: one of these names, and the usual one, where all lists have the same."""

_ALSO = {
    "signatory.name": "signatory|signatories|signatures",
    "listed_events": "listed_events|event|subject|body",
}
"""By which names a letter may show something."""


def omitted_by_letter(
    path: Path,
    *,
    letterhead: Path | None = None,
    header: frozenset[str] = frozenset(),
    has: Iterable[str] = ("subject", "closing"),
) -> Iterator[Finding]:
    """Notes on a letter that ``has`` these words. ``header`` has the fields of its head; its ``letterhead`` may show
    some of them.

    Raises TemplateError for a file that is no Word document.
    """
    tags = _tags(path)
    around = f"{tags} {_tags(letterhead)}" if letterhead is not None else tags
    shown = " ".join(tag for tag in _TAGS.findall(around) if not _CONDITION.match(tag))
    for name in has:
        in_header = name in header and re.search(r"\bin\s+header\b", tags)
        if not in_header and not re.search(rf"(?<![\w.])(?:{_ALSO.get(name, name)})\b", shown):
            yield Finding("letter-omits", Place(str(path)), {"name": name})
    yield from _listed(path, tags, "item")


def without_a_place(letter: Path, letterhead: Path, wanted: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """What the meeting gives and neither the letter nor its letterhead has a place for.

    ``wanted`` has for each thing what a template writes for it, and the pattern of a tag that shows it. Raises as
    :func:`omitted_by_letter`.
    """
    tags = f"{_tags(letter)} {_tags(letterhead)}" if wanted else ""
    if lacks := tuple(dict.fromkeys(name for name, pattern in wanted if not re.search(pattern, tags))):
        yield Finding("letter-lacks", Place(str(letter)), {"names": lacks})


def omitted_by_index(path: Path) -> Iterator[Finding]:
    """Notes on an index. Raises as :func:`omitted_by_letter`."""
    tags = _tags(path)
    if not _LOOP.search(tags):
        yield Finding("index-lists-nothing", Place(str(path)))
    yield from _listed(path, tags, "number")


def _tags(path: Path) -> str:
    return " ".join(tag for words in paragraphs_of(path) for tag in _TAGS.findall(words))


def _listed(path: Path, tags: str, number: str) -> Iterator[Finding]:
    each = "|".join(dict.fromkeys(_LOOP.findall(tags)))
    for code, names, usual in _OF_EACH if each else ():
        if not re.search(rf"(?<![\w.])(?:{each})(?:\.|\[['\"])(?:{names})\b", tags):
            yield Finding(code, Place(str(path)), {"write": f"{each.partition('|')[0]}.{usual or number}"})
