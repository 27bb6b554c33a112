"""The names of enclosures: a meeting's tables go in, what is wrong with their keys and their noun comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.findings import Key, Unfit
from pipeline.load.schema import MeetingTable
from pipeline.model import RESERVED
from pipeline.numbering import SCHEMES


def wrong_names(table: MeetingTable) -> Iterator[tuple[Key, Unfit]]:
    """Keys that two enclosures have or that mean something else, and a noun that the numbering contradicts."""
    yield from wrong_keys(
        (("groups", number, "enclosures", each), entry.key)
        for number, group in enumerate(table.groups)
        for each, entry in enumerate(group.enclosures)
    )
    said = SCHEMES[table.numbering].noun
    if table.noun is not None and said is not None and said != table.noun:
        plain = table.numbering.partition("-")[2] or "through"
        yield ("numbering",), Unfit("numbering-noun", numbering=table.numbering, noun=table.noun, plain=plain)


def wrong_keys(keys: Iterable[tuple[Key, object]]) -> Iterator[tuple[Key, Unfit]]:
    """The same of keys alone, each with the place of its enclosure, whatever was typed for one."""
    seen: set[str] = set()
    for enclosure, key in keys:
        if not isinstance(key, str):
            continue
        if key in RESERVED:
            yield (*enclosure, "key"), Unfit("key-reserved", key=key, reserved=RESERVED)
        elif key in seen:
            yield (*enclosure, "key"), Unfit("twice", value=key)
        seen.add(key)
