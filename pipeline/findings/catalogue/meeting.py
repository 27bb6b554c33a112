"""A meeting: ``meeting.toml``, the files that it names, and what the command line says of it."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, note, warning

_DAYS = "Look at its days and at the letter's day: is the year right?"
_WRITTEN = 'Write where it is: password = {{ env = "NAME_OF_A_VARIABLE" }} or password = {{ file = "path/of/a/file" }}.'

ENTRIES: Mapping[str, Entry] = {
    # --- where it is -------------------------------------------------------------------------------
    "meeting-missing": error(
        "There is no such meeting: neither a folder with a meeting.toml nor the name of one in meetings/.",
        "{near} “papers new SLUG” makes a new one.",
    ),
    "meeting-file-ending": error(
        "There is no meeting.toml in it, but a {name}: Windows hides the end of a file's name.",
        "In the file explorer, tick View, File name extensions; then rename the file to meeting.toml.",
    ),
    "house-missing": error(
        "No config.toml was found in this folder or above it.",
        "Go to the project's folder, which has it beside templates/ and letterheads/, and type the command there.",
    ),
    "house-in-meeting": error(
        "It lies in a meeting's folder, {meeting}: what comes with a meeting is never the house's.",
        "Take it away: the house's config.toml is the one beside meetings/ and templates/.",
    ),
    "folder-name": error(
        "The folder's name can't be part of a file name everywhere.",
        "Rename the folder in small letters without accents, figures and hyphens: siem-reap-2024.",
    ),
    "slug-unusable": error(
        "The name can't be part of a file name everywhere.",
        "Use small letters without accents, figures and hyphens: siem-reap-2024.",
    ),
    "slug-taken": error(
        "There is a meeting of that name already.", "Choose another name, or edit the meeting that is there."
    ),
    "language-not-chosen": error(
        "The meeting is not made in that language.", "Add it to “languages” in meeting.toml. {near}"
    ),
    "language-without-invitation": error("There is no invitation in that language.", "Name another. {near}"),
    "language-not-begun": error(
        "It has no words in “{language}”, with which a meeting begins.",
        "Add them: to a letterhead's words.toml a table [{language}], to the templates an examples.toml.",
    ),
    "languages-none": error(
        "No language has templates to begin with.",
        "Put an invitation.docx and a phrases.po there, and the letterhead's words in its words.toml.",
    ),
    # --- one value against another -----------------------------------------------------------------
    "twice": error("“{value}” stands here a second time.", "Keep one, or rename it."),
    "group-untitled": error("The group has no title, and it is not the only one.", "Add its title."),
    "language-lacks": error("There is no value in “{language}”.", "Add {key}.{language}."),
    "venue-missing": error("There is no venue “{venue}”.", "Correct it, or add a table [venues.{venue}]. {near}"),
    "title-numbered": error(
        "The title ({language}) begins with the number {number}, which would be printed twice.",
        "Take it out: the position in the list is the number.",
    ),
    "key-reserved": error(
        "An enclosure can't be called “{key}”: enclosures.{key} means something else, as do {reserved}.",
        "Give it another key.",
    ),
    "numbering-noun": error(
        "The numbering “{numbering}” calls them annexes, and “noun” says “{noun}”.",
        'Write numbering = "{plain}", or take “noun” out.',
    ),
    "number-typed": error(
        "The number {number} is typed here, but this is enclosure {position}.",
        "Move the entry to its place, or take “number” out: the position in the list is the number.",
    ),
    "event-mixed": error(
        "One of start and end is a day, and the other a moment.",
        "Make both days, or both moments with a time zone.",
    ),
    "event-ends-first": error("The end ({end}) is before the start ({start}).", "Correct the one that is wrong."),
    "event-too-long": error("It lasts {days} days, from {start} to {end}.", "See whether the year is right."),
    "event-long": warning("It lasts {days} days, from {start} to {end}.", _DAYS),
    "event-before-letter": warning("It begins on {start}, before the letter's day, {day}.", _DAYS),
    "event-far": warning("It begins on {start}, more than three years after the letter's day, {day}.", _DAYS),
    "earlier-twice": error(
        "A package is a corrigendum or an addendum, and this one has both [corrects] and [adds_to].",
        "Keep one; make another package of the other.",
    ),
    "change-languages": error(
        "What was and what is now stand in different languages.", "Say both in each language whose letter is corrected."
    ),
    "earlier-later": error(
        "The earlier package is of {day}, after this letter's day, {own}.", "Correct the one that is wrong."
    ),
    # --- deadlines ---------------------------------------------------------------------------------
    "event-missing": error("There is no event “{event}”.", "Correct it: it is the “key” of one of the events. {near}"),
    "deadline-missing": error(
        "There is no deadline “{deadline}”.", "Correct it: it is the “key” of one of the deadlines. {near}"
    ),
    "deadline-before-letter": warning(
        "It passes on {by}, and the letter's day is {day}: nobody could meet it.", "See whether both days are right."
    ),
    "deadline-far": warning("It passes on {by}, more than three years after the letter's day, {day}.", _DAYS),
    "deadline-first-day": warning(
        "It passes on {by}, the first day of what it is for.", "See whether it is meant; else give the day before."
    ),
    "deadline-weekend": warning(
        "It passes on {by}, which is a {weekday}.", "See whether it is meant: who answers may not be at work."
    ),
    "deadline-holiday": warning(
        "It passes on {by}, a {weekday} and a holiday of the house: {holiday}.",
        "See whether it is meant: nobody may be there to help those who answer.",
    ),
    "deadline-after-event": error(
        "It passes on {by}, when what it is for has begun on {start}.",
        "Correct the one that is wrong; take “for” out where the deadline is for something else.",
    ),
    # --- instruments -------------------------------------------------------------------------------
    "header-by": error(
        "“by” or “deadline” belongs to the field “action-by”, which needs one of them.",
        "Add it there, or take it out here.",
    ),
    "header-by-twice": error("Both “by” and “deadline” say until when.", "Keep “deadline”, and the day in it."),
    "header-needs-value": error("The field “{field}” needs a “value”.", "Add it."),
    "header-takes-no-value": error("The field “{field}” takes no “value”: the program makes it.", "Take it out."),
    "header-no-subject": error(
        "The field “subject” shows the meeting's subject, and it has none.",
        "Add a table [subject], or take the field out.",
    ),
    "header-contact": error(
        "“contact” belongs to the field “contact”, which needs it.", "Add it there, or take it out here."
    ),
    "header-free": error(
        "“label” and “key” belong to the field “free”, which needs a label.", "Add it there, or take them out here."
    ),
    "header-lines": error(
        "“lines” stand in place of a “value”, in the fields “cc” and “distribution”.", "Keep one of the two."
    ),
    "header-key": error("“{key}” is the name of another field.", "Choose another key."),
    "contact-empty": error("It names nobody.", "Add “person”, “telephone” or “email”."),
    "email-malformed": error("“{value}” is no e-mail address.", "Correct it: name@example.org."),
    "telephone-malformed": error(
        "“{value}” is no telephone number.", "Write it as it is dialled from abroad: +41 22 917 12 34."
    ),
    # --- who signs -------------------------------------------------------------------------------
    "signatories-twice": error(
        "There are “signatory” and “signatories”.", "Keep one: [signatory] for one person, [[signatories]] for several."
    ),
    "signature-missing": error(
        "There is no picture of the signature “{name}”.",
        "Put it there or correct the name. {near} For clearance, build a draft: it does without.",
        in_draft=True,
    ),
    "signature-no-picture": error(
        "{name} is no picture.", "Name a picture of the signature: a PNG file, best with a transparent ground."
    ),
    "width-of-nothing": error("It is the width of a picture, and there is none.", "Add “picture”, or take it out."),
    # --- places online, and links ----------------------------------------------------------------
    "venue-nowhere": error(
        "A venue has a name and an address, unless it is online.",
        'Add “name” and “address” in each language, or write kind = "online".',
    ),
    "venue-online-address": error(
        "An online venue has no address.", 'Take it out, or write kind = "hybrid" where people also meet there.'
    ),
    "venue-not-online": error(
        "“{key}” is for a venue that is online.", 'Write kind = "online" or kind = "hybrid", or take it out.'
    ),
    "passcode-twice": error("There are “passcode” and “passcode_from”.", "Keep one."),
    "passcode-written": error(
        "A passcode stands here, where it would be read, sent on and kept.",
        "Say in each language how participants get it, or where it is found (passcode_from); or, where the house wants "
        "it here, write passcodes_in_files = true under [online] in config.toml.",
    ),
    "link-nowhere": error("A link has an “address”, or the “venue” whose link it is.", "Keep one of the two."),
    "link-of-no-link": error("The venue “{venue}” has no link.", "Add it there, or write an “address” here."),
    "qr-dense": error(
        "A QR code of {width} mm is too small for its address: telephones need {least} mm.",
        "Make it wider, or take a shorter address.",
    ),
    "address-long": error(
        "The address has {length} characters, and may have {most}.", "Take a short one, or have one made."
    ),
    "address-unseen": error(
        "The address has a sign that is not seen or that is a space ({code}).", "Copy it anew, or type it."
    ),
    "address-scheme": error(
        "“{address}” begins with none of {schemes}.", "Write the whole address: https://example.org."
    ),
    "address-nowhere": error("“{address}” leads nowhere.", "Write the whole address: https://example.org."),
    "address-with-a-name": error(
        "“{address}” has a name before its host: it leads to {host}, and reads as if it led elsewhere.",
        "Take out what stands before “@”.",
    ),
    "address-lookalike": error(
        "“{address}” has letters of another script: it reads as {like}, and leads elsewhere.", "Type its host anew."
    ),
    "note-verbale-ngos": error("A note verbale does not go to non-governmental organisations.", "Send them a letter."),
    "note-verbale-parties": error(
        "A note verbale needs a “sender” and a “to”: it is written in the third person.", "Add them."
    ),
    "note-verbale-greeting": error(
        "A note verbale has neither “salutations” nor “closing”: its first sentence greets.", "Take them out."
    ),
    "note-verbale-un": note(
        "Organisations of the United Nations system are written to by letter, rarely by note verbale.",
        "Ask the protocol office, or send them a letter as an instrument of its own.",
    ),
    "letter-greeting": error("A {kind} needs “salutations” and a “closing”.", "Add them."),
    "letter-no-note": error(
        "“sender”, “to” and “renewal” belong to a note verbale, not to a {kind}.", "Take them out."
    ),
    # --- placeholders in its strings ---------------------------------------------------------------
    "placeholder-of-templates": error("“{name}” can't be used here, only in templates.", "Write the words themselves."),
    "placeholder-missing": error("There is no placeholder “{name}”.", "Correct it. {near}"),
    "placeholder-empty": error(
        "“{name}” has no words: nothing would be printed in its place.",
        "Add what it is made of, as a venue to its event, or word the sentence without it.",
    ),
    "number-beyond": error(
        "There is no “{name}” for {number}: in “{language}” it goes from {first} to {last}.",
        "Write it in figures: {{{{ {instead} }}}}.",
    ),
    "letters-beyond": error(
        "There are {count} enclosures, and “{language}” has {last} letters for them.",
        "Number them in another way, under “numbering”; or add letters to [markers] in the file of the language.",
    ),
    "braces-stray": error(
        "“{braces}” stands alone, or holds what is no placeholder.",
        "Write the name of a placeholder between them: {{{{ names.event }}}}.",
    ),
    "greeting-unknown": error("No phrase of the languages is called “{key}”.", "Correct it: “{meant}” may be meant."),
    "state-unknown": error("There is no State “{code}”.", "Correct the code. {near}"),
    # --- pictures that letters place ----------------------------------------------------------------
    "picture-no-size": error("It has neither a “width” nor a “height”.", "Give one of them, in millimetres."),
    "picture-kind": error("Letters can't place “{name}”.", "Save the picture as one of these: {taken}."),
    "picture-too-large": error("The picture has more than {limit}.", "Save it smaller; 600 dots an inch are enough."),
    "picture-coarse": error(
        "It has {dots} dots: {dpi} an inch at the size that it is placed in, and the house asks for {least}.",
        "Take a picture with more dots, or make its “width” or “height” smaller.",
        acceptable=True,
    ),
    "facts-example": warning(
        "The words are those that a new meeting is begun with.", "Type this meeting's, or take the entry out."
    ),
    # --- enclosures --------------------------------------------------------------------------------
    "file-outside": error(
        "“{name}” leads out of the meeting's folder.", "Copy the file into enclosures/ and name it there."
    ),
    "file-missing": error("There is no file “{name}”.", "Put it there or correct the name. {near}"),
    "file-ending": error(
        "There is no file “{name}”, but a “{present}”: Windows hides the end of a file's name.",
        "Write “{present}”; or, in the file explorer, tick View, File name extensions, and rename the file.",
    ),
    "file-twice": error(
        "“{name}” is an enclosure already, in line {line}.", "Name another file, or take one of the two out."
    ),
    "file-lacks": error("There is no file in “{language}”.", "Add file.{language}."),
    "file-lacks-fallback": error("There is no file in “{language}” or in {fallback}.", "Add file.{language}."),
    "languages-of-one-file": error(
        "“languages” is for one file that serves all letters.",
        'Write the file once, file = "…", and the languages that its words are in; or a file for each language.',
    ),
    "file-two-languages": note(
        "{name} is given for several languages: {languages}.",
        "Write it once, for the language that it is in; the list then says in which. "
        'A file without words, or with those of all languages: file = "…".',
    ),
    "file-instead": note(
        "There is no file for {languages}: the one in “{language}” is enclosed in its place.",
        "Nothing, where that is meant; else add a file for each language.",
    ),
    "file-other-language": warning(
        "The file is given for “{said}”, and its words are in “{found}”.",
        "See that it is the right file; else give it for the language that it is in.",
    ),
    "template-no-docx": error("{name} is no .docx file, so it can't be a template.", "Take “template” out."),
    "template-language": error(
        "{name} stands in for a language that has no template, but the meeting has no words in “{language}”.",
        "Add “{language}” to the languages of the meeting, or a template in each of them.",
    ),
    "signed-record": error(
        "It does not say which letter was signed.", "Take it away, and sign the letter again with “papers sign”."
    ),
    "signed-of-none": error(
        "It is of “{name}”, which the meeting has not.",
        "Take it and its scan away, where the letter is none any more. {near}",
    ),
    "signed-scan-missing": error(
        "The scan “{name}” is not there.", "Put it back, or sign the letter again with “papers sign”."
    ),
    "attach-kind": error(
        "“{name}” can't be attached: only {taken} can.",
        "Save it as one of these, or take out “attach”: it is printed then.",
    ),
    "description-no-picture": error(
        "There is a description, and the file is no picture.",
        "Describe pictures inside a document in the document itself: in Word, right-click the picture, View Alt Text.",
    ),
    "only-for-lockable": error(
        "It is for files that are locked with a password (PDF, Word, Excel, PowerPoint), and the enclosure has none.",
        "Take it out.",
    ),
    "not-printed": error(
        "It says how the file is printed, and the file is attached instead.",
        "Take it out, or take “attach” out.",
    ),
    "take-ranges": error(
        "“{said}” names no pages.", 'Write the first and the last page: take = "1-3"; several with commas: "1, 4-6".'
    ),
    "print-area": error(
        "“{said}” names no cells.", 'Write the cell at the top left and that at the bottom right: "A1:H40".'
    ),
    "only-for-pdf": error("It is for PDF files, and the enclosure has none.", "Take it out."),
    "only-for-workbooks": error("It is for workbooks, and the enclosure has none, or has others.", "Take it out."),
    # --- what a person has accepted ----------------------------------------------------------------
    "acceptance-code": error("No finding has the code “{code}”.", "Take the whole entry out."),
    "not-acceptable": error(
        "What is found here ({code}) can't be accepted: it is unsafe, or would break what goes out.",
        "Mend what it tells of.",
    ),
    "acceptance-number": error(
        "There is no finding with the number {number}.", "Run “papers check” again: it numbers what it finds."
    ),
    "acceptance-words": error("It is empty, or has a sign that can't be printed.", "Say it in words."),
    "acceptance-list": error(
        "The list of what is accepted is written in one line, so that nothing can be added below.",
        "Write each of its entries below a header [[accepted]] of its own.",
    ),
    "acceptance-lapsed": warning(
        "What {by} accepted on {on} has changed since: {code}, of {where}.",
        "Look at the finding again, and take the entry out; “papers check --accept” writes a new one.",
    ),
    # --- passwords ---------------------------------------------------------------------------------
    "password-written": error("A password is never written here, where it would be read, sent on and kept.", _WRITTEN),
    "password-variable-name": error(
        "“env” is not the name of a variable.", "Write letters, figures and “_”, beginning with a letter or “_”."
    ),
    "password-file-name": error("“file” is empty.", "Write the path of the file whose first line is the password."),
    "password-not-set": error(
        "The password should be in the variable {variable} of the environment, which is not set.",
        "Set it in the window where you type the command: read -rs {variable}; export {variable}",
    ),
    "password-unread": error(
        "The password should be in the file {file}, which cannot be read: {reason}.",
        "Correct its path: it is seen from the meeting's folder.",
    ),
    "password-no-text": error(
        "The password should be in the file {file}, which is not text in UTF-8.",
        "Save it as text in UTF-8, the password in its first line.",
    ),
    "password-variable-empty": error(
        "The password should be in the variable {variable}, which is empty.",
        "Set it in the window where you type the command: read -rs {variable}; export {variable}",
    ),
    "password-file-empty": error(
        "The password should be in the file {file}, which is empty.", "Write the password in its first line."
    ),
    # --- what it takes of the house ----------------------------------------------------------------
    "font-folder-missing": warning(
        "There is no folder “{name}”, which fonts are to be taken from.",
        "Put it there, correct its name, or take it out of fonts.folders.",
    ),
    "font-not-installed": warning(
        "The font “{font}” is not installed.",
        "Install it, name the folder that has it in fonts.folders, or take it out.",
    ),
}
