"""A meeting that is changed by a program: what can't be written."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error

ENTRIES: Mapping[str, Entry] = {
    "changed-meanwhile": error(
        "Somebody else has changed it since: it was “{was}”, and is “{now}”.",
        "Look at what it is now, and save again what is to be otherwise.",
    ),
    "change-unwritten": error(
        "It could not be written into the file as it stands, and the file was left as it was.",
        "Write it into meeting.toml in an editor.",
    ),
}
