"""A list of recipients: its file, its columns, and its rows."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note, warning

_SAVE = "Open it in Excel and save it anew, as an Excel workbook (.xlsx)."
_CELL = "Type the value itself into the cell."
_HEADING = "Correct the heading, or say what it is in config.toml, below [recipients.headings]."

ENTRIES: Mapping[str, Entry] = {
    # --- the file ----------------------------------------------------------------------------------
    "list-ending": error(
        "A file that ends in “{ending}” is not taken as a list of recipients.", "Save it as one of these: {taken}."
    ),
    "list-is-lock": error(
        "It is not the list, but what Excel keeps beside it while it is open.", "Name the list itself: {name}."
    ),
    "list-open": error(
        "The list is open in Excel or LibreOffice, which left {name} beside it: what is in it may not be saved yet.",
        "Save and close it. If nobody has it open, delete {name}.",
    ),
    "list-locked": error(
        "The list is locked with a password.",
        "In Excel: File, Info, Protect Workbook, Encrypt with Password; empty the password and save.",
    ),
    "list-unchangeable": error(
        "Cells of a list that ends in “{ending}”, or is as large, can't be put right on the page.",
        "Put them right in Excel, and drop the list back; or save it as .xlsx.",
    ),
    "list-row-gone": error(
        "The list has no row {row} any more: somebody has changed it since.", "Look at the list as it is now."
    ),
    "list-cell-merged": error(
        "This cell is one with others, or is computed: to change it would change them.", "Put it right in Excel."
    ),
    "list-row-changed": error(
        "Somebody else has changed this cell since: it was “{was}”, and is “{now}”.",
        "Look at what it is now, and save again what is to be otherwise.",
    ),
    "letter-to-nobody": error(
        "No letter goes to “{key}”: the list has nobody of that key, or something is wrong with the row.",
        "Look at the list as it is now.",
    ),
    "list-damaged": error("The list can't be read: it was cut short, or is not what its name says.", _SAVE),
    "list-too-large": error("The list {why}: a list can't have so much.", "Part it in several, one for each meeting."),
    "list-encoding": error(
        "The list is neither in UTF-8 nor in Windows-1252, so that its letters can't be told for certain.",
        "In Excel, save it as “CSV UTF-8”, or as a workbook (.xlsx).",
    ),
    "list-quotation": error(
        "A quotation mark is not closed, or stands inside a value.",
        "Correct the line, or save the list as an Excel workbook (.xlsx).",
    ),
    "list-cell-large": error("A cell has more than 131,072 characters.", "See whether a quotation mark is missing."),
    "recipients-none": error("The list has no recipient.", "Add them, a row each, below the headings."),
    "list-no-heading": error(
        "No row has headings that are known, such as “State”, “Organisation”, “Name”, “Language”.", _HEADING
    ),
    "list-rows": error("The list has {rows} recipients, and can have {most}.", "Part it in several."),
    "list-heading-twice": error("The heading “{heading}” stands in {other} too.", "Rename one of the two columns."),
    "list-heading-same": error(
        "“{heading}” says the same as the heading in {other}: both would be the {field}.",
        'Leave one out, or rename it; or in config.toml, below [recipients.headings]: "{heading}" = "-".',
    ),
    "list-column-missing": error(
        "No column has the {field} of the recipients. The columns were read so: {columns}.", _HEADING
    ),
    "heading-field": error("There is no “{field}” that a column could be.", "Correct it. {near}"),
    "messages-without-list": error(
        "“{setting}” is about letters to recipients, and there is no list of recipients.",
        'Add recipients = "recipients.xlsx", or take “{setting}” out.',
    ),
    # --- a cell ------------------------------------------------------------------------------------
    "cell-formula": error(
        "The cell has a formula that was never computed.", "Open the list in Excel, which computes it, and save it."
    ),
    "list-cell-error": error("The cell's formula gives an error: {error}.", _CELL),
    "cell-date-1904": error(
        "The day can't be told for certain: the workbook counts days from 1904, as old Macs did.",
        "In Excel: File, Options, Advanced, take the tick from “Use 1904 date system”; then correct the days.",
    ),
    "cell-no-date": error("What is shown as a day is none.", _CELL),
    "cell-long": error("The cell, or one of its lines, has {signs} characters, and can have {most}.", "Shorten it."),
    # --- a recipient -------------------------------------------------------------------------------
    "recipient-unnamed": error(
        "The row names nobody: neither a State nor an organisation nor a person.", "Add one of them, or delete the row."
    ),
    "recipient-no-person": error("The category is “persons”, and no person is named.", "Add the name."),
    "recipient-category-missing": error(
        "The category is missing: it says which letter the recipient gets.",
        "Write missions, states, organisations, un-system, ngos, focal-points or persons.",
    ),
    "recipient-category": error("There is no category “{words}”.", "Correct it. {near}"),
    "recipient-no-instrument": error(
        "No instrument of the meeting goes to the category “{category}”.",
        "Correct the category, or add it to an instrument's “audience” in meeting.toml.",
    ),
    "recipient-state": error(
        "No State is called “{words}”.",
        "Write its code of ISO 3166, or its name; what is no State is an organisation. {near}",
    ),
    "recipient-language-missing": error("The language of the letter is missing.", "Write one of these: {languages}."),
    "recipient-language": error(
        "The meeting is not made in the language “{words}”.",
        "Write one of these: {languages}; or add it to “languages” in meeting.toml.",
    ),
    "recipient-gender": error(
        "“{words}” is not known as a gender.", "Write f or m; for more than one person, several; or leave it empty."
    ),
    "recipient-gender-m": error(
        "“M” can be a man or a woman here, as the same column has “H”.", "Write f or m, in English, in all rows."
    ),
    "recipient-email": error("“{words}” is not one address of e-mail.", "Correct it; further ones go into “Copies”."),
    "recipient-key": error(
        "“{words}” can't be a key, which is part of a file's name.",
        "Use up to {most} letters without accents, figures, hyphens, dots and underlines.",
    ),
    "recipient-key-twice": error("Row {row} has the key “{key}” too.", "Give each recipient a key of its own."),
    "recipient-file-twice": error(
        "The letter's file would have the name of that of row {row}: names and key, one after the other, are the same.",
        "Give one of the two another key.",
    ),
    "recipient-file-long": error(
        "The letter's file would have a name of {signs} signs, with the instrument's key “{instrument}”, and can have "
        "{most}.",
        "Shorten the key of the recipient, or that of the instrument in meeting.toml.",
    ),
    "recipient-lines": error("The address has {lines} lines, and can have {most}.", "Put some of them on one line."),
    "recipient-row-twice": error(
        "The row is the same as row {row}: the letter would go out twice.", "Delete one of the two."
    ),
    "recipient-rank": error(
        "There is no salutation for the rank “{rank}” in “{language}”.",
        "Write a rank that there is one for, or add salutation.{rank}.one.m, .one.f and .many to phrases.po. {near}",
    ),
    "recipient-salutation": error(
        "The salutation in “{language}” can't be chosen without the gender.",
        "Write f or m; for more than one, several.",
    ),
    # --- what a person should look at --------------------------------------------------------------
    "recipient-again": warning("It may be whom row {row} is about, {other}.", "See that both letters are meant."),
    "recipient-two-spellings": warning(
        "It may be whom row {row} is about, in another spelling: {other}.",
        "See that both letters are meant; else delete one.",
    ),
    "recipient-note-verbale": warning(
        "A note verbale would go to one of the category “{category}”; it is for States and their missions.",
        "Give organisations and persons a letter as an instrument of its own.",
    ),
    "recipient-titled": warning(
        "The name begins with “{title}”, and the program puts the form of address before it.",
        "Take it out, and fill in the gender and the rank.",
    ),
    "recipient-example": warning(
        "The row is an example that the list was written with: a letter would go to {name}.", "Delete the row."
    ),
    "recipient-signs": warning(
        "No font of the house has these signs, which the letter prints as boxes: {signs}.",
        "Write them with other signs, or add a font that has them to fonts.families in config.toml.",
    ),
    "recipient-excellency": warning(
        "“{words}” goes with a rank, and the row has none: the letter would greet them like anyone else.",
        "Fill in the rank, as ambassador or minister.",
    ),
    "address-short": warning(
        "Lines of the address, with the names above it: {lines}. A letter by post needs three.", "Complete it."
    ),
    # --- a letter ----------------------------------------------------------------------------------
    "sample-of-none": error(
        "It has no recipient whose letter can be made, so that there is nothing to make a sample of.",
        'List them in a file, and name it at the head: recipients = "recipients.xlsx".',
    ),
    "letter-not-made": error(
        "The letter to the recipient “{key}” was not made; the others were. What stopped it is told next.",
        "Mend it, and build again: that letter alone is made then.",
    ),
    "letter-of-before": warning(
        "The letter is of an earlier build, before the last change.", "Build without --lang, and it is made anew."
    ),
    "letter-of-another-language": warning(
        "This build made letters in other languages alone.", "Build without --lang, and it is made."
    ),
    "recipient-file-not-made": error(
        "The file with the role “{role}” for the recipient “{key}” was not made, nor what needs it; all else was. What "
        "stopped it is told next.",
        "Mend it, and build again: that file alone is made then.",
    ),
    # --- what a person may like to know ------------------------------------------------------------
    "list-columns": note(
        "The headings are in row {row}, and were read so: {columns}.",
        "Nothing, where that is right; else say what they are in config.toml, below [recipients.headings].",
    ),
    "list-not-utf-8": note("The list is not in UTF-8, and was read as {encoding}.", "See that its accents are right."),
    "list-hidden-sheets": note("Hidden sheets were left out: {sheets}.", "Unhide what is meant."),
    "list-other-sheets": note(
        "The recipients are those of the sheet “{sheet}”; others were not read: {sheets}.",
        "Put all recipients on one sheet.",
    ),
    "list-hidden-columns": note("Hidden columns were left out: {columns}.", "Unhide what is meant."),
    "list-hidden-rows": note(
        "Hidden rows were left out, and get no letter ({count}): {rows}.",
        "Unhide those that are meant; a filter hides rows too.",
    ),
    "recipients-without-email": note(
        "Drafts of messages are asked for, and there is none for those who have no e-mail ({count}): rows {rows}.",
        "Nothing, where their letters go by post; else add the addresses.",
    ),
    "list-columns-unnamed": note("Columns without a heading were left out: {columns}.", "Give them a heading."),
}
