"""Numbers in running text: words and their language go in, each number comes out with its value.

Every language parts thousands and decimals by its own signs, and says millions in its own words: “1.2 million”, “1,2
млн” and “120万” are one number. The words are learnt from what CLDR sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_compact_decimal

from pipeline.languages import Language

_NUMBER = re.compile(r"(?<![A-Za-zÀ-ɏА-яЁё_\d.,/])\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?(?![\d/]|[.,]\d)")
_PARTED = re.compile(r"[\s.,](?=\d{3}(?!\d))")
_SIGNS = str.maketrans("٫٬", ".,")
"""Of Arabic decimals and thousands."""
_POWERS = (3, 4, 6, 8, 9, 12)
"""Of ten, that languages have words for."""
_COUNTS = (1, 2, 5, 20)
"""Which plurals differ by."""
_KINDS: tuple[Literal["short"], Literal["long"]] = ("short", "long")
_SCALED = re.compile(r"\W*(\d+)[\s\u00a0\u202f]*(\D*?)[\s.\u200f\u200e]*")
_TOUCHING = re.compile("[\u3400-\u9fff]")
"""Of words that no space parts."""
_LONG, _SHORT = 6, 2
"""Letters of a word that may have endings, and of one that is no sign of a unit."""


def numbers(text: str, language: Language | None) -> Iterator[tuple[int, int, str]]:
    """Where each number stands, and its value, as ``1234.5``.

    >>> [value for _, _, value in numbers("12,000 and 1.5 and 3 %", None)]
    ['12000', '1.5', '3']
    >>> from pipeline.languages import language_of
    >>> for tag, text in (("en", "1.2 million"), ("ru", "1,2 млн"), ("zh", "120万"), ("es", "mil; 1,2 millones")):
    ...     print(*(value for _, _, value in numbers(text, language_of(tag))))
    1200000
    1200000
    1200000
    1200000
    """
    scales = _scales(language.tag) if language is not None else None
    text = text.translate(_SIGNS)
    for match in _NUMBER.finditer(text):
        value = _PARTED.sub("", match[0]).replace(",", ".")
        scale = scales.match(text, match.end()) if scales is not None else None
        if scale is not None and scale.lastgroup is not None:
            power = int(scale.lastgroup[1:].partition("_")[0])
            value = f"{(Decimal(value) * 10**power).normalize():f}"
        yield match.start(), match.end() if scale is None else scale.end(), value


@lru_cache(maxsize=32)
def _scales(tag: str) -> re.Pattern[str] | None:
    """What may stand behind a number and multiplies it: a group for each word, whose name has its power of ten."""
    found = {
        word: power
        for each in (tag, f"{tag}-Hant")
        for said, exact in _said(each)
        for word, power in _word(said, exact)
    }
    if not found:
        return None
    groups: list[str] = []
    for at, word in enumerate(sorted(found, key=len, reverse=True)):
        end = "" if _TOUCHING.match(word) else r"\w{0,3}(?!\w)" if len(word) >= _LONG else r"(?!\w)"
        groups.append(f"(?P<p{found[word]}_{at}>{re.escape(word)}{end})")
    return re.compile(rf"[\s\u00a0\u202f]?(?:{'|'.join(groups)})", re.IGNORECASE)


def _said(tag: str) -> Iterator[tuple[str, int]]:
    """Round numbers as a language says them, and what they are; nothing of a script that it is not written in."""
    try:
        of = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return
    for number in (count * 10**power for power in _POWERS for count in _COUNTS):
        for kind in _KINDS:
            with suppress(KeyError):  # not each language has both
                yield format_compact_decimal(number, format_type=kind, locale=of), number


def _word(said: str, number: int) -> Iterator[tuple[str, int]]:
    """The word that multiplies, and by which power of ten: of “20 million”, 6."""
    found = _SCALED.fullmatch(said)
    if found and (len(found[2]) > _SHORT or _TOUCHING.match(found[2])):
        yield found[2], len(str(number // int(found[1]))) - 1
