"""The names of States: an ISO 3166-1 alpha-3 code and a language go in, the United Nations' name comes out.

And the other way: any of a State's names goes in, its code comes out (:func:`find`).

The table is ``states.csv``, whose head names its source: 193 Members and two observers, short names in six
languages, formal names in English. It is read when a name is first asked for. A language that it has not takes its
names from CLDR. A house overrides a name, or adds one that is missing, with a mapping from codes to names.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pipeline.findings import Unfit
from pipeline.findings.hints import near
from pipeline.folding import folded
from pipeline.languages import SOURCE, Language
from pipeline.languages.names import territory
from pipeline.languages.rules import Sorting

_TABLE = Path(__file__).parent / "states.csv"
_OTHERS = _TABLE.with_name("other_names.csv")
_NONE: Mapping[str, str] = MappingProxyType({})


@cache
def _states() -> Mapping[str, Mapping[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return MappingProxyType({row["iso3"]: row for row in rows})


def codes(*, observers: bool = True) -> tuple[str, ...]:
    """The codes of the Members, and of the observer States too unless left out.

    >>> len(codes()), len(codes(observers=False))
    (195, 193)
    """
    return tuple(code for code, state in _states().items() if observers or state["status"] == "member")


def short(iso3: str, language: Language, own: Mapping[str, str] = _NONE) -> str:
    """The short name. ``own`` holds the house's own names in this language, by code.

    Raises ValueError, with a sentence for people, for a code that is not in the table.

    >>> from pipeline.languages import language_of
    >>> for tag in ("ar", "en", "es", "fr", "ru", "zh"): print(short("CIV", language_of(tag)))
    كوت ديفوار
    Côte d’Ivoire
    Côte d’Ivoire
    Côte d’Ivoire
    Кот-д’Ивуар
    科特迪瓦
    """
    state, column = _state(iso3), language.table.states.names
    return own.get(iso3) or (state[column] if column else territory(iso3, language.tag))


def names(iso3: str) -> Mapping[str, str]:
    """The short names of the table, by language. Raises ValueError as :func:`short` does.

    >>> names("CIV")["fr"], len(names("CIV"))
    ('Côte d’Ivoire', 6)
    """
    return {tag: name for tag, name in _state(iso3).items() if tag not in _NO_NAMES and not tag.startswith("formal_")}


_NO_NAMES = frozenset({"iso3", "status", "pinyin"})
"""The columns of the table that are no short names."""


def formal(iso3: str, language: Language, own: Mapping[str, str] = _NONE) -> str:
    """The formal name, with its article where the language has one: "the Republic of Moldova".

    Raises ValueError, with a sentence for people, for a code that is not in the table and where neither the table
    nor the house has a formal name in the language.

    >>> from pipeline.languages import language_of
    >>> formal("MDA", language_of("en")), formal("MDA", language_of("fr"), {"MDA": "la République de Moldova"})
    ('the Republic of Moldova', 'la République de Moldova')
    >>> formal("MDA", language_of("ru"))
    Traceback (most recent call last):
    ValueError: there is no formal name of Republic of Moldova in “ru”: the house can give one
    """
    state, column = _state(iso3), language.table.states.names
    name = own.get(iso3) or state.get(f"formal_{column}")
    if not name:
        raise ValueError(f"there is no formal name of {state[SOURCE]} in “{language.tag}”: the house can give one")
    return name


def in_order(iso3s: Iterable[str], language: Language, own: Mapping[str, str] = _NONE) -> tuple[str, ...]:
    """The codes in the order of their short names, as the language sorts.

    Chinese sorts by pinyin, a State that the house renames by that of its own characters in the table. Raises
    ValueError as :func:`short` does.

    >>> from pipeline.languages import language_of
    >>> for each in map(language_of, ("ar", "en", "es", "fr", "ru", "zh")):
    ...     print(", ".join(short(code, each) for code in in_order(["ZAF", "EGY", "DZA", "ESP"], each)))
    إسبانيا, الجزائر, جنوب أفريقيا, مصر
    Algeria, Egypt, South Africa, Spain
    Argelia, Egipto, España, Sudáfrica
    Afrique du Sud, Algérie, Égypte, Espagne
    Алжир, Египет, Испания, Южная Африка
    阿尔及利亚, 埃及, 南非, 西班牙
    """
    names = {code: short(code, language, own) for code in iso3s}
    return tuple(sorted(names, key=lambda code: _key(code, names[code], language)))


def pinyin(iso3: str) -> str:
    """The reading of the short name in Chinese: a syllable and the number of its tone for each character.

    >>> pinyin("TCD"), names("TCD")["zh"]
    ('zha4 de2', '乍得')
    """
    return _state(iso3)["pinyin"]


def find(words: str, own: Iterable[Mapping[str, str]] = (), *, codes: bool = True) -> str | None:
    """The code of a State by any of its names in six languages, with or without article and accents, or by its code of
    two or three letters; None for none. ``own`` are the house's names, by code, of each language. Without ``codes``
    none is found by one of two letters, as regions have them too.

    >>> [find(name) for name in ("CIV", "ci", "Côte d’Ivoire", "cote d'ivoire", "IVORY COAST", "科特迪瓦", "Atlantis")]
    ['CIV', 'CIV', 'CIV', 'CIV', 'CIV', 'CIV', None]
    >>> find("Les Pays-Bas"), find("the Republic of Moldova"), find("Turkey"), find("Türkei", [{"TUR": "Türkei"}])
    ('NLD', 'MDA', 'TUR', 'TUR')
    >>> find("GE"), find("GE", codes=False), find("UK", codes=False)
    ('GEO', None, 'GBR')
    """
    name = _folded(words)
    if not codes and name in _short_codes():
        return None
    return next((code for names in own for code, each in names.items() if _folded(each) == name), _by_name().get(name))


@cache
def _by_name() -> Mapping[str, str]:
    """The codes by everything that a State is called."""
    named = {code.casefold(): code for code in _states()}
    for code, state in _states().items():
        named |= {_folded(name): code for name in (*names(code).values(), state["formal_en"])}
    for code, others in _others().items():
        named |= {_folded(name): code for name in others}
    return MappingProxyType(named)


@cache
def _short_codes() -> frozenset[str]:
    return frozenset(_folded(others[0]) for others in _others().values())


@cache
def _others() -> Mapping[str, tuple[str, ...]]:
    """The further names of each State, its code of two letters first."""
    with _OTHERS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["iso3"]: tuple(filter(None, row["names"].split(";"))) for row in rows}


_ARTICLE = re.compile(r"^(?:the|el|la|los|las|le|les) |^l['’]")


def _folded(name: str) -> str:
    """Letters and figures alone, without accents, capitals and the article."""
    return folded(_ARTICLE.sub("", " ".join(name.casefold().split()), count=1))


def _state(iso3: str) -> Mapping[str, str]:
    if iso3 not in _states():
        raise Unfit("state-unknown", code=iso3, near=near(iso3, _states()))
    return _states()[iso3]


def _key(code: str, name: str, language: Language) -> tuple[object, ...]:
    rules = language.sorting
    if rules.by_reading:
        # A character after the other, each by its syllable and then its tone, as Chinese dictionaries sort.
        return tuple((syllable[:-1], syllable[-1]) for syllable in pinyin(code).split())
    bare = name.removeprefix(rules.article).translate(rules.alike)
    return tuple(tuple(_letter(sign, rules) for sign in word) for word in _words(_bare(bare, rules.ranks))), name


def _letter(sign: str, rules: Sorting) -> tuple[str, int]:
    return rules.ranks.get(sign, (sign, 0))


def _words(name: str) -> tuple[str, ...]:
    """Word by word; a hyphen parts words, other signs don't count."""
    parted = (" " if sign in " -—" else sign for sign in name if sign in " -—" or sign.isalpha())
    return tuple("".join(parted).split())


def _bare(name: str, kept: Collection[str]) -> str:
    """Small letters without their accents, save for letters of their own."""
    letters = unicodedata.normalize("NFC", name.casefold())
    return "".join(x if x in kept else unicodedata.normalize("NFD", x)[0] for x in letters)
