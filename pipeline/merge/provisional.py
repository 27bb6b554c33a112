"""What in a letter is marked as not final: a part that was filled in goes in; highlighting and stand-ins come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipeline.findings import Finding, Place
from pipeline.merge.part import W

_YELLOW = {"FFFF00", "FFFF99", "FFFFCC"}
STAND_INS = re.compile(
    r"(?<![\w.])(?:TBC|TBD|T\.B\.[CD]\.?|XX[./]XX(?=[./])|[xX]{4,})(?!\w)|\?{3,}|\[(?:●|•|_+|[xX]{2,})\]"
)
"""What stands in for words that are still to come. Two or three capital X alone are a number, in Roman figures."""
_LONGEST = 60


def provisional(place: Place, part: etree._Element) -> list[Finding]:
    """Each paragraph with highlighted words, and each with words that stand in for others."""
    return list(dict.fromkeys(_found(place, part)))


def _found(place: Place, part: etree._Element) -> Iterator[Finding]:
    for mark in part.iter(f"{W}highlight", f"{W}shd"):
        run = next(mark.iterancestors(f"{W}r"), None)
        if run is not None and _is_marked(mark) and (words := _words(run).strip()):
            paragraph = next(run.iterancestors(f"{W}p"), run)
            around = _cut(_words(paragraph))
            told = _cut(words) if any(map(str.isalnum, words)) else around  # a full stop alone tells nothing
            yield Finding("highlighted", replace(place, paragraph=around), {"words": told})
    if not STAND_INS.search("".join(node.text or "" for node in part.iter(f"{W}t"))):
        return
    for paragraph in part.iter(f"{W}p"):
        words = _words(paragraph)
        for found in STAND_INS.finditer(words):
            yield Finding("stand-in", replace(place, paragraph=_cut(words)), {"words": found[0]})


def _is_marked(mark: etree._Element) -> bool:
    """Words that are shaded in another colour than a marker's are set so by a designer."""
    if mark.tag == f"{W}highlight":
        return mark.get(f"{W}val") not in {None, "none", "white"}
    return (mark.get(f"{W}fill") or "").upper() in _YELLOW


def _words(element: etree._Element) -> str:
    """Without the marks of words that are still to be set (:mod:`pipeline.text`)."""
    words = "".join(node.text or "" for node in element.iter(f"{W}t"))
    return "".join(sign for sign in words if not "\ue000" <= sign <= "\uf8ff")


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
