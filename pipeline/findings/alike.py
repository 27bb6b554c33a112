"""A finding goes in; its values come out, those that look alike and are not the same with what tells them apart.

A name that was typed with a Cyrillic “а”, or whose accents are encoded otherwise, reads as the one that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import PurePath
from unicodedata import category, normalize

from pipeline.findings import Finding, Reason, Value

_LATIN = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοیک‐‑’",
    "ABESIJKMHOPCTYXaesijopcyxdqwhlABEZHIKMNOPTYXoيك--'",
)
"""Letters of Cyrillic and Greek that are drawn as those of Latin; Persian letters drawn as those of Arabic; marks."""
_MOST = 4
"""Signs that are told of one value."""


def apart(finding: Finding) -> Mapping[str, Value]:
    """The values of a finding as they are to be read, beside each other and beside the name of its file.

    >>> from pipeline.findings import Place
    >>> apart(Finding("file-missing", Place("a"), {"near": Reason("near", {"word": "menu"}), "name": "m\u0435nu"}))
    {'near': Reason(code='near', values={'word': 'menu (U+0065)'}), 'name': 'mеnu (U+0435)'}
    """
    places = (finding.place.file, PurePath(finding.place.file).name)
    looks: dict[str, dict[str, None]] = {}
    for words in (*_strings(tuple(finding.values.values())), *places):
        looks.setdefault(look(words), {})[words] = None
    alike = {
        words: next(other for other in same if other != words)
        for same in looks.values()
        if len(same) > 1
        for words in same
    }
    return {name: _told(value, alike) for name, value in finding.values.items()} if alike else finding.values


def look(words: str) -> str:
    """The words as a reader takes them: signs that are drawn alike are the same."""
    seen = (sign for sign in normalize("NFC", words) if category(sign) != "Cf")
    return "".join(" " if category(sign) == "Zs" else sign for sign in seen).translate(_LATIN)


def _strings(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Reason):
        yield from _strings(tuple(value.values.values()))
    elif isinstance(value, tuple):
        for each in value:
            yield from _strings(each)


def _told(value: Value, alike: Mapping[str, str]) -> Value:
    if isinstance(value, Reason):
        return Reason(value.code, {name: _told(each, alike) for name, each in value.values.items()})
    if isinstance(value, tuple):
        return tuple(_told(each, alike) for each in value)
    if not isinstance(value, str) or value not in alike:
        return value
    codes = [f"U+{ord(sign):04X}" for sign in _own(value, alike[value])]
    return f"{value} ({' '.join(codes[:_MOST])}{' …' if len(codes) > _MOST else ''})" if codes else value


def _own(words: str, other: str) -> str:
    """What stands in ``words`` between what both begin with and what both end with."""
    start = _shared(words, other)
    return words[start : len(words) - _shared(words[start:][::-1], other[start:][::-1])]


def _shared(words: str, other: str) -> int:
    """How many signs both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, other, strict=False)))
