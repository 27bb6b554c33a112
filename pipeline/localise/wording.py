"""The wording: named words go in, the object that a template's placeholders read comes out, and can be listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, TypeAlias

from pipeline import text
from pipeline.model import PageSpan
from pipeline.numbering import in_figures

Value: TypeAlias = "str | Words | tuple[Value, ...]"


class Words:
    """Words by name, read-only: ``words.venue`` in a template. A name that is not there is an AttributeError.

    It has no methods but Python's own, so that a meeting may give its words any name: ``names.items``.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        object.__setattr__(self, "_values", dict(values))

    def __getattr__(self, name: str) -> Value:
        try:
            values: dict[str, Value] = object.__getattribute__(self, "_values")
            return values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("words are read-only")

    def __iter__(self) -> Iterator[str]:
        return iter(object.__getattribute__(self, "_values"))

    def __contains__(self, name: object) -> bool:
        return name in object.__getattribute__(self, "_values")

    def __bool__(self) -> bool:
        """Whether any of them says anything: a template asks so whether a letter has a recipient."""
        return any(object.__getattribute__(self, "_values").values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and by_name(self) == by_name(other)

    def __hash__(self) -> int:
        return hash(tuple(by_name(self).items()))


def printed(value: object) -> str | None:
    """What a value prints as: words as they are, a number as its figures; None for what has no words of its own.

    >>> printed(Words({"figures": "14", "words": "fourteen"})), printed(Words({"title": "A"}))
    ('14', None)
    """
    if isinstance(value, Words) and "figures" in value:
        value = value.figures
    return value if isinstance(value, str) else None


def by_name(words: Words) -> dict[str, Value]:
    """The words as a dictionary."""
    values: dict[str, Value] = object.__getattribute__(words, "_values")
    return values.copy()


def with_words(words: Words, **more: Value) -> Words:
    """The same words with further names, or others in their place."""
    return Words({**by_name(words), **more})


def shape(value: Value) -> object:
    """What is left of a value without what it says: the names in it, and how long its lists are.

    >>> shape(Words({"date": "22 avril 2024"})) == shape(Words({"date": "22 April 2024"}))
    True
    """
    match value:
        case str():
            return None
        case Words():
            return frozenset((name, shape(each)) for name, each in by_name(value).items())
        case tuple():
            return tuple(map(shape, value))


@dataclass(frozen=True, slots=True)
class Wording:
    """Every word that a template may show, in one language."""

    language: str
    words: Words
    phrases: tuple[str, ...] = ()
    """The keys of the phrases that it took from the language's catalogue."""
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """From where to where each form of a number goes, by its name, where that is known."""


def figures_of(words: Words) -> str:
    """The signs that numbers are set in, where these are others than 0123456789."""
    return str(words.digits) if "digits" in words else ""


def with_pages(wording: Wording, pages: Mapping[int, PageSpan]) -> Wording:
    """The wording of an index: each enclosure, by its position, has ``pages``, ``page`` and ``label`` too.

    One that is not there has no pages: it is attached.
    """
    positions, figures = count(1), figures_of(wording.words)

    def listed(enclosure: Any) -> Words:
        span = pages.get(next(positions))
        if span is None:
            return with_words(enclosure, pages="–", page="–", label="")
        many, first = (in_figures(str(each), figures) for each in (span.pages, span.first))
        return with_words(enclosure, pages=many, page=first, label=span.label)

    groups: Any = wording.words.groups
    filled = tuple(with_words(group, enclosures=tuple(map(listed, group.enclosures))) for group in groups)
    return replace(wording, words=with_words(wording.words, groups=filled))


def with_counts(wording: Wording, pages: Mapping[int, int]) -> Wording:
    """The wording with how many pages the enclosures have, by position, wherever its words ask for it."""

    figures = figures_of(wording.words)

    def counted(value: Value) -> Value:
        match value:
            case str():
                return text.counted(value, pages, figures)
            case Words():
                return Words({name: counted(inner) for name, inner in by_name(value).items()})
            case tuple():
                return tuple(map(counted, value))

    return replace(wording, words=Words({name: counted(value) for name, value in by_name(wording.words).items()}))


def listing(words: Words) -> Iterator[tuple[str, str]]:
    """Every placeholder with its value, in order; what a loop goes through is written ``groups[0].title``.

    A number is one by itself, too: ``enclosures.count``.

    >>> list(listing(Words({"date": "22 avril 2024", "groups": (Words({"title": "A"}),)})))
    [('date', '22 avril 2024'), ('groups[0].title', 'A')]
    """
    for name, value in by_name(words).items():
        yield from _listing(name, value)


def _listing(path: str, value: Value) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case Words():
            if (figures := printed(value)) is not None:
                yield path, figures
            for name, inner in by_name(value).items():
                yield from _listing(f"{path}.{name}", inner)
        case tuple():
            for position, item in enumerate(value):
                yield from _listing(f"{path}[{position}]", item)


def as_data(value: Value) -> Any:
    """The value as plain JSON data, for tasks and for ``--json``."""
    match value:
        case Words():
            return {name: as_data(inner) for name, inner in by_name(value).items()}
        case tuple():
            return [as_data(item) for item in value]
        case str():
            return value


def from_data(data: Mapping[str, Any]) -> Words:
    """The words that plain data stand for.

    >>> words = Words({"date": "22 avril 2024", "groups": (Words({"title": "A"}),)})
    >>> from_data({"date": "22 avril 2024", "groups": [{"title": "A"}]}) == words
    True
    """
    return Words({name: _value(value) for name, value in data.items()})


def _value(data: Any) -> Value:
    match data:
        case Mapping():
            return from_data(data)
        case list():
            return tuple(map(_value, data))
        case _:
            return str(data)
