"""The catalogues of phrases, ``templates/<language>/phrases.po``."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note

_EDITOR = "Correct it in a PO editor."
_REVIEWED = "When it has been read, take the words “awaits review” out of its comment."

ENTRIES: Mapping[str, Entry] = {
    "phrases-missing": error(
        "There is no {name} for “{language}”.", "Copy that of another language, and translate its phrases."
    ),
    "phrases-unread": error(
        "The catalogue of phrases for “{language}” can't be read: {reason}.",
        "Open it in a PO editor and save it again, or restore an earlier version.",
    ),
    "phrase-missing": error(
        "There is no phrase “{key}”.",
        "Translate it, with its context (msgctxt) “{key}” and not marked fuzzy, or name another. {near}",
    ),
    "phrase-untranslated": error(
        "The phrase “{key}” has no words yet.",
        "Put them between the quotation marks of its “msgstr”; where there are some, take its mark “fuzzy” out.",
    ),
    "phrase-line": error(
        "The line can't be read: {line}",
        "Put the words between two straight quotation marks, and a “\\” before each that stands within.",
    ),
    "phrase-quotes": error(
        "The line can't be read, as its quotation marks are not straight: {line}",
        'Type straight ones, "…", around the words. Within them, any quotation marks may stand.',
    ),
    "phrase-twice": error("The phrase “{key}” stands there already, in line {line}.", "Keep one of the two."),
    "phrase-order": error(
        "The line “{keyword}” comes after “{before}”: a line is missing, or one too many.",
        "A phrase has one msgctxt, one msgid and one msgstr, in that order.",
    ),
    "phrase-order-first": error(
        "The line “{keyword}” comes first: a line is missing before it.",
        "A phrase has one msgctxt, one msgid and one msgstr, in that order.",
    ),
    "phrase-places": error("The phrase has the places {places}; its source has {wanted}.", _EDITOR),
    "phrase-forms": error(
        "The phrase is counted, and has not the forms of its language: {count}, and not {wanted}, as “Plural-Forms” at "
        "its head says.",
        _EDITOR,
    ),
    "phrase-place-unknown": error(
        "The phrase “{key}” has a place that can't be filled in.",
        "Take it out. Known here: {places}.",
    ),
    "phrase-unreviewed": note("The phrase “{phrase}” awaits review by a protocol officer.", _REVIEWED),
    "phrases-unreviewed": note(
        "Phrases that this package uses await review by a protocol officer ({count}): {keys}.",
        "When one has been read, take the words “awaits review” out of its comment.",
    ),
    "phrases-unreviewed-one": note(
        "A phrase that this package uses awaits review by a protocol officer: {keys}.", _REVIEWED
    ),
    "typography-space": note(
        "The language sets another space here, at which no line breaks.",
        "In Word: Ctrl+Shift+Space, where “⍽” stands: “{should}”.",
    ),
    "typography": note("The language sets these signs or spaces otherwise.", "Write “{should}”."),
}
