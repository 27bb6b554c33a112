"""Ordinals in words: a whole number and a language go in, the word with its gender and case comes out.

Small letters throughout: a title's capital is the template's. The rows below are the program's own tables, checked
against the sources named beside them; they await review by native speakers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pipeline.localise.numbers import LANGUAGES, LAST, Case, Gender, arabic_hundreds, arabic_tens, check, words

__all__ = ["LANGUAGES", "Case", "Gender", "in_words", "last"]

_LAST = {"ar": 999, "es": 1_999}
"""Beyond these no usage is settled: Arabic strings three numbers together, and Spanish has dosmilésimo and dos
milésimo."""


def last(language: str) -> int:
    """The greatest number that has an ordinal in words."""
    return _LAST.get(language, LAST)


def in_words(
    number: int,
    language: str,
    *,
    gender: Gender = "masculine",
    case: Case = "nominative",
    plural: bool = False,
    before_noun: bool = False,
    classifier: str = "次",
) -> str:
    """The ordinal in words: definite in Arabic, in Chinese with a ``classifier``.

    ``case`` matters in Russian and, as nominative or oblique, in Arabic; ``plural`` in French, Russian and Spanish.
    ``before_noun`` gives the Spanish forms that stand before a masculine noun: *primer*, *decimotercer*.
    Raises ValueError, with a sentence for people, outside 1 to :func:`last` and for a language without tables.

    >>> for language in LANGUAGES: print(", ".join(in_words(n, language, gender="feminine") for n in (1, 5, 11, 21)))
    الأولى, الخامسة, الحادية عشرة, الحادية والعشرون
    first, fifth, eleventh, twenty-first
    primera, quinta, undécima, vigesimoprimera
    première, cinquième, onzième, vingt et unième
    первая, пятая, одиннадцатая, двадцать первая
    第一次, 第五次, 第十一次, 第二十一次
    >>> in_words(5, "ru", gender="feminine", case="genitive"), in_words(3, "es", before_noun=True)
    ('пятой', 'tercer')
    >>> in_words(21, "ar", gender="feminine", case="genitive"), in_words(2, "zh", classifier="届")
    ('الحادية والعشرين', '第二届')
    """
    check(number, language, last=last(language))
    if language == "zh":
        return f"第{words(number, language)}{classifier}"
    return _ORDINALS[language](number, gender, case, plural, before_noun)


_ENGLISH = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _english(number: int, gender: Gender, case: Case, plural: bool, before_noun: bool) -> str:
    head, joint, end = re.fullmatch("(.*?)([- ]?)([a-z]+)", words(number, "en")).groups()  # type: ignore[union-attr]
    regular = f"{end[:-1]}ieth" if end.endswith("y") else f"{end}th"
    return f"{head}{joint}{_ENGLISH.get(end, regular)}"


def _french(number: int, gender: Gender, case: Case, plural: bool, before_noun: bool) -> str:
    # Imprimerie nationale, Lexique. Deuxième, not second: it never asks whether there is a third.
    many = number % 100 == 80 or (number % 100 == 0 and number % 1000 > 100)
    stem = words(number, "fr").removesuffix("e").removesuffix("s" * many)
    if stem.endswith("cinq"):
        stem += "u"
    elif stem.endswith("neuf"):
        stem = f"{stem[:-1]}v"
    word = f"{stem}ième"
    if number == 1:
        word = "première" if gender == "feminine" else "premier"
    return word + "s" * plural


# RAE, Diccionario panhispánico de dudas, «ordinales»: undécimo and duodécimo rather than decimoprimero and
# decimosegundo; one word up to 29, with the accent of its last part alone; from 31 words of their own, each with its
# gender: centésima quincuagésima sexta.
_SPANISH = "primero segundo tercero cuarto quinto sexto séptimo octavo noveno".split()
_SPANISH_TENS = (
    "décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo"
).split()
_SPANISH_HUNDREDS = (
    "centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo octingentésimo "
    "noningentésimo"
).split()
_SPANISH_OWN = {11: "undécimo", 12: "duodécimo", 18: "decimoctavo", 28: "vigesimoctavo"}


def _spanish(number: int, gender: Gender, case: Case, plural: bool, before_noun: bool) -> str:
    thousands, hundreds, rest = number // 1000, number % 1000 // 100, number % 100
    tens, ones = divmod(rest, 10)
    parts = ["milésimo"] * thousands + [_SPANISH_HUNDREDS[hundreds - 1]] * (hundreds > 0)
    if rest in _SPANISH_OWN:
        parts += [_SPANISH_OWN[rest]]
    elif tens in {1, 2} and ones:
        parts += [{1: "decimo", 2: "vigesimo"}[tens] + _SPANISH[ones - 1]]
    else:
        parts += [_SPANISH_TENS[tens - 1]] * (tens > 0) + [_SPANISH[ones - 1]] * (ones > 0)
    if gender == "feminine":
        parts = [f"{part[:-1]}a" for part in parts]
    elif before_noun and not plural and ones in {1, 3} and rest != 11:
        parts[-1] = parts[-1][:-1]
    return " ".join(f"{part}s" if plural else part for part in parts)


# Грамматика-80, порядковые прилагательные: only the last word of a compound is declined. The accusative is that of
# things. Rows: nominative, genitive, dative, accusative, instrumental, prepositional.
_RUSSIAN_CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "prepositional")
_RUSSIAN_HARD: Mapping[str, str] = {
    "masculine": "ый ого ому ый ым ом",
    "feminine": "ая ой ой ую ой ой",
    "neuter": "ое ого ому ое ым ом",
    "plural": "ые ых ым ые ыми ых",
}
_RUSSIAN_THIRD: Mapping[str, str] = {
    "masculine": "ий ьего ьему ий ьим ьем",
    "feminine": "ья ьей ьей ью ьей ьей",
    "neuter": "ье ьего ьему ье ьим ьем",
    "plural": "ьи ьих ьим ьи ьими ьих",
}
_RUSSIAN_STEMS = {
    1: "перв",
    2: "втор",
    3: "трет",
    4: "четверт",
    5: "пят",
    6: "шест",
    7: "седьм",
    8: "восьм",
    9: "девят",
    10: "десят",
    11: "одиннадцат",
    12: "двенадцат",
    13: "тринадцат",
    14: "четырнадцат",
    15: "пятнадцат",
    16: "шестнадцат",
    17: "семнадцат",
    18: "восемнадцат",
    19: "девятнадцат",
    20: "двадцат",
    30: "тридцат",
    40: "сороков",
    50: "пятидесят",
    60: "шестидесят",
    70: "семидесят",
    80: "восьмидесят",
    90: "девяност",
    100: "сот",
    200: "двухсот",
    300: "трехсот",
    400: "четырехсот",
    500: "пятисот",
    600: "шестисот",
    700: "семисот",
    800: "восьмисот",
    900: "девятисот",
    1000: "тысячн",
    2000: "двухтысячн",
    3000: "трехтысячн",
    4000: "четырехтысячн",
    5000: "пятитысячн",
    6000: "шеститысячн",
    7000: "семитысячн",
    8000: "восьмитысячн",
    9000: "девятитысячн",
}
_RUSSIAN_STRESSED = {2, 6, 7, 8, 40}
"""Those that are stressed on the ending: -ой, not -ый."""


def _russian(number: int, gender: Gender, case: Case, plural: bool, before_noun: bool) -> str:
    rest = number % 100
    ones = rest % 10 if rest > 20 else 0
    end = ones or rest or number % 1000 or number
    head = f"{words(number - end, 'ru')} " if end != number else ""
    table = _RUSSIAN_THIRD if end == 3 else _RUSSIAN_HARD
    ending = table["plural" if plural else gender].split()[_RUSSIAN_CASES.index(case)]
    if ending == "ый" and end in _RUSSIAN_STRESSED:
        ending = "ой"
    return head + _RUSSIAN_STEMS[end] + ending


# Wright, A Grammar of the Arabic Language, I, §§ 328–329: definite; from 11 to 19 both words agree and do not change
# with the case; from 21 the tens have the article too. What is above a hundred follows after بعد, in the genitive, as
# the United Nations print it: الدورة السادسة والخمسون بعد المائة.
_ARABIC = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع".split()


def _arabic(number: int, gender: Gender, case: Case, plural: bool, before_noun: bool) -> str:
    hundreds, rest = divmod(number, 100)
    if hundreds:
        oblique = rest > 0 or case != "nominative"
        whole = f"ال{arabic_hundreds(hundreds, oblique=oblique)}"
        return f"{_arabic(rest, gender, case, plural, before_noun)} بعد {whole}" if rest else whole
    feminine = gender == "feminine"
    tens, ones = divmod(number, 10)
    ten = f"ال{arabic_tens(tens, oblique=case != 'nominative')}" if tens > 1 else ""
    if not ones:
        return ten or ("العاشرة" if feminine else "العاشر")
    if ones == 1 and tens:
        unit = "الحادية" if feminine else "الحادي"
    elif ones == 1:
        unit = "الأولى" if feminine else "الأول"
    else:
        unit = _ARABIC[ones - 1] + "ة" * feminine
    if tens == 1:
        return f"{unit} {'عشرة' if feminine else 'عشر'}"
    return f"{unit} و{ten}" if ten else unit


_ORDINALS: Mapping[str, Callable[[int, Gender, Case, bool, bool], str]] = MappingProxyType(
    {"ar": _arabic, "en": _english, "es": _spanish, "fr": _french, "ru": _russian}
)
