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
    "marked-internal": warning(
        "It says of itself that it is not for those outside the office: “{words}”",
        "Ask whether it may go out; take the words out, or the document.",
    ),
    "words-of-a-program": warning(
        "It prints what a program says of itself: “{words}”",
        "Take the words out, or make the document anew with a program that adds none.",
    ),
    "letters-broken": warning(
        "Letters broke on their way, as when a file is read in another encoding (lines: {count}): “{words}”",
        "Type them anew, or take the words again from where they came from.",
    ),
    "link-inside": warning(
        "Links lead where only people of an office get in (addresses: {count}): {addresses}",
        "Link what everybody can open, or enclose the document itself.",
    ),
    "link-follows": warning(
        "Links go through a program that notes who follows them (addresses: {count}): {addresses}",
        "Open it, and link the address that stands in the browser then, without what follows “?utm”.",
    ),
    "page-count-typed": warning(
        "A page's number is typed at the head or the foot, and is the same on all {pages} pages: “{words}”",
        "In Word: delete it, then Insert, Page Number.",
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
    "set-two-ways": note(
        "It was typed in two ways: {things}.",
        "In Word: Ctrl+H, and replace the one by the other; or ask the author to read it through.",
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
    # --- what is there, and not seen -------------------------------------------------------------------
    "words-tiny": warning(
        "Words are too small to be read, and programs read them (places: {count}): “{words}”",
        "Take them out, or set them in a size that people can read.",
    ),
    "words-white": warning(
        "Words are as white as the paper, and programs read them (places: {count}): “{words}”",
        "Take them out in the program that it was made with, and export it as PDF again.",
    ),
    "words-covered": warning(
        "A box lies over words that are still there: whoever copies them can read them (places: {count}): “{words}”",
        "Take the words out where the document was made; or in Acrobat: All tools, Redact a PDF, which takes them off.",
    ),
    "layer-hidden": note(
        "Layers are switched off, and can be switched on by its readers (layers: {count}): {names}",
        "Nothing, where that is meant; else export it as PDF again without them.",
    ),
    "files-within": warning(
        "Files lie in it, and go out with it (files: {count}): {names}",
        "Nothing, where that is meant; else in Acrobat: View, Attachments; delete them, and save.",
    ),
    "signs-missing": warning(
        "Its fonts have no drawing of signs that it uses, which are shown as boxes, or not at all (pages: {pages}; "
        "signs: {count}).",
        "Export it again with another font, or with all fonts embedded.",
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
    "description-of-none": note(
        "The alternative text of pictures says nothing of them (pictures: {count}): “{words}”",
        "In Word or PowerPoint: right-click on each, View Alt Text; say what it shows, or mark it as decorative.",
    ),
    "reading-order": note(
        "The slide's title, “{title}”, is read after what stands below it.",
        "In PowerPoint: Home, Arrange, Selection Pane; move the title to the end of the list, which is read first.",
    ),
}
