"""The names of enclosures: a meeting's tables go in, what is wrong with their keys and their noun comes out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Key, Unfit
from pipeline.load.schema import MeetingTable
from pipeline.model import RESERVED
from pipeline.numbering import SCHEMES


def wrong_names(table: MeetingTable) -> Iterator[tuple[Key, Unfit]]:
    """Keys that two enclosures have or that mean something else, and a noun that the numbering contradicts."""
    seen: set[str] = set()
    for number, group in enumerate(table.groups):
        for each, entry in enumerate(group.enclosures):
            place: Key = ("groups", number, "enclosures", each, "key")
            if entry.key in RESERVED:
                yield place, Unfit("key-reserved", key=entry.key, reserved=RESERVED)
            elif entry.key is not None and entry.key in seen:
                yield place, Unfit("twice", value=entry.key)
            seen.add(entry.key or "")
    said = SCHEMES[table.numbering].noun
    if table.noun is not None and said is not None and said != table.noun:
        plain = table.numbering.partition("-")[2] or "through"
        yield ("numbering",), Unfit("numbering-noun", numbering=table.numbering, noun=table.noun, plain=plain)
