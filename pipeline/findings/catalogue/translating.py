"""The languages of a meeting's templates, held against the source: what one has and another has not."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, warning

_AGAIN = "Look at it, translate what changed, then: papers templates MEETING --confirm --lang L --by NAME."
_WRITE = "In Word, write it where it belongs in the translation."

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
        "It has {count} footnotes or endnotes; the source has {wanted}.", "In Word: References, Insert Footnote."
    ),
    "paired-pictures": warning("It has {count} pictures; the source has {wanted}.", "In Word: Insert, Pictures."),
    "paired-tables": warning("It has {count} tables; the source has {wanted}.", "Copy the table from the source."),
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
}
