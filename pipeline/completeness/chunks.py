"""A part of a Word document in another format goes in, its paragraphs come out: HTML, rich text, plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

_BLOCKS = frozenset("p div li td th h1 h2 h3 h4 h5 h6 br tr table ul ol body blockquote pre dt dd title".split())
_UNSEEN = frozenset({"script", "style", "head", "template"})
_HEX = re.compile(r"\\'([0-9a-fA-F]{2})")
_UNICODE = re.compile(r"\\u(-?\d+) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?")
_GROUP = re.compile(r"\{\\(?:\*|fonttbl|colortbl|stylesheet|info|pict|header|footer)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_WORD = re.compile(r"\\([a-z]+)-?\d* ?|\\[^a-z]|[{}\r\n]")


def chunk_words(data: bytes, kind: str) -> Iterator[str]:
    """The paragraphs of a part of a content type; nothing of a type that Word does not take in."""
    if "html" in kind:
        parser = _Html()
        parser.feed(data.decode("utf-8", "replace"))
        parser.close()
        yield from parser.paragraphs()
    elif "rtf" in kind:
        yield from _rich_text(data.decode("latin-1"))
    elif kind.startswith("text/plain"):
        yield from data.decode("utf-8", "replace").splitlines()


class _Html(HTMLParser):
    """Notes the words that are seen, a paragraph apart from the next."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._unseen = 0

    def paragraphs(self) -> Iterator[str]:
        for each in "".join(self._words).split("\n"):
            if each.strip():
                yield " ".join(each.split())

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(re.sub(r"\s+", " ", data))


def _rich_text(text: str) -> Iterator[str]:
    """Rich Text Format 1.9.1, as far as words go."""
    text = _GROUP.sub("", text)
    text = _UNICODE.sub(lambda sign: chr(int(sign[1]) % 65536), text)
    text = _HEX.sub(lambda sign: bytes.fromhex(sign[1]).decode("cp1252", "replace"), text)
    text = _WORD.sub(lambda word: "\n" if word[1] in {"par", "line", "cell", "row", "sect"} else "", text)
    yield from (each for each in text.split("\n") if each.strip())
