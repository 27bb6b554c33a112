"""The archive: what is wrong with what is to be sealed, with a bag, and with the register."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note

_RENAME = "Rename it, in meeting.toml too, build the package again, then seal it."
_NAME_ONE = "Name a bag's folder or its zip. “papers archive --list” has the bags of the archive."
_ANOTHER = "Ask for another copy of the bag."

_COPY = "Compare it with a copy of the register and with its last hash on paper; put the right one in its place."
_BUILD = "Put it back as it was, or build the package again; then seal it."
_UNPACK = "Ask for another copy. A zip that was only packed anew can be unpacked, and the folder verified."
_TAKE_OUT = "Take it out, or ask for another copy of the bag."
_DOUBT = "Do not rely on this bag. Find a copy whose seal is in the register."
_BUILD_IT = "Run “papers build {meeting}”, without --lang, then seal it."
_VERIFY = "Verify it: “papers verify” names all that is wrong."
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
    # --- a bag as it lies there -----------------------------------------------------------------------
    "bag-missing": error("There is no such bag.", _NAME_ONE),
    "bag-folder-empty": error("An empty folder was added.", _TAKE_OUT),
    "bag-link": error("It is a link; a bag has none.", _TAKE_OUT),
    "bag-odd-file": error("It is no plain file; a bag has none.", _TAKE_OUT),
    "bag-file-large": error("It has {size} bytes, more than such a file ever has.", _ANOTHER),
    "zip-not-whole": error("The zip is not whole, or is none: {reason}.", _UNPACK),
    "zip-many": error("The zip has {count} files; no bag has so many.", _UNPACK),
    "zip-name": error("“{name}” {why}.", _UNPACK),
    "zip-link": error("“{name}” is a link.", _UNPACK),
    "zip-odd-file": error("“{name}” is no plain file.", _UNPACK),
    "zip-folder": error("“{name}” is a folder of its own; the zip was made by another program.", _UNPACK),
    "zip-packed": error("“{name}” is packed, {packed} bytes for {size}; the files of a bag are not.", _UNPACK),
    "zip-encrypted": error("“{name}” is encrypted.", _UNPACK),
    "zip-twice": error("“{name}” is in it twice.", _UNPACK),
    "zip-record": error("What the zip itself says of “{name}” is not as it was written.", _UNPACK),
    "zip-directory": error(
        "The zip's directory is not as it was written, or something stands before or after it.", _UNPACK
    ),
    "zip-sum": error("The sum that the zip has of it is not that of its bytes.", _UNPACK),
    "zip-not-one": error("The zip has not one folder, the bag, at its top.", _UNPACK),
    "zip-renamed": error(
        "The zip has another name than the bag in it, {name}.",
        "If you renamed it, call it {name}.zip again. If not, ask where it came from.",
    ),
    # --- verifying ------------------------------------------------------------------------------------
    "bag-none": error("This is no bag: nothing that makes one is there.", _NAME_ONE),
    "bag-lacks": error("It is missing: without it this is no bag.", _ANOTHER),
    "bag-declaration": error("It does not declare a bag of version 1.0 in UTF-8, as it did.", _ANOTHER),
    "bag-not-utf-8": error("It is not encoded as UTF-8.", _ANOTHER),
    "bag-cut-short": error("Its last line is not whole.", _ANOTHER),
    "bag-digest-line": error("Line {line} is not a digest and a name.", _ANOTHER),
    "bag-info-line": error("Line {line} is not a name, a colon and a value.", _ANOTHER),
    "bag-listed-twice": error("“{name}” is listed twice.", _ANOTHER),
    "bag-layout-newer": error(
        "The bag has layout {layout}; this program knows the layouts up to {known}.",
        "Verify it with the newer version of the program that sealed it.",
    ),
    "bag-layout-unknown": error(
        "It does not say which layout the bag has: it was not sealed by this program.", _ANOTHER
    ),
    "bag-file-missing": error("It is missing.", _ANOTHER),
    "bag-file-moved": error("It is missing. Its bytes are in {other}.", _ANOTHER),
    "bag-file-added": error("It was added: the seal does not know it.", "Take it out."),
    "bag-file-changed": error("It was changed: {algorithms} differ.", _ANOTHER),
    "bag-file-replaced": error("It was changed: {algorithms} differ. Its bytes are those of {other}.", _ANOTHER),
    "bag-count": error("It counts {counted} (bytes, files); there are {there}.", _ANOTHER),
    "bag-not-made-from": error("It is not what the package was made from, as the package's manifest says.", _ANOTHER),
    "bag-not-as-listed": error("It is not what the package's manifest says.", _ANOTHER),
    "bag-manifest": error("It is not the manifest of a package.", _ANOTHER),
    "bag-level": error("It declares {declared}; the package's manifest gives {given}.", _ANOTHER),
    "bag-level-less": error(
        "It declares {declared}, and today's checker finds less: {why}.",
        "Its bytes are as they were sealed: compare the checker's version with that in environment.json.",
    ),
    "seal-unnamed": error(
        "Its name has no seal. The seal of what is in it begins with {seal}.",
        "If you renamed it, give it its name again. If not, ask where it came from.",
    ),
    "seal-other": error(
        "The seal in its name, {named}, is not that of what is in it, {seal}: it was sealed anew.", _DOUBT
    ),
    "seal-short": error(
        "Its name has {count} signs of the seal; a bag of its layout has {wanted}: it was renamed.", _DOUBT
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
    "register-missing": error("There is no such register.", "Name the file register.jsonl."),
    "register-not-beside": error("There is no register beside it.", "Name one with --register."),
    "register-lacks": error(
        "The register ({register}) has no line for it: it was sealed anew, or a line was taken out.", _DOUBT
    ),
    "register-other-seal": error("The register has another seal for it: {seal}. It was sealed anew.", _DOUBT),
    "register-hash-unknown": error(
        "No line of the register has the hash that you gave: lines were changed or taken out.",
        "See whether it was typed as it stands on paper. If it was, do not rely on this register.",
    ),
    # --- sealing ------------------------------------------------------------------------------------
    "input-gone": error("It was there when the package was built.", _BUILD),
    "input-changed": error("It has changed since the package was built.", _BUILD),
    "bag-in-the-way": error(
        "A bag of this name is there already, and is no longer what was sealed.",
        "Move it away, look at what was changed, and seal the package again.",
    ),
    "package-not-built": error("The package is not built.", _BUILD_IT),
    "package-manifest": error("The manifest is damaged.", _BUILD_IT),
    "languages-not-built": error(
        "These languages are not built, or from files that have changed since: {languages}.", _BUILD_IT
    ),
    "built-by-several": error("Its languages were built with different versions of the tools.", _BUILD_IT),
    "built-from-several": error("Its languages were built from different states of these files: {files}.", _BUILD_IT),
    "draft-sealed": error(
        "What was built there is a draft, which is not kept.",
        "Build the package as it goes out: “papers build {meeting}”.",
    ),
    "tools-not-recorded": error("The record of the tools that built it is missing.", _BUILD_IT),
    "stamp-fonts-changed": error("These fonts of its stamps have changed since it was built: {fonts}.", _BUILD_IT),
    # --- comparing ------------------------------------------------------------------------------------
    "compare-nothing": error("There is nothing to compare.", "Name two bags, two folders of build/, or two PDF files."),
    "compare-no-bag": error("It is missing: this is no bag that can be compared.", _VERIFY),
    "compare-records": error("Its records can't be read.", _VERIFY),
    "compare-manifest": error("It is not the manifest of a package.", "Build it again."),
    "compare-unread": error("It can't be read: {reason}.", "Name a PDF file that opens without a password."),
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
