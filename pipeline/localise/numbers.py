"""Numbers in words and as ordinals: a whole number and a language go in, words come out.

Words stop where the reviewed table stops; past it there is none to give.
"""

from __future__ import annotations

from pipeline.text import raised

_WORDS: dict[str, str] = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt",
}
_FEMININE: dict[str, dict[int, str]] = {"fr": {1: "une"}}

_ORDINALS_ENGLISH = {1: "st", 2: "nd", 3: "rd"}


def words(number: int, language: str, *, feminine: bool = False) -> str | None:
    """The cardinal in words, or None outside the table (1 to 20).

    >>> words(3, "fr"), words(1, "fr", feminine=True), words(21, "fr")
    ('trois', 'une', None)
    """
    table = _WORDS.get(language, "").split()
    if not 1 <= number <= len(table):
        return None
    if feminine and number in _FEMININE.get(language, {}):
        return _FEMININE[language][number]
    return table[number - 1]


def ordinal(number: int, language: str, suffix: str | None = None, *, feminine: bool = False) -> str | None:
    """The ordinal in figures, raised where the language raises it; None where the language has no row here.

    ``suffix`` is the house's choice where usage differs: French ``e`` (Imprimerie nationale) or ``ème``.

    >>> from pipeline.text import plain
    >>> plain(ordinal(25, "fr", "ème") or ""), plain(ordinal(1, "fr", feminine=True) or ""), ordinal(22, "en")
    ('25ème', '1re', '22nd')
    """
    match language:
        case "fr":
            ending = ("re" if feminine else "er") if number == 1 else suffix or "e"
            return f"{number}{raised(ending)}"
        case "en":
            ending = "th" if number % 100 in {11, 12, 13} else _ORDINALS_ENGLISH.get(number % 10, "th")
            return f"{number}{ending}"
        case _:
            return None
