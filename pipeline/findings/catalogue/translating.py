"""The languages of a meeting's templates, held against the source: what one has and another has not."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, warning

_AGAIN = "Look at it, translate what changed, then: papers templates MEETING --confirm --lang L --by NAME."
_WRITE = "In Word, write it where it belongs in the translation."

_SEND = "Export it again, and translate what has changed; a translation memory keeps the rest."

ENTRIES: Mapping[str, Entry] = {
    # --- side by side ------------------------------------------------------------------------------
    "paired-paragraph-missing": warning("The source has a paragraph that is not translated here: “{words}”", _WRITE),
    "paired-paragraph-extra": warning("The source has no such paragraph.", "Take it out, or add it to the source."),
    "paired-tags-missing": warning(
        "The source has “{words}”, which is missing here.", "Copy it from the source, in the same place."
    ),
    "paired-tags-extra": warning("The source has nothing like it.", "Take it out, or add it to the source."),
    "paired-moved": warning("It stands in another place than in the source.", "Move it to where the source has it."),
    "paired-placeholder-missing": warning("“{tag}” of the source is missing here.", _WRITE),
    "paired-placeholder-extra": warning(
        "The source has no “{tag}” here.", "Take it out, or correct its name; or write it into the source too."
    ),
    "paired-placeholder-other": warning("“{tag}” stands where the source has “{wanted}”.", "Write “{wanted}”."),
    "paired-order": warning(
        "“{tag}” stands in another order than in the source.", "Put loops and conditions in the order of the source."
    ),
    "paired-link-missing": warning("The link to {address} is missing here.", "In Word: Insert, Link, Insert Link."),
    "paired-link-extra": warning(
        "The source has no link to {address} here.", "Take it out, or add it to the source: in Word, Insert, Link."
    ),
    "paired-heading": warning(
        "It is {kind}; in the source it is {wanted}.",
        "Give it that style: in Word, Home, Styles.",
    ),
    "paired-notes": warning(
        "Its footnotes and endnotes: {count}; those of the source: {wanted}.", "In Word: References, Insert Footnote."
    ),
    "paired-pictures": warning("Its pictures: {count}; those of the source: {wanted}.", "In Word: Insert, Pictures."),
    "paired-tables": warning("Its tables: {count}; those of the source: {wanted}.", "Copy the table from the source."),
    "paired-table": warning(
        "Table {number} has {size} rows and columns; in the source it has {wanted}.",
        "Give it the same rows and columns.",
    ),
    # --- age ---------------------------------------------------------------------------------------
    "source-changed": warning(
        "The source has changed since {by} confirmed the translation on {on}. It said “{was}”, and says “{now}”.",
        _AGAIN,
    ),
    "source-added": warning("The source has more than when {by} confirmed the translation on {on}: “{now}”.", _AGAIN),
    "source-removed": warning(
        "The source has less than when {by} confirmed the translation on {on}: “{was}” is gone.", _AGAIN
    ),
    "confirmed-unread": error(
        "The record of what was confirmed can't be read.",
        "Restore an earlier version, or take the entry out and confirm the translation again.",
    ),
    # --- another name ------------------------------------------------------------------------------
    "rename-unknown": error(
        "The meeting gives no placeholder the name “{name}”.",
        "Name what stands before its form: names.committee, event.session. {near}",
    ),
    "rename-name": error(
        "“{name}” can't be its name.", "Write small letters, figures and “_”, beginning with a letter, as “{like}”."
    ),
    "rename-taken": error("“{name}” has a meaning already.", "Choose another name."),
    "rename-others": error(
        "Other meetings use these templates, and the name “{name}”: {meetings}.",
        "Rename it in all of them at once, with --everywhere; or copy the templates under a name of their own first.",
    ),
    "rename-unwritten": error(
        "“{name}” stands there in a way that can't be changed by itself.",
        "Change it by hand: write the key, and what asks for it, on lines of their own; then try again.",
    ),
    # --- words that go out and come back -----------------------------------------------------------
    "exchange-kind": error("No such kind of file goes out or comes back.", "Choose one of these: {kinds}."),
    "exchange-one-language": error(
        "Such a file has one translation; here are several: {languages}.", "Name one: --lang L."
    ),
    "exchange-missing": error("There is no such file.", "Correct its name."),
    "exchange-large": error("The file has more than {most} MB.", "Send fewer templates at a time."),
    "exchange-unread": error("The file can't be read: {why}.", _SEND),
    "exchange-version": error(
        "It is no XLIFF of version 2 ({version}).", "Save it as XLIFF 2.0 or 2.1, or have it exported again."
    ),
    "exchange-entities": error(
        "The file declares a document type, which may hide what is read.", "Save it again in the program it comes from."
    ),
    "exchange-element": error("It has an element “{element}” among the words, which nobody knows here.", _SEND),
    "exchange-twice": error("“{key}” stands there twice.", "Keep one of the two."),
    "exchange-source": error(
        "It is translated from “{language}”; the templates are translated from “{wanted}”.",
        "Name the source: --source L; or export it again.",
    ),
    "exchange-language": error(
        "It is translated into “{language}”, and not into: {wanted}.", "Correct the language of the file, or --lang."
    ),
    "exchange-extra": error("The meeting has no such text.", _SEND),
    "exchange-stale": error("The source was “{was}” when it went out, and is “{now}” now.", _SEND),
    "exchange-placeholders": error(
        "Placeholders are not those of the source; missing: {missing}; more: {extra}.",
        "Put them where they belong in the translation, as the source has them.",
    ),
    "exchange-things": error(
        "What is no words must be there as often as in the source: {things}.", "Copy its codes from the source."
    ),
    "exchange-code-unknown": error("It has codes that the source has not: {codes}.", "Take them out."),
    "exchange-code-open": error("The code {code} is not closed, or closed where another is open.", "Close it."),
    "exchange-code-foreign": error(
        "The code {code} is a link, a note or a picture that the translation's file has not yet.",
        "Put it there in Word first.",
    ),
    "exchange-braces": error("It has braces that the source has not: {signs}.", "Take them out, or write ( and )."),
    "exchange-signs": error("It has signs that no font shows: {signs}.", "Take them out."),
    "exchange-long": error(
        "It has {length} characters, and there is room for {limit}.", "Shorten it, or widen its place in the layout."
    ),
    "exchange-no-place": error(
        "The translation has no paragraph for “{words}”.", "Write it in Word first, where it belongs."
    ),
    "exchange-list": error("“{key}” has fewer lines than the translation.", "Write them in meeting.toml, in order."),
    "exchange-toml": error(
        "There is no line of its own that a translation of “{key}” could stand behind.",
        "Write the source and its translations on lines of their own.",
    ),
    "exchange-lines": error(
        "Lines of the message: {count}; of its source: {wanted}.", "Give both the same lines, then try again."
    ),
    "exchange-prefix": error(
        "Its elements are named as no program that we know names them.", "Open it in Word and save it again."
    ),
}
