"""Names and lines are only words: text from files goes in, text that steers no terminal, page or name comes out.

What is not seen but acts (control characters, escapes, line ends, overrides of the direction of writing, signs without
width, halves of characters) is written in a form that is seen; sound text of any script stays as it is.
"""

from __future__ import annotations

import json
import unicodedata

_JOINERS = "\u200c\u200d"
"""Persian, the scripts of India and emoji need them; after anything but a letter, a mark or a symbol they hide."""
_BREAK = "\u200b"
"""Where a line may break, in scripts that put no space between words."""
WITHOUT_SPACES = ((0x0E00, 0x0EFF), (0x0F00, 0x109F), (0x1780, 0x17FF))
"""Thai and Lao, Tibetan and Myanmar, Khmer."""
_OPENERS, _CLOSER = "\u2066\u2067\u2068", "\u2069"
"""Isolates (UAX #9, 2.4): harmless where each is closed."""
_SEEN = frozenset("\u00ad\u06dd\u070f\u08e2\u0890\u0891\U000110bd\U000110cd").union(map(chr, range(0x600, 0x606)))
"""Format characters that are drawn, or that only say where a word may be parted."""
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Categories of the Unicode Character Database."""


def visible(text: str) -> str:
    """The text, with a visible form of each character that acts without being seen.

    >>> print(visible("a\\x1b[31mb"), visible("annex\\u202efdp.exe"), visible("line\\nline"))
    a␛[31mb annex\\u202efdp.exe line␊line
    >>> visible("می\\u200cخواهم") == "می\\u200cخواهم"
    True
    """
    if text.isprintable():
        return text
    unclosed = _unbalanced(text)
    return "".join(_form(sign) if _acts(sign, number, text, unclosed) else sign for number, sign in enumerate(text))


def json_text(data: object) -> str:
    """Plain data as JSON in which no character acts: those that would are escaped, as are halves of characters."""
    return "".join(
        sign if sign == "\n" or not _hides(sign) else _escape(sign)
        for sign in json.dumps(data, ensure_ascii=False, indent=2)
    )


def _hides(sign: str) -> bool:
    return unicodedata.category(sign) in _UNSEEN and sign not in _SEEN


def _acts(sign: str, number: int, text: str, unclosed: frozenset[int]) -> bool:
    if not _hides(sign):
        return False
    if sign in _OPENERS or sign == _CLOSER:
        return number in unclosed
    if sign in _JOINERS:
        return number == 0 or unicodedata.category(text[number - 1])[0] not in "LMS"
    if sign == _BREAK:
        return not (0 < number < len(text) - 1 and _unspaced(text[number - 1]) and _unspaced(text[number + 1]))
    return True


def _unspaced(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in WITHOUT_SPACES)


def _unbalanced(text: str) -> frozenset[int]:
    """The places of isolates that are not closed, and of those that close none."""
    opened: list[int] = []
    stray: list[int] = []
    for number, sign in enumerate(text):
        if sign in _OPENERS:
            opened.append(number)
        elif sign == _CLOSER:
            if opened:
                opened.pop()
            else:
                stray.append(number)
    return frozenset((*opened, *stray))


def _form(sign: str) -> str:
    code = ord(sign)
    if code < 0x20:
        return chr(0x2400 + code)  # the block Control Pictures
    return "␡" if code == 0x7F else _escape(sign)


def _escape(sign: str) -> str:
    """As JSON escapes it: in two halves beyond the first plane."""
    return json.dumps(sign)[1:-1]
