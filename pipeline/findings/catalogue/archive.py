"""The archive: what is wrong with what is to be sealed, with a bag, and with the register."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note

_RENAME = "Rename it, in meeting.toml too, build the package again, then seal it."
_ANOTHER = "Ask for another copy of the bag."

_COPY = "Compare it with a copy of the register and with its last hash on paper; put the right one in its place."
_BUILD = "Put it back as it was, or build the package again; then seal it."
_ITS_OWN = "Nothing need be done; what it had to say is of the machine where the bag was sealed."

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
    # --- the register -------------------------------------------------------------------------------
    "register-not-whole": error("The last line is not whole.", _COPY),
    "register-line": error("The line is not that of a bag.", _COPY),
    "register-chain": error(
        "The line before that of {bag} was changed, or lines were taken out or put in there.", _COPY
    ),
    "register-rewritten": error("The line of {bag} is not as it was written.", _COPY),
    "register-twice": error("{bag} has more than one line.", _COPY),
    "bag-gone": error(
        "The register has this bag, and it is not in the archive.",
        "Put it back; a line of the register is never taken out.",
    ),
    "bag-unregistered": error(
        "This bag has no line in the register: it was put there by hand, or a line was taken out.",
        "Compare the register with its last hash on paper.",
    ),
    # --- sealing ------------------------------------------------------------------------------------
    "input-gone": error("It was there when the package was built.", _BUILD),
    "input-changed": error("It has changed since the package was built.", _BUILD),
    "bag-in-the-way": error(
        "A bag of this name is there already, and is no longer what was sealed.",
        "Move it away, look at what was changed, and seal the package again.",
    ),
    # --- building again -----------------------------------------------------------------------------
    "keep-taken": error("There is something in it already.", "Name a new folder for --keep."),
    "bag-changing": error("It changed while it was being read.", "Try again."),
    "bag-no-house": error(
        "What is below data/house is not the house of a meeting.", "Ask for another copy of the bag."
    ),
    "bag-not-built": error(
        "It can't be built with today's tools; what they say of it follows.",
        "Build it with the versions that its environment.json names.",
    ),
    "bag-program": note(
        "It names a program to convert with, “{program}”, which was not run: this machine's own was.", _ITS_OWN
    ),
    "bag-folder": note(
        "It names the folder “{folder}”, which is not in the bag and was not read.",
        "The fonts that its licences allow are in the bag.",
    ),
    "bag-archive": note("It names the folder “{folder}”, which is not in the bag and was not used.", _ITS_OWN),
}
