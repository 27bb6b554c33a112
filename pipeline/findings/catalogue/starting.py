"""A new meeting: what of an earlier one is in it, and what differs from that."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note, warning

_ASK = "Is it right for this meeting? Where the program can make it from a fact, write a placeholder."

ENTRIES: Mapping[str, Entry] = {
    # --- like a past one ---------------------------------------------------------------------------
    "new-moved": note(
        "All dates of “{old}” were moved to the same weekdays (weeks: {weeks}): the letter is of {day}.",
        "Correct those that are otherwise; “papers check” tells which are out of order.",
    ),
    "new-accepted": note(
        "Accepted findings were not copied, as they were about the files of then: {count}.",
        "Run “papers check”, and accept again what is still so.",
    ),
    # --- a corrigendum, an addendum ----------------------------------------------------------------
    "new-not-built": error(
        "Nobody knows what of “{old}” went out: it has no bag in the archive, and no build with its facts.",
        "Name the bag that has it, or build the package from the facts of then: builds of earlier versions kept none.",
    ),
    "new-nothing-differs": error(
        "Nothing that a letter shows differs from what went out ({before}).",
        "Correct this file first; the corrigendum is written from what differs.",
    ),
    "new-differs": note("It was “{was}”, and is “{now}”.", "Nothing, where that is meant."),
    "new-added": note("It is new: “{now}”.", "Nothing, where that is meant."),
    "new-gone": note("It is gone: “{was}”.", "Nothing, where that is meant."),
    "new-touched": note(
        "The {letter} in “{language}” said “{was}”, and would say “{now}”.",
        "See that the corrigendum says it; a letter that was printed may be sent anew.",
    ),
    # --- what of a past meeting is in a copy -------------------------------------------------------
    "new-offset": warning(
        "The moment has the offset from UTC that it had.", "Look whether summer time is the same on the new day."
    ),
    "new-symbol": warning("A symbol or a reference is as it was.", "Write this meeting's."),
    "new-signature": warning(
        "The picture of a signature was copied.", "Take it out until they have seen this letter, and want it signed so."
    ),
    "new-number": warning("A number is as it was.", "Is it one more this time?"),
    "new-file": warning("The file is that of “{old}”.", "Put this meeting's in its place."),
    "new-day": warning("A day is typed in words, and was not moved: {words}.", _ASK),
    "new-year": warning("A year is typed in words: {words}.", _ASK),
    "new-ordinal": warning("It counts, in words: {words}.", _ASK),
}
