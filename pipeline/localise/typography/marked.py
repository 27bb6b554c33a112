"""A string with marks goes in, and comes out as the characters that rules see, with the marks between them.

Rules see through marks: between ``«`` and an italic word there is nothing. What rules must leave alone (protected
stretches, placeholders, addresses, times) they see as words without a space or a sign, so that no rule finds
anything to change there, and what stands beside it is still set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.text import LINK, LINK_TEXT, MARKS, ORIGINS, PARAGRAPH, PROTECT, PROTECT_END

OPAQUE = "\ufffc"
"""What rules see in place of a sign or space that they must leave alone."""

_MARKS = MARKS.replace(PARAGRAPH, "")
_STATEMENT = r"\{%(?:[^%{]|%(?!\})|\{(?!%))*%\}|\{#(?:[^#{]|#(?!\})|\{(?!#))*#\}"
_MARK = re.compile(rf"{LINK}[^{LINK}{LINK_TEXT}]*{LINK_TEXT}|{_STATEMENT}|[{_MARKS}{ORIGINS}]")
"""A mark, a link's address included. A template's statement prints nothing, so it is one too."""

LEFT_ALONE = {
    "a placeholder": r"\{\{[^{}\n]*\}\}|\{\w[\w.]*\}",
    "an address of the web": r"(?:(?:https?|ftp)://|mailto:|urn:|www\.)[^\s«»<>\"“”]*[^\s«»<>\"“”.,;:!?…)\]’']",
    "an e-mail address": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "a file's name": r"(?<![\w.-])[\w.-]+\.[A-Za-z]\w{1,4}\b",
    "a document's symbol": r"\b[A-Z]\w*(?:/[\w.()-]*\w)+",
    "a telephone number": r"\+ ?\d[\d ()/-]*\d",
    "a date in figures": r"\b\d{4}-\d{2}-\d{2}\b",
    "a time or a ratio": r"(?<!\d)\d+(?:(?::\d+)+| : \d+)",
    "a Chinese number that opens a line": r"(?m:^)[一二三四五六七八九十]+\.",
}
"""What no rule touches, by what it is.

What could begin at any of its characters begins at the first alone, so that words without end are read once.
"""

_LEFT_ALONE = re.compile("|".join(LEFT_ALONE.values()))
_NO_LETTER = re.compile(r"\W")


def _hidden(found: re.Match[str]) -> str:
    """Nothing is seen of it, but of times, ratios and dates the figures are: they stand by words as any number does."""
    words = found[0]
    figures = words[0].isdigit() and words[-1].isdigit()
    return "".join(sign if figures and sign.isdigit() else OPAQUE for sign in words)


class Edit(NamedTuple):
    """Put ``put`` in the place of the characters from ``start`` to ``end``.

    Where it is put between two characters, it keeps to the one after it, or with ``after`` to the one before it:
    this decides on which side of a mark it comes.
    """

    start: int
    end: int
    put: str
    after: bool = False


class Marked:
    """The characters of a string, what rules see of each, and the marks before each and after the last."""

    def __init__(self, words: str) -> None:
        self._signs: list[str] = []
        self._marks: list[str] = [""]
        seen: list[str] = []
        protected, place = False, 0
        for mark in _MARK.finditer(words):
            seen.append(self._take(words[place : mark.start()], protected))
            self._marks[-1] += mark[0]
            protected = mark[0] == PROTECT or (protected and mark[0] != PROTECT_END)
            place = mark.end()
        seen.append(self._take(words[place:], protected))
        self.seen = _LEFT_ALONE.sub(_hidden, "".join(seen))

    def _take(self, stretch: str, protected: bool) -> str:
        """Add characters without a mark between them; what rules see of them."""
        self._signs += stretch
        self._marks += [""] * len(stretch)
        return _NO_LETTER.sub(OPAQUE, stretch) if protected else stretch.replace(PARAGRAPH, "\n")

    @property
    def signs(self) -> str:
        """The characters, at the places that they have in ``seen``."""
        return "".join(self._signs)

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make the changes, which must not overlap. A mark inside a changed stretch comes after it."""
        changes = [edit for edit in sorted(edits) if self.seen[edit.start : edit.end] != edit.put]
        signs: list[str] = []
        marks: list[str] = []
        seen: list[str] = []
        place, before = 0, self._marks[0]
        for start, end, put, after in changes:
            if place < start:
                signs += self._signs[place:start]
                marks += [before, *self._marks[place + 1 : start]]
                seen.append(self.seen[place:start])
                before = self._marks[start]
            behind = "".join(self._marks[start + 1 : end + 1])
            if after and start == end:
                before, behind = "", before
            if put:
                signs += put
                marks += [before, *[""] * (len(put) - 1)]
                seen.append(put)
                before = behind
            else:
                before += behind
            place = end
        self._signs = [*signs, *self._signs[place:]]
        self._marks = [*marks, before, *self._marks[place + 1 :]]
        self.seen = "".join([*seen, self.seen[place:]])

    def __str__(self) -> str:
        return "".join(mark + sign for mark, sign in zip(self._marks, [*self._signs, ""], strict=True))
