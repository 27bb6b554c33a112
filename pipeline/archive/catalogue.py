"""What a bag is found by: a package goes in, the facts of ``catalogue.json`` come out, and a search is answered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline import text
from pipeline.localise import as_data
from pipeline.package import Package

FIELDS = ("slug", "date", "symbol", "title", "recipient")
"""What a search may ask for."""


def catalogue(packages: Sequence[Package]) -> dict[str, Any]:
    """The facts, as plain JSON data. None of them is personal data of a recipient."""
    meeting = packages[0].meeting
    words: list[tuple[Package, Any]] = [(package, as_data(package.words().words)) for package in packages]
    first = {package.language: data for package, data in reversed(words)}
    return {
        "slug": meeting.slug,
        "date": meeting.date.isoformat(),
        "languages": list(meeting.languages),
        "author": meeting.author,
        "titles": {language: text.plain(first[language]["title"]) for language in meeting.languages},
        "subjects": {language: text.plain(first[language]["subject"]) for language in meeting.languages},
        "addressees": _once(
            text.plain(line) for package, _data in words for line in package.instrument.audience.lines[package.language]
        ),
        "enclosures": [
            {
                "number": each.number,
                "symbol": each.symbol,
                "titles": {
                    language: text.plain(_titles(first[language])[each.position - 1]) for language in meeting.languages
                },
            }
            for each in meeting.enclosures
        ],
    }


def matches(facts: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Whether a bag with these facts has all that is asked for: words in any place, in any case, with any accents.

    >>> matches({"slug": "selm-2025", "date": "2025-01-15", "titles": {"fr": "Réunion"}}, {"title": "reunion"})
    True
    >>> matches({"slug": "selm-2025", "date": "2025-01-15"}, {"date": "2024"})
    False
    """
    return all(any(_bare(words) in _bare(value) for value in _values(facts, field)) for field, words in wanted.items())


def _values(facts: Mapping[str, Any], field: str) -> Iterator[str]:
    enclosures = facts.get("enclosures", ())
    if field in {"slug", "date"}:
        yield str(facts.get(field, ""))
    elif field == "symbol":
        yield from (each.get("symbol", "") for each in enclosures)
    elif field == "recipient":
        yield from (*facts.get("addressees", ()), *facts.get("recipients", ()))
    else:
        yield from (*facts.get("titles", {}).values(), *facts.get("subjects", {}).values())
        for each in enclosures:
            yield from each.get("titles", {}).values()


def _titles(data: Any) -> list[str]:
    return [each["title"] for group in data["groups"] for each in group["enclosures"]]


def _bare(words: str) -> str:
    signs = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in signs if not unicodedata.combining(sign))


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
