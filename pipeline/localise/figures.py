"""A number as texts name it: a whole number and a language go in, its figures, words and ordinals come out."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.findings import Unfit
from pipeline.localise import numbers, ordinals
from pipeline.localise.numbers import LAST, Gender
from pipeline.localise.wording import Value, Words

_NEUTER = frozenset({"ru"})
"""The languages whose nouns may be neuter: 156-е совещание."""


def number_words(number: int, language: str, suffix: str | None) -> Words:
    """``figures``, and ``words``, ``ordinal`` and ``ordinal_words`` in each gender, as far as the tables go.

    ``suffix`` is the house's ending of ordinals.
    """
    words: dict[str, Value] = {"figures": str(number)}
    for name, gender in _genders(language):
        if number <= LAST:
            words[f"words{name}"] = numbers.words(number, language, gender=gender)
        if 1 <= number <= LAST:
            words[f"ordinal{name}"] = numbers.ordinal(number, language, suffix, gender=gender)
        if 1 <= number <= ordinals.last(language):
            words[f"ordinal_words{name}"] = ordinals.in_words(number, language, gender=gender)
    return Words(words)


def beyond(number: object, name: str, path: str, language: str) -> Unfit | None:
    """Why a number has not the form ``name``, which was asked for as ``path``, where that is for its tables' end.

    >>> fifty_thousand = number_words(50_000, "en", None)
    >>> print(beyond(fifty_thousand, "ordinal", "numbers.session.ordinal", "en"))
    There is no “numbers.session.ordinal” for 50000: in “en” it goes from 1 to 9999.
    """
    limits = {form: (first, last) for form, first, last in _forms(language)}
    if not isinstance(number, Words) or "figures" not in number or name not in limits:
        return None
    figures, (first, last) = str(number.figures), limits[name]
    ordinal = name.replace("ordinal_words", "ordinal")
    instead = ordinal if ordinal in number else "figures"
    instead = f"{path.removesuffix(name)}{instead}"
    return Unfit("number-beyond", name=path, number=figures, language=language, first=first, last=last, instead=instead)


def _forms(language: str) -> Iterator[tuple[str, int, int]]:
    """Each form's name, and from where to where it goes."""
    for name, _ in _genders(language):
        yield f"words{name}", 0, LAST
        yield f"ordinal{name}", 1, LAST
        yield f"ordinal_words{name}", 1, ordinals.last(language)


def _genders(language: str) -> Iterator[tuple[str, Gender]]:
    yield "", "masculine"
    yield "_feminine", "feminine"
    if language in _NEUTER:
        yield "_neuter", "neuter"
