"""Office files, and what their pages show."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, error, kept, note, removed, warning

ENTRIES: Mapping[str, Entry] = {
    "file-link": removed(
        "The link to “{name}” is left out, as it leads to a file on this machine; its words stay.",
        "If it leads to another enclosure, name that in words; if to a page of the web, link its address.",
    ),
    "outside-picture": removed(
        "A picture that lies outside the file is left out: {address}",
        "Put the picture itself into the document, without a link to its file, and save.",
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
    "outside-other": note(
        "It names what lies outside the file, which its pages do without: {address}",
        "Nothing, as a rule: look at its pages.",
    ),
    "font": warning(
        "It asks for the font “{font}”, which is not there; “{substitute}” stands in.",
        "Set it with a font of the house, or add the font to fonts.families in config.toml.",
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
    "drawings-missing": error(
        "Of {wanted} {kind}, its pages show {drawn}: {names}",
        "Look at its PDF. In Word: insert again what is missing (for a picture: Insert, Pictures, This Device), or "
        "save the document as a PDF there and enclose that.",
        acceptable=True,
    ),
    "signs-undrawn": warning(
        "No font of the house has these signs, which are printed as boxes or as nothing: {signs}",
        "Write them with other signs, or add a font that has them to fonts.families in config.toml.",
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
    "stale": warning(
        "It prints an error or a hint in the place of a cross reference or of the table of contents: {names}",
        "In Word or LibreOffice: press Ctrl+A, then F9; mend the references that show an error; save.",
    ),
}
