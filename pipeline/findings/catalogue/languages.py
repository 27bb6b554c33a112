"""The languages' own files, ``templates/<tag>/language.toml``."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note, warning

_RULES = "docs/languages.md shows how rules for numbers are written."

ENTRIES: Mapping[str, Entry] = {
    "language-no-tag": error(
        "“{language}” is no language that the Unicode CLDR knows.",
        "Name the folder by the language's tag: pt, pt-BR, zh-Hant, sr-Latn.",
    ),
    "language-taken": error(
        "There is a folder for “{language}” already.", "Edit its files; or remove it, and begin anew."
    ),
    "language-letterhead-words": note(
        "The letterhead has no words in “{language}”.", "Add a table [{language}] with the keys of the others."
    ),
    "language-fonts": note(
        "The house's papers don't use {families}, which have the letters of the language.",
        "Add {families} to “families”, under [fonts]. The set-up installs them, with the package fonts-noto-core.",
    ),
    "language-sheet": error(
        "This is no sheet of “papers language review” that came back: {reason}.",
        "Give the Word document that it wrote, with its first line and its table as they were.",
    ),
    "language-sheet-unsigned": error(
        "Nobody has signed the sheet.",
        "Let the native speaker write their name at its head, and the date as 2026-12-31.",
    ),
    "language-row-corrected": warning(
        "A native speaker says that it should be: {instead}", "Change the row so that it sets this; docs/languages.md."
    ),
    "language-row-changed": warning(
        "It sets other words than those that were read.", "Make a new sheet, and have the row read again."
    ),
    "language-unreviewed": note(
        "Rows of “{language}” that nobody has signed ({count}): {rows} …",
        "Have a native speaker read them: “papers language review {language}” makes a sheet.",
    ),
    "language-circle": error(
        "The language inherits from “{language}”, which inherits from it.", "Take one of the two “inherits” out."
    ),
    "language-row-missing": error("“{key}” is missing, and CLDR does not say it either.", "Add it."),
    # --- patterns ----------------------------------------------------------------------------------
    "language-brace": error(
        "“{pattern}” has a brace without its counterpart.", "Close it, or take it out: {{ and }} stand around places."
    ),
    "language-place-unknown": error("“{pattern}” has a place that is not known here.", "It may have: {places}."),
    "language-place-missing": error("“{pattern}” lacks {places}.", "Put it where its words belong."),
    "language-hours": error("“{value}” are no hours of a day.", "Write 0-11, or 12: from 0 to 23, the smaller first."),
    "language-time-gap": error(
        "No row of “time” says {time}.", "Add a row for its hours; one without “whole” says all their minutes."
    ),
    "language-era-order": error(
        "The era “{era}” begins on {since}, which is no later than the one before it.", "Put the oldest first."
    ),
    "language-digits": error(
        "The digits “{digits}” are not among those of [digits].", "Add them there, ten signs from zero. {near}"
    ),
    "language-letter": error(
        "“{letter}” is no letter.", "Write the letters of enclosures with a space between them: А Б В."
    ),
    "language-letter-twice": error("The letter “{letter}” is there twice.", "Take one of them out."),
    "language-expression": error(
        "“{expression}” is no regular expression: {reason}.",
        "Correct it; a backslash stands before a sign that is meant.",
    ),
    "typography-rule-lacks": error("A rule “{rule}” needs {keys}.", "Add it to the rule."),
    # --- numbers -----------------------------------------------------------------------------------
    "number-rule": error("“{rule}” is no rule for numbers.", f"Write “20: vingt[-→→];” {_RULES}"),
    "number-rule-order": error(
        "“{rule}” stands after a rule for a greater number, or the same.", "Put the rules of a set in their order."
    ),
    "number-rule-forms": error(
        "The texts of “{rule}” ({count}) are not as many as the forms of its set ({forms}).",
        "Give one text for all forms, or one for each.",
    ),
    "number-set-twice": error("There are two sets “{set}”.", "Give one of them another name."),
    "number-set-missing": error(
        "There is no set “{set}”, in the file or in CLDR's rules for the language.",
        "Correct the name, or write the set.",
    ),
    "number-set-empty": error("The set “{set}” has no rule.", "Write its rules, or take it out."),
    "number-rule-gap": error("The set “{set}” has no rule for {number}.", "Add one for the smallest number."),
    "number-rule-endless": error(
        "The set “{set}” hands {number} on without end.", "Let one of its rules say the number itself."
    ),
    "language-without-numbers": error(
        "“{language}” has no rules for numbers in words.", "Write the figures, or add rules to its language.toml."
    ),
    # --- names -------------------------------------------------------------------------------------
    "state-without-name": error(
        "CLDR has no name for the State {code} in “{language}”.",
        "Give one in config.toml: state_names.{language}.{code}.",
    ),
}
