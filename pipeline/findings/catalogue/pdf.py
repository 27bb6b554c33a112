"""PDF files that others made."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, changed, kept, removed, warning

ENTRIES: Mapping[str, Entry] = {
    "signed": changed(
        "It is signed electronically. The signature holds for the file as it came, which is attached as “{name}”.",
        "To check the signature, open the attachment.",
    ),
    "xfa": removed("Its form lost what only Adobe's programs show (XFA).", "Look at its pages."),
    "untagged": warning("It has no tags, so readers who are blind can't read it well.", "Export it as a tagged PDF."),
    "other-colours": warning(
        "Its colour profile is not sRGB; in the bundle its colours may look different, and the bundle is not PDF/A.",
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
    "no-language": warning("It does not say what language it is in.", "Set its language, and export it again."),
}
