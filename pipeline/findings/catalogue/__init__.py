"""All that the program tells, by code: one file an area, merged here. Nothing else in the program has sentences.

An entry's places are filled from the values of its finding. A code is stable: programs, accepted findings and the
translations in ``phrases.po`` name it. ``tests/golden/findings.txt`` has all of it in the order of reading.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue import (
    archive,
    audit,
    building,
    bundle,
    cluster,
    desk,
    disagree,
    editing,
    languages,
    meeting,
    office,
    pdf,
    phrases,
    preflight,
    recipients,
    settings,
    starting,
    templates,
    translating,
)
from pipeline.findings.catalogue.entry import Entry
from pipeline.findings.catalogue.reasons import REASONS

__all__ = ["AREAS", "CATALOGUE", "REASONS"]

AREAS: Mapping[str, Mapping[str, Entry]] = {
    "settings": settings.ENTRIES,
    "languages": languages.ENTRIES,
    "meeting": meeting.ENTRIES,
    "starting": starting.ENTRIES,
    "recipients": recipients.ENTRIES,
    "phrases": phrases.ENTRIES,
    "templates": templates.ENTRIES,
    "translating": translating.ENTRIES,
    "building": building.ENTRIES,
    "office": office.ENTRIES,
    "pdf": pdf.ENTRIES,
    "preflight": preflight.ENTRIES,
    "bundle": bundle.ENTRIES,
    "audit": audit.ENTRIES,
    "disagree": disagree.ENTRIES,
    "archive": archive.ENTRIES,
    "cluster": cluster.ENTRIES,
    "desk": desk.ENTRIES,
    "editing": editing.ENTRIES,
}

CATALOGUE: Mapping[str, Entry] = {code: entry for entries in AREAS.values() for code, entry in entries.items()}
