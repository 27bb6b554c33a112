"""What qpdf says of a file goes in; what kinds of fault those are comes out.

qpdf tells all it stumbles on alike. Much of it no page shows: an outline that leads into itself, the number of objects
in the trailer. Some it forgives as every viewer does. What is left was damaged, and is told when it has been mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_NO_PAGE_SHOWS_IT = re.compile(
    r"Name/Number tree|/Outlines|/AcroForm|reported number of objects|re-processed without filtering"
)
"""The last follows each stream that breaks, which is told by itself."""
_FORGIVEN = re.compile(
    r"output may still be valid|duplicated key|name with stray #|extraneous whitespace|invalid xref table entry"
    r"|empty object treated as null|/Type (?:entry|key)|page tree root|expected endobj|keyword followed by"
    r"|possible insufficient padding|appears more than once in the pages tree|stream keyword not followed"
)
"""Writing the file anew mends it, and nothing changes."""
_STREAM = re.compile(r"error (?:decoding|while getting) stream data(?: for object (\d+) (\d+))?")
_CONTENT = re.compile(r"content stream|contents from page|content \(|Unable to parse|stream filter type")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a file."""

    forgiven: bool
    content: bool
    """In what draws a page or an annotation."""
    streams: frozenset[Place]
    """Those whose data break off, by their objects' numbers; (0, 0) for one that is not named."""
    structure: bool
    """In its objects and in the ways that lead to them: some may be lost."""

    @classmethod
    def told(cls, said: Iterable[str]) -> Self:
        """The faults that qpdf tells of."""
        forgiven = content = structure = False
        streams: set[Place] = set()
        for each in said:
            if _NO_PAGE_SHOWS_IT.search(each):
                continue
            if found := _STREAM.search(each):
                streams.add((int(found[1] or 0), int(found[2] or 0)))
            elif _FORGIVEN.search(each):
                forgiven = True
            elif _CONTENT.search(each):
                content = True
            else:
                structure = True
        return cls(forgiven, content, frozenset(streams), structure)

    @property
    def any(self) -> bool:
        """Whether there is something to mend."""
        return self.forgiven or self.content or self.structure or bool(self.streams)
