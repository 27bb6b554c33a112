"""The name of a placeholder in words that were typed: a text goes in, the same with another name comes out.

What stands around the name, how the braces are typed and how words are quoted stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.beside import TAG_IN_NAMES
from pipeline.merge.tags import tags
from pipeline.translating.facts import Scopes

_QUOTES = "'\"“”„‘’‚"


@dataclass(frozen=True, slots=True)
class Renaming:
    """One name for another below the same roots: ``names.old`` becomes ``names.new``."""

    roots: tuple[str, ...]
    old: str
    new: str

    def spans(self, text: str, scopes: Scopes | None = None) -> Iterator[tuple[int, int]]:
        """Where the old name stands in the tags of a text. ``scopes`` are the loops that are open before it."""
        scopes = scopes or Scopes()
        for tag in tags(text):
            scopes.asked(tag)
            if tag.kind != "note":
                for start, end in self._within(tag.typed, scopes):
                    yield tag.start + start, tag.start + end

    def renamed(self, text: str, scopes: Scopes | None = None) -> str:
        """The text with the new name.

        >>> Renaming(("names",), "old", "new").renamed("names.old {{ names.old|upper }} {{names.older}}")
        'names.old {{ names.new|upper }} {{names.older}}'
        >>> Renaming(("names",), "old", "new").renamed("{{ pt_BR.names.old }} {{ each.names.old }}")
        '{{ pt_BR.names.new }} {{ each.names.old }}'
        """
        pieces: list[str] = []
        position = 0
        for start, end in self.spans(text, scopes):
            pieces += [text[position:start], self.new]
            position = end
        return "".join([*pieces, text[position:]])

    def _within(self, typed: str, scopes: Scopes) -> Iterator[tuple[int, int]]:
        # marks that can't be seen are no part of a name
        seen = [place for place, sign in enumerate(typed) if unicodedata.category(sign) != "Cf"]
        plain = "".join(typed[place] for place in seen).translate(_PLAIN)
        roots = "|".join(re.escape(root) for root in self.roots if not scopes.hides(root))
        if not roots:
            return
        old = re.escape(self.old)
        beside = rf"(?:{TAG_IN_NAMES}\s*\.\s*)?"
        pattern = rf"(?<![\w.]){beside}(?:{roots})\s*(?:\.\s*({old})(?!\w)|\[\s*[{_QUOTES}]({old})[{_QUOTES}]\s*\])"
        quoted = [found.span() for found in _QUOTED.finditer(plain)]
        for match in re.finditer(pattern, plain):
            if any(start < match.start() < end for start, end in quoted):
                continue
            start, end = match.span(1 if match[1] else 2)
            yield seen[start], seen[end - 1] + 1


_PLAIN = str.maketrans("．", ".")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|‘[^’]*’|‚[^‘’]*[‘’]|”[^”]*”|’[^’]*’")
