"""What a word is from goes in, a sentence that says so comes out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.localise.cldr import cldr_version
from pipeline.preview.results import Source

KINDS: Mapping[str, str] = {
    "letter": "Letter",
    "index": "List of enclosures",
    "enclosure": "Enclosure {number}: {title}",
}
"""What a document is called, by its kind."""

_RULES: Mapping[str, str] = {
    "dates": "How dates and times are set in “{language}”{where}; what is not said there is of Unicode CLDR {cldr}",
    "numbers": "How numbers are written in “{language}”{where}",
    "states": "How States are called in “{language}”{where}",
    "salutations": "How salutations are joined in “{language}”{where}",
    "enclosures": "The program counts the enclosures",
    "pages": "The program counts the pages",
    "venues": "What stands between a venue’s name and its address in “{language}”{where}",
    "numbering": "The program numbers the enclosures, as “numbering” in meeting.toml has it",
}
"""By name."""

_SENTENCES: Mapping[str, str] = {
    "fact": "{place}",
    "phrase": "The phrase “{name}”: {place}",
    "letterhead": "The letterhead’s words, “{name}”: {place}",
    "placeholder": "The placeholder {{{{ {name} }}}}",
    "template": "{place}",
    "field": "A field of {place}: LibreOffice fills it in, as the number of a page",
    "numbering": "A list’s number or sign: LibreOffice counts {place}",
    "document": "The document itself: {place}",
}
"""By kind."""


def said(source: Source, root: Path | None = None) -> str:
    """A source in words; files are named from ``root``, where they lie in it."""
    if source.kind == "rule":
        sentence = _RULES.get(source.name, "The program’s rule “{name}”")
        where = f": {_place(source, root)}" if source.place.file else ""
        where += f" ({source.rests_on})" if source.rests_on else ""
        return sentence.format(name=source.name, language=source.place.language, cldr=cldr_version(), where=where)
    return _SENTENCES[source.kind].format(name=source.name, place=_place(source, root))


def _place(source: Source, root: Path | None) -> str:
    place = source.place
    path = Path(place.file) if place.file else None
    file = str(path.relative_to(root) if path and root and path.is_relative_to(root) else path or "")
    line = f", line {place.line}" if place.line else ""
    key = f": {'.'.join(str(step + 1) if isinstance(step, int) else step for step in place.key)}" if place.key else ""
    part = f" ({place.part})" if place.part else ""
    paragraph = f", paragraph {place.paragraph}{part}" if place.paragraph else ""
    return f"{file}{line}{key if source.kind == 'fact' else ''}{paragraph}"
