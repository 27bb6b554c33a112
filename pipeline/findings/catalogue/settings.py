"""Settings files as they are typed: TOML, and what each value must be."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, warning

_NEAR = "Correct it or take it out. {near}"
_OFFICE = "Name the folder that holds “soffice” by its whole path, or take it out: it is found where it usually is."

ENTRIES: Mapping[str, Entry] = {
    # --- the file ----------------------------------------------------------------------------------
    "toml-unread": error("The file can't be read: {reason}.", "Check the name, and that you may read it."),
    "toml-encoding": error(
        "The file is not encoded as UTF-8.", "Save it again as UTF-8: in the editor, “Save as”, encoding UTF-8."
    ),
    "toml-office": error(
        "It is a document of Word or another office program, and should be a text.",
        "Copy its words into the file that “papers new” makes, or at the desk; or save it as plain text, encoded as "
        "UTF-8 (in Word: File, Save As, Plain Text), under the name that it had.",
    ),
    "toml-nested": error(
        "The file is not valid TOML: its brackets are nested too deeply.",
        "Look for brackets that are opened and not closed.",
    ),
    "toml-invalid": error(
        "The file is not valid TOML: {why}.",
        "Look at that line and the one above it: a quote or a bracket may be missing, or a key stand twice.",
    ),
    "toml-backslash": error(
        "The file is not valid TOML: in double quotes, “\\” begins a sign's code, and what follows is none.",
        "Write “/”, which serves in paths everywhere, or put the words between single quotes: '…'.",
    ),
    "toml-quotes": error(
        "The file is not valid TOML: {quotes} are not the quotes that it takes.",
        'Type straight quotes, "…", around the words: Word and some editors turn them as they are typed. '
        "Within them, any quotes may stand.",
    ),
    "toml-unseen": error(
        "The file is not valid TOML: a sign that is not seen ({code}) stands between its words.",
        "Delete the spaces of that line, and type them anew.",
    ),
    "toml-date": error(
        "The file is not valid TOML: “{value}” is no date as it is typed.",
        "Write dates as 2025-03-03, without quotes.",
    ),
    "toml-too-large": error(
        "The file has more than {most} MB.", "Take out what was pasted into it. Documents are enclosed as files."
    ),
    # --- keys --------------------------------------------------------------------------------------
    "key-missing": error("“{key}” is missing.", "Add it: a line that begins with “{key} = ”."),
    "key-unknown": error("There is no key “{key}” here.", _NEAR),
    "key-misplaced": error(
        "“{key}” belongs at the top of the file, not in a table.",
        "Move its line above the first line that begins with “[”.",
    ),
    # --- values ------------------------------------------------------------------------------------
    "value-no-words": error("It is not words in quotes.", 'Write it in quotes: key = "…".'),
    "value-no-truth": error("It is neither true nor false.", "Write true or false, without quotes."),
    "value-no-whole-number": error("It is not a whole number.", "Write a whole number, without quotes."),
    "value-no-number": error("It is not a number.", "Write it without quotes, with a point: 8.5."),
    "value-not-finite": error("It is not a number that can be used.", "Write it in figures: 8.5."),
    "value-not-above": error("It is too small.", "It must be more than {limit}."),
    "value-too-small": error("It is too small.", "It must be {limit} or more."),
    "value-too-large": error("It is too large.", "It must be {limit} or less."),
    "value-no-list": error("It is not a list.", "Write it in brackets: key = […]."),
    "value-no-tables": error(
        "It is one table, and there may be several.", "Write its header in two pairs of brackets: [[{key}]]."
    ),
    "value-no-languages": error(
        "It has no words in each language, but one value.",
        'Write words in quotes for each language of the meeting: {key}.fr = "…".',
    ),
    "value-no-table": error("It is not a table.", "Give its keys below a header of its own."),
    "value-length": error("It has a length of {count}; {needed} is asked for.", "Give as many as are asked for."),
    "value-too-long": error(
        "It has {count} characters.", "Shorten it to {most} at most. What is longer belongs in an enclosure."
    ),
    "list-too-long": error("It has {count} entries.", "Leave {most} at most."),
    "list-empty": error("It is empty.", "Give at least one."),
    "value-empty": error("It is empty.", "Write its words, or take it out."),
    "value-unusable": error("It can't be used here.", "Correct it; the description in docs/ says what it may be."),
    "value-unknown": error("“{value}” is not known here.", "Correct it. {near}"),
    "name-malformed": error(
        "“{value}” can't be used here.",
        "Use small letters without accents, figures, “_” or “-”, beginning with a letter.",
    ),
    "language-malformed": error(
        "“{value}” can't be used here.", "Name a language by its tag in small letters, such as fr."
    ),
    "language-unknown": error("“{language}” is not a language that is known here.", "Correct it. {near}"),
    "hash-malformed": error(
        "“{value}” can't be used here.", "Take the whole entry out, and let “papers check --accept” write it."
    ),
    "state-malformed": error(
        "“{value}” can't be used here.",
        "Name a State by its ISO 3166 code of three capital letters, such as CHE.",
    ),
    "placeholder-not-filled": error("A placeholder is not filled in here.", "Write the words themselves."),
    "character-unprintable": error("There is a character in it that can't be printed ({code}).", "Take it out."),
    "character-turns": error(
        "There is a sign in it that turns the direction of writing ({code}).",
        "Delete the words, and type them anew.",
    ),
    "signs-unseen": warning(
        "It has signs that nobody sees: {words}.",
        "Type these words anew: such signs come along when words are copied, and no search finds words that have them.",
    ),
    "mark-open": error("A “{sign}” is opened and not closed.", "Close it; for the sign itself, type “\\{sign}”."),
    # --- days --------------------------------------------------------------------------------------
    "value-no-date": error("It is not a date.", "Write 2024-06-18, or 2024-06-20T15:00:00+02:00, without quotes."),
    "value-no-moment": error(
        "It is not a moment with its time zone.", "Write 2024-05-31T18:00:00+02:00, without quotes."
    ),
    "value-no-day": error("It is not a day.", "Write 2024-04-22, without quotes."),
    "time-without-zone": error(
        "The time has no time zone.",
        'Write it as 2024-06-20T15:00:00+02:00, or name the zone beside it: zone = "Europe/Zurich".',
    ),
    "zone-unknown": error(
        "There is no time zone “{zone}”.", "Name it by its region and its largest city, as in “Europe/Zurich”. {near}"
    ),
    "zone-offset": error(
        "The time {time} of {day} is written with the offset {offset}; in {zone} it has {right}.",
        "Take the offset out, or correct the one that is wrong: it may be that of winter, or another place's.",
    ),
    "hour-skipped": error(
        "There is no {time} on {day} in {zone}: clocks are put forward over it.", "See whether the time is right."
    ),
    "hour-twice": error(
        "The time {time} comes twice on {day} in {zone}: clocks are put back over it.",
        "Write it with its offset, as one of these: {moments}.",
    ),
    "holiday-malformed": error(
        "“{value}” is no day, and not from one day to another.",
        'Write 2025-12-25, or 12-25 for a day of each year, or "2025-12-24/2026-01-02" in quotes.',
    ),
    "holiday-ends-first": error("“{value}” ends before it starts.", "Write the first day first."),
    "year-unlikely": error("The year is {year}.", "See whether it is right."),
    # --- fonts and the program ---------------------------------------------------------------------
    "stamp-font-missing": error(
        "The font “{font}” is not installed as a TrueType file.",
        "Run “make demo” to install the sample's fonts, name another font, or add its folder to fonts.folders.",
    ),
    "program-no-path": error("It is not a path in quotes.", _OFFICE),
    "program-not-whole": error(
        "“{program}” is not a whole path: it would name another program in each folder.", _OFFICE
    ),
    "confinement-not-here": error(
        "An office can't be confined by “{way}” on this system.",
        "Take it out: the best way that the system allows is taken.",
    ),
    "program-missing": error("There is no LibreOffice in {program}.", _OFFICE),
    "program-travels": error(
        "Which program converts is the machine's to say, and never that of a file that travels with papers.",
        'Take it out; write office = "{program}" in ~/.config/papers.toml, or set PAPERS_OFFICE to it.',
    ),
    # --- how a language is set ---------------------------------------------------------------------
    "dates-setting-unknown": error("There is no setting of dates “{name}”.", _NEAR),
    "dates-value-unknown": error("“{value}” is not a value of “{name}”.", "Correct it. {near}"),
    "dates-year-place": error(
        "The setting “year” must hold “{{year}}”, the place of the year.", "Write “{{year}}” where the year stands."
    ),
    "typography-unknown": error(
        "There is no typographic profile “{profile}” for “{language}”.", "Name another one. {near}"
    ),
    # --- a letterhead's words ----------------------------------------------------------------------
    "letterhead-missing": error("There is no letterhead “{name}”.", "Correct “letterhead” in meeting.toml. {near}"),
    "letterhead-language-missing": error(
        "The letterhead has no words in “{language}”.", "Add a table [{language}] with the keys of the others."
    ),
    "letterhead-unread": error("The letterhead is no Word document that can be read.", "Open it in Word, and save it."),
    "letterhead-taken": error(
        "There is a letterhead of that name already.", "Choose another name, or edit the letterhead that is there."
    ),
    "letterhead-logo-coarse": error(
        "The logo has {dots} dots: {dpi} an inch at its width, and the house asks for {least}.",
        "Take one with more dots, or make it smaller with --width.",
    ),
    "letterhead-word-unknown": error("The letterhead has no place for the word “{key}”.", "Correct it. {near}"),
    "letterhead-word-missing": error("The letterhead's words in “{language}” lack “{key}”.", "Add it."),
    # --- the house's terms -------------------------------------------------------------------------
    "terms-place": error(
        "“{name}” is no list of terms of the house.",
        "Name a .csv or a .tbx that lies beside config.toml, or in a folder below.",
    ),
    "terms-missing": error("There is no file “{name}”.", "Put it there or correct the name."),
    "terms-unread": error("The list of terms can't be read: {reason}.", "Save it as CSV in UTF-8, or as TBX."),
    "terms-columns": error(
        "The list of terms lacks columns: {lacks}.", "Name the columns in its first row: language, write, not."
    ),
    "terms-large": error("The list of terms has more than {most} MB.", "Take out what no text of the house has."),
    "terms-many": error("The list of terms has more than {most} terms.", "Take out what no text of the house has."),
    # --- how grave findings are --------------------------------------------------------------------
    "grade-unknown": error(
        "There is no finding “{code}”.", "Correct its code: “papers check” shows that of each finding. {near}"
    ),
    "grade-held": error(
        "“{code}” is unsafe, or breaks what goes out: it can't be less grave than it is.",
        "Take it out of [findings]; mend what is told instead.",
    ),
    # --- spelling ----------------------------------------------------------------------------------
    "own-words-place": error(
        "“{name}” is no list of the house's words.", "Name a .txt that lies beside config.toml, or in a folder below."
    ),
    "own-words-missing": error("There is no file “{name}”.", "Put it there or correct the name."),
    "dictionary-missing": warning(
        "Spelling is not looked at: this machine has no Hunspell, or no dictionary “{name}” of it.",
        "Install hunspell and the dictionary (Debian: hunspell-fr, hunspell-en-gb …), or correct its name.",
    ),
}
