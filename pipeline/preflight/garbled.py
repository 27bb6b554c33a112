"""Letters that broke on their way: a document goes in, words come out that were read in another encoding, or as HTML.

“RÃ©union” is “Réunion” in UTF-8, read as Windows writes it; “�” stands for what no encoding knew; “&nbsp;” is a space
of the web. None of them is a word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.preflight.document import Opened, first, short

_AFTER = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
"""The second byte of a letter, as Latin-1 or Windows-1252 show it."""
_MISREAD = re.compile(
    rf"(?<![A-ZÀ-Þ])[ÃÂ](?=[{_AFTER}])[^\s]|â€[{_AFTER}]|(?:[ÐÑØÙ][{_AFTER}]){{2,}}"
    r"|&(?:nbsp|[rl][sd]quo|[nm]dash|hellip|[aeiou](?:acute|grave|uml|circ)|ccedil|ntilde|#\d{2,5}|#x[0-9A-Fa-f]{2,4});"
    r"|(?<=[\w;] )&amp;(?= )|&amp;nbsp;"
)
_LOST = re.compile("\ufffd")
_WORD = 24
"""How much of a line around what broke is told, in characters."""


def garbled(opened: Opened) -> Iterator[Finding]:
    """The first place of a document, and how many lines have such letters."""
    if opened.kind not in {"letter", "enclosure"}:
        return
    found = [(line, match) for line in opened.lines if (match := _broken(line.words, on_page=bool(line.place.page)))]
    if found:
        line, match = found[0]
        words = line.words[max(0, match.start() - _WORD) : match.end() + _WORD]
        yield Finding("letters-broken", first([line]), {"words": short(words, 60), "count": len(found)})


def _broken(words: str, *, on_page: bool) -> re.Match[str] | None:
    """What broke in a line. A page may show a sign well, of which its font tells no letter."""
    return _MISREAD.search(words) or (None if on_page else _LOST.search(words))
