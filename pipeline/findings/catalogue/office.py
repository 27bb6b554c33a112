"""Office files, and what their pages show."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.catalogue.entry import Entry, kept, removed, warning

ENTRIES: Mapping[str, Entry] = {
    "file-link": removed(
        "The link to “{name}” is left out, as it leads to a file on this machine; its words stay.",
        "If it leads to another enclosure, name that in words; if to a page of the web, link its address.",
    ),
    "font": warning(
        "It asks for the font “{font}”, which is not there; “{substitute}” stands in.",
        "Set it with a font of the house, or add the font to fonts.families in config.toml.",
    ),
    "font-same-widths": kept(
        "It asks for the font “{font}”, which is not there; “{substitute}”, of the same widths, stands in."
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
