"""Words as they are compared: a text goes in, its words come out in a form that setting and reading back don't change.

Setting changes case (capitals), joins letters (ligatures), breaks words at the ends of lines, and mirrors brackets; a
PDF gives the letters of an Arabic word in more than one order. So punctuation, marks and case are dropped, and of
words that run from right to left the letters are sorted. Chinese, Japanese, Thai, Lao, Khmer and Burmese have no
spaces: there each letter counts as a word. So it does in Devanagari and its kin, where pdfium loses spaces, and gives
letters of a cluster with each of its glyphs. Figures and the letters beside them count apart, as they change places in
Arabic lines.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize


class _Unseen(dict[int, int | None]):
    """A table for ``str.translate`` that takes out marks and what only steers: each letter is looked up once."""

    def __missing__(self, letter: int) -> int | None:
        self[letter] = kept = None if category(chr(letter)) in {"Mn", "Mc", "Cf"} else letter
        return kept


_UNSPACED = (
    "\u0900-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[0-9]+|(?:(?![{_UNSPACED}_0-9])\w)+")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_UNSEEN = _Unseen()
_HYPHEN = re.compile("[-\u2010\u00ad\ufffe\x02]\r?\n")
"""What stands at the end of a line whose last word goes on in the next; pdfium marks a hyphen that it knows as one."""


def words_of(text: str) -> list[str]:
    """The words of a text.

    >>> words_of("The ﬁrst Session – 1ère partie"), words_of("第一 届"), words_of("invi-\\r\\ntation")
    (['the', 'first', 'session', '1', 'ere', 'partie'], ['第', '一', '届'], ['invitation'])
    """
    joined = _HYPHEN.sub("", text) if "\n" in text else text
    return [word for line in joined.splitlines() for word in _words_of_line(line)]


@lru_cache(maxsize=4096)
def _words_of_line(line: str) -> tuple[str, ...]:
    """Those of a line, which letters to many have in common."""
    return tuple(map(_folded, _WORD.findall(_plain(line))))


def _plain(line: str) -> str:
    return line.lower() if line.isascii() else normalize("NFKD", line).casefold().translate(_UNSEEN)


def is_right_to_left(word: str) -> bool:
    """Whether it has letters that run from right to left."""
    return _RIGHT_TO_LEFT.search(word) is not None


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return "".join(sorted(word)) if is_right_to_left(word) else word
