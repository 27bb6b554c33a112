"""Office files, and what their pages show."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, changed, error, kept, note, removed, warning

_SAVE = "Open it in the program that it was made with, save it as {kind} ({ending}), and put that file in its place."
_AGAIN = "Take the file again from where it came from, or open it and save it once more."
_FIELD = (
    "It has a field that shows the day or the time of the conversion, or the name or the folder of the file "
    "(places: {count})."
)
_CELL = (
    "It has a formula, a header or a footer that shows the day or the time of the conversion, a number drawn by chance,"
    " or the name or the folder of the file (places: {count})."
)
_SLIDE = "It has a field that shows the day or the time of the conversion (places: {count})."
_CHANGES = "It has changes that were neither accepted nor rejected (places: {count})."

ENTRIES: Mapping[str, Entry] = {
    # --- what is not taken --------------------------------------------------------------------------
    "ending": error("Files that end in “{ending}” are not taken.", "Taken are: {taken}."),
    "ending-other": error(
        "Files that end in “{ending}” are not taken.",
        "Open it in the program that it was made with, choose File, Save As, and save it as {kind} ({instead}).",
    ),
    "no-heif": error(
        "Pictures as telephones keep them (HEIC) can't be read here.",
        "Save it as a PNG or JPEG picture, or install the program's extra: pip install 'meeting-papers[heic]'.",
    ),
    "file-empty": error("The file is empty.", _AGAIN),
    "file-unread": error("The file cannot be read: {reason}.", _AGAIN),
    "file-forbidden": error("The file cannot be read: {reason}.", "Ask for the right to read it."),
    "locked": error(
        "It is protected with a password.",
        "In Word, Excel or PowerPoint: File, Info, Protect, Encrypt with Password; delete the password, and save. Or "
        "say in meeting.toml, below its file, where the password is: "
        'password = {{ env = "NAME_OF_A_VARIABLE" }} or password = {{ file = "path/of/a/file" }}.',
    ),
    "wrong-office-password": error(
        "The password that the meeting gives does not open it.", "Ask its author for the right one."
    ),
    "unlock-failed": error(
        "It is locked in a way that can't be opened here.",
        "Open it in the program that it was made with, delete its password, and save.",
    ),
    "take-no-such-pages": error(
        "The pages {said} are taken of it, and it has {pages}.",
        "Correct “take” below the enclosure in meeting.toml: pages are counted from 1, as they are printed here.",
    ),
    "take-signed": error(
        "It is signed electronically: a signature does not hold for some of its pages.",
        "Take “take” out, or print those pages to a PDF and enclose that.",
    ),
    "sheet-unknown": error(
        "It has no sheet “{sheet}”. {near}", "Its sheets are: {sheets}. Correct “sheets” in meeting.toml."
    ),
    "sheet-hidden": error(
        "The sheet “{sheet}” is hidden.",
        'Show it in Excel and save; or add keep = ["hidden-sheets"] below the enclosure in meeting.toml.',
    ),
    "area-of-several-sheets": error(
        "A print area is given, and several sheets are printed: {sheets}.",
        'Say which one it is for, below the enclosure in meeting.toml: sheets = ["…"].',
    ),
    "macros": error("It holds macros, whatever its name says (in its part “{part}”).", _SAVE),
    "too-large": error(
        "It is too large: it {why}.",
        "Open it in the program that it was made with, take out what no page shows, and save it as {kind} ({ending}); "
        "or make several files of it.",
    ),
    "too-large-part": error(
        "It is too large: its part “{part}” {why}.",
        "Open it in the program that it was made with, take out what no page shows, and save it as {kind} ({ending}); "
        "or make several files of it.",
    ),
    "entities": error("It declares entities (in its part “{part}”), as no sound file does.", _SAVE),
    "two-ways": error("It may be read in two ways: its part “{part}” {why}.", _SAVE),
    "older-format": error("It is in an older format than its name says.", _SAVE),
    "not-its-name": error("It is not what its name says, {kind}.", _SAVE),
    "other-kind": error(
        "It is not what its name says, {kind}: it is {other}.",
        "Let its name end in {instead}, or take the file that was meant.",
    ),
    "part-damaged": error("It is damaged: its part “{part}” {why}.", _AGAIN),
    "unopened": error("It can't be opened: it {why}.", _AGAIN),
    "no-whole-file": error("It is not {kind}, or it is damaged: it was cut short, perhaps.", _AGAIN),
    "cut-short": error("It was cut short.", _AGAIN),
    "no-utf-8": error("Line {line} is not text in UTF-8.", "In the editor: File, Save As, Encoding: UTF-8."),
    "no-text-file": error("It is not text.", _AGAIN),
    # --- what would print otherwise than it reads -----------------------------------------------------
    "changes": error(_CHANGES, "In Word: Review, Accept All Changes (or Reject All Changes); save.", in_draft=True),
    "changes-writer": error(
        _CHANGES, "In LibreOffice: Edit, Track Changes, Accept All (or Reject All); save.", in_draft=True
    ),
    "moving": error(
        _FIELD, "Put the words themselves in the place of the field: in Word, click on it and press Ctrl+Shift+F9."
    ),
    "moving-writer": error(_FIELD, "In LibreOffice Writer: double-click on the field and choose the fixed one; save."),
    "moving-excel": error(
        _CELL,
        "In Excel: copy the cell and paste its value (Paste Special, Values); "
        "for a header or a footer: Page Layout, Print Titles, Header/Footer.",
    ),
    "moving-calc": error(
        _CELL,
        "In LibreOffice Calc: Data, Calculate, Formula to Value; for a header or a footer: Format, Page Style.",
    ),
    "moving-powerpoint": error(
        _SLIDE, "In PowerPoint: Insert, Date & Time, Fixed; in a box of text, type the words themselves."
    ),
    "moving-impress": error(
        _SLIDE,
        "In LibreOffice Impress: Insert, Header and Footer, Fixed; in a box of text, type the words themselves.",
    ),
    # --- what a person should know -------------------------------------------------------------------
    "file-link": removed(
        "The link to “{name}” is left out, as it leads to a file on this machine; its words stay.",
        "If it leads to another enclosure, name that in words; if to a page of the web, link its address.",
    ),
    "read-as-windows": warning(
        "It is not text in UTF-8, and is read as Windows writes it (Windows-1252).",
        "Look at its accents on the pages; in Excel: File, Save As, “CSV UTF-8”.",
    ),
    "page-left-out": removed(
        "Paper can't hold it, or it would lead elsewhere; left out of the page: {what}.",
        "Look whether its words are all there; else print the page to a PDF in a browser, and enclose that.",
    ),
    "page-looks": changed(
        "Its words, headings, lists, tables and pictures are set plainly; its own looks are not kept.",
        "If its looks matter: print the page to a PDF in a browser, and enclose that.",
    ),
    "attachment-stays": error(
        "An attachment of the message is not printed with it: “{name}”.",
        "Save it from the message, and enclose it by itself; or accept that the message goes out without it.",
        acceptable=True,
    ),
    "attachment-unread": error(
        "An attachment of the message can't be printed with it: “{name}”. {why}",
        "Mend it and attach it anew, or save it from the message and enclose it by itself; if it is locked, give the "
        "enclosure its password's place (password); or accept that the message goes out without it.",
        acceptable=True,
    ),
    "message-turned": removed(
        "Signs that nobody sees, and that turn the order of letters, are left out of the message's head.",
        "Look whether it is from whom it says: honest programs write no such signs into names.",
    ),
    "message-cut": warning(
        "A line of the message's head is too long for paper, and ends in “…”: {what}.",
        "If all of it matters, enclose it as a text by itself.",
    ),
    "message-coding": warning(
        "The message doesn't say rightly how its letters are coded; they are read as UTF-8 or Windows-1252.",
        "Look at its accents on the pages; if they are wrong, print the message to a PDF, and enclose that.",
    ),
    "picture-moves": warning(
        "It moves: of its {count} pictures the first is printed.", "Choose the picture that says it, and enclose that."
    ),
    "macros-left-behind": removed(
        "It holds macros: its pages are made without them, and none goes out.",
        "Look whether its pages show what they should: what a macro would have filled in is not there.",
    ),
    "outside-picture": removed(
        "A picture that lies outside the file is left out: {address}",
        "In Word: delete it, then Insert, Pictures, and choose Insert, not Link to File; save.",
    ),
    "outside-text": removed(
        "Text that lies outside the file is not brought in; what stands in its place stays: {address}",
        "Copy that text into the document, in the place of the link.",
    ),
    "outside-object": removed(
        "A link to an object outside the file is cut; its last picture stays, where the file has one: {address}",
        "Paste it into the document as a picture, or enclose its file.",
    ),
    "outside-data": removed(
        "Values are not taken from outside the file; those that it holds stay: {address}",
        "Paste the values themselves into the document (Paste Special, Values).",
    ),
    "hidden-sheet-kept-in": note(
        "The hidden sheet has a print area; it is not printed.",
        'To let it go out: in meeting.toml, keep = ["hidden-sheets"] below the enclosure.',
    ),
    "hidden-sheet-printed": warning(
        "The sheet is hidden in Excel, and is printed as the meeting wants it.",
        "See that everybody may read it; else take “hidden-sheets” out of keep in meeting.toml.",
    ),
    "outside-other": note(
        "It names what lies outside the file, which its pages do without: {address}",
        "Nothing, as a rule: look at its pages.",
    ),
    "embedded-file": note(
        "It holds a file of another program ({name}), which is printed as its picture and does not go along.",
        "Enclose that file by itself, if its readers need it.",
    ),
    "letter-cleaned": note(
        "Taken out of the Word file that goes out, whose pages stay as they are: {what}",
        "Nothing, as a rule. To be rid of it for good: File, Info, Inspect Document in Word, of the template.",
    ),
    "attached-carries": error(
        "It goes out as a file, with what its pages would not show: {things}",
        "Take that out of the file, and save it; or accept it, where it is to go out.",
        acceptable=True,
    ),
    "attached-cleaned": note(
        "Taken out of the file that goes out, whose sheets and words stay as they are: {what}",
        "Nothing, as a rule. To be rid of it for good: File, Info, Inspect Document, in Word, Excel or PowerPoint.",
    ),
    "template-macros": error(
        "The template holds macros, which nothing here runs and which may not go out.",
        "Save it in Word as a Word document (.docx), without macros.",
    ),
    "template-picture": error(
        "A picture of the template lies outside it, so that the letter would go out without it: {address}",
        "In Word: Insert, Pictures, without “Link to File”; save.",
    ),
    "font": warning(
        "It asks for the font “{font}”, which is not there; “{substitute}” stands in.",
        "Set it with a font of the house, or add the font to fonts.families in config.toml.",
    ),
    "symbol-letter": warning(
        "A sign of the font “{font}”, which is not there, is printed as the letter that it was typed with: {letter}",
        "In Word: put the sign itself in its place (Insert, Symbol, a font of the house), and save.",
    ),
    "font-same-widths": kept(
        "It asks for the font “{font}”, which is not there; “{substitute}”, of the same widths, stands in."
    ),
    "words-missing": error(
        "Words of it are not on its pages: {words}",
        "Look at that place in its PDF. In Word: put the words into the running text, or save the document as a PDF "
        "there and enclose that.",
        acceptable=True,
    ),
    "number-missing": warning(
        "The number before a paragraph of a list is not on its pages.",
        "Look at that place in its PDF. In Word: Home, Numbering, and choose the numbers again.",
    ),
    "cell-too-narrow": warning(
        "The figure {figure} is printed as ###: its column is too narrow.",
        "In Excel: double-click on the right border of the column's letter, and save.",
    ),
    "cell-cut-off": warning(
        "A cell's words are cut off by the cell beside it: {words}",
        "In Excel: make the column wider (double-click on the right border of its letter), or choose Wrap Text.",
    ),
    "cell-astray": warning(
        "The cell lies far from all others, and what is between has borders or colours: some {pages} pages of nothing.",
        "In Excel: press Ctrl+End, delete the rows or columns that are not wanted, and save; or set a print area.",
    ),
    "cell-otherwise": warning(
        "The file has {value} in the cell, and its page shows something else.",
        "In the sheet: mend the formula, or copy the cell and paste its value.",
    ),
    "sheet-split": warning(
        "The sheet is wider than its paper: its columns are printed on {pages} pages side by side.",
        "In Excel: Page Layout, and choose 1 page for Width, or Landscape for Orientation.",
    ),
    "drawings-missing": error(
        "Not all of it is on its pages ({kind}: {drawn} of {wanted}): {names}",
        "Look at its PDF. In Word: insert again what is missing (for a picture: Insert, Pictures, This Device), or "
        "save the document as a PDF there and enclose that.",
        acceptable=True,
    ),
    "signs-undrawn": warning(
        "No font of the house has these signs, which are printed as boxes or as nothing: {signs}",
        "Write them with other signs, or add a font that has them to fonts.families in config.toml.",
    ),
    "contents-stale": warning(
        "The table of contents is out of date: {entries}.",
        "In Word: click on the table of contents, press F9 and choose Update entire table; in LibreOffice: right-click "
        "on it, Update Index. Save.",
    ),
    "blank-document": warning(
        "Its pages are blank.", "See that it is the right file, and that its words are not hidden."
    ),
    "not-compared": note(
        "Whether its pages show all that it holds could not be checked: files of this kind can't be read for that.",
        "Look through its pages, or save it as .docx, .xlsx or .pptx.",
    ),
    "no-description": warning(
        "It is a picture that nobody has described: readers who are blind learn nothing of it. It is PDF/A-2b only.",
        "Say what it shows under “description” of the enclosure in meeting.toml, in each language.",
    ),
    "placeholders": warning(
        "It prints placeholders as they stand: {placeholders}",
        "Set “template = true” for it in meeting.toml, or take the braces out.",
    ),
    "open-places": warning(
        "It prints places that nobody filled in: {names}",
        "Fill them in, in the program whose they are, or take them out.",
    ),
    "blank": warning(
        "It has nothing that a page would show.", "Take it out, or put the file that was meant in its place."
    ),
    "left-out": note(
        "Its pages do not show what it keeps for its authors: {things}.",
        "Nothing, as a rule; what should be read, show it in the document.",
    ),
    "cell-errors": warning(
        "It prints errors in the place of values: {names}",
        "In Excel: click on each of these cells, mend its formula or type the value, and save.",
    ),
    "stale": warning(
        "It prints an error or a hint in the place of a cross reference or of the table of contents: {names}",
        "In Word or LibreOffice: press Ctrl+A, then F9; mend the references that show an error; save.",
    ),
    # --- what can't be converted -------------------------------------------------------------------
    "temporary-folder": error(
        "The folder for temporary files can't be used: {reason}.",
        "Make room in it, or let TMPDIR name a folder that can be written to.",
    ),
    "office-not-here": warning(
        "It is not on this machine: no page was looked at, and what is not made yet can't be.",
        "Run “make demo”, which installs it, or install LibreOffice with Writer, Calc and Impress.",
    ),
    "office-missing": error(
        "It is not on this machine, and a document of the package has to be converted.",
        "Run “make demo”, which installs it, or install LibreOffice with Writer, Calc and Impress.",
    ),
    "office-broken": error(
        "It does not work on this machine: even with a line of text, it {why}.",
        "Install LibreOffice again, with Writer, Calc and Impress. Where it is missing, “make demo” installs it.",
    ),
    "office-failed": error(
        "LibreOffice could not make a PDF of it, twice: it {why}.",
        "Open the document in Word or LibreOffice, save it under the same name, and build again.",
    ),
    "picture-damaged": error(
        "The picture is damaged or far too large.", "Open it, save it once more, and build again."
    ),
    "document-damaged": error("It is damaged and does not open.", "Print it to PDF anew, or ask for it again."),
    "document-no-pages": error("It has no pages.", "Take it out, or put the right file in its place."),
}
