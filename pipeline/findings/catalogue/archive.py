"""The archive: what is wrong with what is to be sealed, with a bag, and with the register."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error

_RENAME = "Rename it, in meeting.toml too, build the package again, then seal it."
_ANOTHER = "Ask for another copy of the bag."

ENTRIES: Mapping[str, Entry] = {
    "bag-name-unfit": error(
        "Its name has “{sign}” in it: other programs that check bags misread such a name, so no bag has one.", _RENAME
    ),
    "bag-names-alike": error(
        "Its name differs from “{other}” only in capitals, or in how accents are encoded: elsewhere both are one.",
        _RENAME,
    ),
    "bag-file-unread": error(
        "It can't be read: {reason}. Nothing can be said of its bytes; the others were looked at all the same.",
        _ANOTHER,
    ),
    "hash-not-one": error(
        "“{typed}” is not a hash of the register: that has 64 signs, 0 to 9 and a to f; spaces do not count.",
        "Type it as it stands on paper.",
    ),
    "report-there": error("Something is there already, and a report is written over nothing.", "Name a new file."),
    "bag-disposed": error(
        "The register says that it was disposed of on {day} ({reason}), and it is here.",
        "If it was to go, remove it; if it was put back, seal its package again, so that it has a line of its own.",
    ),
    "disposal-without-reason": error("A bag is not disposed of without a reason.", "Say why, with --reason."),
    "disposal-unknown": error(
        "The register has no line for such a bag, or it is disposed of already.", "“papers archive --list” names them."
    ),
}
