"""Numbers: a whole number and a language go in, the cardinal in words or the ordinal in figures comes out.

Ordinals in words are in :mod:`pipeline.localise.ordinals`. The rows below are the program's own tables, checked
against the sources named beside them; they await review by native speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from pipeline.text import raised

Gender = Literal["masculine", "feminine", "neuter"]
Case = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"]

LAST = 9_999
"""The greatest number that is set in words, or as an ordinal."""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def check(number: int, language: str, first: int = 1, last: int = LAST) -> None:
    """Raises ValueError, with a sentence for people, for a number out of range or a language without tables."""
    if language not in LANGUAGES:
        raise ValueError(f"numbers can't be set in “{language}”")
    if not first <= number <= last:
        raise ValueError(f"{number} is out of range: it goes from {first} to {last}")


def words(
    number: int,
    language: str,
    *,
    feminine: bool = False,
    gender: Gender = "masculine",
    case: Case = "nominative",
    before_noun: bool = False,
) -> str:
    """The cardinal in words, from zero.

    ``gender`` is that of the noun which is counted (Arabic takes care of its own polarity); ``feminine=True`` is
    short for it. ``case`` matters in Russian and, as nominative or oblique, in Arabic. ``before_noun`` gives the form
    that stands before its noun: Spanish *un*, *veintiún*, Chinese 两; and in Arabic ثماني.
    Raises ValueError as :func:`check` does.

    >>> for language in LANGUAGES: print(words(3, language), words(21, language, feminine=True), words(100, language))
    ثلاثة إحدى وعشرون مائة
    three twenty-one one hundred
    tres veintiuna cien
    trois vingt et une cent
    три двадцать одна сто
    三 二十一 一百
    >>> words(3, "ru", case="genitive"), words(1, "es", before_noun=True), words(2, "zh", before_noun=True)
    ('трех', 'un', '两')
    """
    check(number, language, first=0)
    if not number:
        return _ZERO[language]
    return _CARDINALS[language](number, "feminine" if feminine else gender, case, before_noun)


_ZERO = {"ar": "صفر", "en": "zero", "es": "cero", "fr": "zéro", "ru": "ноль", "zh": "零"}


def ordinal(
    number: int,
    language: str,
    suffix: str | None = None,
    *,
    feminine: bool = False,
    gender: Gender = "masculine",
    case: Case = "nominative",
    plural: bool = False,
    before_noun: bool = False,
) -> str:
    """The ordinal in figures, raised where the language raises it.

    ``suffix`` is the house's choice where usage differs: French ``e`` (Imprimerie nationale) or ``ème``. ``case`` and
    ``plural`` matter in Russian; ``before_noun`` gives Spanish *1.er* and *3.er* before a masculine noun.
    Raises ValueError as :func:`check` does.

    >>> from pipeline.text import plain
    >>> for language in LANGUAGES: print(*(plain(ordinal(n, language, feminine=n > 4)) for n in (1, 2, 3, 25)))
    1 2 3 25
    1st 2nd 3rd 25th
    1.º 2.º 3.º 25.ª
    1er 2e 3e 25e
    1-й 2-й 3-й 25-я
    第1 第2 第3 第25
    >>> plain(ordinal(25, "fr", "ème")), ordinal(5, "ru", feminine=True, case="genitive")
    ('25ème', '5-й')
    """
    check(number, language)
    chosen: Gender = "feminine" if feminine else gender
    match language:
        case "ar":
            # United Nations documents in Arabic print the bare number: الدورة 25.
            return str(number)
        case "en":
            return f"{number}{'th' if number % 100 in {11, 12, 13} else _ENGLISH_ENDINGS.get(number % 10, 'th')}"
        case "es":
            # RAE, Diccionario panhispánico de dudas, «ordinales»: a point before the raised letters. º and ª are
            # raised by their nature.
            if before_noun and chosen == "masculine" and number % 10 in {1, 3} and number % 100 != 11:
                return f"{number}.{raised('er')}"
            return f"{number}.{'ª' if chosen == 'feminine' else 'º'}"
        case "fr":
            ending = ("re" if chosen == "feminine" else "er") if number == 1 else suffix or "e"
            return f"{number}{raised(ending + 's' * plural)}"
        case "ru":
            third = number % 10 == 3 and number % 100 != 13
            return f"{number}-{_russian_ending(chosen, case, plural, soft=third)}"
        case _:
            return f"第{number}"


_ENGLISH_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _russian_ending(gender: Gender, case: Case, plural: bool, *, soft: bool) -> str:
    # Мильчин, Справочник издателя и автора: one letter after a vowel or й (пятый, 5-й), two after a consonant
    # (пятого, 5-го); третьи ends in и.
    if plural:
        if case in {"nominative", "accusative"}:
            return "и" if soft else "е"
        return {"genitive": "х", "dative": "м", "instrumental": "ми", "prepositional": "х"}[case]
    if gender == "feminine":
        return {"nominative": "я", "accusative": "ю"}.get(case, "й")
    if case in {"nominative", "accusative"}:
        return "й" if gender == "masculine" else "е"
    return {"genitive": "го", "dative": "му", "instrumental": "м", "prepositional": "м"}[case]


# English. Oxford: a hyphen from twenty-one to ninety-nine. “And” before them after a hundred or a thousand, as in the
# United Nations Correspondence Manual.
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def _english(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    if number < 20:
        return _ENGLISH[number - 1]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            joint = " " if rest >= 100 else " and "
            return f"{_ENGLISH[many - 1]} {name}" + (
                f"{joint}{_english(rest, gender, case, before_noun)}" if rest else ""
            )
    tens, ones = divmod(number, 10)
    return _ENGLISH_TENS[tens - 2] + (f"-{_ENGLISH[ones - 1]}" if ones else "")


# French. Imprimerie nationale, Lexique: hyphens below a hundred but beside "et"; quatre-vingts and deux cents have an s
# where nothing follows; mille has none.
_FRENCH = (
    "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
).split()
_FRENCH_TENS = "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt".split()


def _french(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    for size, name, ending in ((1000, "mille", ""), (100, "cent", "s")):
        if number >= size:
            many, rest = divmod(number, size)
            whole = name if many == 1 else f"{_FRENCH[many - 1]} {name}{'' if rest else ending}"
            return f"{whole} {_french(rest, gender, case, before_noun)}" if rest else whole
    tens, ones = divmod(number, 10)
    if number < 20 or tens in {7, 9}:
        ones += 10 * (tens % 2)
    one = "une" if ones == 1 and gender == "feminine" else _FRENCH[ones - 1]
    if number < 20:
        return one
    stem = _FRENCH_TENS[tens - 2]
    if not ones:
        return stem + "s" * (number == 80)
    return f"{stem} et {one}" if ones in {1, 11} and number < 80 else f"{stem}-{one}"


# Spanish. RAE, Diccionario panhispánico de dudas, «cardinales»: one word up to thirty, and for the hundreds, which
# have a gender from 200; uno is un before a masculine; cien is ciento before another number.
_SPANISH = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
).split()
_SPANISH_HUNDREDS = (
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
).split()
_SPANISH_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()


def _spanish(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    if number >= 1000:
        many, rest = divmod(number, 1000)
        whole = "mil" if many == 1 else f"{_SPANISH[many - 1]} mil"
        return f"{whole} {_spanish(rest, gender, case, before_noun)}" if rest else whole
    if number == 100:
        return "cien"
    if number > 100:
        many, rest = divmod(number, 100)
        whole = _SPANISH_HUNDREDS[many - 1]
        if many > 1 and gender == "feminine":
            whole = f"{whole[:-2]}as"
        return f"{whole} {_spanish(rest, gender, case, before_noun)}" if rest else whole
    tens, ones = divmod(number, 10)
    if number < 30:
        word = _SPANISH[number - 1]
    else:
        word = _SPANISH_TENS[tens - 3] + (f" y {_SPANISH[ones - 1]}" if ones else "")
    if not word.endswith("uno"):
        return word
    if gender == "feminine":
        return f"{word[:-1]}a"
    if before_noun:
        return "veintiún" if number == 21 else word[:-1]
    return word


# Russian. Грамматика-80, числительные: nominative, genitive, dative, instrumental, prepositional; the accusative is
# that of things. Written with е for ё, as the United Nations print.
_RUSSIAN_CASES = ("nominative", "genitive", "dative", "instrumental", "prepositional")
_RUSSIAN_ONE: Mapping[Gender, str] = {
    "masculine": "один одного одному одним одном",
    "feminine": "одна одной одной одной одной",
    "neuter": "одно одного одному одним одном",
}
_RUSSIAN = {
    2: "два двух двум двумя двух",
    3: "три трех трем тремя трех",
    4: "четыре четырех четырем четырьмя четырех",
    8: "восемь восьми восьми восемью восьми",
    40: "сорок сорока сорока сорока сорока",
    50: "пятьдесят пятидесяти пятидесяти пятьюдесятью пятидесяти",
    60: "шестьдесят шестидесяти шестидесяти шестьюдесятью шестидесяти",
    70: "семьдесят семидесяти семидесяти семьюдесятью семидесяти",
    80: "восемьдесят восьмидесяти восьмидесяти восемьюдесятью восьмидесяти",
    90: "девяносто девяноста девяноста девяноста девяноста",
    100: "сто ста ста ста ста",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    500: "пятьсот пятисот пятистам пятьюстами пятистах",
    600: "шестьсот шестисот шестистам шестьюстами шестистах",
    700: "семьсот семисот семистам семьюстами семистах",
    800: "восемьсот восьмисот восьмистам восемьюстами восьмистах",
    900: "девятьсот девятисот девятистам девятьюстами девятистах",
}
_RUSSIAN_THOUSAND = "тысяча тысячи тысяче тысячей тысяче".split()
_RUSSIAN_THOUSANDS = "тысячи тысяч тысячам тысячами тысячах".split()
# These drop their soft sign for -и, and keep it before -ю.
_RUSSIAN_SOFT = {
    5: "пять",
    6: "шесть",
    7: "семь",
    9: "девять",
    10: "десять",
    11: "одиннадцать",
    12: "двенадцать",
    13: "тринадцать",
    14: "четырнадцать",
    15: "пятнадцать",
    16: "шестнадцать",
    17: "семнадцать",
    18: "восемнадцать",
    19: "девятнадцать",
    20: "двадцать",
    30: "тридцать",
}


def _russian_part(number: int, gender: Gender, case: Case) -> str:
    if case == "accusative":
        if number == 1 and gender == "feminine":
            return "одну"
        case = "nominative"
    if number in _RUSSIAN_SOFT:
        word = _RUSSIAN_SOFT[number]
        return {"nominative": word, "instrumental": f"{word}ю"}.get(case, f"{word[:-1]}и")
    if number == 2 and case == "nominative" and gender == "feminine":
        return "две"
    forms = _RUSSIAN_ONE[gender] if number == 1 else _RUSSIAN[number]
    return forms.split()[_RUSSIAN_CASES.index(case)]


def _russian(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    thousands, hundreds, rest = number // 1000, number % 1000 // 100, number % 100
    words = [_russian_thousands(thousands, case)] if thousands else []
    ones = rest % 10
    parts = [hundreds * 100, *([rest] if rest <= 20 or not ones else [rest - ones, ones])]
    return " ".join([*words, *(_russian_part(part, gender, case) for part in parts if part)])


def _russian_thousands(number: int, case: Case) -> str:
    """A thousand is counted as other feminine nouns are: две тысячи, пять тысяч, о двух тысячах."""
    straight = case in {"nominative", "accusative"}
    if number == 1:
        return "тысячу" if case == "accusative" else _RUSSIAN_THOUSAND[_RUSSIAN_CASES.index(case)]
    counted = "genitive" if straight and number > 4 else "nominative" if straight else case
    return f"{_russian_part(number, 'feminine', case)} {_RUSSIAN_THOUSANDS[_RUSSIAN_CASES.index(counted)]}"


# Chinese. GB/T 15835; 两 for 2 before a measure word; one 零 for the places that are passed over: 一千零六.
_CHINESE = "一二三四五六七八九"


def _chinese(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    if number >= 100:
        size, name = (1000, "千") if number >= 1000 else (100, "百")
        many, rest = divmod(number, size)
        passed = "零" * (0 < rest < size // 10)
        one = "一" * (10 <= rest < 20)  # 一百一十, where ten alone is 十
        after = f"{passed}{one}{_chinese(rest, gender, case, False)}" if rest else ""
        return f"{_CHINESE[many - 1]}{name}{after}"
    if number == 2 and before_noun:
        return "两"
    tens, ones = divmod(number, 10)
    ten = (_CHINESE[tens - 1] if tens > 1 else "") + "十" if tens else ""
    return ten + (_CHINESE[ones - 1] if ones else "")


# Arabic. Wright, A Grammar of the Arabic Language, I, §§ 318–325: from 3 to 10, and for the units of 13 to 99, the
# form with ة goes with a masculine noun; عشر agrees with the noun in 11 to 19. Spelt as the United Nations print: مائة.
# Hundreds and thousands (§§ 325–326) come first, each joined by و; they have no gender, and the dual has a case.
_ARABIC_UNITS = "ثلاث أربع خمس ست سبع ثماني تسع".split()
ARABIC_TENS = "عشر ثلاث أربع خمس ست سبع ثمان تسع".split()
_ARABIC_FIRST: Mapping[Gender, tuple[str, str]] = {"masculine": ("واحد", "أحد"), "feminine": ("واحدة", "إحدى")}
_ARABIC_TWO: Mapping[tuple[bool, bool], tuple[str, str]] = {
    # (feminine, oblique): alone, and before عشر, where it loses its ن
    (False, False): ("اثنان", "اثنا"),
    (False, True): ("اثنين", "اثني"),
    (True, False): ("اثنتان", "اثنتا"),
    (True, True): ("اثنتين", "اثنتي"),
}


_ARABIC_HUNDREDS = "ثلاث أربع خمس ست سبع ثمان تسع".split()
_ARABIC_THOUSANDS = "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()


def arabic_hundreds(hundreds: int, *, oblique: bool) -> str:
    """A hundred to nine hundred: ``hundreds`` is 1 to 9."""
    if hundreds > 2:
        return f"{_ARABIC_HUNDREDS[hundreds - 3]}مائة"
    return "مائة" if hundreds == 1 else "مائتين" if oblique else "مائتان"


def _arabic_thousands(thousands: int, *, oblique: bool) -> str:
    if thousands > 2:
        return f"{_ARABIC_THOUSANDS[thousands - 3]} آلاف"
    return "ألف" if thousands == 1 else "ألفين" if oblique else "ألفان"


def arabic_tens(tens: int, *, oblique: bool) -> str:
    """Twenty to ninety: ``tens`` is 2 to 9."""
    return ARABIC_TENS[tens - 2] + ("ين" if oblique else "ون")


def _arabic(number: int, gender: Gender, case: Case, before_noun: bool) -> str:
    feminine, oblique = gender == "feminine", case != "nominative"
    if number >= 100:
        thousands, hundreds, rest = number // 1000, number % 1000 // 100, number % 100
        parts = [_arabic_thousands(thousands, oblique=oblique)] if thousands else []
        parts += [arabic_hundreds(hundreds, oblique=oblique)] if hundreds else []
        parts += [_arabic(rest, gender, case, before_noun)] if rest else []
        return " و".join(parts)
    tens, ones = divmod(number, 10)
    if not ones:
        return ("عشر" if feminine else "عشرة") if tens == 1 else arabic_tens(tens, oblique=oblique)
    if ones == 1:
        alone, joined = _ARABIC_FIRST["feminine" if feminine else "masculine"]
        unit = {0: alone, 1: joined}.get(tens, joined if feminine else alone)
    elif ones == 2:
        unit = _ARABIC_TWO[feminine, oblique][tens == 1]
    else:
        unit = _ARABIC_UNITS[ones - 3] + "ة" * (not feminine)
        if unit == "ثماني" and not (tens == 1 or (tens == 0 and before_noun)):
            # An indefinite noun in -in drops its ي unless another noun follows.
            unit = "ثمان"
    if tens == 0:
        return unit
    if tens == 1:
        return f"{unit} {'عشرة' if feminine else 'عشر'}"
    return f"{unit} و{arabic_tens(tens, oblique=oblique)}"


_CARDINALS: Mapping[str, Callable[[int, Gender, Case, bool], str]] = MappingProxyType(
    {"ar": _arabic, "en": _english, "es": _spanish, "fr": _french, "ru": _russian, "zh": _chinese}
)
