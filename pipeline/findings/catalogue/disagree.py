"""What texts of a package say otherwise than the meeting, the calendar or each other."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, note, warning

ENTRIES: Mapping[str, Entry] = {
    # --- days and times ----------------------------------------------------------------------------
    "weekday-wrong": warning(
        "“{typed}”: that day is a {right}.", "Correct the name of the day, or the date, whichever is wrong."
    ),
    "event-days-differ": warning(
        "“{typed}” stands beside “{title}”, which is from {first} to {last} in meeting.toml.",
        "Correct the one that is wrong; in a template, write the placeholder of the event's days instead.",
    ),
    "event-day-differs": warning(
        "“{typed}” stands beside “{title}”, which is on {first} in meeting.toml.",
        "Correct the one that is wrong; in a template, write the placeholder of the event's days instead.",
    ),
    "event-time-differs": warning(
        "“{typed}” stands beside “{title}”, which is from {start} to {end} in meeting.toml.",
        "Correct the one that is wrong; in a template, write the placeholder of the event's times instead.",
    ),
    "last-day-differs": warning(
        "“{typed}” is named as the last day, and the deadline “{title}” is {by} in meeting.toml.",
        "Correct the one that is wrong; in a template, write the placeholder of the deadline instead.",
    ),
    "last-day-passed": warning(
        "“{typed}” is named as the last day, and the letter is of {day}: nobody could meet it.",
        "See whether both days are right.",
    ),
    # --- enclosures against their list -------------------------------------------------------------
    "symbol-differs": warning(
        "It bears the symbol {typed}, and the list gives it {symbol}.",
        "See that it is the right file; correct “symbol” in meeting.toml, or the document.",
    ),
    "title-of-another": warning(
        "It begins with the title of enclosure {number}, and the list calls it “{title}”.",
        "See that each enclosure has its own file: two may have changed places.",
    ),
    "title-differs": warning(
        "It begins with these words, and the list calls it “{title}”: the number is another.",
        "See that it is the right file; correct the title in meeting.toml, or the document.",
    ),
    "enclosure-twice": warning(
        "It has the same words as enclosure {number}.", "See that it is the right file, or take one of the two out."
    ),
    "scan-twice": warning(
        "Its pages have no words, and look as those of enclosure {number}.",
        "See that it is the right file, or take one of the two out.",
    ),
    "file-of-another-language": warning(
        "It is given for “{said}”, and has the same words as {other}.",
        "Put the file of that language there; or write the one file once, for the language that it is in.",
    ),
    "count-differs": warning(
        "“{typed}” are spoken of, and there are {count}.",
        "Correct it; in a template, write the placeholder of their number instead: enclosures.count.words.",
    ),
    "number-differs": warning(
        "“{typed}” is written, and “{key}” is {number} in meeting.toml.",
        "Correct the one that is wrong; in a template, write its placeholder instead: numbers.{key}.words.",
    ),
    # --- one language against another --------------------------------------------------------------
    "languages-differ": warning(
        "{what}: it has {has}, where another language has {lacks}.",
        "Hold the languages against each other, and correct the one that is wrong; the concordance shows all of it.",
    ),
    "paragraphs-differ": note(
        "Paragraphs of the letter: {count}; in most languages: {usual}.",
        "See whether one was forgotten: “papers templates” shows the languages side by side.",
    ),
    "tables-differ": warning(
        "Its tables: {count}; in “{other}”: {usual}.",
        "Hold the two documents against each other: one may be of another version, or a part of it was left out.",
    ),
    "rows-differ": warning(
        "Rows of the table: {count}; in “{other}”: {usual}.",
        "Hold the two tables against each other, and put in the row that was forgotten, or take out the one too many.",
    ),
    "items-differ": note(
        "Items of its lists: {count}; in “{other}”: {usual}.",
        "Hold the two documents against each other: an item may have been forgotten, or two put into one.",
    ),
    "translated-twice": warning(
        "The same sentence ({language}) is translated in another way before: “{other}”.",
        "Keep one of the two translations.",
    ),
    # --- names, addresses, terms -------------------------------------------------------------------
    "address-near": warning(
        "“{typed}” is almost “{meant}”, which the meeting gives.", "Correct it, where it is a slip of the hand."
    ),
    "name-spellings": warning("One name is spelt in several ways: {names}.", "Keep one spelling everywhere."),
    "state-name": warning(
        "“{typed}” stands in a list of States, and the language calls it “{name}”.",
        "Write the name of the United Nations, or the house's own under state_names in config.toml.",
    ),
    "term-otherwise": warning(
        "“{typed}” is written, and the house's list of terms has “{instead}”.",
        "Write the house's term, where the same is meant.",
    ),
    # --- words that are typed wrong ----------------------------------------------------------------
    "word-twice": warning("“{typed}”: a word stands twice.", "Take one out."),
    "letters-alike": warning(
        "“{typed}” has letters of another script that look like its own: {signs}.",
        "Type the word anew with the keyboard of its language: as it is, nobody finds it.",
    ),
    "paragraph-other-language": warning(
        "The paragraph is in “{found}”, in a document in “{said}”.", "Translate it, where it was forgotten."
    ),
    "words-unknown": note(
        "Words that the dictionary does not know ({count}): {words}.",
        "Correct what is misspelt, and put what is right into the house's own words (“own” under [words]).",
    ),
    "acronym-early": warning(
        "“{name}” stands here before it is spelled out.",
        "Spell it out where it comes first, with the acronym after it.",
    ),
    # --- forms of courtesy -------------------------------------------------------------------------
    "compliments-missing": warning(
        "The note verbale does not present compliments.",
        "Begin it with its sender, the formula of its language, and whom it greets, as note-verbale.docx does.",
    ),
    "assurances-missing": warning(
        "The note verbale is to renew assurances of consideration, and does not.",
        "Write {{{{ renewal }}}} in its template, or take “renewal” out.",
    ),
    "salutation-low": warning(
        "It goes to States or their missions, and greets them as {salutations} alone.",
        "Write “excellencies” first in “salutations”.",
    ),
    "salutation-high": warning(
        "It greets Excellencies, and goes to none.", "Take “excellencies” out of “salutations”."
    ),
}
