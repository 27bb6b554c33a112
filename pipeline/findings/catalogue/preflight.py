"""What could embarrass the office: what authors leave in a document, and what its pages look like."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, note, warning

ENTRIES: Mapping[str, Entry] = {
    # --- what authors leave for themselves -----------------------------------------------------------
    "stand-in-printed": warning(
        "Words that stand in for others are printed: {words}",
        "Write what is meant in their place, or ask the author.",
    ),
    "draft-printed": warning(
        "It says of itself that it is a draft: “{words}”",
        "Ask whether it is final; take the words out (in Word a watermark: Design, Watermark, Remove Watermark).",
    ),
    "highlighted-printed": warning(
        "Words are highlighted, as what is still to be decided (places: {count}): “{words}”",
        "In Word: select all (Ctrl+A), then Home, Text Highlight Colour, No Colour; save.",
    ),
    "names-taken-out": note(
        "Its properties name a person, which is taken out of what goes out.",
        "Nothing, as a rule. To be rid of it for good: File, Info, Inspect Document in Word, Excel or PowerPoint.",
    ),
    "names-kept": note(
        "Its properties name a person, and it goes out with them.",
        "Nothing, where that is the author who signs it; else in Acrobat: File, Properties, Description; empty Author, "
        "save.",
    ),
    # --- what pages look like ------------------------------------------------------------------------
    "blank-page": warning(
        "Pages are blank: {pages}.",
        "In Word: Ctrl+Shift+8 shows what is there; delete the empty paragraphs, or the page or section break.",
    ),
    "paper-mixed": note(
        "Its pages are of several sizes: {sizes}.",
        "Nothing, where that is meant; else in Word: Ctrl+A, then Layout, Size; or let the bundle set all on one, with "
        "“paper” in meeting.toml.",
    ),
    "picture-low": warning(
        "Pictures are coarse on paper: {dpi} dots an inch, where {least} print well (pages: {pages}).",
        "Insert the picture anew from its original, no larger than it is sharp; in Word: File, Options, Advanced, Do "
        "not compress images in file.",
    ),
    "off-page": warning(
        "Words or pictures stand beyond the edge of the page (pages: {pages}).",
        "Move them back, or delete them: nobody sees them on paper, and programs that read the file do.",
    ),
    # --- what readers stumble over who can't see them --------------------------------------------------
    "heading-skipped": note(
        "A heading of level {below} follows one of level {above}: readers who are blind look for what is between.",
        "In Word: Home, Styles, and choose the heading one level below the one above it.",
    ),
    "table-without-header": note(
        "Tables have no header row that programs know (tables: {count}).",
        "In Word: click in the first row, then Table Layout, Repeat Header Rows.",
    ),
    "contrast-low": warning(
        "Words are hardly darker than what is behind them: “{words}”",
        "In Word: select them, then Home, Font Colour, Automatic.",
    ),
    "picture-undescribed": note(
        "Pictures have no alternative text, so readers who are blind learn nothing of them (pictures: {count}).",
        "In Word or PowerPoint: right-click on each, View Alt Text; say what it shows, or mark it as decorative.",
    ),
    "reading-order": note(
        "The slide's title, “{title}”, is read after what stands below it.",
        "In PowerPoint: Home, Arrange, Selection Pane; move the title to the end of the list, which is read first.",
    ),
}
