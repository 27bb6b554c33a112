"""Word templates and letterheads: what a merge would stumble on, and what would be lost in it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note, warning

_SMALLER = "In Word: delete what the letter does not need, pictures above all; or make the template anew."
_HERE = "“{tag}” is not known here."
_VALUE = "Name one of its words. {near}"
_ELSEWHERE = (
    "Take it out. What is filled in stands in the text, in a head, a foot or a note, in a picture's alternative text "
    "or in the address of a link."
)

_SMALLER = "Look at its loops and at how large it is; make the template anew in Word if it came from elsewhere."

_NAMED = (
    "Write {{{{ enclosures.{key}.name }}}}, with that key below the enclosure in meeting.toml: "
    "it is then right wherever the enclosure stands."
)

ENTRIES: Mapping[str, Entry] = {
    # --- a covering message ------------------------------------------------------------------------
    "message-missing": error(
        "There is no template of the covering message, which the meeting asks for.",
        "Write a message.txt beside the language's other templates; its first line is the subject.",
    ),
    "message-unread": error(
        "The template can't be read, or is no text in UTF-8.", "Save it as a text in UTF-8, in an editor."
    ),
    "message-long": error("The message has more than {most} characters.", "Shorten it: the letter says the rest."),
    "message-empty": error(
        "The message has no subject, or nothing below it.", "The first line is the subject, the rest is the message."
    ),
    "message-syntax": error("A placeholder can't be understood: {why}.", "Write it as {{{{ recipient.name }}}}."),
    # --- the file -----------------------------------------------------------------------------------
    "template-missing": error("There is no such template.", "Put it there or correct its name. {near}"),
    "template-other-kind": error(
        "There is no such template, but {other}, which is of another kind.",
        "Open {other} in Word and save it (File, Save As) as {name}, of the type “Word Document”, without macros.",
    ),
    "template-damaged": error(
        "The file is no Word document (.docx), or it is damaged.",
        "Open it in Word and choose File, Save As, Word Document (.docx).",
    ),
    "template-too-large": error("The file is too large for a template: {part} {why}.", _SMALLER),
    "template-too-large-whole": error("The file is too large for a template: it {why}.", _SMALLER),
    "template-entities": error(
        "The file declares entities, which swell when it is read: {part} {why}.",
        "No Word document has any: make the template anew in Word.",
    ),
    "template-time": error(
        "It takes more than {time} seconds of the processor's time to fill in: it may have been made to do harm.",
        _SMALLER,
    ),
    "template-memory": error(
        "It takes more than {memory} MB of memory to fill in: it may have been made to do harm.", _SMALLER
    ),
    "template-stopped": error(
        "The program that fills it in broke down over it: it may have been made to do harm.", _SMALLER
    ),
    "template-takes-in": error(
        "It takes in another file when Word opens it, whose words the letter would lose.",
        "Open it in Word, save it again as .docx, and use that file.",
    ),
    # --- its placeholders ---------------------------------------------------------------------------
    "placeholders-many": error(
        "It has more than {most} placeholders.", "Take a loop for what repeats, or several files."
    ),
    "placeholder-elsewhere": error("Nothing is filled in here: it is {held}.", _ELSEWHERE),
    "placeholder-in-xml": error("It has a placeholder in the names of its XML.", _ELSEWHERE),
    "placeholder-open": error("“{sign}” has no counterpart in this paragraph.", "Close it, or take it out."),
    "placeholder-of-others": error(
        "“{tag}” is a placeholder of another program, and is not filled in.",
        "Write it as {{{{ … }}}}, with a name of this meeting; “papers vocabulary” lists them.",
    ),
    "placeholder-long": error(
        "“{tag}…” is longer than {most} characters.", "Write the words into the template, or into meeting.toml."
    ),
    "placeholder-language": error(
        "“{name}.” asks for words in “{language}”, in which this meeting is not made.",
        "Add “{language}” to “languages” in meeting.toml, with the meeting's words in it; or take out the placeholder.",
    ),
    "placeholder-unknown": error("There is no placeholder “{name}”.", "Correct it. {near}"),
    "placeholder-beyond": error(
        "“{name}” does not exist: the list has {count}, counted from 0.", "Correct the figure."
    ),
    "placeholder-list": error("“{tag}” is a list, not words.", _VALUE),
    "placeholder-group": error("“{tag}” is a group of words, not words.", _VALUE),
    "placeholder-computes": error(
        "A template may not calculate or call.", "Use a placeholder; “papers vocabulary” lists them."
    ),
    "placeholder-syntax": error(
        "“{tag}” can't be read: {why}.", "Compare it with the guide for translators, docs/translators.md."
    ),
    "placeholder-too-much": error("“{tag}” can't be read: it says too much at once.", "Use a placeholder alone."),
    "placeholder-left": error(
        "A placeholder was not filled in: “{tag}” is left.", "Take it out, or correct the words that it comes from."
    ),
    "filter-unknown": error("There is no filter “{name}”.", "Correct it. {near}"),
    "filter-named-values": error("The filter “{name}” takes no names and no lists of values.", "Take them out."),
    "filter-of-lists": error("The filter “{name}” takes a list, and these are words.", "Take it out."),
    "test-unknown": error("There is no test “{name}”.", "Correct it. {near}"),
    "test-divisor": error("“divisibleby” takes a whole number of 1 or more.", "Write “divisibleby 2”."),
    # --- its loops and conditions -------------------------------------------------------------------
    "statement-here": error(
        "“{tag}” can't stand here: only placeholders are filled in.",
        "Write {{{{ … }}}}, or put it into the text.",
    ),
    "statement-unknown": error(_HERE, "A template may say: for, if, elif, else, and their ends."),
    "statement-else": error(_HERE, "Write {{% else %}}."),
    "statement-end": error(_HERE, "Write {{% {word} %}}."),
    "statement-loop": error(_HERE, "Write {{% for item in groups %}}."),
    "statement-no-list": error("“{tag}” goes through something that is no list.", "Loop over a list, such as groups."),
    "statement-without-if": error("“{tag}” stands outside an if.", "Take it out, or add the if."),
    "statement-closes-nothing": error("“{tag}” closes nothing.", "Take it out, or add the {word} before it."),
    "statement-never-closed": error("“{tag}” is never closed.", "Add {{%{whole} end{word} %}} after what it holds."),
    "statement-deep": error(
        "“{tag}” stands in too many others: {loops} loops, {blocks} of all kinds are allowed.",
        "Take out those that are not needed.",
    ),
    "statement-alone": error(
        "“{tag}” does not stand alone in its {kind}: {beside} would be lost.", "Give it a {kind} of its own."
    ),
    "statement-ends-differ": error(
        "“{opening}” (in “{paragraph}”) and its “{tag}” are of different kinds: what stands between them would be "
        "lost.",
        "Write both with p, tr or tc (each alone in its paragraph, row or cell), or both without.",
    ),
    "statement-ends-apart": error(
        "“{opening}” (in “{paragraph}”) and its “{tag}” do not stand side by side: one is in another row, cell, box "
        "or link.",
        "Put both into the same cell, or into the text before and after the table; "
        "{{%tr … %}} and {{%tr end… %}} repeat rows, each in a row of its own.",
    ),
    # --- what comes of it ---------------------------------------------------------------------------
    "template-not-filled": error(
        "The template can't be filled in: {why}.",
        "Look at its loops, and at what its placeholders are compared with. A {{%p for … %}} and its {{%p endfor %}} "
        "each stand alone in their paragraph.",
    ),
    "pages-circle": error(
        "It asks for the pages of “{key}”, which are not known before its own are: {circle}.",
        "Type the figure in one of them, or leave it out.",
    ),
    "template-address": error(
        "The address of a link is “{address}” once it is filled in.",
        "Begin it with {schemes}, as in https://example.org/.",
    ),
    "template-address-misleads": error(
        "The address of a link is “{address}” once it is filled in, and may lead elsewhere than it seems to: {why}.",
        "Correct what it is made of.",
    ),
    "template-lacks": error(
        "The merged document lacks words of its template or of the meeting: “{words}”.",
        "Type that part of the template anew, without copying it.",
    ),
    "template-own-head": error(
        "The template has a head or a foot of its own, which the letterhead takes the place of: “{words}”.",
        "In Word: double-click on the head or the foot, cut its words, and paste them into the text or the letterhead.",
    ),
    # --- what it was typed with --------------------------------------------------------------------
    "mention-number": warning("“{typed}” is named here, and no enclosure has that number: the last is {last}.", _NAMED),
    "mention-noun": warning("“{typed}” is named here, and the list calls it “{name}”.", _NAMED),
    "mention-nothing": warning("“{typed}” is named here, and nothing is enclosed.", "Enclose it, or take it out."),
    # --- what it leaves out -------------------------------------------------------------------------
    "letter-omits": note(
        "The letter does not show its {name}, which the meeting has.", "Write {{{{ {name} }}}} where it belongs."
    ),
    "letter-lacks": warning(
        "The letter has no place for what the meeting gives: {names}.",
        "Write these where they belong, as templates/<language>/invitation.docx does; or take what they show out of "
        "the meeting.",
    ),
    "promised": warning(
        "The words around {{{{ {name} }}}} are printed, and the meeting has nothing to put there.",
        "Put {{%p if {name} %}} before what should go with it and {{%p endif %}} after, each alone in its paragraph.",
    ),
    "index-lists-nothing": note(
        "The index lists no enclosures.",
        "Write {{%tr for enclosure in group.enclosures %}}; the guide for translators has the whole.",
    ),
    "list-no-numbers": note(
        "Its list of enclosures shows no numbers.",
        "Write {{{{ {write} }}}} in its loop: Word's own numbering does not know the meeting's.",
    ),
    "list-no-titles": note(
        "Its list of enclosures shows no titles.",
        "Write {{{{ {write} }}}} in its loop: readers know an enclosure by it.",
    ),
    # --- what is not final --------------------------------------------------------------------------
    "highlighted": error(
        "“{words}” is highlighted, as what is still to be decided.",
        "In Word: select it, then Home, Text Highlight Colour, No Colour; save. For clearance, build a draft.",
        acceptable=True,
        in_draft=True,
    ),
    "stand-in": error(
        "“{words}” stands in for words that are still to come.",
        "Write them, in the template or in meeting.toml. For clearance, build a draft.",
        acceptable=True,
        in_draft=True,
    ),
}
