"""What a package is about: a meeting's tables go in, an earlier package and what its letters lack come out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Key, Unfit
from pipeline.load.schema import MeetingTable
from pipeline.model import Change, Earlier


def earlier_of(table: MeetingTable) -> Earlier | None:
    """What it is a corrigendum or an addendum to."""
    entry = table.corrects or table.adds_to
    if entry is None:
        return None
    changes = tuple(Change(each.was, each.now) for each in entry.changes)
    return Earlier(entry.title, entry.date, entry.reference or "", changes, added_to=table.corrects is None)


def wrong_about(table: MeetingTable) -> Iterator[tuple[Key, Unfit]]:
    """What a letter shows and the meeting has not, and an earlier package that can't be one."""
    if not (table.signatory or table.signatories) and any(each.kind != "note-verbale" for each in table.instruments):
        yield ("signatory",), Unfit("key-missing", key="signatory")
    for number, instrument in enumerate(table.instruments):
        for each, entry in enumerate(instrument.header):
            if entry.field == "subject" and table.subject is None and entry.value is None:
                yield ("instruments", number, "header", each, "field"), Unfit("header-no-subject")
    if table.corrects and table.adds_to:
        yield ("adds_to",), Unfit("earlier-twice")
    for name, entry_of in (("corrects", table.corrects), ("adds_to", table.adds_to)):
        if entry_of and entry_of.date > table.date:
            yield (name, "date"), Unfit("earlier-later", day=entry_of.date.isoformat(), own=table.date.isoformat())
