"""What a preview says besides its pages: where a word is from, and the names of its parts."""

from __future__ import annotations

from collections.abc import Mapping

PREVIEW: Mapping[str, str] = {
    "letter": "Letter",
    "index": "List of enclosures",
    "enclosure": "Enclosure {number}: {title}",
    # --- of which rule --------------------------------------------------------------------------------
    "dates": "How dates and times are set in “{language}”{where}; what is not said there is of Unicode CLDR {cldr}",
    "numbers": "How numbers are written in “{language}”{where}",
    "states": "How States are called in “{language}”{where}",
    "salutations": "How salutations are joined in “{language}”{where}",
    "enclosures": "The program counts the enclosures",
    "pages": "The program counts the pages",
    "venues": "What stands between a venue’s name and its address in “{language}”{where}",
    "numbering": "The program numbers the enclosures, as “numbering” in meeting.toml has it",
    "rule": "The program’s rule “{name}”",
    # --- of which place -------------------------------------------------------------------------------
    "phrase": "The phrase “{name}”: {place}",
    "letterhead": "The letterhead’s words, “{name}”: {place}",
    "placeholder": "The placeholder {{{{ {name} }}}}",
    "field": "A field of {place}: LibreOffice fills it in, as the number of a page",
    "counted": "A list’s number or sign: LibreOffice counts {place}",
    "document": "The document itself: {place}",
    "line": "{file}, line {line}",
    "paragraph": "{file}, paragraph {paragraph}",
    # --- the page -------------------------------------------------------------------------------------
    "hint": "Click a word, or go to it with the arrow keys and press Enter: it tells where it is from.",
    "smaller": "Smaller (key −)",
    "larger": "Larger (key +)",
    "size": "Size of the pages",
    "from": "Where the word is from",
    "is-from": "“{word}” is from:",
    "is-unknown": "“{word}”: nobody knows where this is from.",
    "way": "It got there by way of:",
    "page": "Page {number} of {count}",
    "words": "{page}: its words",
    "against": "Paragraph against paragraph",
    "first": "The first pages are being made.",
    "ended": "The preview has ended: what is here is its last.",
}
"""By key; a phrase's is ``report.preview.`` and this."""
