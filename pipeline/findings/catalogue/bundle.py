"""The bundle: what of its parts it keeps, changes and leaves out."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, changed, error, kept, note, removed, warning

_SEND = "If the enclosure can't do without, send its file along as well."

_ANEW = "Open it in the program that it comes from and export it as PDF again."
_UNLOCKED = "Ask its author for a copy without a password or restrictions."

ENTRIES: Mapping[str, Entry] = {
    "removed-script": removed("Scripts were removed (pages: {pages}).", _SEND),
    "removed-launch": removed(
        "What starts a program or opens a file was removed (pages: {pages}).",
        _SEND,
    ),
    "removed-submit": removed(
        "What sends the form by itself was removed (pages: {pages}).",
        _SEND,
    ),
    "removed-reset": removed(
        "What empties the form was removed (pages: {pages}).",
        _SEND,
    ),
    "removed-import": removed(
        "What reads data into the form was removed (pages: {pages}).",
        _SEND,
    ),
    "removed-remote": removed(
        "Links to other files were removed (pages: {pages}).",
        _SEND,
    ),
    "removed-address": removed(
        "Links to a file or a script were removed (pages: {pages}).",
        _SEND,
    ),
    "removed-automatic": removed(
        "What starts by itself was removed (pages: {pages}).",
        _SEND,
    ),
    "removed-program": removed(
        "Attached programs were removed (pages: {pages}).",
        _SEND,
    ),
    "removed-action": removed(
        "What plays, hides or shows things was removed (pages: {pages}).",
        _SEND,
    ),
    "link-misleads": warning(
        "A link may lead elsewhere than it seems to: {address} ({why}).",
        "Look at its address sign by sign; correct it in the document, or ask its author.",
    ),
    "email-limit": warning(
        "The bundle has {size} MB, over the house's limit for e-mail of {limit} MB. Its heaviest parts: {heaviest}.",
        "Ask for smaller files of these, or send it in another way.",
    ),
    "dead-links": changed(
        "Links of it that led nowhere were made plain: {count}.",
        "In the document: right-click on each link, Edit Hyperlink, correct its address, and save.",
    ),
    "left-out-link": changed(
        "A link leads to the file “{name}”, which is not in the package; its words stay.",
        "If it leads to an enclosure, correct the file's name in the link.",
    ),
    "opens-elsewhere": changed(
        "It opened at its page {page}; in the bundle it is entered at its first.", "Nothing, as a rule."
    ),
    "kept-attachments": kept("Its attached files: {count}."),
    "kept-destinations": kept("Its named destinations: {count}."),
    "kept-layers": kept("Its layers, shown or hidden as they were: {count}."),
    "layer-settings": changed(
        "Other choices of which layers are shown were left out: {count}. The usual one stays.",
        "Nothing, as a rule: look at what its pages show.",
    ),
    "kept-threads": kept("Its article threads: {count}."),
    "kept-labels": kept("It numbers its own pages {labels}; the bundle has its own labels."),
    "linked-enclosures": changed(
        "Its links to other enclosures' files lead to them: {count}.", "Nothing, as a rule: try one in the bundle."
    ),
    "lower-level": warning(
        "It keeps the bundle from being {what}: {why}.",
        "Mend it in the document, or leave it: the bundle declares no more than it meets.",
    ),
    "second-reader": kept("Another program than usual has read it back: the usual one can't read all of it."),
    "not-read-back": warning(
        "Its layers, threads, names or tags could not be read back after binding; its pages were.",
        "Look at it in the bundle.",
    ),
    # --- a part that can't be bound ----------------------------------------------------------------
    "part-password": error("The file opens only with a password.", _UNLOCKED),
    "part-assembly": error("Its author forbids that it be put together with other files.", _UNLOCKED),
    "part-ruins": error("The file is not a PDF, or too damaged to be read.", _ANEW),
    "part-unread": error("The file can't be opened: {reason}.", "See that it is there and may be read."),
    "part-xfa": error(
        "It is a dynamic form (XFA), whose pages only Adobe's programs can draw.",
        "Open it in Adobe Acrobat or Reader and print it to a PDF file.",
    ),
    "part-no-tree": error("Its pages can't be found: the file is damaged.", _ANEW),
    "part-no-pages": error("The file has no pages.", _ANEW),
    "part-not-copied": error("Its pages can't be copied: the file is damaged.", _ANEW),
    "link-to-nothing": error("A link leads to “{address}”, which is not in the bundle.", "There are: {known}."),
    "bundle-unwritten": error("The file can't be written: {reason}.", "Make room, or choose another folder."),
    "bundle-not-joined": error(
        "The file can't be put together: {reason}.",
        "Export the enclosures as PDF again from the programs they come from.",
    ),
    "bundle-not-audited": error(
        "The bundle could not be audited: the program that reads it back has stopped.",
        "Build again. If it comes back, take out one enclosure after another to find which it is.",
    ),
    "index-length": error(
        "The index does not settle on a length.", "Take out what makes its length depend on its own numbers."
    ),
    "stamp-places": error(
        "The words of the stamp have a place that can't be filled.",
        "The places that can be filled are {{number}}, {{page}} and {{pages}}.",
    ),
    "running-places": error(
        "The words of the bundle's page numbers have a place that can't be filled.",
        "The place that can be filled is {{page}}.",
    ),
    "stamp-font-unread": error(
        "The font of the stamps can't be read.", "Choose a font with TrueType outlines (a .ttf file)."
    ),
    "stamp-font-lacks": error("The font of the stamps lacks signs: {signs}.", "Choose a font that has them."),
    # --- the signed copy ------------------------------------------------------------------------------
    "scan-pages": error(
        "Its pages: {found}; those of the letter: {wanted}.",
        "Scan the whole letter in its order, without the blank backs of its sheets.",
    ),
    "signed-letter-changed": error(
        "The letter's words are no longer those that were signed.",
        "Have the letter signed as it is now, and sign it with that scan; or take the scan and its .toml away.",
    ),
    "signed-scan": note(
        "The letter is a scan: for those who can't see it, each of its pages is a picture with the words that were "
        "printed as its description, and no headings or lists. So the signed copy is neither PDF/UA nor PDF/A-2a.",
        "Nothing, as a rule. The bundle that is not signed can be read by everybody.",
    ),
    "scan-words": warning(
        "Only {share} % of the letter's words were read on it.", "See that it is this letter's page, whole and upright."
    ),
    "scan-added": error(
        "It has words that the letter has not: {words}. A letter to one recipient would go out to all.",
        "See that it is the scan of this letter, and of no recipient's own.",
        acceptable=True,
    ),
    "scan-not-read": note(
        "Whether these pages show the letter was not held against its words: {pages}. They have no text, and Tesseract "
        "is not installed, or not for this language.",
        "Look at them; or install Tesseract, and build again.",
    ),
    "scan-no-words": warning(
        "No words could be read on these pages: {pages}.", "See that they are this letter's, whole and upright."
    ),
    # --- what it keeps -----------------------------------------------------------------------------
    "kept-tags": kept("Its tags, which screen readers need."),
    "kept-fields": kept("Its form fields: {count}."),
    "kept-links": kept("Its links: {count}."),
    "kept-outline": kept("Its outline entries: {count}."),
}
