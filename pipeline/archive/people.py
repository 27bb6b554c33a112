"""Personal data of recipients: the files of a bag go in, those that may leave the house come out.

What has such data is marked: a list of recipients, and each output that the manifest gives a ``recipient``. Addressees
such as “Permanent Missions”, the signatory and the sender are offices of public record, and stay.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.archive.contents import Item
from pipeline.bags.layout import MANIFEST, REDACTION
from pipeline.built import EVERYONE, MADE_FROM

RECIPIENTS_LEFT_OUT = "recipients"
"""The one kind of redaction that there is."""


def recipients_of(manifest: Mapping[str, Any]) -> list[str]:
    """The recipients that a manifest names, each once."""
    return sorted(
        {str(each) for entry in manifest["outputs"] if (each := entry.get("recipient")) not in {None, EVERYONE}}
    )


def without_recipients(items: Sequence[Item]) -> list[Item]:
    """The files without those that have a recipient's data, the manifest without their names, and a note that says so.

    The note counts what was left out and names nothing: a file's name may be a person's.
    """
    kept = [_redacted(item) for item in items if item.recipient is None]
    left = len(items) - len(kept)
    note = {"left out": RECIPIENTS_LEFT_OUT, "files": left}
    return [*kept, Item(REDACTION, (json.dumps(note, indent=2) + "\n").encode())]


def _redacted(item: Item) -> Item:
    if item.name != MANIFEST or not isinstance(item.source, bytes):
        return item
    manifest = json.loads(item.source)
    redacted = {
        key: [each for each in value if not (isinstance(each, dict) and each.get("recipient") is not None)]
        if isinstance(value, list)
        else value
        for key, value in manifest.items()
    }
    if isinstance(sources := redacted.get(MADE_FROM), dict):
        redacted[MADE_FROM] = {
            language: {kind: said for kind, said in each.items() if kind != "recipients"}
            for language, each in sources.items()
        }
    if redacted == manifest:
        return item
    return replace(item, source=json.dumps(redacted, ensure_ascii=False, indent=2).encode() + b"\n")
