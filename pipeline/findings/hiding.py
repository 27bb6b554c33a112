"""Signs that nobody sees, among words that a person typed or copied: words go in, those that have such signs come out.

What a script needs is none of them (Unicode Standard, 23.2): joiners in Persian, in the scripts of India and in emoji,
places to break a line in Khmer and Thai, marks of direction where words run from right to left, soft hyphens, and
spaces that do not break.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.findings.visible import WITHOUT_SPACES

_MAY_HIDE = re.compile(
    "[\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u3164\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)
"""Format characters without a look, and letters that are blank."""
_JOINERS = "\u200c\u200d"
_BREAK = "\u200b"
_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Of direction: marks, embeddings and isolates."""
_UNJOINED = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "ARMENIAN",
    "GEORGIAN",
    "THAI",
    "LAO",
)
"""How the names of letters begin that need no joiner."""
_FLAG = "\U0001f3f4"
"""What the tags of a flag stand behind."""


def hiding(text: str) -> tuple[str, ...]:
    """The words that have a sign which nobody sees, with its code in its place.

    >>> hiding("Mar\\u200bie Dupont"), hiding("می\\u200cخواهم"), hiding("ភាសា\\u200bខ្មែរ"), hiding("Mar\\u200cie")
    (('Mar[U+200B]ie',), (), (), ('Mar[U+200C]ie',))
    """
    if text.isascii() or not _MAY_HIDE.search(text):
        return ()
    turned = any(sign.isalpha() and unicodedata.bidirectional(sign) in {"R", "AL"} for sign in text)
    shown = "".join(
        f"[U+{ord(sign):04X}]" if _MAY_HIDE.match(sign) and _hides(sign, number, text, turned) else sign
        for number, sign in enumerate(text)
    )
    return tuple(each for each in shown.split() if "[U+" in each)


def _hides(sign: str, number: int, text: str, turned: bool) -> bool:
    if sign in _MARKS:
        return not turned
    before, after = text[number - 1 : number], text[number + 1 : number + 2]
    if sign in _JOINERS:
        return not before or unicodedata.category(before)[0] not in "LMS" or _unjoined(before)
    if sign == _BREAK:
        return not (_unspaced(before) or _unspaced(after))
    if sign >= "\U000e0000":
        return _FLAG not in text
    return True


def _unjoined(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith(_UNJOINED)


def _unspaced(sign: str) -> bool:
    return bool(sign) and any(first <= ord(sign) <= last for first, last in WITHOUT_SPACES)
