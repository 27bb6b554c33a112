"""A number as texts name it: a whole number and a language go in, its figures, words and ordinals come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.findings import Unfit
from pipeline.languages import Language
from pipeline.languages.rules import offered
from pipeline.localise import numbers, ordinals
from pipeline.localise.wording import Value, Words


def number_words(number: int, language: Language, suffix: str | None) -> Words:
    """``figures``, and ``words``, ``ordinal`` and ``ordinal_words`` in each form that the language offers, as far as
    its rules go.

    ``suffix`` is the house's ending of ordinals.
    """
    rules = language.numbers
    words: dict[str, Value] = {"figures": language.set_figures(str(number))}
    for name, of in _offered(language):
        if rules.cardinal and number <= rules.last:
            words[f"words{name}"] = numbers.words(number, language, of=of)
        if rules.figures and 1 <= number <= rules.last:
            words[f"ordinal{name}"] = numbers.ordinal(number, language, suffix, of=of)
        if rules.ordinal and 1 <= number <= ordinals.last(language):
            words[f"ordinal_words{name}"] = ordinals.in_words(number, language, of=of)
    return Words(words)


def beyond(number: object, name: str, path: str, limits: Mapping[str, tuple[int, int]], tag: str) -> Unfit | None:
    """Why a number has not the form ``name``, which was asked for as ``path``, where that is for its tables' end.

    ``limits`` are those of the language, whose ``tag`` is told.

    >>> from pipeline.languages import language_of
    >>> english = language_of("en")
    >>> fifty_thousand = number_words(50_000, english, None)
    >>> print(beyond(fifty_thousand, "ordinal", "numbers.session.ordinal", limits_of(english), "en"))
    There is no “numbers.session.ordinal” for 50000: in “en” it goes from 1 to 9999.
    """
    if not isinstance(number, Words) or "figures" not in number or name not in limits:
        return None
    figures, (first, last) = str(number.figures), limits[name]
    ordinal = name.replace("ordinal_words", "ordinal")
    instead = ordinal if ordinal in number else "figures"
    instead = f"{path.removesuffix(name)}{instead}"
    return Unfit("number-beyond", name=path, number=figures, language=tag, first=first, last=last, instead=instead)


@lru_cache(maxsize=64)
def limits_of(language: Language) -> Mapping[str, tuple[int, int]]:
    """From where to where each form goes, by its name."""
    rules = language.numbers
    limits: dict[str, tuple[int, int]] = {}
    for name, _ in _offered(language):
        if rules.cardinal:
            limits[f"words{name}"] = 0, rules.last
        if rules.figures:
            limits[f"ordinal{name}"] = 1, rules.last
        if rules.ordinal:
            limits[f"ordinal_words{name}"] = 1, ordinals.last(language)
    return limits


def _offered(language: Language) -> Iterator[tuple[str, str]]:
    """The forms by the ends of their names; the plain one first."""
    rules = language.numbers
    yield "", " ".join(sorted(rules.plain)) or "*"
    for each in rules.forms:
        yield f"_{each.replace(' ', '_')}", " ".join(sorted(offered(rules.plain, each)))
