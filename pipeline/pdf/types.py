"""The types of tags that the standard gives a meaning: names, without their slash."""

from __future__ import annotations

STANDARD_TYPES = frozenset(
    b"Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl"
    b" LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu"
    b" WT WP Figure Formula Form".split()
)
"""The types of tags that a file may not give another meaning (ISO 32000-1, 14.8.4; ISO 14289-1, 7.1)."""
