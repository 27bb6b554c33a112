"""Numbers of enclosures that were typed: a package goes in, what its list does not bear out comes out as warnings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.findings import Finding, Place, Value
from pipeline.localise.mentions import Mention, headings, mentions
from pipeline.preflight.document import Read
from pipeline.preflight.facts import EnclosureFact


def typed(read: Read) -> Iterator[Finding]:
    """Those in the letter, and in the enclosures that are filled in here: others may have annexes of their own."""
    facts = read.facts
    for document in read.documents:
        rules = document.spoken
        if rules is None or document.language != read.language or document.file not in facts.filled:
            continue
        own = headings([line.words for line in document.lines], rules)
        own = own if document.kind == "enclosure" else frozenset()
        for line in document.lines:
            found = mentions(line.words, rules, facts.noun, facts.enclosures, own)
            yield from told(document.at(line), found, facts.enclosures)


def told(place: Place, found: Iterable[Mention], enclosures: Sequence[EnclosureFact]) -> Iterator[Finding]:
    """What was found in one place, in the words of the list."""
    by_position = {each.position: each for each in enclosures}
    for each in found:
        values: dict[str, Value] = {"typed": each.typed, "key": "…"}
        if each.position is not None:
            enclosure = by_position[each.position]
            yield Finding("mention-noun", place, {**values, "name": enclosure.name, "key": enclosure.key or "…"})
        elif enclosures:
            yield Finding("mention-number", place, {**values, "last": enclosures[-1].number})
        else:
            yield Finding("mention-nothing", place, {"typed": each.typed})
