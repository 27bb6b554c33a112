"""What a word is from goes in, a sentence that says so comes out, in the words of a reader's language."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings.catalogue.preview import PREVIEW
from pipeline.findings.words import Text, Words
from pipeline.localise.cldr import cldr_version
from pipeline.preview.results import Previewed, Source


def say(words: Words, key: str, **values: str | int) -> Text:
    """What the page says, by its key."""
    return words.filled((f"preview.{key}",), PREVIEW[key], values)


def called(document: Previewed, words: Words) -> Text:
    """What a document is called."""
    return say(words, document.kind, number=document.number, title=document.title)


def said(source: Source, root: Path | None, words: Words) -> str:
    """A source in words; files are named from ``root``, where they lie in it."""
    place = _place(source, root, words)
    if source.kind == "rule":
        known = source.name in PREVIEW
        where = f": {place}" if source.place.file else ""
        where += f" ({source.rests_on})" if source.rests_on else ""
        name = source.place.language if known else source.name
        values = {"language": name, "where": where, "cldr": cldr_version(), "name": name}
        return say(words, source.name if known else "rule", **values).words
    key = "counted" if source.kind == "numbering" else source.kind
    return say(words, key, name=source.name, place=place).words if key in PREVIEW else place


def _place(source: Source, root: Path | None, words: Words) -> str:
    place = source.place
    path = Path(place.file) if place.file else None
    said = str(path.relative_to(root) if path and root and path.is_relative_to(root) else path or "")
    if place.line:
        said = say(words, "line", file=said, line=place.line).words
    if place.key and source.kind == "fact":
        said += f": {'.'.join(str(step + 1) if isinstance(step, int) else step for step in place.key)}"
    if place.paragraph:
        part = f" ({place.part})" if place.part else ""
        said = say(words, "paragraph", file=said, paragraph=place.paragraph).words + part
    return said
