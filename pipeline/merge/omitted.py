"""What a template does not show that its readers look for: a Word file goes in, notes come out.

Nothing here stops a merge. A name counts as shown wherever a tag has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import Problem
from pipeline.findings import Finding
from pipeline.merge.check import paragraphs_of

_TAGS = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
_LOOP = re.compile(r"\bfor\s+(\w+)\s+in\s+[^%]*\benclosures\b")
_OF_EACH = (
    ("item|number|name", "numbers", "item", "Word's own numbering does not know the meeting's"),
    ("title", "titles", "title", "readers know an enclosure by it"),
)
"""What a list of enclosures shows of each: one of these names, what they are, the usual one, why."""


def omitted_by_letter(path: Path, *, header: frozenset[str] = frozenset(), greets: bool) -> Iterator[Finding]:
    """Notes on a letter. ``header`` has the fields of its head; one that ``greets`` has a subject and a closing.

    Raises TemplateError for a file that is no Word document.
    """
    tags = _tags(path)
    for name in ("subject", "closing") if greets else ():
        in_header = name in header and re.search(r"\bin\s+header\b", tags)
        if not in_header and not re.search(rf"(?<![\w.]){name}\b", tags):
            what = f"The letter does not show its {name}, which the meeting has."
            yield Problem(str(path), what, f"Write {{{{ {name} }}}} where it belongs.")
    yield from _listed(path, tags, "list of enclosures", "item")


def omitted_by_index(path: Path) -> Iterator[Finding]:
    """Notes on an index. Raises as :func:`omitted_by_letter`."""
    tags = _tags(path)
    if not _LOOP.search(tags):
        mend = "Write {%tr for enclosure in group.enclosures %}; the guide for translators has the whole."
        yield Problem(str(path), "The index lists no enclosures.", mend)
    yield from _listed(path, tags, "index", "number")


def _tags(path: Path) -> str:
    return " ".join(tag for words in paragraphs_of(path) for tag in _TAGS.findall(words))


def _listed(path: Path, tags: str, called: str, number: str) -> Iterator[Finding]:
    each = "|".join(dict.fromkeys(_LOOP.findall(tags)))
    for names, what, usual, why in _OF_EACH if each else ():
        if not re.search(rf"(?<![\w.])(?:{each})(?:\.|\[['\"])(?:{names})\b", tags):
            write = f"{each.partition('|')[0]}.{number if usual == 'item' else usual}"
            yield Problem(str(path), f"The {called} shows no {what}.", f"Write {{{{ {write} }}}} in its loop: {why}.")
