"""Building, and what stops it that no file is to blame for."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error

ENTRIES: Mapping[str, Entry] = {
    "unexpected": error(
        "Something unexpected happened: {error} ({at}).",
        "Please report it with the command that you typed and the meeting's folder.",
    ),
    "unexpected-task": error(
        "Something unexpected happened at “{task}”: {error}. Its trace is in {log}.",
        "Please report it, with that file and the document. The rest of the package was made as far as it could be.",
    ),
    "system-refused": error(
        "The system refused: {why}.",
        "Make room, or check your rights there; then run the same command again: what was made is kept.",
    ),
    "cancelled": error("It was stopped. What was made so far is kept.", "Build again: it goes on from there."),
    "audit-broke-down": error(
        "The bundle could not be audited: the program that reads it back broke down: {error}.",
        "Please report it, with the enclosures.",
    ),
    "build-under-way": error("Another build of this package is under way.", "Wait until it is done, then try again."),
    "changed-under-way": error("It was changed while the package was being built.", "Build again."),
    "sign-nothing": error("The meeting has no letter of that.", "{near}"),
    "sign-not-built": error(
        "The letter is not built as it is now.", "Build it, print it and have it signed: “papers build {meeting}”."
    ),
    "draft-signed": error(
        "What was built there is a draft, which is not signed.",
        "Build the package as it goes out: “papers build {meeting}”.",
    ),
    "scan-missing": error("There is no such file.", "Name the scan of the signed letter."),
    "scan-kind": error("It is no scan.", "Taken are: {taken}."),
    "preview-no-instrument": error("The meeting has no instrument “{name}”.", "{near}"),
    "preview-no-part": error(
        "The package has no such part.",
        "{near} A part is the letter, the index, an enclosure by its number, or all of them.",
    ),
    "command": error("{what}", "See “{verb} --help”."),
}
