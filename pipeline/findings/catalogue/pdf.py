"""PDF files that others made."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, changed, error, kept, removed, warning

_ANEW = "Open it in the program that it comes from and export it as PDF again, or ask for it again."
_LESS = "Ask its author for another copy, or print it to PDF anew on a machine of your own."

ENTRIES: Mapping[str, Entry] = {
    "signed": changed(
        "It is signed electronically. The signature holds for the file as it came, which is attached as “{name}”.",
        "To check the signature, open the attachment.",
    ),
    "xfa": removed("Its form lost what only Adobe's programs show (XFA).", "Look at its pages."),
    "untagged": warning(
        "It has no tags, so readers who are blind can't read it well.",
        "In Word: File, Save As, PDF, Options, and tick Document structure tags for accessibility.",
    ),
    "other-colours": warning(
        "Its colour profile is not sRGB; in the bundle its colours may look different.",
        "Export it again with the colour profile sRGB.",
    ),
    "repaired": changed("The file was damaged and has been repaired.", "Look at its pages in the bundle."),
    "cut-picture": warning(
        "A picture breaks off, and is shown as far as it goes (pages: {pages}).",
        "Look at it in the bundle; if too much is missing, ask for the file again.",
    ),
    "lost-outline": warning(
        "Lines of its outline could not be kept when it was repaired.", "Ask for the file again, if they are needed."
    ),
    "remarks-left-out": removed(
        "Remarks of those who read it were left out (page, author, words): {remarks}",
        'If they are to go out, write keep = ["remarks"] below its file in meeting.toml.',
    ),
    "remarks-shown": warning(
        "Text boxes, stamps, ink or shapes put on its pages stay there (page, author, words): {remarks}",
        "See that they may leave the house; else take them out in the program that they were made with.",
    ),
    "remarks-kept": kept("Remarks of those who read it, as the meeting says (page, author, words): {remarks}"),
    "remarks-signed": warning(
        "It is signed, so that remarks of those who read it stay in it (page, author, words): {remarks}",
        "If they must not leave the house, ask for a file without them.",
    ),
    "loose-tags": kept("Some of its tags hang from no tree; readers who are blind won't hear what they hold."),
    "field-look": warning(
        "Its form asks viewers to draw its fields, which other forms here rule out; some may look empty: {names}.",
        "Open it in the program that it was filled in with, save it, and look at the fields in the bundle.",
    ),
    "loose-fields": changed(
        "Fields that belonged to no form were taken into the bundle's: {count}.", "Try them in the bundle."
    ),
    "unlocked": changed("It was locked; in the package it is not.", "See that its author allows that."),
    "fonts-missing": warning(
        "Fonts are not in the file: {names}. Others may stand in for them.", "Export it with its fonts."
    ),
    "no-text": warning(
        "Pages that show no text, only a picture of it: {pages}.", "Let a program recognise the text (OCR)."
    ),
    "ocr-missing": error(
        "It has pages that are pictures of text, which the house wants read ([convert] ocr, in config.toml), and what "
        "reads them is not installed.",
        "Let this be installed: {install}; or write ocr = false.",
    ),
    "ocr-read": changed(
        "A program read the words on pages that are pictures ({pages}), in: {languages}. They can be searched, and may "
        "have mistakes; the pages look as they did, and got no tags.",
        "Where a word decides something, look at the page.",
    ),
    "ocr-left": warning(
        "Pages that show no text, only a picture of it, stay so: {pages}. {why}",
        "Let another program recognise the text (OCR), if the pages have any.",
    ),
    "no-language": warning(
        "It does not say what language it is in.",
        "In Word: Ctrl+A, Review, Language, Set Proofing Language; then save it as a PDF again.",
    ),
    # --- a file that can't be taken ----------------------------------------------------------------
    "pdf-password": error(
        "It opens only with a password.",
        "Ask its author for a copy without one; or say in meeting.toml, below its file, where the password is: "
        'password = {{ env = "NAME_OF_A_VARIABLE" }} or password = {{ file = "path/of/a/file" }}.',
    ),
    "pdf-wrong-password": error(
        "The password that the meeting gives does not open it.", "Ask its author for the right one."
    ),
    "pdf-locked": error(
        "It is encrypted in a way that can't be opened here, for certain readers perhaps.",
        "Ask its author for a copy without a password or restrictions.",
    ),
    "pdf-assembly": error(
        "Its author forbids that it be put together with other files.",
        "Ask for a copy without restrictions; or, if your office has the right to do it, say so in "
        "meeting.toml, below its file: right_to_assemble = true.",
    ),
    "pdf-portfolio": error(
        "It is a portfolio: a cover with other files in it.", "Save the files out of it, and enclose each of them."
    ),
    "pdf-xfa": error(
        "It is a dynamic form (XFA), whose pages only Adobe's programs can draw.",
        "Open it in Adobe Acrobat or Reader and print it to a PDF file.",
    ),
    "pdf-no-pages": error("It has no pages.", "Take it out, or put the right file in its place."),
    "pdf-ruins": error("It is not a PDF, or too damaged to be read.", _ANEW),
    "pdf-mended": error("It is damaged, and can't be repaired.", _ANEW),
    "pdf-pages": error(
        "It is damaged: programs that read PDF files do not find the same number of pages in it: {pages} and {others}.",
        _ANEW,
    ),
    "pdf-page": error("It is damaged: when it is repaired, page {page} does not look as it did.", _ANEW),
    "pdf-lost": error("It is damaged: something that page {page} shows is no longer in it.", _ANEW),
    "pdf-drawn": error("It is damaged: page {page} can't be drawn.", _ANEW),
    "pdf-undrawn": error("It is damaged: a second program that reads PDF files can't open it.", _ANEW),
    "pdf-bomb": error(
        "Something in it unpacks to far more than a document holds: it may have been made to do harm.", _LESS
    ),
    "pdf-picture": error(
        "A picture in it claims to be {width} by {height} dots: it may have been made to do harm.", _LESS
    ),
    "pdf-nested": error(
        "Its objects are nested far deeper than a document needs: it may have been made to do harm.", _LESS
    ),
    "pdf-memory": error(
        "It takes more than {memory} MB of memory to read {at}: it may have been made to do harm.", _LESS
    ),
    "pdf-time": error("It takes more than {time} seconds to read {at}: it may have been made to do harm.", _LESS),
    "pdf-stopped": error(
        "The program that reads PDF files broke down over {at}: it may have been made to do harm.", _LESS
    ),
    "pdf-unread": error("The file cannot be read: {reason}.", "See that it is there and may be read."),
    "pdf-unexpected": error("It is damaged in a way that is not known here ({error}, over {at}).", _ANEW),
}
