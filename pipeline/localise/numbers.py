"""Numbers: a whole number and a language go in, the cardinal in words or the ordinal in figures comes out.

Ordinals in words are in :mod:`pipeline.localise.ordinals`. The rules are those of the language's file.
"""

from __future__ import annotations

from typing import Literal

from pipeline.findings import Unfit
from pipeline.languages import Language
from pipeline.languages.rbnf import Form, form
from pipeline.text import parse

Gender = Literal["masculine", "feminine", "neuter"]
Case = Literal["nominative", "genitive", "dative", "accusative", "instrumental", "prepositional"]


def check(number: int, last: int, first: int = 1) -> None:
    """Raises ValueError, with a sentence for people, for a number out of range."""
    if not first <= number <= last:
        raise ValueError(f"{number} is out of range: it goes from {first} to {last}")


def wanted(gender: Gender, case: Case, *, plural: bool = False, before_noun: bool = False) -> Form:
    """What is asked of a rule set. Every case but the nominative is *oblique*, for languages that have two."""
    more = {"oblique": case != "nominative", "plural": plural, "before": before_noun}
    return frozenset({gender, case, *(name for name, asked in more.items() if asked)})


def said(
    number: int,
    language: Language,
    rule_set: str,
    asked: Form,
    suffix: str | None = None,
    classifier: str | None = None,
) -> str:
    """A number by one of the language's sets, with what its rules leave open. Unfit for a language without the set."""
    rules = language.numbers
    if not rule_set:
        raise Unfit("language-without-numbers", language=language.tag)
    words = rules.rules.words(number, rule_set, asked)
    if "{" in words:
        words = words.replace("{suffix}", suffix or rules.suffix)
        words = words.replace("{classifier}", rules.classifier if classifier is None else classifier)
    return parse(words) if "^" in words else words


def words(
    number: int,
    language: Language,
    *,
    feminine: bool = False,
    gender: Gender = "masculine",
    case: Case = "nominative",
    before_noun: bool = False,
    of: str = "",
) -> str:
    """The cardinal in words, from zero.

    ``gender`` is that of the noun which is counted (Arabic takes care of its own polarity); ``feminine=True`` is
    short for it. ``case`` matters in Russian and, as nominative or oblique, in Arabic. ``before_noun`` gives the form
    that stands before its noun: Spanish *un*, *veintiún*, Chinese 两; and in Arabic ثماني. ``of`` is a form of the
    language's own, in their place.
    Raises ValueError as :func:`check` does.

    >>> from pipeline.languages import language_of
    >>> for tag in ("ar", "en", "es", "fr", "ru", "zh"):
    ...     print(*(words(number, language_of(tag), feminine=number == 21) for number in (3, 21, 100)))
    ثلاثة إحدى وعشرون مائة
    three twenty-one one hundred
    tres veintiuna cien
    trois vingt et une cent
    три двадцать одна сто
    三 二十一 一百
    >>> words(3, language_of("ru"), case="genitive"), words(1, language_of("es"), before_noun=True)
    ('трех', 'un')
    """
    check(number, language.numbers.last, first=0)
    asked = form(of) if of else wanted("feminine" if feminine else gender, case, before_noun=before_noun)
    return said(number, language, language.numbers.cardinal, asked)


def ordinal(
    number: int,
    language: Language,
    suffix: str | None = None,
    *,
    feminine: bool = False,
    gender: Gender = "masculine",
    case: Case = "nominative",
    plural: bool = False,
    before_noun: bool = False,
    of: str = "",
) -> str:
    """The ordinal in figures, raised where the language raises it.

    ``suffix`` is the house's choice where usage differs: French ``e`` (Imprimerie nationale) or ``ème``. ``case`` and
    ``plural`` matter in Russian; ``before_noun`` gives Spanish *1.er* and *3.er* before a masculine noun.
    Raises ValueError as :func:`check` does.

    >>> from pipeline.languages import language_of
    >>> from pipeline.text import plain
    >>> for tag in ("ar", "en", "es", "fr", "ru", "zh"):
    ...     print(*(plain(ordinal(n, language_of(tag), feminine=n > 4)) for n in (1, 2, 3, 25)))
    1 2 3 25
    1st 2nd 3rd 25th
    1.º 2.º 3.º 25.ª
    1er 2e 3e 25e
    1-й 2-й 3-й 25-я
    第1 第2 第3 第25
    >>> plain(ordinal(25, language_of("fr"), "ème")), ordinal(5, language_of("ru"), feminine=True, case="genitive")
    ('25ème', '5-й')
    """
    check(number, language.numbers.last)
    gender = "feminine" if feminine else gender
    asked = form(of) if of else wanted(gender, case, plural=plural, before_noun=before_noun)
    return language.set_figures(said(number, language, language.numbers.figures, asked, suffix=suffix))
