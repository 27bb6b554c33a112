"""What a meeting may need: what a person answers goes in, the names of what ``meeting.toml`` is to have come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that not every meeting has."""

    name: str
    """Also that of the command's flag."""
    question: str
    usual: bool
    """What holds where nobody says."""
    of: str = ""
    """What it belongs to: not asked where that is not needed."""


NEEDS = (
    Need("events", "Does it invite to a meeting?", usual=True),
    Need("venue", "Is the place known?", usual=True, of="events"),
    Need("online", "Can one take part online, too?", usual=False, of="venue"),
    Need("zones", "Are its hours told in several cities?", usual=False, of="events"),
    Need("circular", "Is it a circular, whose words you type, rather than an invitation?", usual=False, of="events"),
    Need("note-verbale", "Does a note verbale go out beside it?", usual=False),
    Need("deadlines", "Is something asked for until a certain day?", usual=False),
    Need("subject", "Has it a line that says what it is about?", usual=True),
    Need("reference", "Does it bear a reference?", usual=False),
    Need("contact", "Does it name a person to ask?", usual=False),
    Need("co-chairs", "Do two sign it?", usual=False),
    Need("enclosures", "Are there enclosures?", usual=True),
    Need("annexes", "Are they called annexes?", usual=False, of="enclosures"),
    Need("index", "Does a list of them, with their pages, follow the letter?", usual=True, of="enclosures"),
    Need("slip-sheets", "Does a sheet with its number stand before each?", usual=False, of="enclosures"),
    Need("running-numbers", "Do all pages bear their number in the bundle?", usual=False, of="enclosures"),
    Need("recipients", "Does a letter go to each of a list of recipients, by name?", usual=False),
)
"""In the order in which they are asked."""


def needed(said: Mapping[str, bool]) -> frozenset[str]:
    """The names of what is needed, as was said or as is usual.

    >>> sorted(needed({"enclosures": False, "venue": False}))
    ['events', 'subject']
    >>> sorted(needed({"events": False, "enclosures": False}))
    ['circular', 'subject']
    """
    found: set[str] = set()
    for need in NEEDS:
        if said.get(need.name, need.usual) and (not need.of or need.of in found):
            found.add(need.name)
    # What invites to nothing is a circular.
    return frozenset(found if "events" in found else {*found, "circular"})
