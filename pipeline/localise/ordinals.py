"""Ordinals in words: a whole number and a language go in, the word with its gender and case comes out.

Small letters throughout: a title's capital is the template's. The rules are those of the language's file.
"""

from __future__ import annotations

from pipeline.languages import Language
from pipeline.languages.rbnf import form
from pipeline.localise.numbers import Case, Gender, check, said, wanted


def last(language: Language) -> int:
    """The greatest number that has an ordinal in words: beyond it no usage is settled."""
    return language.numbers.last_ordinal


def in_words(
    number: int,
    language: Language,
    *,
    gender: Gender = "masculine",
    case: Case = "nominative",
    plural: bool = False,
    before_noun: bool = False,
    classifier: str | None = None,
    of: str = "",
) -> str:
    """The ordinal in words: definite in Arabic, in Chinese with the usual classifier, or this ``classifier``.

    ``case`` matters in Russian and, as nominative or oblique, in Arabic; ``plural`` in French, Russian and Spanish.
    ``before_noun`` gives the Spanish forms that stand before a masculine noun: *primer*, *decimotercer*. ``of`` is a
    form of the language's own, in their place.
    Raises ValueError, with a sentence for people, outside 1 to :func:`last`.

    >>> from pipeline.languages import language_of
    >>> for tag in ("ar", "en", "es", "fr", "ru", "zh"):
    ...     print(", ".join(in_words(n, language_of(tag), gender="feminine") for n in (1, 5, 11, 21)))
    الأولى, الخامسة, الحادية عشرة, الحادية والعشرون
    first, fifth, eleventh, twenty-first
    primera, quinta, undécima, vigesimoprimera
    première, cinquième, onzième, vingt et unième
    первая, пятая, одиннадцатая, двадцать первая
    第一次, 第五次, 第十一次, 第二十一次
    >>> in_words(5, language_of("ru"), gender="feminine", case="genitive")
    'пятой'
    >>> in_words(3, language_of("es"), before_noun=True)
    'tercer'
    >>> in_words(21, language_of("ar"), gender="feminine", case="genitive")
    'الحادية والعشرين'
    """
    check(number, last(language))
    asked = form(of) if of else wanted(gender, case, plural=plural, before_noun=before_noun)
    return said(number, language, language.numbers.ordinal, asked, classifier=classifier)
